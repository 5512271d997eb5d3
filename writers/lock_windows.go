package writers

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

const noFollow = 0

// tryLock takes the lock of an open file. It fails with errHeld where another has it.
func tryLock(file *os.File) error {
	// Beyond the end, for on this system what is locked can't be read by others.
	beyond := &windows.Overlapped{OffsetHigh: 1}
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, beyond)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return errHeld
	}
	return &os.PathError{Op: "lock", Path: file.Name(), Err: err}
}

// removeOpen lets go of a locked file and takes it away: this system removes no file that
// is open, nor does it where another has opened it meanwhile.
func removeOpen(file *os.File, path string) error {
	err := file.Close()
	if removeErr := os.Remove(path); !errors.Is(removeErr, windows.ERROR_SHARING_VIOLATION) {
		err = errors.Join(err, removeErr)
	}
	return err
}
