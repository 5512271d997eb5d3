package flow

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers"
)

// writeFn writes the shards of the tables, each from the memory of one worker, under a name
// and with bytes that do not depend on who does it and how often.
type writeFn struct {
	Rules  Rules
	AsOf   ledger.Date
	Limit  pipeline.Limit
	Out    string
	Shards int
	Parts  int

	tables  []report.Table
	failed  bool // too many rejects: only those are written
	checked bool
}

// Setup makes the columns.
func (fn *writeFn) Setup() error {
	rules, err := fn.Rules.Load()
	fn.tables = tables(rules)
	return err
}

// tables is the tables in the order of their numbers.
func tables(rules *policy.Policy) []report.Table {
	return report.Tables(&report.Report{Policy: rules, Register: &ledger.Register{}})
}

// StartBundle forgets what the bundle before knew of the run.
func (fn *writeFn) StartBundle(_ context.Context, _ func(*exports.Part) bool, _ func(*wire.Counts) bool, _ func(wire.Written)) {
	fn.checked = false
}

// ProcessElement writes the shard of a key.
func (fn *writeFn) ProcessElement(ctx context.Context, key int, lines func(*wire.Line) bool,
	parts func(*exports.Part) bool, counts func(*wire.Counts) bool, written func(wire.Written)) (err error) {
	defer tell(&err)
	if !fn.checked {
		inputs, err := countedInputs(parts, counts, fn.Parts)
		if err != nil {
			return err
		}
		fn.failed, fn.checked = fn.Limit.Check(&report.Report{Inputs: inputs}) != nil, true
	}
	number, shard := key/fn.Shards, key%fn.Shards
	if fn.failed && number != rejectsTable {
		return nil
	}
	table := &fn.tables[number]
	text, rows := fn.render(number, collect(lines))
	name := fmt.Sprintf("%s-%05d-of-%05d.csv", table.Name, shard, fn.Shards)
	if err := exports.Write(ctx, fn.Out, name, text); err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	written(wire.Written{Path: name, Table: table.Name, Rows: rows, Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])})
	return nil
}

// render brings the lines of a shard into their order and puts the header above them.
func (fn *writeFn) render(number int, lines []wire.Line) (text []byte, rows int) {
	sortLines(lines)
	size := 1 << 10
	for i := range lines {
		size += len(lines[i].Text)
	}
	text = writers.AppendCSVHeader(make([]byte, 0, size), fn.tables[number].Columns)
	for i := range lines {
		text = append(text, lines[i].Text...)
		rows += lines[i].Rows
	}
	return text, rows
}

// sortLines sorts lines by their order, and by their text where that leaves a choice.
func sortLines(lines []wire.Line) {
	slices.SortFunc(lines, func(a, b wire.Line) int {
		return cmp.Or(bytes.Compare(a.Order, b.Order), bytes.Compare(a.Text, b.Text))
	})
}

// errNotWaited says that a runner did not wait for a side input.
var errNotWaited = errors.New("the runner did not wait for a side input")

// countedInputs is the parts with what was counted of them.
func countedInputs(parts func(*exports.Part) bool, counts func(*wire.Counts) bool, number int) ([]*ledger.Part, error) {
	planned := collect(parts)
	var counted wire.Counts
	if !counts(&counted) || len(planned) != number || len(counted.Parts) != number {
		return nil, errNotWaited
	}
	all := inputs(planned)
	for number, count := range counted.Parts {
		part := all[number]
		part.Read, part.Rejected, part.Duplicate, part.Future, part.Ignored = count.Read, count.Rejected, count.Duplicate, count.Future, count.Ignored
	}
	return all, nil
}
