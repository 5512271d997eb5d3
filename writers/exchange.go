package writers

import "errors"

// swap lets a draft and the earlier run at the path change places: at once where the
// system can, and else by three renames, between which the earlier run may lie aside.
func swap(on disk, draft, path string) error {
	err := on.exchange(draft, path)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	aside := draft + asideEnding
	if err := on.rename(path, aside); err != nil {
		return err
	}
	if err := on.rename(draft, path); err != nil {
		return errors.Join(err, on.rename(aside, path))
	}
	if err := on.rename(aside, draft); err != nil {
		return errors.Join(err, on.rename(path, draft), on.rename(aside, path))
	}
	return nil
}

// asideEnding ends the name under which an earlier run lies while it is swapped. A killed
// run may leave it so, and the next one puts it back (see leftovers.go).
const asideEnding = "-replaced"
