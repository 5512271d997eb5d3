package workbook

// item reads a string item up to the end tag of this element and appends its text,
// escapes still written: one <t>, or <t> in runs of rich text. Phonetic runs are no
// part of it.
func (m *markup) item(dst []byte, at int, name string) (text []byte, end int, err error) {
	plain, runs := false, false
	for {
		at = m.skipSpace(at)
		if m.at(at+1) == '/' {
			end, ok := m.closes(at, name)
			if !ok {
				return dst, 0, m.fail(at)
			}
			return dst, end, nil
		}
		if next, ok := m.opens(at, "t"); ok && !plain && !runs {
			plain = true
			dst, at, err = m.itemText(dst, next)
		} else if next, ok := m.opens(at, "r"); ok {
			runs = true
			dst, at, err = m.run(dst, next)
		} else if next, ok := m.opens(at, "rPh"); ok {
			at, err = m.phonetic(next)
		} else if next, ok := m.opens(at, "phoneticPr"); ok {
			at, err = m.emptyElement(next, "phoneticPr")
		} else {
			err = m.fail(at)
		}
		if err != nil {
			return dst, 0, err
		}
	}
}

// itemText reads the rest of <t> and appends its text.
func (m *markup) itemText(dst []byte, at int) (text []byte, end int, err error) {
	at, closed, err := m.skipAttributes(at)
	if err != nil || closed {
		return dst, at, err
	}
	raw, end, err := m.text(at, "t")
	if err != nil {
		return dst, 0, err
	}
	if isPlain(raw) {
		return append(dst, raw...), end, nil
	}
	text, ok := appendText(dst, raw)
	if !ok {
		return dst, 0, errUnknown
	}
	return text, end, nil
}

// run reads the rest of <r>: its properties, which do not matter, and one text.
func (m *markup) run(dst []byte, at int) (text []byte, end int, err error) {
	at, closed, err := m.skipAttributes(at)
	if err != nil || closed {
		return dst, at, err
	}
	seen := false
	for {
		at = m.skipSpace(at)
		if m.at(at+1) == '/' {
			end, ok := m.closes(at, "r")
			if !ok {
				return dst, 0, m.fail(at)
			}
			return dst, end, nil
		}
		if next, ok := m.opens(at, "rPr"); ok && !seen {
			at, err = m.properties(next)
		} else if next, ok := m.opens(at, "t"); ok && !seen {
			seen = true
			dst, at, err = m.itemText(dst, next)
		} else {
			err = m.fail(at)
		}
		if err != nil {
			return dst, 0, err
		}
	}
}

// runProperties are the elements of <rPr>, all of them empty.
var runProperties = [...]string{"rFont", "charset", "family", "b", "i", "strike", "outline", "shadow", "condense", "extend", "color", "sz", "u", "vertAlign", "scheme"}

// properties reads the rest of <rPr>.
func (m *markup) properties(at int) (end int, err error) {
	at, closed, err := m.skipAttributes(at)
	if err != nil || closed {
		return at, err
	}
	for {
		at = m.skipSpace(at)
		if m.at(at+1) == '/' {
			end, ok := m.closes(at, "rPr")
			if !ok {
				return 0, m.fail(at)
			}
			return end, nil
		}
		if at, err = m.property(at); err != nil {
			return 0, err
		}
	}
}

func (m *markup) property(at int) (end int, err error) {
	for _, name := range runProperties {
		if next, ok := m.opens(at, name); ok {
			return m.emptyElement(next, name)
		}
	}
	return 0, m.fail(at)
}

// phonetic reads the rest of <rPh>, whose text says how the item is pronounced.
func (m *markup) phonetic(at int) (end int, err error) {
	at, closed, err := m.skipAttributes(at)
	if err != nil || closed {
		return at, err
	}
	at, ok := m.opens(m.skipSpace(at), "t")
	if !ok {
		return 0, m.fail(at)
	}
	if _, at, err = m.itemText(nil, at); err != nil {
		return 0, err
	}
	end, ok = m.closes(m.skipSpace(at), "rPh")
	if !ok {
		return 0, m.fail(end)
	}
	return end, nil
}

// emptyElement reads the rest of an element that holds nothing.
func (m *markup) emptyElement(at int, name string) (end int, err error) {
	at, closed, err := m.skipAttributes(at)
	if err != nil || closed {
		return at, err
	}
	end, ok := m.closes(at, name)
	if !ok {
		return 0, m.fail(end)
	}
	return end, nil
}
