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

// Bundle publishes a folder of files other than a run's: whole or not at all, and for
// its owner only.
type Bundle struct{ Path string }

// BundleAdd makes a file of a bundle: its name, below the bundle's folder, and what
// writes it and returns how many rows it has. It may be called while another file is
// being written.
type BundleAdd func(name string, write func(io.Writer) (rows int, err error)) (report.ManifestOutput, error)

// Check tells before the work begins whether the bundle can be published at its path:
// there is nothing, or an empty folder.
func (b Bundle) Check() error {
	info, err := os.Lstat(b.path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &FileError{b.path(), "is no place for a folder, for a part of the path is a file or may not be entered; name another"}
	}
	if info.IsDir() {
		if content, err := os.ReadDir(b.path()); err == nil && len(content) == 0 {
			return nil
		}
	}
	return &FileError{b.path(), "exists already; name another folder"}
}

func (b Bundle) path() string { return filepath.Clean(b.Path) }

// Publish lets write make the files in a hidden folder beside the path, and renames it
// there once all of them are on disk. After an error nothing has changed at the path. Where
// another process publishes there, the error is a *LockedError; what one that was killed
// left is swept up.
func (b Bundle) Publish(ctx context.Context, write func(add BundleAdd) error) (err error) {
	if err := b.Check(); err != nil {
		return err
	}
	parent, base := filepath.Dir(b.path()), filepath.Base(b.path())
	claim, _, err := claimPath(realDisk{}, b.path(), lockHolder{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, claim.giveUp()) }()
	draft, err := os.MkdirTemp(parent, "."+base+".partial-")
	if err != nil {
		return &FileError{b.path(), "can't be made in its folder; check its permissions, or name another"}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	if err := write(b.adder(ctx, draft)); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := errors.Join(syncFolder(draft), b.Check()); err != nil { // for something may have appeared meanwhile
		return err
	}
	if err := os.Remove(b.path()); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder; no other is removed
		return err
	}
	if err := os.Rename(draft, b.path()); err != nil {
		return err
	}
	return syncFolder(parent)
}

// adder makes files in the draft, and the folders they are in.
func (b Bundle) adder(ctx context.Context, draft string) BundleAdd {
	return func(name string, write func(io.Writer) (int, error)) (output report.ManifestOutput, err error) {
		if ctx.Err() != nil {
			return output, context.Cause(ctx)
		}
		folder := filepath.Join(draft, filepath.Dir(filepath.FromSlash(name)))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return output, err
		}
		output, err = create(createFile, draft, filepath.FromSlash(name), write)
		output.Path = name
		return output, err
	}
}
