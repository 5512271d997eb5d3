package oracle

import (
	"math/big"
	"testing"

	"arrears/pipeline/ledger"
)

// The window of paid_to_arrears_12m as of 2020-10-31 is October 2019 to September 2020.
func TestPaidToArrears(t *testing.T) {
	debts := []ledger.Entry{judgment("2019-01-01", naa, 10000), interestAdjustment("2019-01-01", naa, 10000), charge("2020-06-20", naa, 1000)}
	for _, c := range []struct {
		name string
		last ledger.Entry
		want ledger.Cents
	}{
		{"the day before", payment("2019-09-30", 500), 0},
		{"the first day", payment("2019-10-01", 500), 500},
		{"the last day", payment("2020-09-30", 500), 500},
		{"the day after", payment("2020-10-01", 500), 0},
		{"current support", payment("2020-06-01", 1500), 500},
		{"interest", payment("2020-07-01", 12000), 12000},
		{"an adjustment", adjustment("2020-07-01", naa, -500), 0},
		{"what an adjustment leaves", adjustment("2020-07-01", paa, -500), 500},
		{"what an interest adjustment leaves", interestAdjustment("2020-07-01", paa, -500), 500},
	} {
		t.Run(c.name, func(t *testing.T) {
			result := Replay(californiaPolicy(), ledger.MustDate("2020-10-31"), append(debts[:3:3], c.last), noInterest())
			if result.PaidToArrears != c.want {
				t.Errorf("paid to arrears %v, want %v", result.PaidToArrears, c.want)
			}
		})
	}
}

// Compliance looks at the end of each month before the as-of month: a charge paid on the
// last day counts, one paid on the next day does not.
func TestCompliantMonths(t *testing.T) {
	for _, c := range []struct {
		name    string
		entries []ledger.Entry
		want    int
	}{
		{"no entries", nil, 36},
		{"paid on the last day", []ledger.Entry{charge("2020-08-01", naa, 100), payment("2020-08-31", 100)}, 36},
		{"paid a day late", []ledger.Entry{charge("2020-08-01", naa, 100), payment("2020-09-01", 100)}, 1},
		{"a cent unpaid", []ledger.Entry{charge("2020-09-30", naa, 100), payment("2020-09-30", 99)}, 0},
		{"the as-of month", []ledger.Entry{charge("2020-10-01", naa, 100)}, 36},
		{"taken by an adjustment", []ledger.Entry{charge("2020-09-01", naa, 100), adjustment("2020-09-02", naa, -100)}, 36},
		{"long ago", []ledger.Entry{charge("2017-10-01", naa, 100)}, 35},
		{"longer ago", []ledger.Entry{charge("2017-09-01", naa, 100)}, 36},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Replay(californiaPolicy(), ledger.MustDate("2020-10-31"), c.entries, nil).CompliantMonths; got != c.want {
				t.Errorf("%d months, want %d", got, c.want)
			}
		})
	}
	p := californiaPolicy()
	p.COAP.ComplianceMonths = 40
	if got := Replay(p, ledger.MustDate("2020-10-31"), []ledger.Entry{charge("2017-07-01", naa, 100)}, nil).CompliantMonths; got != 38 {
		t.Errorf("%d months where the policy asks for 40, want 38", got)
	}
}

// Of two payments on the last day the later row counts; accounts are listed once an entry
// names them, a payment too.
func TestLastPaymentAndAccounts(t *testing.T) {
	entries := []ledger.Entry{
		payment("2020-03-05", 300), paymentTo("2020-03-05", fc, 100), payment("2020-03-04", 200),
		charge("2020-03-06", paa, 700), payment("2020-03-07", 900),
	}
	result := Replay(californiaPolicy(), ledger.MustDate("2020-03-06"), entries, nil)
	if result.LastPaymentDate != ledger.MustDate("2020-03-05") || result.LastPaymentAmount != 100 || result.Paid != 600 {
		t.Errorf("last payment %v on %v of %v", result.LastPaymentAmount, result.LastPaymentDate, result.Paid)
	}
	if len(result.Accounts) != 2 || result.Accounts[0].Number != paa || result.Accounts[1].Number != fc {
		t.Errorf("accounts %v, want PAA and FC", result.Accounts)
	}
	if result.LastChargeMonth != 0 {
		t.Errorf("last charge month %v, want none before the as-of month", result.LastChargeMonth)
	}
}

func TestUnbalanced(t *testing.T) {
	result := Result{Charged: 500, Paid: 200, InterestAccrued: big.NewRat(1, 3),
		Accounts: []Account{{Principal: 300, UnpaidInterest: big.NewRat(1, 3)}}}
	if err := result.unbalanced(); err != nil {
		t.Errorf("balanced figures: %v", err)
	}
	result.Accounts[0].Principal = 299
	if err := result.unbalanced(); err == nil || err.Error() != "money is not conserved: 1 cents too much was owed" {
		t.Errorf("a cent was lost: %v", err)
	}
}
