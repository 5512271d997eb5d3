package writers

import (
	"io"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

// BenchmarkTables times the rendering of the CSV files of 20,000 NCPs.
func BenchmarkTables(b *testing.B) {
	r := fixture.New(20_000)
	rows := 0
	for b.Loop() {
		rows = 0
		for _, table := range report.Tables(r) {
			n, _, err := writeCSV(b.Context(), io.Discard, table)
			if err != nil {
				b.Fatal(err)
			}
			rows += n
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
}
