package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/samples/generate"
)

// BenchmarkRun times the whole job, reports csv, on made data of BENCH_CASES cases (20,000
// by default) or on the exports in the folder BENCH_INPUT.
func BenchmarkRun(b *testing.B) {
	input := os.Getenv("BENCH_INPUT")
	if input == "" {
		input = filepath.Join(b.TempDir(), "input")
		cases := 20_000
		if n, err := strconv.Atoi(os.Getenv("BENCH_CASES")); err == nil {
			cases = n
		}
		if _, err := generate.Write(b.Context(), input, generate.Options{Seed: 1, Cases: cases, AsOf: ledger.MustDate("2026-10-31")}); err != nil {
			b.Fatal(err)
		}
	}
	out := filepath.Join(b.TempDir(), "out")
	info, err := os.Stat(filepath.Join(input, "ledger.csv"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		var stderr bytes.Buffer
		code := execute(context.Background(), []string{"run", input, "--as-of", "2026-10-31", "--reports", "csv", "--out", out, "--replace", "--quiet"}, &stderr, &stderr)
		if code != exitDone {
			b.Fatalf("exit code %d: %s", code, stderr.String())
		}
	}
}
