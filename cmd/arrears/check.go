package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/readers"
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
		Args: cobra.ArbitraryArgs, // the exports may stand in a configuration
		RunE: func(command *cobra.Command, inputs []string) error {
			return f.reading(command, inputs, func(job pipeline.Job, source *readers.Source) (*report.Report, error) {
				result, err := pipeline.Check(command.Context(), job, source)
				if result != nil {
					writeCheck(command.OutOrStdout(), result)
				}
				return result, err
			})
		},
	}
	f.register(command)
	f.registerLimit(command)
	return command
}

func writeCheck(out io.Writer, r *report.Report) {
	for _, part := range r.Inputs {
		name := ledger.Printable(part.File)
		if part.Sheet != "" {
			name += " sheet " + ledger.Printable(part.Sheet)
		}
		fmt.Fprintf(out, "%-7s %s: %s rows read, %s accepted, %s rejected, %s duplicate, %s in the future\n", part.Kind, name,
			grouped(part.Read), grouped(part.Accepted), grouped(part.Rejected), grouped(part.Duplicate), grouped(part.Future))
		for _, column := range part.UnknownColumns {
			fmt.Fprintf(out, "        column %q is ignored\n", column)
		}
		for _, sheet := range part.IgnoredSheets {
			fmt.Fprintf(out, "        sheet %q holds an earlier run's results, and is ignored\n", sheet)
		}
	}
	for i := range r.Rejects {
		if i == checkShown {
			fmt.Fprintf(out, "… and %s more\n", grouped(len(r.Rejects)-checkShown))
			break
		}
		reject := &r.Rejects[i]
		fmt.Fprintf(out, "%s: %s: %s\n", report.Place(r.Inputs, reject.Position), whatIsRejected(reject), report.RejectMessage(r, reject))
	}
	if len(r.Rejects) == 0 {
		fmt.Fprintln(out, "nothing to reject")
	}
}

// whatIsRejected is a reject's code, its column if it has one, and whom it names.
func whatIsRejected(reject *ledger.Reject) string {
	text := string(reject.Code)
	if reject.Column != "" {
		text += " " + reject.Column
	}
	if reject.CaseID != "" {
		text += ", case " + ledger.Printable(reject.CaseID)
	}
	if reject.NCPID != "" {
		text += ", NCP " + ledger.Printable(reject.NCPID)
	}
	return text
}
