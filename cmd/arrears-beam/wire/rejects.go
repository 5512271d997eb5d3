package wire

import "arrears/pipeline/ledger"

// Reject is a reject on its way to the case and the NCP that it names, if any.
type Reject struct {
	ledger.Reject
	// Certain says that the block in which the row stands began with no guess, or that
	// the guess was found good.
	Certain bool
}

// NewReject is the item of a reject.
func NewReject(reject *ledger.Reject, certain bool) Item {
	w := begin(RejectItem, 160)
	w.flag(certain)
	w.reject(reject)
	return Item(w)
}

// Reject opens an item of a reject.
func (i Item) Reject() (reject Reject, err error) {
	r := open(i.data, RejectItem)
	reject.Certain = r.flag()
	reject.Reject = r.reject()
	return reject, r.end()
}

func (w *writer) reject(reject *ledger.Reject) {
	w.number(uint64(reject.Position))
	w.octet(byte(reject.Table))
	w.text(string(reject.Code))
	w.signed(int64(reject.ColumnOrder))
	w.text(reject.Column)
	w.text(reject.CaseID)
	w.text(reject.NCPID)
	w.text(reject.Message)
	w.number(uint64(reject.Other))
	w.flag(reject.Row)
	w.number(uint64(reject.Rows))
}

func (r *reader) reject() (reject ledger.Reject) {
	reject.Position = ledger.Position(r.number())
	reject.Table = r.table()
	reject.Code = ledger.Code(r.text())
	reject.ColumnOrder = r.column()
	reject.Column, reject.CaseID, reject.NCPID, reject.Message = r.text(), r.text(), r.text(), r.text()
	reject.Other = ledger.Position(r.number())
	reject.Row = r.flag()
	reject.Rows = int(r.below(1 << 48))
	return reject
}

func (r *reader) table() ledger.TableKind {
	table := ledger.TableKind(r.octet())
	if table < ledger.LedgerTable || table > ledger.OutreachTable {
		r.fail()
	}
	return table
}

func (w *writer) rejects(rejects []ledger.Reject) {
	w.number(uint64(len(rejects)))
	for i := range rejects {
		w.reject(&rejects[i])
	}
}

func (r *reader) rejects() (rejects []ledger.Reject) {
	for range r.count() {
		rejects = append(rejects, r.reject())
		if r.err != nil {
			return nil
		}
	}
	return rejects
}

// Event is an event on its way to the case and the NCP that it names.
type Event struct {
	ledger.EventRow
	Table ledger.TableKind
	// NCPUnknown says that the event names an NCP beside a case and no table knows it.
	NCPUnknown bool
}

// NewEvent is the item of an event.
func NewEvent(event *Event) Item {
	w := begin(EventItem, 64)
	w.octet(byte(event.Table))
	w.flag(event.NCPUnknown)
	w.number(uint64(event.Position))
	w.octet(byte(event.Type))
	w.number(uint64(event.Date))
	w.number(uint64(event.End))
	w.text(event.NCPID)
	w.text(event.CaseID)
	w.signed(int64(event.Rate))
	w.signed(int64(event.CaseColumn))
	w.signed(int64(event.NCPColumn))
	if event.Reject == nil {
		w.rejects(nil)
	} else {
		w.rejects([]ledger.Reject{*event.Reject})
	}
	return Item(w)
}

// Event opens an item of an event.
func (i Item) Event() (event Event, err error) {
	r := open(i.data, EventItem)
	event.Table = r.table()
	event.NCPUnknown = r.flag()
	event.Position = ledger.Position(r.number())
	event.Type = ledger.EventType(r.below(uint64(ledger.RateChange)))
	event.Date, event.End = r.date(), r.date()
	event.NCPID, event.CaseID = r.text(), r.text()
	event.Rate = ledger.Rate(r.signed())
	event.CaseColumn, event.NCPColumn = r.column(), r.column()
	switch rejects := r.rejects(); len(rejects) {
	case 0:
	case 1:
		event.Reject = &rejects[0]
	default:
		r.fail()
	}
	return event, r.end()
}
