package generate

import "arrears/pipeline/ledger"

// shape is how a defect is planted.
type shape uint8

const (
	badCell       shape = iota // one cell holds something else
	badRow                     // too few or too many fields, or a quote that is never closed
	strayCase                  // rows of a case that no table knows
	strayParent                // an event of a parent that no table knows
	unmatched                  // a reversal of nothing
	conflicting                // the entry_id of another row, with other content
	repeated                   // a row again: harmless in the ledger, a second row for a key elsewhere
	future                     // dated after the as-of date: harmless
	backwards                  // ends before it begins
	orphan                     // a case without a parent
	missingParent              // an event that ought to name a parent and names nobody
	missingRate                // a rate event without a rate
)

// defect is something to be planted. The code is what a reader has to report; blank for
// what it has to bear without a reject.
type defect struct {
	shape  shape
	code   ledger.Code
	kind   ledger.EntryType // of the ledger row that is made bad
	column int
	texts  []string
}

var (
	badDates    = []string{"2023-02-30", "13/01/2020", "2020/05/01", "1899-12-31", "2020-1-5", "20200501", "yesterday"}
	badAmounts  = []string{"12.345", "1.000", "12.3.4", "10000000000.00", "--5.00", "1e3", "twelve"}
	badFlags    = []string{"maybe", "2", "ja", "YN"}
	negatives   = []string{"-5.00", "(12.50)", "-$1250.00"}
	notPositive = []string{"0.00", "-5.00", "(12.50)"}
	latin1      = []string{"Mu\xf1oz", "caf\xe9", "\xff\xfe"}
	blankText   = []string{""}
)

// Each list begins with one defect of each code, so that a few planted rows show many.

var ledgerDefects = []defect{
	{badCell, ledger.BadDate, ledger.Charge, 1, badDates},
	{badCell, ledger.BadAmount, ledger.Payment, 3, badAmounts},
	{shape: badRow, code: ledger.MalformedRow},
	{shape: unmatched, code: ledger.UnmatchedReversal},
	{badCell, ledger.Sign, ledger.Payment, 3, notPositive},
	{badCell, ledger.BadAccount, ledger.Charge, 4, []string{"XAA", "NA", "arrears", "12"}},
	{shape: strayCase, code: ledger.UnknownCase},
	{badCell, ledger.BadType, ledger.Payment, 2, []string{"fee", "chrage", "credits", "?"}},
	{badCell, ledger.MissingColumnValue, ledger.Charge, 4, blankText},
	{shape: conflicting, code: ledger.ConflictingEntry},
	{shape: repeated},
	{shape: future},
	{badCell, ledger.Encoding, ledger.Payment, 5, latin1},

	{badCell, ledger.BadDate, ledger.Payment, 1, badDates},
	{badCell, ledger.BadAmount, ledger.Charge, 3, badAmounts},
	{badCell, ledger.Sign, ledger.Charge, 3, notPositive},
	{badCell, ledger.MissingColumnValue, ledger.Payment, 0, blankText},
	{shape: badRow, code: ledger.MalformedRow},
	{badCell, ledger.BadAccount, ledger.Payment, 4, []string{"XAA", "family"}},
	{badCell, ledger.MissingColumnValue, ledger.Payment, 3, blankText},
	{shape: unmatched, code: ledger.UnmatchedReversal},
	{badCell, ledger.Sign, ledger.Judgment, 3, notPositive},
	{badCell, ledger.MissingColumnValue, ledger.Charge, 1, blankText},
	{shape: repeated},
	{badCell, ledger.MissingColumnValue, ledger.Payment, 2, blankText},
	{badCell, ledger.Sign, ledger.Adjustment, 3, []string{"0.00", "0"}},
	{badCell, ledger.MissingColumnValue, ledger.Adjustment, 4, blankText},
	{shape: future},
	{badCell, ledger.MissingColumnValue, ledger.Reversal, 7, blankText},
}

var casesDefects = []defect{
	{shape: badCell, code: ledger.BadState, column: 5, texts: []string{"Calif", "C1", "N", "N.V."}},
	{shape: repeated, code: ledger.DuplicateKey},
	{shape: badCell, code: ledger.BadFlag, column: 4, texts: badFlags},
	{shape: badCell, code: ledger.BadAmount, column: 3, texts: badAmounts},
	{shape: orphan, code: ledger.MissingColumnValue},
	{shape: badCell, code: ledger.Sign, column: 3, texts: negatives},
	{shape: badRow, code: ledger.MalformedRow},
	{shape: badCell, code: ledger.Encoding, column: 2, texts: latin1},
	{shape: badCell, code: ledger.BadAmount, column: 6, texts: badAmounts},
	{shape: badCell, code: ledger.BadAmount, column: 7, texts: badAmounts},
}

var ncpsDefects = []defect{
	{shape: badCell, code: ledger.BadFlag, column: 14, texts: badFlags},
	{shape: badCell, code: ledger.BadAmount, column: 10, texts: badAmounts},
	{shape: badCell, code: ledger.Encoding, column: 1, texts: latin1},
	{shape: repeated, code: ledger.DuplicateKey},
	{shape: badCell, code: ledger.Sign, column: 10, texts: negatives},
	{shape: badRow, code: ledger.MalformedRow},
	{shape: orphan, code: ledger.MissingColumnValue},
	{shape: badCell, code: ledger.BadFlag, column: 13, texts: badFlags},
	{shape: badCell, code: ledger.BadAmount, column: 11, texts: badAmounts},
	{shape: badCell, code: ledger.BadFlag, column: 16, texts: badFlags},
	{shape: badCell, code: ledger.Encoding, column: 4, texts: latin1},
	{shape: badCell, code: ledger.Sign, column: 12, texts: negatives},
	{shape: badCell, code: ledger.BadAmount, column: 12, texts: badAmounts},
	{shape: badCell, code: ledger.BadFlag, column: 15, texts: badFlags},
}

var eventsDefects = []defect{
	{shape: badCell, code: ledger.BadRate, column: 5, texts: []string{"six", "150%", "-1%", "6.00001%", "1.5", "6%%"}},
	{shape: strayParent, code: ledger.UnknownNCP},
	{shape: badCell, code: ledger.BadType, column: 1, texts: []string{"coap", "interest", "hearing"}},
	{shape: backwards, code: ledger.BadDate},
	{shape: strayCase, code: ledger.UnknownCase},
	{shape: missingParent, code: ledger.MissingColumnValue},
	{shape: badRow, code: ledger.MalformedRow},
	{shape: badCell, code: ledger.Encoding, column: 6, texts: latin1},
	{shape: future},
	{shape: badCell, code: ledger.BadDate, column: 0, texts: badDates},
	{shape: missingRate, code: ledger.MissingColumnValue},
	{shape: badCell, code: ledger.BadDate, column: 4, texts: badDates},
	{shape: badCell, code: ledger.MissingColumnValue, column: 0, texts: blankText},
	{shape: badCell, code: ledger.MissingColumnValue, column: 1, texts: blankText},
}

// typed leaves out what a workbook can't hold: it has no rows of the wrong length and
// no text that is not Unicode.
func typed(defects []defect) []defect {
	var kept []defect
	for _, d := range defects {
		if d.code != ledger.MalformedRow && d.code != ledger.Encoding {
			kept = append(kept, d)
		}
	}
	return kept
}

// faulty passes the cells of one row on, but for what is wrong with it.
type faulty struct {
	table
	at   int // the cell to be replaced; -1: none
	by   string
	raw  bool // by is written as it is
	keep int  // cells to be written, if not all; 0: all
	more int  // cells too many
	next int
}

// taken replaces or drops the next cell where it is the one, and tells whether it did.
func (f *faulty) taken() bool {
	n := f.next
	f.next++
	if n == f.at && f.raw {
		f.table.word(f.by)
		return true
	}
	if n == f.at {
		f.table.text(f.by)
		return true
	}
	return f.keep > 0 && n >= f.keep
}

func (f *faulty) word(text string) {
	if !f.taken() {
		f.table.word(text)
	}
}

func (f *faulty) text(text string) {
	if !f.taken() {
		f.table.text(text)
	}
}

func (f *faulty) identifier(id uint64, width int) {
	if !f.taken() {
		f.table.identifier(id, width)
	}
}

func (f *faulty) date(date ledger.Date) {
	if !f.taken() {
		f.table.date(date)
	}
}

func (f *faulty) money(amount ledger.Cents) {
	if !f.taken() {
		f.table.money(amount)
	}
}

func (f *faulty) blank() {
	if !f.taken() {
		f.table.blank()
	}
}

func (f *faulty) end() {
	for range f.more {
		f.table.word("x")
	}
	f.table.end()
}
