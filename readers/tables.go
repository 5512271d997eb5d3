package readers

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/readers/schema"
)

// lane carries the blocks of one ledger part.
type lane struct {
	part   int
	blocks chan ledger.Block
}

// laneBlocks is how many blocks wait in a lane.
const laneBlocks = 2

// Ledger yields the blocks of every ledger part, in input order. The parts behind the
// one at hand are read ahead, a few blocks each, so that compressed files and sheets,
// which can't be read from the middle, are inflated side by side.
func (s *Source) Ledger(ctx context.Context, yield func(part int, block ledger.Block) error) error {
	var lanes []*lane
	for number, t := range s.tables {
		if t.part.Kind == ledger.LedgerTable {
			lanes = append(lanes, &lane{number, make(chan ledger.Block, laneBlocks)})
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	fill := func(at int) {
		if at < len(lanes) {
			group.Go(func() error { return ordered.Guard(func() error { return s.fill(ctx, lanes[at]) }) })
		}
	}
	ahead := runtime.GOMAXPROCS(0)
	for at := range ahead {
		fill(at)
	}
	group.Go(func() error {
		for at, l := range lanes {
			for block := range l.blocks {
				if err := yield(l.part, block); err != nil {
					return err
				}
			}
			fill(at + ahead)
		}
		return nil
	})
	return group.Wait()
}

// fill reads a part into its lane.
func (s *Source) fill(ctx context.Context, l *lane) error {
	defer close(l.blocks)
	t := s.tables[l.part]
	blocks := t.blocks(schema.NewLedgerDecoder(t.header, s.options.Rules))
	return blocks.Blocks(ctx, func(block ledger.Block) error {
		select {
		case l.blocks <- block:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
}

// Cases yields every row of the cases tables, in input order.
func (s *Source) Cases(ctx context.Context, yield func(*ledger.CaseRow) error) error {
	return each(ctx, s, ledger.CasesTable, yield, (*schema.PartyDecoder).Case, func(reject ledger.Reject) ledger.CaseRow {
		return ledger.CaseRow{Position: reject.Position, Case: ledger.Case{ID: reject.CaseID}, NCPID: reject.NCPID, Rejects: []ledger.Reject{reject}}
	})
}

// NCPs yields every row of the ncps tables, in input order.
func (s *Source) NCPs(ctx context.Context, yield func(*ledger.NCPRow) error) error {
	return each(ctx, s, ledger.NCPsTable, yield, (*schema.PartyDecoder).NCP, func(reject ledger.Reject) ledger.NCPRow {
		return ledger.NCPRow{Position: reject.Position, NCP: ledger.NCP{ID: reject.NCPID}, Rejects: []ledger.Reject{reject}}
	})
}

// Events yields every row of the events tables, in input order.
func (s *Source) Events(ctx context.Context, yield func(*ledger.EventRow) error) error {
	return each(ctx, s, ledger.EventsTable, yield, (*schema.PartyDecoder).Event, func(reject ledger.Reject) ledger.EventRow {
		return ledger.EventRow{Position: reject.Position, CaseID: reject.CaseID, NCPID: reject.NCPID, Reject: &reject}
	})
}

// decoded is a block of a cases, ncps or events table as values.
type decoded[T any] struct {
	block    ledger.Block
	from, to int64
	lines    int
	rows     []T
}

// decode is how a schema.PartyDecoder reads a row of one of its tables.
type decode[T any] func(*schema.PartyDecoder, *T, *schema.Texts, []byte, []ledger.Span, ledger.Position)

// each decodes the tables of a kind block by block, side by side, and yields their rows
// in input order; a row is the caller's until it returns. As in a ledger, a block's guess
// at its first row is held against the end of the block before.
func each[T any](ctx context.Context, s *Source, kind ledger.TableKind, yield func(*T) error, decode decode[T], refuse func(ledger.Reject) T) error {
	spent := make(chan []T, 2*runtime.GOMAXPROCS(0)+2) // memory of rows that were taken
	for _, t := range s.tables {
		if t.part.Kind != kind {
			continue
		}
		producer := t.blocks(&partyRows[T]{decoder: schema.NewPartyDecoder(t.header), decode: decode, refuse: refuse})
		end := int64(-1)
		err := ordered.Do(ctx, runtime.GOMAXPROCS(0), producer.Blocks, func() func(ledger.Block) (decoded[T], error) {
			var batch ledger.Batch
			taken := &taken[T]{}
			return func(block ledger.Block) (decoded[T], error) {
				select {
				case taken.rows = <-spent:
				default:
				}
				return taken.decode(&batch, block, -1)
			}
		}, func(d decoded[T]) (err error) {
			if end >= 0 && d.from != end {
				if d, err = (&taken[T]{rows: d.rows}).decode(&ledger.Batch{}, d.block, end); err != nil {
					return err
				}
			}
			end = d.to
			t.part.LineBases = append(t.part.LineBases, t.part.LineBases[len(t.part.LineBases)-1]+d.lines)
			t.part.Read += len(d.rows)
			for i := range d.rows {
				if err := yield(&d.rows[i]); err != nil {
					return err
				}
			}
			select {
			case spent <- d.rows:
			default:
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// taken is what a worker makes of the rows of a block.
type taken[T any] struct {
	rows  []T
	texts schema.Texts
}

// decode decodes a block in the memory of earlier rows, which it hands over.
func (t *taken[T]) decode(batch *ledger.Batch, block ledger.Block, from int64) (decoded[T], error) {
	batch.Reset()
	batch.Taken = t
	t.rows = t.rows[:0]
	if err := block.Parse(batch, from); err != nil {
		return decoded[T]{}, err
	}
	d := decoded[T]{block, batch.From, batch.To, batch.Lines, t.rows}
	t.rows = nil
	return d, nil
}

// partyRows decodes rows of a cases, ncps or events table into Batch.Taken.
type partyRows[T any] struct {
	decoder *schema.PartyDecoder
	decode  decode[T]
	refuse  func(ledger.Reject) T
}

func (r *partyRows[T]) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	t := batch.Taken.(*taken[T])
	t.rows = append(t.rows, *new(T))
	r.decode(r.decoder, &t.rows[len(t.rows)-1], &t.texts, batch.Text, fields, position)
}

func (r *partyRows[T]) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	t := batch.Taken.(*taken[T])
	t.rows = append(t.rows, r.refuse(r.decoder.Malformed(batch.Text, fields, position, why)))
}
