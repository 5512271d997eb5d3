package readers

import (
	"context"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

// Ledger yields the blocks of every ledger part, in input order.
func (s *Source) Ledger(ctx context.Context, yield func(part int, block ledger.Block) error) error {
	for number, t := range s.tables {
		if t.part.Kind != ledger.LedgerTable {
			continue
		}
		blocks := t.blocks(schema.NewLedgerDecoder(t.header, s.options.Rules))
		err := blocks.Blocks(ctx, func(block ledger.Block) error { return yield(number, block) })
		if err != nil {
			return err
		}
	}
	return nil
}

// Cases yields every row of the cases tables, in input order.
func (s *Source) Cases(ctx context.Context, yield func(ledger.CaseRow) error) error {
	return each(ctx, s, ledger.CasesTable, yield, (*schema.PartyDecoder).Case, func(reject ledger.Reject) ledger.CaseRow {
		return ledger.CaseRow{Position: reject.Position, Case: ledger.Case{ID: reject.CaseID}, NCPID: reject.NCPID, Rejects: []ledger.Reject{reject}}
	})
}

// NCPs yields every row of the ncps tables, in input order.
func (s *Source) NCPs(ctx context.Context, yield func(ledger.NCPRow) error) error {
	return each(ctx, s, ledger.NCPsTable, yield, (*schema.PartyDecoder).NCP, func(reject ledger.Reject) ledger.NCPRow {
		return ledger.NCPRow{Position: reject.Position, NCP: ledger.NCP{ID: reject.NCPID}, Rejects: []ledger.Reject{reject}}
	})
}

// Events yields every row of the events tables, in input order.
func (s *Source) Events(ctx context.Context, yield func(ledger.EventRow) error) error {
	return each(ctx, s, ledger.EventsTable, yield, (*schema.PartyDecoder).Event, func(reject ledger.Reject) ledger.EventRow {
		return ledger.EventRow{Position: reject.Position, CaseID: reject.CaseID, NCPID: reject.NCPID, Reject: &reject}
	})
}

// each reads the tables of a kind one block after the other.
func each[T any](ctx context.Context, s *Source, kind ledger.TableKind, yield func(T) error,
	decode func(*schema.PartyDecoder, []byte, []ledger.Span, ledger.Position) T, refuse func(ledger.Reject) T) error {
	for _, t := range s.tables {
		if t.part.Kind != kind {
			continue
		}
		rows := &partyRows[T]{decoder: schema.NewPartyDecoder(t.header), part: t.part, yield: yield, decode: decode, refuse: refuse}
		var batch ledger.Batch
		from := int64(-1)
		err := t.blocks(rows).Blocks(ctx, func(block ledger.Block) error {
			batch.Reset()
			if err := block.Parse(&batch, from); err != nil {
				return err
			}
			from = batch.To
			t.part.LineBases = append(t.part.LineBases, t.part.LineBases[len(t.part.LineBases)-1]+batch.Lines)
			return rows.failure
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// partyRows passes rows of a cases, ncps or events table on as values.
type partyRows[T any] struct {
	decoder *schema.PartyDecoder
	part    *ledger.Part
	yield   func(T) error
	decode  func(*schema.PartyDecoder, []byte, []ledger.Span, ledger.Position) T
	refuse  func(ledger.Reject) T
	failure error
}

func (r *partyRows[T]) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	r.pass(r.decode(r.decoder, batch.Text, fields, position))
}

func (r *partyRows[T]) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	r.pass(r.refuse(r.decoder.Malformed(batch.Text, fields, position, why)))
}

func (r *partyRows[T]) pass(row T) {
	r.part.Read++
	if r.failure == nil {
		r.failure = r.yield(row)
	}
}
