package statement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers"
)

const asOf = "2026-10-31"

// explained is the statement of a case of exports under the California policy.
func explained(t *testing.T, folder, caseID string, audience Audience) *Document {
	t.Helper()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	source, err := readers.Open([]string{folder}, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	job := pipeline.Job{Rules: rules, AsOf: ledger.MustDate(asOf), Workers: 1, Memory: 1 << 20, TempDir: t.TempDir()}
	result, err := pipeline.Explain(t.Context(), job, source, caseID)
	if err != nil {
		t.Fatal(err)
	}
	return New(result, audience)
}

// exports writes tables as CSV files into a new folder.
func exports(t *testing.T, tables map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range tables {
		if err := os.WriteFile(filepath.Join(folder, name+".csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const ledgerHead = "case_id,date,type,amount,account,source,entry_id,ref\n"

// varied is a case with every type of entry, six accounts, a lump sum, gaps of years, and
// a payment by tax offset before and after the orders of crediting became one.
func varied(t *testing.T) string {
	t.Helper()
	rows := ledgerHead
	for year := 2003; year <= 2012; year++ {
		for _, month := range []string{"01", "02", "03", "06", "11"} {
			day := fmt.Sprintf("C1,%d-%s", year, month)
			rows += day + "-01,charge,300.00,NAA,,,\n" + day + "-01,charge,100.00,PAA,,,\n" + day + "-15,payment,90.50,,wage_withholding,,\n"
		}
	}
	rows += `C1,2004-05-05,judgment,1000.00,SPO,,,
C1,2005-05-05,judgment,77.77,MED,,,
C1,2006-05-05,judgment,500.00,FC,,,
C1,2006-07-05,adjustment,-55.25,PAA,,,
C1,2007-07-05,adjustment,12.00,CAA,,,
C1,2008-07-05,interest_adjustment,-3.00,NAA,,,
C1,2008-07-06,interest_adjustment,1.50,PAA,,,
C1,2009-04-20,payment,900.00,,federal_tax_offset,T-1,
C1,2014-04-20,payment,1200.00,PAA,federal_tax_offset,T-2,
C1,2021-04-20,payment,400.00,,federal_tax_offset,T-3,
C1,2022-01-01,payment,50.00,,wage_withholding,V-1,
C1,2022-01-02,reversal,50.00,,,V-2,V-1
C1,2027-01-02,payment,50.00,,wage_withholding,F-1,
C1,2022-02-02,payment,1.000,,wage_withholding,R-1,
C2,2026-10-01,charge,250.00,NAA,,,
C2,2026-10-02,payment,900.00,,wage_withholding,,
`
	return exports(t, map[string]string{"ledger": rows,
		"cases": "case_id,ncp_id,county,current_support,two_state,recorded_principal,recorded_interest\nC1,N1,Kern,300.00,N,9000.00,1.00\nC2,N1,Kern,,Y,,\nC3,N3,,,,,\n",
		"ncps":  "ncp_id,net_monthly_income,monthly_expenses,assets\nN1,2500,2000,100\nN3,,,\n"})
}

var formats = map[string]func(io.Writer, *Document) error{"text": WriteText, "json": WriteJSON, "html": WriteHTML, "xlsx": WriteXLSX}

func written(t *testing.T, format string, d *Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := formats[format](&out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// reread is the document as its JSON form tells it.
func reread(t *testing.T, d *Document) *Document {
	t.Helper()
	var again Document
	if err := json.Unmarshal(written(t, "json", d), &again); err != nil {
		t.Fatal(err)
	}
	return &again
}

func TestSameBytes(t *testing.T) {
	folder := varied(t)
	for format := range formats {
		first, again := written(t, format, explained(t, folder, "C1", FTI)), written(t, format, explained(t, folder, "C1", FTI))
		if !bytes.Equal(first, again) {
			t.Errorf("%s: two statements of one case differ", format)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriterFails(t *testing.T) {
	d := explained(t, varied(t), "C2", General)
	for format, write := range formats {
		if write(fullDisk{}, d) == nil {
			t.Errorf("%s: a full disk is not noticed", format)
		}
	}
}

func TestJSONIsReadBack(t *testing.T) {
	d := explained(t, varied(t), "C1", FTI)
	if first, again := written(t, "json", d), written(t, "json", reread(t, d)); !bytes.Equal(first, again) {
		t.Error("JSON that was read and written again differs")
	}
	if text := string(written(t, "text", d)); !strings.Contains(text, "federal_tax_offset") {
		t.Error("the text lacks the source")
	}
}
