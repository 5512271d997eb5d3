package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// outreachWorld holds NCPs who owe the government nothing but principal of the as-of
// date, in dollars: N1 to N6 eligible (no income, 500.00 in assets), N7 in review (income
// blank), N8 and N9 later (an application 10 months ago), N10 suppressed.
func outreachWorld() *exports {
	var cases []string
	var rows []row
	owe := func(id, ncp string, dollars int) {
		cases = append(cases, id+" "+ncp)
		rows = append(rows, row(fmt.Sprintf("%s 2026-10-31 judgment %d.00 PAA", id, dollars)))
	}
	owe("C10", "N1", 1000)
	owe("C21", "N2", 1000)
	owe("C20", "N2", 1000)
	owe("C30", "N3", 2000)
	owe("C41", "N4", 900)
	owe("C40", "N4", 100)
	owe("C70", "N7", 4000)
	owe("C80", "N8", 3000)
	owe("C90", "N9", 3000)
	owe("C99", "N10", 4000)
	e := newExports(cases, [][]row{rows}).addNCPs("N1", "N2", "N3", "N4", "N7", "N8", "N9", "N10").
		addEvents("coap_application 2025-12-31 ncp=N8", "coap_application 2026-01-31 ncp=N9")
	for i := range e.ncps {
		ncp := &e.ncps[i].NCP
		ncp.Assets = ledger.Some(500_00)
		if ncp.ID != "N7" {
			ncp.NetMonthlyIncome = ledger.Some(0)
		}
		if ncp.ID == "N10" {
			ncp.DoNotContact = ledger.Yes
		}
	}
	for i := range e.cases {
		e.cases[i].Case.County = "county of " + e.cases[i].Case.ID
	}
	return e
}

// listed is an earlier run with a list of NCPs by status.
func listed(statuses map[string]string) *report.Snapshot {
	if statuses == nil {
		return nil
	}
	earlier := &report.Snapshot{Headline: report.Headline{AsOf: testAsOf - 30}}
	for _, id := range slices.Sorted(maps.Keys(statuses)) {
		at := slices.IndexFunc(coap.Statuses(), func(s coap.Status) bool { return s.String() == statuses[id] })
		earlier.NCPs = append(earlier.NCPs, report.SnapshotNCP{ID: id, Status: coap.Statuses()[at], OnList: true})
	}
	return earlier
}

func TestTheOutreachList(t *testing.T) {
	// By status, then compromisable arrears falling, then identifier; the county is that
	// of the case with the largest arrears, of two alike that of the smaller identifier.
	want := []string{"N2 eligible C20", "N3 eligible C30", "N1 eligible C10", "N4 eligible C41", "N7 review C70", "N8 later C80"}
	for name, previous := range map[string]map[string]string{
		"blank":  nil,
		"YYYYYY": {},
		"NYNYYN": {"N2": "eligible", "N3": "review", "N1": "eligible", "N5": "eligible", "N8": "later"},
	} {
		job := testJob()
		job.Previous = listed(previous)
		r := mustRun(t, job, outreachWorld())
		var got []string
		marks := ""
		for _, row := range r.Outreach {
			got = append(got, fmt.Sprintf("%s %s %s", r.NCPs[row.NCP].ID, r.Determinations[row.NCP].Status, r.Cases[row.Case].ID))
			marks += row.New
			if row.Reason == "" {
				t.Errorf("%s has no reason", r.NCPs[row.NCP].ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q\nwant %q", got, want)
		}
		if marks != name && (name != "blank" || marks != "") || r.Previous != (previous != nil) || (r.Changes != nil) != r.Previous {
			t.Errorf("new: %q, want %q", marks, name)
		}
		if r.Totals.ByStatus[6].Outreach != 4 || len(r.Outreach) != 6 {
			t.Errorf("totals %+v", r.Totals.ByStatus)
		}
	}
}

// Sums that leave 64 bits end the run with the NCP's identifier, never with a wrong
// figure.
func TestSumsThatOverflowEndTheRun(t *testing.T) {
	huge := interest.Balance{Accounts: []interest.AccountBalance{{Account: accountNumber("PAA"), Principal: math.MaxInt64/2 + 1}}}
	r := &report.Report{AsOf: testAsOf, Policy: rules(), Balances: []interest.Balance{huge, huge}, Register: &ledger.Register{
		Cases: []ledger.Case{{ID: "C1"}, {ID: "C2"}}, NCPs: []ledger.NCP{{ID: "N1"}}}}
	r.Link()
	err := decide(t.Context(), testJob(), r)
	if !errors.Is(err, ledger.ErrOverflow) || !strings.Contains(err.Error(), "ncp N1: ") {
		t.Errorf("got %v", err)
	}
}
