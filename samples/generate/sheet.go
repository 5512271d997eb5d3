package generate

import (
	"io"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
)

// sheetRowsMax is how many rows a sheet can hold, its header included.
const sheetRowsMax = 1_048_576

// The cell styles, by their place in stylesPart.
const (
	styleDate  = "1"
	styleMoney = "2"
)

// serialOffset turns a Date into a day number of a workbook, whose calendar holds a
// day that never was, 1900-02-29. No date written is that old.
const serialOffset = 1

// sheetTable writes a table as the XML of a worksheet: dates and amounts as numbers with
// a format, all else as text, so that identifiers keep their zeros.
type sheetTable struct {
	buffer  []byte
	columns []string
	next    func() (io.Writer, error) // begins another sheet of the table
	out     io.Writer
	failed  error
	rows    int // of the sheet
	rowsMax int
	column  int // of the row
}

// newSheetTable begins the first sheet.
func newSheetTable(columns []string, rowsMax int, next func() (io.Writer, error)) *sheetTable {
	t := &sheetTable{columns: columns, next: next, rowsMax: rowsMax}
	t.begin()
	return t
}

const (
	sheetHead = xmlHead + `<worksheet xmlns="` + mainSpace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="20" width="18" customWidth="1"/></cols><sheetData>`
	sheetFoot = `</sheetData></worksheet>`
)

func (t *sheetTable) begin() {
	out, err := t.next()
	if err != nil {
		t.failed = err
	}
	t.out, t.rows = out, 0
	t.buffer = append(t.buffer, sheetHead...)
	writeHeader(t, t.columns)
}

// finish ends the last sheet.
func (t *sheetTable) finish() {
	t.buffer = append(t.buffer, sheetFoot...)
	t.flush()
}

func (t *sheetTable) flush() {
	if t.failed == nil {
		_, t.failed = t.out.Write(t.buffer)
	}
	t.buffer = t.buffer[:0]
}

func (t *sheetTable) err() error { return t.failed }

// open begins a cell, up to its attributes.
func (t *sheetTable) open() {
	if t.column == 0 {
		if t.rows == t.rowsMax {
			t.finish()
			t.begin()
		}
		t.rows++
		t.buffer = append(t.buffer, `<row r="`...)
		t.buffer = strconv.AppendInt(t.buffer, int64(t.rows), 10)
		t.buffer = append(t.buffer, `">`...)
	}
	t.buffer = append(t.buffer, `<c r="`...)
	t.buffer = append(t.buffer, byte('A'+t.column))
	t.buffer = strconv.AppendInt(t.buffer, int64(t.rows), 10)
	t.buffer = append(t.buffer, '"')
	t.column++
}

func (t *sheetTable) word(text string) { t.text(text) }

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (t *sheetTable) text(text string) {
	if text == "" {
		t.blank()
		return
	}
	t.openText()
	if strings.ContainsAny(text, "&<>") {
		text = escape.Replace(text)
	}
	t.buffer = append(t.buffer, text...)
	t.closeText()
}

func (t *sheetTable) openText() {
	t.open()
	t.buffer = append(t.buffer, ` t="inlineStr"><is><t>`...)
}

func (t *sheetTable) closeText() { t.buffer = append(t.buffer, `</t></is></c>`...) }

func (t *sheetTable) identifier(id uint64, width int) {
	t.openText()
	if width == 0 {
		t.buffer = strconv.AppendUint(t.buffer, id, 10)
	} else {
		t.buffer = appendDigits(t.buffer, id, width)
	}
	t.closeText()
}

func (t *sheetTable) date(date ledger.Date) {
	if date == 0 {
		t.blank()
		return
	}
	t.openNumber(styleDate)
	t.buffer = strconv.AppendInt(t.buffer, int64(date)+serialOffset, 10)
	t.closeNumber()
}

func (t *sheetTable) money(amount ledger.Cents) {
	t.openNumber(styleMoney)
	t.buffer = amount.Append(t.buffer)
	t.closeNumber()
}

func (t *sheetTable) openNumber(style string) {
	t.open()
	t.buffer = append(t.buffer, ` s="`...)
	t.buffer = append(t.buffer, style...)
	t.buffer = append(t.buffer, `"><v>`...)
}

func (t *sheetTable) closeNumber() { t.buffer = append(t.buffer, `</v></c>`...) }

// blank leaves a cell out. The first cell of a row is written all the same, empty, for
// it begins the row.
func (t *sheetTable) blank() {
	if t.column > 0 {
		t.column++
		return
	}
	t.open()
	t.buffer = append(t.buffer, `/>`...)
}

func (t *sheetTable) end() {
	t.buffer = append(t.buffer, `</row>`...)
	t.column = 0
	if len(t.buffer) >= chunk {
		t.flush()
	}
}
