package exports

import (
	"context"
	"errors"
	"fmt"
	"io"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

// Table is an open part. Its rows are parsed block by block into batches: those of a ledger
// into entries, others into the *delimited.Taken of their rows that Batch.Taken points to.
type Table struct {
	part   *Part
	header *schema.Header
	file   *delimited.File // of a part with blocks
	whole  func(ctx context.Context, yield func(ledger.Block) error) error
	close  func() error
}

// Open opens a part for reading.
func Open(ctx context.Context, p *Part, rules *policy.Policy, aliases map[string]string) (*Table, error) {
	if p.Parquet {
		return openParquet(ctx, p, rules, aliases)
	}
	layout, err := p.layout(aliases)
	if err != nil {
		return nil, err
	}
	t := &Table{part: p, header: layout.Header, close: func() error { return nil }}
	rows := rowsOf(layout.Header, rules)
	if p.Block > 0 {
		return t, t.openBlocks(ctx, layout, rows)
	}
	text := p.Packing.Text(p.Size, func() (io.ReadCloser, error) { return openPart(ctx, p) })
	stream := delimited.NewStream(p.File, p.Number, layout, text, rows)
	t.whole = func(ctx context.Context, yield func(ledger.Block) error) error {
		return plainly(stream.Blocks(ctx, yield), p)
	}
	return t, nil
}

func (t *Table) openBlocks(ctx context.Context, layout delimited.Layout, rows delimited.Rows) error {
	file, err := openPart(ctx, t.part)
	if err != nil {
		return err
	}
	data, ok := file.ReadCloser.(io.ReaderAt)
	if !ok {
		return errors.Join(fmt.Errorf("read %s: a worker can't read it from the middle, and whoever started the run could", t.part.File), file.Close())
	}
	t.file = delimited.NewFile(t.part.File, t.part.Number, layout, data, t.part.Size, rows)
	t.file.Block = t.part.Block
	t.close = file.Close
	return nil
}

// plainly words what went wrong with a stream.
func plainly(err error, p *Part) error {
	broken, is := errors.AsType[*delimited.BrokenError](err)
	if !is {
		return err
	}
	if input, is := errors.AsType[*readers.Error](broken.Err); is {
		return input
	}
	if p.Packing == readers.Plain {
		return unreadable(p.File, broken.Err)
	}
	return err
}

// rowsOf is what takes the rows of a header's table.
func rowsOf(header *schema.Header, rules *policy.Policy) delimited.Rows {
	switch header.Kind {
	case ledger.LedgerTable:
		return schema.NewLedgerDecoder(header, rules)
	case ledger.CasesTable:
		return readers.CaseRows(header)
	case ledger.NCPsTable:
		return readers.NCPRows(header)
	}
	return readers.EventRows(header)
}

// Close closes the file.
func (t *Table) Close() error { return t.close() }

// Parse parses one block of a part that has blocks; for `from` see ledger.Block.
func (t *Table) Parse(batch *ledger.Batch, block int, from int64) error {
	reset(batch)
	return t.file.At(block).Parse(batch, from)
}

// Each parses the blocks of a part without blocks one after the other, from its beginning.
func (t *Table) Each(ctx context.Context, batch *ledger.Batch, take func(block int) error) error {
	number := 0
	return t.whole(ctx, func(block ledger.Block) error {
		reset(batch)
		if err := block.Parse(batch, -1); err != nil {
			return err
		}
		number++
		return take(number - 1)
	})
}

// NewBatch is a batch for the rows of a part.
func NewBatch(kind ledger.TableKind) *ledger.Batch {
	batch := &ledger.Batch{}
	switch kind {
	case ledger.CasesTable:
		batch.Taken = &delimited.Taken[ledger.CaseRow]{}
	case ledger.NCPsTable:
		batch.Taken = &delimited.Taken[ledger.NCPRow]{}
	case ledger.EventsTable, ledger.OutreachTable:
		batch.Taken = &delimited.Taken[ledger.EventRow]{}
	}
	return batch
}

func reset(batch *ledger.Batch) {
	batch.Reset()
	switch taken := batch.Taken.(type) {
	case *delimited.Taken[ledger.CaseRow]:
		taken.Rows = taken.Rows[:0]
	case *delimited.Taken[ledger.NCPRow]:
		taken.Rows = taken.Rows[:0]
	case *delimited.Taken[ledger.EventRow]:
		taken.Rows = taken.Rows[:0]
	}
}
