package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

// readLedger reads rows, given with blanks around their bars, under a header.
func readLedger(t *testing.T, header string, rows ...string) *ledger.Batch {
	t.Helper()
	h := headerOf(t, strings.Split(header, ",")...)
	text := strings.Join(rows, "\n") + "\n"
	return readText(t, text, ',', h, schema.NewLedgerDecoder(h, rules(t)))
}

const ledgerHeader = "case_id,date,type,amount,account,source,entry_id,ref"

func TestLedgerRows(t *testing.T) {
	for row, want := range map[string]string{
		"C1,2020-01-31,charge,5.00,PAA,,,":                             `2020-01-31 charge 5.00 account 8 rule 0 id "" ref "" source ""`,
		"C1,1/2/2020,judgment,5,naa,,E1,":                              `2020-01-02 judgment 5.00 account 1 rule 0 id "E1" ref "" source ""`,
		"C1,01/02/2020,PAYMENT,\"$1,234.50\",,wage,0007,":              `2020-01-02 payment 1234.50 account 0 rule 0 id "0007" ref "" source "wage"`,
		"C1,2020-01-02,payment,0.01,Fc,Federal Tax-Offset,E1,":         `2020-01-02 payment 0.01 account 9 rule 1 id "E1" ref "" source "Federal Tax-Offset"`,
		"C1,2020-01-02,adjustment,(12.00),MED,,,":                      `2020-01-02 adjustment -12.00 account 6 rule 0 id "" ref "" source ""`,
		"C1,2020-01-02,Interest Adjustment,-0.01,TAA,,,":               `2020-01-02 interest_adjustment -0.01 account 7 rule 0 id "" ref "" source ""`,
		"C1,2020-01-02,interest-adjustment,0.01,TAA,,,":                `2020-01-02 interest_adjustment 0.01 account 7 rule 0 id "" ref "" source ""`,
		"C1,2020-01-02,reversal,5.00,,,,E1":                            `2020-01-02 reversal 5.00 account 0 rule 0 id "" ref "E1" source ""`,
		"C1,2020-01-02,charge,5.00,PAA,federal_tax_offset,,X":          `2020-01-02 charge 5.00 account 8 rule 0 id "" ref "X" source "federal_tax_offset"`,
		"C1,2199-12-31,charge,\"9,999,999,999.99\",SPO,,,":             `2199-12-31 charge 9999999999.99 account 5 rule 0 id "" ref "" source ""`,
		"\u00a0C1 , 1900-01-01 , charge ,\t5.00, UDA ,\" s\", E1 , R ": `1900-01-01 charge 5.00 account 2 rule 0 id "E1" ref "R" source "s"`,
	} {
		batch := readLedger(t, ledgerHeader, row)
		if len(batch.Entries) != 1 || len(batch.Rejects) != 0 || len(batch.Runs) != 1 || string(batch.Runs[0].Case.Of(batch.Text)) != "C1" {
			t.Errorf("%s: %s", row, describe(batch))
			continue
		}
		if got := describeEntry(batch, &batch.Entries[0]); got != "entry on line 0: "+want {
			t.Errorf("%s:\n%s\nwant\n%s", row, got, want)
		}
	}
}

// refusals are rows with what they make: code, column, its place, the case named.
var refusals = map[string]string{
	",2020-01-01,charge,5.00,PAA,,,":              "missing_column_value case_id 0 ",
	" \u00a0,2020-01-01,charge,5.00,PAA,,,":       "missing_column_value case_id 0 ",
	"C1,,charge,5.00,PAA,,,":                      "missing_column_value date 1 C1",
	"C1,2020-02-30,charge,5.00,PAA,,,":            "bad_date date 1 C1",
	"C1,1899-12-31,charge,5.00,PAA,,,":            "bad_date date 1 C1",
	"C1,2200-01-01,charge,5.00,PAA,,,":            "bad_date date 1 C1",
	"C1,31/12/2020,charge,5.00,PAA,,,":            "bad_date date 1 C1",
	"C1,2020-01-01 00:00,charge,5.00,PAA,,,":      "bad_date date 1 C1",
	"C1,45000,charge,5.00,PAA,,,":                 "bad_date date 1 C1",
	"C1,2020-01-01,,5.00,PAA,,,":                  "missing_column_value type 2 C1",
	"C1,2020-01-01,fee,5.00,PAA,,,":               "bad_type type 2 C1",
	"C1,2020-01-01,charge,,PAA,,,":                "missing_column_value amount 3 C1",
	"C1,2020-01-01,charge,1.000,PAA,,,":           "bad_amount amount 3 C1",
	"C1,2020-01-01,charge,\"1,23\",PAA,,,":        "bad_amount amount 3 C1",
	"C1,2020-01-01,charge,10000000000,PAA,,,":     "bad_amount amount 3 C1",
	"C1,2020-01-01,charge,5.00 USD,PAA,,,":        "bad_amount amount 3 C1",
	"C1,2020-01-01,charge,0.00,PAA,,,":            "sign amount 3 C1",
	"C1,2020-01-01,charge,-5.00,PAA,,,":           "sign amount 3 C1",
	"C1,2020-01-01,judgment,0,PAA,,,":             "sign amount 3 C1",
	"C1,2020-01-01,judgment,(5.00),PAA,,,":        "sign amount 3 C1",
	"C1,2020-01-01,payment,0,,,,":                 "sign amount 3 C1",
	"C1,2020-01-01,payment,-5.00,,,,":             "sign amount 3 C1",
	"C1,2020-01-01,reversal,-5.00,,,,E1":          "sign amount 3 C1",
	"C1,2020-01-01,reversal,0,,,,E1":              "sign amount 3 C1",
	"C1,2020-01-01,adjustment,0,PAA,,,":           "sign amount 3 C1",
	"C1,2020-01-01,interest_adjustment,0,PAA,,,":  "sign amount 3 C1",
	"C1,2020-01-01,charge,5.00,,,,":               "missing_column_value account 4 C1",
	"C1,2020-01-01,judgment,5.00, ,,,":            "missing_column_value account 4 C1",
	"C1,2020-01-01,adjustment,5.00,,,,":           "missing_column_value account 4 C1",
	"C1,2020-01-01,interest_adjustment,5.00,,,,":  "missing_column_value account 4 C1",
	"C1,2020-01-01,charge,5.00,ZZZ,,,":            "bad_account account 4 C1",
	"C1,2020-01-01,payment,5.00,ZZZ,,,":           "bad_account account 4 C1",
	"C1,2020-01-01,reversal,5.00,,,,":             "missing_column_value ref 7 C1",
	"C1,2020-01-01,reversal,5.00,,,, ":            "missing_column_value ref 7 C1",
	"C\xff1,2020-01-01,charge,5.00,PAA,,,":        "encoding case_id 0 ",
	"C1,2020-01-01,charge,5.00,P\xffA,,,":         "encoding account 4 C1",
	"C1,2020-01-01,charge,5.00,PAA,w\xe9ge,,":     "encoding source 5 C1",
	"C1,2020-01-01,charge,5.00,PAA,,E\xff,":       "encoding entry_id 6 C1",
	"C1,2020-01-01,charge,5.00,PAA,,,R\xff":       "encoding ref 7 C1",
	"C1,2020-01-01,reversal,5.00,,,,\xc3":         "encoding ref 7 C1",
	"\xff,x,x,x,x,\xff,\xff,\xff":                 "encoding case_id 0 ",
	"C1,x,fee,0,ZZZ,\xff,,":                       "bad_date date 1 C1",
	"C1,2020-01-01,fee,-5.00,,,,":                 "bad_type type 2 C1",
	"C1,2020-01-01,charge,x,ZZZ,,,":               "bad_amount amount 3 C1",
	"C1,2020-01-01,charge,0,,,,":                  "sign amount 3 C1",
	"C1,2020-01-01,reversal,5.00,ZZZ,,,":          "bad_account account 4 C1",
	"C1,2020-01-01,charge,5.00,,\xff,,":           "missing_column_value account 4 C1",
	",,,,,,,":                                     "missing_column_value case_id 0 ",
	"C1,2020-01-01,charge,5.00,PAA,,":             "malformed_row  -1 C1",
	"C1,2020-01-01,charge,5.00,PAA,,,,":           "malformed_row  -1 C1",
	"C1,2020-01-01,charge,\"5.00,PAA,,,":          "malformed_row  -1 C1",
	"\"C1,2020-01-01,charge,5.00,PAA,,,":          "malformed_row  -1 ",
	"C\"1,2020-01-01,charge,5.00,PAA,,,":          "malformed_row  -1 ",
	"\xff,2020-01-01":                             "malformed_row  -1 ",
	"\x00formula,2020-01-01,charge,5.00,PAA,,,":   "missing_column_value case_id 0 ",
	"\x00digits,2020-01-01,charge,5.00,PAA,,,":    "missing_column_value case_id 0 ",
	"C1,\x00formula,charge,5.00,PAA,,,":           "missing_column_value date 1 C1",
	"C1,2020-01-01,\x00formula,5.00,PAA,,,":       "missing_column_value type 2 C1",
	"C1,2020-01-01,charge,\x00formula,PAA,,,":     "missing_column_value amount 3 C1",
	"C1,2020-01-01,charge,5.00,\x00formula,,,":    "missing_column_value account 4 C1",
	"C1,2020-01-01,payment,5.00,\x00formula,,,":   "bad_account account 4 C1",
	"C1,2020-01-01,payment,5.00,,,\x00date,":      "missing_column_value entry_id 6 C1",
	"C1,2020-01-01,reversal,5.00,,,,\x00formula":  "missing_column_value ref 7 C1",
	"C1,2020-01-01,charge,5.00,PAA,,,\x00formula": "missing_column_value ref 7 C1",
}

func describeReject(r ledger.Reject) string {
	return fmt.Sprintf("%s %s %d %s", r.Code, r.Column, r.ColumnOrder, r.CaseID)
}

func TestLedgerRefusals(t *testing.T) {
	for row, want := range refusals {
		batch := readLedger(t, ledgerHeader, "C0,2020-01-01,payment,1,,,,", row)
		if batch.Rows != 2 || len(batch.Entries) != 1 || len(batch.Rejects) != 1 {
			t.Errorf("%q: %s", row, describe(batch))
			continue
		}
		reject := batch.Rejects[0]
		if got := describeReject(reject); got != want {
			t.Errorf("%q: %s, want %s (%s)", row, got, want, reject.Message)
		}
		if !reject.Row || reject.Rows != 1 || reject.Table != ledger.LedgerTable || reject.Position.Line() != 1 || reject.NCPID != "" {
			t.Errorf("%q: %+v", row, reject)
		}
		if !wellSaid(reject.Message) {
			t.Errorf("%q: the message %q", row, reject.Message)
		}
	}
}

// The first bad column is the first in the header's order, not in the table's.
func TestLedgerRefusalsInHeaderOrder(t *testing.T) {
	row := map[string]string{"case_id": "", "date": "x", "type": "fee", "amount": "1.000", "account": "ZZZ", "source": "\xff", "entry_id": "\xff", "ref": "\xff"}
	codes := map[string]ledger.Code{"case_id": ledger.MissingColumnValue, "date": ledger.BadDate, "type": ledger.BadType, "amount": ledger.BadAmount,
		"account": ledger.BadAccount, "source": ledger.Encoding, "entry_id": ledger.Encoding, "ref": ledger.Encoding}
	columns := strings.Split(ledgerHeader, ",")
	for range columns {
		columns = append(columns[1:], columns[0])
		fields := make([]string, len(columns))
		for i, column := range columns {
			fields[i] = row[column]
		}
		batch := readLedger(t, "note,"+strings.Join(columns, ","), "\xff,"+strings.Join(fields, ","))
		if len(batch.Rejects) != 1 || batch.Rejects[0].Column != columns[0] || batch.Rejects[0].ColumnOrder != 1 || batch.Rejects[0].Code != codes[columns[0]] {
			t.Errorf("under %s: %s", columns, describe(batch))
		}
	}
}

// A column that the header lacks and a row needs comes behind all others.
func TestLedgerWithoutOptionalColumns(t *testing.T) {
	batch := readLedger(t, "case_id,date,type,amount", "C1,2020-01-01,payment,5", "C1,2020-01-01,charge,5", "C1,2020-01-01,reversal,5", "C1,2020-01-01,charge,0")
	var got []string
	for _, reject := range batch.Rejects {
		got = append(got, fmt.Sprintf("%s %s %v", reject.Code, reject.Column, reject.ColumnOrder > 1000))
	}
	want := []string{"missing_column_value account true", "missing_column_value ref true", "sign amount false"}
	if diff := cmp.Diff(want, got); diff != "" || len(batch.Entries) != 1 {
		t.Errorf("%d entries, rejects (-want +got):\n%s", len(batch.Entries), diff)
	}
}

func TestLedgerIgnoresUnknownColumns(t *testing.T) {
	batch := readLedger(t, "memo,case_id,date,type,amount,,memo 2", "\xff\xfe,C1,2020-01-01,payment,5,\x00formula,\xff")
	if len(batch.Entries) != 1 || len(batch.Rejects) != 0 {
		t.Error(describe(batch))
	}
}

// Rows of a case that follow one another make a run; a refused one counts in it.
func TestLedgerRuns(t *testing.T) {
	batch := readLedger(t, ledgerHeader,
		"C1,2020-01-01,payment,1,,,,", " C1 ,2020-01-01,payment,2,,,,", "\"C1\",x,payment,3,,,,", "C1,2020-01-01,payment,4,,,,",
		"C2,x,payment,5,,,,", "C2\xff,2020-01-01,payment,6,,,,", ",2020-01-01,payment,6,,,,", "C1,2020-01-01,payment,7,,,,")
	var got []string
	for _, run := range batch.Runs {
		got = append(got, fmt.Sprintf("%s %d-%d of %d rows from %d", run.Case.Of(batch.Text), run.From, run.To, run.Rows, run.First.Line()))
	}
	want := []string{"C1 0-3 of 4 rows from 0", "C2 3-3 of 1 rows from 4", "C1 3-4 of 1 rows from 7"}
	if diff := cmp.Diff(want, got); diff != "" || batch.Rows != 8 || len(batch.Rejects) != 4 {
		t.Errorf("runs (-want +got):\n%s\n%s", diff, describe(batch))
	}
}
