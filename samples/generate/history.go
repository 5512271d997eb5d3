package generate

import "arrears/pipeline/ledger"

// action is an entry that the month under way holds. One that is to be voided does
// nothing to the balance, for a reversal follows.
type action struct {
	entry  entry
	voided bool
}

// reversal is an entry to be posted once its date has come.
type reversal struct {
	date   ledger.Date
	amount ledger.Cents
	ref    int32
}

// live makes the entries of a case, month by month, up to the as-of date.
func (c *caseFile) live() {
	if c.random.permille(6) {
		return // opened, never charged
	}
	b := &c.balance
	for month, first := 0, c.start; first <= c.asOf; month++ {
		b.accrue(first)
		b.turnMonth()
		if month >= c.months && b.arrears() == 0 && len(c.reversals) == 0 && month > 0 {
			return
		}
		next := first.NextMonthStart()
		c.planMonth(month, first, next)
		for i := range c.month {
			if c.month[i].entry.date <= c.asOf {
				c.post(&c.month[i])
			}
		}
		first = next
	}
	b.accrue(c.asOf)
}

// planMonth fills c.month, in the order of posting.
func (c *caseFile) planMonth(month int, first, next ledger.Date) {
	c.month = c.month[:0]
	if month == 0 {
		c.planJudgments(first)
	}
	c.planTransfers(month, first)
	if month < c.months {
		c.planCharges(month, first, next)
	}
	c.planPayments(month, first, next)
	if c.balance.arrears() > 10_000 {
		c.planIntercepts(first)
	}
	c.planCorrections(first)
	c.planReversals(next)
	c.sortMonth()
}

// add puts an entry on a day of the month.
func (c *caseFile) add(e entry) {
	c.month = append(c.month, action{entry: e})
}

// void has the entry just added reversed within reversalDays, unless that lies ahead.
func (c *caseFile) void() {
	last := &c.month[len(c.month)-1]
	last.voided = last.entry.date+reversalDays <= c.asOf
}

// reversalDays is how long it takes at most until an entry is reversed.
const reversalDays = 31

// sortMonth sorts by date, then rank; insertion keeps the order of equals, and the
// few entries of a month are nearly sorted.
func (c *caseFile) sortMonth() {
	m := c.month
	for i := 1; i < len(m); i++ {
		for k := i; k > 0 && m[k].entry.before(&m[k-1].entry); k-- {
			m[k], m[k-1] = m[k-1], m[k]
		}
	}
}

func (e *entry) before(other *entry) bool {
	if e.date != other.date {
		return e.date < other.date
	}
	return e.rank() < other.rank()
}

// post gives the entry its identifier and books it.
func (c *caseFile) post(a *action) {
	e := &a.entry
	c.nextID += int32(c.random.between(1, 3))
	e.id = c.nextID
	c.entries = append(c.entries, *e)
	if a.voided {
		// Never in the month of the entry, whose actions are already in order.
		date := max(e.date+ledger.Date(c.random.between(2, 19)), e.date.NextMonthStart())
		c.reversals = append(c.reversals, reversal{date, e.amount, e.id})
		return
	}
	b := &c.balance
	switch e.kind {
	case ledger.Judgment, ledger.Adjustment:
		b.accrue(e.date)
		if e.amount > 0 {
			b.owe(e.account, e.amount)
		} else {
			b.forgive(e.account, -e.amount)
		}
	case ledger.InterestAdjustment:
		b.interest += e.amount
	case ledger.Payment:
		b.accrue(e.date)
		b.pay(e.amount)
	}
}

// planJudgments posts retroactive support, for the months between filing and order, and
// now and then the costs of birth.
func (c *caseFile) planJudgments(first ledger.Date) {
	r := &c.random
	owed := naa
	if c.onAid(0) {
		owed = c.aidKind
	}
	if c.months == 0 || r.permille(340) {
		amount := c.support * ledger.Cents(r.between(1, 14))
		if c.months == 0 {
			amount *= ledger.Cents(r.between(1, 5))
		}
		c.add(entry{kind: ledger.Judgment, date: first + ledger.Date(r.below(5)), amount: amount, account: owed})
	}
	if r.permille(15) {
		c.add(entry{kind: ledger.Judgment, date: first + ledger.Date(r.below(25)), amount: r.cents(20_000, 320_000), account: med})
	}
}

// planTransfers moves debts between accounts as aid begins and ends: arrears of before
// are assigned for the time of aid, and go back to the family, conditionally or for
// good, afterwards; so does what exceeds the aid paid.
func (c *caseFile) planTransfers(month int, first ledger.Date) {
	b, r := &c.balance, &c.random
	for _, p := range c.aid {
		if month == p.from && c.aidKind == paa && r.permille(600) {
			c.transfer(first, naa, taa, b.principal[naa])
		}
		if month == p.to {
			c.transfer(first, taa, pick(r, []account{caa, caa, upa}), b.principal[taa])
			if r.permille(300) {
				c.transfer(first, paa, uda, r.percent(b.principal[paa], 10, 40))
			}
		}
	}
}

func (c *caseFile) transfer(date ledger.Date, from, to account, amount ledger.Cents) {
	if amount > 0 {
		c.add(entry{kind: ledger.Adjustment, date: date, amount: -amount, account: from})
		c.add(entry{kind: ledger.Adjustment, date: date, amount: amount, account: to})
	}
}

// planCharges posts the installments of the month. The balance learns of them at once,
// for a payment earlier in the month counts towards them.
func (c *caseFile) planCharges(month int, first, next ledger.Date) {
	r := &c.random
	if month > 0 && r.permille(7) {
		c.support = max(2_500, r.percent(c.support, 65, 140)/100*100)
	}
	owed := naa
	if c.onAid(month) {
		owed = c.aidKind
	}
	date := min(first+ledger.Date(c.dueDay-1), next-1)
	if date > c.asOf {
		return
	}
	c.add(entry{kind: ledger.Charge, date: date, amount: c.support, account: owed})
	c.balance.charge(owed, c.support)
	if c.extra.holds(month) {
		amount := max(1_000, c.support/5)
		c.add(entry{kind: ledger.Charge, date: date, amount: amount, account: c.extraFor})
		c.balance.charge(c.extraFor, amount)
	}
	if r.permille(1) {
		c.add(entry{kind: ledger.Charge, date: date, amount: c.support, account: owed})
		c.void()
	}
}

// planReversals posts the reversals whose date falls into the month.
func (c *caseFile) planReversals(next ledger.Date) {
	kept := c.reversals[:0]
	for _, v := range c.reversals {
		if v.date < next {
			c.add(entry{kind: ledger.Reversal, date: v.date, amount: v.amount, ref: v.ref})
		} else {
			kept = append(kept, v)
		}
	}
	c.reversals = kept
}
