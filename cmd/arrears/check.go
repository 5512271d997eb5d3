package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/report"
)

// checkShown is how many rejects check prints.
const checkShown = 50

func newCheck() *cobra.Command {
	f := &inputFlags{}
	command := &cobra.Command{
		Use:   "check INPUT...",
		Short: "Read and validate exports; nothing is written",
		Long: `Check reads the exports as run does and says what it makes of them: the tables it
recognised, the rows it read, and what it can't use, with file, line and column. Its exit
code is 3 where run would fail for too many rejected rows.`,
		Example: `  arrears check exports/
  arrears check ledger.csv --max-rejects 0`,
		Args: wants(1, manyArguments, "the exports: files, folders or patterns"),
		RunE: func(command *cobra.Command, inputs []string) (err error) {
			job, source, err := f.job(inputs)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, source.Close()) }()
			result, err := pipeline.Check(command.Context(), job, source)
			if result != nil {
				writeCheck(command.OutOrStdout(), result)
			}
			return err
		},
	}
	f.register(command)
	return command
}

func writeCheck(out io.Writer, r *report.Report) {
	for _, part := range r.Inputs {
		name := part.File
		if part.Sheet != "" {
			name += " sheet " + part.Sheet
		}
		fmt.Fprintf(out, "%-7s %s: %s rows read, %s accepted, %s rejected, %s duplicate, %s in the future\n", part.Kind, name,
			grouped(part.Read), grouped(part.Accepted), grouped(part.Rejected), grouped(part.Duplicate), grouped(part.Future))
		for _, column := range part.UnknownColumns {
			fmt.Fprintf(out, "        column %q is ignored\n", column)
		}
	}
	for i := range r.Rejects {
		if i == checkShown {
			fmt.Fprintf(out, "… and %s more\n", grouped(len(r.Rejects)-checkShown))
			break
		}
		reject := &r.Rejects[i]
		fmt.Fprintf(out, "%s: %s %s: %s\n", report.Place(r.Inputs, reject.Position), reject.Code, reject.Column, report.RejectMessage(r, reject))
	}
	if len(r.Rejects) == 0 {
		fmt.Fprintln(out, "nothing to reject")
	}
}
