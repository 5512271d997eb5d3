package report

import (
	"cmp"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

type ageRange struct {
	label string
	below int32 // days past due
}

// ages are the ranges of AgeTotal by days past due, the last one open. Years are of 365
// days here: the ranges are for looking, not for law.
var ages = []ageRange{
	{"interest only", 1},
	{"under 1 year", 365},
	{"1 to 5 years", 5 * 365},
	{"5 to 10 years", 10 * 365},
	{"10 to 20 years", 20 * 365},
	{"20 years or more", 1 << 30},
}

// adder adds cents and remembers an overflow.
type adder struct{ err error }

func (a *adder) add(sum *ledger.Cents, amount ledger.Cents) {
	total, err := sum.Add(amount)
	if err != nil {
		a.err = err
		return
	}
	*sum = total
}

// Sum computes the totals of a report whose cases are summed and whose NCPs are
// decided. It fails with ledger.ErrOverflow.
func Sum(r *Report) (Totals, error) {
	t := Totals{Cases: len(r.Cases), NCPs: len(r.NCPs), ByAge: noAges()}
	var a adder
	counties := make(map[string]*CountyTotal)
	for i := range r.Cases {
		a.addCase(&t, r, i, countyOf(counties, r.Cases[i].County))
	}
	for i := range r.Determinations {
		a.addNCP(&t, &r.Determinations[i])
	}
	for _, row := range r.Outreach {
		if row.Case >= 0 {
			county := countyOf(counties, r.Cases[row.Case].County)
			county.Outreach++
			a.add(&county.OutreachForgiven, r.Determinations[row.NCP].Forgiven.Cents())
		}
	}
	for _, county := range counties {
		t.ByCounty = append(t.ByCounty, *county)
	}
	slices.SortFunc(t.ByCounty, func(x, y CountyTotal) int { return cmp.Compare(x.County, y.County) })
	return t, a.err
}

func countyOf(counties map[string]*CountyTotal, name string) *CountyTotal {
	if counties[name] == nil {
		counties[name] = &CountyTotal{County: name}
	}
	return counties[name]
}

func (a *adder) addCase(t *Totals, r *Report, i int, county *CountyTotal) {
	sums, balance := r.SumsOf(i), &r.Balances[i]
	if r.Cases[i].Tainted {
		t.CasesTainted++
	}
	a.add(&t.PrincipalFamily, sums.PrincipalFamily)
	a.add(&t.InterestFamily, sums.InterestFamily)
	a.add(&t.PrincipalGovernment, sums.PrincipalGovernment)
	a.add(&t.InterestGovernment, sums.InterestGovernment)
	a.add(&t.CurrentDue, sums.CurrentDue)
	a.add(&t.HeldCredit, balance.HeldCredit)

	family := sums.PrincipalFamily + sums.InterestFamily
	government := sums.PrincipalGovernment + sums.InterestGovernment
	county.Cases++
	a.add(&county.Family, family)
	a.add(&county.Government, government)
	if k := ageOf(r, i, &sums); k >= 0 {
		t.ByAge[k].Cases++
		a.add(&t.ByAge[k].Family, family)
		a.add(&t.ByAge[k].Government, government)
	}
}

// ageOf is the range of ages that a case's arrears fall into; -1 without arrears.
func ageOf(r *Report, i int, sums *coap.CaseSums) int {
	if sums.Arrears() == 0 {
		return -1
	}
	balance := &r.Balances[i]
	days := coap.Case{Case: &r.Cases[i], Balance: balance}.DaysPastDue(r.AsOf)
	return slices.IndexFunc(ages, func(age ageRange) bool {
		// A debt that fell due today is no interest-only one.
		return days < age.below && (age.below > 1 || balance.OldestDue() == 0)
	})
}

// AgeLabel is the range of ages, as in Totals.ByAge, that a case's arrears fall into;
// blank without arrears.
func AgeLabel(r *Report, i int) string {
	sums := r.SumsOf(i)
	if k := ageOf(r, i, &sums); k >= 0 {
		return ages[k].label
	}
	return ""
}

func (a *adder) addNCP(t *Totals, d *coap.Determination) {
	status := &t.ByStatus[d.Status]
	status.NCPs++
	a.add(&status.Arrears, d.Arrears())
	a.add(&status.Compromisable, d.Compromisable)
	if d.Status >= coap.Later { // the others have nothing forgiven
		a.add(&status.Forgiven, d.Forgiven.Cents())
	}
	a.add(&t.Compromisable, d.Compromisable)
	if d.OnList {
		status.Outreach++
		a.add(&status.OutreachOffers, d.Offer.Cents())
		a.add(&status.OutreachForgiven, d.Forgiven.Cents())
		a.add(&t.Offered, d.Offer.Cents())
		a.add(&t.Forgiven, d.Forgiven.Cents())
	}
}
