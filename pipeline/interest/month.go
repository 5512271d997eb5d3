package interest

import (
	"cmp"
	"math/bits"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// advance brings the case to the morning of a day: months that have passed end, their
// unpaid charges become past due, and held credit is used. e.rows[next:] are yet to
// come.
func (e *Engine) advance(day ledger.Date, next int) {
	if e.monthEnd == 0 {
		e.openMonth(day.MonthStart(), next)
		return
	}
	for e.monthEnd <= day {
		first := e.monthEnd
		e.useHeldUntil(first)
		e.endMonth(first)
		e.openMonth(first, next)
		e.useHeld(first)
		if len(e.charges) == 0 && (e.held == 0 || !e.owesAnything(first)) && e.monthEnd <= day {
			e.monthEnd = day.MonthStart() // nothing can happen before then
		}
	}
	e.useHeldUntil(day)
}

// openMonth makes the charges of the month current support: they stand in e.rows from
// next on, also those due later in the month.
func (e *Engine) openMonth(first ledger.Date, next int) {
	e.monthStart, e.monthEnd = first, first.NextMonthStart()
	e.dueThrough = first - 1
	sorted := true
	for i := next; i < len(e.rows) && e.rows[i].Date < e.monthEnd; i++ {
		row := &e.rows[i]
		if row.Type != ledger.Charge {
			continue
		}
		new := installment{row.Date, row.Account, row.Position, row.Amount}
		if n := len(e.charges); n > 0 && compareDue(e.charges[n-1], new) > 0 {
			sorted = false
		}
		e.charges = append(e.charges, new)
	}
	if !sorted {
		slices.SortStableFunc(e.charges, compareDue)
	}
	if len(e.charges) > manyCharges {
		e.unpaid = append(e.unpaid[:0], make([]int32, len(e.accounts))...)
	}
}

// compareDue orders charges by due date, then account.
func compareDue(a, b installment) int {
	return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.account, b.account))
}

// endMonth turns what is unpaid of the month's charges into past-due principal at the
// start of the next month's first day.
func (e *Engine) endMonth(first ledger.Date) {
	if len(e.charges) > 0 {
		e.balance.LastChargeMonth = e.monthStart
	}
	for _, charge := range e.charges {
		if charge.remaining == 0 {
			continue
		}
		e.failed = e.monthStart
		a := &e.accounts[charge.account-1]
		if e.rules.Starts == policy.NextMonth {
			e.changeBearing(charge.account, first, charge.remaining)
		}
		a.add(ofCharges, charge)
		if e.trace != nil {
			e.trace.add(Step{Day: first, Kind: BecamePastDue, Account: charge.account, Installment: charge.date, Amount: charge.remaining})
		}
	}
	e.charges = e.charges[:0]
}

// accrue brings an account's interest up to the start of a day.
func (e *Engine) accrue(n ledger.AccountNumber, day ledger.Date) *account {
	a := &e.accounts[n-1]
	if a.bearing != 0 && a.since < day {
		borne := product(a.bearing, e.calendar.weight(e.spans, a.since, day))
		a.interest = a.interest.plus(borne)
		e.accrued = e.accrued.plus(borne)
		if e.trace != nil {
			e.trace.bore(n, a.since, day, a.bearing)
		}
	}
	a.since = day
	return a
}

// changeBearing changes what bears interest from a day on: the day itself bears on the
// principal after all of its entries.
func (e *Engine) changeBearing(n ledger.AccountNumber, day ledger.Date, by ledger.Cents) {
	e.accrue(n, day).bearing += by
}

// payable is an account's interest that a payment on a day can pay off.
func (e *Engine) payable(n ledger.AccountNumber, day ledger.Date) ledger.Cents {
	a := e.accrue(n, day)
	if a.interest.zero() {
		return 0
	}
	return a.interest.payable(e.calendar.denominator)
}

// owesAnything tells whether held credit could pay something on a day.
func (e *Engine) owesAnything(day ledger.Date) bool {
	for _, charge := range e.charges {
		if charge.remaining > 0 {
			return true
		}
	}
	for set := e.used; set != 0; set &= set - 1 {
		n := ledger.AccountNumber(bits.TrailingZeros64(set) + 1)
		if e.accounts[n-1].principal > 0 || e.payable(n, day) > 0 {
			return true
		}
	}
	return false
}

// end closes the books on the as-of date: days before it have borne interest.
func (e *Engine) end() Balance {
	e.reported = e.reported[:0]
	for set := e.used; set != 0; set &= set - 1 {
		n := ledger.AccountNumber(bits.TrailingZeros64(set) + 1)
		shown := AccountBalance{Account: n, Interest: e.payable(n, e.asOf), Principal: e.accounts[n-1].principal}
		if a := &e.accounts[n-1]; a.principal > 0 {
			shown.OldestDue = a.oldest().date
		}
		for _, charge := range e.charges {
			if charge.account == n {
				shown.CurrentDue += charge.remaining
			}
		}
		e.reported = append(e.reported, shown)
	}
	e.balance.Accounts = e.reported
	e.balance.HeldCredit = e.held
	e.balance.CompliantMonths = int16(e.compliantMonths())
	e.balance.OutOfBalance = !e.conserved()
	return e.balance
}

// compliantMonths counts the complete months before the as-of month, going back, in
// which every charge due was paid by the month's end.
func (e *Engine) compliantMonths() int {
	limit := max(36, e.rules.COAP.ComplianceMonths)
	if e.failed == 0 {
		return limit
	}
	return min(limit, e.asOf.MonthIndex()-1-e.failed.MonthIndex())
}

// conserved checks in exact arithmetic that no money came or went: charges, judgments,
// adjustments, interest and its adjustments, less payments, are what is owed less the
// credit held. What is owed is added up anew from the installments.
func (e *Engine) conserved() bool {
	var owed ledger.Cents
	unpaid := numerator{}
	for set := e.used; set != 0; set &= set - 1 {
		a := &e.accounts[bits.TrailingZeros64(set)]
		for i := range a.due {
			for _, installment := range a.due[i].waiting() {
				owed += installment.remaining
			}
		}
		unpaid = unpaid.plus(a.interest)
	}
	for _, charge := range e.charges {
		owed += charge.remaining
	}
	came := e.balance.Charged + e.balance.Adjusted + e.balance.InterestAdjusted - e.balance.Paid
	difference := came - (owed - e.held)
	borne := e.accrued
	if difference >= 0 {
		borne = borne.plus(product(difference, e.calendar.denominator))
	} else {
		borne = borne.minus(product(-difference, e.calendar.denominator))
	}
	return borne == unpaid
}
