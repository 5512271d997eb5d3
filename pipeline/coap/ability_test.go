package coap

import (
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func TestCapacity(t *testing.T) {
	none := ledger.OptionalCents{}
	for _, c := range []struct {
		name                   string
		income, expenses, want ledger.OptionalCents
	}{
		{"income unknown", none, ledger.Some(100), none},
		{"less expenses", ledger.Some(2000_00), ledger.Some(1999_99), ledger.Some(1)},
		{"not below zero", ledger.Some(2000_00), ledger.Some(2000_01), ledger.Some(0)},
		{"no expenses", ledger.Some(2000_00), ledger.Some(0), ledger.Some(2000_00)},
		{"expenses blank", ledger.Some(2000_00), none, ledger.Some(1000_00)},
		{"half a cent away from zero", ledger.Some(2000_01), none, ledger.Some(1000_01)},
		{"no income", ledger.Some(0), none, ledger.Some(0)},
	} {
		s := eligible(t)
		s.ncp.NetMonthlyIncome, s.ncp.MonthlyExpenses = c.income, c.expenses
		if d := s.decide(t); d.Capacity != c.want {
			t.Errorf("%s: %v, want %v", c.name, d.Capacity, c.want)
		}
	}
}

// margin gives the NCP so much a month beyond current support of nothing.
func (s *situation) margin(cents ledger.Cents) {
	s.cases[0].CurrentSupport = ledger.OptionalCents{}
	s.ncp.NetMonthlyIncome, s.ncp.MonthlyExpenses = ledger.Some(cents), ledger.Some(0)
}

func TestOffer(t *testing.T) {
	for _, c := range []struct {
		name               string
		family, government ledger.Cents
		margin, assets     ledger.Cents
		offer              ledger.Cents
		verdict            Verdict
	}{
		{"36 months of 10.00", 0, 3600_00, 10_00, 0, 360_00, Pass},
		{"a cent below the minimum offer", 0, 3600_05, 10_00, 0, 360_00, Fail},
		{"the minimum is rounded down", 0, 3600_04, 10_00, 0, 360_00, Pass},
		{"assets besides", 0, 4600_00, 10_00, 100_00, 460_00, Pass},
		{"assets alone", 0, 1000_00, 0, 100_00, 100_00, Pass},
		{"at most what can be compromised", 0, 1000_00, 100_00, 0, 1000_00, Pass},
		// 120.00 costs 121.50 in three months of 60.00: 36 × 60.00 − 121.50.
		{"less the family's cost", 120_00, 9000_00, 60_00, 0, 2038_50, Pass},
		// Assets pay 60.00 of the family's principal first; 60.00 bears 0.50.
		{"assets pay the family first", 120_00, 9000_00, 60_00, 60_00, 2099_50, Pass},
		{"family not paid off in time", 9000_00, 100_00, 60_00, 0, 0, Fail},
		{"family never paid off", 100_00, 100_00, 0, 99_99, 0, Fail},
		{"nothing for the government", 100_00, 100_00, 0, 100_00, 0, Fail},
		{"nothing owed to it", 100_00, 0, 0, 100_00, 0, Pass},
	} {
		s := eligible(t)
		s.owe(c.family, c.government)
		s.margin(c.margin)
		s.ncp.Assets = ledger.Some(c.assets)
		d := s.decide(t)
		forgiven := ledger.Some(c.government - c.offer)
		if d.Offer != ledger.Some(c.offer) || d.Forgiven != forgiven || d.verdict("can_pay_compromise") != c.verdict {
			t.Errorf("%s: offer %v, forgiven %v, %s; want %s, %v, %s", c.name, d.Offer, d.Forgiven,
				d.verdict("can_pay_compromise"), c.offer, forgiven, c.verdict)
		}
	}
}

func TestOfferIsBlankBelowCurrentSupport(t *testing.T) {
	for support, known := range map[ledger.Cents]bool{399_99: true, 400_00: true, 400_01: false} {
		s := eligible(t)
		s.cases[0].CurrentSupport = ledger.Some(support)
		d := s.decide(t)
		if d.Offer.Known() != known || d.Forgiven.Known() != known || d.MinimumOffer != 6000_00 {
			t.Errorf("support %s: offer %v, forgiven %v, minimum %s", support, d.Offer, d.Forgiven, d.MinimumOffer)
		}
		if !known && d.verdict("can_pay_compromise") != Fail {
			t.Errorf("support %s: can_pay_compromise %s, want fail", support, d.verdict("can_pay_compromise"))
		}
	}
}

func TestNothingToCompromiseCannotBePaidBelowCurrentSupport(t *testing.T) {
	s := eligible(t)
	s.owe(0, 0)
	for support, want := range map[ledger.Cents]Verdict{400_00: Pass, 400_01: Fail} {
		s.cases[0].CurrentSupport = ledger.Some(support)
		if d := s.decide(t); d.verdict("can_pay_compromise") != want {
			t.Errorf("support %s: %s, want %s", support, d.verdict("can_pay_compromise"), want)
		}
	}
}

func TestCannotPayAllAtTheHorizon(t *testing.T) {
	for _, c := range []struct {
		name           string
		interest       ledger.Cents // bears no interest: 36 months of 1.00 pay 36.00
		margin, assets ledger.Cents
		want           Verdict
		planMonths     OptionalMonths
	}{
		{"36 months", 36_00, 1_00, 0, Fail, OptionalMonths{36, true}},
		{"37 months", 36_01, 1_00, 0, Pass, OptionalMonths{37, true}},
		{"36 months after assets", 36_01, 1_00, 1, Fail, OptionalMonths{37, true}},
		{"assets cover all", 36_01, 0, 36_01, Fail, OptionalMonths{}},
		{"never", 36_01, 0, 36_00, Pass, OptionalMonths{}},
		{"1,200 months", 1200_00, 1_00, 0, Pass, OptionalMonths{1200, true}},
		{"1,201 months", 1200_01, 1_00, 0, Pass, OptionalMonths{}},
	} {
		s := eligible(t)
		s.owe(0, 0)
		s.cases[0].Balance.Accounts[1].Interest = c.interest
		s.margin(c.margin)
		s.ncp.Assets = ledger.Some(c.assets)
		d := s.decide(t)
		if d.verdict("cannot_pay_all") != c.want || d.PlanMonths != c.planMonths {
			t.Errorf("%s: %s in %v, want %s in %v", c.name, d.verdict("cannot_pay_all"), d.PlanMonths, c.want, c.planMonths)
		}
		if want := (c.interest + 35) / 36; d.PlanPayment != ledger.Some(want) {
			t.Errorf("%s: plan payment %v, want %s", c.name, d.PlanPayment, want)
		}
	}
}

func TestPlanIsBlankWithoutArrears(t *testing.T) {
	s := eligible(t)
	noArrears(s)
	if d := s.decide(t); d.PlanMonths.Known || d.PlanPayment.Known() || d.Offer != ledger.Some(0) ||
		d.Forgiven != ledger.Some(0) || d.verdict("cannot_pay_all") != Fail {
		t.Errorf("%+v", d)
	}
}

func TestMinimumOfferRoundsHalfACentAwayFromZero(t *testing.T) {
	for owed, want := range map[ledger.Cents]ledger.Cents{0: 0, 4: 0, 5: 1, 14: 1, 15: 2, 1000_04: 100_00, 1000_05: 100_01} {
		s := eligible(t)
		s.owe(0, owed)
		if d := s.decide(t); d.MinimumOffer != want {
			t.Errorf("of %s: %s, want %s", owed, d.MinimumOffer, want)
		}
	}
}

func TestGovernmentArrearsReachTheMinimum(t *testing.T) {
	for _, c := range []struct {
		policy string
		owed   ledger.Cents
		want   Verdict
	}{
		{"california-coap", 0, Fail},
		{"california-coap", 1, Pass},
		{"california-debt-reduction", 500_99, Fail},
		{"california-debt-reduction", 501_00, Pass},
		{"california-debt-reduction", 501_01, Pass},
	} {
		s := eligible(t)
		s.policy = load(t, c.policy)
		s.owe(100_00, c.owed)
		if d := s.decide(t); d.verdict("government_arrears") != c.want {
			t.Errorf("%s with %s: %s, want %s", c.policy, c.owed, d.verdict("government_arrears"), c.want)
		}
	}
}

func TestAssetsWithinLimit(t *testing.T) {
	for _, c := range []struct {
		name      string
		assets    ledger.OptionalCents
		owed      ledger.Cents
		want      Verdict
		cannotPay Verdict // which counts blank assets as 0
	}{
		{"blank", ledger.OptionalCents{}, 9000_00, Unknown, Pass},
		{"none", ledger.Some(0), 9000_00, Pass, Pass},
		{"at the limit", ledger.Some(3500_00), 9000_00, Pass, Pass},
		{"over the limit", ledger.Some(3500_01), 9000_00, Fail, Pass},
		{"all arrears", ledger.Some(600_00), 600_00, Pass, Fail},
		{"more than all arrears", ledger.Some(600_01), 600_00, Fail, Fail},
	} {
		s := eligible(t)
		s.policy = load(t, "california-debt-reduction")
		s.owe(0, c.owed)
		s.ncp.Assets = c.assets
		d := s.decide(t)
		if d.verdict("assets_within_limit") != c.want || d.verdict("cannot_pay_all") != c.cannotPay {
			t.Errorf("%s: %s, cannot_pay_all %s; want %s, %s", c.name, d.verdict("assets_within_limit"),
				d.verdict("cannot_pay_all"), c.want, c.cannotPay)
		}
	}
}

func TestRateIsThatOfTheAsOfDate(t *testing.T) {
	s := eligible(t)
	change := ledger.MustDate("2026-11-01")
	s.policy.Rates = append(s.policy.Rates, policy.DatedRate{From: change, Rate: 0})
	s.policy.COAP.HorizonMonths = 2
	s.owe(0, 120_00)
	// Two payments of 60.75 cover 120.00, 1.00 and 0.49 (on 59.25).
	for asOf, want := range map[ledger.Date]ledger.Cents{change - 1: 60_75, change: 60_00} {
		s.asOf = asOf
		if d := s.decide(t); d.PlanPayment != ledger.Some(want) {
			t.Errorf("as of %s: plan payment %v, want %s", asOf, d.PlanPayment, want)
		}
	}
}
