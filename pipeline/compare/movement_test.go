package compare

import (
	"math"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

var day = ledger.MustDate

// rules loads the embedded policy with lines of its own.
func rules(t *testing.T, lines ...string) *policy.Policy {
	t.Helper()
	text := "extends: california-coap\nname: test\nversion: \"1\"\n" + strings.Join(lines, "\n") + "\n"
	p, err := policy.Parse("rules.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// earlier is a case that owes 1,000.00 of principal and 100.00 of interest.
func earlier() report.SnapshotCase {
	return report.SnapshotCase{ID: "C1", NCPID: "N1", Principal: 1000_00, Arrears: 1100_00, Charged: 3000_00, Adjusted: 50_00, Paid: 2000_00}
}

// At 10 % a year 1,000.00 draws 1000 × 0.10 × 31/365 = 8.4931… in the 31 days of
// October: 8.50 at most, once rounded up. Each of the nine accounts may be a cent off.
func TestMovementsOfAMonth(t *testing.T) {
	for name, c := range map[string]struct {
		change func(c *report.SnapshotCase)
		doubt  report.Doubt
		most   ledger.Cents
		off    ledger.Cents
	}{
		"interest alone":         {func(c *report.SnapshotCase) { c.Arrears += 8_49 }, 0, 8_50, 0},
		"no interest at all":     {func(c *report.SnapshotCase) {}, 0, 8_50, 0},
		"a rate of its own":      {func(c *report.SnapshotCase) { c.HighestRate = 120_000; c.Arrears += 10_19 }, 0, 10_20, 0},
		"within the rounding":    {func(c *report.SnapshotCase) { c.Arrears += 8_59 }, 0, 8_50, 9},
		"beyond the rounding":    {func(c *report.SnapshotCase) { c.Arrears += 8_60 }, report.InterestTooHigh, 8_50, 10},
		"below, by rounding":     {func(c *report.SnapshotCase) { c.Arrears -= 9 }, 0, 8_50, -9},
		"below":                  {func(c *report.SnapshotCase) { c.Arrears -= 10 }, report.InterestTooLow, 8_50, -10},
		"a payment":              {func(c *report.SnapshotCase) { c.Paid += 300_00; c.Principal -= 300_00; c.Arrears -= 300_00 - 7_00 }, 0, 8_50, 0},
		"a payment that is lost": {func(c *report.SnapshotCase) { c.Paid += 300_00 }, report.InterestTooHigh, 8_50, 291_50},
		"an unpaid fall":         {func(c *report.SnapshotCase) { c.Principal, c.Arrears = 0, 0 }, report.InterestTooLow, 8_50, -1100_00},
		// A charge that came in between may have borne interest on every day: (1000 + 500) ×
		// 0.10 × 31/365 = 12.7397….
		"a charge":            {func(c *report.SnapshotCase) { c.Charged += 500_00; c.CurrentDue += 500_00; c.Arrears += 12_73 }, 0, 12_74, 0},
		"a judgment":          {func(c *report.SnapshotCase) { c.Adjusted += 500_00; c.Principal += 500_00; c.Arrears += 512_73 }, 0, 12_74, 0},
		"held credit":         {func(c *report.SnapshotCase) { c.Paid += 70_00; c.HeldCredit += 70_00; c.Arrears += 8_00 }, 0, 8_50, 0},
		"interest taken away": {func(c *report.SnapshotCase) { c.InterestAdjusted -= 60_00; c.Arrears -= 60_00 - 8_49 }, 0, 8_50, 0},
		// 200.00 paid in a past month, voided: the principal is back, with interest of 31
		// days on (1000 + 200) at most, 10.1917…
		"a payment voided":          {func(c *report.SnapshotCase) { c.Paid -= 200_00; c.Principal += 200_00; c.Arrears += 210_00 }, 0, 10_20, 0},
		"a payment voided long ago": {func(c *report.SnapshotCase) { c.Paid -= 200_00; c.Principal += 200_00; c.Arrears += 260_00 }, report.InterestTooHigh, 10_20, 49_80},
		"principal from nowhere":    {func(c *report.SnapshotCase) { c.Principal += 9000_00; c.Arrears += 9000_00 }, report.InterestTooHigh, 84_94, 8915_06},
	} {
		after := earlier()
		c.change(&after)
		before := earlier()
		m := move(&before, &after, newBound(rules(t), day("2026-10-01"), day("2026-11-01")))
		if m.Doubt != c.doubt || m.InterestAtMost != c.most || m.Unexplained() != c.off {
			t.Errorf("%s: %q, at most %s, %s not explained; want %q, %s, %s", name, m.Doubt, m.InterestAtMost, m.Unexplained(), c.doubt, c.most, c.off)
		}
		// Read backwards, the same is explained and the same is not.
		back := move(&after, &before, newBound(rules(t), day("2026-11-01"), day("2026-10-01")))
		if (back.Doubt == 0) != (m.Doubt == 0) || back.InterestAtLeast != -c.most || back.InterestAtMost != 0 || back.Unexplained() != -c.off || back.Owed != -m.Owed {
			t.Errorf("%s, backwards: %+v", name, back)
		}
	}
}

// As of one date nothing may differ, not by a cent.
func TestMovementsOfNoTime(t *testing.T) {
	bound := newBound(rules(t), day("2026-10-31"), day("2026-10-31"))
	for name, c := range map[string]struct {
		change func(c *report.SnapshotCase)
		doubt  report.Doubt
	}{
		"nothing":             {func(c *report.SnapshotCase) {}, 0},
		"principal, interest": {func(c *report.SnapshotCase) { c.Principal-- }, report.PastChanged},
		"a cent of interest":  {func(c *report.SnapshotCase) { c.Arrears++ }, report.PastChanged},
		"a payment posted":    {func(c *report.SnapshotCase) { c.Paid += 5_00; c.Arrears -= 5_00 }, report.PastChanged},
		"two that cancel":     {func(c *report.SnapshotCase) { c.Charged += 5_00; c.Paid += 5_00 }, report.PastChanged},
		"interest adjusted":   {func(c *report.SnapshotCase) { c.InterestAdjusted += 5_00; c.Arrears += 5_00 }, report.PastChanged},
	} {
		before, after := earlier(), earlier()
		c.change(&after)
		if m := move(&before, &after, bound); m.Doubt != c.doubt || m.InterestAtMost != 0 || m.InterestAtLeast != 0 {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// The bound takes the highest rate between the dates and the policy's count of days.
func TestInterestAtMost(t *testing.T) {
	for _, c := range []struct {
		lines    string
		from, to string
		want     ledger.Cents // of 1,000.00
	}{
		{"", "2026-01-01", "2027-01-01", 100_00},
		{"", "2024-01-01", "2025-01-01", 100_28},                                     // 366/365
		{"interest: {day_count: actual/actual}", "2024-01-01", "2025-01-01", 100_28}, // 100.00, bounded by 365 days a year
		{"", "1982-01-01", "1982-12-31", 69_81},                                      // 7 % × 364/365
		{"", "1982-12-01", "1983-01-01", 5_95},                                       // the last day at 10 % is December 31, still at 7 %
		{"", "1982-12-01", "1983-01-02", 8_77},                                       // 10 % on one of 32 days: the bound takes it on all
		{"interest: {day_count: monthly}", "2026-10-31", "2026-11-01", 8_34},         // the month just ended
		{"interest: {day_count: monthly}", "2026-10-01", "2026-10-31", 0},
		{"interest: {day_count: monthly}", "2026-10-31", "2027-02-01", 33_34},
	} {
		b := newBound(rules(t, c.lines), day(c.from), day(c.to))
		if got := b.atMost(1000_00, 0); got != c.want || b.atMost(0, 0) != 0 || b.atMost(-5, 0) != 0 {
			t.Errorf("%s, %s to %s: %s, want %s", c.lines, c.from, c.to, got, c.want)
		}
	}
	b := newBound(rules(t), day("1900-01-01"), day("2199-12-31"))
	if got := b.atMost(math.MaxInt64, ledger.RateUnit); got != math.MaxInt64 {
		t.Errorf("the bound of everything is %s", got)
	}
	if got := b.atMost(caseMost, ledger.RateUnit); got != 3_001_972_602_739_726_028 { // 109,572/365 of it
		t.Errorf("the bound of the largest case is %d", got)
	}
}

// caseMost is the most that a case's amounts add up to.
const caseMost ledger.Cents = 10_000_000_000_000_000
