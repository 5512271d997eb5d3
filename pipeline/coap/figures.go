package coap

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

// Figures are what the sentences of Findings rest on, for those who word them in
// another way or another language. Amounts are cents.
type Figures struct {
	All              payoff.Debt // to family and government together
	Family           payoff.Debt
	Compromisable    ledger.Cents
	BeforeInterstate ledger.Cents // compromisable before the interstate rule
	CurrentSupport   ledger.Cents // monthly
	Assets           ledger.Cents // 0 where blank
	MinimumOffer     ledger.Cents
	Rate             ledger.Rate

	Capacity ledger.OptionalCents // monthly
	// What follows is set only where Capacity is known.
	Margin       ledger.Cents  // capacity less current support
	AllPayoff    payoff.Result // assets at once, then the margin
	FamilyPayoff payoff.Result
	Offer        ledger.OptionalCents

	// Waits is the waiting period of each criterion that is one; without an event all of
	// it but the months is zero.
	Waits [CriteriaCount]Wait
}

// Wait is a waiting period: from the last event to the first day on which it is over.
type Wait struct {
	Since, Until ledger.Date
	Months       int
}

// NewFigures computes the figures. The arguments are those of Decide, and so is the
// error.
func NewFigures(p *policy.Policy, asOf ledger.Date, ncp *ledger.NCP, cases []Case, sums []CaseSums) (Figures, error) {
	f, err := newFacts(p, asOf, ncp, cases, sums)
	if err != nil {
		return Figures{}, err
	}
	figures := Figures{
		All: f.all(), Family: f.family, Compromisable: f.compromisable, CurrentSupport: f.currentSupport, Assets: f.assets,
		MinimumOffer: f.minimumOffer, Rate: f.rate, Capacity: f.capacity, Margin: f.margin,
		AllPayoff: f.allPayoff, FamilyPayoff: f.familyPayoff, Offer: f.offer,
	}
	for i := range sums {
		figures.BeforeInterstate += sums[i].BeforeInterstate
	}
	for i := range criteria {
		if wait := criteria[i].wait; wait != nil {
			since, _ := wait.event(&ncp.History)
			figures.Waits[i] = Wait{Since: since, Until: wait.clears(&f), Months: wait.months(&p.COAP)}
		}
	}
	return figures, nil
}

// DecideGiven is Decide with the verdicts given in place of judged ones: for facts of
// which some are open, where a verdict was reached without them.
func DecideGiven(p *policy.Policy, asOf ledger.Date, ncp *ledger.NCP, cases []Case, sums []CaseSums,
	verdicts [CriteriaCount]Verdict) (Determination, error) {
	d, err := Decide(p, asOf, ncp, cases, sums)
	if err != nil {
		return Determination{}, err
	}
	f, err := newFacts(p, asOf, ncp, cases, sums)
	if err != nil {
		return Determination{}, err
	}
	d.Verdicts = verdicts
	d.Status, d.EligibleOn = f.status(&d.Verdicts)
	d.NextSteps = f.nextSteps(&d)
	d.OnList = d.Suppressed == 0 && f.candidate(&d)
	return d, nil
}
