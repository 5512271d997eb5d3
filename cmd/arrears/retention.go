package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"arrears/pipeline"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
	"arrears/writers"
)

// retention is what became of --keep.
type retention struct {
	removed []string // folders
	refused []string // what was to be removed and is not, and why
}

// retain removes earlier runs where --keep asks for it. That one can't be removed is a
// warning: the reports are out.
func (f *runFlags) retain(ctx context.Context, published *writers.Folder, job pipeline.Job) (r retention) {
	if f.keep == 0 {
		return r
	}
	f.monitor.stage("remove earlier runs")
	r = f.series(job.Rules).retain(ctx, published, f.keep, f.warn)
	for _, run := range r.removed {
		f.monitor.log.Info().Str("folder", run).Int("keep", f.keep).Msg("removed")
	}
	for _, reason := range r.refused {
		f.warn(reason)
	}
	return r
}

// writeRetention says what was removed.
func writeRetention(out io.Writer, r retention) {
	for _, run := range r.removed {
		fmt.Fprintf(out, "  Removed: %s\n", run)
	}
	for _, reason := range r.refused {
		fmt.Fprintf(out, "  ! %s\n", reason)
	}
}

// superfluous lists the runs of a series beyond the newest ones that are kept, the newest
// first. A run counts only where it lies at the path that the series gives to its own as-of
// date: one that somebody has renamed, to keep it, is left alone.
func (s series) superfluous(published string, keep int, tell func(text string)) (runs []*finished.Run, err error) {
	all, err := s.beside(published, tell)
	if err != nil {
		return nil, err
	}
	ours := slices.DeleteFunc(all, func(run *finished.Run) bool {
		path, err := s.path(run.AsOf)
		return err != nil || filepath.Clean(path) != run.Name
	})
	if len(ours) <= keep {
		return nil, nil
	}
	return slices.DeleteFunc(ours[keep:], func(run *finished.Run) bool { return run.Name == filepath.Clean(published) }), nil
}

// retain removes the superfluous runs. It never removes the run just published, what a
// link beside it (such as `latest`) points to, a run that another command is publishing
// anew, or a folder that holds anything but what its run wrote: somebody has worked there.
func (s series) retain(ctx context.Context, published *writers.Folder, keep int, tell func(text string)) (r retention) {
	runs, err := s.superfluous(published.Path, keep, tell)
	if err != nil {
		r.refused = append(r.refused, oneLine(err))
	}
	for _, run := range runs {
		reason := reasonToStay(ctx, run)
		if reason == nil {
			reason = removeRun(run, published)
		}
		if reason != nil {
			r.refused = append(r.refused, fmt.Sprintf("%s stays, though --keep %d would remove it: %s", run.Name, keep, oneLine(reason)))
			continue
		}
		r.removed = append(r.removed, run.Name)
	}
	return r
}

// removeRun takes a run away, while nobody else publishes there.
func removeRun(run *finished.Run, as *writers.Folder) error {
	return (&writers.Folder{Path: run.Name, Replace: true, Holder: as.Holder, Now: as.Now}).Remove()
}

// reasonToStay says why a run is not to be removed; nil if it may be.
func reasonToStay(ctx context.Context, run *finished.Run) error {
	if link, err := linkTo(run.Name); err != nil || link != "" {
		if err == nil {
			err = fmt.Errorf("%s points to it", link)
		}
		return err
	}
	entries, err := os.ReadDir(run.Name)
	if err != nil {
		return readers.Unreadable(run.Name, err)
	}
	for _, entry := range entries {
		name := filepath.Join(run.Name, entry.Name())
		if entry.Name() == report.ManifestName {
			continue
		}
		at := slices.IndexFunc(run.Manifest.Outputs, func(output report.ManifestOutput) bool { return output.Path == entry.Name() })
		if at < 0 || !entry.Type().IsRegular() {
			return fmt.Errorf("%s is none of its files; put it elsewhere, or remove the folder yourself", name)
		}
		hash, err := readers.Digest(ctx, name)
		if err != nil {
			return err
		}
		if hash != run.Manifest.Outputs[at].SHA256 {
			return fmt.Errorf("%s was changed since the run wrote it; put it elsewhere, or remove the folder yourself", name)
		}
	}
	return nil
}

// linkTo is a link that stands beside a folder and points to it; blank if there is none.
func linkTo(folder string) (link string, err error) {
	info, err := os.Stat(folder)
	if err != nil {
		return "", readers.Unreadable(folder, err)
	}
	beside := filepath.Dir(folder)
	entries, err := os.ReadDir(beside)
	if err != nil {
		return "", readers.Unreadable(beside, err)
	}
	for _, entry := range entries {
		if entry.Type()&os.ModeSymlink == 0 {
			continue
		}
		target, err := os.Stat(filepath.Join(beside, entry.Name()))
		if err == nil && os.SameFile(info, target) {
			return filepath.Join(beside, entry.Name()), nil
		}
	}
	return "", nil
}
