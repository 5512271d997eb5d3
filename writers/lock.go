package writers

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Holder is who publishes, as the lock of an output and the trail say it.
type Holder struct {
	User    string `json:"user"` // of the system
	Host    string `json:"host"`
	Process int    `json:"process"`
}

// lockHolder is what a lock file says.
type lockHolder struct {
	Holder
	Since time.Time `json:"since"`
}

// LockedError says that another run is publishing at the path. Holder is zero where it
// has not said yet who it is.
type LockedError struct {
	Path   string
	Holder Holder
	Since  time.Time
}

func (e *LockedError) Error() string {
	who := "another run"
	if e.Holder != (Holder{}) {
		who = fmt.Sprintf("another run, process %d of user %s on host %s, since %s UTC,", e.Holder.Process, e.Holder.User, e.Holder.Host, e.Since.UTC().Format(time.DateTime))
	}
	return fmt.Sprintf("%s: %s is publishing there; wait until it has ended, or name another place", e.Path, who)
}

// How long to wait for a lock: for that of an output only as long as it takes another run
// to sweep up after a killed one, for a log as long as many runs may take to add a line.
const (
	lockPatience = 500 * time.Millisecond
	logPatience  = 30 * time.Second
	lockPause    = 10 * time.Millisecond
)

// errHeld says that somebody else has the lock.
var errHeld = errors.New("another process has it")

// waitForLock takes the lock of an open file, or fails with errHeld.
func waitForLock(file *os.File, patience time.Duration) error {
	for {
		err := tryLock(file)
		if !errors.Is(err, errHeld) || patience <= 0 {
			return err
		}
		time.Sleep(lockPause)
		patience -= lockPause
	}
}

// lock takes a lock by means of a file at the path, which the system unlocks when its
// process ends, however that ends. A file that nobody has locked is what a killed process
// left, and is taken over.
func (realDisk) lock(path string, holder lockHolder, patience time.Duration) (release func() error, err error) {
	for {
		file, err := openLock(path, patience)
		if err != nil {
			return nil, err
		}
		if err := waitForLock(file, patience); err != nil {
			if errors.Is(err, errHeld) {
				err = heldBy(path, file)
			}
			return nil, errors.Join(err, file.Close())
		}
		if !isAt(file, path) { // who had it has taken it away meanwhile
			if err := file.Close(); err != nil {
				return nil, err
			}
			continue
		}
		release := func() error { return removeOpen(file, path) }
		if err := sayWho(file, holder); err != nil {
			return nil, errors.Join(err, release())
		}
		return release, nil
	}
}

// openLock opens or makes a lock file. What a killed process of another user left can be
// locked, but not written to: it is taken away.
func openLock(path string, patience time.Duration) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o644)
	if !errors.Is(err, os.ErrPermission) {
		return file, err
	}
	left, openErr := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if openErr != nil {
		return nil, err
	}
	if lockErr := waitForLock(left, patience); lockErr != nil {
		if errors.Is(lockErr, errHeld) {
			lockErr = heldBy(path, left)
		}
		return nil, errors.Join(lockErr, left.Close())
	}
	if err := removeOpen(left, path); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o644)
}

// isAt tells whether a path still names the open file.
func isAt(file *os.File, path string) bool {
	open, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(open, named)
}

func sayWho(file *os.File, holder lockHolder) error {
	text, err := json.Marshal(holder)
	if err != nil {
		return err
	}
	_ = file.Chmod(0o644) // whatever the umask: others may see who it is; where that can't be, they do not
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = file.WriteAt(append(text, '\n'), 0)
	return err
}

// heldBy words who has a lock, as far as its file says.
func heldBy(path string, file io.ReaderAt) *LockedError {
	held := &LockedError{Path: path}
	text := make([]byte, 4<<10)
	n, _ := file.ReadAt(text, 0) // it may be empty still
	var holder lockHolder
	if json.Unmarshal(text[:n], &holder) == nil {
		held.Holder, held.Since = holder.Holder, holder.Since
	}
	return held
}

// lockPath is where the lock of an output lies.
func lockPath(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+lockEnding)
}

const lockEnding = ".lock"
