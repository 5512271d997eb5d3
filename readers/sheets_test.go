package readers

import (
	"fmt"
	"strings"
	"testing"
)

// readSheet reads a hand-made ledger sheet of one row and describes it.
func readSheet(t *testing.T, date1904 bool, columns string, cells ...string) string {
	t.Helper()
	write(t, map[string]string{"a.xlsx": handMade(t, date1904, []string{"S"}, header(columns)+row(cells...))})
	source := open(t, "a.xlsx")
	lines := append(readParties(t, source), readLedger(t, source)...)
	return strings.ReplaceAll(strings.Join(lines, "; "), "a.xlsx[S]:2 ", "")
}

func TestSheetDates(t *testing.T) {
	for want, c := range map[string]struct {
		cell     string
		date1904 bool
	}{
		"C 2020-02-29 payment 1.00 0":  {number("43890", dateStyle), false},
		"C 2024-03-01 payment 1.00 0":  {number("43890", dateStyle), true},
		"C 1900-03-01 payment 1.00 0":  {number("61", dateStyle), false},
		"C 1904-01-01 payment 1.00 0":  {number("0", dateStyle), true},
		"C 2199-12-31 payment 1.00 0":  {number("109574", dateStyle), false},
		"C 2021-01-01 payment 1.00 0":  {number("44197.99", dateStyle), false},
		"C 2020-01-02 payment 1.00 0":  {text("1/2/2020"), false},
		"C 2020-01-03 payment 1.00 0":  {text(" 2020-01-03 "), false},
		"C 2020-01-04 payment 1.00 0":  {`<c t="d"><v>2020-01-04T10:00:00</v></c>`, false},
		"C 2020-01-05 payment 1.00 0":  {`<c t="str"><f>TEXT(A1)</f><v>2020-01-05</v></c>`, false},
		"C 2020-01-06 payment 1.00 0":  {fmt.Sprintf(`<c s="%d"><f>A1</f><v>43836</v></c>`, dateStyle), false},
		"bad_date date C":              {number("60", dateStyle), false},
		"bad_date date C#":             {number("0", dateStyle), false},
		"bad_date date C##":            {number("-1", dateStyle), false},
		"bad_date date C###":           {number("109575", dateStyle), false},
		"bad_date date C####":          {number("43890", 0), false},
		"bad_date date C#####":         {boolean("1"), false},
		"bad_date date C######":        {fault("#N/A"), false},
		"missing_column_value date C":  {unstored, false},
		"missing_column_value date C#": {blank, false},
	} {
		if got := readSheet(t, c.date1904, "case_id,date,type,amount", text("C"), c.cell, text("payment"), number("1", 0)); got != strings.TrimRight(want, "#") {
			t.Errorf("%s: %s, want %s", c.cell, got, want)
		}
	}
}

func TestSheetIdentifiers(t *testing.T) {
	for cell, want := range map[string]string{
		text("0007"):                            "0007",
		text(" C 1 "):                           "C 1",
		number("7", 0):                          "7",
		number("7", paddedStyle):                "0000000000007",
		number("200000000012", paddedStyle):     "0200000000012",
		number("123456789012345", 0):            "123456789012345",
		number("123.5", 0):                      "123.5",
		number("1200", moneyStyle):              "1,200.00",
		number("1E3", 0):                        "1000",
		boolean("1"):                            "TRUE",
		formula("12"):                           "12",
		`<c t="str"><f>A1</f><v>C9</v></c>`:     "C9",
		number("1234567890123456", 0):           "",
		number("1234567890123456", paddedStyle): "",
		number("43890", dateStyle):              "",
		fault("#REF!"):                          "",
		unstored:                                "",
		blank:                                   "",
	} {
		ledgerRow := readSheet(t, false, "case_id,date,type,amount", cell, text("2020-01-01"), text("payment"), number("1", 0))
		wantRow := want + " 2020-01-01 payment 1.00 0"
		caseRow := readSheet(t, false, "ncp_id,case_id", text("N1"), cell)
		wantCase := fmt.Sprintf("case %s of N1  -  -", want)
		if want == "" {
			wantRow, wantCase = "missing_column_value case_id", "missing_column_value case_id  N1"
		}
		if ledgerRow != wantRow || caseRow != wantCase {
			t.Errorf("%s: %q and %q, want %q and %q", cell, ledgerRow, caseRow, wantRow, wantCase)
		}
	}
	const columns = "case_id,date,type,amount,entry_id,ref"
	for cell, want := range map[string]string{number("7", paddedStyle): `C 2020-01-01 reversal 1.00 0 "0000000000007" "0000000000007"`, unstored: "missing_column_value entry_id C",
		number("43890", dateStyle): "missing_column_value entry_id C", number("12345678901234567", 0): "missing_column_value entry_id C"} {
		if got := readSheet(t, false, columns, text("C"), text("2020-01-01"), text("reversal"), number("1", 0), cell, cell); got != want {
			t.Errorf("%s as entry_id: %q, want %q", cell, got, want)
		}
	}
}

func TestSheetAmounts(t *testing.T) {
	for cell, want := range map[string]string{
		number("99.75", 0):               "99.75",
		number("100", moneyStyle):        "100.00",
		number("0.28999999999999998", 0): "0.29",
		number("1.0E-2", 0):              "0.01",
		number("1234.5", percentStyle):   "1234.50",
		number("-12", moneyStyle):        "-12.00",
		number("9999999999.99", 0):       "9999999999.99",
		text("$1,234.50"):                "1234.50",
		text(" (12.00) "):                "-12.00",
		formula("5.5"):                   "5.50",
		number("1.005", 0):               "bad_amount",
		number("1.005", moneyStyle):      "bad_amount",
		number("1.001E0", 0):             "bad_amount",
		number("10000000000", 0):         "bad_amount",
		number("1E400", 0):               "bad_amount",
		number("0", moneyStyle):          "sign",
		text("1.000"):                    "bad_amount",
		text("1234,50"):                  "bad_amount",
		number("43890", dateStyle):       "bad_amount",
		boolean("1"):                     "bad_amount",
		fault("#DIV/0!"):                 "bad_amount",
		unstored:                         "missing_column_value",
		blank:                            "missing_column_value",
	} {
		want := "C 2020-01-01 adjustment " + want + " 8"
		if strings.Contains(want, "_") || strings.Contains(want, "sign") {
			want = strings.Fields(want)[3] + " amount C"
		}
		if got := readSheet(t, false, "case_id,date,type,amount,account", text("C"), text("2020-01-01"), text("adjustment"), cell, text("PAA")); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}

func TestSheetRates(t *testing.T) {
	for cell, want := range map[string]string{
		number("0.06", percentStyle): "60000", number("0.06", 0): "60000", number("6.5000000000000002E-2", percentStyle): "65000", number("0.1", moneyStyle): "100000",
		number("1", percentStyle): "1000000", number("0", percentStyle): "0", text("6%"): "60000", text(" 0.065 "): "65000", formula("0.07"): "70000", number("1E-6", 0): "1",
		number("6", 0): "bad_rate", number("-0.06", percentStyle): "bad_rate", number("0.0612345", 0): "bad_rate", boolean("1"): "bad_rate", fault("#N/A"): "bad_rate",
		number("43890", dateStyle): "bad_rate", unstored: "missing_column_value", blank: "missing_column_value",
	} {
		want := "event rate 2020-01-01  ncp  case C " + want
		if strings.Contains(want, "_") {
			want = strings.Fields(want)[6] + " value C"
		}
		if got := readSheet(t, false, "case_id,date,type,value", text("C"), text("2020-01-01"), text("rate"), cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}

func TestSheetFlags(t *testing.T) {
	for cell, want := range map[string]string{
		boolean("1"): "Y", boolean("0"): "N", number("1", 0): "Y", number("0", 0): "N", number("1", moneyStyle): "Y", number("0", percentStyle): "N", number("1", paddedStyle): "Y",
		text("yes"): "Y", text(" f "): "!", text("False"): "N", formula("1"): "Y", `<c t="b"><f>A1</f><v>1</v></c>`: "Y", blank: "", text(""): "",
		number("2", 0): "!", fault("#N/A"): "!", unstored: "!",
	} {
		got := readSheet(t, false, "ncp_id,do_not_contact", text("N1"), cell)
		row, reject := `ncp N1 "" "" - `+want, ""
		if want == "!" {
			row, reject = `ncp N1 "" "" -`, "; bad_flag do_not_contact  N1"
		}
		if got != strings.TrimRight(row, " ")+reject {
			t.Errorf("%s: %q, want %q", cell, got, row+reject)
		}
	}
}

// In optional columns a formula without a value is bad as the column asks; in free text
// it is blank.
func TestSheetFormulasWithoutValue(t *testing.T) {
	for columns, want := range map[string]string{
		"ncp_id,name":                   `ncp N1 "" "" -`,
		"ncp_id,assets":                 `ncp N1 "" "" -; bad_amount assets  N1`,
		"ncp_id,concealment":            `ncp N1 "" "" -; bad_flag concealment  N1`,
		"case_id,ncp_id,county":         "missing_column_value ncp_id N1",
		"ncp_id,case_id,end_date,x":     "missing_column_value case_id  N1",
		"ncp_id,end_date,date,type":     "bad_date end_date  N1",
		"ncp_id,\u00a0note,type , Date": "missing_column_value type  N1",
	} {
		cells := []string{text("N1")}
		for range strings.Count(columns, ",") {
			cells = append(cells, unstored)
		}
		if got := readSheet(t, false, columns, cells...); got != want {
			t.Errorf("%s: %q, want %q", columns, got, want)
		}
	}
	if got, want := readSheet(t, false, "ncp_id,date,type,end_date,note", text("N1"), text("2020-01-01"), text("contempt"), unstored, unstored), "bad_date end_date  N1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	const columns = "case_id,date,type,amount,source,account"
	cells := []string{text("C"), text("2020-01-01"), text("payment"), number("1", 0), unstored, blank}
	if got, want := readSheet(t, false, columns, cells...), "C 2020-01-01 payment 1.00 0"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	cells[5] = unstored
	if got, want := readSheet(t, false, columns, cells...), "bad_account account C"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSheetFreeText(t *testing.T) {
	for cell, want := range map[string]string{
		number("94203", 0): "94203", number("2134", paddedStyle): "0000000002134", text("02134"): "02134", number("43890", dateStyle): "2020-02-29", boolean("0"): "FALSE",
		number("1234567890123456", 0): "1234567890123460", fault("#N/A"): "#N/A", text("a\nb"): "a\\nb", text("\t=1"): "\\t=1",
	} {
		if got := readSheet(t, false, "ncp_id,zip", text("N1"), cell); got != `ncp N1 "" "`+want+`" -` {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}
