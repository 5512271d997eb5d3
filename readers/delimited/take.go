package delimited

import (
	"context"
	"runtime"

	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/readers/schema"
)

// Taken is what Batch.Taken points to while Take parses a block: what its rows became so
// far, and memory for the texts of a row.
type Taken[T any] struct {
	Rows  []T
	Texts schema.Texts
}

// taken is a block on its way to the taker.
type taken[T any] struct {
	block    ledger.Block
	from, to int64
	lines    int
	rows     []T
}

// Take parses blocks side by side and takes what their rows became in input order, with
// the number of physical lines that they stand on. The Rows of the blocks append what
// they make of a row to the Taken that Batch.Taken points to. A block's guess at its first
// row is held against the end of the block before, and the block parsed again where the
// guess was wrong. The rows are the taker's until it returns; then their memory is used
// again.
func Take[T any](ctx context.Context, blocks func(ctx context.Context, yield func(ledger.Block) error) error, take func(rows []T, lines int) error) error {
	end := int64(-1)
	spent := make(chan []T, 2*runtime.GOMAXPROCS(0)+2)
	return ordered.Do(ctx, runtime.GOMAXPROCS(0), blocks, func() func(ledger.Block) (taken[T], error) {
		var batch ledger.Batch
		batch.Taken = &Taken[T]{}
		return func(block ledger.Block) (taken[T], error) {
			var rows []T
			select {
			case rows = <-spent:
			default:
			}
			return parse(&batch, block, -1, rows)
		}
	}, func(t taken[T]) (err error) {
		if end >= 0 && t.from != end {
			if t, err = parse(&ledger.Batch{Taken: &Taken[T]{}}, t.block, end, t.rows); err != nil {
				return err
			}
		}
		end = t.to
		if err := take(t.rows, t.lines); err != nil {
			return err
		}
		select {
		case spent <- t.rows:
		default:
		}
		return nil
	})
}

// parse parses a block in the memory of earlier rows.
func parse[T any](batch *ledger.Batch, block ledger.Block, from int64, rows []T) (taken[T], error) {
	batch.Reset()
	into := batch.Taken.(*Taken[T])
	into.Rows = rows[:0]
	if err := block.Parse(batch, from); err != nil {
		return taken[T]{}, err
	}
	rows, into.Rows = into.Rows, nil
	return taken[T]{block, batch.From, batch.To, batch.Lines, rows}, nil
}
