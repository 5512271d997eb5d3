package coap

import (
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// stopped makes the NCP one who has 300.00 a month to spare, pays off nothing in time
// and has not paid for long.
func stopped(s *situation) {
	concealed(s)
	s.cases[0].Balance.LastPaymentDate = s.asOf - 61
}

func TestNextSteps(t *testing.T) {
	support := func(cents ledger.Cents) func(*situation) {
		return func(s *situation) { s.cases[0].CurrentSupport = ledger.Some(cents) }
	}
	paid := func(days ledger.Date) func(*situation) {
		return func(s *situation) { s.cases[0].Balance.LastPaymentDate = s.asOf - days }
	}
	stateUnknown := func(s *situation) { s.cases[0].TwoState = ledger.Yes }
	richer := func(s *situation) { s.ncp.NetMonthlyIncome = ledger.Some(4000_00) }
	for _, c := range []struct {
		name    string
		changes []func(*situation)
		want    string
	}{
		{"eligible", nil, "apply_coap"},
		{"review without a plan", []func(*situation){incomeUnknown}, "confirm_coap"},
		{"review", []func(*situation){stateUnknown}, "confirm_coap;payment_plan"},
		{"later", []func(*situation){applied}, "wait_coap;payment_plan"},
		{"not collectible", []func(*situation){exemptIncome}, "stop_collection_review"},
		{"no arrears", []func(*situation){noArrears}, ""},
		{"support is all capacity", []func(*situation){support(400_00)}, "job_services;enforcement_notice"},
		{"support is over capacity", []func(*situation){support(400_01)}, "modification_review;job_services;enforcement_notice"},
		{"over capacity, exempt", []func(*situation){support(400_01), exemptIncome},
			"modification_review;stop_collection_review"},
		{"over capacity, no arrears", []func(*situation){support(400_01), noArrears}, "modification_review"},
		{"stopped paying", []func(*situation){stopped, richer}, "payment_plan;enforcement_notice"},
		{"paid 60 days ago", []func(*situation){concealed, richer, paid(60)}, "payment_plan"},
		{"paid 61 days ago", []func(*situation){concealed, richer, paid(61)}, "payment_plan;enforcement_notice"},
		{"never paid", []func(*situation){concealed, richer, func(s *situation) { s.cases[0].Balance.LastPaymentDate = 0 }},
			"payment_plan;enforcement_notice"},
		{"stopped paying, but tainted", []func(*situation){stopped, richer, func(s *situation) { s.cases[0].Tainted = true }},
			"payment_plan"},
		{"stopped paying, no remedy", []func(*situation){stopped, richer, func(s *situation) { s.policy.Remedies = nil }},
			"payment_plan"},
	} {
		s := eligible(t)
		paid(61)(s)
		for _, change := range c.changes {
			change(s)
		}
		d := s.decide(t)
		if d.NextSteps.String() != c.want {
			t.Errorf("%s (%s): %q, want %q", c.name, d.Status, d.NextSteps, c.want)
		}
	}
}

func TestModificationAboveHalfOfNetIncome(t *testing.T) {
	for _, c := range []struct {
		income, support ledger.Cents
		want            bool
	}{
		{2000_00, 1000_00, false},
		{2000_00, 1000_01, true},
		{2000_01, 1000_00, false}, // of 1,000.005
		{2000_01, 1000_01, true},
		{0, 0, false},
		{0, 1, true},
	} {
		s := eligible(t)
		s.ncp.NetMonthlyIncome, s.ncp.MonthlyExpenses = ledger.Some(c.income), ledger.Some(0)
		s.cases[0].CurrentSupport = ledger.Some(c.support)
		if d := s.decide(t); (d.NextSteps&ModificationReview != 0) != c.want {
			t.Errorf("support %s of %s: %s, want modification_review %t", c.support, c.income, d.NextSteps, c.want)
		}
	}
}

func TestRemediesAtTheirThresholds(t *testing.T) {
	for _, c := range []struct {
		name               string
		family, government ledger.Cents
		days               ledger.Date
		want               string
	}{
		{"nothing", 0, 0, 0, ""},
		{"one cent, no age", 1, 0, 0, "property_lien"},
		{"29 days", 1, 0, 29, "property_lien"},
		{"30 days", 1, 0, 30, "bank_levy;property_lien"},
		{"31 days", 1, 0, 31, "license_suspension;bank_levy;property_lien"},
		{"100.00 and 61 days", 100_00, 0, 61, "license_suspension;bank_levy;property_lien"},
		{"100.01 and 60 days", 100_01, 0, 60, "license_suspension;bank_levy;property_lien"},
		{"100.01 and 61 days", 100_01, 0, 61,
			"license_suspension;state_tax_intercept;lottery_intercept;bank_levy;property_lien"},
		{"government 149.99", 0, 149_99, 0, "property_lien"},
		{"government 150.00", 0, 150_00, 0, "federal_tax_intercept;property_lien"},
		{"family 499.99, government 149.99", 499_99, 149_99, 0, "property_lien"},
		{"family 500.00", 500_00, 0, 0, "federal_tax_intercept;property_lien"},
		{"2,500.00", 1250_00, 1250_00, 0, "federal_tax_intercept;property_lien"},
		{"2,500.01", 1250_00, 1250_01, 0, "passport_hold;federal_tax_intercept;property_lien"},
	} {
		s := eligible(t)
		s.owe(c.family, c.government)
		s.cases[0].Balance.Accounts[0].OldestDue = 0
		s.cases[0].Balance.Accounts[1].OldestDue = 0
		if c.days > 0 {
			s.cases[0].Balance.Accounts[1].OldestDue = s.asOf - c.days
		}
		if got := s.remedyNames(t); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func (s *situation) remedyNames(t *testing.T) string {
	t.Helper()
	d := s.decide(t)
	return columns(s.policy, &d)["remedies"]
}

func TestEveryThresholdGivenMustBeMet(t *testing.T) {
	s := eligible(t)
	s.owe(100, 100)
	s.policy.Remedies = []policy.Remedy{{ID: "all", ArrearsFrom: ledger.Some(200), GovernmentFrom: ledger.Some(100)}}
	remedy := &s.policy.Remedies[0]
	if got := s.remedyNames(t); got != "all" {
		t.Errorf("both met: %q, want all", got)
	}
	remedy.ArrearsFrom = ledger.Some(201)
	if got := s.remedyNames(t); got != "" {
		t.Errorf("arrears not met: %q, want none", got)
	}
	remedy.ArrearsFrom, remedy.GovernmentFrom = ledger.Some(200), ledger.Some(101)
	if got := s.remedyNames(t); got != "" {
		t.Errorf("government not met: %q, want none", got)
	}
	remedy.FamilyFrom = ledger.Some(100)
	if got := s.remedyNames(t); got != "all" {
		t.Errorf("family met in its place: %q, want all", got)
	}
}

func TestAgeAndLastPaymentAreTheCasesLargest(t *testing.T) {
	s := eligible(t)
	added := s.addCase("2", "NAA", 100)
	added.Balance.Accounts[0].OldestDue = ledger.MustDate("2010-01-01")
	added.Balance.LastPaymentDate = ledger.MustDate("2026-10-01")
	s.addCase("3", "NAA", 100)
	d := s.decide(t)
	if want := int32(s.asOf - ledger.MustDate("2010-01-01")); d.DaysPastDue != want {
		t.Errorf("%d days past due, want %d", d.DaysPastDue, want)
	}
	if d.LastPayment.String() != "2026-10-01" {
		t.Errorf("last payment on %s, want 2026-10-01", d.LastPayment)
	}
	if got := s.cases[2].DaysPastDue(s.asOf); got != 0 {
		t.Errorf("a case without an installment: %d days past due, want 0", got)
	}
}

func TestEveryStepIsSpelledOnce(t *testing.T) {
	var all NextStep
	for i := range NextSteps() {
		all |= 1 << i
	}
	if got := all.String(); got != strings.Join(NextSteps(), ";") || all != 2*StopCollectionReview-1 {
		t.Errorf("all steps: %q", got)
	}
}
