package exports

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"arrears/readers"
)

// ErrChanged says that an input is no longer what it was when the run began.
var ErrChanged = errors.New("changed while it was read; run again when the exports are complete")

// handle is an open file, and what its file system says of it.
type handle struct {
	io.ReadCloser
	size     int64
	modified int64
}

// openFile opens a file. The reader is an io.ReaderAt where the file can be read from the
// middle.
func openFile(ctx context.Context, name string) (*handle, error) {
	system, err := open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer system.Close()
	reader, err := system.OpenRead(ctx, name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	h := &handle{ReadCloser: reader}
	if err := h.describe(ctx, system, name); err != nil {
		return nil, errors.Join(unreadable(name, err), reader.Close())
	}
	return h, nil
}

// describe asks for the size and the time of the last change, of a local file by its
// handle.
func (h *handle) describe(ctx context.Context, system filesystem.Interface, name string) (err error) {
	if file, ok := h.ReadCloser.(*os.File); ok {
		info, err := file.Stat()
		if err == nil {
			h.size, h.modified = info.Size(), info.ModTime().UnixNano()
		}
		return err
	}
	if h.size, err = system.Size(ctx, name); err != nil {
		return err
	}
	if dated, ok := system.(filesystem.LastModifiedGetter); ok {
		if changed, err := dated.LastModified(ctx, name); err == nil {
			h.modified = changed.UnixNano()
		}
	}
	return nil
}

// openPart opens a part's file, which must not have changed.
func openPart(ctx context.Context, p *Part) (*handle, error) {
	h, err := openFile(ctx, p.File)
	if err != nil {
		return nil, err
	}
	if h.size != p.Size || h.modified != p.Modified {
		return nil, errors.Join(&readers.Error{Name: p.File, Message: ErrChanged.Error()}, h.Close())
	}
	return h, nil
}

// CheckUnchanged fails where a part's file is no longer what it was when the run began.
func CheckUnchanged(ctx context.Context, parts []Part) error {
	for i := range parts {
		p := &parts[i]
		size, modified, err := look(ctx, p.File)
		if err != nil {
			return err
		}
		if size != p.Size || modified != p.Modified {
			return &readers.Error{Name: p.File, Message: ErrChanged.Error()}
		}
	}
	return nil
}

// look asks for a file's size and the time of its last change by its name: another file
// may have taken its place.
func look(ctx context.Context, name string) (size, modified int64, err error) {
	if !isRemote(name) {
		info, err := os.Stat(name)
		if err != nil {
			return 0, 0, unreadable(name, err)
		}
		return info.Size(), info.ModTime().UnixNano(), nil
	}
	system, err := open(ctx, name)
	if err != nil {
		return 0, 0, err
	}
	defer system.Close()
	var h handle
	if err := h.describe(ctx, system, name); err != nil {
		return 0, 0, unreadable(name, err)
	}
	return h.size, h.modified, nil
}

func unreadable(name string, err error) error {
	if _, local := errors.AsType[*fs.PathError](err); local || errors.Is(err, fs.ErrNotExist) {
		return readers.Unreadable(name, err)
	}
	return &readers.Error{Name: name, Message: "can't be read (" + oneLine(err) + "); check the path and the rights"}
}
