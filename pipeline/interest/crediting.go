package interest

import (
	"math/bits"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// replayDay replays the entries of one day: charges and judgments, adjustments, held
// credit, payments. It returns the index of the next day's first entry.
func (e *Engine) replayDay(i int, day ledger.Date) int {
	e.dueThrough = day
	if e.rules.Starts == policy.DueDate {
		e.postCharges(day)
	}
	for ; i < len(e.rows) && e.rows[i].Date == day && e.rows[i].Type != ledger.Payment; i++ {
		row := &e.rows[i]
		switch row.Type {
		case ledger.Charge:
			e.balance.Charged += row.Amount
		case ledger.Judgment, ledger.Adjustment:
			e.adjust(row, day)
		case ledger.InterestAdjustment:
			e.adjustInterest(row, day)
		}
	}
	e.useHeld(day)
	for ; i < len(e.rows) && e.rows[i].Date == day; i++ {
		e.pay(&e.rows[i], day)
	}
	return i
}

// postCharges lets the charges due on a day bear interest from it.
func (e *Engine) postCharges(day ledger.Date) {
	for _, charge := range e.charges {
		if charge.date == day && charge.remaining > 0 {
			e.changeBearing(charge.account, day, charge.remaining)
		}
	}
}

// adjust adds past-due principal, or takes its account's past-due principal, oldest
// first, then its unpaid charges of the month; what is left over is held.
func (e *Engine) adjust(row *ledger.Entry, day ledger.Date) {
	e.balance.Adjusted += row.Amount
	if row.Amount > 0 {
		e.changeBearing(row.Account, day, row.Amount)
		kind := ofAdjustments
		if row.Type == ledger.Judgment {
			kind = ofJudgments
		}
		e.accounts[row.Account-1].add(kind, installment{day, row.Account, row.Position, row.Amount})
		return
	}
	origin := credit{amount: -row.Amount, day: day, only: row.Account, position: row.Position, kind: TakenAway}
	e.payPrincipal(&origin, ledger.Anyone)
	e.payCurrent(&origin, ledger.Anyone)
	e.hold(&origin)
}

// adjustInterest adds to the unpaid interest, or takes from what is payable; what is
// left over is held.
func (e *Engine) adjustInterest(row *ledger.Entry, day ledger.Date) {
	e.balance.InterestAdjusted += row.Amount
	if row.Amount > 0 {
		a := &e.accounts[row.Account-1]
		a.interest = a.interest.plus(product(row.Amount, e.calendar.denominator))
		return
	}
	origin := credit{amount: -row.Amount, day: day, only: row.Account, position: row.Position, kind: TakenAway}
	e.payInterest(&origin, ledger.Anyone)
	e.hold(&origin)
}

// pay credits a payment: where it names an account, through the order once for that
// account alone; then through the order for all accounts. The rest is held.
func (e *Engine) pay(row *ledger.Entry, day ledger.Date) {
	e.balance.Paid += row.Amount
	e.balance.LastPaymentDate, e.balance.LastPaymentAmount = day, row.Amount
	payment := credit{amount: row.Amount, day: day, only: row.Account, position: row.Position, kind: Credited}
	order := e.rules.OrderOn(day, row.SourceRule)
	if row.Account != 0 {
		e.credit(&payment, order)
		payment.only = 0
	}
	e.credit(&payment, order)
	e.hold(&payment)
}

// credit is money looking for a debt.
type credit struct {
	amount   ledger.Cents // what is left of it
	day      ledger.Date
	only     ledger.AccountNumber // pays this account alone; 0: all
	position ledger.Position      // of the entry it comes from; 0 for held credit
	kind     StepKind             // for the trace
}

func (e *Engine) credit(c *credit, order []policy.Class) {
	for _, class := range order {
		if c.amount == 0 {
			return
		}
		before := c.amount
		switch class.Kind {
		case policy.Current:
			e.payCurrent(c, class.Owed)
			continue
		case policy.Principal:
			e.payPrincipal(c, class.Owed)
		case policy.Interest:
			e.payInterest(c, class.Owed)
		}
		if c.day >= e.arrearsFrom && c.day < e.arrearsTo {
			e.balance.PaidToArrears += before - c.amount
		}
	}
}

// reaches tells whether the credit may pay an account under a class narrowed to owed.
func (e *Engine) reaches(c *credit, owed ledger.OwedTo, n ledger.AccountNumber) bool {
	return (c.only == 0 || c.only == n) && (owed == ledger.Anyone || e.rules.Accounts[n-1].OwedTo == owed)
}

// payCurrent pays the month's charges by due date, then account order.
func (e *Engine) payCurrent(c *credit, owed ledger.OwedTo) {
	if len(e.charges) > manyCharges {
		e.payManyCurrent(c, owed)
		return
	}
	for i := range e.charges {
		charge := &e.charges[i]
		if c.amount == 0 {
			return
		}
		if charge.remaining > 0 && e.reaches(c, owed, charge.account) {
			e.payCharge(c, charge)
		}
	}
}

// manyCharges is how many charges a month may have for each to be looked at whenever
// something is paid.
var manyCharges = 64

// payManyCurrent is payCurrent for months of many charges: it does not look again at those
// that are paid, for their number squared would take hours.
func (e *Engine) payManyCurrent(c *credit, owed ledger.OwedTo) {
	for c.amount > 0 {
		first := int32(len(e.charges))
		for set := e.used; set != 0; set &= set - 1 {
			if n := ledger.AccountNumber(bits.TrailingZeros64(set) + 1); e.reaches(c, owed, n) {
				first = min(first, e.firstUnpaid(n))
			}
		}
		if int(first) == len(e.charges) {
			return
		}
		e.payCharge(c, &e.charges[first])
	}
}

// firstUnpaid is the place of an account's first unpaid charge of the month; behind the
// last charge if there is none.
func (e *Engine) firstUnpaid(n ledger.AccountNumber) int32 {
	at := e.unpaid[n-1]
	for int(at) < len(e.charges) && (e.charges[at].account != n || e.charges[at].remaining == 0) {
		at++
	}
	e.unpaid[n-1] = at
	return at
}

func (e *Engine) payCharge(c *credit, charge *installment) {
	paid := min(c.amount, charge.remaining)
	charge.remaining -= paid
	c.amount -= paid
	if e.rules.Starts == policy.DueDate && charge.date <= e.dueThrough {
		e.changeBearing(charge.account, c.day, -paid)
	}
	e.told(c, policy.Current, charge.account, charge.date, paid)
}

// payPrincipal pays past-due installments, oldest first across accounts, then by
// account order.
func (e *Engine) payPrincipal(c *credit, owed ledger.OwedTo) {
	for c.amount > 0 {
		n, due := e.oldest(c, owed)
		if n == 0 {
			return
		}
		paid := min(c.amount, due.remaining)
		due.remaining -= paid
		c.amount -= paid
		e.accounts[n-1].principal -= paid
		e.changeBearing(n, c.day, -paid)
		e.told(c, policy.Principal, n, due.date, paid)
	}
}

// oldest is the account whose oldest past-due installment the credit pays next, and that;
// 0 if there is none within its reach.
func (e *Engine) oldest(c *credit, owed ledger.OwedTo) (oldest ledger.AccountNumber, due *installment) {
	for set := e.used; set != 0; set &= set - 1 {
		n := ledger.AccountNumber(bits.TrailingZeros64(set) + 1)
		a := &e.accounts[n-1]
		if a.principal == 0 || !e.reaches(c, owed, n) {
			continue
		}
		if first := a.oldest(); oldest == 0 || first.date < due.date {
			oldest, due = n, first
		}
	}
	return oldest, due
}

// payInterest pays payable interest by account order.
func (e *Engine) payInterest(c *credit, owed ledger.OwedTo) {
	for set := e.used; set != 0 && c.amount > 0; set &= set - 1 {
		n := ledger.AccountNumber(bits.TrailingZeros64(set) + 1)
		if !e.reaches(c, owed, n) {
			continue
		}
		paid := min(c.amount, e.payable(n, c.day))
		if paid == 0 {
			continue
		}
		a := &e.accounts[n-1]
		a.interest = a.interest.minus(product(paid, e.calendar.denominator))
		c.amount -= paid
		e.told(c, policy.Interest, n, 0, paid)
	}
}

// hold keeps what is left of a credit for later.
func (e *Engine) hold(c *credit) {
	if c.amount == 0 {
		return
	}
	e.held += c.amount
	if e.trace != nil {
		e.trace.add(Step{Day: c.day, Kind: Held, Position: c.position, Amount: c.amount})
	}
}

// useHeld uses held credit for what is owed on a day.
func (e *Engine) useHeld(day ledger.Date) {
	e.today = day
	if e.held != 0 {
		e.spendHeld(day)
	}
}

// spendHeld spends held credit by the default order of a day.
func (e *Engine) spendHeld(day ledger.Date) {
	held := credit{amount: e.held, day: day, kind: HeldUsed}
	e.credit(&held, e.rules.OrderOn(day, 0))
	e.held = held.amount
}

// useHeldUntil tries held credit on each day after the last one tried and before a
// day, as long as something is owed: only an order that leaves a class out lets both
// stand side by side.
func (e *Engine) useHeldUntil(day ledger.Date) {
	if e.held > 0 {
		e.spendHeldUntil(day)
	}
}

func (e *Engine) spendHeldUntil(day ledger.Date) {
	for e.held > 0 && e.today+1 < day && e.owesAnything(e.today+1) {
		e.useHeld(e.today + 1)
	}
}

// told tells the trace what a credit paid.
func (e *Engine) told(c *credit, class policy.ClassKind, n ledger.AccountNumber, installment ledger.Date, paid ledger.Cents) {
	if e.trace != nil {
		e.trace.add(Step{Day: c.day, Kind: c.kind, Position: c.position, Class: class, Account: n, Installment: installment, Amount: paid,
			AtMonthStart: c.kind == HeldUsed && e.dueThrough < c.day})
	}
}
