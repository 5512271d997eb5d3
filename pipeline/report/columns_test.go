package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

// render shows a table as its writers do, a row a line, cells parted by |.
func render(table Table) []string {
	var names []string
	for _, column := range table.Columns {
		names = append(names, column.Name)
	}
	lines := []string{strings.Join(names, "|")}
	for i := range table.Items {
		for row := range slices.Chunk(table.Append(nil, i), len(table.Columns)) {
			var cells []string
			for _, value := range row {
				cells = append(cells, cell(value))
			}
			lines = append(lines, strings.Join(cells, "|"))
		}
	}
	return lines
}

func cell(v Value) string {
	switch {
	case v.Blank:
		return ""
	case v.Kind == Money:
		return ledger.Cents(v.Number).String()
	case v.Kind == Day:
		return ledger.Date(v.Number).String()
	case v.Kind == Count:
		return fmt.Sprint(v.Number)
	}
	return v.Text
}

func TestTheTablesAndTheirColumns(t *testing.T) {
	r := example(t)
	want := map[string][]string{
		"balances": {"case_id|account|owed_to|principal|interest|current_due|oldest_due",
			"C1|FC|government|0.00|0.00|6.06|", "C1|NAA|family|1.01|2.02|3.03|2026-10-01", "C1|PAA|government|4.04|5.05|0.00|2026-09-30",
			"C2|NAA|family|0.00|50.00|0.00|"},
		"cases": {"case_id|ncp_id|county|status|principal_family|interest_family|principal_government|interest_government|compromisable|arrears|" +
			"current_due|held_credit|charged|adjusted|interest_adjusted|paid|entries|last_payment_date|last_payment_amount|oldest_due|days_past_due|" +
			"paid_to_arrears_12m|compliant_months|principal_variance|interest_variance",
			"C1|N1|Kern|ok|1.01|2.02|4.04|5.05|9.09|12.12|9.09|0.07|0.08|-0.09|-0.10|0.11|14|2020-02-29|0.13|2026-09-30|31|0.12|15|-85.86|8.07",
			"C2|N1|=Kern|tainted|0.00|50.00|0.00|0.00|0.00|50.00|0.00|0.00|0.00|0.00|0.00|0.00|0||||0|0.00|0||",
			"C3|N0||ok|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0||||0|0.00|0||"},
		"ncps": {"ncp_id|name|cases|status|eligible_on|arrears|principal_family|interest_family|principal_government|interest_government|compromisable|" +
			"current_support|capacity|offer|minimum_offer|forgiven|plan_months|plan_payment|days_past_due|last_payment_date|remedies|next_steps|suppressed|" +
			"government_arrears|no_recent_application|no_recent_rescission|no_recent_contempt|no_intentional_nonpayment|no_concealment|interstate_cp_in_california|" +
			"cannot_pay_all|can_pay_compromise|assets_within_limit|current_support_compliance|policy",
			"N0||1|no_arrears||0.00|0.00|0.00|0.00|0.00|0.00|0.00|||0.00||||0|||||n/a|n/a|n/a|n/a|n/a|n/a|n/a|n/a|n/a|n/a|n/a|" + r.Policy.Label(),
			"N1|@Ames, Lee|2|later|2026-12-01|62.12|1.01|52.02|4.04|5.05|9.09|0.20|0.00|0.21|0.22|0.23|24|0.25|31|2020-02-29|license_suspension;passport_hold|" +
				"wait_coap;payment_plan|do_not_contact;tainted|pass|fail|unknown|n/a|n/a|n/a|n/a|n/a|n/a|n/a|n/a|" + r.Policy.Label()},
		"outreach": {"rank|status|new|ncp_id|name|address1|address2|city|state|zip|phone|email|language|county|compromisable|offer|forgiven|plan_payment|" +
			"eligible_on|next_steps|remedies|reason",
			"1|later|Y|N1|@Ames, Lee|1 Main St|#2|Fresno|CA|01234|+1 650|a@example.org|es|=Kern|9.09|0.21|0.23|0.25|2026-12-01|wait_coap;payment_plan|" +
				"license_suspension;passport_hold|+a reason",
			"2|no_arrears||N0|||||||||||0.00|||||||"},
		"rejects": {"file|sheet|line|table|case_id|ncp_id|column|code|message",
			"in/cases.csv||5|cases|-C1|N1|two_state|bad_flag|mend it",
			`in/book.xlsx|Ledger 1|111|ledger|C2||entry_id|conflicting_entry|see line 4 of in/book.xlsx sheet "Ledger 1"; mend one`,
			"in/book.xlsx|Ledger 1|1004|ledger||||malformed_row|see line 2 of in/cases.csv"},
	}
	var order []string
	for _, table := range Tables(r) {
		order = append(order, table.Name)
		if diff := cmp.Diff(want[table.Name], render(table)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", table.Name, diff)
		}
	}
	if !slices.Equal(order, []string{"balances", "cases", "ncps", "outreach", "rejects"}) {
		t.Errorf("tables %v", order)
	}
}

// Every value has the kind of its column, and what people typed is text, to be written
// so that no spreadsheet runs it.
func TestValuesHaveTheKindOfTheirColumn(t *testing.T) {
	for _, table := range Tables(example(t)) {
		for i := range table.Items {
			values := table.Append(nil, i)
			if len(values)%len(table.Columns) != 0 {
				t.Fatalf("%s: %d values for %d columns", table.Name, len(values), len(table.Columns))
			}
			for k, value := range values {
				if column := table.Columns[k%len(table.Columns)]; value.Kind != column.Kind {
					t.Errorf("%s.%s: a value of kind %d in a column of kind %d", table.Name, column.Name, value.Kind, column.Kind)
				}
			}
		}
		for _, column := range table.Columns {
			if column.Heading == "" {
				t.Errorf("%s.%s has no heading", table.Name, column.Name)
			}
			typed := slices.Contains([]string{"case_id", "ncp_id", "name", "address1", "address2", "city", "state", "zip", "phone", "email", "language",
				"county", "file", "sheet", "message", "reason", "account", "policy"}, column.Name)
			if typed && column.Kind != Text {
				t.Errorf("%s.%s is of kind %d, not a text", table.Name, column.Name, column.Kind)
			}
		}
	}
}

// Appending reads the report only: writers do it side by side.
func TestAppendingLeavesTheReportAsItIs(t *testing.T) {
	r := example(t)
	before := slices.Clone(r.Balances[0].Accounts)
	render(Balances(r))
	if !slices.Equal(before, r.Balances[0].Accounts) {
		t.Errorf("the accounts were reordered: %v", r.Balances[0].Accounts)
	}
	if got := (&interest.Balance{Accounts: before}).OldestDue(); got != ledger.MustDate("2026-09-30") {
		t.Errorf("oldest due %s", got)
	}
}
