//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package writers

import (
	"errors"
	"os"
)

const noFollow = 0

// tryLock knows no lock on this system.
func tryLock(*os.File) error { return errors.ErrUnsupported }

func removeOpen(file *os.File, path string) error {
	return errors.Join(file.Close(), os.Remove(path))
}
