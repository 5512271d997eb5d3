package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/writers"
	"arrears/writers/statement"
)

// statementForm is a format of the statement.
type statementForm struct {
	name   string
	suffix string // of a file's name
	write  func(io.Writer, *statement.Document) error
	binary bool
}

var statementForms = []statementForm{
	{"text", ".txt", statement.WriteText, false},
	{"html", ".html", statement.WriteHTML, false},
	{"xlsx", ".xlsx", statement.WriteXLSX, true},
	{"json", ".json", statement.WriteJSON, false},
}

type explainFlags struct {
	inputFlags
	format   string
	audience string
	without  string
	out      string
	replace  bool
}

func newExplain() *cobra.Command {
	f := &explainFlags{}
	command := &cobra.Command{
		Use:   "explain CASE_ID INPUT...",
		Short: "Show how every figure of one case came about",
		Long: `Explain writes the statement of one case: the balances, what was ordered and paid month
by month, interest by stretch of constant principal and rate, each entry and how each
payment was credited, and the criteria for the case's NCP with evidence and citation.
Every figure can be redone by hand from it.

As text it is for a terminal, as JSON for programs. As HTML or as a workbook (xlsx) it is
an account to hand to a parent or a court, set up to be printed on Letter paper.

It goes to standard output, or with -o into a file; a workbook never goes to a terminal. A
file that is there is replaced only with --replace.

A payment's source may be federal tax information. It is left out, and with it the order
of crediting that some sources have, unless --audience fti says that the reader is
authorized to see it; such a statement says so on every page.

The criteria rest on the parent's income, and count all of the parent's cases. For anybody
but the parent, --without criteria leaves them out, with the offer, the plan and the other
cases; the statement says so.`,
		Example: `  arrears explain 0213475339506 exports/ --as-of 2026-10-31
  arrears explain 0213475339506 exports/ --as-of 2026-10-31 -o statement.xlsx
  arrears explain 0213475339506 exports/ --as-of 2026-10-31 -o copy.html --without criteria
  arrears explain 0213475339506 exports/ --format html > statement.html`,
		Args: wants(1, manyArguments, "a case_id and the exports"), // which may stand in a configuration
		RunE: func(command *cobra.Command, arguments []string) error {
			return f.explain(command, arguments[0], arguments[1:])
		},
	}
	f.register(command)
	flags := command.Flags()
	flags.StringVar(&f.format, "format", "", "the `FORMAT`: text, html, xlsx or json (default by the ending of -o, else text)")
	flags.StringVar(&f.audience, "audience", string(statement.General), "who may read it, `WHO`: general (no payment's source is shown) or fti (people authorized to see federal tax information)")
	flags.StringVar(&f.without, "without", "", "leave a `PART` out: criteria (with the offer, the plan and the parent's other cases)")
	flags.StringVarP(&f.out, "output", "o", "", "the `FILE` to write; without it, or as -, standard output")
	flags.BoolVar(&f.replace, "replace", false, "swap a file at --output for this one")
	return command
}

func (f *explainFlags) explain(command *cobra.Command, caseID string, inputs []string) error {
	form, err := f.form()
	if err != nil {
		return err
	}
	audience := statement.Audience(f.audience)
	if !slices.Contains(statement.Audiences(), audience) {
		return usagef("--audience %q: give general or fti", f.audience)
	}
	if f.without != "" && f.without != statement.Criteria {
		return usagef("--without %q: give criteria", f.without)
	}
	file, toFile := writers.File{Path: f.out, Replace: f.replace}, f.out != "" && f.out != "-"
	switch {
	case toFile:
		err = file.Check()
	case form.binary && goesToTerminal(command.OutOrStdout()):
		err = usagef("a workbook can't be shown on a terminal; name a file with -o")
	}
	if err != nil {
		return err
	}
	document, err := f.document(command, caseID, inputs, audience)
	if err != nil {
		return err
	}
	if toFile {
		return file.Publish(func(w io.Writer) error { return form.write(w, document) })
	}
	return form.write(command.OutOrStdout(), document)
}

// goesToTerminal looks at where a command's output goes in the end.
func goesToTerminal(out io.Writer) bool {
	if k, kept := out.(*keeper); kept {
		out = k.w
	}
	return isTerminal(out)
}

// form is the format that the flags ask for: that of --format, else that of the file's
// name, else text.
func (f *explainFlags) form() (*statementForm, error) {
	suffix := strings.ToLower(filepath.Ext(f.out))
	for i := range statementForms {
		form := &statementForms[i]
		if f.format == form.name || f.format == "" && suffix == form.suffix {
			return form, nil
		}
	}
	if f.format == "" {
		return &statementForms[0], nil
	}
	return nil, usagef("--format %q: give text, html, xlsx or json", f.format)
}

func (f *explainFlags) document(command *cobra.Command, caseID string, inputs []string, audience statement.Audience) (document *statement.Document, err error) {
	err = f.reading(command, inputs, func(job pipeline.Job, source *readers.Source) (*report.Report, error) {
		if err := needsLedger(source); err != nil {
			return nil, err
		}
		result, err := pipeline.Explain(command.Context(), job, source, caseID)
		if err != nil {
			return nil, err
		}
		document = statement.New(result, audience)
		if f.without == statement.Criteria {
			document.LeaveOutCriteria()
		}
		return result.Report, nil
	})
	return document, err
}
