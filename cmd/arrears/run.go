package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"arrears/pipeline"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/writers"
)

// runFlags are the flags of `arrears run`.
type runFlags struct {
	inputFlags
	out      string
	previous string
	reports  string
	replace  bool
}

func newRun() *cobra.Command {
	f := &runFlags{}
	command := &cobra.Command{
		Use:   "run INPUT...",
		Short: "Do the whole job: read exports, recompute, decide, write the reports",
		Long: `Run reads every export named (files, folders, patterns), recomputes each case as of a
date, decides about each parent, and publishes all reports as one folder: whole, or not
at all.

Exit codes: 0 done; 1 failed; 2 bad usage, bad policy or unusable input; 3 too many
rejected rows (nothing is published, but the rejects are kept); 130 interrupted.`,
		Example: `  arrears run samples/county/input --as-of 2026-10-31
  arrears run ledger-*.csv.gz parties.xlsx --policy county.yaml --out runs/october
  arrears run exports/ --previous runs/2026-10-31 --reports csv --quiet --log json`,
		Args: wants(1, manyArguments, "the exports: files, folders or patterns"),
		RunE: func(command *cobra.Command, inputs []string) error { return f.run(command, inputs) },
	}
	f.register(command)
	f.registerLimit(command)
	flags := command.Flags()
	flags.StringVar(&f.out, "out", "", "the `DIR` to publish, which must not exist or be empty (default runs/<as-of>)")
	flags.StringVar(&f.previous, "previous", "", "an earlier run's `DIR`, to mark who is new on the outreach list")
	flags.StringVar(&f.reports, "reports", "csv,xlsx,html", "which reports to write, a `LIST`; the CSV files and the manifest always are")
	flags.BoolVar(&f.replace, "replace", false, "swap an earlier run at --out for this one")
	return command
}

func (f *runFlags) run(command *cobra.Command, inputs []string) error {
	started := time.Now()
	folder := &writers.Folder{Replace: f.replace, Now: time.Now}
	if err := f.chooseReports(folder); err != nil {
		return err
	}
	var result *report.Report
	err := f.reading(command, inputs, func(job pipeline.Job, source *readers.Source) (*report.Report, error) {
		if err := f.prepare(folder, &job, source); err != nil {
			return nil, err
		}
		host, _ := os.Hostname() // a host without a name leaves it blank
		var err error
		result, err = pipeline.Run(command.Context(), job, source, &stamped{folder, report.Run{
			Program: version, Arguments: commandLine(command, inputs), Started: started, Host: host}})
		return result, err
	})
	if err != nil {
		return f.keepRejects(command.Context(), folder.Path, err)
	}
	if err := os.Remove(rejectsPath(folder.Path)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the rejects of an earlier failed run: %w", err)
	}
	if !f.quiet {
		writeSummary(command.OutOrStdout(), result, folder, time.Since(started))
	}
	return nil
}

// prepare finds out before the work begins whether it can be done: there is a ledger, a
// place to publish, and the earlier run to compare with.
func (f *runFlags) prepare(folder *writers.Folder, job *pipeline.Job, source *readers.Source) (err error) {
	if err := needsLedger(source); err != nil {
		return err
	}
	folder.Path = f.out
	if folder.Path == "" {
		folder.Path = filepath.Join("runs", job.AsOf.String())
	}
	if err := folder.Check(); err != nil {
		return err
	}
	if f.previous != "" {
		job.Previous, err = readers.PreviousOutreach(f.previous)
	}
	return err
}

// stamped gives a report its run before it is published.
type stamped struct {
	*writers.Folder
	run report.Run
}

func (s *stamped) Publish(ctx context.Context, r *report.Report) error {
	s.run.Durations = r.Run.Durations
	r.Run = s.run
	return s.Folder.Publish(ctx, r)
}

func (f *runFlags) chooseReports(folder *writers.Folder) error {
	for _, name := range strings.Split(f.reports, ",") {
		switch strings.TrimSpace(name) {
		case "csv", "":
		case "xlsx":
			folder.XLSX = true
		case "html":
			folder.HTML = true
		default:
			return usagef("--reports %q: %q is none; give a list of csv, xlsx, html", f.reports, name)
		}
	}
	return nil
}

// commandLine is what the figures rest on of the command as it was given: its name, the
// flags that were set, by name, and the inputs. Flags that change only how and where the
// work is done are left out, so that the manifest is the same however it was done.
func commandLine(command *cobra.Command, inputs []string) []string {
	arguments := []string{command.Name()}
	command.Flags().Visit(func(flag *pflag.Flag) {
		switch flag.Name {
		case "workers", "memory", "out", "replace", "quiet", "log":
			return
		}
		arguments = append(arguments, "--"+flag.Name+"="+flag.Value.String())
	})
	return append(arguments, inputs...)
}

// rejectsPath is where the rejects of a run that failed for their number are kept.
func rejectsPath(out string) string { return filepath.Clean(out) + ".rejects.csv" }

// keepRejects writes the rejects of a run that failed for their number beside where the
// run would have been.
func (f *runFlags) keepRejects(ctx context.Context, path string, failure error) error {
	var rejects *pipeline.TooManyRejects
	if !errors.As(failure, &rejects) {
		return failure
	}
	kept := rejectsPath(path)
	if err := writers.WriteRejects(ctx, kept, rejects.Report); err != nil {
		return errors.Join(failure, fmt.Errorf("keep the rejects: %w", err))
	}
	return fmt.Errorf("%w; they are listed in %s", failure, kept)
}
