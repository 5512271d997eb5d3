package workbook

import "io"

// scanner reads the rows of a sheet from its bytes.
type scanner struct {
	markup
	values  *values
	place   place
	cells   []Cell // of the row last read
	scratch []byte // decoded text of the row last read
}

func newScanner(source io.ReadCloser, a *archive, values *values) *scanner {
	s := &scanner{values: values}
	s.begin(source, a, "worksheet", "sheetData")
	return s
}

// next reads the next row that the sheet holds, blank ones included; io.EOF behind
// the last, once the rest of the part is known to be sound.
func (s *scanner) next() error {
	row, column := s.place.row, s.place.column
	return s.each(func() (int, error) {
		s.place.row, s.place.column = row, column
		return s.scanRow()
	})
}
