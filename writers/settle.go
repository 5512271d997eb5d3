package writers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// settle puts the finished draft in its place. In a folder of runs it does so while the
// trail is its own, and records the run there: a run that can't be recorded is taken back.
func (f *Folder) settle(draft string, m *manifest, hash string) (err error) {
	parent := filepath.Dir(f.path())
	if !f.InFolderOfRuns() {
		_, err := f.reveal(draft, parent)
		f.ManifestSHA256 = hash
		return err
	}
	trail, err := openTrail(f.disk, parent)
	if err != nil {
		return err
	}
	defer func() { err = f.closeTrail(trail, err) }()
	replaced, err := manifestHash(f.disk, f.path())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	takeBack, err := f.reveal(draft, parent)
	if err != nil {
		return err
	}
	line := f.trailLine(m, hash, replaced, f.Now())
	head, err := trail.add(line)
	if err != nil {
		return errors.Join(err, takeBack())
	}
	f.ManifestSHA256, f.TrailHead = hash, head
	if replaced != "" && trail.read.Lines > 0 && !trail.read.Knows(replaced) {
		f.Notes = append(f.Notes, f.path()+": the run that was replaced was not in the audit trail as it was: it was changed, or stopped before it was recorded")
	}
	f.Notes = append(f.Notes, trail.notes(line.Run)...)
	if !f.Aside {
		f.Notes = append(f.Notes, turnLatest(f.disk, parent, line.Run, m.AsOf)...)
	}
	return nil
}

// closeTrail lets others have the trail. What was added is on disk by then.
func (f *Folder) closeTrail(t *trail, err error) error {
	closeErr := t.file.Close()
	if err != nil {
		return errors.Join(err, closeErr)
	}
	if closeErr != nil {
		f.Notes = append(f.Notes, fmt.Sprintf("%s: %v, after the run was recorded", t.path(), closeErr))
	}
	return nil
}

// reveal puts the finished draft in its place; where an earlier run is replaced, the
// two change places at once and the draft's name then holds the earlier one. What has
// appeared at the path meanwhile is judged as at the beginning. After an error all is as
// it was; takeBack makes it so later.
func (f *Folder) reveal(draft, parent string) (takeBack func() error, err error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	turn := func() error { return f.disk.rename(draft, f.path()) }
	back := func() error { return f.disk.rename(f.path(), draft) }
	if _, err := os.Lstat(f.path()); err == nil {
		turn = func() error { return swap(f.disk, draft, f.path()) }
		back = turn
	}
	takeBack = func() error {
		if err := back(); err != nil {
			return fmt.Errorf("take back %s: %w; it is whole, but its run failed", f.path(), err)
		}
		return f.disk.sync(parent)
	}
	if err := turn(); err != nil {
		return nil, fmt.Errorf("publish %s: %w", f.path(), err)
	}
	if err := f.disk.sync(parent); err != nil {
		return nil, errors.Join(fmt.Errorf("publish %s: %w", f.path(), err), takeBack())
	}
	return takeBack, nil
}
