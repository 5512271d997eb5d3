package delimited

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

// blockSize is how much of a file one task parses.
const blockSize = 512 << 10

// lookahead is read behind a block for the row that begins in it and ends beyond.
const lookahead = 16 << 10

// Rows takes the rows of a block.
type Rows interface {
	Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position)
	Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string)
}

// FastRows are Rows that can read rows straight from the text as long as they are written
// as most are: from batch.Text[pos:] those that begin before batch.Text[stop:]. Where the
// next row begins and how many were read is returned; that one may take the other way.
type FastRows interface {
	Rows
	Fast(batch *ledger.Batch, pos, stop int, delimiter byte, position ledger.Position) (next, rows int)
}

// fileBlock is a range of a plain file. Its rows are those that begin in the range.
type fileBlock struct {
	file   *File
	number int
	start  int64
	end    int64
}

// Parse parses the block into the batch. The first row begins at `from`; where that is
// -1 it is guessed to be the one after the first line end, which is wrong only where a
// quoted field holds one: the batch says where it began and ended, and the caller
// compares.
func (b *fileBlock) Parse(batch *ledger.Batch, from int64) error {
	s := splitter{delimiter: b.file.Delimiter, fields: make([]ledger.Span, 0, 64)}
	base := from
	if from < 0 {
		base = b.start - 1
		if b.start == b.file.DataStart {
			base = b.start
		}
	}
	batch.Text = batch.Text[:0]
	if err := b.extend(batch, &s, base, max(0, b.end-base)+b.file.lookahead); err != nil {
		return err
	}
	pos := 0
	if from < 0 && base < b.start {
		guess := bytes.IndexByte(batch.Text, '\n')
		if guess < 0 || base+int64(guess)+1 >= b.end {
			batch.From = -1
			return nil
		}
		pos = guess + 1
	}
	batch.From = base + int64(pos)
	return b.rows(batch, &s, base, pos)
}

// rows reads the rows that begin before the block's end.
func (b *fileBlock) rows(batch *ledger.Batch, s *splitter, base int64, pos int) error {
	line := 0
	fast, _ := b.file.rows.(FastRows)
	for base+int64(pos) < b.end {
		if pos < len(batch.Text) && batch.Text[pos] == '\n' { // a blank line, of which a file may have millions
			pos, line = pos+1, line+1
			continue
		}
		if fast != nil {
			next, rows := fast.Fast(batch, pos, int(b.end-base), s.delimiter, ledger.NewPosition(b.file.Part, b.number, line))
			pos, line = next, line+rows
			if base+int64(pos) >= b.end {
				break
			}
		}
		position := ledger.NewPosition(b.file.Part, b.number, line)
		next, state := s.row(pos)
		if state == rowOpen {
			if err := b.extend(batch, s, base, int64(len(batch.Text))*2); err != nil {
				return err
			}
			continue
		}
		deliver(batch, s, state, b.file.Header, b.file.rows, position)
		line += s.lines
		pos = next
		if state == rowMalformed && s.text[pos-1] != '\n' {
			skipped, err := b.skipLine(base + int64(pos))
			if err != nil {
				return err
			}
			batch.Lines, batch.To = line, skipped
			return nil
		}
	}
	batch.Lines, batch.To = line, base+int64(pos)
	return nil
}

// deliver hands a row over.
func deliver(batch *ledger.Batch, s *splitter, state rowState, header *schema.Header, to Rows, position ledger.Position) {
	if len(s.escaped) > 0 {
		s.unescape()
	}
	switch {
	case state == rowBlank:
	case state == rowMalformed:
		to.Malformed(batch, s.fields, position, s.why)
	case len(s.fields) != header.Width:
		to.Malformed(batch, s.fields, position, whyFields)
	default:
		to.Row(batch, s.fields, position)
	}
}

// extend reads the file from base on until the batch holds `size` bytes, or to the end.
func (b *fileBlock) extend(batch *ledger.Batch, s *splitter, base, size int64) error {
	held := len(batch.Text)
	if int64(cap(batch.Text)) < size {
		grown := make([]byte, held, size)
		copy(grown, batch.Text)
		batch.Text = grown
	}
	batch.Text = batch.Text[:size]
	n, err := b.file.data.ReadAt(batch.Text[held:], base+int64(held))
	batch.Text = batch.Text[:held+n]
	if errors.Is(err, io.EOF) {
		err = nil
		s.atEnd = true
	}
	s.text = batch.Text
	if err != nil {
		return fmt.Errorf("read %s: %w", b.file.Name, err)
	}
	if s.atEnd && base+int64(len(batch.Text)) < b.file.Size {
		return fmt.Errorf("read %s: the file has shrunk while it was read; run again when it is complete", b.file.Name)
	}
	return nil
}

// skipLine finds where the line behind a row that is too long begins.
func (b *fileBlock) skipLine(from int64) (int64, error) {
	buffer := make([]byte, 1<<20)
	for {
		n, err := b.file.data.ReadAt(buffer, from)
		if i := bytes.IndexByte(buffer[:n], '\n'); i >= 0 {
			return from + int64(i) + 1, nil
		}
		from += int64(n)
		if errors.Is(err, io.EOF) {
			return from, nil
		}
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", b.file.Name, err)
		}
	}
}
