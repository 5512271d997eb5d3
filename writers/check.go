package writers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/report"
)

// checkDraft reads the files of a draft once more, side by side: each must have the size
// and hash that the manifest gives, each table as many rows, and its columns of money the
// sums of the totals. Own is run.json itself.
func checkDraft(ctx context.Context, on disk, draft string, m *manifest, own report.ManifestOutput, tables []report.Table) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	outputs := append(slices.Clone(m.Outputs), own)
	slices.SortStableFunc(outputs, func(a, b report.ManifestOutput) int { return cmp.Compare(b.Size, a.Size) }) // the longest work first
	for _, output := range outputs {
		at := slices.IndexFunc(tables, func(t report.Table) bool { return t.Name+".csv" == output.Path })
		group.Go(func() error {
			var fault string
			var err error
			if at < 0 {
				fault, err = checkFile(ctx, on, draft, output, nil)
			} else {
				fault, err = checkTable(ctx, on, draft, output, tables[at].Columns, m.Totals[tables[at].Name])
			}
			if err == nil && fault != "" {
				err = fmt.Errorf("%s; the disk or the memory is at fault: run again, and elsewhere if it comes back", fault)
			}
			if err != nil {
				return fmt.Errorf("check %s: %w", output.Path, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// checkTable checks a table's CSV file.
func checkTable(ctx context.Context, on disk, draft string, output report.ManifestOutput, columns []report.Column, totals report.ManifestTotals) (fault string, err error) {
	recount := report.NewRecount(columns)
	fault, err = checkFile(ctx, on, draft, output, recount)
	if fault != "" || err != nil {
		return fault, err
	}
	rows, sums, faults := recount.Finish()
	switch {
	case len(faults) > 0:
		return fmt.Sprintf("on line %d, %s", faults[0].Line, faults[0].Message), nil
	case rows != output.Rows:
		return fmt.Sprintf("it has %d rows, and %d were written", rows, output.Rows), nil
	}
	for i, column := range columns {
		if column.Kind == report.Money && sums[i].String() != totals[column.Name] {
			return fmt.Sprintf("the column %s adds up to %s, and %s was written", column.Name, sums[i], totals[column.Name]), nil
		}
	}
	return "", nil
}

// checkFile holds a file against what is known of it, and lets also read it too.
func checkFile(ctx context.Context, on disk, draft string, output report.ManifestOutput, also io.Writer) (fault string, err error) {
	file, err := on.open(filepath.Join(draft, output.Path))
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	to := io.Writer(hash)
	if also != nil {
		to = io.MultiWriter(hash, also)
	}
	size, err := io.CopyBuffer(onlyWriter{to}, &untilDone{ctx, file}, make([]byte, 256<<10))
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	if size != output.Size || hex.EncodeToString(hash.Sum(nil)) != output.SHA256 {
		return "it is not on the disk as it was written", nil
	}
	return "", nil
}

// onlyWriter hides what else a writer can do, so that a copy goes through its buffer.
type onlyWriter struct{ io.Writer }

// untilDone reads until its context is.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

func (r *untilDone) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.from.Read(p)
}
