package coap

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

// Decide says everything that the rules say of one NCP. The as-of date is also the
// assumed date of application. cases are all of the NCP's, sums those of SumCase, in the
// same order. It does not allocate and is safe for concurrent use. It returns
// ledger.ErrOverflow where a sum leaves 64 bits.
func Decide(p *policy.Policy, asOf ledger.Date, ncp *ledger.NCP, cases []Case, sums []CaseSums) (Determination, error) {
	f, err := newFacts(p, asOf, ncp, cases, sums)
	if err != nil {
		return Determination{}, err
	}
	d := f.determination()
	if err := f.plan(&d); err != nil {
		return Determination{}, err
	}
	for _, c := range cases {
		d.DaysPastDue = max(d.DaysPastDue, c.DaysPastDue(asOf))
		d.LastPayment = max(d.LastPayment, c.Balance.LastPaymentDate)
	}
	d.Verdicts = judge(f)
	d.Status, d.EligibleOn = f.status(&d.Verdicts)
	d.Remedies = f.remedies(d.DaysPastDue)
	d.Suppressed = f.suppressed()
	d.NextSteps = f.nextSteps(&d)
	d.OnList = d.Suppressed == 0 && f.candidate(&d)
	return d, nil
}

// determination takes over the amounts.
func (f *facts) determination() Determination {
	d := Determination{
		PrincipalFamily: f.family.Principal, InterestFamily: f.family.Interest,
		PrincipalGovernment: f.government.Principal, InterestGovernment: f.government.Interest,
		Compromisable: f.compromisable, CurrentSupport: f.currentSupport,
		Capacity: f.capacity, Offer: f.offer, MinimumOffer: f.minimumOffer,
	}
	if f.offer.Known() {
		d.Forgiven = ledger.Some(f.compromisable - f.offer.Cents())
	}
	return d
}

// plan fills in the months that all arrears take at the margin, without an upfront sum,
// and the smallest payment that ends within the horizon. Both are blank without arrears.
func (f *facts) plan(d *Determination) error {
	if f.arrears == 0 {
		return nil
	}
	if f.capacity.Known() {
		if result := payoff.Months(f.all(), 0, f.margin, f.rate); !result.Never {
			d.PlanMonths = OptionalMonths{Months: int32(result.Months), Known: true}
		}
	}
	payment, ok := payoff.LevelPayment(f.all(), f.policy.COAP.HorizonMonths, f.rate)
	if !ok {
		return ledger.ErrOverflow
	}
	d.PlanPayment = ledger.Some(payment)
	return nil
}

// status weighs the verdicts in the order of precedence. For Later it adds the day on
// which the last of the failed waiting periods is over.
func (f *facts) status(verdicts *[CriteriaCount]Verdict) (Status, ledger.Date) {
	var failed, unknown bool
	var eligibleOn ledger.Date
	for i, verdict := range verdicts {
		switch {
		case verdict == Unknown:
			unknown = true
		case verdict == Fail && criteria[i].wait == nil:
			failed = true
		case verdict == Fail:
			eligibleOn = max(eligibleOn, criteria[i].wait.clears(f))
		}
	}
	switch {
	case f.arrears == 0:
		return NoArrears, 0
	case f.ncp.OnlyIncomeExempt == ledger.Yes:
		return NotCollectible, 0
	case failed:
		return Ineligible, 0
	case eligibleOn != 0:
		return Later, eligibleOn
	case unknown:
		return Review, 0
	}
	return Eligible, 0
}
