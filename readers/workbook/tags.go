package workbook

import "bytes"

// The methods of this file read tags from the window. Each takes a place and gives
// the place behind what it read. Since the window is followed by zeros, which no tag
// holds, none of them looks beyond it; fail tells the two reasons apart.

// fail is errMore where the window may have cut what was being read, else errUnknown.
func (m *markup) fail(at int) error {
	if at+padding > m.window.length() {
		return errMore
	}
	return errUnknown
}

func (m *markup) skipSpace(at int) int {
	for at < len(m.window.data) && isSpace(m.window.data[at]) {
		at++
	}
	return at
}

// named tells whether the element name that stands at a place is the prefix and this
// name, and where it ends.
func (m *markup) named(at int, name string) (end int, ok bool) {
	data := m.window.data
	if len(m.prefix) > 0 {
		if !bytes.HasPrefix(data[at:], m.prefix) {
			return at, false
		}
		at += len(m.prefix)
	}
	end = at + len(name)
	if end >= len(data) || string(data[at:end]) != name {
		return at, false
	}
	c := data[end]
	return end, c == '>' || c == '/' || isSpace(c)
}

// opens tells whether the start tag of this element stands at a place, and where its
// name ends.
func (m *markup) opens(at int, name string) (end int, ok bool) {
	if m.at(at) != '<' {
		return at, false
	}
	return m.named(at+1, name)
}

// closes reads the end tag of this element.
func (m *markup) closes(at int, name string) (end int, ok bool) {
	if m.at(at) != '<' || m.at(at+1) != '/' {
		return at, false
	}
	end, ok = m.named(at+2, name)
	if !ok {
		return at, false
	}
	end = m.skipSpace(end)
	return end + 1, m.at(end) == '>'
}

// tagEnd tells whether a start tag ends at a place: with /> it is also closed.
func (m *markup) tagEnd(at int) (end int, closed, ok bool) {
	switch {
	case m.at(at) == '>':
		return at + 1, false, true
	case m.at(at) == '/' && m.at(at+1) == '>':
		return at + 2, true, true
	}
	return at, false, false
}

// attribute is one attribute of a start tag.
type attribute struct {
	name  []byte
	value []byte // as written; it holds no entity
}

// nextAttribute reads the blank and the attribute at a place.
func (m *markup) nextAttribute(at int) (a attribute, end int, err error) {
	data := m.window.data
	start := m.skipSpace(at)
	equals := start
	for equals < len(data) && (isName[data[equals]] || data[equals] == ':') {
		equals++
	}
	quote := m.at(equals + 1)
	if start == at || equals == start || m.at(equals) != '=' || (quote != '"' && quote != '\'') {
		return a, 0, m.fail(equals)
	}
	end = equals + 2
	for end < len(data) && data[end] != quote && !awkward[data[end]] {
		end++
	}
	if m.at(end) != quote {
		return a, 0, m.fail(end)
	}
	a = attribute{data[start:equals], data[equals+2 : end]}
	if !isKnownName(a.name) {
		return a, 0, errUnknown
	}
	return a, end + 1, nil
}

// isKnownName is false for attributes that a less careful reader would take for
// another (x:r for r), and for namespaces declared within the rows.
func isKnownName(name []byte) bool {
	if !isNameStart(name[0]) || bytes.HasPrefix(name, []byte("xmlns")) {
		return false
	}
	colon := bytes.IndexByte(name, ':')
	if colon < 0 {
		return true
	}
	local := name[colon+1:]
	return len(local) > 1 && isNameStart(local[0]) && bytes.IndexByte(local, ':') < 0
}

// isName marks the bytes of a plain name.
var isName = func() (table [256]bool) {
	for c := range table {
		table[c] = isNameStart(byte(c)) || c >= '0' && c <= '9' || c == '-' || c == '.'
	}
	return table
}()

// awkward marks the bytes of an attribute's value that do not stand for themselves.
var awkward = func() (table [256]bool) {
	for c := range table {
		table[c] = special[c] && c != '_' && c != '>' || c == '\n' || c == '\t'
	}
	return table
}()

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// skipAttributes reads the rest of a start tag whose attributes do not matter.
func (m *markup) skipAttributes(at int) (end int, closed bool, err error) {
	for {
		next := m.skipSpace(at)
		if end, closed, ok := m.tagEnd(next); ok {
			return end, closed, nil
		}
		if _, at, err = m.nextAttribute(at); err != nil {
			return 0, false, err
		}
	}
}

// text reads character data up to the end tag of this element.
func (m *markup) text(at int, name string) (raw []byte, end int, err error) {
	tag := m.window.indexByte(at, '<')
	if tag < 0 {
		return nil, 0, errMore
	}
	end, ok := m.closes(tag, name)
	if !ok {
		return nil, 0, m.fail(end)
	}
	return m.window.data[at:tag], end, nil
}
