// Package writers writes the reports of a run: one function a report, and Publish, which
// makes all of them appear together or none.
package writers

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"arrears/pipeline/report"
	"arrears/writers/page"
	"arrears/writers/workbook"
)

// ManifestName is the file that makes a folder a finished run.
const ManifestName = "run.json"

// Folder publishes a run as one folder.
type Folder struct {
	Path    string
	Replace bool // swap an earlier run at Path for this one
	XLSX    bool // also outreach.xlsx
	HTML    bool // also summary.html
	// Now tells the time for the manifest.
	Now func() time.Time

	// newFile makes a file of the draft, createFile if nil: a test puts a disk that fails here.
	newFile func(path string) (draftFile, error)
}

// ErrExists says that there is something at the path already.
var ErrExists = errors.New("exists already; name another --out, or give --replace to swap an earlier run")

// ErrNoRun says that what is to be replaced is no run.
var ErrNoRun = errors.New("holds no run.json and is not replaced; name another --out")

// ErrNoPlace says that no folder can be made at the path.
var ErrNoPlace = errors.New("is no place for a folder, for a part of the path is a file or may not be entered; name another --out")

// path is the path without a slash at its end, as shells complete a folder's name.
func (f *Folder) path() string { return filepath.Clean(f.Path) }

// Check tells before the work begins whether the run can be published at its path: there
// is nothing, or an empty folder, or a run that may be replaced.
func (f *Folder) Check() error {
	info, err := os.Lstat(f.path())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.path(), ErrNoPlace)
	}
	if info.IsDir() {
		if content, err := os.ReadDir(f.path()); err == nil && len(content) == 0 {
			return nil
		}
	}
	if !f.Replace {
		return fmt.Errorf("%s: %w", f.path(), ErrExists)
	}
	if _, err := os.Stat(filepath.Join(f.path(), ManifestName)); err != nil {
		return fmt.Errorf("%s: %w", f.path(), ErrNoRun)
	}
	return nil
}

// Publish writes every report into a hidden folder beside the path and renames it there
// once all of it is on disk. After an error nothing has changed at the path.
func (f *Folder) Publish(ctx context.Context, r *report.Report) (err error) {
	if err := f.Check(); err != nil {
		return err
	}
	parent, base := filepath.Dir(f.path()), filepath.Base(f.path())
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make the folder of runs: %w", err)
	}
	draft, err := os.MkdirTemp(parent, "."+base+".partial-")
	if err != nil {
		return fmt.Errorf("make the run's folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	if err := f.writeAll(ctx, r, draft); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return f.reveal(draft, parent)
}

// reveal puts the finished draft in its place; where an earlier run is replaced, the
// two change places at once and the draft's name then holds the earlier one. What has
// appeared at the path meanwhile is judged as at the beginning.
func (f *Folder) reveal(draft, parent string) error {
	err := f.Check()
	if err != nil {
		return err
	}
	if _, statErr := os.Lstat(f.path()); statErr == nil {
		err = exchange(draft, f.path())
	} else {
		err = os.Rename(draft, f.path())
	}
	if err != nil {
		return fmt.Errorf("publish %s: %w", f.path(), err)
	}
	return syncFolder(parent)
}

func (f *Folder) writeAll(ctx context.Context, r *report.Report, draft string) error {
	manifest := newManifest(r)
	newFile := f.newFile
	if newFile == nil {
		newFile = createFile
	}
	for _, table := range report.Tables(r) {
		output, err := create(newFile, draft, table.Name+".csv", func(w io.Writer) (rows int, err error) {
			rows, sums, err := writeCSV(ctx, w, table)
			if err == nil {
				manifest.addTotals(table, sums)
			}
			return rows, err
		})
		if err != nil {
			return err
		}
		manifest.Outputs = append(manifest.Outputs, output)
	}
	for _, also := range []struct {
		wanted bool
		name   string
		write  func(io.Writer, *report.Report) error
	}{
		{f.XLSX, "outreach.xlsx", workbook.Write},
		{f.HTML, "summary.html", page.Write},
	} {
		if !also.wanted {
			continue
		}
		output, err := create(newFile, draft, also.name, func(w io.Writer) (int, error) { return 0, also.write(w, r) })
		if err != nil {
			return err
		}
		manifest.Outputs = append(manifest.Outputs, output)
	}
	_, err := create(newFile, draft, ManifestName, func(w io.Writer) (int, error) { return 0, manifest.write(w, r, f.Now()) })
	return errors.Join(err, syncFolder(draft))
}

// draftFile is a file that is being written.
type draftFile interface {
	io.WriteCloser
	Sync() error
}

// createFile makes a file that only its owner may read.
func createFile(path string) (draftFile, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}

// create writes one file of a run and sees it on disk.
func create(newFile func(string) (draftFile, error), folder, name string, write func(io.Writer) (int, error)) (output ManifestOutput, err error) {
	file, err := newFile(filepath.Join(folder, name))
	if err != nil {
		return output, fmt.Errorf("write %s: %w", name, err)
	}
	counted := &counter{w: file, hash: sha256.New()}
	buffered := bufio.NewWriterSize(counted, 64<<10)
	rows, err := write(buffered)
	err = errors.Join(err, buffered.Flush())
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return output, fmt.Errorf("write %s: %w", name, err)
	}
	return ManifestOutput{Path: name, Size: counted.size, SHA256: hex.EncodeToString(counted.hash.Sum(nil)), Rows: rows}, nil
}

// counter counts and hashes what is written.
type counter struct {
	w    io.Writer
	hash hash.Hash
	size int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.hash.Write(p[:n])
	c.size += int64(n)
	return n, err
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// WriteRejects writes the rejects of a run that failed for their number, whole or not at
// all.
func WriteRejects(ctx context.Context, path string, r *report.Report) (err error) {
	folder, name := filepath.Dir(path), filepath.Base(path)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(folder, "."+name+".partial-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	_, err = create(createFile, draft, name, func(w io.Writer) (int, error) {
		rows, _, err := writeCSV(ctx, w, report.Rejects(r))
		return rows, err
	})
	if err != nil {
		return err
	}
	return os.Rename(filepath.Join(draft, name), path)
}
