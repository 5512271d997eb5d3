package exports

import (
	"bytes"
	"context"
	"errors"
	"io"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/ledger"
	"arrears/readers"
)

// BlockSize is how much of a plain ledger one task parses.
const BlockSize = 4 << 20

// opened is how many files are looked at side by side.
const opened = 16

// Plan recognises the table of each file. Blocks of a plain ledger have a size, in bytes.
// An input that can't be used is a *readers.Error.
func Plan(ctx context.Context, files []string, aliases map[string]string, block int64) ([]Part, error) {
	parts := make([]Part, len(files))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(opened)
	for number, name := range files {
		group.Go(func() (err error) {
			parts[number], err = planFile(ctx, name, aliases, block)
			parts[number].Number = number
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i := range parts {
		if parts[i].Kind == ledger.LedgerTable {
			return parts, nil
		}
	}
	return nil, errNoLedger
}

var errNoLedger = &readers.Error{Name: "inputs", Message: "no ledger among them; add the file with the columns case_id, date, type and amount"}

func planFile(ctx context.Context, name string, aliases map[string]string, block int64) (p Part, err error) {
	file, err := openFile(ctx, name)
	if err != nil {
		return p, err
	}
	defer func() { err = closing(file, err) }()
	p = Part{File: name, Size: file.size, Modified: file.modified}
	magic := make([]byte, 4)
	n, err := io.ReadFull(file, magic)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return p, unreadable(name, err)
	}
	if p.Parquet = bytes.Equal(magic[:n], []byte("PAR1")); p.Parquet {
		return p, p.planParquet(ctx, aliases)
	}
	packing, head, layout, err := readers.RecogniseText(name, p.Size, func() (io.ReadCloser, error) { return openFile(ctx, name) }, aliases)
	if err != nil {
		return p, err
	}
	p.Packing, p.Head = packing, head
	p.describe(layout.Header, layout.Line)
	_, middle := file.ReadCloser.(io.ReaderAt)
	if middle && packing == readers.Plain && p.Kind == ledger.LedgerTable {
		p.Block = block
	}
	return p, nil
}

// closing closes what was read and returns what went wrong first.
func closing(reader io.Closer, err error) error {
	if closeErr := reader.Close(); err == nil {
		err = closeErr
	}
	return err
}
