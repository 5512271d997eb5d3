package workbook

import (
	"strconv"

	"arrears/pipeline/ledger"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Blank Kind = iota
	Text
	Number
	Boolean
	Date         // a number or an ISO date whose format shows a day
	Error        // #N/A, #DIV/0! and the like
	FormulaBlank // a formula without a stored value
)

// Cell is one cell as it is stored.
type Cell struct {
	Kind Kind
	// Date is the day of a Date; zero where the cell holds none that a ledger may
	// hold (before 1900-03-01 as a number, after 2199-12-31, negative).
	Date ledger.Date
	// Text is, until the next row is read: the string of a Text; the digits of a
	// Number or Date as stored; TRUE or FALSE; the name of an Error.
	Text []byte
	// Format is the number format of the cell; nil for a blank cell.
	Format *Format
}

// Cents is the amount of a Number, rounded to 15 significant digits as Excel shows
// it; false where that is not whole cents, or more than [ledger.AmountMax] in size,
// or the cell is of another kind.
func (c Cell) Cents() (ledger.Cents, bool) {
	if c.Kind != Number {
		return 0, false
	}
	number, _, ok := parseDecimal(c.Text)
	if !ok {
		return 0, false
	}
	return number.cents()
}

// Identifier is the cell as text that names something: a string as it stands, a
// number as its format shows it, with the zeros in front that Excel adds. It is
// false for a number of more than 15 digits (Excel has lost the rest), for a date
// (Excel has replaced what was typed), for an error and for a formula without a
// value. A blank cell gives no text and true.
func (c Cell) Identifier() ([]byte, bool) {
	switch c.Kind {
	case Blank, Text, Boolean:
		return c.Text, true
	case Number:
		if c.Format.kind == generalFormat && isCount(c.Text) {
			return c.Text, true
		}
		return c.appendNumber(nil)
	}
	return nil, false
}

// AppendIdentifier appends what Identifier gives to dst, without allocating for the
// usual formats.
func (c Cell) AppendIdentifier(dst []byte) ([]byte, bool) {
	if c.Kind == Number {
		return c.appendNumber(dst)
	}
	text, ok := c.Identifier()
	return append(dst, text...), ok
}

// AppendShown appends the cell as a person reads it, for columns of free text: as an
// identifier where it is one, else a date in ISO form (as stored where it is none that a
// ledger may hold), a number with 15 digits, the name of an error. A formula without a
// value appends nothing.
func (c Cell) AppendShown(dst []byte) []byte {
	switch {
	case c.Kind == Date && c.Date != 0:
		return c.Date.Append(dst)
	case c.Kind == Number:
		if shown, ok := c.appendNumber(dst); ok {
			return shown
		}
		return c.AppendGeneral(dst)
	}
	return append(dst, c.Text...)
}

// isCount tells whether text is 1 to 15 digits without a zero in front: shown as
// stored.
func isCount(text []byte) bool {
	return len(text) > 0 && len(text) <= precision && skipDigits(text, 0) == len(text) && (text[0] != '0' || len(text) == 1)
}

// appendNumber appends a number as its format shows it; false where it has more than
// 15 digits.
func (c Cell) appendNumber(dst []byte) ([]byte, bool) {
	number, exact, ok := parseDecimal(c.Text)
	if !ok || !exact || number.size() > precision {
		return dst, false
	}
	size, whole := number.whole(0)
	switch {
	case c.Format.kind == generalFormat:
		return number.appendGeneral(dst), true
	case c.Format.kind == paddedFormat && whole:
		if number.negative && size != 0 {
			dst = append(dst, '-')
		}
		var buffer [20]byte
		return c.Format.appendPadded(dst, strconv.AppendUint(buffer[:0], size, 10)), true
	}
	return c.Format.appendShown(dst, c.Text)
}

// AppendGeneral appends a Number as the General format shows it, whatever its own
// format: all digits of a whole number, else up to 15 significant digits. Text that is
// no number is appended as it stands.
func (c Cell) AppendGeneral(dst []byte) []byte {
	number, _, ok := parseDecimal(c.Text)
	if !ok {
		return append(dst, c.Text...)
	}
	return number.appendGeneral(dst)
}
