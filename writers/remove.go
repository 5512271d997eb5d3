package writers

import (
	"errors"
	"fmt"
	"path/filepath"

	"arrears/pipeline/report"
)

// Remove takes the finished run at the path away: at one stroke for whoever looks, and
// while no other run publishes there. It removes nothing that holds no run.json.
func (f *Folder) Remove() (err error) {
	f.Replace = true // what could be replaced may be removed
	if err := f.Reserve(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Release()) }()
	manifest, err := f.disk.open(filepath.Join(f.path(), report.ManifestName))
	if err != nil {
		return fmt.Errorf("%s: %w", f.path(), ErrNoRun)
	}
	if err := manifest.Close(); err != nil {
		return err
	}
	parent, base := filepath.Dir(f.path()), filepath.Base(f.path())
	draft, err := f.disk.makeDraft(parent, "."+base+draftMark)
	if err != nil {
		return fmt.Errorf("remove %s: %w", f.path(), err)
	}
	// Whatever is left under the draft's name, the next run sweeps up.
	defer func() { err = errors.Join(err, f.disk.removeAll(draft)) }()
	if err := f.disk.rename(f.path(), filepath.Join(draft, base)); err != nil {
		return fmt.Errorf("remove %s: %w", f.path(), err)
	}
	return f.disk.sync(parent)
}
