package coap

import (
	"testing"

	"arrears/pipeline/ledger"
)

func TestWaitingPeriodsEndOnTheirVeryDay(t *testing.T) {
	application := func(h *ledger.History, day ledger.Date) { h.Application = day }
	rescission := func(h *ledger.History, day ledger.Date) { h.Rescission = day }
	contempt := func(h *ledger.History, day ledger.Date) { h.Contempt = day }
	conviction := func(h *ledger.History, day ledger.Date) { h.Conviction = day }
	for _, c := range []struct {
		criterion, event, clears string
		record                   func(*ledger.History, ledger.Date)
	}{
		{"no_recent_application", "2025-10-31", "2026-10-31", application},
		{"no_recent_application", "2024-02-29", "2025-02-28", application},
		{"no_recent_rescission", "2024-10-31", "2026-10-31", rescission},
		{"no_recent_rescission", "2024-02-29", "2026-02-28", rescission},
		{"no_recent_contempt", "2026-04-30", "2026-10-30", contempt},
		{"no_recent_contempt", "2026-08-31", "2027-02-28", contempt},
		{"no_recent_contempt", "2026-05-31", "2026-11-30", conviction},
	} {
		clears := ledger.MustDate(c.clears)
		for asOf, want := range map[ledger.Date]Verdict{clears - 1: Fail, clears: Pass, clears + 1: Pass} {
			s := eligible(t)
			s.asOf = asOf
			s.cases[0].CurrentSupport = ledger.OptionalCents{}
			c.record(&s.ncp.History, ledger.MustDate(c.event))
			d := s.decide(t)
			if d.verdict(c.criterion) != want {
				t.Errorf("%s after %s as of %s: %s, want %s", c.criterion, c.event, asOf, d.verdict(c.criterion), want)
			}
			if want == Fail && (d.Status != Later || d.EligibleOn != clears) {
				t.Errorf("%s after %s as of %s: %s %s, want later %s", c.criterion, c.event, asOf, d.Status, d.EligibleOn,
					clears)
			}
		}
	}
}

func TestContemptWaitsFromTheLaterOfContemptAndConviction(t *testing.T) {
	early, late := ledger.MustDate("2026-05-10"), ledger.MustDate("2026-06-10")
	for _, history := range []ledger.History{{Contempt: early, Conviction: late}, {Contempt: late, Conviction: early}} {
		s := eligible(t)
		s.ncp.History = history
		if d := s.decide(t); d.EligibleOn.String() != "2026-12-10" {
			t.Errorf("%+v: eligible on %s, want 2026-12-10", history, d.EligibleOn)
		}
	}
}

func TestOtherWaitingPeriodsDoNotFailForAnEvent(t *testing.T) {
	s := eligible(t)
	s.ncp.History.Application = s.asOf
	d := s.decide(t)
	if d.verdict("no_recent_application") != Fail || d.verdict("no_recent_rescission") != Pass ||
		d.verdict("no_recent_contempt") != Pass {
		t.Errorf("verdicts %v", d.Verdicts)
	}
}

func TestDebtReductionKnowsNoWaitAfterAnApplication(t *testing.T) {
	s := eligible(t)
	s.policy = load(t, "california-debt-reduction")
	s.ncp.Assets = ledger.Some(0)
	s.ncp.History.Application, s.ncp.History.Rescission = s.asOf, s.asOf
	d := s.decide(t)
	if d.verdict("no_recent_application") != NotApplicable || d.verdict("no_recent_rescission") != NotApplicable {
		t.Errorf("verdicts %v", d.Verdicts)
	}
}
