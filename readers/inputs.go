// Package readers opens the exports: it finds the files, recognises the tables in them
// by their headers, and delivers rows to the pipeline, whatever the format.
package readers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"arrears/pipeline/ledger"
)

// Error says that an input can't be used: what it is called and what to do about it.
type Error struct {
	Name    string
	Message string
}

// Error is one line, whatever characters the name holds.
func (e *Error) Error() string {
	name := ledger.Printable(e.Name)
	if name == "" {
		name = `""`
	}
	return name + ": " + e.Message
}

// file is one file of the input.
type file struct {
	name string // as given on the command line; for a folder, folder/name
	info fs.FileInfo
}

// changedError says that a file is no longer what it was when it was found. It fails a
// run; the input may be good.
type changedError struct{ name, how string }

func (e *changedError) Error() string {
	return (&Error{e.name, e.how + " while it was read; run again when the exports are complete"}).Error()
}

// open opens the file that was found. Whatever else bears its name by now, a pipe that
// nobody writes to for one, is a *changedError.
func (f *file) open() (*os.File, error) {
	handle, err := os.OpenFile(f.name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &changedError{f.name, "vanished"}
	case err != nil:
		return nil, err
	}
	info, err := handle.Stat()
	if err == nil && f.differs(info) {
		err = &changedError{f.name, "changed"}
	}
	if err != nil {
		return nil, closing(handle, err)
	}
	return handle, nil
}

// differs tells whether a file is another one than was found, or has changed since.
func (f *file) differs(info fs.FileInfo) bool {
	return !os.SameFile(info, f.info) || info.Size() != f.info.Size() || !info.ModTime().Equal(f.info.ModTime())
}

// unchanged makes sure that the file is what it was when it was found.
func (f *file) unchanged() error {
	info, err := os.Stat(f.name)
	switch {
	case err != nil:
		return &changedError{f.name, "vanished"}
	case f.differs(info):
		return &changedError{f.name, "changed"}
	}
	return nil
}

// findFiles lists the files that the arguments name: files, the files of folders (by
// name, subfolders and hidden files left out), and what patterns match. A file named
// twice is an error, for its rows would count twice.
func findFiles(arguments []string) ([]file, error) {
	var found []file
	for _, argument := range arguments {
		files, err := filesOf(argument)
		if err != nil {
			return nil, err
		}
		found = append(found, files...)
	}
	if len(found) > tablesMax {
		return nil, tooManyTables(found[tablesMax].name)
	}
	type likeness struct{ size, changed int64 }
	alike := make(map[likeness][]file) // a file is compared only with those that look like it
	for _, b := range found {
		like := likeness{b.info.Size(), b.info.ModTime().UnixNano()}
		for _, a := range alike[like] {
			if os.SameFile(a.info, b.info) {
				return nil, &Error{b.name, fmt.Sprintf("is the same file as %s, and its rows would count twice; name it once", a.name)}
			}
		}
		alike[like] = append(alike[like], b)
	}
	return found, nil
}

func filesOf(argument string) ([]file, error) {
	_, err := os.Lstat(argument)
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(argument, "*?[") {
		return filesMatching(argument)
	}
	info, err := look(argument)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return filesIn(argument)
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{argument, "is not a regular file; give a file or a folder"}
	}
	return []file{{argument, info}}, nil
}

// look says what a name stands for, through links.
func look(name string) (fs.FileInfo, error) {
	info, err := os.Stat(name)
	if err == nil {
		return info, nil
	}
	if _, linkErr := os.Lstat(name); errors.Is(err, fs.ErrNotExist) && linkErr == nil {
		return nil, &Error{name, "is a link to a file that is not there; mend or remove it"}
	}
	return nil, &Error{name, reason(err)}
}

// passedOver tells hidden files and the lock files of open workbooks.
func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

func filesMatching(pattern string) ([]file, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, &Error{pattern, "is not a valid pattern; quote it or mend its brackets"}
	}
	slices.Sort(names)
	var found []file
	for _, name := range names {
		if passedOver(filepath.Base(name)) && !passedOver(filepath.Base(pattern)) {
			continue
		}
		info, err := look(name)
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() {
			found = append(found, file{name, info})
		}
	}
	if len(found) == 0 {
		return nil, &Error{pattern, "matches no file; check the path"}
	}
	return found, nil
}

func filesIn(folder string) ([]file, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, &Error{folder, reason(err)}
	}
	var found []file
	for _, entry := range entries {
		if passedOver(entry.Name()) {
			continue
		}
		name := strings.TrimRight(folder, "/") + "/" + entry.Name()
		info, err := look(name)
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() {
			found = append(found, file{name, info})
		}
	}
	if len(found) == 0 {
		return nil, &Error{folder, "the folder holds no input; put the exports there or name another"}
	}
	return found, nil
}

// Unreadable words an error of the file system about a file or folder.
func Unreadable(name string, err error) *Error { return &Error{name, reason(err)} }

// reason words an error of the file system without the path, which stands before it.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder; check the path"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read by this user; check its permissions"
	case errors.Is(err, syscall.ENOTDIR):
		return "lies in something that is no folder; check the path"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "the name is too long; check the path"
	case errors.Is(err, syscall.ELOOP):
		return "is a link that leads back to itself; mend or remove it"
	case errors.Is(err, syscall.EMFILE):
		return "too many files are open; give fewer files at once, or raise the limit (ulimit -n)"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return "can't be read (" + path.Err.Error() + "); check the path and the disk"
	}
	return err.Error()
}
