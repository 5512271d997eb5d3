package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"arrears/pipeline"
	"arrears/pipeline/ordered"
	"arrears/pipeline/policy"
	"arrears/pipeline/pseudonym"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
	"arrears/writers"
)

// runFlags are the flags of `arrears run`.
type runFlags struct {
	inputFlags
	out      string
	previous string
	reports  string
	also     string
	replace  bool
	trail    bool
	keep     int
	metrics  string

	named      map[string]string // what inputs are called in the reports, where not by their paths
	compared   *report.TrailRun  // the earlier run; nil without one
	showConfig bool
	warned     []string
}

func newRun() *cobra.Command { return new(runFlags).command() }

// command is the command with these flags.
func (f *runFlags) command() *cobra.Command {
	command := &cobra.Command{
		Use:   "run INPUT...",
		Short: "Do the whole job: read exports, recompute, decide, write the reports",
		Long: `Run reads every export named (files, folders, patterns), recomputes each case as of a
date, decides about each parent, and publishes all reports as one folder: whole, or not
at all.

Each setting may also stand in the environment, ARREARS_MAX_REJECTS for --max-rejects, or
in a YAML file named by --config, max_rejects. A flag counts before the environment, that
before the file, and the file before the default. The exports are ARREARS_INPUTS there,
joined as in PATH, and inputs in the file; a list is joined by commas in the environment.
Paths in the file are taken from its folder. The inputs of either may hold {as_of},
{year}, {month} and {day}. --show-config shows what counts, and where it stands.

Exit codes: 0 done; 1 failed; 2 bad usage, bad policy or unusable input; 3 too many
rejected rows (nothing is published, but the rejects are kept); 4 another run is
publishing there; 130 interrupted.`,
		Example: `  arrears run samples/county/input --as-of 2026-10-31
  arrears run ledger-*.csv.gz parties.xlsx --policy county.yaml --out runs/october
  arrears run exports/ --previous runs/2026-10-31 --reports csv --quiet --log json
  arrears run --config nightly.yaml --show-config`,
		Args: cobra.ArbitraryArgs, // the exports may stand in a configuration
		RunE: func(command *cobra.Command, inputs []string) error { return f.run(command, inputs) },
	}
	f.register(command)
	f.registerLimit(command)
	flags := command.Flags()
	flags.StringVar(&f.out, "out", "", "the `DIR` to publish, which must not exist or be empty; may hold {as_of}, {year}, {month}, {day} and {policy} (default runs/{as_of})")
	flags.StringVar(&f.previous, "previous", "", "an earlier run's `DIR`, to mark who is new on the outreach list and to show what changed; auto: the last good one beside --out")
	flags.StringVar(&f.reports, "reports", "csv,xlsx,html", "which reports to write, a `LIST`; the CSV files and the manifest always are")
	f.registerAlso(command)
	flags.BoolVar(&f.replace, "replace", false, "swap an earlier run at --out for this one")
	flags.BoolVar(&f.trail, "trail", false, "record the run in audit.jsonl beside --out, and turn the link latest there to it; so it is always where --out lies in a folder called runs, or in one that has an audit.jsonl")
	flags.IntVar(&f.keep, "keep", 0, "once this run is published, remove earlier ones of the same --out but for the newest `N` in all (default 0: all stay)")
	flags.StringVar(&f.metrics, "metrics", "", "write metrics for Prometheus to a `FILE` that ends in .prom, also if the run fails")
	flags.BoolVar(&f.showConfig, showConfigFlag, false, "show every setting and where it stands, try whether the run could begin, and do nothing")
	markSettings(flags)
	return command
}

// run does the whole job and, whatever comes of it, says so in the log and the metrics.
func (f *runFlags) run(command *cobra.Command, inputs []string) error {
	if f.showConfig {
		return f.show(command, inputs)
	}
	d := newDiary(time.Now())
	f.inputFlags.run = d.id
	err := ordered.Guard(func() error {
		inputs, err := f.settle(command, inputs)
		if err != nil {
			return err
		}
		return f.settings.locate(f.publish(command, inputs, d))
	})
	f.close(command, d, err)
	return err
}

// publish does the whole job.
func (f *runFlags) publish(command *cobra.Command, inputs []string, d *diary) (err error) {
	folder := &writers.Folder{Replace: f.replace, Trail: f.trail, Aside: f.keyFile != "", Holder: holder(), Now: time.Now}
	if err := f.chooseReports(folder); err != nil {
		return err
	}
	if err := checkMetrics(f.metrics); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Release()) }()
	result, err := f.watch(command, inputs, func(job pipeline.Job, source *readers.Source) (*report.Report, error) {
		d.asOf, d.policy = job.AsOf.String(), job.Rules.Label()
		if err := f.prepare(command.Context(), folder, &job, source); err != nil {
			return nil, err
		}
		if err := folder.Reserve(); err != nil {
			return nil, err
		}
		restCollector(source.Parts())
		result, err := pipeline.Run(command.Context(), job, source, &stamped{folder, f.named, hidden(report.Run{
			ID: d.id, Program: version, Arguments: commandLine(command, inputs), Started: d.started, Host: folder.Holder.Host, Compared: f.compared}, job, source)})
		for _, note := range folder.Notes {
			f.warn(note)
		}
		if err == nil {
			d.result, d.published = result, folder
			d.kept = f.retain(command.Context(), folder, job)
		}
		return result, err
	})
	if err != nil {
		return f.keepRejects(command.Context(), folder.Path, err)
	}
	if err := os.Remove(writers.RejectsPath(folder.Path)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the rejects of an earlier failed run: %w", err)
	}
	if !f.quiet {
		writeSummary(command.OutOrStdout(), result, folder, time.Since(d.started))
		writeRetention(command.OutOrStdout(), d.kept)
	}
	return nil
}

// prepare finds out before the work begins whether it can be done: there is a ledger, a
// place to publish, and the earlier run to compare with.
func (f *runFlags) prepare(ctx context.Context, folder *writers.Folder, job *pipeline.Job, source *readers.Source) (err error) {
	if err := needsLedger(source); err != nil {
		return err
	}
	series := f.series(job.Rules)
	if folder.Path, err = series.path(job.AsOf); err != nil {
		return err
	}
	if err := series.check(f.previous, f.keep); err != nil {
		return err
	}
	if err := folder.Check(); err != nil {
		return err
	}
	switch f.previous {
	case "":
	case previousAuto:
		job.Previous, f.previous, err = series.lastBefore(ctx, folder.Path, job.AsOf, job.Pseudonyms, f.warn)
		if err == nil {
			f.monitor.log.Info().Str("previous", f.previous).Msg("previous") // blank on the first night
		}
	default:
		job.Previous, err = previousRun(ctx, f.previous, job.Pseudonyms)
	}
	if err == nil && job.Previous != nil {
		f.compared, err = comparedWith(f.previous)
	}
	return err
}

// comparedWith names the run that this one is compared with, so that it can be found again:
// where a link such as latest pointed to.
func comparedWith(folder string) (*report.TrailRun, error) {
	run, err := finished.Open(folder)
	if err != nil {
		return nil, err
	}
	return &report.TrailRun{Run: run.Folder, Manifest: run.ManifestSHA256}, nil
}

// series is where these flags publish.
func (f *runFlags) series(rules *policy.Policy) series {
	template := f.out
	if template == "" {
		template = filepath.Join("runs", "{as_of}")
		if f.keyFile != "" {
			template += "-pseudonymized"
		}
	}
	return series{template, rules}
}

// warn says once what an operator should know.
func (f *runFlags) warn(text string) {
	if !slices.Contains(f.warned, text) {
		f.warned = append(f.warned, text)
		f.monitor.log.Warn().Msg(text)
	}
}

// previousRun reads what a run is compared with.
func previousRun(ctx context.Context, folder string, key *pseudonym.Key) (*report.Snapshot, error) {
	run, err := finished.Open(folder)
	if err != nil {
		return nil, err
	}
	return snapshotUnder(ctx, run, key)
}

// stamped gives a report its run before it is published.
type stamped struct {
	*writers.Folder
	named map[string]string
	run   report.Run
}

func (s *stamped) Publish(ctx context.Context, r *report.Report) error {
	if s.XLSX || s.HTML || len(s.Also) > 0 { // these make garbage, CSV none
		collectGarbage()
	}
	s.run.Durations = r.Run.Durations
	r.Run = s.run
	for _, part := range r.Inputs {
		if name, ok := s.named[part.File]; ok {
			part.File = name
		}
	}
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
	return f.chooseAlso(folder)
}

// commandLine is what the figures rest on of the command as it might have been given: its
// name, the flags that were set, wherever that was, by name, and the inputs. Flags that
// change only how and where the work is done are left out, so that the manifest is the
// same however it was done.
func commandLine(command *cobra.Command, inputs []string) []string {
	arguments := []string{command.Name()}
	command.Flags().Visit(func(flag *pflag.Flag) {
		switch flag.Name {
		case "workers", "memory", "out", "replace", "trail", "quiet", "log", "keep", "metrics", configFlag:
			return
		}
		if flag.Value.String() == "" { // no earlier run was found
			return
		}
		values := []string{flag.Value.String()}
		if several, ok := flag.Value.(pflag.SliceValue); ok {
			values = several.GetSlice()
		}
		for _, value := range values {
			arguments = append(arguments, "--"+flag.Name+"="+value)
		}
	})
	return append(arguments, inputs...)
}

// keepRejects writes the rejects of a run that failed for their number beside where the
// run would have been.
func (f *runFlags) keepRejects(ctx context.Context, path string, failure error) error {
	var rejects *pipeline.TooManyRejects
	if !errors.As(failure, &rejects) {
		return failure
	}
	kept := writers.RejectsPath(path)
	if err := writers.WriteRejects(ctx, kept, rejects.Report); err != nil {
		return errors.Join(failure, fmt.Errorf("keep the rejects: %w", err))
	}
	return fmt.Errorf("%w; they are listed in %s", failure, kept)
}
