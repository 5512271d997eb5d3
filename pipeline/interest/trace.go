package interest

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// StepKind is what happened in a step of a traced replay.
type StepKind uint8

// The kinds of step.
const (
	BecamePastDue StepKind = iota + 1 // an unpaid charge, at the start of the next month
	Credited                          // part of a payment paid a debt
	TakenAway                         // part of a negative adjustment took a debt away
	Held                              // what was left of an entry became held credit
	HeldUsed                          // held credit paid a debt
)

// Step is one thing that happened to a case. Position is that of the entry behind it,
// 0 for held credit and the turn of a month. Class, Account and Installment (the due or
// posting date; zero for interest) say what was paid.
type Step struct {
	Day         ledger.Date
	Kind        StepKind
	Position    ledger.Position
	Class       policy.ClassKind
	Account     ledger.AccountNumber
	Installment ledger.Date
	Amount      ledger.Cents
	// AtMonthStart tells that held credit was used at the start of a month, before the
	// day's entries.
	AtMonthStart bool
}

// Stretch is a run of days on which an account bore interest on a constant principal at
// a constant rate. Its interest is Principal × Units × Rate / (UnitsPerYear × 100 %).
type Stretch struct {
	Account   ledger.AccountNumber
	From, To  ledger.Date // inclusive
	Days      int
	Principal ledger.Cents
	Rate      ledger.Rate
	// Units of UnitsPerYear: days of 365, days of 365 or 366 (the stretch never spans
	// a change), or complete months of 12.
	Units        int
	UnitsPerYear int
}

// Trace is everything that happened in one replay, for a person to redo it by hand.
type Trace struct {
	Steps     []Step
	Stretches []Stretch // by account in the order they ended; constant principal and rate
}

// ReplayRank orders the types of entries within a day: charges and judgments,
// adjustments of both kinds, payments.
func ReplayRank(kind ledger.EntryType) int { return int(replayRank[kind]) }

func (t *Trace) add(step Step) { t.Steps = append(t.Steps, step) }

// bore notes days [from, to) of constant principal; they are joined here and split at
// changes of rate afterwards.
func (t *Trace) bore(n ledger.AccountNumber, from, to ledger.Date, principal ledger.Cents) {
	for i := len(t.Stretches) - 1; i >= 0; i-- {
		if last := &t.Stretches[i]; last.Account == n {
			if last.To+1 == from && last.Principal == principal {
				last.To = to - 1
				return
			}
			break
		}
	}
	t.Stretches = append(t.Stretches, Stretch{Account: n, From: from, To: to - 1, Principal: principal})
}

// ReplayTraced is Replay with a trace of every step, for `explain`.
func (e *Engine) ReplayTraced(entries []ledger.Entry, rates []ledger.RateEvent) (Balance, *Trace) {
	e.trace = &Trace{}
	balance := e.Replay(entries, rates)
	trace := e.trace
	e.trace = nil
	trace.Stretches = e.splitAtRates(trace.Stretches)
	return balance, trace
}

// splitAtRates cuts stretches where the rate changes and, where a day of a leap year
// counts differently, at the turn of such years.
func (e *Engine) splitAtRates(joined []Stretch) []Stretch {
	var split []Stretch
	for _, whole := range joined {
		for from := whole.From; from <= whole.To; {
			piece := whole
			piece.From = from
			piece.To = min(whole.To, e.constantThrough(from))
			piece.Days = int(piece.To-piece.From) + 1
			piece.Rate = e.rateOn(from)
			piece.Units, piece.UnitsPerYear = e.unitsOf(piece.From, piece.To)
			split = append(split, piece)
			from = piece.To + 1
		}
	}
	return split
}

// rateOn is the rate in force for the case on a day.
func (e *Engine) rateOn(day ledger.Date) ledger.Rate {
	rate := e.rules.RateOn(day)
	for _, span := range e.spans {
		if span.from <= day {
			rate = span.rate
		}
	}
	return rate
}

// constantThrough is the last day up to which rate and length of year stay as on a day.
func (e *Engine) constantThrough(day ledger.Date) ledger.Date {
	last := ledger.DateMax
	rate := e.rateOn(day)
	for _, from := range e.rateChanges() {
		if from > day && from-1 < last && e.rateOn(from) != rate {
			last = from - 1
		}
	}
	if e.rules.DayCount == policy.ActualActual {
		for year := day; ; {
			next, ok := ledger.NewDate(year.Year()+1, 1, 1)
			if !ok || next > last {
				break
			}
			if next.LeapYear() != day.LeapYear() {
				last = next - 1
				break
			}
			year = next
		}
	}
	return last
}

func (e *Engine) rateChanges() []ledger.Date {
	var days []ledger.Date
	for _, rate := range e.rules.Rates {
		days = append(days, rate.From)
	}
	for _, span := range e.spans {
		days = append(days, span.from)
	}
	return days
}

// unitsOf counts the parts of a year that bear interest in the days from first to last.
func (e *Engine) unitsOf(first, last ledger.Date) (units, perYear int) {
	sum := int(e.calendar.units[last+1] - e.calendar.units[first])
	switch {
	case e.rules.DayCount == policy.Monthly:
		return sum, 12
	case e.rules.DayCount == policy.Actual365:
		return sum, 365
	case first.LeapYear():
		return sum / 365, 366
	}
	return sum / 366, 365
}
