package finished

import (
	"os"
	"testing"
)

// BenchmarkRead reads every table of the run in BENCH_RUN.
func BenchmarkRead(b *testing.B) {
	folder := os.Getenv("BENCH_RUN")
	if folder == "" {
		b.Skip("set BENCH_RUN to the folder of a finished run")
	}
	for b.Loop() {
		r, err := Open(folder)
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for _, err := range []error{
			r.Outreach(b.Context(), func(Outreach) error { rows++; return nil }),
			r.NCPs(b.Context(), func(NCP) error { rows++; return nil }),
			r.Cases(b.Context(), func(Case) error { rows++; return nil }),
			r.Balances(b.Context(), func(Balance) error { rows++; return nil }),
			r.Rejects(b.Context(), func(Reject) error { rows++; return nil }),
		} {
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(rows), "rows/op")
	}
}
