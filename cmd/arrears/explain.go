package main

import (
	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/writers/statement"
)

func newExplain() *cobra.Command {
	f := &inputFlags{}
	var format string
	command := &cobra.Command{
		Use:   "explain CASE_ID INPUT...",
		Short: "Show how every figure of one case came about",
		Long: `Explain prints the statement of one case: each entry and how each payment was credited,
interest by stretch of constant principal and rate, the balances, and the criteria for the
case's NCP with evidence and citation. Every figure can be redone by hand from it.`,
		Example: `  arrears explain 0213475339506 exports/ --as-of 2026-10-31
  arrears explain 0213475339506 exports/ --format json`,
		Args: wants(2, manyArguments, "a case_id and the exports"),
		RunE: func(command *cobra.Command, arguments []string) error {
			if format != "text" && format != "json" {
				return usagef("--format %q: give text or json", format)
			}
			var document *statement.Document
			err := f.reading(command, arguments[1:], func(job pipeline.Job, source *readers.Source) (*report.Report, error) {
				if err := needsLedger(source); err != nil {
					return nil, err
				}
				result, err := pipeline.Explain(command.Context(), job, source, arguments[0])
				if err != nil {
					return nil, err
				}
				document = statement.New(result)
				return result.Report, nil
			})
			if err != nil {
				return err
			}
			if format == "json" {
				return statement.WriteJSON(command.OutOrStdout(), document)
			}
			return statement.WriteText(command.OutOrStdout(), document)
		},
	}
	f.register(command)
	command.Flags().StringVar(&format, "format", "text", "the `FORMAT`: text or json")
	return command
}
