package payoff

import "arrears/pipeline/ledger"

// LevelPayment is the smallest monthly amount, to the cent and without an upfront sum,
// that pays a debt off within so many months (at most MonthsMax count), principal first;
// 0 for no debt. It is false if there is no month to pay in or if the cost leaves 64
// bits.
func LevelPayment(d Debt, months int, rate ledger.Rate) (ledger.Cents, bool) {
	if d == (Debt{}) {
		return 0, true
	}
	if months < 1 {
		return 0, false
	}
	term := uint64(min(months, MonthsMax))
	low := ceilingOf(uint64(d.Principal)+uint64(d.Interest), term)
	high, ok := d.asked(low, term, rate)
	if !ok {
		return 0, false
	}
	if high <= low {
		return ledger.Cents(low), true
	}
	return ledger.Cents(d.narrow(low, high, term, rate)), true
}

// narrow finds the smallest amount that pays the debt off within the term, given one
// that is too small and one that is enough.
//
// What an amount asks for over the term (asked) falls as the amount grows. So an amount
// that is too small asks for one that is enough, and one that is enough asks for one
// below which nothing is. Both bounds are drawn in so, by a factor of about rate × term
// / 24 a time; where that is slow, by halves.
func (d Debt) narrow(tooSmall, enough, term uint64, rate ledger.Rate) uint64 {
	for enough-tooSmall > 1 {
		width := enough - tooSmall
		asked, _ := d.asked(enough, term, rate)
		least := max(asked, tooSmall+1)
		asked, _ = d.asked(least, term, rate)
		if asked <= least {
			return least
		}
		tooSmall, enough = least, min(enough, asked)
		if middle := tooSmall + (enough-tooSmall)/2; enough-tooSmall > width/2 {
			if asked, _ = d.asked(middle, term, rate); asked <= middle {
				enough = middle
			} else {
				tooSmall = middle
			}
		}
	}
	return enough
}

// asked is the amount a month that covers, over the term, what paying the given amount
// a month costs. The given amount pays the debt off within the term if it is no less.
func (d Debt) asked(monthly, term uint64, rate ledger.Rate) (amount uint64, ok bool) {
	total, _, ok := d.cost(ledger.Cents(monthly), rate)
	return ceilingOf(total, term), ok
}
