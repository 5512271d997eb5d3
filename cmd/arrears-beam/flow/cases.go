package flow

import (
	"fmt"
	"slices"

	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// caseFn brings together what concerns one case: it settles and replays its ledger rows at
// its own rates, and sends it, or what is wrong with it, to its NCP. A case's rows are held
// in memory: some 150 bytes a row, of pipeline.BoundRows rows at most.
type caseFn struct {
	Config
	Parts int

	guesses

	rules    *policy.Policy
	replayer *pipeline.CaseReplayer
	entries  []ledger.Entry
	text     []byte
}

// Setup loads the policy.
func (fn *caseFn) Setup() (err error) {
	if fn.rules, err = fn.Rules.Load(); err != nil {
		return err
	}
	fn.replayer = pipeline.NewCaseReplayer(fn.rules, fn.AsOf)
	return nil
}

// StartBundle forgets the guesses of the bundle before.
func (fn *caseFn) StartBundle(_ func(*wire.Bases) bool, _ func(string, wire.Item), _ func(wire.Item), _ func(wire.Counts)) {
	fn.guesses = guesses{}
}

// ProcessElement takes all that is keyed by a case.
func (fn *caseFn) ProcessElement(id string, items func(*wire.Item) bool, bases func(*wire.Bases) bool,
	toNCPs func(string, wire.Item), adrift func(wire.Item), counts func(wire.Counts)) (err error) {
	defer tell(&err)
	if err := fn.learn(bases, fn.Parts); err != nil {
		return err
	}
	c := caseAtHand{caseFn: fn, id: id, toNCPs: toNCPs, adrift: adrift}
	if err := c.gather(items); err != nil {
		return err
	}
	if err := c.settle(); err != nil {
		return err
	}
	if len(c.counts.Parts) > 0 {
		counts(c.counts)
	}
	return nil
}

// caseAtHand is one case.
type caseAtHand struct {
	*caseFn
	id     string
	toNCPs func(string, wire.Item)
	adrift func(wire.Item)

	rows    []wire.Rows
	read    int // ledger rows
	cases   []ledger.CaseRow
	events  []wire.Event
	rejects []ledger.Reject
	known   bool
	tainted bool
	counts  wire.Counts
}

// gather opens the items, and brings each kind into the order of the input.
func (c *caseAtHand) gather(items func(*wire.Item) bool) error {
	var item wire.Item
	for items(&item) {
		if err := c.add(item); err != nil {
			return err
		}
	}
	slices.SortFunc(c.rows, func(a, b wire.Rows) int { return byPosition(a.First, b.First) })
	slices.SortFunc(c.cases, func(a, b ledger.CaseRow) int { return byPosition(a.Position, b.Position) })
	slices.SortFunc(c.events, func(a, b wire.Event) int { return byPosition(a.Position, b.Position) })
	return nil
}

func (c *caseAtHand) add(item wire.Item) (err error) {
	switch item.Kind() {
	case wire.RowsItem:
		var rows wire.Rows
		if rows, err = item.Rows(); c.refuse(rows.Certain, rows.Block) {
			return err
		}
		if c.read += rows.Rows; c.read > 2*pipeline.CaseRowsMax { // even if half of them are bad
			rows.Forget()
		}
		c.rows = append(c.rows, rows)
	case wire.CaseItem:
		var row ledger.CaseRow
		row, err = item.Case()
		c.cases = append(c.cases, row)
	case wire.EventItem:
		var event wire.Event
		event, err = item.Event()
		c.events = append(c.events, event)
	case wire.RejectItem:
		var reject wire.Reject
		if reject, err = item.Reject(); !c.refuse(reject.Certain, reject.Position) {
			c.rejects = append(c.rejects, reject.Reject)
		}
	default:
		err = wire.ErrForm
	}
	return err
}

// settle finds out whether the case is known, and what becomes of all that names it.
func (c *caseAtHand) settle() error {
	row := ledger.CaseRow{Case: ledger.Case{ID: c.id}, NCPID: c.id}
	c.known = !c.CasesGiven && len(c.rows) > 0
	var fromRows []ledger.Reject
	for i := range c.cases {
		fromRows = append(fromRows, pipeline.CaseRejects(&c.cases[i], c.known)...)
		if !c.known {
			row, c.known = c.cases[i], true
		}
	}
	if !c.known && c.CasesGiven {
		c.leaveOut()
	}
	for i := range c.rejects {
		c.reject(&c.rejects[i])
	}
	for i := range fromRows {
		c.reject(&fromRows[i])
	}
	rates := c.settleEvents()
	if !c.known {
		return nil
	}
	if c.read > 2*pipeline.CaseRowsMax {
		return pipeline.BoundRows(c.id, c.read, 0)
	}
	return c.replay(&row, rates)
}

// leaveOut rejects the ledger rows of a case that the cases table does not have, all at
// once.
func (c *caseAtHand) leaveOut() {
	total, first := 0, ^ledger.Position(0)
	count := func(position ledger.Position, rows int) {
		c.counts.AddPart(position.Part(), wire.Count{Rejected: rows})
		total, first = total+rows, min(first, position)
	}
	for i := range c.rows {
		count(c.rows[i].First, c.rows[i].Rows)
	}
	c.rejects = slices.DeleteFunc(c.rejects, func(reject ledger.Reject) bool {
		if reject.Table != ledger.LedgerTable {
			return false
		}
		kept, counted := pipeline.OfUnknownCase(reject.Code)
		if counted {
			count(reject.Position, 1)
		}
		return !kept
	})
	if total > 0 {
		c.rejects = append(c.rejects, pipeline.UnknownCaseReject(c.id, first, total))
	}
}

// reject taints the case, if it is known, and sends the reject on to the NCP that it names.
func (c *caseAtHand) reject(reject *ledger.Reject) {
	c.tainted = c.tainted || c.known
	if !c.known && pipeline.MayNameAnything(reject) {
		reject.CaseID = ""
	}
	item := wire.NewReject(reject, true)
	if reject.NCPID != "" {
		c.toNCPs(reject.NCPID, item)
		return
	}
	c.adrift(item)
}

// settleEvents rejects the events that name somebody unknown or are bad, sends those of
// NCPs on, and returns the case's own rates.
func (c *caseAtHand) settleEvents() (rates []ledger.RateEvent) {
	for i := range c.events {
		event := &c.events[i]
		if rate, is := pipeline.RateOf(&event.EventRow, c.AsOf); is && !event.NCPUnknown {
			rates = append(rates, rate)
		}
		reject := pipeline.EventReject(&event.EventRow, event.Table, c.known, !event.NCPUnknown)
		switch {
		case reject != nil:
			c.reject(reject)
		case event.Date > c.AsOf:
			c.counts.AddPart(event.Position.Part(), wire.Count{Ignored: 1})
		case event.Type != ledger.RateChange:
			c.toNCPs(event.NCPID, wire.NewEvent(event))
		}
	}
	return rates
}

// replay settles and replays the case's rows and sends the balance to the case's NCP.
func (c *caseAtHand) replay(row *ledger.CaseRow, rates []ledger.RateEvent) (err error) {
	c.caseFn.entries, c.caseFn.text = c.caseFn.entries[:0], c.caseFn.text[:0]
	for i := range c.rows {
		if c.caseFn.entries, c.caseFn.text, err = c.rows[i].Append(c.caseFn.entries, c.caseFn.text); err != nil {
			return err
		}
		if err := pipeline.BoundRows(c.id, len(c.caseFn.entries), len(c.caseFn.text)); err != nil {
			return err
		}
	}
	for i := range c.caseFn.entries {
		e := &c.caseFn.entries[i]
		if int(e.Account) > len(c.rules.Accounts) || int(e.SourceRule) > len(c.rules.BySource) {
			return fmt.Errorf("%w: an entry names an account that the policy does not have", wire.ErrForm)
		}
	}
	replayed, err := c.replayer.Replay(c.id, c.caseFn.text, c.caseFn.entries, rates)
	if err != nil {
		return err
	}
	for _, left := range replayed.LeftOut {
		c.counts.AddPart(left.Part, wire.Count{Duplicate: left.Duplicates, Future: left.Future})
	}
	for i := range replayed.Rejects {
		c.reject(&replayed.Rejects[i])
	}
	row.Case.Tainted = c.tainted
	c.toNCPs(row.NCPID, wire.NewReplayed(&row.Case, &replayed.Balance))
	return nil
}
