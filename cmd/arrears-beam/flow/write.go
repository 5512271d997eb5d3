package flow

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

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

	tables []report.Table
	ranks
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
func (fn *writeFn) StartBundle(_ context.Context, _ func(*wire.Histogram) bool, _ func(*exports.Part) bool, _ func(*wire.Counts) bool, _ func(wire.Written)) {
	fn.ranks, fn.checked = ranks{shards: fn.Shards}, false
}

// ProcessElement writes the shard of a key.
func (fn *writeFn) ProcessElement(ctx context.Context, key int, lines func(*wire.Line) bool,
	outreach func(*wire.Histogram) bool, parts func(*exports.Part) bool, counts func(*wire.Counts) bool, written func(wire.Written)) error {
	if !fn.checked {
		fn.failed, fn.checked = checkCounts(fn.Limit, collect(parts), counts) != nil, true
	}
	number, shard := key/fn.Shards, key%fn.Shards
	if fn.failed && number != rejectsTable {
		return nil
	}
	fn.learn(outreach)
	table := &fn.tables[number]
	text, rows := fn.render(number, shard, collect(lines))
	name := fmt.Sprintf("%s-%05d-of-%05d.csv", table.Name, shard, fn.Shards)
	if err := exports.Write(ctx, fn.Out, name, text); err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	written(wire.Written{Path: name, Table: table.Name, Rows: rows, Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])})
	return nil
}

// render brings the lines of a shard into their order and puts the header above them, and
// on the outreach list the ranks before them.
func (fn *writeFn) render(number, shard int, lines []wire.Line) (text []byte, rows int) {
	slices.SortFunc(lines, func(a, b wire.Line) int {
		return cmp.Or(bytes.Compare(a.Order, b.Order), bytes.Compare(a.Text, b.Text))
	})
	size := 1 << 10
	for i := range lines {
		size += len(lines[i].Text) + 12
	}
	text = writers.AppendCSVHeader(make([]byte, 0, size), fn.tables[number].Columns)
	for i := range lines {
		if number == outreachTable && lines[i].Rows > 0 {
			text = append(strconv.AppendInt(text, fn.before[shard]+int64(rows)+1, 10), ',')
		}
		text = append(text, lines[i].Text...)
		rows += lines[i].Rows
	}
	return text, rows
}

// checkCounts is the *pipeline.TooManyRejects of a run, if it has that many.
func checkCounts(limit pipeline.Limit, parts []exports.Part, counts func(*wire.Counts) bool) error {
	return limit.Check(&report.Report{Inputs: countedInputs(parts, counts)})
}

// countedInputs is the parts with what was counted of them.
func countedInputs(parts []exports.Part, counts func(*wire.Counts) bool) []*ledger.Part {
	all := inputs(parts)
	var counted wire.Counts
	counts(&counted)
	for number, count := range counted.Parts {
		part := all[number]
		part.Read, part.Rejected, part.Duplicate, part.Future, part.Ignored = count.Read, count.Rejected, count.Duplicate, count.Future, count.Ignored
	}
	return all
}
