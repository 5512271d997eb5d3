// Package payoff says how long a debt takes to pay off at a monthly amount, what that
// costs, and which level amount pays it off in time. Interest is simple, charged once a
// month on the principal alone and rounded half away from zero to the cent. It is pure.
package payoff

import (
	"math"
	"math/bits"

	"arrears/pipeline/ledger"
)

// MonthsMax is the longest payoff that counts as one; a longer one is never.
const MonthsMax = 1200

// interestUnit turns principal × annual rate (in millionths) into a month's interest.
const interestUnit = 12 * uint64(ledger.RateUnit)

// Order is what a payment pays first.
type Order uint8

// The orders. PrincipalFirst is California's since 2009 (CCP 695.221); InterestFirst is
// for comparison only.
const (
	PrincipalFirst Order = iota
	InterestFirst
)

// String is the order as the command line spells it.
func (o Order) String() string { return [...]string{"principal-first", "interest-first"}[o] }

// Debt is what is owed, in cents, neither part below zero. Only the principal bears
// interest.
type Debt struct{ Principal, Interest ledger.Cents }

// Result is the outcome of a payoff. When it never ends, Months and the totals are 0.
type Result struct {
	Months          int
	Never           bool
	Paid            ledger.Cents // everything paid: what was used of the upfront sum, and the months' payments
	InterestCharged ledger.Cents // during the payoff, beyond the interest already owed
}

// Within tells whether the debt is paid off in at most so many months.
func (r Result) Within(months int) bool { return !r.Never && r.Months <= months }

var never = Result{Never: true}

// Months pays an upfront sum, principal first, and then a monthly amount until the debt
// is gone. Each month its interest is charged, then the amount is paid, principal first.
// The annual rate is not negative. A payoff never ends if it has not after MonthsMax
// months, if monthly is not above zero and something is left after the upfront sum, or
// if the total leaves 64 bits.
//
// The month loop is not run: while principal remains, each month lessens it by exactly
// the monthly amount, so the interest of all months is a sum over an arithmetic series
// (accrual), and months × monthly must cover principal, interest and that sum.
func Months(d Debt, upfront, monthly ledger.Cents, rate ledger.Rate) Result {
	rest, used := d.pay(upfront, PrincipalFirst)
	if rest == (Debt{}) {
		return Result{Paid: used}
	}
	if monthly <= 0 {
		return never
	}
	total, charged, ok := rest.cost(monthly, rate)
	if !ok || total > math.MaxInt64-uint64(used) {
		return never
	}
	months := ceilingOf(total, uint64(monthly))
	if months > MonthsMax {
		return never
	}
	return Result{Months: int(months), Paid: used + ledger.Cents(total), InterestCharged: ledger.Cents(charged)}
}

// pay pays an amount in an order and returns what is left and how much was used.
func (d Debt) pay(amount ledger.Cents, order Order) (rest Debt, used ledger.Cents) {
	first, second := &d.Principal, &d.Interest
	if order == InterestFirst {
		first, second = second, first
	}
	onFirst := min(max(amount, 0), *first)
	*first -= onFirst
	onSecond := min(max(amount, 0)-onFirst, *second)
	*second -= onSecond
	return d, onFirst + onSecond
}

// cost is all that paying a monthly amount (above zero) takes in principal-first order,
// and the interest charged meanwhile. It is false if principal is left after MonthsMax
// months or if the cost leaves 64 bits.
func (d Debt) cost(monthly ledger.Cents, rate ledger.Rate) (total, charged uint64, ok bool) {
	charged, ok = accrual(uint64(d.Principal), uint64(monthly), uint64(rate))
	owed := uint64(d.Principal) + uint64(d.Interest)
	if !ok || owed > math.MaxInt64 || charged > math.MaxInt64-owed {
		return 0, 0, false
	}
	return owed + charged, charged, true
}

// accrual sums the rounded interest of each month in which a principal is paid down by
// a monthly amount (above zero). It is false beyond MonthsMax months or 64 bits.
//
// Counted from the last month back, the months' principals are last, last + monthly,
// last + 2 × monthly and so on, so the sum is one of floor((b + j × a) / interestUnit);
// the quotients of a and b are taken out first, which leaves small numbers.
func accrual(principal, monthly, rate uint64) (sum uint64, ok bool) {
	months := ceilingOf(principal, monthly)
	if months == 0 || months > MonthsMax {
		return 0, months == 0
	}
	step, stepRest, stepFits := share(monthly, rate)
	last, lastRest, lastFits := share(principal-(months-1)*monthly, rate)
	if months == 1 {
		step, stepRest, stepFits = 0, 0, true
	}
	overSteps, steps := bits.Mul64(step, months*(months-1)/2)
	overLast, lasts := bits.Mul64(last, months)
	rests := floorSum(months, interestUnit, stepRest, lastRest+interestUnit/2)
	sum, carry := bits.Add64(steps, lasts, 0)
	sum, carryRests := bits.Add64(sum, rests, 0)
	return sum, stepFits && lastFits && overSteps|overLast|carry|carryRests == 0
}

// share divides principal × rate by interestUnit. It is false if the quotient leaves 64
// bits.
func share(principal, rate uint64) (quotient, remainder uint64, ok bool) {
	hi, lo := bits.Mul64(principal, rate)
	if hi >= interestUnit {
		return 0, 0, false
	}
	quotient, remainder = bits.Div64(hi, lo, interestUnit)
	return quotient, remainder, true
}

// floorSum is the sum of floor((b + j × a) / m) for j from 0 to n − 1 (n above zero), in
// a number of steps that grows with the logarithm of n: it counts the grid points under
// a line, by turns along one axis and the other, as Euclid's algorithm divides.
func floorSum(n, m, a, b uint64) (sum uint64) {
	for {
		sum += n*(n-1)/2*(a/m) + n*(b/m)
		a %= m
		b %= m
		top := a*n + b
		if top < m {
			return sum
		}
		n, b = top/m, top%m
		m, a = a, m
	}
}

func ceilingOf(dividend, divisor uint64) uint64 {
	quotient := dividend / divisor
	if quotient*divisor < dividend {
		quotient++
	}
	return quotient
}
