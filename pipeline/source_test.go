package pipeline

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

var rules = sync.OnceValue(func() *policy.Policy {
	rules, err := policy.Load("california-coap")
	if err != nil {
		panic(err)
	}
	return rules
})

var testAsOf = ledger.MustDate("2026-10-31")

func testJob() Job {
	return Job{Rules: rules(), AsOf: testAsOf, Workers: 2, Memory: 1 << 30, MaxRejects: Limit{ByRow: true, Rows: 1 << 30}}
}

// row is a ledger row in a test: "CASE DATE TYPE AMOUNT ACCOUNT id=… ref=… source=…",
// the last four in any order or left out. A row "CASE !code" is one that the reader
// rejects.
type row string

// parse adds the row to a batch as a reader does.
func (r row) parse(batch *ledger.Batch, position ledger.Position) {
	words := strings.Fields(string(r))
	batch.Rows++
	if code, ok := strings.CutPrefix(words[1], "!"); ok {
		batch.Rejects = append(batch.Rejects, ledger.Reject{Position: position, Table: ledger.LedgerTable, Code: ledger.Code(code),
			CaseID: strings.Trim(words[0], "-"), Row: true, Rows: 1, Message: "planted"})
		if code != string(ledger.MalformedRow) && code != string(ledger.Encoding) && words[0] != "-" {
			openRun(batch, words[0], position)
		}
		return
	}
	run := openRun(batch, words[0], position)
	batch.Entries = append(batch.Entries, r.entry(&batch.Text, position))
	run.To = len(batch.Entries)
}

func openRun(batch *ledger.Batch, id string, position ledger.Position) *ledger.Run {
	if n := len(batch.Runs); n > 0 && string(batch.Runs[n-1].Case.Of(batch.Text)) == id {
		batch.Runs[n-1].Rows++
		return &batch.Runs[n-1]
	}
	at := len(batch.Entries)
	batch.Runs = append(batch.Runs, ledger.Run{Case: appendSpan(&batch.Text, id), From: at, To: at, Rows: 1, First: position})
	return &batch.Runs[len(batch.Runs)-1]
}

func appendSpan(text *[]byte, value string) ledger.Span {
	span := ledger.Span{Start: uint32(len(*text)), Length: uint32(len(value))}
	*text = append(*text, value...)
	return span
}

// entry makes the entry of a row, its texts added to text.
func (r row) entry(text *[]byte, position ledger.Position) ledger.Entry {
	words := strings.Fields(string(r))
	entry := ledger.Entry{Position: position, Date: ledger.MustDate(words[1])}
	for i, kind := range ledger.EntryTypes() {
		if kind == words[2] {
			entry.Type = ledger.EntryType(i + 1)
		}
	}
	amount, ok := ledger.ParseCents([]byte(words[3]))
	if !ok || entry.Type == 0 {
		panic("no such row: " + string(r))
	}
	entry.Amount = amount
	for _, word := range words[4:] {
		switch name, value, _ := strings.Cut(word, "="); name {
		case "id":
			entry.ID = appendSpan(text, value)
		case "ref":
			entry.Ref = appendSpan(text, value)
		case "source":
			entry.Source = appendSpan(text, value)
			entry.SourceRule = rules().SourceRule([]byte(value))
		default:
			entry.Account = accountNumber(word)
		}
	}
	return entry
}

func accountNumber(code string) ledger.AccountNumber {
	for i, account := range rules().Accounts {
		if account.Code == code {
			return ledger.AccountNumber(i + 1)
		}
	}
	panic("no such account: " + code)
}

// exports is an input held in memory. Part 0 holds the ncps, part 1 the cases, part 2 the
// events, and each further one the blocks of a ledger.
type exports struct {
	parts   []*ledger.Part
	ncps    []ledger.NCPRow
	cases   []ledger.CaseRow
	events  []ledger.EventRow
	ledgers [][]memoryBlock

	digest func(context.Context, []*ledger.Part) error
	// check, if any, is what CheckUnchanged does.
	check func() error
	// beforeBlock, if any, is called before each block of the ledger is yielded.
	beforeBlock func(number int)
}

const (
	ncpsPart = iota
	casesPart
	eventsPart
	ledgerPart
)

// newExports makes an input of ledgers, each given as its blocks of rows. With a list of
// cases ("CASE NCP") there is a cases table.
func newExports(cases []string, ledgers ...[][]row) *exports {
	e := &exports{}
	e.addPart(ledger.NCPsTable, "ncps.csv")
	e.addPart(ledger.CasesTable, "cases.csv")
	e.addPart(ledger.EventsTable, "events.csv")
	if cases == nil {
		e.parts[casesPart].Kind = ledger.EventsTable // no cases table
	}
	for i, text := range cases {
		words := strings.Fields(text)
		e.cases = append(e.cases, ledger.CaseRow{Position: ledger.NewPosition(casesPart, 0, i), Case: ledger.Case{ID: words[0]}, NCPID: words[1], NCPColumn: 1})
	}
	for i, blocks := range ledgers {
		e.addPart(ledger.LedgerTable, fmt.Sprintf("ledger-%d.csv", i))
		made := make([]memoryBlock, len(blocks))
		from := 0
		for number, rows := range blocks {
			made[number] = memoryBlock{part: ledgerPart + i, number: number, from: from, rows: rows}
			from += len(rows)
		}
		e.ledgers = append(e.ledgers, made)
	}
	return e
}

func (e *exports) addPart(kind ledger.TableKind, name string) {
	e.parts = append(e.parts, &ledger.Part{File: name, Kind: kind, LineBases: []int{2}})
}

func (e *exports) Parts() []*ledger.Part { return e.parts }

func (e *exports) NCPs(_ context.Context, yield func(*ledger.NCPRow) error) error {
	return eachRow(e.parts[ncpsPart], e.ncps, yield)
}

func (e *exports) Cases(_ context.Context, yield func(*ledger.CaseRow) error) error {
	return eachRow(e.parts[casesPart], e.cases, yield)
}

func (e *exports) Events(_ context.Context, yield func(*ledger.EventRow) error) error {
	return eachRow(e.parts[eventsPart], e.events, yield)
}

func eachRow[T any](part *ledger.Part, rows []T, yield func(*T) error) error {
	for i := range rows {
		part.Read++
		if err := yield(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func (e *exports) Ledger(_ context.Context, yield func(int, ledger.Block) error) error {
	count := 0
	for i, blocks := range e.ledgers {
		for number := range blocks {
			if e.beforeBlock != nil {
				e.beforeBlock(count)
			}
			count++
			if err := yield(ledgerPart+i, &blocks[number]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *exports) Digest(ctx context.Context) error {
	if e.digest == nil {
		return nil
	}
	return e.digest(ctx, e.parts)
}

func (e *exports) CheckUnchanged() error {
	if e.check == nil {
		return nil
	}
	return e.check()
}

// memoryBlock is rows of a ledger. Its places are row numbers.
type memoryBlock struct {
	part, number, from int
	rows               []row
	// guess, if not 0, is how many rows too far on a block takes its first row to be, as
	// a reader may where a quoted field holds line ends.
	guess int
	fault error
}

func (b *memoryBlock) Parse(batch *ledger.Batch, from int64) error {
	first := int(from)
	if from < 0 {
		first = b.from + b.guess
	}
	for i := first - b.from; i < len(b.rows); i++ {
		b.rows[i].parse(batch, ledger.NewPosition(b.part, b.number, i))
	}
	batch.Lines, batch.From, batch.To = len(b.rows), int64(first), int64(b.from+len(b.rows))
	return b.fault
}

// keeper is a sink that keeps the report, unless the run is cancelled.
type keeper struct {
	report *report.Report
	err    error
}

func (k *keeper) Publish(ctx context.Context, r *report.Report) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	k.report = r
	return k.err
}

// mustRun runs a job on an input.
func mustRun(t testing.TB, job Job, source Source) *report.Report {
	t.Helper()
	r, err := Run(t.Context(), job, source, &keeper{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rejectsOf lists a report's rejects, each as "FILE:LINE CODE case=… ncp=… rows=…".
func rejectsOf(r *report.Report) []string {
	var list []string
	for i := range r.Rejects {
		reject := &r.Rejects[i]
		part := r.Inputs[reject.Position.Part()]
		text := fmt.Sprintf("%s:%d %s", part.File, part.Line(reject.Position), reject.Code)
		if reject.CaseID != "" {
			text += " case=" + reject.CaseID
		}
		if reject.NCPID != "" {
			text += " ncp=" + reject.NCPID
		}
		if reject.Rows != 1 {
			text += fmt.Sprintf(" rows=%d", reject.Rows)
		}
		list = append(list, text)
	}
	return list
}

// taintedOf lists the tainted cases, then the tainted NCPs.
func taintedOf(r *report.Report) (cases, ncps []string) {
	for i := range r.Cases {
		if r.Cases[i].Tainted {
			cases = append(cases, r.Cases[i].ID)
		}
	}
	for i := range r.NCPs {
		if r.NCPs[i].Tainted {
			ncps = append(ncps, r.NCPs[i].ID)
		}
	}
	return cases, ncps
}

// countsOf is the counts of a part: read, accepted, rejected, duplicate, future.
func countsOf(part *ledger.Part) [5]int {
	return [5]int{part.Read, part.Accepted, part.Rejected, part.Duplicate, part.Future}
}
