package flow

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers"
)

// The tables, as their files are named and as they are numbered in keys of lines.
const (
	balancesTable = iota
	casesTable
	ncpsTable
	outreachTable
	rejectsTable
	tableCount
)

// ncpFn brings together what concerns one NCP: it makes a report of this NCP alone, decides
// with the functions of arrears run, and renders the rows with its columns.
type ncpFn struct {
	Config
	Shards int

	rules   *policy.Policy
	decider *pipeline.Decider
	report  *report.Report
	tables  []report.Table // balances and cases, of the report
	values  []report.Value
}

// Setup loads the policy.
func (fn *ncpFn) Setup() (err error) {
	if fn.rules, err = fn.Rules.Load(); err != nil {
		return err
	}
	fn.decider = pipeline.NewDecider(fn.rules, fn.AsOf)
	fn.report = &report.Report{AsOf: fn.AsOf, Policy: fn.rules, Register: &ledger.Register{}}
	fn.tables = []report.Table{report.Balances(fn.report), report.Cases(fn.report)}
	return nil
}

// ProcessElement takes all that is keyed by an NCP.
func (fn *ncpFn) ProcessElement(id string, items func(*wire.Item) bool,
	lines func(int, wire.Line), outreach func(int, wire.Line), adrift func(wire.Item), figures func(wire.Figures), counts func(wire.Counts)) (err error) {
	defer tell(&err)
	n := ncpAtHand{ncpFn: fn, id: id, adrift: adrift}
	if err := n.gather(items); err != nil {
		return err
	}
	n.settle()
	if len(n.counts.Parts) > 0 {
		counts(n.counts)
	}
	if !n.known {
		return nil
	}
	n.assemble()
	if err := fn.decider.Determine(fn.report); err != nil {
		return err
	}
	return n.render(lines, outreach, figures)
}

// replayedCase is a case of the NCP at hand.
type replayedCase struct {
	ledger.Case
	balance interest.Balance
}

// ncpAtHand is one NCP.
type ncpAtHand struct {
	*ncpFn
	id     string
	adrift func(wire.Item)

	cases   []replayedCase
	rows    []ledger.NCPRow
	events  []wire.Event
	rejects []ledger.Reject
	known   bool
	tainted bool
	ncp     ledger.NCP
	counts  wire.Counts
}

// gather opens the items, and brings them into an order that does not depend on their way.
func (n *ncpAtHand) gather(items func(*wire.Item) bool) error {
	var item wire.Item
	for items(&item) {
		if err := n.add(item); err != nil {
			return err
		}
	}
	slices.SortFunc(n.cases, func(a, b replayedCase) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(n.rows, func(a, b ledger.NCPRow) int { return byPosition(a.Position, b.Position) })
	slices.SortFunc(n.events, func(a, b wire.Event) int { return byPosition(a.Position, b.Position) })
	return nil
}

func (n *ncpAtHand) add(item wire.Item) (err error) {
	switch item.Kind() {
	case wire.ReplayedItem:
		var c replayedCase
		c.Case, c.balance, err = item.Replayed()
		for i := range c.balance.Accounts {
			if int(c.balance.Accounts[i].Account) > len(n.rules.Accounts) {
				return fmt.Errorf("%w: a balance names an account that the policy does not have", wire.ErrForm)
			}
		}
		n.cases = append(n.cases, c)
	case wire.NCPItem:
		var row ledger.NCPRow
		row, err = item.NCP()
		n.rows = append(n.rows, row)
	case wire.EventItem:
		var event wire.Event
		event, err = item.Event()
		n.events = append(n.events, event)
	case wire.RejectItem:
		var reject wire.Reject
		reject, err = item.Reject()
		n.rejects = append(n.rejects, reject.Reject)
	default:
		err = wire.ErrForm
	}
	return err
}

// settle finds out whether the NCP is known, and what becomes of all that names it.
func (n *ncpAtHand) settle() {
	n.ncp = ledger.NCP{ID: n.id}
	n.known = len(n.cases) > 0 || len(n.rows) > 0
	for i := range n.rows {
		if i == 0 {
			n.ncp = n.rows[i].NCP
		}
		n.reject(pipeline.NCPRejects(&n.rows[i], i > 0)...)
	}
	n.reject(n.rejects...)
	for i := range n.events {
		n.settleEvent(&n.events[i])
	}
	n.ncp.Tainted = n.tainted
}

// settleEvent notes an event. One that names a case too was found good there.
func (n *ncpAtHand) settleEvent(event *wire.Event) {
	reject := pipeline.EventReject(&event.EventRow, event.Table, true, n.known)
	switch {
	case reject != nil:
		n.reject(*reject)
	case event.Date > n.AsOf:
		n.counts.AddPart(event.Position.Part(), wire.Count{Ignored: 1})
	default:
		pipeline.NoteEvent(&n.ncp.History, &event.EventRow)
	}
}

// reject taints the NCP, if it is known. That is the end of a reject's way.
func (n *ncpAtHand) reject(rejects ...ledger.Reject) {
	for _, reject := range rejects {
		n.tainted = n.tainted || n.known
		if !n.known && pipeline.MayNameAnything(&reject) {
			reject.NCPID = ""
		}
		n.adrift(wire.NewReject(&reject, true))
	}
}

// assemble makes the report of the NCP alone.
func (n *ncpAtHand) assemble() {
	r := n.report
	r.Cases, r.Balances = r.Cases[:0], r.Balances[:0]
	for i := range n.cases {
		c := &n.cases[i]
		c.Tainted = c.Tainted || n.tainted
		r.Cases, r.Balances = append(r.Cases, c.Case), append(r.Balances, c.balance)
	}
	r.NCPs = append(r.NCPs[:0], n.ncp)
	r.Link()
}

// render makes the rows of the tables.
func (n *ncpAtHand) render(lines func(int, wire.Line), outreach func(int, wire.Line), figures func(wire.Figures)) error {
	f := wire.Figures{Totals: n.report.Totals}
	for number, table := range n.tables {
		for i := range n.report.Cases {
			id := n.report.Cases[i].ID
			line := n.line(&table, i, &f)
			line.Order = []byte(id)
			if line.Rows > 0 {
				lines(shardOf(number, id, n.Shards), line)
			}
		}
	}
	ncps := report.NCPs(n.report)
	line := n.line(&ncps, 0, &f)
	line.Order = []byte(n.id)
	lines(shardOf(ncpsTable, n.id, n.Shards), line)
	if len(n.report.Outreach) > 0 {
		table := report.Outreach(n.report)
		line := n.line(&table, 0, &f)
		decided := &n.report.Determinations[0]
		line.Order = pipeline.OutreachOrder(decided, n.id)
		_, line.Text, _ = bytes.Cut(line.Text, []byte{','}) // the rank, which is not known yet
		outreach(outreachBucket(decided.Status, decided.Compromisable), line)
	}
	figures(f)
	return nil
}

// line is the rows of an item of a table, whose sums are added to the figures.
func (n *ncpAtHand) line(table *report.Table, item int, f *wire.Figures) wire.Line {
	n.ncpFn.values = table.Append(n.ncpFn.values[:0], item)
	text := writers.CSVText{Sums: make([]ledger.Cents, len(table.Columns))}
	text.Add(n.ncpFn.values)
	f.Overflow = f.Overflow || text.Err != nil
	f.AddColumns(table.Name, text.Sums)
	return wire.Line{Rows: text.Rows, Text: text.Text}
}

// shardOf is the key of the shard of a table that holds the rows of an identifier.
func shardOf(table int, id string, shards int) int {
	hash := fnv.New64a()
	hash.Write([]byte(id))
	return table*shards + int(hash.Sum64()%uint64(shards))
}
