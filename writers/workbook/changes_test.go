package workbook

import (
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

func TestChanges(t *testing.T) {
	r := fixture.New(60)
	if f := opened(t, r, spreadsheetLimits); slices.Contains(f.GetSheetList(), changesName) {
		t.Error("a run without one before it has changes")
	}
	after := report.NewSnapshot(r)
	ncp := func(i int) report.SnapshotNCP { return after.NCPs[i] }
	was := ncp(1)
	was.Status, was.Suppressed, was.Arrears, was.Verdicts[2] = coap.Later, coap.RecentContact, was.Arrears-1_00, coap.Fail
	owed := after.Cases[3]
	owed.Arrears -= 500_00
	r.Changes = &report.Changes{Before: after.Headline, After: after.Headline,
		NewlyEligible: []report.NCPChange{{Before: was, After: ncp(1)}}, NewlyListed: []report.NCPChange{{Before: was, After: ncp(1)}},
		NCPsGone: []report.NCPChange{{Before: report.SnapshotNCP{ID: "gone", Status: coap.Review, Arrears: 7_00}}}, NCPsAdded: []report.NCPChange{{After: ncp(0)}},
		CasesAdded:  []report.CaseChange{{After: after.Cases[0]}},
		Unexplained: []report.Movement{{Before: owed, After: after.Cases[3], Doubt: report.PastChanged, Owed: 500_00}}}
	r.Changes.Before.AsOf -= 7
	r.Changes.Before.Outreach -= 4
	f := opened(t, r, spreadsheetLimits)
	rows := rawRows(t, f, changesName)
	header := slices.IndexFunc(rows, func(row []string) bool { return at(row, 0) == "What changed" })
	var kinds []string
	for _, row := range rows[header+1:] {
		kinds = append(kinds, row[0])
	}
	if want := []string{newlyEligible, newlyListed, unexplained, ncpAdded, ncpGone, caseAdded}; !slices.Equal(kinds, want) {
		t.Fatalf("%q, want %q", kinds, want)
	}
	first, moved, gone := rows[header+1], rows[header+3], rows[header+5]
	if first[1] != ncp(1).ID || first[5] != "later" || first[6] != "review" && first[6] != "eligible" || first[10] != "1" ||
		first[12] != "No recent rescission: fail → pass; no longer kept off the list: recent contact" {
		t.Errorf("%q", first)
	}
	if moved[2] != after.Cases[3].ID || moved[10] != "500" || !strings.Contains(moved[12], "same date") {
		t.Errorf("%q", moved)
	}
	if gone[1] != "gone" || at(gone, 3) != "" || gone[5] != "review" || gone[6] != "not in the run" || gone[8] != "7" || at(gone, 9) != "" {
		t.Errorf("%q", gone)
	}
	summary := rawRows(t, f, "Summary")
	listed := slices.IndexFunc(summary, func(row []string) bool { return at(row, 0) == "On the outreach list" })
	if got := at(summary[listed], 5); got != "4" {
		t.Errorf("the list grew by %q, want 4", got)
	}
	if rows[0][0] != "Changes since the run as of Nov 15, 2026" {
		t.Errorf("%q", rows[0])
	}
}
