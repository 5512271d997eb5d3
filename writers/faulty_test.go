package writers

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// faultyDisk does what it is asked for, but for one call, which fails, or kills the
// process. It does not wait for the real disk, so that a test may use it very often.
type faultyDisk struct {
	realDisk
	inSteps bool // has no exchange at one stroke

	mutex     sync.Mutex
	failAt    int  // the call that fails, from 1; 0: none
	dead      bool // and so do all after it
	kill      bool // the process is killed before the call instead
	err       error
	before    func(call, path string) // called before each call
	calls     []string                // what was called, with the file's name
	openFiles int                     // files that are open
}

// call counts a call and tells how it fails.
func (d *faultyDisk) call(name, path string) error {
	if d.before != nil {
		d.before(name, path)
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.calls = append(d.calls, name+" "+filepath.Base(path))
	n := len(d.calls)
	if n != d.failAt && !(d.dead && d.failAt > 0 && n > d.failAt) {
		return nil
	}
	if d.kill {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it is
	}
	return d.err
}

func (d *faultyDisk) opened(by int) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.openFiles += by
}

func (d *faultyDisk) create(path string) (draftFile, error) {
	if err := d.call("create", path); err != nil {
		return nil, err
	}
	return d.file(d.realDisk.create(path))
}

func (d *faultyDisk) open(path string) (io.ReadCloser, error) {
	if err := d.call("open", path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return d.file(file, nil)
}

func (d *faultyDisk) openLog(path string) (logFile, error) {
	if err := d.call("open log", path); err != nil {
		return nil, err
	}
	return d.file(d.realDisk.openLog(path))
}

func (d *faultyDisk) file(file draftFile, err error) (*faultyFile, error) {
	if err != nil {
		return nil, err
	}
	d.opened(1)
	return &faultyFile{file.(*os.File), d}, nil
}

func (d *faultyDisk) list(folder string) ([]fs.DirEntry, error) {
	if err := d.call("list", folder); err != nil {
		return nil, err
	}
	return d.realDisk.list(folder)
}

func (d *faultyDisk) makeFolder(path string) error {
	if err := d.call("make", path); err != nil {
		return err
	}
	return d.realDisk.makeFolder(path)
}

func (d *faultyDisk) makeDraft(parent, pattern string) (string, error) {
	if err := d.call("make draft", parent); err != nil {
		return "", err
	}
	return d.realDisk.makeDraft(parent, pattern)
}

func (d *faultyDisk) sync(folder string) error { return d.call("sync folder", folder) }

func (d *faultyDisk) rename(from, to string) error {
	if err := d.call("rename", to); err != nil {
		return err
	}
	return d.realDisk.rename(from, to)
}

func (d *faultyDisk) exchange(a, b string) error {
	if d.inSteps {
		return errors.ErrUnsupported
	}
	if err := d.call("exchange", b); err != nil {
		return err
	}
	return d.realDisk.exchange(a, b)
}

func (d *faultyDisk) link(target, path string) error {
	if err := d.call("link", path); err != nil {
		return err
	}
	return d.realDisk.link(target, path)
}

func (d *faultyDisk) remove(path string) error {
	if err := d.call("remove", path); err != nil {
		return err
	}
	return d.realDisk.remove(path)
}

func (d *faultyDisk) removeAll(path string) error {
	if err := d.call("remove all", path); err != nil {
		return err
	}
	return d.realDisk.removeAll(path)
}

func (d *faultyDisk) lock(path string, holder lockHolder, patience time.Duration) (func() error, error) {
	if err := d.call("lock", path); err != nil {
		return nil, err
	}
	release, err := d.realDisk.lock(path, holder, patience)
	if err != nil {
		return nil, err
	}
	return func() error {
		fault := d.call("unlock", path)
		return errors.Join(fault, release())
	}, nil
}

// faultyFile is a file on a faulty disk. A write that fails has written half.
type faultyFile struct {
	*os.File
	disk *faultyDisk
}

func (f *faultyFile) Write(p []byte) (int, error) {
	if err := f.disk.call("write", f.Name()); err != nil {
		n, writeErr := f.File.Write(p[:len(p)/2])
		return n, errors.Join(err, writeErr)
	}
	return f.File.Write(p)
}

func (f *faultyFile) Read(p []byte) (int, error) {
	if err := f.disk.call("read", f.Name()); err != nil {
		return 0, err
	}
	return f.File.Read(p)
}

func (f *faultyFile) Sync() error { return f.disk.call("sync", f.Name()) }

func (f *faultyFile) Truncate(size int64) error {
	if err := f.disk.call("truncate", f.Name()); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *faultyFile) Close() error {
	fault := f.disk.call("close", f.Name())
	f.disk.opened(-1)
	return errors.Join(fault, f.File.Close())
}
