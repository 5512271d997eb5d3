package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
)

// tables are the definitions of the tables by which a run writes them.
func tables() []report.Table {
	return report.Tables(&report.Report{Policy: &policy.Policy{}, Register: &ledger.Register{}})
}

// files holds each file of the run against the manifest, side by side, and looks for
// others. Whole tells whether all tables can be read.
func (r *Result) files(ctx context.Context, run *finished.Run) (whole bool, err error) {
	outputs := run.Manifest.Outputs
	found := make([][]Difference, len(outputs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range outputs {
		group.Go(func() (err error) {
			found[i], err = checkFile(ctx, run, outputs[i])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return false, err
	}
	for i := range outputs {
		r.Checked.Files++
		for _, d := range found[i] {
			r.add(d)
		}
	}
	whole = true
	for _, table := range tables() {
		name := table.Name + ".csv"
		if slices.ContainsFunc(outputs, func(o report.ManifestOutput) bool { return o.Path == name }) {
			r.Checked.Sums += moneyColumns(table)
			info, err := os.Lstat(filepath.Join(run.Folder, name))
			whole = whole && err == nil && info.Mode().IsRegular()
			continue
		}
		r.addf(report.ManifestName, 0, "outputs", "does not list %s", name)
		whole = false
	}
	return whole, r.others(run)
}

func moneyColumns(table report.Table) (count int) {
	for _, column := range table.Columns {
		if column.Kind == report.Money {
			count++
		}
	}
	return count
}

// others looks for files that are none of the run's.
func (r *Result) others(run *finished.Run) error {
	return filepath.WalkDir(run.Folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return readers.Unreadable(path, err)
		}
		name, err := filepath.Rel(run.Folder, path)
		if err != nil || name == "." || name == report.ManifestName {
			return err
		}
		name = filepath.ToSlash(name)
		if slices.ContainsFunc(run.Manifest.Outputs, func(o report.ManifestOutput) bool { return o.Path == name }) {
			return nil
		}
		r.addf(name, 0, "", "is none of the run's files")
		if entry.IsDir() {
			return filepath.SkipDir
		}
		return nil
	})
}

// checkFile holds a file against the manifest: its hash and, for a table, the number of
// its rows and the sums of its columns of money.
func checkFile(ctx context.Context, run *finished.Run, output report.ManifestOutput) (found []Difference, err error) {
	differs := func(column, format string, arguments ...any) {
		found = append(found, Difference{File: output.Path, Column: column, Message: fmt.Sprintf(format, arguments...)})
	}
	path := filepath.Join(run.Folder, filepath.FromSlash(output.Path))
	info, err := os.Lstat(path)
	switch {
	case !filepath.IsLocal(filepath.FromSlash(output.Path)):
		differs("", "is no name of a file of a run")
		return found, nil
	case errors.Is(err, fs.ErrNotExist):
		differs("", "is missing")
		return found, nil
	case err != nil:
		return nil, readers.Unreadable(filepath.Join(run.Name, output.Path), err)
	case !info.Mode().IsRegular():
		differs("", "is no regular file")
		return found, nil
	}
	var recount *report.Recount
	definitions := tables()
	at := slices.IndexFunc(definitions, func(t report.Table) bool { return t.Name+".csv" == output.Path })
	if at >= 0 {
		recount = report.NewRecount(definitions[at].Columns)
	}
	hash, size, err := digest(ctx, path, recount)
	if err != nil {
		return nil, err
	}
	switch {
	case size != output.Size:
		differs("", "has %d bytes, and the run wrote %d", size, output.Size)
	case hash != output.SHA256:
		differs("", "was changed since the run wrote it: its SHA-256 is %s", hash)
	}
	if recount != nil {
		found = append(found, checkSums(output, definitions[at], recount, run.Manifest.Totals[definitions[at].Name])...)
	}
	return found, nil
}

// checkSums holds what a table adds up to against the manifest.
func checkSums(output report.ManifestOutput, table report.Table, recount *report.Recount, totals report.ManifestTotals) (found []Difference) {
	rows, sums, faults := recount.Finish()
	for _, fault := range faults {
		found = append(found, Difference{File: output.Path, Line: fault.Line, Column: fault.Column, Message: fault.Message})
	}
	if rows != output.Rows {
		found = append(found, Difference{File: output.Path, Message: fmt.Sprintf("has %d rows, and the run wrote %d", rows, output.Rows)})
	}
	for i, column := range table.Columns {
		if total := totals[column.Name]; column.Kind == report.Money && total != sums[i].String() {
			found = append(found, Difference{File: output.Path, Column: column.Name, Message: fmt.Sprintf("adds up to %s, and the total in %s is %s", sums[i], report.ManifestName, cmpBlank(total))})
		}
	}
	return found
}

// cmpBlank is a text, or a word where it is blank.
func cmpBlank(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// digest is a file's hash and size; recount, if there is one, reads it too.
func digest(ctx context.Context, path string, recount *report.Recount) (sum string, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, readers.Unreadable(path, err)
	}
	defer file.Close()
	hash := sha256.New()
	buffer := make([]byte, 256<<10)
	for {
		if ctx.Err() != nil {
			return "", 0, context.Cause(ctx)
		}
		n, err := file.Read(buffer)
		hash.Write(buffer[:n])
		if recount != nil {
			_, _ = recount.Write(buffer[:n]) // it never fails
		}
		size += int64(n)
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), size, nil
		}
		if err != nil {
			return "", 0, readers.Unreadable(path, err)
		}
	}
}

// counts holds the counts of the manifest against one another. Those of the tables are
// counted again in sums.go.
func (r *Result) counts(run *finished.Run) {
	m := &run.Manifest
	future, duplicates := 0, 0
	for i, input := range m.Inputs {
		rows := input.Rows
		if rows.Read != rows.Accepted+rows.Rejected+rows.Duplicate+rows.Future {
			r.addf(report.ManifestName, 0, fmt.Sprintf("inputs[%d].rows", i), "%d rows were read, and %d accepted, %d rejected, %d duplicate and %d in the future are not as many",
				rows.Read, rows.Accepted, rows.Rejected, rows.Duplicate, rows.Future)
		}
		future += rows.Future
		duplicates += rows.Duplicate
	}
	r.count("future_entries", m.Counts.FutureEntries, future)
	r.count("duplicates", m.Counts.Duplicates, duplicates)
	statuses, codes := 0, 0
	for _, n := range m.Counts.ByStatus {
		statuses += n
	}
	for _, n := range m.Counts.RejectsByCode {
		codes += n
	}
	r.count("by_status", statuses, m.Counts.NCPs)
	r.count("rejects_by_code", codes, m.Counts.Rejects)
}

// count compares a count of the manifest with what was counted again.
func (r *Result) count(key string, listed, counted int) {
	if listed != counted {
		r.addf(report.ManifestName, 0, "counts."+key, "is %d, and there are %d", listed, counted)
	}
}

// fileOf is the part of an error that names a file of the run below its folder.
func fileOf(run *finished.Run, err *readers.Error) string {
	name, inside := strings.CutPrefix(err.Name, run.Name)
	if !inside {
		return err.Name
	}
	return strings.TrimLeft(name, string(filepath.Separator))
}
