package interest_test

import (
	"math/rand"
	"testing"
	"time"

	"arrears/pipeline/interest"
	"arrears/pipeline/interest/oracle"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Months of many charges are paid as others are.
func TestManyChargesAgreeWithOracle(t *testing.T) {
	base, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	defer interest.SetManyCharges(0)()
	random := rand.New(rand.NewSource(77))
	for range 80 {
		compareUnderPolicy(t, random, oracle.Random(random, base))
	}
}

// A case of hundreds of thousands of rows is replayed in a moment, however they stand:
// the number of its rows squared would take minutes.
func TestRowsInTheWorstOrder(t *testing.T) {
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	const count = 100_000
	engine := interest.NewEngine(rules, ledger.MustDate("2026-10-31"))
	for name, rows := range map[string]func(i int) (kind ledger.EntryType, date string, account ledger.AccountNumber, amount ledger.Cents){
		"payments of what stands behind": func(i int) (ledger.EntryType, string, ledger.AccountNumber, ledger.Cents) {
			switch {
			case i < count:
				return ledger.Charge, "2026-09-01", 1, 100
			case i < 2*count:
				return ledger.Charge, "2026-09-02", 2, 1
			}
			return ledger.Payment, "2026-09-30", 2, 1
		},
		"charges before judgments": func(i int) (ledger.EntryType, string, ledger.AccountNumber, ledger.Cents) {
			if i < count {
				return ledger.Judgment, "2026-08-31", 1, 100
			}
			return ledger.Charge, "2026-08-01", 1, 100
		},
		"adjustments before judgments": func(i int) (ledger.EntryType, string, ledger.AccountNumber, ledger.Cents) {
			switch {
			case i < count:
				return ledger.Adjustment, "2026-08-31", 1, 100
			case i < 2*count:
				return ledger.Judgment, "2026-08-31", 1, 100
			}
			return ledger.Payment, "2026-09-15", 0, 1
		},
	} {
		entries := make([]ledger.Entry, 3*count)
		for i := range entries {
			e := &entries[i]
			var date string
			e.Type, date, e.Account, e.Amount = rows(i)
			e.Date, e.Position = ledger.MustDate(date), ledger.NewPosition(0, 0, i)
		}
		began := time.Now()
		if balance := engine.Replay(entries, nil); balance.OutOfBalance || balance.Entries != 3*count {
			t.Errorf("%s: %+v", name, balance)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: it took %s", name, took)
		}
	}
}
