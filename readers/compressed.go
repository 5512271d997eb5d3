package readers

import (
	"context"
	"errors"
	"io"

	"arrears/pipeline/ledger"
	"arrears/readers/delimited"
)

// openStream recognises the table of a compressed file, which is opened anew each time
// it is read.
func (s *Source) openStream(f *file, packing Packing) error {
	open := packing.Text(f.info.Size(), func() (io.ReadCloser, error) {
		handle, err := f.open()
		if err != nil {
			return nil, err
		}
		return &countedFile{handle, &s.consumed}, nil
	})
	layout, err := recogniseText(f.name, open, s.options.Aliases)
	if err != nil {
		return err
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

// closing closes what was read and returns what went wrong first: closing mostly says
// once more why reading failed.
func closing(reader io.Closer, err error) error {
	if closeErr := reader.Close(); err == nil {
		err = closeErr
	}
	return err
}
