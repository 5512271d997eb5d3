package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline/report"
	"arrears/readers/finished"
	"arrears/writers"
	"arrears/writers/workbook"
)

// outreachFlags are the flags of `arrears outreach`.
type outreachFlags struct {
	counties   []string
	statuses   []string
	languages  []string
	nextSteps  []string
	minArrears string
	limit      int
	out        string
	replace    bool
}

func newOutreach() *cobra.Command {
	f := &outreachFlags{}
	command := &cobra.Command{
		Use:   "outreach RUN -o FILE",
		Short: "Take a list of one's own out of a finished run",
		Long: `Outreach chooses rows of a finished run's outreach list, without recomputing anything,
and writes them as a workbook or as CSV with the columns of outreach.csv. Ranks stay
those of the whole list.

A row is chosen if it meets every flag given; of a flag given several times, one value
is enough: --county Kern --county Fresno --language es is every row in Spanish of either
county. Counties and languages are compared without regard to capitals; es, spa and Spanish
are one language, and so are en, eng and English.`,
		Example: `  arrears outreach runs/2026-10-31 --county Kern --status eligible -o kern.xlsx
  arrears outreach runs/latest --language es --min-arrears 5000 --limit 50 -o first-fifty.csv
  arrears outreach runs/latest --next-step modification_review -o -`,
		Args: wants(1, 1, "the folder of a finished run"),
		RunE: f.run,
	}
	flags := command.Flags()
	flags.StringArrayVar(&f.counties, "county", nil, "rows of a `COUNTY`, or without one (--county \"\"); may be repeated")
	flags.StringArrayVar(&f.statuses, "status", nil, "rows of a `STATUS`: eligible, review or later; may be repeated")
	flags.StringArrayVar(&f.languages, "language", nil, "rows of a `LANGUAGE`: es or en in any of their spellings, another as the exports name it; may be repeated")
	flags.StringArrayVar(&f.nextSteps, "next-step", nil, "rows with a `STEP` among their next steps, like payment_plan; may be repeated")
	flags.StringVar(&f.minArrears, "min-arrears", "", "rows of parents who owe `DOLLARS` or more in all: principal and interest, to families and the government")
	flags.IntVar(&f.limit, "limit", 0, "no more than the first `N` of the rows chosen (default all)")
	flags.StringVarP(&f.out, "output", "o", "", "the `FILE` to write: .xlsx or .csv, or - for CSV on standard output")
	flags.BoolVar(&f.replace, "replace", false, "swap a file at --output for this one")
	return command
}

func (f *outreachFlags) run(command *cobra.Command, folders []string) error {
	write, err := f.writer()
	if err != nil {
		return err
	}
	choice, err := f.choice()
	if err != nil {
		return err
	}
	file := writers.File{Path: f.out, Replace: f.replace}
	if f.out != "-" {
		if err := file.Check(); err != nil {
			return err
		}
	}
	run, err := finished.Open(folders[0])
	if err != nil {
		return err
	}
	ctx := command.Context()
	list, err := finished.All(ctx, run.Outreach)
	if err != nil {
		return err
	}
	chosen, err := choice.from(ctx, run, list)
	if err != nil {
		return err
	}
	rows := taken{list: run.ListReport(chosen), of: len(list), choice: f.described()}
	if f.out == "-" {
		err = write(ctx, command.OutOrStdout(), rows)
	} else {
		err = file.Publish(func(w io.Writer) error { return write(ctx, w, rows) })
	}
	if err != nil {
		return err
	}
	f.say(command.ErrOrStderr(), run, list, len(chosen))
	return nil
}

// say tells how many rows were chosen, and which values no row has: they may be mistyped.
func (f *outreachFlags) say(out io.Writer, run *finished.Run, list []finished.Outreach, chosen int) {
	where := ""
	if f.out != "-" {
		where = ", written to " + f.out
	}
	fmt.Fprintf(out, "%s of %s chosen, as of %s%s\n", grouped(chosen), counted(len(list), "row"), run.AsOf, where)
	unknown := func(flag string, values []string, same func(a, b string) bool, of func(*finished.Outreach) string) {
		for _, value := range values {
			if !slices.ContainsFunc(list, func(o finished.Outreach) bool { return same(of(&o), value) }) {
				fmt.Fprintf(out, "no row of the list has --%s %q\n", flag, value)
			}
		}
	}
	unknown("county", f.counties, alike, func(o *finished.Outreach) string { return o.County })
	unknown("language", f.languages, sameLanguage, func(o *finished.Outreach) string { return o.Language })
}

// taken is what is written: rows of a list of so many, and how they were chosen.
type taken struct {
	list   *report.Report
	of     int
	choice string
}

// writer is what writes the list in the form that the file's name asks for.
func (f *outreachFlags) writer() (func(ctx context.Context, w io.Writer, t taken) error, error) {
	switch ext := strings.ToLower(filepath.Ext(f.out)); {
	case f.out == "":
		return nil, usagef("give -o FILE.xlsx, -o FILE.csv, or -o - for standard output")
	case f.out == "-" || ext == ".csv":
		return writeListCSV, nil
	case ext == ".xlsx":
		return writeListWorkbook, nil
	}
	return nil, usagef("-o %q: give a name that ends with .xlsx or .csv, or - for standard output", f.out)
}

func writeListCSV(ctx context.Context, w io.Writer, t taken) error {
	_, err := writers.WriteTable(ctx, w, report.Outreach(t.list))
	return err
}

func writeListWorkbook(_ context.Context, w io.Writer, t taken) error {
	return workbook.WriteList(w, t.list, []workbook.Fact{
		{Name: "Chosen by", Value: t.choice},
		{Name: "Rows", Value: fmt.Sprintf("%s of %s on the run's outreach list", grouped(len(t.list.Outreach)), grouped(t.of))},
	})
}
