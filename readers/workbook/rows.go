package workbook

import (
	"errors"
	"fmt"
	"io"
)

// Rows reads a sheet row by row.
type Rows struct {
	book    *Book
	name    string
	path    string
	values  values
	scanner *scanner // nil once the fallback reads
	careful *careful // nil unless the fallback reads
	number  int
	cells   []Cell
	err     error
}

// Narrow says how many columns are asked for. Of the cells behind them, one stands for
// all: a row that holds nothing else is not blank.
func (r *Rows) Narrow(columns int) { r.values.columns = columns }

// Next moves on to the next row that holds anything: a row of blank cells is passed
// over. It is false behind the last row and on an error; see Err.
func (r *Rows) Next() bool {
	for r.err == nil {
		if r.err = r.read(); r.err == nil && len(r.cells) > 0 {
			return true
		}
	}
	if r.scanner != nil {
		r.scanner.close()
	}
	r.careful, r.cells = nil, nil
	return false
}

// Row is the row that Next moved on to: its number as Excel shows it, from 1, and its
// cells from column A to the last that is not blank. The cells and their text are
// good until Next is called.
func (r *Rows) Row() (number int, cells []Cell) { return r.number, r.cells }

// Err is what ended the rows before their end: one line that names the sheet, what is
// wrong and what to do. It names no cell's content.
func (r *Rows) Err() error {
	if r.err == io.EOF || r.err == errClosed {
		return nil
	}
	return r.err
}

var errClosed = errors.New("the rows are closed")

// Close ends the reading, wherever it stands, and waits for its goroutine. It returns
// Err. It may be called again.
func (r *Rows) Close() error {
	if r.scanner != nil {
		r.scanner.close()
	}
	if r.err == nil {
		r.err = errClosed
	}
	r.careful, r.cells = nil, nil
	return r.Err()
}

// read reads the next row, blank or not.
func (r *Rows) read() error {
	if r.scanner != nil {
		err := r.scanner.next()
		if err != errUnknown {
			r.number, r.cells = r.scanner.place.row, r.scanner.cells
			return r.describe(err)
		}
		r.scanner.close()
		r.scanner = nil
	}
	return r.describe(r.readCarefully())
}

// readCarefully reads the next row through the fallback, which begins with the sheet's
// first row: those already given are passed over.
func (r *Rows) readCarefully() error {
	if r.careful == nil {
		data, err := r.book.archive.readUnusual(r.path)
		if err != nil {
			return err
		}
		if r.careful, err = newCareful(r.book, data, &r.values); err != nil {
			return err
		}
	}
	for {
		if err := r.careful.next(); err != nil {
			return err
		}
		if number := r.careful.place.row; number > r.number {
			r.number, r.cells = number, r.careful.cells
			return nil
		}
	}
}

// describe makes an error one line that names the sheet and what to do.
func (r *Rows) describe(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return fmt.Errorf("sheet %q: %w; open the workbook in Excel and save it again", r.name, asFault(err))
}
