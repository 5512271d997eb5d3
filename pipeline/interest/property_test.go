package interest_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"arrears/pipeline/interest"
	"arrears/pipeline/interest/oracle"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// TestEngineAgreesWithOracle replays random cases twice, with the engine and day by day in
// exact rationals. An engine replays several cases of a policy, one after another.
func TestEngineAgreesWithOracle(t *testing.T) {
	base, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	policies := 150
	if testing.Short() {
		policies = 50
	}
	for seed := range int64(4) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewSource(seed))
			for range policies {
				compareUnderPolicy(t, random, oracle.Random(random, base))
			}
		})
	}
}

// compareUnderPolicy compares a case and some more of its policy on one engine.
func compareUnderPolicy(t *testing.T, random *rand.Rand, c oracle.Case) {
	t.Helper()
	engine := interest.NewEngine(c.Policy, c.AsOf)
	for range 20 {
		if difference := compare(engine, c); difference != "" {
			c = shrink(c)
			fresh := compare(interest.NewEngine(c.Policy, c.AsOf), c)
			if fresh == "" {
				t.Fatalf("an engine that has replayed other cases disagrees, a fresh one does not: %s\n%s", difference, describe(c))
			}
			t.Fatalf("engine and oracle disagree: %s\n%s", fresh, describe(c))
		}
		c.Entries, c.Rates = oracle.RandomLedger(random, c.Policy, c.AsOf-ledger.Date(random.Intn(400)), c.AsOf)
	}
}

// compare replays a case twice and says which figures differ (- oracle, + engine), blank
// if none does. Entries after the as-of date never reach the engine.
func compare(engine *interest.Engine, c oracle.Case) string {
	future := func(entry ledger.Entry) bool { return entry.Date > c.AsOf }
	entries := slices.DeleteFunc(slices.Clone(c.Entries), future)
	got := engine.Replay(entries, c.Rates)
	want := expected(oracle.Replay(c.Policy, c.AsOf, c.Entries, c.Rates))
	return cmp.Diff(want, got, cmpopts.EquateEmpty())
}

// expected is the oracle's result in the engine's form.
func expected(result oracle.Result) interest.Balance {
	balance := interest.Balance{
		HeldCredit:        result.HeldCredit,
		Charged:           result.Charged,
		Adjusted:          result.Adjusted,
		InterestAdjusted:  result.InterestAdjusted,
		Paid:              result.Paid,
		PaidToArrears:     result.PaidToArrears,
		LastPaymentAmount: result.LastPaymentAmount,
		LastPaymentDate:   result.LastPaymentDate,
		LastChargeMonth:   result.LastChargeMonth,
		Entries:           int32(result.Entries),
		CompliantMonths:   int16(result.CompliantMonths),
	}
	for _, account := range result.Accounts {
		balance.Accounts = append(balance.Accounts, interest.AccountBalance{
			Account:    account.Number,
			Principal:  account.Principal,
			Interest:   account.Interest,
			CurrentDue: account.CurrentDue,
			OldestDue:  account.OldestDue,
		})
	}
	return balance
}

// shrink drops entries and rates, and makes amounts round, for as long as engine and
// oracle still disagree.
func shrink(c oracle.Case) oracle.Case {
	disagree := func(c oracle.Case) bool { return compare(interest.NewEngine(c.Policy, c.AsOf), c) != "" }
	for smaller := true; smaller; {
		smaller = false
		for i := len(c.Entries) - 1; i >= 0; i-- {
			candidate := c
			candidate.Entries = slices.Delete(slices.Clone(c.Entries), i, i+1)
			if disagree(candidate) {
				c, smaller = candidate, true
			}
		}
		for i := len(c.Rates) - 1; i >= 0; i-- {
			candidate := c
			candidate.Rates = slices.Delete(slices.Clone(c.Rates), i, i+1)
			if disagree(candidate) {
				c, smaller = candidate, true
			}
		}
	}
	for i := range c.Entries {
		for _, amount := range []ledger.Cents{1, 100, 10000, 1000000} {
			candidate := c
			candidate.Entries = slices.Clone(c.Entries)
			candidate.Entries[i].Amount = amount
			if c.Entries[i].Amount < 0 {
				candidate.Entries[i].Amount = -amount
			}
			if disagree(candidate) {
				c = candidate
				break
			}
		}
	}
	return c
}

// describe prints a case so that it can be replayed by hand.
func describe(c oracle.Case) string {
	text := &strings.Builder{}
	fmt.Fprintf(text, "as of %v, %v, %v, compliance for %d months\n", c.AsOf, c.Policy.DayCount, c.Policy.Starts, c.Policy.COAP.ComplianceMonths)
	describeOrders(text, "default", c.Policy.Default)
	for _, source := range c.Policy.BySource {
		describeOrders(text, source.Source, source.Orders)
	}
	for _, rate := range c.Policy.Rates {
		fmt.Fprintf(text, "rate from %v: %d millionths\n", rate.From, rate.Rate)
	}
	for _, rate := range c.Rates {
		fmt.Fprintf(text, "own rate from %v to %v: %d millionths\n", rate.From, rate.To, rate.Rate)
	}
	for _, entry := range c.Entries {
		account := ""
		if entry.Account != 0 {
			account = c.Policy.Accounts[entry.Account-1].Code
		}
		fmt.Fprintf(text, "%v %v %v %s source %d\n", entry.Date, entry.Type, entry.Amount, account, entry.SourceRule)
	}
	return text.String()
}

func describeOrders(text *strings.Builder, name string, orders []policy.DatedOrder) {
	for _, dated := range orders {
		fmt.Fprintf(text, "order %s from %v: %v default %v\n", name, dated.From, dated.Order, dated.Default)
	}
}
