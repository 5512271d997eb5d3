package wire

import (
	"math"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
)

// NewReplayed is the item of a replayed case for its NCP.
func NewReplayed(c *ledger.Case, balance *interest.Balance) Item {
	w := begin(ReplayedItem, 128)
	w.caseRow(c)
	for _, amount := range amountsOf(balance) {
		w.signed(int64(*amount))
	}
	w.number(uint64(balance.LastPaymentDate))
	w.number(uint64(balance.LastChargeMonth))
	w.number(uint64(balance.Entries))
	w.number(uint64(balance.CompliantMonths))
	w.flag(balance.OutOfBalance)
	w.number(uint64(len(balance.Accounts)))
	for i := range balance.Accounts {
		account := &balance.Accounts[i]
		w.octet(byte(account.Account))
		w.signed(int64(account.Principal))
		w.signed(int64(account.Interest))
		w.signed(int64(account.CurrentDue))
		w.number(uint64(account.OldestDue))
	}
	return Item(w)
}

// Replayed opens an item of a replayed case.
func (i Item) Replayed() (c ledger.Case, balance interest.Balance, err error) {
	r := open(i.data, ReplayedItem)
	r.caseRow(&c)
	for _, amount := range amountsOf(&balance) {
		*amount = ledger.Cents(r.signed())
	}
	balance.LastPaymentDate, balance.LastChargeMonth = r.date(), r.date()
	balance.Entries = int32(r.below(math.MaxInt32))
	balance.CompliantMonths = int16(r.below(math.MaxInt16))
	balance.OutOfBalance = r.flag()
	count := r.count()
	if count > ledger.AccountsMax {
		r.fail()
		return c, balance, r.err
	}
	if count > 0 {
		balance.Accounts = make([]interest.AccountBalance, count)
	}
	for k := range balance.Accounts {
		account := &balance.Accounts[k]
		account.Account = ledger.AccountNumber(r.octet())
		if account.Account < 1 || account.Account > ledger.AccountsMax {
			r.fail()
		}
		account.Principal, account.Interest, account.CurrentDue = ledger.Cents(r.signed()), ledger.Cents(r.signed()), ledger.Cents(r.signed())
		account.OldestDue = r.date()
	}
	return c, balance, r.end()
}

// amountsOf is the amounts of a balance in the order in which they are written.
func amountsOf(b *interest.Balance) [7]*ledger.Cents {
	return [...]*ledger.Cents{&b.HeldCredit, &b.Charged, &b.Adjusted, &b.InterestAdjusted, &b.Paid, &b.PaidToArrears, &b.LastPaymentAmount}
}
