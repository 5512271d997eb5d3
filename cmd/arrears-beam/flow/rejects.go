package flow

import (
	"encoding/binary"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"
)

// keyReject keys a reject by the block in which it stands.
func keyReject(item wire.Item) (int, wire.Item, error) {
	reject, err := item.Reject()
	return int(reject.Position >> 24), item, err
}

// rejectFn makes lines of rejects at the end of their way, with the files and the physical
// lines on which they stand, and counts them. Their shards follow one another as the blocks
// of the input do.
type rejectFn struct {
	Parts  int
	Shards int

	guesses

	report *report.Report
	table  report.Table
	values []report.Value
	spread spread
}

// StartBundle forgets what the bundle before knew of the input.
func (fn *rejectFn) StartBundle(_ func(*wire.Bases) bool, _ func(*exports.Part) bool, _ func(int, wire.Line), _ func(wire.Counts)) {
	fn.guesses, fn.report = guesses{}, nil
}

// ProcessElement takes the rejects of a block.
func (fn *rejectFn) ProcessElement(_ int, items func(*wire.Item) bool, bases func(*wire.Bases) bool, parts func(*exports.Part) bool,
	lines func(int, wire.Line), counts func(wire.Counts)) (err error) {
	defer tell(&err)
	if err := fn.learnInputs(bases, parts); err != nil {
		return err
	}
	var item wire.Item
	for items(&item) {
		reject, err := item.Reject()
		if err != nil {
			return err
		}
		if fn.refuse(reject.Certain, reject.Position) {
			continue
		}
		if max(reject.Position.Part(), reject.Other.Part()) >= len(fn.report.Inputs) {
			return wire.ErrForm
		}
		counts(countReject(&reject.Reject))
		fn.report.Rejects[0] = reject.Reject
		fn.values = fn.table.Append(fn.values[:0], 0)
		text := writers.CSVText{Sums: make([]ledger.Cents, len(fn.table.Columns))}
		text.Add(fn.values)
		lines(rejectsTable*fn.Shards+fn.spread.shard(reject.Position, fn.Shards), wire.Line{Order: rejectOrder(&reject.Reject), Rows: 1, Text: text.Text})
	}
	return nil
}

// learnInputs takes up which parts there are and where their blocks begin, once a bundle.
func (fn *rejectFn) learnInputs(bases func(*wire.Bases) bool, parts func(*exports.Part) bool) error {
	if fn.report != nil {
		return nil
	}
	if err := fn.learn(bases, fn.Parts); err != nil {
		return err
	}
	all := collect(parts)
	if len(all) != fn.Parts {
		return errNotWaited
	}
	fn.report = &report.Report{Inputs: inputs(all), Rejects: make([]ledger.Reject, 1)}
	for part, base := range fn.bases {
		fn.report.Inputs[part].LineBases = base.Lines
	}
	fn.table, fn.spread = report.Rejects(fn.report), newSpread(all)
	return nil
}

// spread is where each part begins in the whole input, in bytes.
type spread struct {
	parts []exports.Part
	begin []int64
	total int64
}

func newSpread(parts []exports.Part) spread {
	s := spread{parts: make([]exports.Part, len(parts)), begin: make([]int64, len(parts))}
	for _, part := range parts {
		s.parts[part.Number] = part
	}
	for i := range s.parts {
		s.begin[i] = s.total
		s.total += s.parts[i].Size
	}
	return s
}

// shard is the shard of what stands at a position, of a number of them: the same share of
// the shards lies before it as of the input, about.
func (s *spread) shard(position ledger.Position, shards int) int {
	part := &s.parts[position.Part()]
	within := min(int64(position.Block())*max(part.Block, 1), max(part.Size-1, 0))
	at := float64(s.begin[position.Part()]+within) / float64(max(s.total, 1))
	return min(int(at*float64(shards)), shards-1)
}

// inputs is the parts in input order as reports know them.
func inputs(parts []exports.Part) []*ledger.Part {
	all := make([]*ledger.Part, len(parts))
	for i := range parts {
		all[parts[i].Number] = parts[i].Ledger()
	}
	return all
}

// countReject counts a reject by its code, and the rows it stands for with their part:
// those of an unknown case were counted, each with its own part, where they were left out.
func countReject(reject *ledger.Reject) wire.Counts {
	counts := wire.Counts{Rejects: map[string]int{string(reject.Code): 1}}
	if reject.Row && (reject.Table != ledger.LedgerTable || reject.Code != ledger.UnknownCase) {
		counts.AddPart(reject.Position.Part(), wire.Count{Rejected: reject.Rows})
	}
	if reject.CaseID == "" && reject.NCPID == "" {
		counts.Nobody = 1
	}
	return counts
}

// rejectOrder sorts rejects by where they stand, then by the column.
func rejectOrder(reject *ledger.Reject) []byte {
	order := binary.BigEndian.AppendUint64(nil, uint64(reject.Position))
	order = binary.BigEndian.AppendUint32(order, uint32(reject.ColumnOrder+1))
	return append(order, reject.Code...)
}
