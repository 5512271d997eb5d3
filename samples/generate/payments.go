package generate

import "arrears/pipeline/ledger"

// planPayments posts what the parent pays in the month.
func (c *caseFile) planPayments(month int, first, next ledger.Date) {
	h := c.habitOf(month)
	r := &c.random
	if h.chance == 0 || !r.permille(h.chance) {
		return
	}
	amount := c.amountPaid(month, h)
	if amount <= 0 {
		return
	}
	for part := range h.parts {
		share := amount / ledger.Cents(h.parts-part)
		amount -= share
		day := c.payDay + r.between(-2, 2)
		if h.parts > 1 {
			day = (day+12)%14 + 1 + part*14
		}
		c.pay(min(first+ledger.Date(day-1), next-1), share, h.source)
	}
}

// amountPaid is what a month's payment comes to. Once support has ended, there is only
// the arrears to pay towards; who owes nothing and has paid ahead pays nothing.
func (c *caseFile) amountPaid(month int, h *habit) ledger.Cents {
	b, r := &c.balance, &c.random
	arrears := b.arrears()
	amount := ledger.Cents(0)
	if month < c.months && b.currentDue() > 0 {
		amount = c.support * ledger.Cents(h.share) / 100
		if h.share == 100 && c.extra.holds(month) {
			amount += max(1_000, c.support/5)
		}
		if r.permille(4) {
			amount *= ledger.Cents(r.between(2, 4)) // pays ahead, or catches up
		}
		if arrears > 0 {
			amount += min(arrears, c.support*ledger.Cents(h.extra)/100)
		}
		return amount
	}
	if c.ongoing {
		return 0
	}
	if r.permille(450) {
		return 0 // a withholding order often ends with current support
	}
	return min(arrears, max(2_500, c.support*ledger.Cents(max(h.extra, h.share/3))/100))
}

// pay posts one payment. Some bounce, and a few name an account.
func (c *caseFile) pay(date ledger.Date, amount ledger.Cents, from source) {
	r := &c.random
	e := entry{kind: ledger.Payment, date: date, amount: amount, source: from}
	if amount <= 0 {
		return
	}
	if r.permille(12) {
		e.account = c.balance.largest()
	}
	c.add(e)
	if (from == check || from == webPayment) && r.permille(25) {
		c.void()
	}
}

// planIntercepts posts what is taken from tax refunds in spring, and rarely from
// accounts, benefits and prizes.
func (c *caseFile) planIntercepts(first ledger.Date) {
	r := &c.random
	year, month, _ := first.Civil()
	if month >= 2 && month <= 5 && year >= 1983 && r.permille(c.parent.refunds/4) {
		c.intercept(first, federalTaxOffset, r.cents(18_000, 420_000))
		if r.permille(500) {
			c.intercept(first, stateTaxOffset, r.cents(3_000, 60_000))
		}
	} else if month >= 3 && month <= 5 && year >= 1983 && r.permille(c.parent.refunds/10) {
		c.intercept(first, stateTaxOffset, r.cents(3_000, 60_000))
	}
	switch draw := r.below(2000); {
	case draw == 0 && year >= 1986:
		c.intercept(first, lotteryIntercept, r.cents(6_000, 250_000))
	case draw <= 4:
		c.intercept(first, bankLevy, r.cents(5_000, 500_000))
	}
}

func (c *caseFile) intercept(first ledger.Date, from source, amount ledger.Cents) {
	amount = min(amount, c.balance.arrears())
	c.add(entry{kind: ledger.Payment, date: first + ledger.Date(c.random.below(28)), amount: amount, source: from})
}

// planCorrections posts what an audit of the account finds, in a few months of a case.
func (c *caseFile) planCorrections(first ledger.Date) {
	b, r := &c.balance, &c.random
	draw := r.below(1000)
	if draw >= 5 || b.total == 0 {
		return
	}
	e := entry{date: first + ledger.Date(r.below(28)), account: b.largest(), kind: ledger.Adjustment}
	switch draw {
	case 0, 1:
		e.amount = r.cents(500, 60_000)
	case 2:
		e.amount = -min(r.cents(500, 60_000), b.principal[e.account]/2)
	case 3:
		e.kind, e.amount = ledger.InterestAdjustment, r.cents(100, 30_000)
	case 4:
		e.kind, e.amount = ledger.InterestAdjustment, -min(r.cents(100, 30_000), b.interest/3)
	}
	if e.amount != 0 {
		c.add(e)
	}
}
