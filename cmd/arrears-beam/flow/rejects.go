package flow

import (
	"encoding/binary"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"
)

// rejectFn makes lines of rejects at the end of their way, with the files and the physical
// lines on which they stand, and counts them.
type rejectFn struct {
	guesses

	report *report.Report
	table  report.Table
	values []report.Value
}

// StartBundle forgets what the bundle before knew of the input.
func (fn *rejectFn) StartBundle(_ func(*uint64) bool, _ func(*exports.Part) bool, _ func(*wire.Bases) bool, _ func(wire.Line), _ func(wire.Counts)) {
	fn.guesses, fn.report = guesses{}, nil
}

// ProcessElement takes one reject.
func (fn *rejectFn) ProcessElement(item wire.Item, wrong func(*uint64) bool, parts func(*exports.Part) bool, bases func(*wire.Bases) bool,
	lines func(wire.Line), counts func(wire.Counts)) error {
	reject, err := item.Reject()
	if err != nil {
		return err
	}
	fn.learn(wrong)
	if fn.refuse(reject.Certain, reject.Position) {
		return nil
	}
	fn.learnInputs(parts, bases)
	if max(reject.Position.Part(), reject.Other.Part()) >= len(fn.report.Inputs) {
		return wire.ErrForm
	}
	counts(countReject(&reject.Reject))
	fn.report.Rejects[0] = reject.Reject
	fn.values = fn.table.Append(fn.values[:0], 0)
	text := writers.CSVText{Sums: make([]ledger.Cents, len(fn.table.Columns))}
	text.Add(fn.values)
	lines(wire.Line{Order: rejectOrder(&reject.Reject), Bucket: uint64(reject.Position) >> 24, Rows: 1, Text: text.Text})
	return nil
}

// learnInputs takes up which parts there are and where their blocks begin, once a bundle.
func (fn *rejectFn) learnInputs(parts func(*exports.Part) bool, bases func(*wire.Bases) bool) {
	if fn.report != nil {
		return
	}
	fn.report = &report.Report{Inputs: inputs(collect(parts)), Rejects: make([]ledger.Reject, 1)}
	var base wire.Bases
	for bases(&base) {
		fn.report.Inputs[base.Part].LineBases = base.Lines
	}
	fn.table = report.Rejects(fn.report)
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
