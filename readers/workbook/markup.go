package workbook

import (
	"encoding/xml"
	"io"
)

// markup reads a part as XML: encoding/xml takes what stands before and behind the
// rows (or the string items), the methods in tags.go and item.go take those
// themselves. They accept a narrow grammar, that of the spreadsheet programs: whatever
// lies outside it is errUnknown, and the part goes to the fallback.
type markup struct {
	window  window
	frame   frame
	prefix  []byte // before each element's name, with its colon: x: in <x:row>
	entered bool   // the rows have begun
	ended   bool   // the part has been read to its end
	longest int64  // how many bytes a row or an item may have
}

// begin starts inflating a part. The root and the container of its rows are local names.
func (m *markup) begin(source io.ReadCloser, a *archive, root, container string) {
	m.window.inflater = newInflater(source, a.block)
	m.window.around, m.longest = a.limits.Around, a.limits.Row
	m.frame = frame{root: root, container: container, decoder: xml.NewDecoder(&m.window), begins: func() { m.window.token = 0 }}
}

func (m *markup) close() { m.window.inflater.close() }

// each has scan read what the window begins with, a row or an item: it gives the
// length of that, io.EOF at the end tag of the container, or errMore where it wants to
// begin again with more to look at. Each returns io.EOF once the whole part has been
// read and is sound.
func (m *markup) each(scan func() (length int, err error)) error {
	if !m.entered {
		if err := m.enter(); err != nil {
			return err
		}
	}
	if m.ended {
		return io.EOF
	}
	for {
		length, err := scan()
		switch err {
		case nil:
			m.window.advance(length)
			return nil
		case io.EOF:
			m.window.advance(length)
			return m.finish()
		case errMore:
			if err := m.more(); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// more grows the window. A part that ends while more was wanted is for the fallback to
// judge.
func (m *markup) more() error {
	if int64(m.window.length()) > m.longest {
		return errRowLong
	}
	err := m.window.grow()
	if err == io.EOF {
		return errUnknown
	}
	return err
}

// enter reads up to the rows and learns the prefix of their elements.
func (m *markup) enter() error {
	m.entered = true
	if _, err := m.frame.enter(); err != nil {
		return m.around(err)
	}
	if m.window.previous == '/' { // <sheetData/>
		return m.finish()
	}
	for m.window.err == nil && m.window.length() < m.skipSpace(0)+padding {
		if err := m.window.grow(); err != nil && err != io.EOF {
			return err
		}
	}
	return m.findPrefix()
}

// findPrefix looks at the first tag ahead, and makes sure that its prefix means the
// namespace of spreadsheets.
func (m *markup) findPrefix() error {
	at := m.skipSpace(0)
	if m.at(at) != '<' {
		return errUnknown
	}
	if at++; m.at(at) == '/' {
		at++
	}
	end := at
	for isName[m.at(end)] && end-at < padding/2 {
		end++
	}
	prefix := ""
	if m.at(end) == ':' {
		prefix = string(m.window.data[at:end])
		m.prefix = []byte(prefix + ":")
	}
	if m.frame.prefixes[prefix] != m.frame.space {
		return errUnknown
	}
	return nil
}

// at is the byte at a place of the window; a zero beyond its end.
func (m *markup) at(i int) byte {
	if i >= len(m.window.data) {
		return 0
	}
	return m.window.data[i]
}

// finish reads what stands behind the rows.
func (m *markup) finish() error {
	m.ended = true
	if _, err := m.frame.enter(); err != nil {
		return m.around(err)
	}
	m.close()
	return io.EOF
}

// around judges an error from outside the rows: a fault of the compressed data is
// final, anything else is for the fallback to name.
func (m *markup) around(err error) error {
	if m.window.err != nil && m.window.err != io.EOF {
		return m.window.err
	}
	if err == errDoctype || err == errDeep {
		return err
	}
	return errUnknown
}
