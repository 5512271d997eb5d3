package readers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"sync/atomic"

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
	file   string // its name, whatever the part is called
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
	aliases, err := withDefaults(options.Aliases)
	if err != nil {
		return nil, err
	}
	options.Aliases = aliases
	files, err := findFiles(arguments)
	if err != nil {
		return nil, err
	}
	source := &Source{options: options, files: files}
	for i := range files {
		if err := source.open(&files[i]); err != nil {
			return nil, closing(source, err)
		}
	}
	return source, nil
}

// withDefaults adds a user's aliases to those that are always known.
func withDefaults(own map[string]string) (map[string]string, error) {
	aliases, given := schema.DefaultAliases(), make(map[string]string)
	for _, cell := range slices.Sorted(maps.Keys(own)) {
		name, column := schema.NormalizeName(cell), schema.NormalizeName(own[cell])
		if !schema.KnownColumn(column) {
			return nil, &Error{"alias " + cell, fmt.Sprintf("no table has a column %q; name a column like case_id or date", column)}
		}
		if before, twice := given[name]; twice && before != column {
			return nil, &Error{"alias " + cell, fmt.Sprintf("stands for both %s and %s; give it once", before, column)}
		}
		aliases[name], given[name] = column, column
	}
	return aliases, nil
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
	s.tables = append(s.tables, table{part, part.File, header, blocks})
}

// isWorkbook tells a zip or OLE file, of which the zip may be a workbook.
func isWorkbook(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("PK\x03\x04")) || bytes.HasPrefix(magic, []byte("PK\x05\x06")) ||
		bytes.HasPrefix(magic, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

func isGzip(magic []byte) bool { return bytes.HasPrefix(magic, []byte("\x1f\x8b")) }

// isZstandard tells a frame of data, or one to skip, as some programs write first.
func isZstandard(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("\x28\xb5\x2f\xfd")) ||
		(len(magic) >= 4 && magic[0]&0xf0 == 0x50 && bytes.Equal(magic[1:4], []byte("\x2a\x4d\x18")))
}

func isPacked(magic []byte) bool { return isWorkbook(magic) || isGzip(magic) || isZstandard(magic) }

// tablesMax is how many tables a ledger.Position can tell apart.
const tablesMax = 1 << 16

func tooManyTables(name string) error {
	return &Error{name, fmt.Sprintf("is one table too many, for %d are the most; join some of the files", tablesMax)}
}

// open recognises the tables of one file.
func (s *Source) open(f *file) error {
	if len(s.parts) >= tablesMax {
		return tooManyTables(f.name)
	}
	handle, err := f.open()
	if err != nil {
		return unopened(f.name, err)
	}
	s.closers = append(s.closers, handle)
	magic := make([]byte, 8)
	n, err := handle.ReadAt(magic, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return &Error{f.name, reason(err)}
	}
	switch magic = magic[:n]; {
	case isWorkbook(magic):
		return s.openWorkbook(f, handle)
	case isGzip(magic):
		return s.openStream(f, Gzip)
	case isZstandard(magic):
		return s.openStream(f, Zstandard)
	}
	return s.openPlain(f, handle)
}

// unopened words an error of opening a file that was found.
func unopened(name string, err error) error {
	if changed := (*changedError)(nil); errors.As(err, &changed) {
		return changed
	}
	return &Error{name, reason(err)}
}

// partyBlockSize is how much of a cases, ncps or events table one task decodes: as values
// it is some five times as large.
const partyBlockSize = 128 << 10

func (s *Source) openPlain(f *file, handle *os.File) error {
	head := make([]byte, min(f.info.Size(), delimited.HeadMax))
	switch _, err := io.ReadFull(io.NewSectionReader(handle, 0, int64(len(head))), head); {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &changedError{f.name, "changed"}
	case err != nil:
		return &Error{f.name, reason(err)}
	}
	layout, err := delimited.Sniff(head, int64(len(head)) == f.info.Size(), s.options.Aliases)
	if err != nil {
		return &Error{f.name, err.Error()}
	}
	number := len(s.parts)
	s.add(&ledger.Part{File: f.name, Size: f.info.Size()}, layout.Header, layout.Line, func(rows delimited.Rows) producer {
		file := delimited.NewFile(f.name, number, layout, &countedFile{handle, &s.consumed}, f.info.Size(), rows)
		if layout.Header.Kind != ledger.LedgerTable {
			file.Block = partyBlockSize
		}
		return file
	})
	return nil
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

// Digest fills in the SHA-256 of every file.
func (s *Source) Digest(ctx context.Context) error {
	for _, f := range s.files {
		sum, err := f.digest(ctx)
		if err != nil {
			return err
		}
		for _, t := range s.tables {
			if t.file == f.name {
				t.part.SHA256 = sum
			}
		}
	}
	return nil
}

// CheckUnchanged makes sure that no file has changed since it was opened.
func (s *Source) CheckUnchanged() error {
	for i := range s.files {
		if err := s.files[i].unchanged(); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) digest(ctx context.Context) (string, error) {
	handle, err := f.open()
	if err != nil {
		return "", unopened(f.name, err)
	}
	defer handle.Close()
	return digest(ctx, f.name, handle)
}

// Digest is the SHA-256 of a file, hexadecimal.
func Digest(ctx context.Context, name string) (string, error) {
	handle, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("read %s: %s", name, reason(err))
	}
	defer handle.Close()
	return digest(ctx, name, handle)
}

func digest(ctx context.Context, name string, handle *os.File) (string, error) {
	hash := sha256.New()
	buffer := make([]byte, 128<<10) // so that what is read is still near when it is hashed
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
			return "", fmt.Errorf("read %s: %s", name, reason(err))
		}
	}
}
