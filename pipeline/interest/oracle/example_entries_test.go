package oracle

import (
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// The builders below make one entry each; amounts are in cents.

func charge(date string, account ledger.AccountNumber, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.Charge, Date: ledger.MustDate(date), Account: account, Amount: amount}
}

func judgment(date string, account ledger.AccountNumber, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.Judgment, Date: ledger.MustDate(date), Account: account, Amount: amount}
}

func adjustment(date string, account ledger.AccountNumber, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.Adjustment, Date: ledger.MustDate(date), Account: account, Amount: amount}
}

func interestAdjustment(date string, account ledger.AccountNumber, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.InterestAdjustment, Date: ledger.MustDate(date), Account: account, Amount: amount}
}

func payment(date string, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.Payment, Date: ledger.MustDate(date), Amount: amount}
}

func paymentTo(date string, account ledger.AccountNumber, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.Payment, Date: ledger.MustDate(date), Account: account, Amount: amount}
}

func offset(date string, amount ledger.Cents) ledger.Entry {
	return ledger.Entry{Type: ledger.Payment, Date: ledger.MustDate(date), Amount: amount, SourceRule: taxOffset}
}

// noInterest is a case's own rate of 0 % for all time.
func noInterest() []ledger.RateEvent { return []ledger.RateEvent{{From: ledger.DateMin}} }

// policyWith is the policy of California with other options.
func policyWith(dayCount policy.DayCount, starts policy.Start) *policy.Policy {
	p := californiaPolicy()
	p.DayCount, p.Starts = dayCount, starts
	return p
}

// owed is what an account owes, in cents.
type owed struct{ principal, interest, currentDue ledger.Cents }

// checkOwed compares accounts and held credit; accounts that are not given owe nothing.
func checkOwed(t *testing.T, result Result, want map[ledger.AccountNumber]owed, heldCredit ledger.Cents) {
	t.Helper()
	for _, account := range result.Accounts {
		if got := (owed{account.Principal, account.Interest, account.CurrentDue}); got != want[account.Number] {
			t.Errorf("account %d owes %v, want %v", account.Number, got, want[account.Number])
		}
	}
	if result.HeldCredit != heldCredit {
		t.Errorf("held credit %v, want %v", result.HeldCredit, heldCredit)
	}
}
