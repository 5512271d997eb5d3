package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/pseudonym"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
)

// series is where the runs of one configuration are published, night after night, side by
// side: the path with its placeholders, and the rules.
type series struct {
	template string
	rules    *policy.Policy
}

// path is where the run as of a date is published.
func (s series) path(asOf ledger.Date) (string, error) {
	values := datePlaceholders(asOf)
	values["{policy}"] = s.rules.Name
	return fillPlaceholders("out", s.template, values)
}

// check makes sure that the runs of the series lie beside one another, which is where
// earlier ones are looked for.
func (s series) check(previous string, keep int) error {
	folder, name := filepath.Split(filepath.Clean(s.template))
	switch {
	case keep < 0:
		return usagef("--keep %d: give how many runs to keep, or 0 for all", keep)
	case keep == 0 && previous != previousAuto:
		return nil
	case hasDate(folder):
		return usagef("--out %q: with --keep or --previous auto the date may stand only in the last part of the path, so that the runs lie beside one another", s.template)
	case keep > 0 && !strings.Contains(name, "{as_of}"):
		return usagef("--out %q: with --keep the last part of the path must hold {as_of}, like runs/{as_of}; else there is but one run", s.template)
	case keep == 1 && previous == previousAuto:
		return usagef("--keep 1: would remove the run that --previous auto compares with, and tonight's could not be done again; give 2 or more")
	}
	return nil
}

// beside lists the finished runs under the policy of the series in the folder of a path,
// the newest first. A folder whose run is not whole is told and passed over; links, hidden
// folders and what is no run are passed over.
func (s series) beside(path string, tell func(text string)) (runs []*finished.Run, err error) {
	folder := filepath.Dir(filepath.Clean(path))
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, readers.Unreadable(folder, err)
	}
	for _, entry := range entries {
		name := filepath.Join(folder, entry.Name())
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || !isFile(filepath.Join(name, report.ManifestName)) {
			continue
		}
		run, err := finished.Open(name)
		if err != nil {
			tell("passed over among the earlier runs: " + oneLine(err))
			continue
		}
		if run.Manifest.Policy.Name == s.rules.Name {
			runs = append(runs, run)
		}
	}
	slices.SortFunc(runs, func(a, b *finished.Run) int {
		return cmp.Or(cmp.Compare(b.AsOf, a.AsOf), strings.Compare(b.Manifest.Clock.Finished, a.Manifest.Clock.Finished), strings.Compare(a.Name, b.Name))
	})
	return runs, nil
}

func isFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

// lastBefore reads the newest run beside a path with an earlier as-of date, pseudonymized
// with the same key or not at all, and what it is called. One that is damaged is told and passed over; nil if there is none.
func (s series) lastBefore(ctx context.Context, path string, asOf ledger.Date, key *pseudonym.Key, tell func(text string)) (snapshot *report.Snapshot, name string, err error) {
	runs, err := s.beside(path, tell)
	if err != nil {
		return nil, "", err
	}
	for _, run := range runs {
		if run.AsOf >= asOf || keyOfRun(run) != keyName(key) {
			continue
		}
		snapshot, err = run.Snapshot(ctx)
		var damaged *readers.Error
		if errors.As(err, &damaged) {
			tell("passed over among the earlier runs: " + oneLine(err))
			continue
		}
		return snapshot, run.Name, err
	}
	return nil, "", nil
}
