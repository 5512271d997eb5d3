package writers

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
)

// disk is all that publishing does to the file system, so that a test can let any of it
// fail, or be the last thing that a process does.
type disk interface {
	// create makes a file that only its owner may read. There must be none at the path.
	create(path string) (draftFile, error)
	open(path string) (io.ReadCloser, error)
	// openLog opens a file that is added to, or makes it, and waits until nobody else has
	// it.
	openLog(path string) (logFile, error)

	list(folder string) ([]fs.DirEntry, error)
	makeFolder(path string) error
	// makeDraft makes a folder of a new name that only its owner may enter.
	makeDraft(parent, pattern string) (path string, err error)
	sync(folder string) error

	rename(from, to string) error
	// exchange lets two paths change places at once; errors.ErrUnsupported where the system
	// or the file system can't.
	exchange(a, b string) error
	link(target, path string) error
	remove(path string) error
	removeAll(path string) error

	// lock takes the lock at a path for a holder, or fails with a *LockedError once it was
	// waited for in vain. Release takes it away.
	lock(path string, holder lockHolder, patience time.Duration) (release func() error, err error)
}

// draftFile is a file that is being written.
type draftFile interface {
	io.WriteCloser
	Sync() error
}

// logFile is a file that is read and then added to. It is nobody else's until it is closed.
type logFile interface {
	io.ReadWriteCloser
	Sync() error
	Truncate(size int64) error
}

// realDisk is the file system.
type realDisk struct{}

func (realDisk) create(path string) (draftFile, error)      { return createFile(path) }
func (realDisk) open(path string) (io.ReadCloser, error)    { return os.Open(path) }
func (realDisk) list(folder string) ([]fs.DirEntry, error)  { return os.ReadDir(folder) }
func (realDisk) makeFolder(path string) error               { return os.Mkdir(path, 0o755) }
func (realDisk) makeDraft(parent, p string) (string, error) { return os.MkdirTemp(parent, p) }
func (realDisk) sync(folder string) error                   { return syncFolder(folder) }
func (realDisk) rename(from, to string) error               { return os.Rename(from, to) }
func (realDisk) exchange(a, b string) error                 { return exchange(a, b) }
func (realDisk) link(target, path string) error             { return os.Symlink(target, path) }
func (realDisk) remove(path string) error                   { return os.Remove(path) }
func (realDisk) removeAll(path string) error                { return os.RemoveAll(path) }

func (realDisk) openLog(path string) (logFile, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := waitForLock(file, logPatience); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// createFile makes a file that only its owner may read.
func createFile(path string) (draftFile, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}

// syncFolder sees the names in a folder on disk.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
