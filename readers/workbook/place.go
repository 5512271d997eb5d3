package workbook

import (
	"errors"
	"strconv"
)

var (
	errRowOrder    = errors.New("rows do not ascend")
	errRowCount    = errors.New("there are more than 1,048,576 rows")
	errCellOrder   = errors.New("cells do not ascend")
	errColumnCount = errors.New("there are more than 16,384 columns")
	errReference   = errors.New("a cell's reference names another row")
	errNoReference = errors.New("a row or cell has a reference that is none")
)

// place is where in a sheet a reader stands, and sees to it that rows and cells
// ascend.
type place struct {
	row    int    // from 1; 0 before the first
	column int    // of the cell just read, from 1; 0 before the first
	digits []byte // row, as references to its cells end
}

// enterRow moves on to a row; number is 0 where it bears none and follows the last.
func (p *place) enterRow(number int) error {
	if number == 0 {
		number = p.row + 1
	}
	switch {
	case number <= p.row:
		return errRowOrder
	case number > rowsMax:
		return errRowCount
	}
	p.row, p.column = number, 0
	p.digits = strconv.AppendInt(p.digits[:0], int64(number), 10)
	return nil
}

// enterCell moves on to a cell; column is 0 where it bears no reference and follows
// the last.
func (p *place) enterCell(column int) error {
	if column == 0 {
		column = p.column + 1
	}
	switch {
	case column <= p.column:
		return errCellOrder
	case column > columnsMax:
		return errColumnCount
	}
	p.column = column
	return nil
}

// enterReference moves on to the cell that a reference names, like AB12.
func (p *place) enterReference(reference []byte) error {
	column, letters := 0, 0
	for ; letters < len(reference) && letters < 4; letters++ {
		c := reference[letters] &^ 0x20 // upper case
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	number, ok := rowNumber(reference[letters:])
	switch {
	case letters == 0 || !ok:
		return errNoReference
	case letters == 4:
		return errColumnCount
	case number != p.row:
		return errReference
	}
	return p.enterCell(column)
}

// rowNumber reads the number of a row, from 1; beyond the limit it gives one that is
// too large.
func rowNumber(text []byte) (number int, ok bool) {
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		number = min(number*10+int(c-'0'), rowsMax+1)
	}
	return number, number > 0
}
