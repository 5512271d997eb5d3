package delimited

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"arrears/pipeline/ledger"
)

// File is a plain CSV file of a known layout. Its blocks are parsed side by side.
type File struct {
	Layout
	Name string
	Part int // its number in input order
	Size int64

	data io.ReaderAt
	rows Rows
}

// NewFile binds a file of a size to what takes its rows. Nothing behind that size is
// read, should the file grow.
func NewFile(name string, part int, layout Layout, data io.ReaderAt, size int64, rows Rows) *File {
	return &File{Layout: layout, Name: name, Part: part, Size: size, data: io.NewSectionReader(data, 0, size), rows: rows}
}

// Blocks yields the file's blocks in order.
func (f *File) Blocks(ctx context.Context, yield func(ledger.Block) error) error {
	for number, start := 0, f.DataStart; start < f.Size; number++ {
		end := min(start+blockSize, f.Size)
		if err := yield(&fileBlock{file: f, number: number, start: start, end: end}); err != nil {
			return err
		}
		start = end
	}
	return context.Cause(ctx)
}

// Stream is a CSV file that can only be read from its beginning: a compressed one.
type Stream struct {
	Layout
	Name string
	Part int

	open func() (io.ReadCloser, error)
	rows Rows
}

// NewStream binds what opens the decompressed text anew to what takes its rows.
func NewStream(name string, part int, layout Layout, open func() (io.ReadCloser, error), rows Rows) *Stream {
	return &Stream{Layout: layout, Name: name, Part: part, open: open, rows: rows}
}

// streamBlock is a piece of a stream, cut at row ends.
type streamBlock struct {
	stream *Stream
	number int
	start  int64
	text   []byte
}

// Parse parses the block into the batch, which takes over the block's text.
func (b *streamBlock) Parse(batch *ledger.Batch, _ int64) error {
	batch.Text = b.text
	s := splitter{text: b.text, atEnd: true, delimiter: b.stream.Delimiter, fields: make([]ledger.Span, 0, 64)}
	line := 0
	for pos := 0; pos < len(b.text); {
		next, state := s.row(pos)
		deliver(batch, &s, state, b.stream.Header, b.stream.rows, ledger.NewPosition(b.stream.Part, b.number, line))
		line += s.lines
		pos = next
	}
	batch.Lines, batch.From, batch.To = line, b.start, b.start+int64(len(b.text))
	return nil
}

// Blocks yields the stream's blocks in order.
func (s *Stream) Blocks(ctx context.Context, yield func(ledger.Block) error) (err error) {
	source, err := s.open()
	if err != nil {
		return fmt.Errorf("read %s: %w", s.Name, err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if _, err := io.CopyN(io.Discard, source, s.DataStart); err != nil {
		return fmt.Errorf("read %s: %w", s.Name, err)
	}
	start := s.DataStart
	var rest []byte // the beginning of a row that the last block did not hold whole
	for number := 0; ; number++ {
		text, cut, atEnd, err := s.fill(source, rest)
		if err != nil {
			return fmt.Errorf("read %s: %w", s.Name, err)
		}
		rest = bytes.Clone(text[cut:])
		if cut > 0 {
			if err := yield(&streamBlock{stream: s, number: number, start: start, text: text[:cut]}); err != nil {
				return err
			}
		}
		start += int64(cut)
		if text[:cut] != nil && cut > 0 && text[cut-1] != '\n' && !atEnd {
			if rest, err = skipRest(source, rest); err != nil {
				return fmt.Errorf("read %s: %w", s.Name, err)
			}
		}
		if atEnd && len(rest) == 0 {
			return context.Cause(ctx)
		}
	}
}

// fill reads a block's worth behind what is left of the last one and says how much of
// it is whole rows.
func (s *Stream) fill(source io.Reader, rest []byte) (text []byte, cut int, atEnd bool, err error) {
	text = rest
	for size := max(blockSize, 2*len(rest)); ; size *= 2 {
		grown := make([]byte, size)
		held := copy(grown, text)
		n, err := io.ReadFull(source, grown[held:])
		text = grown[:held+n]
		atEnd = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !atEnd {
			return nil, 0, false, err
		}
		if atEnd {
			return text, len(text), true, nil
		}
		if cut := s.wholeRows(text); cut > 0 {
			return text, cut, false, nil
		}
	}
}

// wholeRows is where the last row that ends within the text ends.
func (s *Stream) wholeRows(text []byte) int {
	if bytes.IndexByte(text, '"') < 0 && len(text) <= rowMax {
		return bytes.LastIndexByte(text, '\n') + 1
	}
	rows := splitter{text: text, delimiter: s.Delimiter}
	for pos := 0; ; {
		next, state := rows.row(pos)
		if state == rowOpen {
			return pos
		}
		pos = next
	}
}

// skipRest drops what is left of a row that is too long, and returns what follows it.
func skipRest(source io.Reader, rest []byte) ([]byte, error) {
	for {
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			return rest[i+1:], nil
		}
		buffer := make([]byte, 1<<20)
		n, err := io.ReadFull(source, buffer)
		rest = buffer[:n]
		if n == 0 && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
			return nil, nil
		}
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, err
		}
	}
}
