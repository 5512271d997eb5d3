package workbook

import (
	"io"
)

// sharedStrings is the shared string table: the strings one behind the other.
type sharedStrings struct {
	text []byte
	ends []uint32 // ends[i] is where string i ends
}

func (t *sharedStrings) count() int { return len(t.ends) }

// at is the string at a place, from 0.
func (t *sharedStrings) at(place int) []byte {
	start := uint32(0)
	if place > 0 {
		start = t.ends[place-1]
	}
	end := t.ends[place]
	return t.text[start:end:end]
}

// add puts a string behind the others: what stands in text beyond the last end.
func (t *sharedStrings) add(text []byte) {
	start := 0
	if count := len(t.ends); count > 0 {
		start = int(t.ends[count-1])
	}
	t.text = text[:start+len(unescape(text[start:]))]
	t.ends = append(t.ends, uint32(len(t.text)))
}

// readSharedStrings reads the table, through the fallback where the scanner does not
// understand it.
func readSharedStrings(archive *archive, part string, careful bool) (*sharedStrings, error) {
	if !careful {
		table, err := scanSharedStrings(archive, part)
		if err != errUnknown {
			return table, err
		}
	}
	data, err := archive.readUnusual(part)
	if err != nil {
		return nil, err
	}
	return readStringsCarefully(data)
}

func scanSharedStrings(archive *archive, part string) (*sharedStrings, error) {
	source, err := archive.open(part, archive.limits.SharedStrings)
	if err != nil {
		return nil, err
	}
	var m markup
	m.begin(source, archive, "sst", "sst")
	defer m.close()
	table := &sharedStrings{}
	scan := func() (int, error) {
		text, length, err := m.sharedItem(table.text)
		if err == nil {
			table.add(text)
		}
		return length, err
	}
	for err == nil {
		err = m.each(scan)
	}
	if err != io.EOF {
		return nil, err
	}
	return table, nil
}

// sharedItem reads the <si> that the window begins with and appends its text.
func (m *markup) sharedItem(dst []byte) (text []byte, length int, err error) {
	at := m.skipSpace(0)
	if m.at(at) == '<' && m.at(at+1) == '/' {
		return dst, at, io.EOF
	}
	at, ok := m.opens(at, "si")
	if !ok {
		return dst, 0, m.fail(at)
	}
	at, closed, err := m.skipAttributes(at)
	if err != nil || closed {
		return dst, at, err
	}
	return m.item(dst, at, "si")
}
