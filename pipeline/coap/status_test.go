package coap

import (
	"math"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func TestTableHasEveryCriterionInOrder(t *testing.T) {
	for i, id := range policy.Criteria() {
		if criteria[i].id != id {
			t.Errorf("criterion %d is %q, want %q", i, criteria[i].id, id)
		}
	}
	if len(policy.Criteria()) != CriteriaCount {
		t.Errorf("%d criteria, want %d", len(policy.Criteria()), CriteriaCount)
	}
}

// Changes that make one criterion fail or unknown, or raise one of the statuses that go
// before all criteria.
func noArrears(s *situation)     { s.owe(0, 0) }
func exemptIncome(s *situation)  { s.ncp.OnlyIncomeExempt = ledger.Yes }
func concealed(s *situation)     { s.ncp.Concealment = ledger.Yes }
func applied(s *situation)       { s.ncp.History.Application = ledger.MustDate("2026-01-15") }
func rescinded(s *situation)     { s.ncp.History.Rescission = ledger.MustDate("2025-03-01") }
func inContempt(s *situation)    { s.ncp.History.Contempt = ledger.MustDate("2026-05-31") }
func incomeUnknown(s *situation) { s.ncp.NetMonthlyIncome = ledger.OptionalCents{} }

func TestStatusPrecedence(t *testing.T) {
	for _, c := range []struct {
		name       string
		changes    []func(*situation)
		want       Status
		eligibleOn string
	}{
		{"all pass", nil, Eligible, ""},
		{"unknown", []func(*situation){incomeUnknown}, Review, ""},
		{"waiting", []func(*situation){applied}, Later, "2027-01-15"},
		{"waiting for several", []func(*situation){applied, rescinded, inContempt}, Later, "2027-03-01"},
		{"waiting and unknown", []func(*situation){applied, incomeUnknown}, Later, "2027-01-15"},
		{"waiting to the last day of a month", []func(*situation){inContempt}, Later, "2026-11-30"},
		{"failed", []func(*situation){concealed}, Ineligible, ""},
		{"failed, waiting and unknown", []func(*situation){concealed, applied, incomeUnknown}, Ineligible, ""},
		{"exempt", []func(*situation){exemptIncome}, NotCollectible, ""},
		{"exempt and all else", []func(*situation){exemptIncome, concealed, applied, incomeUnknown}, NotCollectible, ""},
		{"no arrears", []func(*situation){noArrears}, NoArrears, ""},
		{"no arrears and all else", []func(*situation){noArrears, exemptIncome, concealed, applied, incomeUnknown},
			NoArrears, ""},
	} {
		s := eligible(t)
		for _, change := range c.changes {
			change(s)
		}
		if d := s.decide(t); d.Status != c.want || d.EligibleOn.String() != c.eligibleOn {
			t.Errorf("%s: %s %s, want %s %s", c.name, d.Status, d.EligibleOn, c.want, c.eligibleOn)
		}
	}
}

func TestOneCentOfInterestIsArrears(t *testing.T) {
	s := eligible(t)
	s.owe(0, 0)
	s.cases[0].Balance.Accounts[0].Interest = 1
	if d := s.decide(t); d.Status != Ineligible || d.Arrears() != 1 {
		t.Errorf("%s with %s, want ineligible with 0.01", d.Status, d.Arrears())
	}
}

func TestBlankEverything(t *testing.T) {
	s := eligible(t)
	s.ncp, s.cases = &ledger.NCP{ID: "0000000002"}, nil
	d := s.decide(t)
	want := Determination{Status: NoArrears, Verdicts: [CriteriaCount]Verdict{Fail, Pass, Pass, Pass, Pass, Pass,
		Pass, Unknown, Unknown, NotApplicable, Pass}}
	if d != want {
		t.Errorf("without cases: %+v, want %+v", d, want)
	}
	s.addCase("1", "PAA", 600_00)
	d = s.decide(t)
	if d.Status != Review || d.Capacity.Known() || d.Offer.Known() || d.Forgiven.Known() || d.PlanMonths.Known ||
		d.MinimumOffer != 60_00 || !d.PlanPayment.Known() || d.DaysPastDue != 0 {
		t.Errorf("with a case: %+v", d)
	}
}

func TestPolicyWithoutACriterionIgnoresIt(t *testing.T) {
	s := eligible(t)
	concealed(s)
	s.policy.COAP.Criteria = []string{"government_arrears"}
	if d := s.decide(t); d.Status != Eligible || d.verdict("no_concealment") != NotApplicable {
		t.Errorf("%s, no_concealment %s; want eligible, n/a", d.Status, d.verdict("no_concealment"))
	}
}

func TestFlagsFailOnlyWhenYes(t *testing.T) {
	for flag, want := range map[ledger.Flag]Verdict{ledger.Unknown: Pass, ledger.No: Pass, ledger.Yes: Fail} {
		s := eligible(t)
		s.ncp.IntentionalNonpayment = flag
		if d := s.decide(t); d.verdict("no_intentional_nonpayment") != want || d.verdict("no_concealment") != Pass {
			t.Errorf("nonpayment flag %q: %v, want %s", flag, d.Verdicts, want)
		}
		s = eligible(t)
		s.ncp.Concealment = flag
		if d := s.decide(t); d.verdict("no_concealment") != want || d.verdict("no_intentional_nonpayment") != Pass {
			t.Errorf("concealment flag %q: %v, want %s", flag, d.Verdicts, want)
		}
	}
}

func TestSumsBeyond64BitsAreErrors(t *testing.T) {
	s := eligible(t)
	s.cases[0].Balance.Accounts[0].Principal = math.MaxInt64
	if _, err := SumCase(s.policy, s.cases[0]); err != ledger.ErrOverflow {
		t.Errorf("one case: error %v, want %v", err, ledger.ErrOverflow)
	}
	for name, change := range map[string]func(*situation){
		"two cases":       func(s *situation) { s.addCase("2", "PAA", math.MaxInt64) },
		"current support": func(s *situation) { s.addCase("2", "PAA", 1).CurrentSupport = ledger.Some(math.MaxInt64) },
		"plan payment":    func(s *situation) { s.owe(0, math.MaxInt64) },
	} {
		s := eligible(t)
		change(s)
		_, err := Decide(s.policy, s.asOf, s.ncp, s.cases, sumAll(t, s.policy, s.cases))
		if err != ledger.ErrOverflow {
			t.Errorf("%s: error %v, want %v", name, err, ledger.ErrOverflow)
		}
	}
}

func TestDecideDoesNotAllocate(t *testing.T) {
	s := eligible(t)
	sums := sumAll(t, s.policy, s.cases)
	if allocations := testing.AllocsPerRun(100, func() {
		if _, err := Decide(s.policy, s.asOf, s.ncp, s.cases, sums); err != nil {
			t.Fatal(err)
		}
	}); allocations != 0 {
		t.Errorf("%v allocations, want 0", allocations)
	}
}

func BenchmarkDecide(b *testing.B) {
	s := eligible(b)
	sums := sumAll(b, s.policy, s.cases)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decide(s.policy, s.asOf, s.ncp, s.cases, sums); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSumCase(b *testing.B) {
	s := eligible(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := SumCase(s.policy, s.cases[0]); err != nil {
			b.Fatal(err)
		}
	}
}
