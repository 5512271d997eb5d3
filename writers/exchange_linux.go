package writers

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchange lets two folders change places at once, so that there is a whole run at the
// path at every moment. It fails with errors.ErrUnsupported where the file system can't.
func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if err == unix.EINVAL {
		err = errors.ErrUnsupported
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: a, New: b, Err: err}
	}
	return nil
}
