package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/readers/finished"
	"arrears/writers"
	"arrears/writers/letters"
)

// lettersFlags are the flags of `arrears letters`.
type lettersFlags struct {
	kind, language, county, format, date string
	ncps, files, aliases                 []string
	limit, workers                       int
	each, twoSided, quiet                bool
	templates, writeTemplates            string
	policy, out                          string
}

func newLetters() *cobra.Command {
	f := &lettersFlags{}
	command := &cobra.Command{
		Use:   "letters RUN",
		Short: "Write letters to parents out of a finished run, in English and Spanish",
		Long: `Letters writes to parents out of the folder of a finished run: to everybody on the
outreach list (coap), or to those whose next steps ask for a payment plan, a review of
their order or job services. It writes one HTML page and one PDF file for up to 1,000
letters, ready for number 10 window envelopes, and letters.csv for a mail merge: a row a
letter, amounts and days as people write them, in UTF-8 with the mark that Word and Excel
need to read it.

A letter is in Spanish where the NCP's language is es, spa, sp, esp, Spanish, español or
castellano, in any letter case, or a tag such as es-MX; else in English. Its date is the
run's as-of date; give --date, the day of mailing, if that is another, for contacts.csv
has it too. Its office is that of the policy's agency section. A run whose policy changed
since needs the old one: the figures were estimated by it.

Nobody is written to who is kept off the outreach list, or whose name or address is not
complete; skipped.csv says who and why. Where no letter is left, nothing is written. The run holds the addresses of the outreach list
only: for letters to others, give the export of NCPs with --ncps.

contacts.csv lists the letters as events: give it to the next run once they are sent, and
nobody is written to twice within the policy's quiet days.

The words are templates: --write-templates writes them into a folder for editing, and
--templates takes them from there.`,
		Example: `  arrears letters runs/2026-10-31 --out letters/october
  arrears letters runs/latest --kind payment-plan --ncps exports/ncps.csv --language es --out letters/planes
  arrears letters runs/latest --kind all --ncps exports/ --county Fresno --two-sided --each --out letters/all
  arrears letters --write-templates words/
  arrears letters runs/latest --templates words/ --out letters/ours`,
		Args: wants(0, 1, "the folder of a finished run"),
		RunE: f.run,
	}
	flags := command.Flags()
	flags.StringVar(&f.kind, "kind", "coap", "which letters, a `LIST` of coap, payment-plan, order-review and job-services, or all")
	flags.StringVar(&f.language, "language", "auto", "the `LANGUAGE` of all letters: en or es; auto takes each NCP's own")
	flags.StringArrayVar(&f.ncps, "ncp", nil, "write to the NCP with this `ID` only; may be repeated")
	flags.StringVar(&f.county, "county", "", "write to NCPs of this `COUNTY` only: that of their case with the largest arrears, in any letter case")
	flags.IntVar(&f.limit, "limit", 0, "write `N` letters at most (default all)")
	flags.StringVar(&f.format, "format", "html,pdf,csv", "which files, a `LIST`; skipped.csv, contacts.csv and letters.json always are")
	flags.BoolVar(&f.each, "each", false, "also a PDF file for each letter, in the folder each")
	flags.BoolVar(&f.twoSided, "two-sided", false, "begin each letter of the PDF on a new sheet, for printing on both sides")
	flags.StringVar(&f.templates, "templates", "", "take the words from the templates in `DIR`")
	flags.StringVar(&f.writeTemplates, "write-templates", "", "write the program's templates into `DIR`, and nothing else")
	flags.StringVar(&f.date, "date", "", "the letters' `DATE`: the day of mailing, which contacts.csv uses too, not before the run's as-of date (default that date)")
	flags.StringArrayVar(&f.files, "ncps", nil, "an export with the NCPs' addresses, a `FILE`, folder or pattern; may be repeated")
	flags.StringArrayVar(&f.aliases, "alias", nil, "a further header name for a column of --ncps, `NAME=COLUMN`; may be repeated")
	flags.StringVar(&f.policy, "policy", "", "take the office that writes from this policy's agency section, a `NAME` or file (default the run's own); or the run's own policy, if it is elsewhere")
	flags.StringVar(&f.out, "out", "", "the `DIR` to make, which must not exist or be empty")
	flags.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "files drawn side by side, `N`")
	flags.BoolVar(&f.quiet, "quiet", false, "no summary")
	return command
}

func (f *lettersFlags) run(command *cobra.Command, arguments []string) error {
	if f.writeTemplates != "" {
		return f.writeDefaults(command, arguments)
	}
	if len(arguments) == 0 {
		return usagef("give the folder of a finished run; see %q", command.CommandPath()+" --help")
	}
	if f.out == "" {
		return usagef("give --out, the folder to make")
	}
	job, err := f.prepare(command.Context(), arguments[0])
	if err != nil {
		return err
	}
	if len(job.letters) == 0 {
		_, err := fmt.Fprintln(command.ErrOrStderr(), f.whyNone(job))
		return err
	}
	manifest, err := job.publish(command.Context())
	if err != nil {
		return err
	}
	if !f.quiet {
		writeLettersSummary(command.OutOrStdout(), manifest, f.out)
	}
	return nil
}

func (f *lettersFlags) writeDefaults(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 || f.templates != "" || f.out != "" {
		return usagef("--write-templates writes templates and nothing else; give it alone")
	}
	err := letters.WriteTemplates(f.writeTemplates)
	var path *fs.PathError
	if errors.As(err, &path) {
		return usagef("%s: %v; name another folder", path.Path, path.Err)
	}
	if err != nil || f.quiet {
		return err
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d templates written into %s; README.txt there says how to change them\n",
		len(letters.TemplateNames()), f.writeTemplates)
	return err
}

// lettersJob is all that the letters are made of.
type lettersJob struct {
	run     *finished.Run
	batch   letters.Batch
	bundle  writers.Bundle
	letters []letters.Letter
	skipped []letters.Skipped
	beyond  int // more letters than --limit
}

// prepare finds out what can go wrong, then reads the run.
func (f *lettersFlags) prepare(ctx context.Context, folder string) (*lettersJob, error) {
	job := &lettersJob{bundle: writers.Bundle{Path: f.out}, batch: letters.Batch{Each: f.each, TwoSided: f.twoSided, Workers: f.workers}}
	choice, err := f.choice()
	if err != nil {
		return nil, err
	}
	if err := f.chooseFormats(&job.batch); err != nil {
		return nil, err
	}
	if job.run, err = finished.Open(folder); err != nil {
		return nil, err
	}
	if err := errPseudonymized(job.run); err != nil {
		return nil, err
	}
	if err := f.setting(job); err != nil {
		return nil, err
	}
	if err := job.bundle.Check(); err != nil {
		return nil, err
	}
	if job.batch.Wording, err = letters.LoadWording(f.templates); err != nil {
		return nil, usagef("%s", err)
	}
	choice.Until = job.run.AsOf + ledger.Date(job.batch.Rules.Outreach.HorizonDays)
	parents, err := f.parents(ctx, job, choice)
	if err != nil {
		return nil, err
	}
	job.letters, job.skipped, job.beyond = choice.Letters(parents)
	return job, nil
}

func (f *lettersFlags) choice() (*letters.Choice, error) {
	choice := &letters.Choice{County: f.county, Limit: f.limit}
	if f.limit < 0 {
		return nil, usagef("--limit %d: give the number of letters, at least 1", f.limit)
	}
	if f.workers < 1 || f.workers > 1024 {
		return nil, usagef("--workers %d: give 1 to 1024", f.workers)
	}
	for _, language := range letters.Languages() {
		if f.language == language.String() {
			choice.Language = &language
		}
	}
	if choice.Language == nil && f.language != "auto" {
		return nil, usagef("--language %q: give auto, en or es", f.language)
	}
	for _, name := range strings.Split(f.kind, ",") {
		kind, ok := letters.ParseKind(strings.TrimSpace(name))
		if f.kind != "all" && !ok {
			return nil, usagef("--kind %q: %q is none; give a list of coap, payment-plan, order-review, job-services, or all", f.kind, name)
		}
		choice.Kinds = append(choice.Kinds, kind)
	}
	slices.Sort(choice.Kinds)
	choice.Kinds = slices.Compact(choice.Kinds)
	if f.kind == "all" {
		choice.Kinds = letters.Kinds()
	}
	if len(f.ncps) > 0 {
		choice.NCPs = make(map[string]bool)
		for _, id := range f.ncps {
			choice.NCPs[id] = true
		}
	}
	return choice, nil
}

func (f *lettersFlags) chooseFormats(batch *letters.Batch) error {
	for _, name := range strings.Split(f.format, ",") {
		switch strings.TrimSpace(name) {
		case "html":
			batch.HTML = true
		case "pdf":
			batch.PDF = true
		case "csv":
			batch.CSV = true
		default:
			return usagef("--format %q: %q is none; give a list of html, pdf, csv", f.format, name)
		}
	}
	return nil
}

// publish makes the folder of letters.
func (j *lettersJob) publish(ctx context.Context) (manifest *letters.Manifest, err error) {
	identity := letters.ManifestRun{AsOf: j.run.Manifest.AsOf, Policy: j.run.Manifest.Policy.Label(), SHA256: j.run.ManifestSHA256}
	err = j.bundle.Publish(ctx, func(add writers.BundleAdd) error {
		var files []report.ManifestOutput
		outcome, err := j.batch.Write(ctx, j.letters, j.skipped, func(name string, write func(io.Writer) (int, error)) error {
			file, err := add(name, write)
			files = append(files, file)
			return err
		})
		if err != nil {
			return templateFault(err)
		}
		manifest = letters.NewManifest(&j.batch.Setting, j.batch.Wording, j.letters, outcome)
		manifest.Program, manifest.Run, manifest.Files, manifest.Beyond = "arrears "+version, identity, files, j.beyond
		_, err = add(letters.ManifestName, func(w io.Writer) (int, error) { return 0, manifest.Write(w) })
		return err
	})
	return manifest, err
}

// templateFault makes a fault of a template one of usage.
func templateFault(err error) error {
	var fault *letters.TemplateError
	if errors.As(err, &fault) {
		return usagef("%s", fault)
	}
	return err
}
