package workbook

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
)

// chunk is how many bytes of rows are gathered before they are written.
const chunk = 64 << 10

// row encodes one row after another as the XML of a sheet. Cells are appended from the
// left; each append fills the next column.
type row struct {
	out     []byte // rows that are complete
	cells   []byte // cells of the row in hand
	number  []byte // digits of its number
	lines   int    // lines of text that its cells need
	columns []cellFrame
	next    int
	mail    string // the style of an address that can be clicked, as it stands in a cell
}

// cellFrame is what every cell of a column has in common: <c r="A and " s="5", and
// the characters on a line of a column that wraps; 0 for one that does not.
type cellFrame struct {
	open, style string
	across      int
}

func newRow(columns []column, styles *styles) *row {
	r := &row{out: make([]byte, 0, 2*chunk), mail: styleMark(styles.mail)}
	for i, column := range columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			panic("a listing has more columns than a sheet: " + err.Error())
		}
		frame := cellFrame{open: `<c r="` + letters, style: styleMark(styles.body[column.kind])}
		if column.kind == wrapped {
			frame.across = lettersAcross(column.width)
		}
		r.columns = append(r.columns, frame)
	}
	return r
}

// lettersAcross is how many letters of a text stand on a line of a column: they are
// narrower than the digits by which its width is measured.
func lettersAcross(width float64) int { return int(width * 1.17) }

func styleMark(style int) string { return `" s="` + strconv.Itoa(style) + `"` }

// writeRows writes the rows of a sheet, below its header.
func (b *builder) writeRows(w io.Writer, s *sheet) error {
	r := newRow(s.listing.columns, &b.styles)
	if !s.links {
		r.mail = ""
	}
	if s.listing.rows == 0 {
		r.begin(s.header + 1)
		r.openIn(styleMark(b.styles.body[plain]))
		r.cells = appendInline(r.cells, s.listing.none)
		r.end()
	}
	for i := s.from; i < s.to; i++ {
		r.begin(i - s.from + s.header + 1)
		s.listing.fill(r, i)
		r.end()
		if len(r.out) < chunk {
			continue
		}
		if _, err := w.Write(r.out); err != nil {
			return err
		}
		r.out = r.out[:0]
	}
	_, err := w.Write(r.out)
	return err
}

func (r *row) begin(number int) {
	r.next, r.lines = 0, 1
	r.cells = r.cells[:0]
	r.number = strconv.AppendInt(r.number[:0], int64(number), 10)
}

const lineHeight = 15 // points

// end completes the row. Its height is given, for not every spreadsheet finds it by
// itself, and yet not fixed: it follows when a person widens a column.
func (r *row) end() {
	r.out = append(r.out, `<row r="`...)
	r.out = append(r.out, r.number...)
	if r.lines > 1 {
		r.out = append(r.out, `" ht="`...)
		r.out = strconv.AppendInt(r.out, int64(min(r.lines*lineHeight, excelize.MaxRowHeight)), 10)
	}
	r.out = append(r.out, `">`...)
	r.out = append(r.out, r.cells...)
	r.out = append(r.out, `</row>`...)
}

// open begins the next cell, up to its style.
func (r *row) open() { r.openIn(r.columns[r.next].style) }

// openIn begins the next cell in a style that is not its column's.
func (r *row) openIn(style string) {
	r.cells = append(r.cells, r.columns[r.next].open...)
	r.next++
	r.cells = append(r.cells, r.number...)
	r.cells = append(r.cells, style...)
}

// blank leaves a cell empty; it keeps its style, hence its border.
func (r *row) blank() {
	r.open()
	r.cells = append(r.cells, `/>`...)
}

// text writes a text that comes from the input, so that no spreadsheet runs it.
func (r *row) text(text string) {
	if text == "" {
		r.blank()
		return
	}
	r.put(neutral(text))
}

// put writes a text that is safe.
func (r *row) put(text string) {
	if across := r.columns[r.next].across; across > 0 && (len(text) > across || strings.IndexByte(text, '\n') >= 0) {
		r.lines = max(r.lines, linesOf(text, across))
	}
	r.open()
	r.cells = appendInline(r.cells, text)
}

// address writes an e-mail address, which looks like a link where it is one.
func (r *row) address(text string) {
	if r.mail == "" || !plainAddress(text) {
		r.text(text)
		return
	}
	r.openIn(r.mail)
	r.cells = appendInline(r.cells, text)
}

// word writes a text of this program's own.
func (r *row) word(text string) { r.text(text) }

func (r *row) count(n int) {
	r.open()
	r.cells = append(r.cells, `><v>`...)
	r.cells = strconv.AppendInt(r.cells, int64(n), 10)
	r.cells = append(r.cells, `</v></c>`...)
}

// money writes an amount as the number it is; one that a spreadsheet cannot hold to
// the cent is written as text.
func (r *row) money(amount ledger.Cents) {
	if !exact(amount) {
		r.put(amount.Dollars())
		return
	}
	r.open()
	r.cells = append(r.cells, `><v>`...)
	r.cells = appendNumber(r.cells, amount)
	r.cells = append(r.cells, `</v></c>`...)
}

func (r *row) optionalMoney(amount ledger.OptionalCents) {
	if !amount.Known() {
		r.blank()
		return
	}
	r.money(amount.Cents())
}

// day writes a date as a spreadsheet's day number, blank for no date. Days before
// March 1900, on which spreadsheets disagree, are written as text.
func (r *row) day(day ledger.Date) {
	switch {
	case day == 0:
		r.blank()
	case day < firstSerialDay:
		r.text(day.String())
	default:
		r.count(serial(day))
	}
}

// serial is a day as spreadsheets count it, from March 1900 on.
func serial(day ledger.Date) int { return int(day) + 1 }

// firstSerialDay is 1900-03-01, from which on every spreadsheet counts days alike. Up
// to the day before, some believe that 1900 was a leap year.
const firstSerialDay ledger.Date = 60
