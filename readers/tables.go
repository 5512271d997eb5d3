package readers

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/readers/delimited"
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
		return ordered.Guard(func() error {
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
	return each(ctx, s, ledger.CasesTable, yield, CaseRows)
}

// NCPs yields every row of the ncps tables, in input order.
func (s *Source) NCPs(ctx context.Context, yield func(*ledger.NCPRow) error) error {
	return each(ctx, s, ledger.NCPsTable, yield, NCPRows)
}

// Events yields every row of the events tables, in input order, then the contacts of the
// outreach lists that came back.
func (s *Source) Events(ctx context.Context, yield func(*ledger.EventRow) error) error {
	if err := each(ctx, s, ledger.EventsTable, yield, EventRows); err != nil {
		return err
	}
	return each(ctx, s, ledger.OutreachTable, func(row *ledger.EventRow) error {
		if row.Untouched() {
			return nil
		}
		return yield(row)
	}, EventRows)
}

// CaseRows decodes rows of a cases table into the *delimited.Taken[ledger.CaseRow] that
// Batch.Taken points to.
func CaseRows(header *schema.Header) delimited.Rows {
	return &partyRows[ledger.CaseRow]{schema.NewPartyDecoder(header), (*schema.PartyDecoder).Case, func(reject ledger.Reject) ledger.CaseRow {
		return ledger.CaseRow{Position: reject.Position, Case: ledger.Case{ID: reject.CaseID}, NCPID: reject.NCPID, Rejects: []ledger.Reject{reject}}
	}}
}

// NCPRows decodes rows of an ncps table into the *delimited.Taken[ledger.NCPRow] that
// Batch.Taken points to.
func NCPRows(header *schema.Header) delimited.Rows {
	return &partyRows[ledger.NCPRow]{schema.NewPartyDecoder(header), (*schema.PartyDecoder).NCP, func(reject ledger.Reject) ledger.NCPRow {
		return ledger.NCPRow{Position: reject.Position, NCP: ledger.NCP{ID: reject.NCPID}, Rejects: []ledger.Reject{reject}}
	}}
}

// EventRows decodes rows of an events table, or the contacts of an outreach list, into the
// *delimited.Taken[ledger.EventRow] that Batch.Taken points to.
func EventRows(header *schema.Header) delimited.Rows {
	decode := (*schema.PartyDecoder).Event
	if header.Kind == ledger.OutreachTable {
		decode = (*schema.PartyDecoder).Contact
	}
	return &partyRows[ledger.EventRow]{schema.NewPartyDecoder(header), decode, func(reject ledger.Reject) ledger.EventRow {
		return ledger.EventRow{Position: reject.Position, CaseID: reject.CaseID, NCPID: reject.NCPID, Reject: &reject}
	}}
}

// decode is how a schema.PartyDecoder reads a row of one of its tables.
type decode[T any] func(*schema.PartyDecoder, *T, *schema.Texts, []byte, []ledger.Span, ledger.Position)

// each decodes the tables of a kind block by block, side by side, and yields their rows
// in input order; a row is the caller's until it returns.
func each[T any](ctx context.Context, s *Source, kind ledger.TableKind, yield func(*T) error, rows func(*schema.Header) delimited.Rows) error {
	for _, t := range s.tables {
		if t.part.Kind != kind {
			continue
		}
		producer := t.blocks(rows(t.header))
		err := delimited.Take(ctx, producer.Blocks, func(rows []T, lines int) error {
			t.part.LineBases = append(t.part.LineBases, t.part.LineBases[len(t.part.LineBases)-1]+lines)
			t.part.Read += len(rows)
			for i := range rows {
				if err := yield(&rows[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// partyRows decodes rows of a cases, ncps or events table into Batch.Taken.
type partyRows[T any] struct {
	decoder *schema.PartyDecoder
	decode  decode[T]
	refuse  func(ledger.Reject) T
}

func (r *partyRows[T]) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	taken := batch.Taken.(*delimited.Taken[T])
	taken.Rows = append(taken.Rows, *new(T))
	r.decode(r.decoder, &taken.Rows[len(taken.Rows)-1], &taken.Texts, batch.Text, fields, position)
}

func (r *partyRows[T]) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	taken := batch.Taken.(*delimited.Taken[T])
	taken.Rows = append(taken.Rows, r.refuse(r.decoder.Malformed(batch.Text, fields, position, why)))
}
