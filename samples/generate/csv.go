package generate

import (
	"io"
	"math"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
)

// chunk is how much is gathered before it is written to a file.
const chunk = 256 << 10

// csvTable writes a table as RFC 4180 with commas and LF.
type csvTable struct {
	buffer  []byte
	gather  int // bytes to gather; 0 hands over each row on its own
	out     io.Writer
	written int64
	failed  error
	started bool // the row has a cell
	quote   int64
}

func newCSVTable(out io.Writer, columns []string) *csvTable {
	t := &csvTable{out: out, gather: chunk, quote: math.MinInt64 / 2}
	writeHeader(t, columns)
	return t
}

func (t *csvTable) cell() {
	if t.started {
		t.buffer = append(t.buffer, ',')
	}
	t.started = true
}

func (t *csvTable) word(text string) {
	t.cell()
	t.buffer = append(t.buffer, text...)
}

func (t *csvTable) text(text string) {
	t.cell()
	if !strings.ContainsAny(text, ",\"\r\n") {
		t.buffer = append(t.buffer, text...)
		return
	}
	t.buffer = append(t.buffer, '"')
	t.buffer = append(t.buffer, strings.ReplaceAll(text, `"`, `""`)...)
	t.buffer = append(t.buffer, '"')
}

func (t *csvTable) identifier(id uint64, width int) {
	t.cell()
	if width == 0 {
		t.buffer = strconv.AppendUint(t.buffer, id, 10)
	} else {
		t.buffer = appendDigits(t.buffer, id, width)
	}
}

func (t *csvTable) date(date ledger.Date) {
	t.cell()
	t.buffer = date.Append(t.buffer)
}

func (t *csvTable) money(amount ledger.Cents) {
	t.cell()
	t.buffer = amount.Append(t.buffer)
}

func (t *csvTable) blank() { t.cell() }

func (t *csvTable) end() {
	t.buffer = append(t.buffer, '\n')
	t.started = false
	if len(t.buffer) >= t.gather {
		t.flush()
	}
}

// flush writes what is gathered; after a failure it drops it.
func (t *csvTable) flush() {
	if t.failed == nil {
		_, t.failed = t.out.Write(t.buffer)
	}
	t.written += int64(len(t.buffer))
	t.buffer = t.buffer[:0]
}

func (t *csvTable) err() error { return t.failed }

// unclosedQuoteRoom is the least distance between two quotes that are never closed: a
// reader gives up on one after 1 MiB, and must not take the next for its end.
const unclosedQuoteRoom = 2 << 20

// openQuote tells whether a quote that is never closed may be written here, and if so
// remembers it. It is for tables that hold no other quotes.
func (t *csvTable) openQuote() bool {
	at := t.written + int64(len(t.buffer))
	if t.gather == 0 || at-t.quote < unclosedQuoteRoom {
		return false
	}
	t.quote = at
	return true
}
