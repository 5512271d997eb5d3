package workbook

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

// Data is flat: one header row, a name for each column that stays, nothing merged, a row a
// case; its sums are the report's.
func TestData(t *testing.T) {
	r := fixture.New(200)
	f := opened(t, r, spreadsheetLimits)
	rows := rawRows(t, f, "Data")
	const names = "case_id ncp_id county language case_status ncp_status on_list eligible_on age days_past_due oldest_due principal_family interest_family " +
		"principal_government interest_government family government arrears compromisable current_due held_credit paid paid_to_arrears_12m last_payment_date compliant_months"
	if got := strings.Join(rows[0], " "); got != names {
		t.Fatalf("the columns are %s, want %s: pivot tables rest on them", got, names)
	}
	if merged, err := f.GetMergeCells("Data"); err != nil || len(merged) != 0 {
		t.Errorf("merged cells %v, %v", merged, err)
	}
	if len(rows) != len(r.Cases)+1 {
		t.Fatalf("%d rows for %d cases", len(rows)-1, len(r.Cases))
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	sum := func(name string) (cents ledger.Cents) {
		for _, row := range rows[1:] {
			amount, err := strconv.ParseFloat(row[column(name)], 64)
			if err != nil {
				t.Fatal(err)
			}
			cents += ledger.Cents(amount*100 + 0.5)
		}
		return cents
	}
	totals := &r.Totals
	for name, want := range map[string]ledger.Cents{"arrears": totals.Arrears(), "family": totals.PrincipalFamily + totals.InterestFamily,
		"government": totals.PrincipalGovernment + totals.InterestGovernment, "current_due": totals.CurrentDue, "interest_family": totals.InterestFamily} {
		if got := sum(name); got != want {
			t.Errorf("%s adds up to %s, want %s", name, got, want)
		}
	}
	ages := map[string]int{}
	for i, row := range rows[1:] {
		c := &r.Cases[i]
		ncp, d := &r.NCPs[c.NCP], &r.Determinations[c.NCP]
		ages[row[column("age")]]++
		if row[0] != c.ID || row[1] != ncp.ID || at(row, column("ncp_status")) != d.Status.String() || (row[column("on_list")] == "Y") != d.OnList ||
			(row[column("case_status")] == "tainted") != c.Tainted {
			t.Errorf("case %s: %q", c.ID, row)
		}
		for _, personal := range []string{ncp.Name(), ncp.Address1(), ncp.Phone(), ncp.Email()} {
			if personal != "" && slices.Contains(row, report.Neutral(personal)) {
				t.Fatalf("case %s: the data names somebody", c.ID)
			}
		}
	}
	for _, age := range totals.ByAge {
		if ages[age.Label] != age.Cases {
			t.Errorf("%d cases %s, want %d", ages[age.Label], age.Label, age.Cases)
		}
	}
}
