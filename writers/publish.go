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
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/pipeline/report"
	"arrears/writers/page"
	"arrears/writers/workbook"
)

// Folder publishes a run as one folder: whole or not at all, whatever happens meanwhile.
type Folder struct {
	Path    string
	Replace bool // swap an earlier run at Path for this one
	XLSX    bool // also outreach.xlsx
	HTML    bool // also summary.html
	// Also names the formats in which to write each table beside CSV, of AlsoFormats.
	Also []string
	// Trail makes the folder around Path a folder of runs, whatever its name: see
	// InFolderOfRuns.
	Trail  bool
	Aside  bool   // the link latest is not turned to the run, for it is none to work with
	Holder Holder // who publishes
	// Now tells the time for the manifest, the lock and the trail.
	Now func() time.Time

	// Notes is what should be known though it is no error: what an earlier run left, what of
	// the trail does not fit together. For people, and for a log; nothing personal is in it.
	Notes []string
	// ManifestSHA256 and TrailHead are, once the run is published, the hashes of its run.json
	// and of its line in the trail; the latter is blank without a trail.
	ManifestSHA256, TrailHead string

	disk   disk // the real one if nil: a test puts one here that fails
	inTurn bool // write one table after the other, so that a test knows the order of calls
	claim  *claim
}

// ErrExists says that there is something at the path already.
var ErrExists = errors.New("exists already; name another --out, or give --replace to swap an earlier run")

// ErrNoRun says that what is to be replaced is no run.
var ErrNoRun = errors.New("holds no run.json and is not replaced; name another --out")

// ErrLink says that what is to be replaced is a link.
var ErrLink = errors.New("is a link and is not replaced; name the folder that it points to, or another --out")

// ErrNoPlace says that no folder can be made at the path.
var ErrNoPlace = errors.New("is no place for a folder, for a part of the path is a file or may not be entered; name another --out")

// path is the path without a slash at its end, as shells complete a folder's name.
func (f *Folder) path() string { return filepath.Clean(f.Path) }

// Check tells whether the run can be published at its path: there is nothing, or an empty
// folder, or a run that may be replaced.
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
	if info.Mode().Type() == os.ModeSymlink {
		return fmt.Errorf("%s: %w", f.path(), ErrLink)
	}
	if _, err := os.Stat(filepath.Join(f.path(), report.ManifestName)); err != nil {
		return fmt.Errorf("%s: %w", f.path(), ErrNoRun)
	}
	return nil
}

// Reserve makes sure, before the work begins, that the run can be published at its path,
// and that no other run does so until Release: else the error is a *LockedError. What
// killed runs left there is swept up.
func (f *Folder) Reserve() (err error) {
	if f.claim != nil {
		return nil
	}
	if f.disk == nil {
		f.disk = realDisk{}
	}
	if err := f.Check(); err != nil {
		return err
	}
	var notes []string
	if f.claim, notes, err = claimPath(f.disk, f.path(), lockHolder{f.Holder, f.Now()}); err != nil {
		return err
	}
	f.Notes = append(f.Notes, notes...)
	err = f.Check()
	if err == nil && f.InFolderOfRuns() {
		err = checkTrail(filepath.Dir(f.path()))
	}
	if err != nil {
		return errors.Join(err, f.Release())
	}
	return nil
}

// Release lets other runs publish at the path.
func (f *Folder) Release() error {
	if f.claim == nil {
		return nil
	}
	err := f.claim.giveUp()
	f.claim = nil
	if err != nil {
		return fmt.Errorf("unlock %s: %w", f.path(), err)
	}
	return nil
}

// Publish writes every report into a hidden folder beside the path, reads all of it once
// more from the disk, and renames the folder into place. In a folder of runs it adds a
// line to the trail and turns the link latest. After an error nothing has changed at the
// path.
func (f *Folder) Publish(ctx context.Context, r *report.Report) (err error) {
	if f.claim == nil {
		if err := f.Reserve(); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Release()) }()
	}
	draft, err := f.disk.makeDraft(filepath.Dir(f.path()), "."+filepath.Base(f.path())+draftMark)
	if err != nil {
		return fmt.Errorf("make the run's folder: %w", err)
	}
	defer func() { err = f.discard(draft, err) }()
	manifest, own, err := f.writeAll(ctx, r, draft)
	if err != nil {
		return err
	}
	if err := checkDraft(ctx, f.disk, draft, manifest, own, report.Tables(r)); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := f.settle(draft, manifest, own.SHA256); err != nil {
		return err
	}
	f.claim.made = nil // for they hold the run
	return nil
}

// discard removes what is left under the draft's name: the draft of a run that failed, or
// the run that was replaced. Where that can't be done after a success, it is no failure.
func (f *Folder) discard(draft string, err error) error {
	removeErr := f.disk.removeAll(draft)
	if err != nil {
		return errors.Join(err, removeErr)
	}
	if removeErr != nil {
		f.Notes = append(f.Notes, fmt.Sprintf("%s: stays, though the run was replaced: %v; the next run tries again", draft, removeErr))
	}
	return nil
}

func (f *Folder) writeAll(ctx context.Context, r *report.Report, draft string) (manifest *manifest, own report.ManifestOutput, err error) {
	manifest = newManifest(r)
	if err := f.writeTables(ctx, manifest, draft, report.Tables(r)); err != nil {
		return nil, own, err
	}
	for _, also := range []struct {
		wanted bool
		name   string
		write  func(io.Writer, *report.Report) error
	}{
		{f.XLSX, "outreach.xlsx", workbook.Write},
		{f.HTML, "summary.html", func(w io.Writer, r *report.Report) error { return page.Write(w, r, f.XLSX) }},
	} {
		if !also.wanted {
			continue
		}
		output, err := create(f.disk.create, draft, also.name, func(w io.Writer) (int, error) { return 0, also.write(w, r) })
		if err != nil {
			return nil, own, err
		}
		manifest.Outputs = append(manifest.Outputs, output)
	}
	own, err = create(f.disk.create, draft, report.ManifestName, func(w io.Writer) (int, error) { return 0, manifest.write(w, r, f.Now()) })
	if err == nil {
		err = f.disk.sync(draft)
	}
	return manifest, own, err
}

// writeTables writes every table, some side by side, for each is waited for until it is on
// disk.
func (f *Folder) writeTables(ctx context.Context, manifest *manifest, draft string, tables []report.Table) error {
	outputs, sums := make([][]report.ManifestOutput, len(tables)), make([][]ledger.Cents, len(tables))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(f.tablesAtOnce())
	for i, table := range tables {
		group.Go(func() error {
			return ordered.Guard(func() error {
				output, err := create(f.disk.create, draft, table.Name+".csv", func(w io.Writer) (rows int, err error) {
					rows, sums[i], err = writeCSV(ctx, w, table)
					return rows, err
				})
				if err != nil {
					return err
				}
				also, err := f.writeAlso(ctx, f.disk.create, draft, table)
				outputs[i] = append([]report.ManifestOutput{output}, also...)
				return err
			})
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, table := range tables {
		manifest.addTotals(table, sums[i])
		manifest.Outputs = append(manifest.Outputs, outputs[i]...)
	}
	return nil
}

// tablesAtOnceMax is how many tables are written at once at most: other formats than CSV
// hold many rows of theirs.
const tablesAtOnceMax = 4

func (f *Folder) tablesAtOnce() int {
	if f.inTurn {
		return 1
	}
	return min(tablesAtOnceMax, runtime.GOMAXPROCS(0))
}

// create writes one file of a run and sees it on disk.
func create(newFile func(string) (draftFile, error), folder, name string, write func(io.Writer) (int, error)) (output report.ManifestOutput, err error) {
	file, err := newFile(filepath.Join(folder, name))
	if err != nil {
		return output, fmt.Errorf("write %s: %w", name, err)
	}
	counted := &counter{w: file, hash: sha256.New()}
	buffered := buffers.Get().(*bufio.Writer)
	defer buffers.Put(buffered)
	buffered.Reset(counted)
	rows, err := write(buffered)
	err = errors.Join(err, buffered.Flush())
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return output, fmt.Errorf("write %s: %w", name, err)
	}
	return report.ManifestOutput{Path: name, Size: counted.size, SHA256: hex.EncodeToString(counted.hash.Sum(nil)), Rows: rows}, nil
}

// buffers are used again from file to file.
var buffers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 1<<20) }}

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

// rejectsEnding is what the name of the rejects of a failed run adds to that of its output.
const rejectsEnding = ".rejects.csv"

// RejectsPath is where the rejects of a run are kept that failed for their number: beside
// where it would have been.
func RejectsPath(out string) string { return filepath.Clean(out) + rejectsEnding }

// WriteRejects writes the rejects of a run that failed for their number, whole or not at
// all.
func WriteRejects(ctx context.Context, path string, r *report.Report) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return File{Path: path, Replace: true}.Publish(func(w io.Writer) error {
		_, err := WriteTable(ctx, w, report.Rejects(r))
		return err
	})
}
