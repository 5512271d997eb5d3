// Package delimited reads CSV (RFC 4180, with `,` `;` tab or `|` between fields): it
// cuts files into blocks that are parsed side by side, and blocks into rows and fields.
package delimited

import (
	"bytes"

	"arrears/pipeline/ledger"
)

const (
	// quoteMax is how far away a quote may be closed.
	quoteMax = 1 << 20
	// RowMax is how long a row may be, in bytes; a longer one is malformed.
	RowMax = 4 << 20
)

// rowState is how the end of a row was met.
type rowState uint8

const (
	rowWhole     rowState = iota // a row of fields
	rowBlank                     // an empty line
	rowMalformed                 // broken quoting, or too long
	rowOpen                      // the text ends before the row does: read on
)

// Why a row is malformed.
const (
	whyFields  = "the row has another number of fields than the header; mend the delimiters or quote the field that holds one"
	whyBare    = "a quote stands inside a field that does not begin with one; double it and quote the field"
	whyAfter   = "text follows a closing quote; double the quotes inside the field"
	whyUnended = "a quote is not closed by the end of the file or within 1 MiB; close it"
	whyLong    = "the row is longer than 4 MiB; check the line ends of the file"
)

// splitter cuts text into rows and rows into fields.
type splitter struct {
	text      []byte
	atEnd     bool // no text follows
	delimiter byte

	// Of the last row:
	fields  []ledger.Span
	escaped []int // the fields that hold doubled quotes
	lines   int   // physical lines it takes
	why     string
}

// row reads the row that begins at text[pos:] and returns where the next one begins. A
// malformed row ends with the physical line on which what is wrong began, so that the
// next line is read as a row again.
func (s *splitter) row(pos int) (next int, state rowState) {
	s.fields, s.escaped, s.lines = s.fields[:0], s.escaped[:0], 1
	for at := pos; ; {
		if at < len(s.text) && s.text[at] == '"' {
			next, state = s.quoted(at)
			if state != rowWhole {
				return next, state
			}
			at = next
		} else {
			end := at
			for end < len(s.text) && s.text[end] != s.delimiter && s.text[end] != '\n' && s.text[end] != '"' {
				end++
			}
			s.fields = append(s.fields, ledger.Span{Start: uint32(at), Length: uint32(end - at)})
			at = end
		}
		switch {
		case at-pos > RowMax:
			return s.malformed(at, whyLong)
		case at == len(s.text):
			return s.ended(pos, at)
		case s.text[at] == s.delimiter:
			at++
		case s.text[at] == '\n':
			return at + 1, s.closed(pos, at)
		default:
			return s.malformed(at, whyBare)
		}
	}
}

// ended is a row that runs into the end of the text.
func (s *splitter) ended(pos, at int) (int, rowState) {
	if !s.atEnd {
		return pos, rowOpen
	}
	return at, s.closed(pos, at)
}

// closed ends a row before the line feed at text[at] or the end of the text.
func (s *splitter) closed(pos, at int) rowState {
	last := &s.fields[len(s.fields)-1]
	quoted := last.Start > uint32(pos) && s.text[last.Start-1] == '"' && last.Start+last.Length < uint32(at)
	if !quoted && last.Length > 0 && s.text[last.Start+last.Length-1] == '\r' {
		last.Length--
	}
	if len(s.fields) == 1 && last.Length == 0 && !quoted {
		return rowBlank
	}
	return rowWhole
}

// quoted reads a field that begins with the quote at text[open]; next is where what
// follows the closing quote stands.
func (s *splitter) quoted(open int) (next int, state rowState) {
	at, doubled, lines := open+1, false, 0
	for {
		limit := min(len(s.text), open+1+quoteMax)
		quote := bytes.IndexByte(s.text[min(at, limit):limit], '"')
		if quote < 0 {
			if limit == len(s.text) && limit < open+1+quoteMax && !s.atEnd {
				return open, rowOpen
			}
			return s.malformed(open, whyUnended)
		}
		lines += bytes.Count(s.text[at:at+quote], newline)
		at += quote
		if at+1 == len(s.text) && !s.atEnd {
			return open, rowOpen
		}
		if at+1 < len(s.text) && s.text[at+1] == '"' {
			at += 2
			doubled = true
			continue
		}
		break
	}
	s.fields = append(s.fields, ledger.Span{Start: uint32(open + 1), Length: uint32(at - open - 1)})
	at++
	switch {
	case at == len(s.text) || s.text[at] == s.delimiter || s.text[at] == '\n':
	case s.text[at] == '\r' && at+1 == len(s.text) && !s.atEnd:
		return open, rowOpen
	case s.text[at] == '\r' && (at+1 == len(s.text) || s.text[at+1] == '\n'):
		at++
	default:
		return s.malformed(open, whyAfter)
	}
	if doubled {
		s.escaped = append(s.escaped, len(s.fields)-1)
	}
	s.lines += lines
	return at, rowWhole
}

var newline = []byte{'\n'}

// malformed ends a row with the physical line on which text[at] stands. Its fields are
// those before the one in which something is wrong.
func (s *splitter) malformed(at int, why string) (next int, state rowState) {
	s.why = why
	if why != whyUnended {
		s.drop()
	}
	end := bytes.IndexByte(s.text[at:], '\n')
	if end < 0 {
		if !s.atEnd && why != whyLong && len(s.text)-at <= RowMax {
			return at, rowOpen
		}
		return len(s.text), rowMalformed // the caller skips what is left of the line
	}
	return at + end + 1, rowMalformed
}

// drop forgets the last field, which may not be whole: half an identifier names another
// case.
func (s *splitter) drop() {
	s.fields = s.fields[:len(s.fields)-1]
	if n := len(s.escaped); n > 0 && s.escaped[n-1] == len(s.fields) {
		s.escaped = s.escaped[:n-1]
	}
}

// unescape makes single quotes of the doubled ones, in place: a field only shrinks. It
// is called once a row is done with, for its text can't be read again then.
func (s *splitter) unescape() {
	for _, i := range s.escaped {
		field := &s.fields[i]
		value := field.Of(s.text)
		kept := 0
		for at := 0; at < len(value); at++ {
			value[kept] = value[at]
			kept++
			if value[at] == '"' {
				at++
			}
		}
		field.Length = uint32(kept)
	}
}
