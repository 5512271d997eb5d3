package generate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Write makes the world that the options describe in the folder dir: ledger.csv (or
// ledger-01.csv and so on), cases.csv, ncps.csv and events.csv, or arrears.xlsx with a
// sheet for each. The folder is created if need be, and must be empty. After an error,
// or when ctx is done, none of the files is left.
func Write(ctx context.Context, dir string, o Options) (Summary, error) {
	o, err := o.complete()
	if err != nil {
		return Summary{}, err
	}
	if err := prepareFolder(dir); err != nil {
		return Summary{}, err
	}
	f := &folder{dir: dir}
	var summary Summary
	if o.Format == XLSX {
		summary, err = f.writeWorkbook(ctx, o)
	} else {
		summary, err = f.writeCSV(ctx, o)
	}
	if err = errors.Join(err, f.close()); err != nil {
		return Summary{}, errors.Join(err, f.remove())
	}
	summary.Files, err = f.list()
	return summary, err
}

func prepareFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the output folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: choose another folder or empty it", dir)
	}
	return nil
}

// folder keeps the files that are written in it.
type folder struct {
	dir   string
	files []*os.File
}

func (f *folder) create(name string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(f.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err == nil {
		f.files = append(f.files, file)
	}
	return file, err
}

func (f *folder) close() error {
	var errs []error
	for _, file := range f.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}

func (f *folder) remove() error {
	var errs []error
	for _, file := range f.files {
		errs = append(errs, os.Remove(file.Name()))
	}
	return errors.Join(errs...)
}

func (f *folder) list() ([]File, error) {
	var list []File
	for _, file := range f.files {
		info, err := os.Stat(file.Name())
		if err != nil {
			return nil, err
		}
		list = append(list, File{Name: info.Name(), Bytes: info.Size()})
	}
	slices.SortFunc(list, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// ledgerName is ledger.csv, or ledger-01.csv and so on.
func ledgerName(i, files int) string {
	if files == 1 {
		return "ledger.csv"
	}
	return fmt.Sprintf("ledger-%02d.csv", i+1)
}
