package comparison

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite what is expected")

// ncp makes what a run says of an NCP: all criteria pass but those that fail.
func ncp(id string, status coap.Status, compromisable ledger.Cents, failed ...int) report.SnapshotNCP {
	n := report.SnapshotNCP{ID: id, Status: status, Compromisable: compromisable, Arrears: 2 * compromisable}
	for i := range n.Verdicts {
		n.Verdicts[i] = coap.Pass
	}
	for _, i := range failed {
		n.Verdicts[i] = coap.Fail
	}
	return n
}

func headline(asOf string, arrears ledger.Cents, eligible int) report.Headline {
	h := report.Headline{AsOf: ledger.MustDate(asOf), Policy: report.ManifestPolicy{Name: "california-coap", Version: "2026.1", SHA256: "0123456789abcdef"}, Outreach: eligible}
	h.Totals = report.Totals{Cases: 3, NCPs: eligible + 2, PrincipalFamily: arrears, InterestGovernment: arrears / 3, Compromisable: arrears / 3, HeldCredit: 600_00}
	h.Totals.ByStatus[coap.Eligible].NCPs = eligible
	return h
}

// example holds something of every list, and identifiers at their worst.
func example() *report.Changes {
	later := ncp("N3", coap.Later, 80_00, 1)
	later.EligibleOn = ledger.MustDate("2026-12-15")
	suppressed := ncp("N4", coap.Eligible, 70_00)
	suppressed.Suppressed = coap.Tainted | coap.RecentContact
	unknown := ncp("N5", coap.Review, 60_00)
	unknown.Verdicts[7] = coap.Unknown
	before := report.SnapshotCase{ID: "=2+5", NCPID: "N1", Principal: 1000_00, Arrears: 1100_00, CurrentDue: 5_00, HeldCredit: 1_00}
	after := report.SnapshotCase{ID: "=2+5", NCPID: "N9", Tainted: true, Principal: 1000_00, Arrears: 3000_00}
	return &report.Changes{Before: headline("2026-09-30", 1_234_567_890_12, 1200), After: headline("2026-10-31", 1_234_567_000_00, 1300),
		HorizonDays: 90, HighestRate: 100_000, Tolerance: 9,
		NewlyEligible:    []report.NCPChange{{Before: ncp("N1", coap.Ineligible, 90_00, 3, 10), After: ncp("N1", coap.Eligible, 100_00)}, {After: ncp("N2\x1b[31m\n", coap.Eligible, 50_00)}},
		NoLongerEligible: []report.NCPChange{{Before: ncp("N3", coap.Eligible, 80_00), After: later}, {Before: ncp("N6", coap.Eligible, 40_00), After: ncp("N6", coap.NotCollectible, 40_00)}, {Before: ncp("N7", coap.Eligible, 1_00)}},
		NewlyListed:      []report.NCPChange{{Before: suppressed, After: ncp("N4", coap.Eligible, 70_00)}},
		NoLongerListed:   []report.NCPChange{{Before: ncp("N4", coap.Eligible, 70_00), After: suppressed}, {Before: unknown, After: ncp("N5", coap.Ineligible, 60_00, 7)}},
		Coming:           []report.NCPChange{{Before: ncp("N3", coap.Eligible, 80_00), After: later}},
		NCPsAdded:        []report.NCPChange{{After: ncp("N2\x1b[31m\n", coap.Eligible, 50_00)}},
		NCPsGone:         []report.NCPChange{{Before: ncp("N7", coap.Eligible, 1_00)}},
		CasesAdded:       []report.CaseChange{{After: report.SnapshotCase{ID: "C5", NCPID: "N2", HeldCredit: 20_00}}},
		CasesGone:        []report.CaseChange{{Before: report.SnapshotCase{ID: "C6", NCPID: "N7", Arrears: 2_00}}},
		Unexplained: []report.Movement{{Before: before, After: after, Doubt: report.InterestTooHigh, Owed: 1896_00, Charged: 500_00, Paid: 20_00,
			Interest: 1416_00, InterestAtMost: 12_74}},
	}
}

// golden holds a text against a file of what is expected.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if diff := cmp.Diff(string(want), got); diff != "" || err != nil {
		t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
	}
}

func textOf(t *testing.T, c *report.Changes, limit int) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteText(&out, c, limit); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if utf8.RuneCountInString(line) > across+1 {
			t.Errorf("longer than %d: %q", across, line)
		}
	}
	return out.String()
}

func TestText(t *testing.T) { golden(t, "changes.txt", textOf(t, example(), 20)) }

func TestTextIsBounded(t *testing.T) {
	c := example()
	for i := range 50 {
		c.Coming = append(c.Coming, report.NCPChange{After: ncp(fmt.Sprintf("M%d", i), coap.Later, 1_00)})
	}
	text := textOf(t, c, 2)
	if !strings.Contains(text, "  … and 49 more; --limit shows more, --format csv shows all\n") || strings.Count(text, "  … and ") != 2 || strings.Contains(text, "M2") {
		t.Errorf("not bounded:\n%s", text)
	}
	if text := textOf(t, c, 0); strings.Contains(text, "N1") || !strings.HasSuffix(text, "Balances that moved without explanation                     1\n") {
		t.Errorf("more than the figures:\n%s", text)
	}
}

func TestTextSaysWhatMakesRunsHardToCompare(t *testing.T) {
	nothing := textOf(t, &report.Changes{Before: headline("2026-10-31", 0, 0), After: headline("2026-10-31", 0, 0)}, 20)
	if !strings.Contains(nothing, "! Both runs are as of the same date") || strings.Count(nothing, "same\n") != 18 {
		t.Errorf("of one date:\n%s", nothing)
	}
	backwards := &report.Changes{Before: headline("2026-10-31", 0, 0), After: headline("2026-09-30", 0, 0)}
	backwards.After.Policy.Name = "county-pilot"
	text := strings.ReplaceAll(textOf(t, backwards, 20), "\n  ", " ")
	for _, want := range []string{"! The earlier run is as of a later date, Oct 31, 2026: the changes read backwards.", "county-pilot@2026.1", "a change may be one of the rules."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said:\n%s", want, text)
		}
	}
	past := &report.Changes{Before: headline("2026-10-31", 0, 0), After: headline("2026-10-31", 0, 0), Unexplained: []report.Movement{{Doubt: report.PastChanged,
		Before: report.SnapshotCase{ID: "C1", NCPID: "N1"}, After: report.SnapshotCase{ID: "C1", NCPID: "N1", Arrears: 1_00}, Owed: 1_00, Charged: 80, Interest: 20}}}
	if text := textOf(t, past, 20); !strings.Contains(text, "The past changed; $0.20 of the difference is interest.") || !strings.Contains(text, "no total of a case should differ") {
		t.Errorf("the past:\n%s", text)
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	if _, err := writers.WriteTable(t.Context(), &out, Table(example())); err != nil {
		t.Fatal(err)
	}
	golden(t, "changes.csv", out.String())
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(records) != 15 {
		t.Errorf("%d records, %v", len(records), err)
	}
	for _, record := range records[1:] {
		for i, value := range record {
			if value != "" && strings.ContainsRune("=+@", rune(value[0])) {
				t.Errorf("%s: a spreadsheet would run %q", records[0][i], value)
			}
		}
	}
}

func TestNothingChanged(t *testing.T) {
	var out bytes.Buffer
	rows, err := writers.WriteTable(t.Context(), &out, Table(&report.Changes{}))
	if err != nil || rows != 0 || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%d rows, %v: %s", rows, err, out.String())
	}
}
