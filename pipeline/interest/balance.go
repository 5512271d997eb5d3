// Package interest replays one case: it credits payments, accrues simple interest and
// says what is owed. It is pure and exact: cents in integers, interest in exact
// numerators, one rounding at the end.
package interest

import "arrears/pipeline/ledger"

// AccountBalance is what is owed on one account, in cents. It is reported for each
// account that the case's entries name.
type AccountBalance struct {
	Principal  ledger.Cents // past due
	Interest   ledger.Cents // payable: exact unpaid interest, rounded half away from zero, never below 0
	CurrentDue ledger.Cents // unpaid charges not yet past due
	OldestDue  ledger.Date  // date of the oldest past-due installment; zero if none
	Account    ledger.AccountNumber
}

// Balance is what a case shows as of a date.
type Balance struct {
	Accounts          []AccountBalance // in account order
	HeldCredit        ledger.Cents
	Charged           ledger.Cents
	Adjusted          ledger.Cents // adjustments, signed, and judgments
	InterestAdjusted  ledger.Cents
	Paid              ledger.Cents
	PaidToArrears     ledger.Cents // to principal and interest, in the 12 complete months before the as-of month
	LastPaymentAmount ledger.Cents
	LastPaymentDate   ledger.Date
	LastChargeMonth   ledger.Date // first day of the last complete month before the as-of month in which a charge fell due
	Entries           int32
	CompliantMonths   int16
	OutOfBalance      bool // money was not conserved: a fault of this program
}

// OldestDue is the date of the case's oldest past-due installment; zero if none.
func (b *Balance) OldestDue() ledger.Date {
	var oldest ledger.Date
	for _, account := range b.Accounts {
		if account.OldestDue != 0 && (oldest == 0 || account.OldestDue < oldest) {
			oldest = account.OldestDue
		}
	}
	return oldest
}
