package oracle

import (
	"math/big"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// A payment of 250.00 on January 5 pays the 100.00 due on January 20; 150.00 is held and
// pays February's 100.00 on February 1, once that charge is dated on or before the as-of
// date; March's is paid with the last 50.00.
func TestPrepayment(t *testing.T) {
	entries := []ledger.Entry{
		charge("2020-01-20", naa, 10000), charge("2020-02-20", naa, 10000), charge("2020-03-20", naa, 10000),
		payment("2020-01-05", 25000),
	}
	for _, c := range []struct {
		asOf      string
		want      owed
		held      ledger.Cents
		entries   int
		compliant int
	}{
		{"2020-01-19", owed{}, 25000, 1, 36},
		{"2020-01-20", owed{}, 15000, 2, 36},
		{"2020-02-19", owed{}, 15000, 2, 36},
		{"2020-02-20", owed{}, 5000, 3, 36},
		{"2020-03-20", owed{0, 0, 5000}, 0, 4, 36},
		{"2020-04-01", owed{5000, 0, 0}, 0, 4, 0},
	} {
		t.Run(c.asOf, func(t *testing.T) {
			result := Replay(californiaPolicy(), ledger.MustDate(c.asOf), entries, noInterest())
			checkOwed(t, result, map[ledger.AccountNumber]owed{naa: c.want}, c.held)
			if result.Entries != c.entries || result.CompliantMonths != c.compliant {
				t.Errorf("%d entries and %d compliant months, want %d and %d", result.Entries, result.CompliantMonths, c.entries, c.compliant)
			}
		})
	}
}

// Held credit goes before a payment of the same day: the 3.00 held pays the judgment by
// the default order; of the tax offset of 3.00, 2.00 pays the rest of it and 1.00 the
// government's interest. The other way round the family's interest would have been paid.
func TestHeldCreditBeforePayments(t *testing.T) {
	entries := []ledger.Entry{
		payment("2010-01-05", 300), offset("2010-01-10", 300), judgment("2010-01-10", paa, 500),
		interestAdjustment("2010-01-10", naa, 200), interestAdjustment("2010-01-10", paa, 200),
	}
	checkOwed(t, Replay(californiaPolicy(), ledger.MustDate("2010-01-10"), entries, noInterest()),
		map[ledger.AccountNumber]owed{naa: {0, 200, 0}, paa: {0, 100, 0}}, 0)
}

// Held credit waits where the default order pays nothing of what is owed, and is used on
// the day on which the order changes, whether or not the ledger has an entry then.
func TestHeldCreditOnChangeOfOrder(t *testing.T) {
	p := californiaPolicy()
	p.Default = []policy.DatedOrder{
		{From: ledger.DateMin, Order: []policy.Class{{Kind: policy.Current}}},
		{From: ledger.MustDate("2020-01-12"), Order: []policy.Class{{Kind: policy.Principal}}},
	}
	entries := []ledger.Entry{judgment("2020-01-10", naa, 365000), payment("2020-01-10", 365000)}
	result := Replay(p, ledger.MustDate("2020-01-20"), entries, nil)
	checkOwed(t, result, map[ledger.AccountNumber]owed{naa: {0, 200, 0}}, 0) // the 10th and the 11th
}

// An adjustment of −150.00 takes January's 100.00, past due, and 50.00 of February's,
// also when that falls due later in the month; one of −300.00 leaves 100.00, which pays
// the judgment on another account on the same day.
func TestNegativeAdjustment(t *testing.T) {
	charges := []ledger.Entry{charge("2020-01-01", naa, 10000), charge("2020-02-20", naa, 10000), judgment("2020-01-01", paa, 12000)}
	for _, c := range []struct {
		amount ledger.Cents
		want   map[ledger.AccountNumber]owed
		held   ledger.Cents
	}{
		{-15000, map[ledger.AccountNumber]owed{naa: {0, 0, 5000}, paa: {12000, 0, 0}}, 0},
		{-30000, map[ledger.AccountNumber]owed{paa: {2000, 0, 0}}, 0},
		{-33000, nil, 1000},
	} {
		entries := append(charges[:3:3], adjustment("2020-02-10", naa, c.amount))
		result := Replay(californiaPolicy(), ledger.MustDate("2020-02-29"), entries, noInterest())
		checkOwed(t, result, c.want, c.held)
		if result.Adjusted != 12000+c.amount {
			t.Errorf("adjusted %v, want judgments and adjustments", result.Adjusted)
		}
	}
}

// Interest of 30.00 less 50.00 leaves 20.00 of held credit, which pays what is owed.
func TestInterestAdjustmentLeavesCredit(t *testing.T) {
	entries := []ledger.Entry{interestAdjustment("2020-01-05", naa, 3000), interestAdjustment("2020-01-10", naa, -5000)}
	checkOwed(t, Replay(californiaPolicy(), ledger.MustDate("2020-01-15"), entries, nil), nil, 2000)
	entries = append(entries, judgment("2020-01-05", paa, 9000))
	result := Replay(californiaPolicy(), ledger.MustDate("2020-01-15"), entries, noInterest())
	checkOwed(t, result, map[ledger.AccountNumber]owed{paa: {7000, 0, 0}}, 0)
	if result.InterestAdjusted != -2000 {
		t.Errorf("interest adjusted %v, want -20.00", result.InterestAdjusted)
	}
}

// Only payable interest can be taken: 18.25 at 10 % earns 0.5 cents in a day, of which
// 0.01 can be taken; 2 cents less leave 1 cent of held credit, which pays principal.
func TestInterestAdjustmentTakesPayableInterest(t *testing.T) {
	entries := []ledger.Entry{judgment("2020-01-01", naa, 1825), interestAdjustment("2020-01-02", naa, -2)}
	result := Replay(californiaPolicy(), ledger.MustDate("2020-01-02"), entries, nil)
	checkOwed(t, result, map[ledger.AccountNumber]owed{naa: {1824, 0, 0}}, 0)
	if exact := result.Accounts[0].UnpaidInterest; exact.Cmp(big.NewRat(-1, 2)) != 0 {
		t.Errorf("exact interest %s cents, want half a cent below zero", exact.RatString())
	}
}
