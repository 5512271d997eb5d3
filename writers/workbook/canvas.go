package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
)

// canvas writes a small sheet cell by cell, from the top down. The first error stays,
// and makes every later call do nothing.
type canvas struct {
	file   *excelize.File
	styles *styles
	sheet  string
	row    int       // the line being written, from 1
	width  []float64 // of the columns, in characters
	err    error
}

// cell is a value with the style it is shown in.
type cell struct {
	value any
	style int
}

// line writes cells from column A on and goes to the next line. A nil value leaves a
// cell empty, in its style.
func (c *canvas) line(cells ...cell) {
	lines := 1
	for i, cell := range cells {
		c.put(i+1, cell)
		if text, isText := cell.value.(string); isText && cell.style == c.styles.body[wrapped] {
			lines = max(lines, linesOf(text, c.across(i+1, i+1)))
		}
	}
	if lines > 1 {
		c.height(float64(lineHeight * lines))
	}
	c.row++
}

// across is how many characters fit on a line from one column to another.
func (c *canvas) across(first, last int) int {
	sum := 0.0
	for _, width := range c.width[first-1 : last] {
		sum += width
	}
	return lettersAcross(sum) - 1
}

// put writes one cell of the current line.
func (c *canvas) put(column int, cell cell) {
	if c.err != nil {
		return
	}
	at, err := excelize.CoordinatesToCellName(column, c.row)
	if err == nil && cell.value != nil {
		if text, isText := cell.value.(string); isText {
			cell.value = neutralOrAmount(text)
		}
		err = c.file.SetCellValue(c.sheet, at, cell.value)
	}
	if err == nil {
		err = c.file.SetCellStyle(c.sheet, at, at, cell.style)
	}
	c.err = err
}

// span writes a text over the columns from first to last of the current line, as high
// as it needs to be, and goes to the next line.
func (c *canvas) span(first, last int, text string, style int) {
	for column := first; column <= last; column++ {
		c.put(column, cell{nil, style})
	}
	c.put(first, cell{text, style})
	if c.err == nil {
		c.err = c.file.MergeCell(c.sheet, c.at(first), c.at(last))
	}
	if lines := linesOf(text, c.across(first, last)); lines > 1 {
		c.height(float64(lineHeight*lines + 3))
	}
	c.row++
}

func (c *canvas) at(column int) string {
	name, err := excelize.CoordinatesToCellName(column, c.row)
	if err != nil && c.err == nil {
		c.err = err
	}
	return name
}

// title and section write headings on a line of their own.
func (c *canvas) title(text string) {
	c.height(27)
	c.line(cell{text, c.styles.title})
}

func (c *canvas) section(text string) {
	c.row++
	c.height(20)
	c.line(cell{text, c.styles.section})
}

func (c *canvas) height(points float64) {
	if c.err == nil {
		c.err = c.file.SetRowHeight(c.sheet, c.row, min(points, excelize.MaxRowHeight))
	}
}

// head writes the header line of a block; headings over numbers stand to the right.
func (c *canvas) head(columns ...column) {
	c.height(32)
	for i, column := range columns {
		style := c.styles.head
		if column.kind >= money && column.kind <= day {
			style = c.styles.headSum
		}
		c.put(i+1, cell{column.heading, style})
	}
	c.row++
}

func (c *canvas) widths(widths ...float64) {
	c.width = widths
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err == nil {
			err = c.file.SetColWidth(c.sheet, name, name, width)
		}
		if err != nil && c.err == nil {
			c.err = err
		}
	}
}

func (s *styles) text(text string) cell          { return cell{text, s.body[wrapped]} }
func (s *styles) count(n int) cell               { return cell{n, s.body[count]} }
func (s *styles) money(amount ledger.Cents) cell { return cell{amountValue(amount), s.body[money]} }

// moved is by how much an amount in cents, or a count, changed.
func (s *styles) moved(isMoney bool, by int64) cell {
	if isMoney {
		return cell{amountValue(ledger.Cents(by)), s.movedMoney}
	}
	return cell{by, s.movedCount}
}

// asTotal shows cells as the sum of the lines above.
func (s *styles) asTotal(cells ...cell) []cell {
	for i := range cells {
		for k := range kinds {
			if cells[i].style == s.body[k] {
				cells[i].style = s.total[k]
				break
			}
		}
	}
	return cells
}

func (c *canvas) close() error {
	if c.err != nil {
		return fmt.Errorf("sheet %s: %w", c.sheet, c.err)
	}
	return nil
}
