// Package finished reads the folder of a finished run and gives it back typed: the
// manifest, and the rows of its tables. It reads what the run wrote and nothing else: a
// file that was changed since is an error.
//
//	run, err := finished.Open("runs/2026-10-31")
//	err = run.NCPs(ctx, func(ncp finished.NCP) error { … })
//	list, err := finished.All(ctx, run.Outreach)
package finished

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/readers"
)

// Run is a finished run. Its tables are read when they are asked for, each time anew.
type Run struct {
	Name     string // the folder, as it was given
	Folder   string // the same without links: a link such as `latest` may be turned meanwhile
	AsOf     ledger.Date
	Manifest report.Manifest
	asIs     bool // whether the files are still those that the run wrote is not asked

	// ManifestSHA256 is the hash of run.json, by which an audit trail knows the run.
	ManifestSHA256 string
}

// Open opens the folder of a finished run, or a link to one. A folder that holds none, or
// not the whole of one, is a *readers.Error.
func Open(folder string) (*Run, error) {
	r, err := Inspect(folder)
	if err != nil {
		return nil, err
	}
	r.asIs = false
	for _, table := range tables() {
		if err := r.checkSize(table.Name + ".csv"); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Inspect opens the folder of a finished run whose files may have been changed since:
// tables are read as they are now. It is for finding out what was changed.
func Inspect(folder string) (*Run, error) {
	if _, err := os.Stat(folder); err != nil {
		return nil, readers.Unreadable(folder, err)
	}
	path, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, readers.Unreadable(folder, err)
	}
	r := &Run{Name: folder, Folder: path, asIs: true}
	return r, r.readManifest()
}

// manifestMax is the most of a manifest that is read: one input takes less than 1 KiB.
const manifestMax = 256 << 20

func (r *Run) readManifest() error {
	name := r.path(report.ManifestName)
	file, err := os.Open(filepath.Join(r.Folder, report.ManifestName))
	if err != nil {
		if info, statErr := os.Stat(r.Folder); statErr == nil && !info.IsDir() {
			return &readers.Error{Name: r.Name, Message: "is a file; name the folder that a run published"}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return &readers.Error{Name: r.Name, Message: "holds no run.json and so is no finished run; name the folder that a run published"}
		}
		return readers.Unreadable(name, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, manifestMax))
	if err != nil {
		return readers.Unreadable(name, err)
	}
	r.ManifestSHA256 = HashOf(text)
	if json.Unmarshal(text, &r.Manifest) != nil || len(r.Manifest.Outputs) == 0 {
		return &readers.Error{Name: name, Message: "is damaged; " + advice}
	}
	var ok bool
	if r.AsOf, ok = ledger.ParseDate([]byte(r.Manifest.AsOf)); !ok {
		return &readers.Error{Name: name, Message: "has no as-of date; " + advice}
	}
	return nil
}

// HashOf is the SHA-256 of a text as a manifest or an audit trail has it.
func HashOf(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// advice is what to do about a run that is not whole.
const advice = "do the run again, or name another"

// path is a file of the run as messages name it.
func (r *Run) path(file string) string { return filepath.Join(r.Name, file) }

// output is what the manifest says of a file.
func (r *Run) output(file string) (report.ManifestOutput, error) {
	at := slices.IndexFunc(r.Manifest.Outputs, func(o report.ManifestOutput) bool { return o.Path == file })
	if at < 0 {
		return report.ManifestOutput{}, &readers.Error{Name: r.path(report.ManifestName), Message: "does not list " + file + "; " + advice}
	}
	return r.Manifest.Outputs[at], nil
}

// checkSize makes sure that a file is there and as long as the run made it.
func (r *Run) checkSize(file string) error {
	output, err := r.output(file)
	if err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(r.Folder, file))
	if err != nil {
		return readers.Unreadable(r.path(file), err)
	}
	if info.Size() != output.Size || !info.Mode().IsRegular() {
		return r.changed(file)
	}
	return nil
}

// changed says that a file is not what the run wrote.
func (r *Run) changed(file string) error {
	return &readers.Error{Name: r.path(file), Message: "was changed since the run wrote it; " + advice}
}

// All gathers the rows of a table.
func All[Row any](ctx context.Context, rows func(ctx context.Context, yield func(Row) error) error) ([]Row, error) {
	var all []Row
	err := rows(ctx, func(row Row) error {
		all = append(all, row)
		return nil
	})
	return all, err
}
