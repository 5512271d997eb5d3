package oracle

import (
	"math/rand"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Random cases are worth something only if what matters happens in many of them.
func TestRandomCasesReachEverything(t *testing.T) {
	const cases = 1000
	seen := map[string]int{}
	random := rand.New(rand.NewSource(1))
	base := californiaPolicy()
	for range cases {
		c := Random(random, base)
		result := Replay(c.Policy, c.AsOf, c.Entries, c.Rates)
		for what, happened := range happenings(c, result) {
			if happened {
				seen[what]++
			}
		}
	}
	for what := range happenings(Case{Policy: base}, Result{}) {
		t.Logf("%s: %d of %d", what, seen[what], cases)
		if seen[what] < cases/100 {
			t.Errorf("%s in %d of %d cases only", what, seen[what], cases)
		}
	}
}

func happenings(c Case, result Result) map[string]bool {
	seen := map[string]bool{
		"actual/365":        c.Policy.DayCount == policy.Actual365,
		"actual/actual":     c.Policy.DayCount == policy.ActualActual,
		"monthly":           c.Policy.DayCount == policy.Monthly,
		"next month":        c.Policy.Starts == policy.NextMonth,
		"due date":          c.Policy.Starts == policy.DueDate,
		"held credit":       result.HeldCredit > 0,
		"paid to arrears":   result.PaidToArrears > 0,
		"not compliant":     result.CompliantMonths < 36,
		"several accounts":  len(result.Accounts) > 2,
		"own rate":          len(c.Rates) > 0,
		"overpaid fraction": false, "principal": false, "interest": false, "current due": false,
		"future entry": false, "source": false, "named payment": false,
	}
	for _, account := range result.Accounts {
		seen["principal"] = seen["principal"] || account.Principal > 0
		seen["interest"] = seen["interest"] || account.Interest > 0
		seen["current due"] = seen["current due"] || account.CurrentDue > 0
		seen["overpaid fraction"] = seen["overpaid fraction"] || account.UnpaidInterest.Sign() < 0
	}
	for _, entry := range c.Entries {
		seen["future entry"] = seen["future entry"] || entry.Date > c.AsOf
		seen["source"] = seen["source"] || entry.SourceRule > 0
		seen["named payment"] = seen["named payment"] || (entry.Type == ledger.Payment && entry.Account != 0)
	}
	return seen
}
