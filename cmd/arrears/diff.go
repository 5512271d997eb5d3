package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline/compare"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers/finished"
	"arrears/writers"
	"arrears/writers/comparison"
)

// diffFlags are the flags of `arrears diff`.
type diffFlags struct {
	format  string
	policy  string
	keyFile string // of --pseudonymize
	limit   int
	out     string
	replace bool
}

func newDiff() *cobra.Command {
	f := &diffFlags{}
	command := &cobra.Command{
		Use:   "diff RUN RUN",
		Short: "Compare two finished runs: who became eligible, who no longer is and why",
		Long: `Diff compares the folders of two finished runs, the earlier one first. It shows the
figures of both, who is newly eligible, who no longer is and which criterion turned, whom
the outreach list gained and lost, who will become eligible within the policy's horizon,
and the cases whose balance moved otherwise than charges, payments, adjustments and
interest explain. Nothing is recomputed, and nobody is named but by identifier.

Text shows of each list the first ones; csv has everything, a row each change.`,
		Example: `  arrears diff runs/2026-09-30 runs/2026-10-31
  arrears diff runs/2026-09-30 runs/latest --limit 100
  arrears diff runs/2026-09-30 runs/2026-10-31 --format csv -o october.csv`,
		Args: wants(2, 2, "the folders of two finished runs, the earlier one first"),
		RunE: f.run,
	}
	flags := command.Flags()
	flags.StringVar(&f.format, "format", "", "the `FORMAT`: text or csv (default csv for a FILE.csv, else text)")
	flags.StringVar(&f.policy, "policy", "", "the rules that say how far ahead to look and what interest explains, a `NAME` or file (default the second run's own)")
	registerPseudonymize(flags, &f.keyFile)
	flags.IntVar(&f.limit, "limit", 20, "how many of each list the text shows, `N`; 0 for the figures alone")
	flags.StringVarP(&f.out, "output", "o", "-", "the `FILE` to write, - for standard output")
	flags.BoolVar(&f.replace, "replace", false, "swap a file at --output for this one")
	return command
}

func (f *diffFlags) run(command *cobra.Command, folders []string) error {
	if f.format == "" {
		f.format = "text"
		if strings.EqualFold(filepath.Ext(f.out), ".csv") {
			f.format = "csv"
		}
	}
	if f.format != "text" && f.format != "csv" {
		return usagef("--format %q: give text or csv", f.format)
	}
	if f.limit < 0 {
		return usagef("--limit %d: give 0 or more", f.limit)
	}
	file := writers.File{Path: f.out, Replace: f.replace}
	if f.out != "-" {
		if err := file.Check(); err != nil {
			return err
		}
	}
	ctx := command.Context()
	changes, notice, err := f.compare(ctx, folders)
	if err != nil {
		return err
	}
	if notice != "" {
		fmt.Fprintln(command.ErrOrStderr(), "note: "+notice)
	}
	if f.out == "-" {
		return f.write(ctx, command.OutOrStdout(), changes)
	}
	return file.Publish(func(w io.Writer) error { return f.write(ctx, w, changes) })
}

// compare also says by which rules it goes, where they are not quite the second run's.
func (f *diffFlags) compare(ctx context.Context, folders []string) (changes *report.Changes, notice string, err error) {
	first, err := finished.Open(folders[0])
	if err != nil {
		return nil, "", err
	}
	second, err := finished.Open(folders[1])
	if err != nil {
		return nil, "", err
	}
	rules, notice, err := f.rules(second)
	if err != nil {
		return nil, "", err
	}
	before, after, err := f.snapshots(ctx, first, second)
	if err != nil {
		return nil, "", err
	}
	return compare.Between(before, after, rules), notice, nil
}

// snapshots reads both runs in brief. Two that are pseudonymized alike are compared as they
// are, without the key.
func (f *diffFlags) snapshots(ctx context.Context, first, second *finished.Run) (before, after *report.Snapshot, err error) {
	key, err := readKey(f.keyFile)
	if err != nil {
		return nil, nil, err
	}
	read := func(run *finished.Run) (*report.Snapshot, error) { return snapshotUnder(ctx, run, key) }
	if key == nil && keyOfRun(first) == keyOfRun(second) {
		read = func(run *finished.Run) (*report.Snapshot, error) { return run.Snapshot(ctx) }
	}
	if before, err = read(first); err == nil {
		after, err = read(second)
	}
	return before, after, err
}

// rules are those that the user names, else the run's own. Where these changed since, as
// with a later version of the program, they do all the same, for nothing is recomputed.
func (f *diffFlags) rules(run *finished.Run) (rules *policy.Policy, notice string, err error) {
	if f.policy != "" {
		rules, err = policy.Load(f.policy)
		return rules, "", err
	}
	rules, changed, err := rulesOf(run)
	if changed != "" {
		notice = changed + "; read by what it says now"
	}
	return rules, notice, err
}

func (f *diffFlags) write(ctx context.Context, w io.Writer, changes *report.Changes) error {
	if f.format == "csv" {
		_, err := writers.WriteTable(ctx, w, comparison.Table(changes))
		return err
	}
	return comparison.WriteText(w, changes, f.limit)
}
