package flow

import (
	"context"
	"errors"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers/delimited"
)

// readFn reads parts. One that can be read from the middle is split into ranges of blocks,
// which workers take side by side; the first block of a range begins with a guess at its
// first row, which chainFn holds against the end of the block before.
type readFn struct {
	Config
	Unit int64 // blocks of a range
	Asks bool  // events may name an NCP and a case: say which NCPs the ncps tables know

	rules *policy.Policy
}

// Setup loads the policy.
func (fn *readFn) Setup() (err error) {
	fn.rules, err = fn.Rules.Load()
	return err
}

// CreateInitialRestriction is all blocks of a part.
func (fn *readFn) CreateInitialRestriction(part exports.Part) offsetrange.Restriction {
	return offsetrange.Restriction{End: part.Blocks()}
}

// SplitRestriction cuts it into ranges for workers to begin with.
func (fn *readFn) SplitRestriction(_ exports.Part, blocks offsetrange.Restriction) []offsetrange.Restriction {
	return blocks.SizedSplits(fn.Unit)
}

// RestrictionSize is about how many bytes a range has.
func (fn *readFn) RestrictionSize(part exports.Part, blocks offsetrange.Restriction) float64 {
	return blocks.Size() * float64(max(part.Block, 1))
}

// CreateTracker tracks a range.
func (fn *readFn) CreateTracker(blocks offsetrange.Restriction) *sdf.LockRTracker {
	return sdf.NewLockRTracker(offsetrange.NewTracker(blocks))
}

// ProcessElement reads a range of blocks. To cases go ledger rows, cases, and what names a
// case; to NCPs what names an NCP alone; to ask events that name both; adrift go rejects
// that name nobody.
func (fn *readFn) ProcessElement(ctx context.Context, tracker *sdf.LockRTracker, part exports.Part,
	toCases, toNCPs, ask func(string, wire.Item), adrift func(wire.Item), edges func(int, wire.Edge)) (err error) {
	defer tell(&err)
	table, err := exports.Open(ctx, &part, fn.rules, fn.Aliases)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	to := &sorting{toCases: toCases, toNCPs: toNCPs, ask: ask, adrift: adrift, asks: fn.Asks, certain: part.Block == 0}
	batch := exports.NewBatch(part.Kind)
	send := func(block int) error {
		rows := to.send(&part, batch)
		edges(part.Number, wire.Edge{Block: block, From: batch.From, To: batch.To, Lines: batch.Lines, Rows: rows})
		return nil
	}
	block, from := tracker.GetRestriction().(offsetrange.Restriction).Start, int64(-1)
	for ; tracker.TryClaim(block); block++ {
		if part.Block == 0 {
			err = table.Each(ctx, batch, send)
		} else {
			err = table.Parse(batch, int(block), from)
		}
		if err != nil {
			return err
		}
		if part.Block == 0 {
			continue
		}
		if err := send(int(block)); err != nil {
			return err
		}
		if from = batch.To; batch.From < 0 {
			from = -1
		}
	}
	return nil
}

// sorting hands rows on to whom they concern.
type sorting struct {
	toCases, toNCPs, ask func(string, wire.Item)
	adrift               func(wire.Item)
	asks                 bool
	certain              bool
}

// send hands on the rows of a block, and says how many were read.
func (s *sorting) send(part *exports.Part, batch *ledger.Batch) (rows int) {
	switch taken := batch.Taken.(type) {
	case *delimited.Taken[ledger.CaseRow]:
		for i := range taken.Rows {
			s.sendCase(&taken.Rows[i])
		}
		return len(taken.Rows)
	case *delimited.Taken[ledger.NCPRow]:
		for i := range taken.Rows {
			s.sendNCP(&taken.Rows[i])
		}
		return len(taken.Rows)
	case *delimited.Taken[ledger.EventRow]:
		for i := range taken.Rows {
			s.sendEvent(&wire.Event{EventRow: taken.Rows[i], Table: part.Kind})
		}
		return len(taken.Rows)
	}
	for i := range batch.Runs {
		run := &batch.Runs[i]
		s.toCases(string(run.Case.Of(batch.Text)), wire.NewRows(batch, run, s.certain))
	}
	s.sendRejects(batch.Rejects)
	return batch.Rows
}

func (s *sorting) sendCase(row *ledger.CaseRow) {
	if ledger.Refused(row.Rejects) {
		s.sendRejects(row.Rejects)
		return
	}
	s.toCases(row.Case.ID, wire.NewCase(row))
}

func (s *sorting) sendNCP(row *ledger.NCPRow) {
	if ledger.Refused(row.Rejects) {
		s.sendRejects(row.Rejects)
		return
	}
	s.toNCPs(row.NCP.ID, wire.NewNCP(row))
	if s.asks {
		s.ask(row.NCP.ID, wire.Known())
	}
}

func (s *sorting) sendEvent(event *wire.Event) {
	switch {
	case event.Untouched():
	case event.Reject != nil && (event.Reject.Code == ledger.MalformedRow || event.CaseID+event.NCPID == ""):
		s.sendRejects([]ledger.Reject{*event.Reject})
	case event.CaseID == "":
		s.toNCPs(event.NCPID, wire.NewEvent(event))
	case event.NCPID == "":
		s.toCases(event.CaseID, wire.NewEvent(event))
	default:
		s.ask(event.NCPID, wire.NewEvent(event))
	}
}

// sendRejects sends rejects by way of the case that they name, if any, to the NCP.
func (s *sorting) sendRejects(rejects []ledger.Reject) {
	for i := range rejects {
		reject := &rejects[i]
		item := wire.NewReject(reject, s.certain)
		switch {
		case reject.CaseID != "":
			s.toCases(reject.CaseID, item)
		case reject.NCPID != "":
			s.toNCPs(reject.NCPID, item)
		default:
			s.adrift(item)
		}
	}
}
