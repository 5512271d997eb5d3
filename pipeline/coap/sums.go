package coap

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// SumCase adds up what a case owes, and to whom, and judges the interstate rule. It
// returns ledger.ErrOverflow where the sums leave 64 bits.
func SumCase(p *policy.Policy, c Case) (CaseSums, error) {
	sums := CaseSums{Interstate: interstate(p, c.Case)}
	var total ledger.Cents
	var err error
	for i := range c.Balance.Accounts {
		balance := &c.Balance.Accounts[i]
		add(&total, balance.Principal, &err)
		add(&total, balance.Interest, &err)
		add(&sums.CurrentDue, balance.CurrentDue, &err)
		account := &p.Accounts[balance.Account-1]
		if account.OwedTo == ledger.Government {
			sums.PrincipalGovernment += balance.Principal
			sums.InterestGovernment += balance.Interest
		} else {
			sums.PrincipalFamily += balance.Principal
			sums.InterestFamily += balance.Interest
		}
		if account.Compromisable {
			sums.BeforeInterstate += balance.Principal + balance.Interest
		}
	}
	if sums.Interstate != Fail {
		sums.Compromisable = sums.BeforeInterstate
	}
	return sums, err
}

// add adds an amount to a sum and notes an overflow in err.
func add(sum *ledger.Cents, amount ledger.Cents, err *error) {
	total, overflow := sum.Add(amount)
	if overflow != nil {
		*err = overflow
		return
	}
	*sum = total
}

// interstate judges one case: it fails when it is a two-state case and the custodial
// party's state is another than the policy's home state.
func interstate(p *policy.Policy, c *ledger.Case) Verdict {
	switch {
	case c.TwoState != ledger.Yes || c.CPState.Is(p.COAP.HomeState):
		return Pass
	case c.CPState == (ledger.State{}):
		return Unknown
	}
	return Fail
}

// compromisable sums the compromisable arrears over the cases that pass the interstate
// rule or, if none with such arrears passes, over those where it is unknown. The verdict
// is the rule's for the NCP: it passes if no case has compromisable arrears.
func compromisable(sums []CaseSums) (ledger.Cents, Verdict) {
	var byVerdict [Unknown + 1]ledger.Cents
	for i := range sums {
		byVerdict[sums[i].Interstate] += sums[i].BeforeInterstate
	}
	switch {
	case byVerdict[Pass] > 0:
		return byVerdict[Pass], Pass
	case byVerdict[Unknown] > 0:
		return byVerdict[Unknown], Unknown
	case byVerdict[Fail] > 0:
		return 0, Fail
	}
	return 0, Pass
}

// DaysPastDue is the age of the case's oldest past-due installment on the as-of date; 0
// if there is none.
func (c Case) DaysPastDue(asOf ledger.Date) int32 {
	oldest := c.Balance.OldestDue()
	if oldest == 0 {
		return 0
	}
	return int32(asOf - oldest)
}
