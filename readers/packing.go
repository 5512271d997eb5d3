package readers

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"arrears/readers/delimited"
)

// Packing is how the text of a CSV file is compressed.
type Packing uint8

// The packings.
const (
	Plain Packing = iota
	Gzip
	Zstandard
)

const (
	// windowMax bounds the memory that a zstd file may ask for, as the zstd program does.
	windowMax = 128 << 20
	// A file that unpacks to more than suspectSize and more than suspectRatio times its
	// size is taken for a bomb: exports shrink by a factor of 5 to 50.
	suspectSize  = 1 << 30
	suspectRatio = 1000
)

var errBomb = errors.New("it unpacks to more than 1 GiB and 1,000 times its size")

// Text is the way to a file's text, given its size and the way to its bytes.
func (p Packing) Text(size int64, open func() (io.ReadCloser, error)) func() (io.ReadCloser, error) {
	if p == Plain {
		return open
	}
	return func() (io.ReadCloser, error) {
		packed, err := open()
		if err != nil {
			return nil, err
		}
		text, err := p.decompress(bufio.NewReaderSize(packed, 1<<20))
		if err != nil {
			return nil, closing(packed, err)
		}
		return &stacked{text, packed, max(suspectSize, suspectRatio*size)}, nil
	}
}

func (p Packing) decompress(packed io.Reader) (io.ReadCloser, error) {
	if p == Gzip {
		return gzip.NewReader(packed)
	}
	decoder, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(windowMax))
	if err != nil {
		return nil, err
	}
	return decoder.IOReadCloser(), nil
}

// stacked gives the text of a file, left bytes at most, and closes the decompressor and the
// file below it.
type stacked struct {
	io.ReadCloser
	below io.Closer
	left  int64
}

func (s *stacked) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if s.left -= int64(n); s.left < 0 {
		return 0, errBomb
	}
	return n, err
}

func (s *stacked) Close() error { return closing(s.below, s.ReadCloser.Close()) }

// PackingOf tells from its first bytes, eight of them if it has as many, how a file is
// packed. A workbook is none of the packings.
func PackingOf(magic []byte) (packing Packing, isText bool) {
	switch {
	case isWorkbook(magic):
		return Plain, false
	case isGzip(magic):
		return Gzip, true
	case isZstandard(magic):
		return Zstandard, true
	}
	return Plain, true
}

// RecogniseText finds the table in the CSV file of a name and a size, wherever it lies: how
// it is packed, its header's text with all that stands before it, and its layout. An input
// that can't be used is an *Error.
func RecogniseText(name string, size int64, open func() (io.ReadCloser, error), aliases map[string]string) (packing Packing, head []byte, layout delimited.Layout, err error) {
	magic, _, err := readHead(open, 8)
	if err != nil {
		return packing, nil, layout, &Error{name, reason(err)}
	}
	packing, isText := PackingOf(magic)
	if !isText {
		return packing, nil, layout, &Error{name, "is a workbook or a zip file; give each sheet as a CSV file of its own"}
	}
	text := packing.Text(size, open)
	if layout, err = recogniseText(name, text, aliases); err != nil {
		return packing, nil, layout, err
	}
	head, _, err = readHead(text, layout.DataStart)
	return packing, head, layout, err
}

// recogniseText finds the table in a text.
func recogniseText(name string, open func() (io.ReadCloser, error), aliases map[string]string) (layout delimited.Layout, err error) {
	head, atEnd, err := readHead(open, delimited.HeadMax)
	if err != nil {
		return layout, undecompressed(name, err)
	}
	if isPacked(head) {
		return layout, &Error{name, "holds no text but another compressed file or a workbook; unpack it first"}
	}
	if layout, err = delimited.Sniff(head, atEnd, aliases); err != nil {
		return layout, &Error{name, err.Error()}
	}
	return layout, nil
}

// readHead reads the beginning of a text. Where compressed data breaks off there, that is
// an error: only its own end is the text's end.
func readHead(open func() (io.ReadCloser, error), size int64) (head []byte, atEnd bool, err error) {
	text, err := open()
	if err != nil {
		return nil, false, err
	}
	head, err = io.ReadAll(io.LimitReader(text, size+1))
	atEnd = int64(len(head)) <= size
	return head[:min(int64(len(head)), size)], atEnd, closing(text, err)
}

// Aliases adds a user's aliases of columns to those that are always known.
func Aliases(own map[string]string) (map[string]string, error) { return withDefaults(own) }
