package flow

import (
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/ledger"
)

// An event may name a case and an NCP. Whether a table knows the NCP must be told before
// the case is replayed, for a rate counts only then. NCPs are known from the ncps tables,
// and as those of the cases that count.

// owning passes on, of what goes to a case, what may make an NCP known: a row of a cases
// table, or, without such a table, where ledger rows of the case stand.
type owningFn struct{ Config }

// ProcessElement passes it on, keyed by the case.
func (fn *owningFn) ProcessElement(id string, item wire.Item, emit func(string, wire.Item)) (err error) {
	defer tell(&err)
	switch {
	case fn.CasesGiven && item.Kind() == wire.CaseItem:
		emit(id, item)
	case !fn.CasesGiven && item.Kind() == wire.RowsItem:
		rows, err := item.Rows()
		if err != nil {
			return err
		}
		emit(id, wire.NewSight(rows.Block, rows.Certain))
	}
	return nil
}

// ownerFn finds out which NCP a case makes known, if any.
type ownerFn struct {
	Parts int

	guesses
}

// StartBundle forgets the guesses of the bundle before.
func (fn *ownerFn) StartBundle(_ func(*wire.Bases) bool, _ func(string, wire.Item)) {
	fn.guesses = guesses{}
}

// ProcessElement takes what may make an NCP known by way of a case.
func (fn *ownerFn) ProcessElement(id string, items func(*wire.Item) bool, bases func(*wire.Bases) bool, emit func(string, wire.Item)) (err error) {
	defer tell(&err)
	if err := fn.learn(bases, fn.Parts); err != nil {
		return err
	}
	first, owner, known := ^ledger.Position(0), id, false
	var item wire.Item
	for items(&item) {
		if item.Kind() == wire.SightItem {
			block, certain, err := item.Sight()
			if err != nil {
				return err
			}
			known = known || !fn.refuse(certain, block)
			continue
		}
		row, err := item.Case()
		if err != nil {
			return err
		}
		if known = true; row.Position < first {
			first, owner = row.Position, row.NCPID
		}
	}
	if known {
		emit(owner, wire.Known())
	}
	return nil
}

// askFn tells events that name an NCP beside a case whether it is known, and sends them on
// to the case.
func askFn(_ string, items func(*wire.Item) bool, toCases func(string, wire.Item)) error {
	known := false
	var events []wire.Event
	var item wire.Item
	for items(&item) {
		if item.Kind() == wire.KnownItem {
			known = true
			continue
		}
		event, err := item.Event()
		if err != nil {
			return err
		}
		events = append(events, event)
	}
	for i := range events {
		events[i].NCPUnknown = !known
		toCases(events[i].CaseID, wire.NewEvent(&events[i]))
	}
	return nil
}

// byPosition compares by the place in the input.
func byPosition(a, b ledger.Position) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
