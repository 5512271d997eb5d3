package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// owes is what a case owes: principal, interest, and what is due in the as-of month.
func owes(r *report.Report, id string) string {
	for i := range r.Cases {
		if r.Cases[i].ID == id {
			s := r.SumsOf(i)
			return fmt.Sprint(s.PrincipalFamily+s.PrincipalGovernment, " ", s.InterestFamily+s.InterestGovernment, " ", s.CurrentDue)
		}
	}
	return "no case"
}

// A thousand dollars of judgment on 2025-10-31 bears 100.00 in the year to the as-of date
// at the legal rate of 10 %.
const judgment = " 2025-10-31 judgment 1000.00 NAA"

func TestTheLedgerMakesItsCases(t *testing.T) {
	blocks := [][]row{{"C2" + judgment, "C1 !bad_date"}, {"C3" + judgment, "C3 !encoding", "C4 !encoding", "C5 !malformed_row"}}
	e := newExports(nil, blocks).addNCPs("C2", "N9").addEvents("contempt 2026-01-01 ncp=C3", "contempt 2026-01-01 ncp=N9", "contempt 2026-01-01 ncp=C4",
		"outreach_contact 2026-01-02 ncp=C2 case=C3", "rate 2025-01-01 case=C3 rate=50000")
	e.ncps[0].NCP.Contact = ledger.NewContact([ledger.ContactColumns]string{"Known"})
	r := mustRun(t, testJob(), e)
	var got []string
	for i := range r.Cases {
		got = append(got, r.Cases[i].ID+" of "+r.NCPs[r.Cases[i].NCP].ID)
	}
	if want := []string{"C1 of C1", "C2 of C2", "C3 of C3"}; !slices.Equal(got, want) {
		t.Errorf("cases %v, want %v", got, want)
	}
	// A row that can't be read names only cases that others name.
	wantRejects(t, r, "events.csv:4 unknown_ncp ncp=C4", "ledger-0.csv:3 bad_date case=C1", "ledger-0.csv:5 encoding case=C3", "ledger-0.csv:6 encoding", "ledger-0.csv:7 malformed_row")
	wantTainted(t, r, "C1 C3", "")
	if r.NCPs[1].Name() != "Known" || r.NCPs[1].History.Contact != ledger.MustDate("2026-01-02") || r.NCPs[2].History.Contempt == 0 || r.NCPs[3].History.Contempt == 0 {
		t.Errorf("the NCPs are %+v", r.NCPs)
	}
	for id, want := range map[string]string{"C1": "0.00 0.00 0.00", "C2": "1000.00 100.00 0.00", "C3": "1000.00 50.00 0.00"} {
		if got := owes(r, id); got != want {
			t.Errorf("%s owes %s, want %s", id, got, want)
		}
	}
}

func TestRateEvents(t *testing.T) {
	for name, c := range map[string]struct {
		events []string
		want   string // interest of C1 and of C2
	}{
		"none":                            {nil, "100.00 100.00"},
		"of one case":                     {[]string{"rate 2025-01-01 case=C1 rate=60000"}, "60.00 100.00"},
		"that names the NCP too":          {[]string{"rate 2025-01-01 case=C1 ncp=N1 rate=60000"}, "60.00 100.00"},
		"that names another known NCP":    {[]string{"rate 2025-01-01 case=C1 ncp=N2 rate=60000"}, "60.00 100.00"},
		"for one day":                     {[]string{"rate 2025-11-01 to=2025-11-01 case=C1 rate=1000000"}, "102.47 100.00"}, // + 90 % of a day
		"the latest wins":                 {[]string{"rate 2025-06-01 case=C1 rate=0", "rate 2025-01-01 case=C1 rate=60000"}, "0.00 100.00"},
		"of two alike the later row wins": {[]string{"rate 2025-01-01 case=C1 rate=0", "rate 2025-01-01 case=C1 rate=60000"}, "60.00 100.00"},
		"in the future":                   {[]string{"rate 2026-11-01 case=C1 rate=0"}, "100.00 100.00"},
		"rejected":                        {[]string{"rate 2025-01-01 case=C1 rate=60000 bad_date@4"}, "100.00 100.00"},
		"rejected for its NCP":            {[]string{"rate 2025-01-01 case=C1 ncp=N7 rate=60000"}, "100.00 100.00"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newExports([]string{"C1 N1", "C2 N2"}, [][]row{{"C1" + judgment, "C2" + judgment}}).addEvents(c.events...)
			r := mustRun(t, testJob(), e)
			got := strings.Fields(owes(r, "C1"))[1] + " " + strings.Fields(owes(r, "C2"))[1]
			if got != c.want {
				t.Errorf("interest %s, want %s", got, c.want)
			}
		})
	}
}

// Without a cases table it is known only after the ledger who is known: a rate is either
// rejected and not applied, or applied.
func TestRateEventsWithoutACasesTable(t *testing.T) {
	for name, c := range map[string]struct{ event, want string }{
		"names its own NCP":           {"rate 2025-01-01 case=C1 ncp=C1 rate=60000", "60.00 0"},
		"names an NCP of the table":   {"rate 2025-01-01 case=C1 ncp=N1 rate=60000", "60.00 0"},
		"names the NCP of the other":  {"rate 2025-01-01 case=C1 ncp=C2 rate=60000", "60.00 0"},
		"names nobody":                {"rate 2025-01-01 case=C1 ncp=C9 rate=60000", "100.00 1"},
		"of a case that is not there": {"rate 2025-01-01 case=C9 rate=60000", "100.00 1"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newExports(nil, [][]row{{"C1" + judgment}, {"C2" + judgment}}).addNCPs("N1").addEvents(c.event)
			r := mustRun(t, testJob(), e)
			if got := fmt.Sprint(strings.Fields(owes(r, "C1"))[1], " ", len(r.Rejects)); got != c.want {
				t.Errorf("interest and rejects %s, want %s", got, c.want)
			}
			if got := countsOf(r.Inputs[ledgerPart]); got != [5]int{2, 2, 0, 0, 0} {
				t.Errorf("counts of the ledger: %v", got)
			}
		})
	}
}

func TestRowsOfAnUnknownCase(t *testing.T) {
	e := newExports([]string{"C1 N1"},
		[][]row{{"C7 !encoding", "C7" + judgment, "C1" + judgment, "C8" + judgment}, {"C7 !bad_date", "C9 !malformed_row"}},
		[][]row{{"C7" + judgment, "C1 !encoding", "C1 !malformed_row", "- !missing_column_value"}})
	r := mustRun(t, testJob(), e)
	wantRejects(t, r, "ledger-0.csv:2 unknown_case case=C7 rows=4", "ledger-0.csv:5 unknown_case case=C8", "ledger-0.csv:7 malformed_row",
		"ledger-1.csv:3 encoding case=C1", "ledger-1.csv:4 malformed_row case=C1", "ledger-1.csv:5 missing_column_value")
	for i, want := range []string{"4 rows of a case", "1 row of a case"} {
		if message := r.Rejects[i].Message; !strings.HasPrefix(message, want) {
			t.Errorf("got %q, want %q…", message, want)
		}
	}
	if got := countsOf(r.Inputs[ledgerPart]); got != [5]int{6, 1, 5, 0, 0} {
		t.Errorf("counts of the first ledger: %v", got)
	}
	if got := countsOf(r.Inputs[ledgerPart+1]); got != [5]int{4, 0, 4, 0, 0} {
		t.Errorf("counts of the second ledger: %v", got)
	}
	if r.RejectsNamingNobody != 2 {
		t.Errorf("%d rejects name nobody, want 2", r.RejectsNamingNobody)
	}
	wantTainted(t, r, "C1", "")
}

// Cases of the table without a row of the ledger are computed too.
func TestACaseWithoutRows(t *testing.T) {
	e := newExports([]string{"C1 N1", "C2 N1"}, [][]row{{"C2" + judgment}})
	e.cases[0].Case.RecordedPrincipal = ledger.Some(5)
	r := mustRun(t, testJob(), e)
	if got := owes(r, "C1"); got != "0.00 0.00 0.00" {
		t.Errorf("owes %s", got)
	}
	if principal, _ := report.Variances(r, 0); principal != ledger.Some(-5) {
		t.Errorf("variance %v, want −0.05", principal)
	}
	if months := r.Balances[0].CompliantMonths; months != 36 {
		t.Errorf("%d compliant months, want 36", months)
	}
}
