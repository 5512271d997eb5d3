package generate

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	// bucketBytes is what a bucket of rows may come to; one is held in memory at a time.
	bucketBytes = 16 << 20
	// bucketsMax bounds the open files; beyond 4 GiB of ledger the buckets grow instead.
	bucketsMax = 256
	// caseBytes is about what the ledger rows of a case come to.
	caseBytes = 3500
	// bucketGather is what is gathered of a bucket before it is written to its file.
	bucketGather = 32 << 10
)

// shuffle takes the rows of one ledger file and writes them to it in random order: each
// row goes to a bucket, a temporary file, drawn at random; in the end the rows of one
// bucket after another are shuffled in memory.
type shuffle struct {
	random  random
	out     io.Writer
	buckets []bucket
}

type bucket struct {
	file   *os.File
	gather []byte
}

// newShuffle makes the buckets of a ledger file (index of files) in the folder dir.
func newShuffle(dir string, out io.Writer, o Options, index int) (*shuffle, error) {
	people := 0
	for i, c := range counties {
		if i%o.Files == index {
			people += c.population
		}
	}
	total := residents[len(residents)-1]
	expected := int64(o.Cases) * caseBytes * int64(people) / int64(total)
	count := max(1, min(expected/bucketBytes+1, int64(bucketsMax*people/total)))
	s := &shuffle{random: newRandom(o.Seed, shuffleStream, index), out: out}
	for range count {
		file, err := os.CreateTemp(dir, "rows-")
		if err != nil {
			return nil, errors.Join(fmt.Errorf("create a temporary file: %w", err), s.close())
		}
		s.buckets = append(s.buckets, bucket{file: file})
	}
	return s, nil
}

// Write takes one row.
func (s *shuffle) Write(row []byte) (int, error) {
	b := &s.buckets[s.random.below(len(s.buckets))]
	b.gather = append(b.gather, row...)
	if len(b.gather) >= bucketGather {
		return len(row), b.flush()
	}
	return len(row), nil
}

func (b *bucket) flush() error {
	_, err := b.file.Write(b.gather)
	b.gather = b.gather[:0]
	return err
}

// merge writes all rows taken to the ledger file.
func (s *shuffle) merge(ctx context.Context) error {
	out := bufio.NewWriterSize(s.out, chunk)
	var text bytes.Buffer
	var rows [][]byte
	for i := range s.buckets {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		b := &s.buckets[i]
		if err := b.flush(); err != nil {
			return err
		}
		text.Reset()
		if _, err := b.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := text.ReadFrom(b.file); err != nil {
			return err
		}
		rows = rows[:0]
		for row := range bytes.Lines(text.Bytes()) {
			rows = append(rows, row)
		}
		for k := len(rows) - 1; k > 0; k-- {
			other := s.random.below(k + 1)
			rows[k], rows[other] = rows[other], rows[k]
		}
		for _, row := range rows {
			if _, err := out.Write(row); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

func (s *shuffle) close() error {
	var errs []error
	for _, b := range s.buckets {
		errs = append(errs, b.file.Close())
	}
	return errors.Join(errs...)
}
