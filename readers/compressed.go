package readers

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"arrears/pipeline/ledger"
	"arrears/readers/delimited"
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

func gunzip(packed io.Reader) (io.ReadCloser, error) { return gzip.NewReader(packed) }

func unzstandard(packed io.Reader) (io.ReadCloser, error) {
	decoder, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(windowMax))
	if err != nil {
		return nil, err
	}
	return decoder.IOReadCloser(), nil
}

// openStream recognises the table of a compressed file, which is opened anew each time
// it is read.
func (s *Source) openStream(f *file, decompress func(io.Reader) (io.ReadCloser, error)) error {
	open := func() (io.ReadCloser, error) {
		handle, err := f.open()
		if err != nil {
			return nil, err
		}
		text, err := decompress(bufio.NewReaderSize(&countedFile{handle, &s.consumed}, 1<<20))
		if err != nil {
			return nil, closing(handle, err)
		}
		return &stacked{text, handle, max(suspectSize, suspectRatio*f.info.Size())}, nil
	}
	head, atEnd, err := readHead(open)
	if err != nil {
		return undecompressed(f.name, err)
	}
	if isPacked(head) {
		return &Error{f.name, "holds no text but another compressed file or a workbook; unpack it first"}
	}
	layout, err := delimited.Sniff(head, atEnd, s.options.Aliases)
	if err != nil {
		return &Error{f.name, err.Error()}
	}
	number := len(s.parts)
	s.add(&ledger.Part{File: f.name, Size: f.info.Size(), Packed: true}, layout.Header, layout.Line, func(rows delimited.Rows) producer {
		return compressed{delimited.NewStream(f.name, number, layout, open, rows)}
	})
	return nil
}

// compressed is a stream whose damage makes the input one that can't be used.
type compressed struct{ *delimited.Stream }

func (c compressed) Blocks(ctx context.Context, yield func(ledger.Block) error) error {
	err := c.Stream.Blocks(ctx, yield)
	var broken *delimited.BrokenError
	if errors.As(err, &broken) {
		return undecompressed(broken.Name, broken.Err)
	}
	return err
}

func undecompressed(name string, err error) error {
	var changed *changedError
	switch {
	case errors.As(err, &changed):
		return changed
	case errors.Is(err, delimited.ErrLine):
		return &Error{name, err.Error()}
	}
	return &Error{name, "can't be decompressed (" + reason(err) + "); export or compress it again"}
}

// readHead decompresses the beginning of a file. Where the compressed data breaks off
// there, that is an error: only its own end is the file's end.
func readHead(open func() (io.ReadCloser, error)) (head []byte, atEnd bool, err error) {
	text, err := open()
	if err != nil {
		return nil, false, err
	}
	head, err = io.ReadAll(io.LimitReader(text, delimited.HeadMax+1))
	atEnd = len(head) <= delimited.HeadMax
	return head[:min(len(head), delimited.HeadMax)], atEnd, closing(text, err)
}

// closing closes what was read and returns what went wrong first: closing mostly says
// once more why reading failed.
func closing(reader io.Closer, err error) error {
	if closeErr := reader.Close(); err == nil {
		err = closeErr
	}
	return err
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
