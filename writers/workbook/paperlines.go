package workbook

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
)

// PaperLook is how a text or a cell of a Paper looks.
type PaperLook uint8

// The looks. Those up to PaperCount are of the cells of a table's rows.
const (
	PaperText PaperLook = iota
	PaperMoney
	PaperExact // an amount to six decimals
	PaperDate
	PaperCount
	PaperHead      // a table's head over texts
	PaperHeadRight // over figures
	PaperHeadGroup // over several columns
	PaperTop
	PaperHeading
	PaperCaption
	PaperPlain
	PaperLabel
	PaperValue
	PaperMuted
	PaperWarning
	PaperBanner
	paperLooks
)

// PaperRow is what a row of a table is.
type PaperRow uint8

// The rows of a table.
const (
	PaperBody      PaperRow = iota
	PaperPart               // continues the row above
	PaperEvent              // stands back
	PaperEventPart          // continues an event
	PaperGroup              // names the rows below
	PaperTotal              // sums the rows above
	paperRows
)

// PaperCell is a cell of a table, of one of the looks up to PaperCount. Blank cells are
// of the look PaperText.
type PaperCell struct {
	Look  PaperLook
	Text  string // also of PaperExact: the form people read
	Exact string // of PaperExact: the decimal number
	Money ledger.Cents
	Date  ledger.Date
	Count int
}

// value is what the spreadsheet keeps: a number where it holds it exactly, else text.
func (c *PaperCell) value() any {
	switch c.Look {
	case PaperMoney:
		if exact(c.Money) {
			return amountValue(c.Money)
		}
		return c.Money.Dollars()
	case PaperExact:
		if number, err := strconv.ParseFloat(c.Exact, 64); err == nil && len(c.Exact) <= exactDigits {
			return number
		}
	case PaperDate:
		switch {
		case c.Date == 0:
			return nil
		case c.Date >= firstSerialDay:
			return int(c.Date) + 1
		}
		return c.Date.String()
	case PaperCount:
		return c.Count
	}
	if c.Text == "" {
		return nil
	}
	return neutralOrAmount(c.Text)
}

// exactDigits is the length of the longest decimal number, its point included, that every
// spreadsheet keeps exactly.
const exactDigits = 15

// Text writes a text over all columns, as high as it needs to be.
func (s *PaperSheet) Text(text string, look PaperLook) {
	columns := len(s.layout.Widths)
	s.span(1, columns, text, look)
	s.next(paperHeights[look]*s.lines(text, 1, columns, look) + paperAbove[look])
}

// factWidth is how many characters of columns the name of a fact takes, where the sheet
// has more.
const factWidth = 44

// Fact writes a name and, beside it, a value.
func (s *PaperSheet) Fact(label, value string) {
	columns := len(s.layout.Widths)
	middle := 1
	for middle < columns-2 && s.width(1, middle) < factWidth {
		middle++
	}
	s.span(1, middle, label, PaperLabel)
	s.span(middle+1, columns, value, PaperValue)
	s.next(lineHeight * max(s.lines(label, 1, middle, PaperLabel), s.lines(value, middle+1, columns, PaperValue)))
}

// Point writes a term, a mark, sentences and what they rest on, beside each other; the
// sheet has at least four columns.
func (s *PaperSheet) Point(term, mark, sentences, rest string) {
	columns := len(s.layout.Widths)
	middle := 3 + (columns-2)*3/5
	s.span(1, 1, term, PaperLabel)
	s.span(2, 2, mark, PaperValue)
	s.span(3, middle-1, sentences, PaperPlain)
	s.span(middle, columns, rest, PaperMuted)
	s.next(3 + max(lineHeight*s.lines(term, 1, 1, PaperLabel), lineHeight*s.lines(sentences, 3, middle-1, PaperPlain),
		smallHeight*s.lines(rest, middle, columns, PaperMuted)))
}

// Gap leaves a line blank.
func (s *PaperSheet) Gap() { s.next(lineHeight / 2) }

// PaperColumn is a head of a table, over one or more columns; the first stands over the
// sheet's first column.
type PaperColumn struct {
	Head string
	Look PaperLook
	Span int // 0 is 1
}

// Head writes the heads of a table.
func (s *PaperSheet) Head(columns []PaperColumn) {
	at, lines := 1, 1
	for _, column := range columns {
		last := at + max(1, column.Span) - 1
		s.span(at, last, column.Head, column.Look)
		lines = max(lines, s.lines(column.Head, at, last, column.Look))
		at = last + 1
	}
	s.next(max(lineHeight+2, smallHeight*lines+4))
}

// Row writes a row of a table. Of a PaperGroup only the first cell counts; it takes the
// room of all.
func (s *PaperSheet) Row(kind PaperRow, cells []PaperCell) {
	lines := 1
	switch kind {
	case PaperGroup:
		s.merge(1, len(cells))
		lines = s.lines(cells[0].Text, 1, len(cells), PaperCaption)
	case PaperTotal: // its texts reach over the blank cells beside them
	default:
		for i := range cells {
			if cells[i].Look == PaperText {
				lines = max(lines, s.lines(cells[i].Text, i+1, i+1, PaperText))
			}
		}
	}
	styles := &s.paper.styles.table[kind]
	if lines > 1 {
		styles = &s.paper.styles.tall[kind]
	}
	for i := range cells {
		s.put(i+1, cells[i].value(), styles[cells[i].Look])
	}
	s.next(smallHeight*lines + 1)
}

// merge makes cells of the line one.
func (s *PaperSheet) merge(first, last int) {
	if first >= last {
		return
	}
	from, err := excelize.CoordinatesToCellName(first, s.row)
	s.keep(err)
	to, err := excelize.CoordinatesToCellName(last, s.row)
	s.keep(err)
	s.do(func() error { return s.paper.book.file.MergeCell(s.name, from, to) })
}

// put writes a value, nil for none, into a cell of the line.
func (s *PaperSheet) put(column int, value any, style int) {
	at, err := excelize.CoordinatesToCellName(column, s.row)
	s.keep(err)
	if value != nil {
		s.do(func() error { return s.paper.book.file.SetCellValue(s.name, at, value) })
	}
	s.do(func() error { return s.paper.book.file.SetCellStyle(s.name, at, at, style) })
}

// span writes a text over columns of the line.
func (s *PaperSheet) span(first, last int, text string, look PaperLook) {
	style := s.paper.styles.text[look]
	for column := first; column <= last; column++ {
		s.put(column, nil, style)
	}
	if text != "" {
		s.put(first, neutralOrAmount(text), style)
	}
	s.merge(first, last)
}

// next ends the line, which is so many points high.
func (s *PaperSheet) next(points int) {
	points = min(points, excelize.MaxRowHeight)
	s.do(func() error { return s.paper.book.file.SetRowHeight(s.name, s.row, float64(points)) })
	s.points += points
	s.row++
}

// width is how many digits stand beside each other from one column to another.
func (s *PaperSheet) width(first, last int) int {
	sum := 0
	for _, width := range s.layout.Widths[first-1 : last] {
		sum += width
	}
	return sum
}

// lines estimates on how many lines a text stands over columns. Columns are measured by
// digits of 11 points; most letters are narrower, and those of titles wider.
func (s *PaperSheet) lines(text string, first, last int, look PaperLook) int {
	tenths := 11
	switch look {
	case PaperTop, PaperBanner:
		tenths = 7
	case PaperText, PaperPlain, PaperMuted:
		tenths = 12
	}
	return linesOf(text, s.width(first, last)*tenths/10-1)
}
