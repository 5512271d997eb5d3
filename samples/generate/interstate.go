package generate

import "arrears/pipeline/ledger"

// planInterstate draws where the other parent lives, and rates of the case's own.
func (c *caseFile) planInterstate() {
	r := &c.random
	c.twoState = r.flag(70)
	other := ""
	if c.twoState == ledger.Yes {
		other = pick(r, otherStates)
		c.cpState = pick(r, []string{other, other, other, "CA", ""})
	} else {
		c.cpState = pick(r, []string{"CA", "CA", "CA", ""})
	}
	if other != "" && r.permille(250) {
		rate := pick(r, []string{"12%", "9%", "6.5%", "0.04", "4.2500%", "0%"})
		c.rates = append(c.rates, rateOrder{from: c.start, rate: rate, note: "order of " + other + ", that state's rate"})
	}
	if r.permille(18) {
		c.serve()
	}
	if r.permille(6) {
		from := c.dayWithin()
		c.rates = append(c.rates, rateOrder{from: from, to: min(c.asOf, from+ledger.Date(r.between(90, 900))), rate: pick(r, []string{"0", "0.05", "7%"}), note: "stipulation, filed with the court"})
	}
}

// serve gives the case the 6 % cap of the Servicemembers Civil Relief Act for a tour of
// active duty, which may still be under way.
func (c *caseFile) serve() {
	from := c.dayWithin()
	tour := rateOrder{from: from, to: from.AddMonths(c.random.between(9, 48)) - 1, rate: pick(&c.random, []string{"6%", "6%", "0.06"}), note: "active duty, 6% cap"}
	if tour.to > c.asOf {
		tour.to = 0
	}
	c.rates = append(c.rates, tour)
}

// dayWithin is a day between the start of the case and the as-of date.
func (c *caseFile) dayWithin() ledger.Date {
	return c.start + ledger.Date(c.random.below(int(c.asOf-c.start)+1))
}

// record draws what the county's own system says of the case. Most recorded balances are
// plausible, some are stale or off, and many cases have none.
func (c *caseFile) record() {
	r := &c.random
	if r.permille(960) {
		c.currentSupport = ledger.Some(0)
		if c.ongoing {
			c.currentSupport = ledger.Some(c.support)
		}
	}
	principal, interest := c.balance.total+c.balance.currentDue(), c.balance.interest
	switch r.weighted(80, 8, 6, 6) {
	case 1:
		principal = r.percent(principal, 90, 112)
	case 2:
		interest = r.percent(interest, 70, 120)
	case 3:
		principal += r.cents(-min(principal, 25_000), 25_000)
	}
	if r.permille(700) {
		c.recordedPrincipal = ledger.Some(principal)
	}
	if r.permille(660) {
		c.recordedInterest = ledger.Some(interest)
	}
}
