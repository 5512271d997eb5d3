package coap

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

// facts is what the criteria, the steps and the sentences look at: the NCP's records
// and the amounts computed from them. It is passed by value, so that deciding does not
// allocate.
type facts struct {
	policy *policy.Policy
	asOf   ledger.Date
	ncp    *ledger.NCP
	cases  []Case
	sums   []CaseSums

	family         payoff.Debt
	government     payoff.Debt
	arrears        ledger.Cents
	compromisable  ledger.Cents
	interstate     Verdict
	currentSupport ledger.Cents
	assets         ledger.Cents // 0 where blank
	rate           ledger.Rate
	minimumOffer   ledger.Cents

	capacity ledger.OptionalCents
	// What follows is set only where capacity is known.
	margin       ledger.Cents  // capacity less current support
	allPayoff    payoff.Result // of all arrears: assets at once, then the margin
	familyPayoff payoff.Result // of family arrears: the same
	offer        ledger.OptionalCents
}

func newFacts(p *policy.Policy, asOf ledger.Date, ncp *ledger.NCP, cases []Case, sums []CaseSums) (facts, error) {
	f := facts{policy: p, asOf: asOf, ncp: ncp, cases: cases, sums: sums, rate: p.RateOn(asOf), assets: orZero(ncp.Assets)}
	if err := f.addCases(); err != nil {
		return facts{}, err
	}
	f.compromisable, f.interstate = compromisable(sums)
	f.minimumOffer = share(f.compromisable, p.COAP.MinimumOfferShare)
	f.capacity = capacity(p, ncp)
	if f.capacity.Known() {
		f.margin = f.capacity.Cents() - f.currentSupport
		f.allPayoff = payoff.Months(f.all(), f.assets, f.margin, f.rate)
		f.familyPayoff = payoff.Months(f.family, f.assets, f.margin, f.rate)
		f.offer = f.resourcesOffered()
	}
	return f, nil
}

// addCases sums over the NCP's cases. All parts of the arrears are at least 0, so where
// their total fits, each of them does.
func (f *facts) addCases() error {
	var err error
	for i := range f.cases {
		add(&f.currentSupport, orZero(f.cases[i].CurrentSupport), &err)
		add(&f.arrears, f.sums[i].Arrears(), &err)
		f.family.Principal += f.sums[i].PrincipalFamily
		f.family.Interest += f.sums[i].InterestFamily
		f.government.Principal += f.sums[i].PrincipalGovernment
		f.government.Interest += f.sums[i].InterestGovernment
	}
	return err
}

// orZero is an amount that counts as 0 where it is blank.
func orZero(amount ledger.OptionalCents) ledger.Cents {
	if !amount.Known() {
		return 0
	}
	return amount.Cents()
}

// all is the debt to family and government together.
func (f *facts) all() payoff.Debt {
	return payoff.Debt{
		Principal: f.family.Principal + f.government.Principal,
		Interest:  f.family.Interest + f.government.Interest,
	}
}

// capacity is what the NCP can pay a month, current support included: net income less
// expenses, not below 0. Where expenses are blank it is the policy's share of income.
func capacity(p *policy.Policy, ncp *ledger.NCP) ledger.OptionalCents {
	switch {
	case !ncp.NetMonthlyIncome.Known():
		return ledger.OptionalCents{}
	case ncp.MonthlyExpenses.Known():
		return ledger.Some(max(0, ncp.NetMonthlyIncome.Cents()-ncp.MonthlyExpenses.Cents()))
	}
	return ledger.Some(share(ncp.NetMonthlyIncome.Cents(), p.COAP.CapacityShare))
}

// share is a part of an amount, rounded half away from zero to the cent.
func share(amount ledger.Cents, part policy.Share) ledger.Cents {
	return amount.RoundShare(uint64(part), uint64(ledger.RateUnit))
}

// resourcesOffered is the offer: what assets and the margin of the horizon's months
// leave after the family arrears are paid, at most the compromisable arrears. It is
// blank where the margin is below 0, and 0 where paying the family takes longer; where it
// does not, the resources cover the family's cost, so no offer is below 0.
func (f *facts) resourcesOffered() ledger.OptionalCents {
	if f.margin < 0 {
		return ledger.OptionalCents{}
	}
	horizon := f.policy.COAP.HorizonMonths
	if !f.familyPayoff.Within(horizon) {
		return ledger.Some(0)
	}
	resources := f.assets + ledger.Cents(horizon)*f.margin
	return ledger.Some(min(resources-f.familyPayoff.Paid, f.compromisable))
}
