package workbook

// cellContent reads what stands between a cell's tags: a formula, then a value or a
// string item, each at most once.
func (s *scanner) cellContent(at int, cell *stored) (end int, err error) {
	for {
		at = s.skipSpace(at)
		if s.at(at+1) == '/' {
			if end, ok := s.closes(at, "c"); ok {
				return end, nil
			}
			return 0, s.fail(at)
		}
		if next, ok := s.opens(at, "v"); ok && !cell.value {
			at, err = s.cellValue(next, cell)
		} else if next, ok := s.opens(at, "f"); ok && !cell.formula && !cell.value {
			at, err = s.cellFormula(next, cell)
		} else if next, ok := s.opens(at, "is"); ok && !cell.value && cell.kind == inlineCell {
			at, err = s.cellString(next, cell)
		} else {
			return 0, s.fail(at)
		}
		if err != nil {
			return 0, err
		}
	}
}

// cellValue reads the rest of <v>. The value of an inline string stands in <is>, so
// that a <v> in one is for the fallback.
func (s *scanner) cellValue(at int, cell *stored) (end int, err error) {
	if cell.kind == inlineCell {
		return 0, errUnknown
	}
	at, closed, err := s.skipAttributes(at)
	if err != nil {
		return 0, err
	}
	cell.value = true
	if closed {
		return at, nil
	}
	raw, end, err := s.text(at, "v")
	if err != nil {
		return 0, err
	}
	cell.text = raw
	if isPlain(raw) {
		return end, nil
	}
	from := len(s.scratch)
	decoded, ok := appendText(s.scratch, raw)
	if !ok {
		return 0, errUnknown
	}
	s.scratch, cell.text = decoded, decoded[from:len(decoded):len(decoded)]
	if cell.kind == stringCell {
		cell.text = unescape(cell.text)
	}
	return end, nil
}

// cellFormula reads the rest of <f>. The formula itself does not matter, but that it
// is sound XML does.
func (s *scanner) cellFormula(at int, cell *stored) (end int, err error) {
	cell.formula = true
	for {
		next := s.skipSpace(at)
		if end, closed, ok := s.tagEnd(next); ok {
			if at = end; closed {
				return at, nil
			}
			break
		}
		var a attribute
		if a, at, err = s.nextAttribute(at); err != nil {
			return 0, err
		}
		if !isFormulaAttribute(a) {
			return 0, errUnknown
		}
	}
	raw, end, err := s.text(at, "f")
	if err != nil || isPlain(raw) {
		return end, err
	}
	if _, ok := appendText(s.scratch[len(s.scratch):], raw); !ok {
		return 0, errUnknown
	}
	return end, nil
}

// isFormulaAttribute tells whether the attribute has a value that excelize, too, can
// read: a reference or a type, a flag, or the number of a shared formula.
func isFormulaAttribute(a attribute) bool {
	switch string(a.name) {
	case "t", "ref", "r1", "r2", "xml:space":
		return true
	case "si":
		return len(a.value) > 0 && len(a.value) < 10 && skipDigits(a.value, 0) == len(a.value)
	}
	switch string(a.value) {
	case "0", "1", "true", "false":
		return true
	}
	return false
}

// cellString reads the rest of <is>.
func (s *scanner) cellString(at int, cell *stored) (end int, err error) {
	at, closed, err := s.skipAttributes(at)
	if err != nil {
		return 0, err
	}
	cell.value = true
	if closed {
		return at, nil
	}
	from := len(s.scratch)
	if s.scratch, end, err = s.item(s.scratch, at, "is"); err != nil {
		return 0, err
	}
	cell.text = unescape(s.scratch[from:len(s.scratch):len(s.scratch)])
	return end, nil
}
