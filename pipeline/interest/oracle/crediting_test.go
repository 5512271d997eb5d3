package oracle

import (
	"slices"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// A payment of 55.00 on the day before, of and after each change of order. On that day
// 100.00 and 10.00 of interest are past due to the government (the older debt) and to the
// family, and 50.00 is due in the month to the family; no interest accrues.
func TestOrders(t *testing.T) {
	type balances = map[ledger.AccountNumber]owed
	var (
		// 50.00 current, then 5.00 interest, the family's account being the first.
		currentInterest = balances{naa: {10000, 500, 0}, paa: {10000, 1000, 0}}
		// 50.00 current, then 5.00 of the oldest principal, which is the government's.
		currentPrincipal = balances{naa: {10000, 1000, 0}, paa: {9500, 1000, 0}}
		// 50.00 current, then 5.00 of the family's principal.
		currentFamily = balances{naa: {9500, 1000, 0}, paa: {10000, 1000, 0}}
		// 10.00 of the government's interest, then 45.00 of its principal.
		governmentInterest = balances{naa: {10000, 1000, 5000}, paa: {5500, 0, 0}}
		// 55.00 of the government's principal.
		governmentPrincipal = balances{naa: {10000, 1000, 5000}, paa: {4500, 1000, 0}}
	)
	for _, c := range []struct {
		date            string
		wage, taxRefund balances
	}{
		{"2008-12-31", currentInterest, governmentInterest},
		{"2009-01-01", currentPrincipal, governmentPrincipal},
		{"2009-01-02", currentPrincipal, governmentPrincipal},
		{"2020-04-30", currentPrincipal, governmentPrincipal},
		{"2020-05-01", currentFamily, currentFamily},
		{"2020-05-02", currentFamily, currentFamily},
	} {
		entries := []ledger.Entry{
			charge(c.date, naa, 5000),
			judgment("2000-01-01", paa, 10000), interestAdjustment("2000-01-01", paa, 1000),
			judgment("2000-01-02", naa, 10000), interestAdjustment("2000-01-02", naa, 1000),
		}
		day := ledger.MustDate(c.date)
		t.Run(c.date, func(t *testing.T) {
			checkOwed(t, Replay(californiaPolicy(), day, append(entries, payment(c.date, 5500)), noInterest()), c.wage, 0)
			checkOwed(t, Replay(californiaPolicy(), day, append(entries, offset(c.date, 5500)), noInterest()), c.taxRefund, 0)
		})
	}
}

// The rest of each order, by payments of 1.00 more than all that stands before.
func TestOrdersToTheEnd(t *testing.T) {
	entries := func(date string, last ledger.Entry) []ledger.Entry {
		return []ledger.Entry{last, charge(date, naa, 5000),
			judgment("2000-01-01", paa, 10000), interestAdjustment("2000-01-01", paa, 1000),
			judgment("2000-01-02", naa, 10000), interestAdjustment("2000-01-02", naa, 1000)}
	}
	for _, c := range []struct {
		date    string
		payment ledger.Entry
		want    map[ledger.AccountNumber]owed
		held    ledger.Cents
	}{
		// 50.00 current and 20.00 interest, then 1.00 of the oldest principal.
		{"2008-12-31", payment("2008-12-31", 7100), map[ledger.AccountNumber]owed{naa: {10000, 0, 0}, paa: {9900, 0, 0}}, 0},
		// 110.00 to the government, 50.00 current, then 1.00 of the family's interest.
		{"2008-12-31", offset("2008-12-31", 16100), map[ledger.AccountNumber]owed{naa: {10000, 900, 0}}, 0},
		// 50.00 current, 200.00 principal, then 1.00 interest.
		{"2009-01-01", payment("2009-01-01", 25100), map[ledger.AccountNumber]owed{naa: {0, 900, 0}, paa: {0, 1000, 0}}, 0},
		// 110.00 to the government, 50.00 current, then 1.00 of the family's principal.
		{"2009-01-01", offset("2009-01-01", 16100), map[ledger.AccountNumber]owed{naa: {9900, 1000, 0}}, 0},
		// 50.00 current, 110.00 to the family, then 1.00 of the government's principal.
		{"2020-05-01", payment("2020-05-01", 16100), map[ledger.AccountNumber]owed{paa: {9900, 1000, 0}}, 0},
		{"2020-05-01", offset("2020-05-01", 27100), nil, 100},
	} {
		t.Run(c.date, func(t *testing.T) {
			checkOwed(t, Replay(californiaPolicy(), ledger.MustDate(c.date), entries(c.date, c.payment), noInterest()), c.want, c.held)
		})
	}
}

// A source whose first order lies ahead takes the default order until then, and one that
// is set to the default follows it as it changes.
func TestSourceOrderOutOfForce(t *testing.T) {
	p := californiaPolicy()
	p.BySource[0].Orders = []policy.DatedOrder{{From: ledger.MustDate("2010-01-01"), Default: true}}
	for date, want := range map[string]owed{
		"2008-12-31": {10000, 500, 0}, // by the default order: interest first
		"2009-12-31": {9500, 1000, 0},
		"2010-01-01": {9500, 1000, 0},
	} {
		entries := []ledger.Entry{judgment("2000-01-01", naa, 10000), interestAdjustment("2000-01-01", naa, 1000), offset(date, 500)}
		checkOwed(t, Replay(p, ledger.MustDate(date), entries, noInterest()), map[ledger.AccountNumber]owed{naa: want}, 0)
	}
}

// A payment that names an account pays that account first, class by class, then all.
func TestNamedAccount(t *testing.T) {
	debts := []ledger.Entry{
		judgment("2010-01-01", naa, 10000), interestAdjustment("2010-01-01", naa, 1000),
		judgment("2010-02-01", paa, 10000), interestAdjustment("2010-02-01", paa, 1000),
	}
	for _, c := range []struct {
		name    string
		payment ledger.Entry
		want    map[ledger.AccountNumber]owed
	}{
		// The newer principal and its interest before the older principal.
		{"part of the account", paymentTo("2010-03-01", paa, 10500), map[ledger.AccountNumber]owed{naa: {10000, 1000, 0}, paa: {0, 500, 0}}},
		{"more than the account", paymentTo("2010-03-01", paa, 11500), map[ledger.AccountNumber]owed{naa: {9500, 1000, 0}}},
		{"nothing owed on the account", paymentTo("2010-03-01", fc, 500), map[ledger.AccountNumber]owed{naa: {9500, 1000, 0}, paa: {10000, 1000, 0}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries := append(slices.Clone(debts), c.payment)
			result := Replay(californiaPolicy(), ledger.MustDate("2010-03-01"), entries, noInterest())
			checkOwed(t, result, c.want, 0)
		})
	}
}

// Principal is paid by date, then account order, then input order; a charge that is past
// due counts by its due date.
func TestOldestFirst(t *testing.T) {
	entries := []ledger.Entry{
		judgment("2010-01-20", naa, 100), judgment("2010-01-15", paa, 100), charge("2010-01-15", uda, 100),
		judgment("2010-01-14", fc, 100), payment("2010-02-10", 250),
	}
	result := Replay(californiaPolicy(), ledger.MustDate("2010-02-10"), entries, noInterest())
	checkOwed(t, result, map[ledger.AccountNumber]owed{naa: {100, 0, 0}, paa: {50, 0, 0}}, 0)
	if oldest := result.Accounts[2].OldestDue; oldest != ledger.MustDate("2010-01-15") {
		t.Errorf("oldest due %v", oldest)
	}
}

// On one date debts come first and payments last, whatever the order of the rows.
func TestOrderOfADay(t *testing.T) {
	entries := []ledger.Entry{
		payment("2010-03-10", 10000),
		interestAdjustment("2010-03-10", naa, -300), interestAdjustment("2010-03-10", naa, 500),
		adjustment("2010-03-10", naa, -2000),
		charge("2010-03-10", naa, 6000), judgment("2010-03-10", naa, 5000),
	}
	// The interest adjustments run in input order: of the 3.00 none can be taken, so all
	// of it is held; then 5.00 is added. The judgment falls to 30.00. The held 3.00 pays
	// current support, 57.00 is left of it; of the 100.00, 57.00 pays that, 30.00 the
	// judgment and 5.00 the interest: 8.00 is held.
	checkOwed(t, Replay(californiaPolicy(), ledger.MustDate("2010-03-10"), entries, noInterest()), nil, 800)
}
