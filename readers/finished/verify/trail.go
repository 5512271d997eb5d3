package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
)

// readTrail reads a trail. A line may be in the middle of being added: that is waited for.
func readTrail(path string) (t *report.Trail, err error) {
	for range 20 {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		t, err = report.ReadTrail(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return nil, &readers.Error{Name: path, Message: err.Error()}
		}
		if !t.Torn {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return t, nil
}

// trailFaults takes over what is wrong with a trail.
func (r *Result) trailFaults(path string, t *report.Trail) {
	for _, fault := range t.Faults {
		r.add(Difference{File: path, Line: fault.Line, Message: fault.Message})
	}
	for _, note := range t.Notes {
		r.Notes = append(r.Notes, Difference{File: path, Line: note.Line, Message: note.Message})
	}
}

// trail holds the run's manifest against the trail beside the run, if there is one.
func (r *Result) trail(run *finished.Run) error {
	path := filepath.Join(filepath.Dir(filepath.Clean(run.Folder)), report.TrailName)
	t, err := readTrail(path)
	if errors.Is(err, fs.ErrNotExist) {
		r.note(report.ManifestName, "no audit trail beside the run vouches for it: whether it was changed together with what it lists can't be told")
		return nil
	}
	if err != nil {
		return err
	}
	r.trailFaults(path, t)
	name := filepath.Base(run.Folder)
	r.Checked.Trail = t.At[run.ManifestSHA256]
	last, recorded := t.Latest[name]
	switch {
	case !t.Knows(run.ManifestSHA256) && recorded:
		r.addf(report.ManifestName, 0, "", "is not the one that %s has on line %d: it was changed since", path, t.At[last])
	case !t.Knows(run.ManifestSHA256):
		r.addf(report.ManifestName, 0, "", "is not in %s: it was changed, or the run was stopped before it was recorded", path)
	case recorded && last != run.ManifestSHA256:
		r.addf(report.ManifestName, 0, "", "is that of an earlier run: %s has a later one in its place on line %d", path, t.At[last])
	case !recorded:
		r.note(report.ManifestName, "the run is in %s under another name", path)
	}
	return nil
}

// TrailResult is what was found out about a trail.
type TrailResult struct {
	Result
	Path    string
	Lines   int
	Head    string // SHA-256 of the last line
	Present int    // runs that the trail knows and that are there
	Gone    int    // runs that the trail knows and that are not
}

// Trail checks a whole trail, a file or the folder of runs that holds one: that its lines
// follow from each other, that they hold one that was noted elsewhere (anchor, a SHA-256 of
// a line; blank for none), and that the runs beside it are those that it knows.
func Trail(path, anchor string) (*TrailResult, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		path = filepath.Join(path, report.TrailName)
	}
	t, err := readTrail(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &readers.Error{Name: path, Message: "there is no audit trail; name it, or a folder of runs that has one"}
	}
	if err != nil {
		return nil, readers.Unreadable(path, err)
	}
	r := &TrailResult{Path: path, Lines: t.Lines, Head: t.Last}
	r.trailFaults(path, t)
	if t.Torn {
		r.add(Difference{File: path, Line: t.Lines, Message: "has no end: a run was stopped while it wrote it, or it was cut"})
	}
	if anchor != "" && !slices.Contains(t.Hashes, strings.ToLower(anchor)) {
		r.addf(path, 0, "", "has no line with the SHA-256 %s: it was changed or removed since that was noted", anchor)
	}
	return r, r.beside(filepath.Dir(path), t)
}

// beside compares the runs in a folder with its trail.
func (r *TrailResult) beside(folder string, t *report.Trail) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return readers.Unreadable(folder, err)
	}
	there := make(map[string]bool)
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name(), report.ManifestName)
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return readers.Unreadable(path, err)
		}
		there[entry.Name()] = true
		r.compare(path, entry.Name(), finished.HashOf(text), t)
	}
	for name := range t.Latest {
		if !there[name] {
			r.Gone++
		}
	}
	return nil
}

// compare holds a run's manifest against the trail.
func (r *TrailResult) compare(path, name, hash string, t *report.Trail) {
	last, recorded := t.Latest[name]
	switch {
	case last == hash:
		r.Present++
	case recorded:
		r.addf(path, 0, "", "is not the one on line %d: it was changed, or put back from before", t.At[last])
	case t.Knows(hash):
		r.note(path, "is recorded under another name, on line %d", t.At[hash])
	default:
		r.addf(path, 0, "", "is not in the trail: it was put there, or its run was stopped before it was recorded")
	}
}

// Summary says in a line what a trail is.
func (r *TrailResult) Summary() string {
	return fmt.Sprintf("%d lines; %d of its runs are there, %d are not", r.Lines, r.Present, r.Gone)
}
