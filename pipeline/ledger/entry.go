package ledger

// EntryType is what a ledger row does to a case.
type EntryType uint8

// The entry types. Within one date they replay in this order, adjustments and
// interest adjustments together.
const (
	Charge             EntryType = iota + 1 // an installment of current support falling due
	Judgment                                // a lump sum of past-due principal
	Adjustment                              // adds past-due principal, or takes principal away
	InterestAdjustment                      // adds to or takes from the unpaid interest
	Payment                                 // credited by the policy's order
	Reversal                                // voids another entry of the case
)

var entryTypes = [...]string{"", "charge", "judgment", "adjustment", "interest_adjustment", "payment", "reversal"}

// String is the type as an export spells it.
func (t EntryType) String() string { return entryTypes[t] }

// EntryTypes lists every type as an export spells it, in the order of their numbers
// from 1.
func EntryTypes() []string { return entryTypes[1:] }

// OwedTo says who a debt belongs to.
type OwedTo uint8

// Whom a debt is owed to. Anyone stands for both where a rule does not narrow.
const (
	Anyone OwedTo = iota
	Family
	Government
)

// String is `family`, `government`, or blank for Anyone.
func (o OwedTo) String() string { return [...]string{"", "family", "government"}[o] }

// AccountNumber names an account: its place in the policy's list, from 1. Zero means
// that a row names no account.
type AccountNumber uint8

// AccountsMax is how many accounts a policy may list.
const AccountsMax = 64

// Span is a piece of a batch's text.
type Span struct{ Start, Length uint32 }

// Of returns the piece of text that the span names, without copying it.
func (s Span) Of(text []byte) []byte { return text[s.Start : s.Start+s.Length] }

// Entry is one accepted row of a ledger. ID, Ref and Source are spans of the text it
// travels with (see Batch).
type Entry struct {
	Amount   Cents
	Position Position
	Date     Date
	Type     EntryType
	Account  AccountNumber
	// SourceRule is the place, from 1, of the entry's source in the policy's list of
	// sources with an order of crediting of their own; 0 where it has none.
	SourceRule uint8
	ID         Span
	Ref        Span
	Source     Span
}

// Position says where in the input a row stands, and sorts in input order: part (16
// bits), block of the part (24 bits), line within the block (24 bits, from 0). The
// physical line is known once all earlier blocks of the part have been read: see
// Part.Line.
type Position uint64

// NewPosition packs a place in the input.
func NewPosition(part, block, line int) Position {
	return Position(part)<<48 | Position(block)<<24 | Position(line)
}

// Part is the number of the part (a file, or a sheet of a workbook) in input order.
func (p Position) Part() int { return int(p >> 48) }

// Block is the number of the block within the part.
func (p Position) Block() int { return int(p >> 24 & 0xffffff) }

// Line is the line within the block, from 0.
func (p Position) Line() int { return int(p & 0xffffff) }

// Run is consecutive entries of one case within a batch.
type Run struct {
	Case  Span // the case's identifier in the batch's text
	From  int  // Entries[From:To] are the run's, in input order
	To    int
	Rows  int      // rows read, those among Batch.Rejects included
	First Position // of the first row
}

// Batch is what a reader makes of one block of a ledger: the accepted rows, grouped
// where rows of a case follow one another, and the rejected ones. A run may be empty
// (all of its rows were rejected): its case exists all the same.
type Batch struct {
	Text    []byte
	Entries []Entry
	Runs    []Run
	Rejects []Reject
	Rows    int // rows read, rejected ones included
	Lines   int // physical lines the block holds
	// Taken is what a table other than the ledger makes of the rows.
	Taken any
	// From and To are the places in the part (in bytes, say) where the batch's first row
	// begins and the next batch's does; From is -1 where the guess at it failed.
	From, To int64
}

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() {
	*b = Batch{Text: b.Text[:0], Entries: b.Entries[:0], Runs: b.Runs[:0], Rejects: b.Rejects[:0], Taken: b.Taken}
}

// Block is a piece of a ledger that can be parsed by itself, side by side with others.
type Block interface {
	// Parse parses the block into an empty batch. The first row begins at `from`; -1
	// leaves it to a guess, which the batch's From tells and the caller must hold
	// against the To of the batch before.
	//
	// The batch's memory may be used for other blocks from then on, and the block's own
	// may be the batch's: what refers to the text of the batch before must be gone, and a
	// block that guesses nothing is parsed once.
	Parse(batch *Batch, from int64) error
}
