package wire

import (
	"arrears/pipeline/ledger"
)

// lineBits is how many bits of a ledger.Position hold the line within a block.
const lineBits = 24

const lineMax = 1<<lineBits - 1

// Which texts an entry has, beside its type.
const (
	typeBits  = 0x07
	hasID     = 0x08
	hasRef    = 0x10
	hasSource = 0x20
	headBits  = typeBits | hasID | hasRef | hasSource
)

// Rows is ledger rows of one case that follow one another in a block.
type Rows struct {
	Block   ledger.Position // of its line 0
	Certain bool            // the block's first row was no guess
	Rows    int             // rows read, rejected ones included
	First   ledger.Position // of the first row
	entries reader
	count   int
}

// NewRows is the item of a run of a batch.
func NewRows(batch *ledger.Batch, run *ledger.Run, certain bool) Item {
	entries := batch.Entries[run.From:run.To]
	w := begin(RowsItem, 24+32*len(entries))
	w.flag(certain)
	w.number(uint64(run.First >> lineBits))
	w.number(uint64(run.First.Line()))
	w.number(uint64(run.Rows))
	w.number(uint64(len(entries)))
	line, date := run.First.Line(), ledger.Date(0)
	for i := range entries {
		e := &entries[i]
		w.entry(e, batch.Text, line, date)
		line, date = e.Position.Line(), e.Date
	}
	return Item(w)
}

// entry writes an entry, its line and date as they differ from those of the one before.
func (w *writer) entry(e *ledger.Entry, text []byte, line int, date ledger.Date) {
	head := byte(e.Type)
	if e.ID.Length > 0 {
		head |= hasID
	}
	if e.Ref.Length > 0 {
		head |= hasRef
	}
	if e.Source.Length > 0 {
		head |= hasSource
	}
	w.data = append(w.data, head, byte(e.Account), e.SourceRule)
	w.number(uint64(e.Position.Line() - line))
	w.signed(int64(e.Date - date))
	w.signed(int64(e.Amount))
	for _, span := range [...]ledger.Span{e.ID, e.Ref, e.Source} {
		if span.Length > 0 {
			w.bytes(span.Of(text))
		}
	}
}

// Rows opens an item of ledger rows, whose entries are read by Append.
func (i Item) Rows() (rows Rows, err error) {
	r := open(i.data, RowsItem)
	rows.Certain = r.flag()
	rows.Block = ledger.Position(r.below(1<<(64-lineBits)-1) << lineBits)
	rows.First = rows.Block | ledger.Position(r.below(lineMax))
	rows.Rows = int(r.below(lineMax + 1))
	rows.count = r.count()
	if rows.count > rows.Rows {
		r.fail()
	}
	rows.entries = r
	return rows, r.err
}

// Forget lets go of the entries, of a case that has more than a run takes.
func (rows *Rows) Forget() { rows.entries, rows.count = reader{}, 0 }

// Append appends the entries, and what they refer to, to those of the case read so far.
// text must stay below 4 GiB.
func (rows *Rows) Append(entries []ledger.Entry, text []byte) ([]ledger.Entry, []byte, error) {
	r := rows.entries
	line, date := uint64(rows.First.Line()), ledger.Date(0)
	for range rows.count {
		var e ledger.Entry
		head := r.octet()
		e.Type, e.Account, e.SourceRule = ledger.EntryType(head&typeBits), ledger.AccountNumber(r.octet()), r.octet()
		line += r.below(lineMax)
		days := r.signed()
		e.Date = date + ledger.Date(days)
		e.Amount = ledger.Cents(r.signed())
		if head&^headBits != 0 || e.Type < ledger.Charge || e.Type > ledger.Reversal || e.Account > ledger.AccountsMax || line > lineMax ||
			days < -int64(ledger.DateMax) || days > int64(ledger.DateMax) || e.Date < ledger.DateMin || e.Date > ledger.DateMax ||
			e.Amount < -ledger.AmountMax || e.Amount > ledger.AmountMax {
			r.fail()
		}
		e.Position = rows.Block | ledger.Position(line)
		text = r.append(text, &e.ID, head&hasID)
		text = r.append(text, &e.Ref, head&hasRef)
		text = r.append(text, &e.Source, head&hasSource)
		if r.err != nil {
			return entries, text, r.err
		}
		entries, date = append(entries, e), e.Date
	}
	return entries, text, r.end()
}

// append reads a text of an entry, which is not empty, if the entry has it.
func (r *reader) append(text []byte, span *ledger.Span, has byte) []byte {
	if has == 0 {
		return text
	}
	value := r.span()
	if len(value) == 0 {
		r.fail()
	}
	*span = ledger.Span{Start: uint32(len(text)), Length: uint32(len(value))}
	return append(text, value...)
}
