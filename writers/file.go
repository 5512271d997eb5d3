package writers

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"arrears/pipeline/report"
)

// File publishes one file, whole or not at all.
type File struct {
	Path    string
	Replace bool // swap a file at Path for this one
	Public  bool // everybody may read it; else its owner only
}

// FileError says why nothing can be written at a path, and what to do.
type FileError struct {
	Path    string
	Message string
}

func (e *FileError) Error() string { return e.Path + ": " + e.Message }

// Check tells before the work begins whether the file can be published: there is nothing
// at its path, or a file that may be replaced, in a folder that is there.
func (f File) Check() error {
	info, err := os.Lstat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if folder, err := os.Stat(filepath.Dir(f.Path)); err != nil || !folder.IsDir() {
			return &FileError{f.Path, "its folder is not there; make it, or name another"}
		}
		return nil
	case err != nil:
		return &FileError{f.Path, "is no place for a file, for a part of the path is a file or may not be entered; name another"}
	case info.IsDir():
		return &FileError{f.Path, "is a folder; name a file"}
	case !info.Mode().IsRegular():
		return &FileError{f.Path, "is a link or a device, and is not replaced; name another file"}
	case !f.Replace:
		return &FileError{f.Path, "exists already; name another file, or give --replace"}
	}
	return nil
}

// Publish writes the file beside its path and renames it there once all of it is on disk.
// After an error nothing has changed at the path. Where another process publishes there,
// the error is a *LockedError; what one that was killed left is swept up.
func (f File) Publish(write func(io.Writer) error) (err error) {
	if err := f.Check(); err != nil {
		return err
	}
	claim, _, err := claimPath(realDisk{}, filepath.Clean(f.Path), lockHolder{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, claim.giveUp()) }()
	folder, name := filepath.Split(f.Path)
	draft, err := os.MkdirTemp(filepath.Clean(folder), "."+name+".partial-")
	if err != nil {
		return &FileError{f.Path, "can't be written in its folder; check its permissions, or name another"}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	if _, err := create(createFile, draft, name, func(w io.Writer) (int, error) { return 0, write(w) }); err != nil {
		return err
	}
	if f.Public {
		if err := os.Chmod(filepath.Join(draft, name), 0o644); err != nil {
			return err
		}
	}
	if err := f.Check(); err != nil { // what has appeared meanwhile is not overwritten either
		return err
	}
	if err := os.Rename(filepath.Join(draft, name), f.Path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(f.Path))
}

// WriteTable writes a table as a run writes its CSV files, and returns the number of its
// rows.
func WriteTable(ctx context.Context, w io.Writer, table report.Table) (rows int, err error) {
	rows, _, err = writeCSV(ctx, w, table)
	return rows, err
}
