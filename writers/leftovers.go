package writers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// draftMark stands in the name of every draft between that of its output and a number:
// .NAME.partial-123.
const draftMark = ".partial-"

// draftOf tells the output that a name is a draft of, and whether it is what lies aside
// of it.
func draftOf(name string) (output string, aside, ok bool) {
	name, hidden := strings.CutPrefix(name, ".")
	name, aside = strings.CutSuffix(name, asideEnding)
	at := strings.LastIndex(name, draftMark)
	if !hidden || at < 1 {
		return "", false, false
	}
	number := name[at+len(draftMark):]
	return name[:at], aside, number != "" && strings.Trim(number, "0123456789") == ""
}

// sweep removes what killed runs left of their drafts of an output, whose lock the caller
// has. An earlier run that was set aside and not put back is put back. It returns what it
// found; what can't be removed is said there too.
func sweep(on disk, folder, output string) (found []string, err error) {
	entries, err := on.list(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		of, aside, ok := draftOf(entry.Name())
		if !ok || of != output && of != output+rejectsEnding {
			continue
		}
		left, path := filepath.Join(folder, entry.Name()), filepath.Join(folder, of)
		if _, statErr := os.Lstat(path); aside && errors.Is(statErr, fs.ErrNotExist) {
			if err := on.rename(left, path); err != nil {
				return found, fmt.Errorf("put the earlier run back: %w", err)
			}
			found = append(found, fmt.Sprintf("%s: put back, for a run that was stopped had set it aside", path))
			continue
		}
		if err := on.removeAll(left); err != nil { // a new draft has another name
			found = append(found, fmt.Sprintf("%s: stays, though a run that was stopped left it: %v; remove it", left, err))
			continue
		}
		found = append(found, fmt.Sprintf("%s: removed, for a run that was stopped had left it", left))
	}
	return found, nil
}

// sweepOthers removes what killed runs left of other outputs in the folder: those whose
// lock is there, and that nobody has. What can't be removed is said and left.
func sweepOthers(on disk, folder, own string, holder lockHolder) (found []string) {
	entries, err := on.list(folder)
	if err != nil {
		return []string{err.Error()}
	}
	for _, entry := range entries {
		name, hidden := strings.CutPrefix(entry.Name(), ".")
		output, isLock := strings.CutSuffix(name, lockEnding)
		if !hidden || !isLock || output == "" || output == own || !entry.Type().IsRegular() {
			continue
		}
		release, err := on.lock(filepath.Join(folder, entry.Name()), holder, 0)
		var held *LockedError
		if errors.As(err, &held) {
			continue // that run is alive
		}
		if err == nil {
			var swept []string
			swept, err = sweep(on, folder, output)
			found, err = append(found, swept...), errors.Join(err, release())
		}
		if err != nil {
			found = append(found, fmt.Sprintf("%s: stays, though a run that was stopped left it: %v; remove it", filepath.Join(folder, entry.Name()), err))
		}
	}
	return found
}

// claim is the sole right to publish at a path, until it is given up.
type claim struct {
	disk    disk
	path    string
	made    []string // folders on the way to it that were made for it, the outermost first
	release func() error
}

// claimPath takes the lock of a path and sweeps up what killed runs left of it. Found is
// what it found, and what else should be known.
func claimPath(on disk, path string, holder lockHolder) (c *claim, found []string, err error) {
	c = &claim{disk: on, path: path}
	found, err = c.take(holder)
	if err != nil {
		return nil, nil, errors.Join(err, c.giveUp())
	}
	return c, found, nil
}

func (c *claim) take(holder lockHolder) (found []string, err error) {
	folder, name := filepath.Dir(c.path), filepath.Base(c.path)
	if err := c.makeFolders(folder); err != nil {
		return nil, err
	}
	c.release, err = c.disk.lock(lockPath(c.path), holder, lockPatience)
	var held *LockedError
	switch {
	case errors.As(err, &held):
		held.Path = c.path
		return nil, held
	case errors.Is(err, errors.ErrUnsupported): // then nobody knows whether a draft there is that of a living run
		return []string{folder + ": has no locks on its file system; see to it that only one run at a time publishes there"}, nil
	case errors.Is(err, fs.ErrPermission):
		return nil, &FileError{c.path, "can't be made in its folder; check its permissions, or name another"}
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", c.path, err)
	}
	if found, err = sweep(c.disk, folder, name); err != nil {
		return nil, err
	}
	return append(found, sweepOthers(c.disk, folder, name, holder)...), nil
}

// makeFolders makes a folder and those on the way to it.
func (c *claim) makeFolders(folder string) error {
	var missing []string
	for path := folder; ; path = filepath.Dir(path) {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) || path == filepath.Dir(path) {
			break
		}
		missing = append(missing, path)
	}
	for _, path := range slices.Backward(missing) {
		err := c.disk.makeFolder(path)
		if errors.Is(err, fs.ErrExist) {
			continue // another run has just made it
		}
		if errors.Is(err, fs.ErrPermission) {
			return &FileError{path, "can't be made in its folder; check its permissions, or name another"}
		}
		if err != nil {
			return fmt.Errorf("make the folder of runs: %w", err)
		}
		c.made = append(c.made, path)
	}
	return nil
}

// giveUp releases the lock. Folders that were made and hold nothing are removed.
func (c *claim) giveUp() (err error) {
	if c.release != nil {
		err = c.release()
		c.release = nil
	}
	for _, path := range slices.Backward(c.made) {
		removeErr := c.disk.remove(path)
		if errors.Is(removeErr, fs.ErrExist) {
			break // there is something in it
		}
		err = errors.Join(err, removeErr)
	}
	c.made = nil
	return err
}
