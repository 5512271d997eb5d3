// Package oracle replays one case a second time, written apart from the engine, so that
// tests can hold the one against the other. It walks through every day of a case in the
// order in which the rules tell it, and is as slow as that: nothing but tests uses it.
package oracle

import (
	"fmt"
	"math/big"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Account is what is owed on one account, in cents.
type Account struct {
	Number         ledger.AccountNumber
	Principal      ledger.Cents // past due
	Interest       ledger.Cents // payable
	CurrentDue     ledger.Cents
	OldestDue      ledger.Date // of past-due principal; zero if none
	UnpaidInterest *big.Rat    // exact, in cents
}

// Result is what a case shows as of a date. Amounts are in cents.
type Result struct {
	Accounts          []Account // those that an entry names, in account order
	HeldCredit        ledger.Cents
	Charged           ledger.Cents
	Adjusted          ledger.Cents // adjustments, signed, and judgments
	InterestAdjusted  ledger.Cents
	Paid              ledger.Cents
	PaidToArrears     ledger.Cents // in the 12 complete months before the as-of month
	LastPaymentAmount ledger.Cents
	LastPaymentDate   ledger.Date
	LastChargeMonth   ledger.Date // before the as-of month
	Entries           int
	CompliantMonths   int
	InterestAccrued   *big.Rat // exact, in cents, on all accounts
}

// installment is a charge, a judgment or a positive adjustment, or what is left of it.
type installment struct {
	account ledger.AccountNumber
	date    ledger.Date // due or posted
	unpaid  ledger.Cents
	pastDue bool // false: a charge of the month under way
}

// replay is a case in the middle of a day.
type replay struct {
	policy  *policy.Policy
	rates   []ledger.RateEvent
	asOf    ledger.Date
	day     ledger.Date
	entries map[ledger.Date][]ledger.Entry // each day's in input order

	// installments holds all past-due principal and the charges of the month under way,
	// also those due later in it, by date, then account, then input order.
	installments  []installment
	interest      [ledger.AccountsMax + 1]big.Int // unpaid, in parts of a cent
	accrued       big.Int                         // on all accounts, in parts of a cent
	held          ledger.Cents
	paidToArrears ledger.Cents
	unpaidMonths  map[int]bool // by month index: a charge was unpaid at the month's end
}

// Replay runs the entries, given in input order, up to and including the as-of date;
// later ones are left out. Reversals and what they void must be gone already. It panics
// where money is not conserved.
func Replay(p *policy.Policy, asOf ledger.Date, entries []ledger.Entry, rates []ledger.RateEvent) Result {
	r := &replay{policy: p, rates: rates, asOf: asOf, entries: map[ledger.Date][]ledger.Entry{}, unpaidMonths: map[int]bool{}}
	result := Result{}
	first := asOf
	for _, entry := range entries {
		if entry.Date > asOf {
			continue
		}
		r.entries[entry.Date] = append(r.entries[entry.Date], entry)
		first = min(first, entry.Date)
		result.count(entry, asOf)
	}
	for r.day = first.MonthStart(); r.day <= asOf; r.day++ {
		r.runDay()
	}
	r.conclude(&result)
	if err := result.unbalanced(); err != nil {
		panic(err)
	}
	return result
}

// runDay takes the day's steps in the order of the rules.
func (r *replay) runDay() {
	if r.day == r.day.MonthStart() {
		r.startMonth()
	}
	today := r.entries[r.day]
	for _, entry := range today {
		if entry.Type == ledger.Judgment {
			r.owe(entry, true)
		}
	}
	for _, entry := range today {
		switch entry.Type {
		case ledger.Adjustment:
			r.adjust(entry)
		case ledger.InterestAdjustment:
			r.adjustInterest(entry)
		}
	}
	r.useHeldCredit()
	for _, entry := range today {
		if entry.Type == ledger.Payment {
			r.pay(entry)
		}
	}
	if r.day < r.asOf && r.policy.DayCount != policy.Monthly {
		r.accrueDay()
	}
}

// startMonth closes the month just ended and opens the new one. A charge can be paid
// from the start of its month, so all charges of the new month are put up here.
func (r *replay) startMonth() {
	if r.policy.DayCount == policy.Monthly {
		r.accrueMonth()
	}
	for i := range r.installments {
		installment := &r.installments[i]
		if !installment.pastDue && installment.unpaid > 0 {
			r.unpaidMonths[installment.date.MonthIndex()] = true
		}
		installment.pastDue = true
	}
	r.installments = slices.DeleteFunc(r.installments, func(i installment) bool { return i.unpaid == 0 })
	for day := r.day; day < r.day.NextMonthStart(); day++ {
		for _, entry := range r.entries[day] {
			if entry.Type == ledger.Charge {
				r.owe(entry, false)
			}
		}
	}
	r.useHeldCredit()
}

func (r *replay) owe(entry ledger.Entry, pastDue bool) {
	r.installments = append(r.installments, installment{entry.Account, entry.Date, entry.Amount, pastDue})
	slices.SortStableFunc(r.installments, func(a, b installment) int {
		if a.date != b.date {
			return int(a.date) - int(b.date)
		}
		return int(a.account) - int(b.account)
	})
}

// count adds an entry to the totals that need no replay.
func (result *Result) count(entry ledger.Entry, asOf ledger.Date) {
	result.Entries++
	switch entry.Type {
	case ledger.Charge:
		result.Charged += entry.Amount
		if entry.Date < asOf.MonthStart() {
			result.LastChargeMonth = max(result.LastChargeMonth, entry.Date.MonthStart())
		}
	case ledger.Judgment, ledger.Adjustment:
		result.Adjusted += entry.Amount
	case ledger.InterestAdjustment:
		result.InterestAdjusted += entry.Amount
	case ledger.Payment:
		result.Paid += entry.Amount
		if entry.Date >= result.LastPaymentDate {
			result.LastPaymentDate, result.LastPaymentAmount = entry.Date, entry.Amount
		}
	default:
		panic(fmt.Sprintf("entry of type %d: reversals are applied before the replay", entry.Type))
	}
	named := func(account Account) bool { return account.Number == entry.Account }
	if entry.Account != 0 && !slices.ContainsFunc(result.Accounts, named) {
		result.Accounts = append(result.Accounts, Account{Number: entry.Account})
	}
}

// conclude reads the balances at the end of the as-of date.
func (r *replay) conclude(result *Result) {
	slices.SortFunc(result.Accounts, func(a, b Account) int { return int(a.Number) - int(b.Number) })
	for i := range result.Accounts {
		account := &result.Accounts[i]
		account.Interest = r.payable(account.Number)
		account.UnpaidInterest = inCents(&r.interest[account.Number])
		for _, installment := range r.installments {
			switch {
			case installment.account != account.Number || installment.unpaid == 0:
			case !installment.pastDue:
				account.CurrentDue += installment.unpaid
			default:
				account.Principal += installment.unpaid
				if account.OldestDue == 0 {
					account.OldestDue = installment.date
				}
			}
		}
	}
	result.HeldCredit = r.held
	result.PaidToArrears = r.paidToArrears
	result.InterestAccrued = inCents(&r.accrued)
	longest := max(36, r.policy.COAP.ComplianceMonths)
	for result.CompliantMonths < longest && !r.unpaidMonths[r.asOf.MonthIndex()-1-result.CompliantMonths] {
		result.CompliantMonths++
	}
}

// unbalanced says by how much money was made or lost, nil if it was not.
func (result *Result) unbalanced() error {
	difference := new(big.Rat).SetInt64(int64(result.Charged + result.Adjusted + result.InterestAdjusted - result.Paid + result.HeldCredit))
	difference.Add(difference, result.InterestAccrued)
	for _, account := range result.Accounts {
		difference.Sub(difference, new(big.Rat).SetInt64(int64(account.Principal+account.CurrentDue)))
		difference.Sub(difference, account.UnpaidInterest)
	}
	if difference.Sign() != 0 {
		return fmt.Errorf("money is not conserved: %s cents too much was owed", difference.RatString())
	}
	return nil
}
