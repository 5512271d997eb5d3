package oracle

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// pay credits a payment: first to the account that it names, then to all.
func (r *replay) pay(entry ledger.Entry) {
	order := r.order(entry.SourceRule)
	left := entry.Amount
	if entry.Account != 0 {
		left = r.credit(left, order, func(account ledger.AccountNumber) bool { return account == entry.Account })
	}
	r.held += r.credit(left, order, anyAccount)
}

// useHeldCredit pays what is owed from the held credit, by the default order.
func (r *replay) useHeldCredit() {
	r.held = r.credit(r.held, r.order(0), anyAccount)
}

func anyAccount(ledger.AccountNumber) bool { return true }

// order is the order of crediting on the day, for a source rule (0: any payment).
func (r *replay) order(sourceRule uint8) []policy.Class {
	if sourceRule != 0 {
		dated, found := inForce(r.policy.BySource[sourceRule-1].Orders, r.day)
		if found && !dated.Default {
			return dated.Order
		}
	}
	dated, _ := inForce(r.policy.Default, r.day)
	return dated.Order
}

// inForce finds the order with the latest first day that is not after the day.
func inForce(orders []policy.DatedOrder, day ledger.Date) (latest policy.DatedOrder, found bool) {
	for _, dated := range orders {
		if dated.From <= day && (!found || dated.From > latest.From) {
			latest, found = dated, true
		}
	}
	return latest, found
}

// credit pays debts class by class on the accounts allowed and returns what is left.
func (r *replay) credit(left ledger.Cents, order []policy.Class, allowed func(ledger.AccountNumber) bool) ledger.Cents {
	for _, class := range order {
		mayPay := func(account ledger.AccountNumber) bool {
			return allowed(account) && (class.Owed == ledger.Anyone || class.Owed == r.policy.Accounts[account-1].OwedTo)
		}
		before := left
		switch class.Kind {
		case policy.Current:
			left = r.payInstallments(left, false, mayPay)
			continue
		case policy.Principal:
			left = r.payInstallments(left, true, mayPay)
		case policy.Interest:
			left = r.payInterest(left, mayPay)
		}
		if r.asOf.MonthStart().AddMonths(-12) <= r.day && r.day < r.asOf.MonthStart() {
			r.paidToArrears += before - left
		}
	}
	return left
}

// payInstallments pays past-due principal, or else the charges of the month under way,
// oldest first, and returns what is left.
func (r *replay) payInstallments(left ledger.Cents, pastDue bool, mayPay func(ledger.AccountNumber) bool) ledger.Cents {
	for i := range r.installments {
		installment := &r.installments[i]
		if installment.pastDue == pastDue && mayPay(installment.account) {
			paid := min(left, installment.unpaid)
			installment.unpaid -= paid
			left -= paid
		}
	}
	return left
}

// payInterest pays payable interest, by account order, and returns what is left.
func (r *replay) payInterest(left ledger.Cents, mayPay func(ledger.AccountNumber) bool) ledger.Cents {
	for i := range r.policy.Accounts {
		account := ledger.AccountNumber(i + 1)
		if left > 0 && mayPay(account) {
			paid := min(left, r.payable(account))
			r.addInterest(account, -paid)
			left -= paid
		}
	}
	return left
}

// adjust adds past-due principal, or takes the account's principal away and then its
// charges of the month; the rest becomes held credit.
func (r *replay) adjust(entry ledger.Entry) {
	if entry.Amount > 0 {
		r.owe(entry, true)
		return
	}
	ofAccount := func(account ledger.AccountNumber) bool { return account == entry.Account }
	left := r.payInstallments(-entry.Amount, true, ofAccount)
	r.held += r.payInstallments(left, false, ofAccount)
}

// adjustInterest adds to the account's unpaid interest, or takes payable interest away;
// the rest becomes held credit.
func (r *replay) adjustInterest(entry ledger.Entry) {
	if entry.Amount > 0 {
		r.addInterest(entry.Account, entry.Amount)
		return
	}
	taken := min(-entry.Amount, r.payable(entry.Account))
	r.addInterest(entry.Account, -taken)
	r.held += -entry.Amount - taken
}
