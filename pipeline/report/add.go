package report

import (
	"cmp"
	"slices"
)

// Add adds the totals of other cases and NCPs, from the zero Totals on. It fails with
// ledger.ErrOverflow.
func (t *Totals) Add(other *Totals) error {
	var a adder
	t.Cases += other.Cases
	t.CasesTainted += other.CasesTainted
	t.NCPs += other.NCPs
	a.add(&t.PrincipalFamily, other.PrincipalFamily)
	a.add(&t.InterestFamily, other.InterestFamily)
	a.add(&t.PrincipalGovernment, other.PrincipalGovernment)
	a.add(&t.InterestGovernment, other.InterestGovernment)
	a.add(&t.Compromisable, other.Compromisable)
	a.add(&t.CurrentDue, other.CurrentDue)
	a.add(&t.HeldCredit, other.HeldCredit)
	a.add(&t.Offered, other.Offered)
	a.add(&t.Forgiven, other.Forgiven)
	for i := range t.ByStatus {
		a.addStatus(&t.ByStatus[i], &other.ByStatus[i])
	}
	a.addCounties(t, other.ByCounty)
	a.addAges(t, other.ByAge)
	return a.err
}

func (a *adder) addStatus(sum, other *StatusTotal) {
	sum.NCPs += other.NCPs
	sum.Outreach += other.Outreach
	a.add(&sum.Arrears, other.Arrears)
	a.add(&sum.Compromisable, other.Compromisable)
	a.add(&sum.Forgiven, other.Forgiven)
	a.add(&sum.OutreachOffers, other.OutreachOffers)
	a.add(&sum.OutreachForgiven, other.OutreachForgiven)
}

// addCounties keeps the counties in the order of their names.
func (a *adder) addCounties(t *Totals, others []CountyTotal) {
	for i := range others {
		other := &others[i]
		at, found := slices.BinarySearchFunc(t.ByCounty, other.County, func(c CountyTotal, name string) int { return cmp.Compare(c.County, name) })
		if !found {
			t.ByCounty = slices.Insert(t.ByCounty, at, CountyTotal{County: other.County})
		}
		sum := &t.ByCounty[at]
		sum.Cases += other.Cases
		sum.Outreach += other.Outreach
		a.add(&sum.Family, other.Family)
		a.add(&sum.Government, other.Government)
		a.add(&sum.OutreachForgiven, other.OutreachForgiven)
	}
}

func (a *adder) addAges(t *Totals, others []AgeTotal) {
	if t.ByAge == nil && others != nil {
		t.ByAge = noAges()
	}
	for i := range others {
		t.ByAge[i].Cases += others[i].Cases
		a.add(&t.ByAge[i].Family, others[i].Family)
		a.add(&t.ByAge[i].Government, others[i].Government)
	}
}

// noAges is the ranges of ages without a case.
func noAges() []AgeTotal {
	totals := make([]AgeTotal, len(ages))
	for i, age := range ages {
		totals[i].Label = age.label
	}
	return totals
}
