package readers

import (
	"os"
	"path/filepath"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/samples/generate"
)

// BenchmarkLedger times the reading of ledger rows into entries on one processor.
func BenchmarkLedger(b *testing.B) {
	folder := filepath.Join(b.TempDir(), "made")
	if _, err := generate.Write(b.Context(), folder, generate.Options{Seed: 1, Cases: 5000, AsOf: ledger.MustDate("2026-10-31")}); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(folder, "ledger.csv")
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	source := open(b, path)
	b.SetBytes(info.Size())
	b.ReportAllocs()
	rows := 0
	var batch ledger.Batch
	for b.Loop() {
		rows = 0
		err := source.Ledger(b.Context(), func(_ int, block ledger.Block) error {
			batch.Reset()
			err := block.Parse(&batch, -1)
			rows += batch.Rows
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
}
