package delimited

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

// collector copies the rows of a batch.
type collector struct {
	positions []ledger.Position
	records   []record
}

func (c *collector) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	c.Malformed(batch, fields, position, "")
}

func (c *collector) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	var texts []string
	for _, field := range fields {
		texts = append(texts, string(field.Of(batch.Text)))
	}
	c.positions = append(c.positions, position)
	c.records = append(c.records, record{Fields: texts, Why: why})
}

// source is what File and Stream have in common.
type source interface {
	Blocks(ctx context.Context, yield func(ledger.Block) error) error
}

// reading is what came of reading a source to its end.
type reading struct {
	records []record
	lines   int // physical lines
	blocks  int
	wrong   int // guesses at a block's first row that the block before proved wrong
}

// readSource reads a source as the pipeline does: each block on a guess, and once more
// from where the block before ended, where the guess was wrong.
func readSource(t testing.TB, s source, rows *collector) reading {
	t.Helper()
	r := reading{lines: 1}
	var batch ledger.Batch
	end := int64(-1)
	parse := func(block ledger.Block, from int64) {
		batch.Reset()
		*rows = collector{}
		if err := block.Parse(&batch, from); err != nil {
			t.Fatal(err)
		}
	}
	err := s.Blocks(t.Context(), func(block ledger.Block) error {
		parse(block, -1)
		if end >= 0 && batch.From != end {
			r.wrong++
			parse(block, end)
			if batch.From != end {
				t.Fatalf("block %d was to begin at %d and began at %d", r.blocks, end, batch.From)
			}
		}
		for i, position := range rows.positions {
			if position.Block() != r.blocks {
				t.Fatalf("a row of block %d has a position in block %d", r.blocks, position.Block())
			}
			rows.records[i].Line = r.lines + position.Line()
		}
		r.records = append(r.records, rows.records...)
		r.lines += batch.Lines
		r.blocks++
		end = batch.To
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.lines--
	return r
}

func layoutOf(delimiter byte, width int) Layout {
	return Layout{Delimiter: delimiter, Header: &schema.Header{Width: width}, Line: 1}
}

// readFile reads a text as a plain file in blocks of a size.
func readFile(t testing.TB, text string, delimiter byte, width int, block, lookahead int64) reading {
	t.Helper()
	rows := &collector{}
	file := NewFile("rows.csv", 3, layoutOf(delimiter, width), strings.NewReader(text), int64(len(text)), rows)
	file.Block, file.lookahead = block, lookahead
	return readSource(t, file, rows)
}

// readStream reads a text as a compressed file's, in blocks of a size.
func readStream(t testing.TB, text string, delimiter byte, width, block int) reading {
	t.Helper()
	rows := &collector{}
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	stream := NewStream("rows.csv.gz", 3, layoutOf(delimiter, width), open, rows)
	stream.block = block
	return readSource(t, stream, rows)
}

// split cuts a text into rows by the splitter alone, all of the text at hand.
func split(t testing.TB, text string, delimiter byte, width int) (records []record, lines int) {
	t.Helper()
	rows := &collector{}
	batch := &ledger.Batch{Text: []byte(text)}
	s := splitter{text: batch.Text, atEnd: true, delimiter: delimiter}
	for pos := 0; pos < len(text); {
		next, state := s.row(pos)
		if next <= pos || next > len(text) || state == rowOpen || s.lines < 1 {
			t.Fatalf("the row at %d ends at %d of %d in state %d with %d lines", pos, next, len(text), state, s.lines)
		}
		deliver(batch, &s, state, &schema.Header{Width: width}, rows, ledger.NewPosition(0, 0, lines))
		lines += s.lines
		pos = next
	}
	for i, position := range rows.positions {
		rows.records[i].Line = 1 + position.Line()
	}
	return rows.records, lines
}

// countLines counts physical lines; a last one without an end counts.
func countLines(text string) int {
	lines := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		lines++
	}
	return lines
}

// failing is a reader that breaks behind its text, and says so again when it is closed.
type failing struct {
	io.Reader
	err error
}

func (f failing) Read(buffer []byte) (int, error) {
	n, err := f.Reader.Read(buffer)
	if errors.Is(err, io.EOF) {
		err = f.err
	}
	return n, err
}

func (f failing) Close() error {
	if errors.Is(f.err, io.EOF) {
		return nil
	}
	return f.err
}

// cut is a text whose end is missing though its size says otherwise.
type cut struct{ text []byte }

func (c cut) ReadAt(buffer []byte, at int64) (int, error) {
	return bytes.NewReader(c.text).ReadAt(buffer, at)
}
