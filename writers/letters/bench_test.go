package letters

import (
	"context"
	"io"
	"testing"
)

// BenchmarkBatch makes 20,000 letters in every form but one file each.
func BenchmarkBatch(b *testing.B) {
	batch := Batch{Setting: setting(b), Wording: wording(b), HTML: true, PDF: true, CSV: true, Workers: 2}
	letters := many(20_000)
	b.ReportAllocs()
	for b.Loop() {
		_, err := batch.Write(context.Background(), letters, nil, func(_ string, write func(io.Writer) (int, error)) error {
			_, err := write(io.Discard)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEach makes a PDF file for each of 100 letters.
func BenchmarkEach(b *testing.B) {
	batch := Batch{Setting: setting(b), Wording: wording(b), Each: true, Workers: 2}
	letters := many(100)
	for b.Loop() {
		if err := batch.each(context.Background(), letters, func(_ string, write func(io.Writer) (int, error)) error {
			_, err := write(io.Discard)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}
