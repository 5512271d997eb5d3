package compare

import (
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"

	"github.com/google/go-cmp/cmp"
)

// ncp makes an NCP of "id status [compromisable in dollars] [on] [date]".
func ncp(text string) report.SnapshotNCP {
	words := strings.Fields(text)
	n := report.SnapshotNCP{ID: words[0], Status: statusOf(words[1])}
	for _, word := range words[2:] {
		if word == "on" {
			n.OnList = true
		} else if date, ok := ledger.ParseDate([]byte(word)); ok {
			n.EligibleOn = date
		} else {
			n.Compromisable, _ = ledger.ParseCents([]byte(word))
		}
	}
	for i := range n.Verdicts {
		n.Verdicts[i] = coap.Pass
	}
	return n
}

func statusOf(name string) coap.Status {
	return coap.Statuses()[slices.IndexFunc(coap.Statuses(), func(s coap.Status) bool { return s.String() == name })]
}

func run(asOf string, ncps ...string) *report.Snapshot {
	s := &report.Snapshot{Headline: report.Headline{AsOf: day(asOf)}}
	for _, text := range ncps {
		s.NCPs = append(s.NCPs, ncp(text))
	}
	return s
}

func ids(changes []report.NCPChange) string {
	var all []string
	for i := range changes {
		all = append(all, changes[i].ID())
	}
	return strings.Join(all, " ")
}

func TestWhoIsOnWhichList(t *testing.T) {
	before := run("2026-09-30", "N1 eligible 100 on", "N2 eligible 200 on", "N3 ineligible", "N4 later 2026-10-15 on", "N5 review 500 on", "N6 eligible 300",
		"N7 no_arrears", "N9 later 2027-06-01")
	after := run("2026-10-31", "N1 eligible 100 on", "N2 no_arrears", "N3 later 50 2027-01-29 on", "N4 eligible 40 on", "N5 eligible 600 on", "N6 not_collectible 300",
		"N8 eligible 40", "N9 later 2027-01-30")
	c := Between(before, after, rules(t))
	for name, list := range map[string][2]string{
		"newly eligible":     {ids(c.NewlyEligible), "N5 N4 N8"}, // 600, then 40 and 40
		"no longer eligible": {ids(c.NoLongerEligible), "N6 N2"},
		"newly listed":       {ids(c.NewlyListed), "N3"},
		"no longer listed":   {ids(c.NoLongerListed), "N2"},
		"coming":             {ids(c.Coming), "N3"}, // 90 days after 2026-10-31 are over on 2027-01-29
		"added":              {ids(c.NCPsAdded), "N8"},
		"gone":               {ids(c.NCPsGone), "N7"},
	} {
		if list[0] != list[1] {
			t.Errorf("%s: %q, want %q", name, list[0], list[1])
		}
	}
	if c.Backwards() || c.HorizonDays != 90 || c.Before.AsOf != day("2026-09-30") || c.HighestRate != 100_000 || c.Tolerance != 9 {
		t.Errorf("%+v", c)
	}
	if !Between(after, before, rules(t)).Backwards() {
		t.Error("a later run given first is not noticed")
	}
}

func TestListsOfTheOutreachListAreInItsOrder(t *testing.T) {
	before := run("2026-09-30")
	after := run("2026-10-31", "N1 later 900 2026-11-01 on", "N2 eligible 10 on", "N3 review 100 on", "N4 eligible 20 on", "N5 eligible 20 on", "N6 later 900 2026-11-01 on")
	if got := ids(Between(before, after, rules(t)).NewlyListed); got != "N4 N5 N2 N3 N1 N6" {
		t.Errorf("newly listed: %s", got)
	}
	if got := ids(Between(after, before, rules(t)).NoLongerListed); got != "N4 N5 N2 N3 N1 N6" {
		t.Errorf("no longer listed: %s", got)
	}
}

func TestTurns(t *testing.T) {
	n := report.NCPChange{Before: ncp("N1 eligible"), After: ncp("N1 ineligible")}
	n.After.Verdicts[3], n.After.Verdicts[10], n.Before.Verdicts[9], n.After.Verdicts[9] = coap.Fail, coap.Unknown, coap.Fail, coap.NotApplicable
	n.After.Verdicts[1] = coap.NotApplicable // it passed before: nothing turned
	want := []report.Turn{{Criterion: "no_recent_contempt", From: coap.Pass, To: coap.Fail}, {Criterion: "assets_within_limit", From: coap.Fail, To: coap.NotApplicable},
		{Criterion: "current_support_compliance", From: coap.Pass, To: coap.Unknown}}
	if diff := cmp.Diff(want, n.Turns()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	n.Before = report.SnapshotNCP{}
	if n.Turns() != nil || n.ID() != "N1" {
		t.Errorf("an NCP that came turned %v", n.Turns())
	}
}

func TestCasesThatCameOrWent(t *testing.T) {
	before, after := run("2026-09-30"), run("2026-10-31")
	before.Cases = []report.SnapshotCase{{ID: "C1", NCPID: "N1"}, {ID: "C2", NCPID: "N1"}}
	after.Cases = []report.SnapshotCase{{ID: "C2", NCPID: "N1"}, {ID: "C3", NCPID: "N2", Arrears: 5}}
	c := Between(before, after, rules(t))
	if len(c.CasesAdded) != 1 || c.CasesAdded[0].ID() != "C3" || len(c.CasesGone) != 1 || c.CasesGone[0].ID() != "C1" || len(c.Unexplained) != 0 {
		t.Errorf("%+v", c)
	}
}

func TestTheLeastExplainedComesFirst(t *testing.T) {
	before, after := run("2026-09-30"), run("2026-10-31")
	for i, arrears := range []ledger.Cents{5_00, -9000_00, 100_00, 0, -100_00} {
		id := string(rune('A' + i))
		before.Cases = append(before.Cases, report.SnapshotCase{ID: id, NCPID: "N1", Arrears: 9000_00})
		after.Cases = append(after.Cases, report.SnapshotCase{ID: id, NCPID: "N1", Arrears: 9000_00 + arrears})
	}
	c := Between(before, after, rules(t))
	var got []string
	for _, m := range c.Unexplained {
		got = append(got, m.After.ID)
	}
	if !slices.Equal(got, []string{"B", "C", "E", "A"}) {
		t.Errorf("got %q", got)
	}
}

// A run compared with itself has no changes, whoever is in it.
func TestARunIsLikeItself(t *testing.T) {
	s := run("2026-10-31", "N1 eligible 100 on", "N2 later 2026-11-05")
	s.Cases = []report.SnapshotCase{earlier()}
	c := Between(s, s, rules(t))
	if ids(c.Coming) != "N2" {
		t.Errorf("coming: %s", ids(c.Coming))
	}
	c.Coming = nil
	if diff := cmp.Diff(&report.Changes{Before: s.Headline, After: s.Headline, HorizonDays: 90, HighestRate: 100_000, Tolerance: 9}, c); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
