package readers

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

// Options says how inputs are read.
type Options struct {
	Rules   *policy.Policy    // whose accounts and sources the ledger may name
	Aliases map[string]string // further header names (normalised) → column names
}

// Source is the opened input: its tables in input order.
type Source struct {
	options  Options
	files    []file
	tables   []table
	parts    []*ledger.Part
	consumed atomic.Int64
	closers  []io.Closer
}

// table is one recognised table: a part, its header, and where its blocks come from.
type table struct {
	part   *ledger.Part
	header *schema.Header
	blocks func(rows delimited.Rows) producer
}

// producer yields the blocks of a table in order.
type producer interface {
	Blocks(ctx context.Context, yield func(ledger.Block) error) error
}

// Open finds the files and recognises their tables. An input that can't be used is an
// *Error.
func Open(arguments []string, options Options) (*Source, error) {
	aliases := schema.DefaultAliases()
	for name, column := range options.Aliases {
		aliases[schema.NormalizeName(name)] = column
	}
	options.Aliases = aliases
	files, err := findFiles(arguments)
	if err != nil {
		return nil, err
	}
	source := &Source{options: options, files: files}
	for i := range files {
		if err := source.open(&files[i]); err != nil {
			return nil, errors.Join(err, source.Close())
		}
	}
	return source, nil
}

// Close closes every file.
func (s *Source) Close() error {
	var problems error
	for _, closer := range s.closers {
		problems = errors.Join(problems, closer.Close())
	}
	s.closers = nil
	return problems
}

// Parts lists the tables in input order, with the counts that reading fills in.
func (s *Source) Parts() []*ledger.Part { return s.parts }

// Size is how many bytes the input has, and Consumed how many of them have been read.
func (s *Source) Size() (size int64) {
	for _, f := range s.files {
		size += f.info.Size()
	}
	return size
}

// Consumed is how many bytes of the input have been read so far.
func (s *Source) Consumed() int64 { return s.consumed.Load() }

func (s *Source) add(part *ledger.Part, header *schema.Header, firstLine int, blocks func(delimited.Rows) producer) {
	part.Kind, part.UnknownColumns = header.Kind, header.Unknown
	part.LineBases = []int{firstLine}
	s.parts = append(s.parts, part)
	s.tables = append(s.tables, table{part, header, blocks})
}

// The first bytes of the formats that are not plain text.
var (
	zipMagic  = []byte("PK\x03\x04")
	oleMagic  = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	gzipMagic = []byte("\x1f\x8b")
	zstdMagic = []byte("\x28\xb5\x2f\xfd")
)

// open recognises the tables of one file.
func (s *Source) open(f *file) error {
	handle, err := os.Open(f.name)
	if err != nil {
		return &Error{f.name, reason(err)}
	}
	s.closers = append(s.closers, handle)
	magic := make([]byte, 8)
	n, err := handle.ReadAt(magic, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return &Error{f.name, reason(err)}
	}
	switch magic = magic[:n]; {
	case bytes.HasPrefix(magic, zipMagic), bytes.HasPrefix(magic, oleMagic):
		return s.openWorkbook(f)
	case bytes.HasPrefix(magic, gzipMagic):
		return s.openStream(f, func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) })
	case bytes.HasPrefix(magic, zstdMagic):
		return s.openStream(f, func(r io.Reader) (io.ReadCloser, error) {
			decoder, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
			if err != nil {
				return nil, err
			}
			return decoder.IOReadCloser(), nil
		})
	}
	return s.openPlain(f, handle)
}

func (s *Source) openPlain(f *file, handle *os.File) error {
	head := make([]byte, min(f.info.Size(), delimited.HeadMax))
	if _, err := io.ReadFull(io.NewSectionReader(handle, 0, int64(len(head))), head); err != nil {
		return &Error{f.name, reason(err)}
	}
	layout, err := delimited.Sniff(head, int64(len(head)) == f.info.Size(), s.options.Aliases)
	if err != nil {
		return &Error{f.name, err.Error()}
	}
	number := len(s.parts)
	s.add(&ledger.Part{File: f.name, Size: f.info.Size()}, layout.Header, layout.Line, func(rows delimited.Rows) producer {
		return delimited.NewFile(f.name, number, layout, &countedFile{handle, &s.consumed}, f.info.Size(), rows)
	})
	return nil
}

func (s *Source) openStream(f *file, decompress func(io.Reader) (io.ReadCloser, error)) error {
	open := func() (io.ReadCloser, error) {
		handle, err := os.Open(f.name)
		if err != nil {
			return nil, err
		}
		text, err := decompress(bufio.NewReaderSize(&countedFile{handle, &s.consumed}, 1<<20))
		if err != nil {
			return nil, errors.Join(err, handle.Close())
		}
		return &stacked{text, handle}, nil
	}
	head, atEnd, err := readHead(open)
	if err != nil {
		return &Error{f.name, "can't be decompressed (" + reason(err) + "); export or compress it again"}
	}
	layout, err := delimited.Sniff(head, atEnd, s.options.Aliases)
	if err != nil {
		return &Error{f.name, err.Error()}
	}
	number := len(s.parts)
	s.add(&ledger.Part{File: f.name, Size: f.info.Size()}, layout.Header, layout.Line, func(rows delimited.Rows) producer {
		return delimited.NewStream(f.name, number, layout, open, rows)
	})
	return nil
}

func readHead(open func() (io.ReadCloser, error)) (head []byte, atEnd bool, err error) {
	text, err := open()
	if err != nil {
		return nil, false, err
	}
	head = make([]byte, delimited.HeadMax)
	n, err := io.ReadFull(text, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		atEnd, err = !errors.Is(err, io.ErrUnexpectedEOF) || n < len(head), nil
	}
	return head[:n], atEnd, errors.Join(err, text.Close())
}

// countedFile counts what is read of a file, for progress.
type countedFile struct {
	*os.File
	consumed *atomic.Int64
}

func (c *countedFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.File.ReadAt(p, at)
	c.consumed.Add(int64(n))
	return n, err
}

func (c *countedFile) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	c.consumed.Add(int64(n))
	return n, err
}

// stacked closes a decompressor and the file below it.
type stacked struct {
	io.ReadCloser
	below io.Closer
}

func (s *stacked) Close() error { return errors.Join(s.ReadCloser.Close(), s.below.Close()) }

// Digest fills in the SHA-256 of every file and makes sure that none has changed since
// it was opened.
func (s *Source) Digest(ctx context.Context) error {
	for _, f := range s.files {
		sum, err := digest(ctx, f.name)
		if err != nil {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		for _, part := range s.parts {
			if part.File == f.name {
				part.SHA256 = sum
			}
		}
	}
	return nil
}

// CheckUnchanged makes sure that no file has changed since it was opened.
func (s *Source) CheckUnchanged() error {
	for _, f := range s.files {
		info, err := os.Stat(f.name)
		if err != nil {
			return fmt.Errorf("%s: vanished while it was read; run again when the exports are complete", f.name)
		}
		if info.Size() != f.info.Size() || !info.ModTime().Equal(f.info.ModTime()) {
			return fmt.Errorf("%s: changed while it was read; run again when the exports are complete", f.name)
		}
	}
	return nil
}

func digest(ctx context.Context, name string) (string, error) {
	handle, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer handle.Close()
	hash := sha256.New()
	buffer := make([]byte, 1<<20)
	for {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		n, err := handle.Read(buffer)
		hash.Write(buffer[:n])
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}
