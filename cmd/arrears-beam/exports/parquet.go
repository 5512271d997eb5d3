package exports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"

	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/pipeline/policy"
	"arrears/readers"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

// Parquet is read by the names of its columns. Rows are numbered from 1, for the file has
// no lines.

// whyLong is why a row is malformed.
const whyLong = "the row holds more than 4 MiB of text; check what its columns hold"

// planParquet recognises the table of a Parquet file.
func (p *Part) planParquet(ctx context.Context, aliases map[string]string) error {
	t, err := openColumns(ctx, p)
	if err != nil {
		return err
	}
	header, err := schema.Recognise(t.names(), aliases)
	if err != nil {
		return errors.Join(&readers.Error{Name: p.File, Message: err.Error()}, t.Close())
	}
	p.describe(header, 1)
	return t.Close()
}

// columnFile is an open Parquet file.
type columnFile struct {
	file    *parquet.File
	columns []column // as many as the file has leaves
	closers []func() error
}

// openColumns opens a Parquet file. Where it can't be read from the middle it is copied to
// a temporary file of the worker first, which is removed by Close.
func openColumns(ctx context.Context, p *Part) (t *columnFile, err error) {
	h, err := openPart(ctx, p)
	if err != nil {
		return nil, err
	}
	t = &columnFile{closers: []func() error{h.Close}}
	data, middle := h.ReadCloser.(io.ReaderAt)
	if !middle {
		if data, err = t.copy(h); err != nil {
			return nil, errors.Join(fmt.Errorf("read %s: %w", p.File, err), t.Close())
		}
	}
	err = ordered.Guard(func() (err error) {
		t.file, err = parquet.OpenFile(data, p.Size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
		return err
	})
	if err != nil {
		return nil, errors.Join(damaged(p, err), t.Close())
	}
	t.columns = columnsOf(t.file.Root())
	return t, nil
}

// copy copies a file to a temporary one.
func (t *columnFile) copy(from io.Reader) (*os.File, error) {
	file, err := os.CreateTemp("", "arrears-beam-*.parquet")
	if err != nil {
		return nil, err
	}
	t.closers = append(t.closers, file.Close, func() error { return os.Remove(file.Name()) })
	_, err = io.Copy(file, from)
	return file, err
}

func (t *columnFile) Close() (problems error) {
	for _, closer := range t.closers {
		problems = errors.Join(problems, closer())
	}
	return problems
}

func damaged(p *Part, err error) error {
	return &readers.Error{Name: p.File, Message: "is no sound Parquet file (" + oneLine(err) + "); export it again"}
}

// names is the header: the name of each leaf, with those of the groups around it.
func (t *columnFile) names() []string {
	names := make([]string, len(t.columns))
	for i := range t.columns {
		names[i] = t.columns[i].name
	}
	return names
}

// openParquet opens a part that is a Parquet file.
func openParquet(ctx context.Context, p *Part, rules *policy.Policy, aliases map[string]string) (*Table, error) {
	file, err := openColumns(ctx, p)
	if err != nil {
		return nil, err
	}
	header, err := schema.Recognise(file.names(), aliases)
	if err != nil {
		return nil, errors.Join(&readers.Error{Name: p.File, Message: err.Error()}, file.Close())
	}
	t := &Table{part: p, header: header, close: file.Close}
	c := &columnReader{part: p, file: file, kinds: header.ColumnKinds(), rows: rowsOf(header, rules)}
	t.whole = c.blocks
	return t, nil
}

// columnReader yields the rows of a Parquet file in blocks.
type columnReader struct {
	part  *Part
	file  *columnFile
	kinds []schema.ColumnKind
	rows  delimited.Rows
	block *columnBlock
	// buffer is small, so that rows of 4 MiB fit.
	buffer [64]parquet.Row
}

// columnBlock is some rows of a Parquet file as text.
type columnBlock struct {
	reader *columnReader
	number int
	text   []byte
	fields []ledger.Span // as many a row as there are columns; of none in a row that is too long
	long   []bool
}

// blockText and blockRows are how much a block holds, about.
const (
	blockText = 1 << 20
	blockRows = 1 << 16
)

func (c *columnReader) blocks(ctx context.Context, yield func(ledger.Block) error) error {
	c.block = &columnBlock{reader: c}
	for _, group := range c.file.file.RowGroups() {
		if err := c.group(ctx, group, yield); err != nil {
			return err
		}
	}
	return c.flush(yield)
}

// group takes the rows of a row group.
func (c *columnReader) group(ctx context.Context, group parquet.RowGroup, yield func(ledger.Block) error) (err error) {
	var rows parquet.Rows
	if err := ordered.Guard(func() error { rows = group.Rows(); return nil }); err != nil {
		return damaged(c.part, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for atEnd := false; !atEnd; {
		if atEnd, err = c.read(rows); err != nil {
			return err
		}
		if len(c.block.text) >= blockText || len(c.block.long) >= blockRows {
			if err := c.flush(yield); err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

// read reads some rows. The library may panic on a file that is made to hurt.
func (c *columnReader) read(rows parquet.Rows) (atEnd bool, err error) {
	err = ordered.Guard(func() error {
		n, err := rows.ReadRows(c.buffer[:])
		for _, row := range c.buffer[:n] {
			c.block.add(row)
		}
		atEnd = errors.Is(err, io.EOF)
		if atEnd {
			return nil
		}
		return err
	})
	if err != nil {
		return false, damaged(c.part, err)
	}
	return atEnd, nil
}

func (c *columnReader) flush(yield func(ledger.Block) error) error {
	full := c.block
	if len(full.long) == 0 {
		return nil
	}
	c.block = &columnBlock{reader: c, number: full.number + 1}
	return yield(full)
}

// add renders the columns of a row that are read, in the form in which the schema reads
// them.
func (b *columnBlock) add(row parquet.Row) {
	kinds, start, from := b.reader.kinds, len(b.text), len(b.fields)
	b.fields = append(b.fields, make([]ledger.Span, len(kinds))...)
	for _, value := range row {
		at := value.Column()
		if at < 0 || at >= len(kinds) || kinds[at] == schema.Unread || value.IsNull() {
			continue
		}
		begin := len(b.text)
		b.text = b.reader.file.columns[at].append(b.text, value, kinds[at])
		b.fields[from+at] = ledger.Span{Start: uint32(begin), Length: uint32(len(b.text) - begin)}
		if len(b.text)-start > delimited.RowMax {
			b.text, b.fields = b.text[:start], b.fields[:from]
			b.fields = append(b.fields, make([]ledger.Span, len(kinds))...)
			b.long = append(b.long, true)
			return
		}
	}
	b.long = append(b.long, false)
}

// Parse decodes the block's rows into the batch, which takes over its text.
func (b *columnBlock) Parse(batch *ledger.Batch, _ int64) error {
	c := b.reader
	batch.Text = b.text
	for i, long := range b.long {
		position := ledger.NewPosition(c.part.Number, b.number, i)
		if long {
			c.rows.Malformed(batch, nil, position, whyLong)
			continue
		}
		c.rows.Row(batch, b.fields[i*len(c.kinds):(i+1)*len(c.kinds)], position)
	}
	batch.Lines = len(b.long)
	batch.From, batch.To = int64(b.number), int64(b.number)+1
	return nil
}

// columnsOf lists the leaves below the root. One that stands in a group or is repeated has
// a name that is no column's.
func columnsOf(root *parquet.Column) (columns []column) {
	var walk func(c *parquet.Column, plain bool)
	walk = func(c *parquet.Column, plain bool) {
		plain = plain && !c.Repeated()
		if c.Leaf() {
			name := strings.Join(c.Path(), ".")
			if !plain {
				name += "[]"
			}
			columns = append(columns, newColumn(name, c.Type()))
			return
		}
		for _, child := range c.Columns() {
			walk(child, plain)
		}
	}
	for _, child := range root.Columns() {
		walk(child, true)
	}
	return columns
}
