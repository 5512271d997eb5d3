//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package writers

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// noFollow keeps a link that somebody put there from being followed.
const noFollow = unix.O_NOFOLLOW

// tryLock takes the lock of an open file. It fails with errHeld where another has it, and
// with errors.ErrUnsupported where the file system has no locks.
func tryLock(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EWOULDBLOCK):
		return errHeld
	case errors.Is(err, unix.EINTR):
		return tryLock(file)
	case errors.Is(err, unix.ENOLCK):
		return errors.ErrUnsupported
	}
	return &os.PathError{Op: "lock", Path: file.Name(), Err: err}
}

// removeOpen takes a locked file away and lets go of it, in this order: nobody is to lock
// a file that is about to go.
func removeOpen(file *os.File, path string) error {
	return errors.Join(os.Remove(path), file.Close())
}
