package interest

import (
	"cmp"
	"math/bits"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Engine replays cases under one policy as of one date. It keeps its memory from case
// to case, so one goroutine owns it; Fork makes another for another goroutine.
type Engine struct {
	rules    *policy.Policy
	asOf     ledger.Date
	calendar *calendar
	// trace, when set, is told every step; see Trace.
	trace *Trace

	arrearsFrom ledger.Date // first day of the 12 complete months before the as-of month
	arrearsTo   ledger.Date // first day of the as-of month

	// The state of the case at hand.
	accounts   []account // by account number − 1
	used       uint64    // bit n − 1: the case names account n
	spans      []rateSpan
	rows       []ledger.Entry // in replay order
	monthStart ledger.Date    // the month whose charges are current
	monthEnd   ledger.Date    // the first day of the next; 0 before the first entry
	today      ledger.Date    // the last day on which held credit was tried
	dueThrough ledger.Date    // charges due up to this day have been posted
	charges    []installment  // of the month, by due date, then account order
	unpaid     []int32        // by account number − 1, in a month of many charges: none of the account's before this place of charges is unpaid
	held       ledger.Cents   // credit waiting for something to be owed
	accrued    numerator      // all interest the case has borne
	failed     ledger.Date    // first day of the last month that ended with a charge unpaid
	balance    Balance
	reported   []AccountBalance

	scratch []ledger.Entry // of inReplayOrder
	keys    []uint64
}

// installment is an amount that fell due on a date, or was posted then.
type installment struct {
	date      ledger.Date
	account   ledger.AccountNumber
	position  ledger.Position
	remaining ledger.Cents
}

// account is the state of one account: its past-due installments by what they come from,
// and the interest they have borne.
type account struct {
	due       [3]queue     // of charges, of judgments, of adjustments: each falls due in order
	principal ledger.Cents // what remains of them
	bearing   ledger.Cents // what bears interest: principal and, under due_date, unpaid charges already due
	since     ledger.Date  // bearing has not changed since, and interest is accrued up to this day
	interest  numerator    // unpaid, exact
}

// NewEngine prepares the calendar of a policy; that takes about a millisecond.
func NewEngine(rules *policy.Policy, asOf ledger.Date) *Engine {
	engine := &Engine{rules: rules, asOf: asOf, calendar: newCalendar(rules)}
	engine.arrearsTo = asOf.MonthStart()
	engine.arrearsFrom = engine.arrearsTo.AddMonths(-12)
	engine.accounts = make([]account, len(rules.Accounts))
	return engine
}

// Fork returns an engine for another goroutine, sharing what is never written.
func (e *Engine) Fork() *Engine {
	return &Engine{rules: e.rules, asOf: e.asOf, calendar: e.calendar,
		arrearsFrom: e.arrearsFrom, arrearsTo: e.arrearsTo, accounts: make([]account, len(e.rules.Accounts))}
}

// Replay computes what a case shows as of the engine's date. Entries come in input
// order, without reversals and what they void, none dated after the as-of date; rates
// are the case's own. The result's Accounts are valid until the next call.
func (e *Engine) Replay(entries []ledger.Entry, rates []ledger.RateEvent) Balance {
	e.begin(entries, rates)
	for i := 0; i < len(e.rows); {
		day := e.rows[i].Date
		e.advance(day, i)
		i = e.replayDay(i, day)
	}
	e.advance(e.asOf, len(e.rows))
	e.useHeldUntil(e.asOf + 1)
	return e.end()
}

func (e *Engine) begin(entries []ledger.Entry, rates []ledger.RateEvent) {
	for set := e.used; set != 0; set &= set - 1 {
		a := &e.accounts[bits.TrailingZeros64(set)]
		*a = account{due: [...]queue{a.due[0].emptied(), a.due[1].emptied(), a.due[2].emptied()}}
	}
	e.used, e.held, e.accrued, e.failed = 0, 0, numerator{}, 0
	e.monthStart, e.monthEnd, e.today, e.dueThrough = 0, 0, 0, 0
	e.charges = e.charges[:0]
	e.balance = Balance{Entries: int32(len(entries))}
	e.spans = rateSpans(e.spans[:0], rates, e.rules.Rates)
	e.rows = entries
	var sorted bool
	if sorted, e.used = look(entries); !sorted {
		e.rows = e.inReplayOrder(entries)
	}
}

// look tells whether the entries stand in replay order, as in exports they mostly do,
// and which accounts they name: bit n − 1 for account n.
func look(entries []ledger.Entry) (sorted bool, accounts uint64) {
	sorted = true
	before := int32(0)
	for i := range entries {
		entry := &entries[i]
		accounts |= 1 << (entry.Account - 1) // no bit for 0
		rank := int32(entry.Date)<<2 | int32(replayRank[entry.Type])
		sorted = sorted && before <= rank
		before = rank
	}
	return sorted, accounts
}

// replayRank orders the entries of one day.
var replayRank = [...]uint8{ledger.Charge: 0, ledger.Judgment: 0, ledger.Adjustment: 1, ledger.InterestAdjustment: 1, ledger.Payment: 2, ledger.Reversal: 3}

func compareReplay(a, b *ledger.Entry) int {
	if a.Date != b.Date {
		return cmp.Compare(a.Date, b.Date)
	}
	return cmp.Compare(replayRank[a.Type], replayRank[b.Type])
}

// orderBits is how many bits of a sort key hold the place of an entry in the input.
const orderBits = 24

// inReplayOrder returns a copy of the entries by date, then rank, then input order.
func (e *Engine) inReplayOrder(entries []ledger.Entry) []ledger.Entry {
	if len(entries) >= 1<<orderBits {
		e.scratch = append(e.scratch[:0], entries...)
		slices.SortStableFunc(e.scratch, func(a, b ledger.Entry) int { return compareReplay(&a, &b) })
		return e.scratch
	}
	// Keys of date, rank and place sort many times faster than entries do.
	e.keys, e.scratch = e.keys[:0], e.scratch[:0]
	for i := range entries {
		e.keys = append(e.keys, uint64(entries[i].Date)<<32|uint64(replayRank[entries[i].Type])<<orderBits|uint64(i))
	}
	slices.Sort(e.keys)
	for _, key := range e.keys {
		e.scratch = append(e.scratch, entries[key&(1<<orderBits-1)])
	}
	return e.scratch
}
