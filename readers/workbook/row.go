package workbook

import "io"

// scanRow reads the row that the window begins with into s.cells and gives its
// length. It is errMore where the window ends within the row, and io.EOF at the end
// tag of the rows, whose length is then not part of what it gives.
func (s *scanner) scanRow() (length int, err error) {
	at := s.skipSpace(0)
	if s.at(at) == '<' && s.at(at+1) == '/' {
		return at, io.EOF
	}
	end, ok := s.opens(at, "row")
	if !ok {
		return 0, s.fail(end)
	}
	at, closed, err := s.rowTag(end)
	if err != nil {
		return 0, err
	}
	s.cells, s.scratch = s.cells[:0], s.scratch[:0]
	for !closed {
		at = s.skipSpace(at)
		if s.at(at+1) == '/' {
			if end, ok = s.closes(at, "row"); !ok {
				return 0, s.fail(end)
			}
			return end, nil
		}
		if at, err = s.scanCell(at); err != nil {
			return 0, err
		}
	}
	return at, nil
}

// rowTag reads the rest of a row's start tag.
func (s *scanner) rowTag(at int) (end int, closed bool, err error) {
	number, found := 0, false
	for {
		next := s.skipSpace(at)
		if end, closed, ok := s.tagEnd(next); ok {
			return end, closed, s.fault(s.place.enterRow(number))
		}
		var a attribute
		if a, at, err = s.nextAttribute(at); err != nil {
			return 0, false, err
		}
		if len(a.name) != 1 || a.name[0] != 'r' {
			continue
		}
		if found {
			return 0, false, errUnknown
		}
		if number, found = rowNumber(a.value); !found {
			return 0, false, errUnknown
		}
	}
}

// fault names the row that an error belongs to.
func (s *scanner) fault(err error) error {
	if err == nil {
		return nil
	}
	return fault{s.place.row, err.Error()}
}

// scanCell reads the cell at a place and adds it to the row. Blank cells are added
// once another follows.
func (s *scanner) scanCell(at int) (end int, err error) {
	at, ok := s.opens(at, "c")
	if !ok {
		return 0, s.fail(at)
	}
	var cell stored
	at, closed, err := s.cellTag(at, &cell)
	if err != nil {
		return 0, err
	}
	if !closed {
		if end, ok = s.quickContent(at, &cell); !ok {
			end, err = s.cellContent(at, &cell)
		}
		if at = end; err != nil {
			return 0, err
		}
	}
	value, err := s.values.cell(cell)
	if err != nil {
		return 0, s.fault(err)
	}
	if value.Kind != Blank {
		s.cells = s.values.appendCell(s.cells, s.place.column, value)
	}
	return at, nil
}

// appendCell adds the cell of a column, behind blank ones for those that are missing. Of
// the cells behind the columns that are asked for, one stands for all.
func (v *values) appendCell(cells []Cell, column int, cell Cell) []Cell {
	if v.columns > 0 && column > v.columns {
		if len(cells) > v.columns {
			return cells
		}
		column = v.columns + 1
	}
	for len(cells) < column-1 {
		cells = append(cells, Cell{})
	}
	return append(cells, cell)
}

// cellTag reads the rest of a cell's start tag and moves on to the cell's place.
func (s *scanner) cellTag(at int, cell *stored) (end int, closed bool, err error) {
	styled, typed := false, false
	column, at := s.quickReference(at)
	placed := column > 0
	if placed {
		if err = s.place.enterCell(column); err != nil {
			return 0, false, s.fault(err)
		}
	}
	for {
		name, value, next := s.quickAttribute(at)
		if at = next; name == 0 {
			if end, closed, ok := s.tagEnd(s.skipSpace(at)); ok {
				if !placed {
					err = s.fault(s.place.enterCell(0))
				}
				return end, closed, err
			}
			var a attribute
			if a, at, err = s.nextAttribute(at); err != nil {
				return 0, false, err
			}
			if len(a.name) != 1 {
				continue
			}
			name, value = a.name[0], a.value
		}
		switch name {
		case 'r':
			if placed {
				return 0, false, errUnknown
			}
			placed, err = true, s.fault(s.place.enterReference(value))
		case 's':
			if styled {
				return 0, false, errUnknown
			}
			styled = true
			cell.style, err = styleNumber(value)
		case 't':
			if cell.kind = cellTypeOf(value); typed || cell.kind == unknownCell {
				return 0, false, errUnknown
			}
			typed = true
		}
		if err != nil {
			return 0, false, err
		}
	}
}

// styleNumber reads a cell's style. A number out of all bounds is given as such, for
// values.cell to refuse.
func styleNumber(text []byte) (int, error) {
	style := 0
	for _, c := range text {
		if c < '0' || c > '9' || len(text) > 9 {
			return 0, errUnknown
		}
		style = style*10 + int(c-'0')
	}
	if len(text) == 0 {
		return 0, errUnknown
	}
	return style, nil
}
