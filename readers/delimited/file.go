package delimited

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"arrears/pipeline/ledger"
)

// File is a plain CSV file of a known layout. Its blocks are parsed side by side.
type File struct {
	Layout
	Name string
	Part int // its number in input order
	Size int64
	// Block is how many bytes one task parses, and the rows that begin in them.
	Block int64

	data      io.ReaderAt
	rows      Rows
	lookahead int64 // bytes; tests make it small
}

// NewFile binds a file of a size to what takes its rows. Nothing behind that size is
// read, should the file grow.
func NewFile(name string, part int, layout Layout, data io.ReaderAt, size int64, rows Rows) *File {
	return &File{Layout: layout, Name: name, Part: part, Size: size, data: io.NewSectionReader(data, 0, size), rows: rows,
		Block: blockSize, lookahead: lookahead}
}

// Count is how many blocks the file has.
func (f *File) Count() int { return int((f.Size - f.DataStart + f.Block - 1) / f.Block) }

// At is the block of a number, from 0.
func (f *File) At(number int) ledger.Block {
	start := f.DataStart + int64(number)*f.Block
	return &fileBlock{file: f, number: number, start: start, end: min(start+f.Block, f.Size)}
}

// Blocks yields the file's blocks in order.
func (f *File) Blocks(ctx context.Context, yield func(ledger.Block) error) error {
	for number := range f.Count() {
		if err := yield(f.At(number)); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// Stream is a CSV file that can only be read from its beginning: a compressed one.
type Stream struct {
	Layout
	Name string
	Part int

	open  func() (io.ReadCloser, error)
	rows  Rows
	block int       // bytes; tests make it small
	spent sync.Pool // of *[]byte: texts of blocks that are done with
}

// NewStream binds what opens the decompressed text anew to what takes its rows.
func NewStream(name string, part int, layout Layout, open func() (io.ReadCloser, error), rows Rows) *Stream {
	return &Stream{Layout: layout, Name: name, Part: part, open: open, rows: rows, block: blockSize}
}

// streamBlock is a piece of a stream: the rows that end before text[end]. What follows
// may tell how one of them is broken.
type streamBlock struct {
	stream *Stream
	number int
	start  int64
	text   []byte
	end    int
	atEnd  bool // no text follows
}

// Parse parses the block into the batch, which takes over the block's text and gives up
// its own.
func (b *streamBlock) Parse(batch *ledger.Batch, _ int64) error {
	if spent := batch.Text; cap(spent) > 0 {
		b.stream.spent.Put(&spent)
	}
	batch.Text = b.text
	s := splitter{text: b.text, atEnd: b.atEnd, delimiter: b.stream.Delimiter, fields: make([]ledger.Span, 0, 64)}
	line := 0
	fast, _ := b.stream.rows.(FastRows)
	for pos := 0; pos < b.end; {
		if b.text[pos] == '\n' { // a blank line, of which a file may have millions
			pos, line = pos+1, line+1
			continue
		}
		if fast != nil {
			next, rows := fast.Fast(batch, pos, b.end, s.delimiter, ledger.NewPosition(b.stream.Part, b.number, line))
			pos, line = next, line+rows
			if pos >= b.end {
				break
			}
		}
		position := ledger.NewPosition(b.stream.Part, b.number, line)
		next, state := s.row(pos)
		deliver(batch, &s, state, b.stream.Header, b.stream.rows, position)
		line += s.lines
		pos = next
	}
	batch.Lines, batch.From, batch.To = line, b.start, b.start+int64(b.end)
	return nil
}

// Blocks yields the stream's blocks in order.
func (s *Stream) Blocks(ctx context.Context, yield func(ledger.Block) error) (err error) {
	source, err := s.open()
	if err != nil {
		return s.broken(err)
	}
	defer func() {
		if closing := source.Close(); err == nil {
			err = closing // after an error, closing mostly says the same once more
		}
	}()
	if _, err := io.CopyN(io.Discard, source, s.DataStart); err != nil {
		return s.broken(err)
	}
	start := s.DataStart
	var rest []byte // the beginning of a row that the last block did not hold whole
	for number := 0; ; number++ {
		text, cut, atEnd, err := s.fill(source, rest)
		if err != nil {
			return s.broken(err)
		}
		rest = bytes.Clone(text[cut:])
		if cut > 0 {
			if err := yield(&streamBlock{stream: s, number: number, start: start, text: text, end: cut, atEnd: atEnd}); err != nil {
				return err
			}
		}
		start += int64(cut)
		if atEnd {
			return context.Cause(ctx)
		}
		if text[cut-1] != '\n' {
			if rest, err = skipRest(source); err != nil {
				return s.broken(err)
			}
		}
	}
}

// BrokenError says that a stream does not decompress to its end.
type BrokenError struct {
	Name string
	Err  error
}

func (e *BrokenError) Error() string {
	return e.Name + ": can't be decompressed (" + e.Err.Error() + "); export or compress it again"
}

func (e *BrokenError) Unwrap() error { return e.Err }

func (s *Stream) broken(err error) error { return &BrokenError{s.Name, err} }

// fill reads a block's worth behind what is left of the last one and says how much of
// it is whole rows.
func (s *Stream) fill(source io.Reader, rest []byte) (text []byte, cut int, atEnd bool, err error) {
	text = rest
	for size := max(s.block, 2*len(rest)); ; size *= 2 {
		grown := s.buffer(size)
		held := copy(grown, text)
		n, atEnd, err := readFull(source, grown[held:])
		text = grown[:held+n]
		if err != nil {
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

// buffer is memory for a text of a size.
func (s *Stream) buffer(size int) []byte {
	if spent, ok := s.spent.Get().(*[]byte); ok && cap(*spent) >= size {
		return (*spent)[:size]
	}
	return make([]byte, size)
}

// wholeRows is where the last row that ends within the text ends.
func (s *Stream) wholeRows(text []byte) int {
	if bytes.IndexByte(text, '"') < 0 && len(text) <= RowMax {
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

// lineMax is how long a line of a stream may be, in bytes: a few of them may unpack to any
// number.
const lineMax = 256 << 20

// ErrLine says that a line of a stream is longer than that.
var ErrLine = errors.New("a line of its text is longer than 256 MiB; is this a text file?")

// skipRest drops what is left of a row that is too long, and returns what follows it.
func skipRest(source io.Reader) (rest []byte, err error) {
	buffer := make([]byte, 1<<20)
	for skipped := 0; skipped < lineMax; {
		n, atEnd, err := readFull(source, buffer)
		skipped += n
		if i := bytes.IndexByte(buffer[:n], '\n'); i >= 0 {
			return buffer[i+1 : n], err
		}
		if atEnd || err != nil {
			return nil, err
		}
	}
	return nil, ErrLine
}

// readFull fills the buffer; atEnd says that the source ended before. Other than with
// io.ReadFull a source that breaks off with io.ErrUnexpectedEOF has not ended.
func readFull(source io.Reader, buffer []byte) (n int, atEnd bool, err error) {
	for n < len(buffer) {
		read, err := source.Read(buffer[n:])
		n += read
		if errors.Is(err, io.EOF) {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, false, nil
}
