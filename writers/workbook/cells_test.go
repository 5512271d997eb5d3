package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
	"arrears/writers/internal/words"
)

// stored is what a cell should hold for a value of a report's table.
func stored(v report.Value) string {
	switch {
	case v.Blank:
		return ""
	case v.Kind == report.Money:
		return string(appendNumber(nil, ledger.Cents(v.Number)))
	case v.Kind == report.Day:
		return strconv.FormatInt(v.Number+1, 10)
	case v.Kind == report.Count:
		return strconv.FormatInt(v.Number, 10)
	case v.Kind == report.Text:
		return held(report.Neutral(v.Text))
	}
	return v.Text
}

// held is a text as XML can hold it.
func held(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, text)
}

// at is a row's cell, blank beyond its end.
func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

func TestEveryOutreachCell(t *testing.T) {
	r := fixture.New(400)
	table := report.Outreach(r)
	rows := rawRows(t, opened(t, r, spreadsheetLimits), "Outreach")
	if len(rows) != len(r.Outreach)+1 || len(table.Columns) != len(outreachColumns) {
		t.Fatalf("%d rows for %d, %d columns for %d", len(rows)-1, len(r.Outreach), len(outreachColumns), len(table.Columns))
	}
	for i := range r.Outreach {
		values := table.Append(nil, i)
		d := &r.Determinations[r.Outreach[i].NCP]
		for j, value := range values {
			want := stored(value)
			switch table.Columns[j].Name {
			case "status":
				want = words.Status(d.Status)
			case "next_steps":
				want = words.Steps(d.NextSteps)
			case "remedies":
				want = words.Remedies(r.Policy, d.Remedies)
			case "reason":
				want = held(words.Dates(value.Text))
			}
			if got := at(rows[i+1], j); got != want {
				t.Errorf("row %d, %s: %q, want %q", i+1, outreachColumns[j].heading, got, want)
			}
		}
	}
}

func TestOutreachFormats(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, spreadsheetLimits)
	if got, err := f.GetCellValue("Outreach", "O2"); err != nil || got != r.Determinations[r.Outreach[0].NCP].Compromisable.Dollars() {
		t.Errorf("compromisable shows %q, %v", got, err)
	}
	last := len(r.Outreach) + 1
	on := r.Determinations[r.Outreach[last-2].NCP].EligibleOn
	if got, err := f.GetCellValue("Outreach", "S"+strconv.Itoa(last)); err != nil || got != words.Date(on) {
		t.Errorf("eligible on shows %q, want %q, %v", got, words.Date(on), err)
	}
	if width, err := f.GetColWidth("Outreach", "V"); err != nil || width < 40 {
		t.Errorf("why is %v wide, %v", width, err)
	}
	style, err := f.GetCellStyle("Outreach", "V2")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(style); err != nil || s.Alignment == nil || !s.Alignment.WrapText {
		t.Errorf("why does not wrap: %+v, %v", s, err)
	}
}

func TestDeterminationCells(t *testing.T) {
	r := fixture.New(200)
	f := opened(t, r, spreadsheetLimits)
	rows := rawRows(t, f, "Determinations")
	if len(rows) != len(r.NCPs)+1 {
		t.Fatalf("%d rows for %d NCPs", len(rows)-1, len(r.NCPs))
	}
	first := len(determinationColumns)
	for i := range r.NCPs {
		d, row := &r.Determinations[i], rows[i+1]
		for column, want := range map[int]string{0: r.NCPs[i].ID, 2: words.Status(d.Status), 7: strconv.Itoa(len(r.CasesOf(i))),
			8: string(appendNumber(nil, d.Arrears())), 13: string(appendNumber(nil, d.Compromisable)), 21: strconv.Itoa(int(d.DaysPastDue))} {
			if got := at(row, column); got != want {
				t.Errorf("%s, %s: %q, want %q", row[0], rows[0][column], got, want)
			}
		}
		for j, verdict := range d.Verdicts {
			if got := at(row, first+j); got != verdict.String() {
				t.Errorf("%s, %s: %q, want %v", row[0], words.Criterion(j), got, verdict)
			}
		}
	}
	formats, err := f.GetConditionalFormats("Determinations")
	if err != nil {
		t.Fatal(err)
	}
	if rules := formats["X2:AH201"]; len(rules) != 4 || rules[0].Value != `"`+coap.Pass.String()+`"` {
		t.Errorf("the verdicts are not coloured: %+v", formats)
	}
}

func TestRejectCells(t *testing.T) {
	r := fixture.New(20)
	r.Rejects = append(r.Rejects, ledger.Reject{Code: ledger.OutOfBalance, CaseID: r.Cases[0].ID, Message: "money was not conserved", Rows: 1})
	rows := rawRows(t, opened(t, r, spreadsheetLimits), "Rejects")
	table := report.Rejects(r)
	for i := range len(r.Rejects) - 1 {
		for j, value := range table.Append(nil, i) {
			if got, want := at(rows[i+1], j), stored(value); got != want {
				t.Errorf("row %d, %s: %q, want %q", i+1, rejectColumns[j].heading, got, want)
			}
		}
	}
	if fault := rows[len(rows)-1]; fault[0] != "" || fault[2] != "" || fault[7] != string(ledger.OutOfBalance) {
		t.Errorf("a fault of no row is said to stand in one: %q", fault)
	}
}

func TestVariances(t *testing.T) {
	r := fixture.New(0)
	r.NCPs, r.Determinations = []ledger.NCP{{ID: "n"}}, []coap.Determination{{Status: coap.Ineligible}}
	add := func(id string, principal, accrued ledger.OptionalCents) {
		r.Cases = append(r.Cases, ledger.Case{ID: id, RecordedPrincipal: principal, RecordedInterest: accrued})
		const naa, paa = 1, 8
		r.Balances = append(r.Balances, interest.Balance{Accounts: []interest.AccountBalance{
			{Account: naa, Principal: 100_00, CurrentDue: 20_00}, {Account: paa, Interest: 30_00}}})
	}
	add("agrees", ledger.Some(120_00), ledger.Some(30_00))
	add("within tolerance", ledger.Some(125_00), ledger.Some(30_00))
	add("interest off", ledger.Some(120_00), ledger.Some(23_00))
	add("largest", ledger.Some(240_00), ledger.OptionalCents{})
	add("none recorded", ledger.OptionalCents{}, ledger.OptionalCents{})
	add("tied", ledger.OptionalCents{}, ledger.Some(37_00))
	rows := rawRows(t, opened(t, r, spreadsheetLimits), "Variances")
	want := [][]string{
		{"largest", "n", "", "", "240", "120", "-120", "", "30", ""},
		{"interest off", "n", "", "", "120", "120", "0", "23", "30", "7"},
		{"tied", "n", "", "", "", "120", "", "37", "30", "-7"},
	}
	if len(rows) != len(want)+1 {
		t.Fatalf("%q", rows)
	}
	for i := range want {
		for j := range want[i] {
			if got := at(rows[i+1], j); got != want[i][j] {
				t.Errorf("%s, %s: %q, want %q", want[i][0], varianceColumns[j].heading, got, want[i][j])
			}
		}
	}
}

// TestNothingRuns looks at every cell as it is stored: none is a formula, and no text
// would become one when the sheet is saved as CSV.
func TestNothingRuns(t *testing.T) {
	content := written(t, fixture.New(100), spreadsheetLimits)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") && part.Name != "xl/sharedStrings.xml" {
			continue
		}
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(in)
		for element := ""; ; {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				element = token.Name.Local
				if element == "f" {
					t.Errorf("%s holds a formula", part.Name)
				}
			case xml.EndElement:
				element = ""
			case xml.CharData:
				if element == "t" && strings.ContainsAny(string(token[:1]), "=+-@\t\r") {
					t.Errorf("%s: a text begins like a formula: %q", part.Name, token)
				}
			}
		}
	}
}

func TestLongText(t *testing.T) {
	r := fixture.New(1)
	for _, unit := range []string{"x", "ñ", "李", "👩"} {
		r.NCPs[0].Contact = ledger.NewContact([ledger.ContactColumns]string{strings.Repeat(unit, 40_000)})
		f := opened(t, r, spreadsheetLimits)
		got, err := f.GetCellValue("Determinations", "B2")
		if err != nil || !strings.HasSuffix(got, cutMark) || !strings.HasPrefix(got, unit) || strings.Contains(got, "\ufffd") {
			t.Errorf("%s: not cut well: …%q, %v", unit, got[max(0, len(got)-60):], err)
		}
		if units := len([]rune(got)) + strings.Count(got, "👩"); units > excelize.TotalCellChars || units < excelize.TotalCellChars-2 {
			t.Errorf("%s: %d UTF-16 units of %d", unit, units, excelize.TotalCellChars)
		}
	}
}
