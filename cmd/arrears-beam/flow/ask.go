package flow

import (
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/ledger"
)

// An event may name a case and an NCP. Whether a table knows the NCP must be told before
// the case is replayed, for a rate counts only then. NCPs are known from the ncps tables,
// and as those of the cases that count.

// owned says, of what goes to a case, what may make its NCP known: a row of a cases table,
// or, without such a table, ledger rows.
type ownedFn struct {
	Config
	guesses
}

// StartBundle forgets the guesses of the bundle before.
func (fn *ownedFn) StartBundle(_ func(*uint64) bool, _ func(string, wire.Item)) {
	fn.guesses = guesses{}
}

// ProcessElement passes on what may make an NCP known, keyed by the case.
func (fn *ownedFn) ProcessElement(id string, item wire.Item, wrong func(*uint64) bool, emit func(string, wire.Item)) error {
	switch {
	case fn.CasesGiven && item.Kind() == wire.CaseItem:
		emit(id, item)
	case !fn.CasesGiven && item.Kind() == wire.RowsItem:
		fn.learn(wrong)
		rows, err := item.Rows()
		if err != nil {
			return err
		}
		if !fn.refuse(rows.Certain, rows.Block) {
			emit(id, wire.Known())
		}
	}
	return nil
}

// earlier is the one of two items of a case that stands earlier in the input.
func earlier(a, b wire.Item) (wire.Item, error) {
	if a.Kind() != wire.CaseItem {
		return a, nil
	}
	first, err := a.Case()
	if err != nil {
		return a, err
	}
	second, err := b.Case()
	if second.Position < first.Position {
		return b, err
	}
	return a, err
}

// owner is the NCP of a case, given the item that counts.
func owner(id string, item wire.Item, emit func(string, wire.Item)) error {
	if item.Kind() == wire.CaseItem {
		row, err := item.Case()
		if err != nil {
			return err
		}
		id = row.NCPID
	}
	emit(id, wire.Known())
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
