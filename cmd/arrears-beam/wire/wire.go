// Package wire is the form in which rows, parties, events, rejects and balances travel
// between the workers of a cluster: compact, with its version in the first byte. What
// comes in is checked and never trusted: bytes that are not of this form are an error.
// Every value has one form, and every form that is read is the form that would be written.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"

	"arrears/pipeline/ledger"
)

// version is the first byte of every form. Workers of two versions refuse each other's.
const version = 1

// ErrForm says that bytes are not of the form that they should have.
var ErrForm = errors.New("what a worker received is not in the form of this program; run all workers from one build")

// writer puts values one behind the other.
type writer struct{ data []byte }

func (w *writer) number(n uint64) { w.data = binary.AppendUvarint(w.data, n) }
func (w *writer) signed(n int64)  { w.data = binary.AppendVarint(w.data, n) }
func (w *writer) octet(b byte)    { w.data = append(w.data, b) }
func (w *writer) text(text string) {
	w.data = append(binary.AppendUvarint(w.data, uint64(len(text))), text...)
}
func (w *writer) bytes(text []byte) {
	w.data = append(binary.AppendUvarint(w.data, uint64(len(text))), text...)
}

func (w *writer) flag(set bool) {
	if set {
		w.data = append(w.data, 1)
		return
	}
	w.data = append(w.data, 0)
}

func (w *writer) optional(amount ledger.OptionalCents) {
	w.flag(amount.Known())
	if amount.Known() {
		w.signed(int64(amount.Cents()))
	}
}

// reader takes them off again. The first fault stays, and all that is read after it is
// zero.
type reader struct {
	data []byte
	err  error
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = ErrForm
	}
	r.data = nil
}

// number reads a number that was written in as few bytes as it needs.
func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 || (size > 1 && r.data[size-1] == 0) {
		r.fail()
		return 0
	}
	r.data = r.data[size:]
	return n
}

// below reads a number that is no larger than a most.
func (r *reader) below(most uint64) uint64 {
	n := r.number()
	if n > most {
		r.fail()
		return 0
	}
	return n
}

func (r *reader) signed() int64 {
	n := r.number()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *reader) octet() byte {
	if len(r.data) == 0 {
		r.fail()
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *reader) flag() bool {
	b := r.octet()
	if b > 1 {
		r.fail()
	}
	return b == 1
}

// span reads a text without copying it.
func (r *reader) span() []byte {
	length := r.number()
	if length > uint64(len(r.data)) {
		r.fail()
		return nil
	}
	text := r.data[:length]
	r.data = r.data[length:]
	return text
}

func (r *reader) text() string { return string(r.span()) }

func (r *reader) optional() (amount ledger.OptionalCents) {
	if r.flag() {
		amount = ledger.Some(ledger.Cents(r.signed()))
	}
	return amount
}

// date reads a day that an export may hold, or none.
func (r *reader) date() ledger.Date { return ledger.Date(r.below(uint64(ledger.DateMax))) }

// count reads how many things follow, each of which takes at least a byte.
func (r *reader) count() int { return int(r.below(uint64(len(r.data)))) }

// end is the fault, if any: something left over is one.
func (r *reader) end() error {
	if r.err == nil && len(r.data) > 0 {
		r.fail()
	}
	return r.err
}

// open begins to read a form of a kind.
func open(data []byte, kind Kind) reader {
	r := reader{data: data}
	if r.octet() != version || Kind(r.octet()) != kind {
		r.fail()
	}
	return r
}

// Kind says what an item is.
type Kind byte

// The kinds of item.
const (
	RowsItem     Kind = iota + 1 // ledger rows of one case in one block
	CaseItem                     // a row of a cases table
	NCPItem                      // a row of an ncps table
	EventItem                    // an event
	RejectItem                   // a reject
	ReplayedItem                 // a replayed case, for its NCP
	KnownItem                    // nothing but that a table knows the key
	SightItem                    // that a block holds ledger rows of the case
)

// Item is one thing on its way to the case or the NCP that it is keyed by.
type Item struct{ data []byte }

// Kind is what the item is.
func (i Item) Kind() Kind { return Kind(i.data[1]) }

// EncodeItem is the form of an item.
func EncodeItem(i Item) []byte { return i.data }

// DecodeItem takes a form for an item, whose content is checked when it is read.
func DecodeItem(data []byte) (Item, error) {
	switch {
	case len(data) < 2:
		return Item{}, ErrForm
	case data[0] != version:
		return Item{}, fmt.Errorf("%w (version %d)", ErrForm, data[0])
	case Kind(data[1]) < RowsItem || Kind(data[1]) > SightItem:
		return Item{}, fmt.Errorf("%w (kind %d)", ErrForm, data[1])
	}
	return Item{data}, nil
}

// begin begins the form of a kind, with room for what mostly follows.
func begin(kind Kind, room int) writer {
	return writer{append(make([]byte, 0, room), version, byte(kind))}
}

// Known is the item that says that a table knows its key.
func Known() Item { return Item{[]byte{version, byte(KnownItem)}} }

// NewSight is the item that says that a block holds ledger rows of the case.
func NewSight(block ledger.Position, certain bool) Item {
	w := begin(SightItem, 12)
	w.flag(certain)
	w.number(uint64(block >> lineBits))
	return Item(w)
}

// Sight opens it.
func (i Item) Sight() (block ledger.Position, certain bool, err error) {
	r := open(i.data, SightItem)
	certain = r.flag()
	block = ledger.Position(r.below(1<<(64-lineBits)-1) << lineBits)
	return block, certain, r.end()
}
