package writers

import (
	"errors"
	"os"
)

// exchangeInSteps lets two folders change places by three renames; for a moment there is
// nothing at b, whose earlier content then lies beside it.
func exchangeInSteps(a, b string) error {
	aside := a + "-replaced"
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return errors.Join(err, os.Rename(aside, b))
	}
	return os.Rename(aside, a)
}
