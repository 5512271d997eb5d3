package interest

import (
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// BenchmarkHotDay replays a case with ever more charges of several accounts on one day:
// the time a charge must not grow with their number.
func BenchmarkHotDay(b *testing.B) {
	rules, err := policy.Load("california-coap")
	if err != nil {
		b.Fatal(err)
	}
	day := ledger.MustDate("2024-01-05")
	for _, charges := range []int{1_000, 10_000, 100_000} {
		entries := make([]ledger.Entry, charges)
		for i := range entries {
			account := ledger.AccountNumber(len(rules.Accounts) - i%len(rules.Accounts))
			entries[i] = ledger.Entry{Date: day, Type: ledger.Charge, Account: account, Amount: 100, Position: ledger.NewPosition(0, 0, i)}
		}
		engine := NewEngine(rules, ledger.MustDate("2026-10-31"))
		b.Run(map[int]string{1_000: "1k", 10_000: "10k", 100_000: "100k"}[charges], func(b *testing.B) {
			for b.Loop() {
				engine.Replay(entries, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(charges), "ns/charge")
		})
	}
}
