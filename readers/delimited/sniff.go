package delimited

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"arrears/readers/schema"
)

// Layout is how a CSV file is written and what its header says.
type Layout struct {
	Delimiter byte
	Header    *schema.Header
	DataStart int64 // bytes before the first row
	Line      int   // the physical line, from 1, on which the first row begins
}

// ErrEmpty says that a file has not even a header.
var ErrEmpty = errors.New("the file is empty; it needs a header row")

var (
	errUTF16  = errors.New("the file is UTF-16 or no text; export it as UTF-8")
	errLoneCR = errors.New("the lines of the file end with CR alone; save it with LF or CR LF at their ends")
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// Sniff finds the delimiter and the table from the beginning of a file, which must hold
// the whole header. atEnd says that the file is no longer than that.
func Sniff(head []byte, atEnd bool, aliases map[string]string) (Layout, error) {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return Layout{}, errUTF16
	}
	start := 0
	if bytes.HasPrefix(head, byteOrderMark) {
		start = len(byteOrderMark)
	}
	line := 1
	for start < len(head) && (head[start] == '\n' || head[start] == '\r' || head[start] == ' ') {
		if head[start] == '\n' {
			line++
		}
		start++
	}
	if start == len(head) {
		if !atEnd {
			return Layout{}, headerError(rowOpen, "")
		}
		return Layout{}, ErrEmpty
	}
	layout, err := recognise(head, start, line, atEnd, aliases)
	if err != nil && bytes.IndexByte(head[:min(len(head), 1<<10)], 0) >= 0 {
		err = errUTF16
	}
	return layout, err
}

// recognise tries each delimiter; the one that makes the header a table counts, and of
// several the one that makes most columns known.
func recognise(head []byte, start, line int, atEnd bool, aliases map[string]string) (Layout, error) {
	var best Layout
	var failure error
	bestKnown, mostCells := -1, 0
	for _, delimiter := range []byte{',', ';', '\t', '|'} {
		s := splitter{text: head, atEnd: atEnd, delimiter: delimiter}
		next, state := s.row(start)
		if state != rowWhole {
			failure = first(failure, headerError(state, s.why))
			continue
		}
		s.unescape()
		cells := make([]string, len(s.fields))
		for i, field := range s.fields {
			cells[i] = string(field.Of(head))
		}
		if slices.ContainsFunc(cells, loneCR) {
			return Layout{}, errLoneCR
		}
		header, err := schema.Recognise(cells, aliases)
		if err != nil {
			if len(cells) > mostCells {
				failure, mostCells = err, len(cells)
			}
			continue
		}
		if known := header.Width - len(header.Unknown); known > bestKnown {
			bestKnown = known
			best = Layout{Delimiter: delimiter, Header: header, DataStart: int64(next), Line: line + s.lines}
		}
	}
	if bestKnown < 0 {
		return Layout{}, failure
	}
	return best, nil
}

// loneCR tells a cell in which a line ends with CR alone: what is taken for the header
// would swallow rows.
func loneCR(cell string) bool {
	return strings.Contains(strings.ReplaceAll(strings.TrimSpace(cell), "\r\n", "\n"), "\r")
}

func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func headerError(state rowState, why string) error {
	if state == rowOpen {
		return fmt.Errorf("the header row does not end within %d bytes; is this a text file?", HeadMax)
	}
	return fmt.Errorf("the header row is malformed: %s", why)
}

// HeadMax is how much of a file is looked at for its header.
const HeadMax = 1 << 20
