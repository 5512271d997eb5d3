package statement

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// Every figure that people see is the one that the JSON form tells.
func TestPeopleSeeTheFiguresOfJSON(t *testing.T) {
	for folder, cases := range map[string][]string{
		varied(t):                        {"C1", "C2", "C3"},
		"../../samples/county/input":     {"0200000001019", "0200000001012"},
		"../../samples/hard-cases/input": {"rates-overlap", "order-2020-day-before"},
	} {
		for _, caseID := range cases {
			document := explained(t, folder, caseID, General)
			d := reread(t, document)
			for form, s := range bothForms(t, document) {
				t.Run(caseID+" "+form, func(t *testing.T) {
					checkBalances(t, s, d)
					checkFooting(t, s, d)
					checkHistory(t, s, d)
					checkWorksheet(t, s, d)
					checkEntries(t, s, d)
					checkCriteria(t, s, d)
				})
			}
		}
	}
}

func checkBalances(t *testing.T, s shown, d *Document) {
	t.Helper()
	rows := s.find(t, "Balance of each account")
	var principal, interest, current Money
	for _, b := range d.Balances {
		row := rowOf(rows, b.Account+", ")
		expect(t, "account "+b.Account, row[1:], b.Principal, b.Interest, b.Principal+b.Interest, b.CurrentDue, b.OldestDue)
		principal, interest, current = principal+b.Principal, interest+b.Interest, current+b.CurrentDue
	}
	if len(d.Balances) > 0 {
		expect(t, "all accounts", rowOf(rows, "All accounts")[1:], principal, interest, d.Case.Arrears, d.Case.CurrentDue)
	}
	if principal+interest != d.Case.Arrears || current != d.Case.CurrentDue {
		t.Errorf("accounts add up to arrears of %s and %s due, not to the case's %s and %s", principal+interest, current, d.Case.Arrears, d.Case.CurrentDue)
	}
}

func checkFooting(t *testing.T, s shown, d *Document) {
	t.Helper()
	rows, f := s.find(t, "How it comes about"), &d.Footing
	for label, amount := range map[string]Money{"Ordered": d.Case.Charged, "Judgments": f.Judgments, "Adjustments of principal": d.Case.Adjusted - f.Judgments,
		"Interest borne": f.Interest, "Adjustments of interest": d.Case.InterestAdjusted, "Less what was paid": -d.Case.Paid,
		"Owed, less credit": f.Owed, "The same": f.Owed} {
		expect(t, label, rowOf(rows, label)[1:], amount)
	}
	if sum := f.Ordered + f.Judgments + f.Adjustments + f.Interest + f.InterestAdjustments - f.Paid; sum != f.Owed {
		t.Errorf("what was ordered and paid comes to %s, owed is %s", sum, f.Owed)
	}
}

func checkHistory(t *testing.T, s shown, d *Document) {
	t.Helper()
	totals := s.find(t, "Totals by year")
	for _, y := range d.History.Years {
		rows, column := s.yearOf(t, y.Year)
		for month, name := range monthNames {
			want := []string{"", ""}
			for _, m := range y.Months {
				if m.Month == month+1 {
					want = []string{m.Ordered.People(), m.Paid.People()}
				}
			}
			if row := rowOf(rows, name); row[column] != want[0] || row[column+1] != want[1] {
				t.Errorf("%s %d: %q, want %q", name, y.Year, row[column:column+2], want)
			}
		}
		expect(t, fmt.Sprintf("total of %d", y.Year), rowOf(rows, "Total")[column:], y.Ordered, y.Paid)
		expect(t, fmt.Sprintf("line of %d", y.Year), rowOf(totals, strconv.Itoa(y.Year))[1:], y.Ordered, y.Paid, y.Judgments, y.Adjustments, y.InterestAdjustments)
	}
	if h := &d.History.Total; len(d.History.Years) > 0 {
		expect(t, "all years", rowOf(totals, "All years")[1:], d.Case.Charged, d.Case.Paid, h.Judgments, d.Case.Adjusted-h.Judgments, d.Case.InterestAdjusted)
	}
}

// yearOf finds the grid of a year and its first column there.
func (s shown) yearOf(t *testing.T, year int) (rows [][]string, column int) {
	t.Helper()
	for caption, rows := range s.tables {
		if !strings.HasSuffix(caption, ", in dollars") || len(rows) == 0 {
			continue
		}
		for column, head := range rows[0] {
			if head == strconv.Itoa(year) {
				return rows, column
			}
		}
	}
	t.Fatalf("no grid has the year %d", year)
	return nil, 0
}

func checkWorksheet(t *testing.T, s shown, d *Document) {
	t.Helper()
	rows := s.find(t, "Interest")
	next := func(label string) []string {
		for len(rows) > 0 {
			row := padded(rows[0])
			rows = rows[1:]
			if strings.HasPrefix(row[0], label) {
				return row
			}
		}
		t.Fatalf("the worksheet has no further %q", label)
		return nil
	}
	var payable Money
	for _, account := range d.Interest {
		next(account.Account + ", ")
		for _, stretch := range account.Stretches {
			row := next(stretch.From.People())
			expect(t, "stretch", row[1:2], stretch.To)
			expect(t, "stretch", row[3:4], stretch.Principal)
			expect(t, "stretch", row[6:], stretch.Interest)
			if row[2] != strconv.Itoa(stretch.Days) && row[2] != fmt.Sprintf("%d,%03d", stretch.Days/1000, stretch.Days%1000) || row[4] != stretch.Rate {
				t.Errorf("stretch %+v: %q", stretch, row)
			}
		}
		expect(t, "borne", next("Borne")[6:], account.Borne)
		expect(t, "added", next("Added")[6:], account.Adjusted)
		expect(t, "paid", next("Less paid")[6:], -account.Paid)
		expect(t, "unpaid", next("Unpaid")[6:], account.Unpaid)
		expect(t, "payable", next("Payable: " + account.Account)[6:], account.Payable)
		payable += account.Payable
	}
	if len(d.Interest) > 0 {
		expect(t, "all accounts", next("Interest payable, all")[6:], payable)
	}
	if payable != d.Footing.Payable {
		t.Errorf("payable interest adds up to %s, the balances to %s", payable, d.Footing.Payable)
	}
}

func checkEntries(t *testing.T, s shown, d *Document) {
	t.Helper()
	rows := s.find(t, "Entries")
	for i, row := range rows {
		if len(row) > 0 && row[0] == "Date" {
			rows = rows[i+1:]
			break
		}
	}
	var charged, credited Money
	for _, step := range d.Steps {
		added, taken := step.sides()
		charged, credited = charged+added, credited+taken
		for i, want := range step.rows() {
			row := padded(rows[0])
			rows = rows[1:]
			for column := range want.Cells {
				if column == 7 && step.Row != nil && step.Row.EntryID == "" {
					continue // the line of the file, which JSON tells as a place
				}
				if shown := want.Cells[column].String(); row[column] != shown {
					t.Errorf("%s, row %d, column %d: %q, want %q", step.Date, i, column, row[column], shown)
				}
			}
		}
	}
	if len(d.Steps) > 0 {
		expect(t, "all entries", padded(rows[0])[3:], charged, credited)
	}
	if charged-credited != d.Case.Charged+d.Case.Adjusted+d.Case.InterestAdjusted-d.Case.Paid {
		t.Errorf("entries charge %s and credit %s, the case has %+v", charged, credited, d.Case)
	}
}

func checkCriteria(t *testing.T, s shown, d *Document) {
	t.Helper()
	for _, f := range d.Criteria {
		for _, want := range []string{criterionWords(f.Criterion), verdictWords[f.Verdict], peopleSentence(f.Evidence)} {
			if !strings.Contains(s.text, want) {
				t.Errorf("criterion %s: %q is nowhere", f.Criterion, want)
			}
		}
	}
	for _, want := range []string{d.CaseID, d.NCPID, d.NCP.Arrears.Dollars(), "FL-421", "is not a court order", "SB 1055"} {
		if !strings.Contains(s.text, want) {
			t.Errorf("%q is nowhere", want)
		}
	}
}
