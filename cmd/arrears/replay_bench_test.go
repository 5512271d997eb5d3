package main

import (
	"path/filepath"
	"testing"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers"
	"arrears/samples/generate"
)

// BenchmarkReplay times the replay alone, on one processor, of made cases that were read
// before.
func BenchmarkReplay(b *testing.B) {
	folder, asOf := filepath.Join(b.TempDir(), "made"), ledger.MustDate("2026-10-31")
	if _, err := generate.Write(b.Context(), folder, generate.Options{Seed: 1, Cases: 5000, AsOf: asOf}); err != nil {
		b.Fatal(err)
	}
	rules, err := policy.Load("california-coap")
	if err != nil {
		b.Fatal(err)
	}
	source, err := readers.Open([]string{filepath.Join(folder, "ledger.csv")}, readers.Options{Rules: rules})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = source.Close() }()
	var cases [][]ledger.Entry
	rows := 0
	err = source.Ledger(b.Context(), func(_ int, block ledger.Block) error {
		var batch ledger.Batch
		err := block.Parse(&batch, -1)
		for _, run := range batch.Runs {
			entries := batch.Entries[run.From:run.To]
			for len(entries) > 0 && entries[len(entries)-1].Date > asOf {
				entries = entries[:len(entries)-1]
			}
			cases, rows = append(cases, entries), rows+len(entries)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	engine := interest.NewEngine(rules, asOf)
	for b.Loop() {
		for _, entries := range cases {
			engine.Replay(entries, nil)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
}
