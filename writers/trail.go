package writers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"arrears/pipeline/report"
)

// runsName is what the folder of runs is called by default.
const runsName = "runs"

// InFolderOfRuns tells whether the run is published in a folder of runs: one called runs,
// one that has a trail already, or any if Trail asks for it. There the run is recorded in
// the trail, and the link latest turned to it. Elsewhere nothing is put beside a run.
func (f *Folder) InFolderOfRuns() bool {
	folder, err := filepath.Abs(filepath.Dir(f.path()))
	if f.Trail || err == nil && filepath.Base(folder) == runsName {
		return true
	}
	info, err := os.Stat(filepath.Join(filepath.Dir(f.path()), report.TrailName))
	return err == nil && info.Mode().IsRegular()
}

// checkTrail tells before the work begins whether a line can be added to the trail of a
// folder of runs, if it has one. The trail may be a link: to a disk that only takes
// additions, say.
func checkTrail(folder string) error {
	path := filepath.Join(folder, report.TrailName)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &FileError{path, "the audit trail can't be added to; check its permissions, or publish elsewhere"}
	}
	return file.Close()
}

// trail is the trail of a folder of runs, nobody else's until it is closed.
type trail struct {
	disk   disk
	folder string
	file   logFile
	size   int64
	read   *report.Trail
}

// openTrail opens or begins the trail and reads what it says so far.
func openTrail(on disk, folder string) (t *trail, err error) {
	t = &trail{disk: on, folder: folder}
	if t.file, err = on.openLog(t.path()); err != nil {
		return nil, fmt.Errorf("open the audit trail %s: %w", t.path(), err)
	}
	counted := &counter{w: io.Discard, hash: sha256.New()}
	if t.read, err = report.ReadTrail(io.TeeReader(t.file, counted)); err != nil {
		return nil, errors.Join(fmt.Errorf("read the audit trail %s: %w", t.path(), err), t.file.Close())
	}
	t.size = counted.size
	return t, nil
}

func (t *trail) path() string { return filepath.Join(t.folder, report.TrailName) }

// add adds a line, sees it on disk and returns its hash. After an error the trail is as
// it was.
func (t *trail) add(line *report.TrailLine) (head string, err error) {
	line.Previous = t.read.Last
	if t.read.Lines == 0 {
		earlier, err := t.unknown(line.Run)
		if err != nil {
			return "", err
		}
		line.Earlier = slices.DeleteFunc(earlier, func(run report.TrailRun) bool { return run.Manifest == "" })
	}
	text, err := line.Text()
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256(text)
	if t.read.Torn {
		text = append([]byte{'\n'}, text...)
	}
	if _, err = t.file.Write(append(text, '\n')); err == nil {
		err = t.file.Sync()
	}
	if err == nil && t.read.Lines == 0 {
		err = t.disk.sync(t.folder)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("add to the audit trail %s: %w", t.path(), err), t.undo())
	}
	return hex.EncodeToString(hash[:]), nil
}

// undo takes back a line that could not be added whole. A trail that was begun for it is
// left empty.
func (t *trail) undo() error {
	if err := t.file.Truncate(t.size); err != nil {
		return fmt.Errorf("take back what was added to the audit trail %s: %w", t.path(), err)
	}
	return nil
}

// unknown lists the runs in the folder that the trail does not know, but for one. The
// hash of one that may not be read is blank.
func (t *trail) unknown(but string) (runs []report.TrailRun, err error) {
	entries, err := t.disk.list(t.folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || entry.Name() == but {
			continue
		}
		hash, err := manifestHash(t.disk, filepath.Join(t.folder, entry.Name()))
		if errors.Is(err, fs.ErrNotExist) || err == nil && t.read.Knows(hash) {
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return nil, err
		}
		runs = append(runs, report.TrailRun{Run: entry.Name(), Manifest: hash})
	}
	return runs, nil
}

// notes says what of the folder and the trail does not go together.
func (t *trail) notes(own string) (notes []string) {
	for _, fault := range t.read.Faults {
		notes = append(notes, fmt.Sprintf("%s: line %d %s; see arrears verify --audit", t.path(), fault.Line, fault.Message))
	}
	if t.read.Lines == 0 {
		return notes
	}
	unknown, err := t.unknown(own)
	if err != nil {
		return append(notes, fmt.Sprintf("whether the audit trail has every run: %v", err))
	}
	for _, run := range unknown {
		message := "is not in the audit trail as it is now: it was changed, or the run was stopped before it was recorded; run it again with --replace, or remove it"
		if run.Manifest == "" {
			message = "may not be read by this user: whether the audit trail has it is not known"
		}
		notes = append(notes, filepath.Join(t.folder, run.Run)+": "+message)
	}
	return notes
}

// manifestHash is the SHA-256 of the run.json of a run.
func manifestHash(on disk, run string) (string, error) {
	file, err := on.open(filepath.Join(run, report.ManifestName))
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

// trailLine is what the trail says of a run.
func (f *Folder) trailLine(m *manifest, hash, replaced string, at time.Time) *report.TrailLine {
	line := &report.TrailLine{At: at.UTC().Format(time.RFC3339Nano), User: f.Holder.User, Host: f.Holder.Host, Run: filepath.Base(f.path()),
		Manifest: hash, Replaced: replaced, Program: m.Program, Policy: m.Policy, AsOf: m.AsOf, Arguments: m.Arguments, Totals: m.Totals}
	for _, input := range m.Inputs {
		line.Inputs = append(line.Inputs, report.TrailInput{Path: input.Path, Sheet: input.Sheet, Table: input.Table, SHA256: input.SHA256})
	}
	return line
}
