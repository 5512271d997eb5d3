package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"arrears/samples/generate"
)

func newSample() *cobra.Command {
	var asOf, dirty, out string
	o := generate.Options{}
	command := &cobra.Command{
		Use:   "sample",
		Short: "Make realistic exports of any size from a seed",
		Long: `Sample writes invented exports: ledger, cases, ncps and events. The same options make the
same bytes. Everybody in them is invented.`,
		Example: `  arrears sample --cases 1000 --out exports
  arrears sample --cases 200000 --dirty 1% --out state
  arrears sample --cases 500 --format xlsx --out workbook`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) (err error) {
			if o.AsOf, err = parseAsOf(asOf); err != nil {
				return err
			}
			if o.Dirty, err = parseDirty(dirty); err != nil {
				return err
			}
			if err := o.Check(); err != nil {
				return usagef("%v", err)
			}
			summary, err := generate.Write(command.Context(), out, o)
			if err != nil {
				return err
			}
			w := command.OutOrStdout()
			for _, file := range summary.Files {
				fmt.Fprintf(w, "%s/%s  %s bytes\n", strings.TrimRight(out, "/"), file.Name, grouped(int(file.Bytes)))
			}
			fmt.Fprintf(w, "%s cases of %s NCPs, %s ledger rows, %s events; as of %s\n", grouped(summary.Cases.Rows), grouped(summary.NCPs.Rows),
				grouped(summary.Ledger.Rows), grouped(summary.Events.Rows), o.AsOf)
			return nil
		},
	}
	flags := command.Flags()
	flags.Uint64Var(&o.Seed, "seed", 1, "the `SEED`; another one makes other people")
	flags.IntVar(&o.Cases, "cases", 1000, "how many cases, `N`")
	flags.StringVar(&asOf, "as-of", "2026-10-31", "the `DATE` at which the exports end")
	flags.StringVar(&dirty, "dirty", "0%", "the share of bad rows to plant, `P%`")
	flags.IntVar(&o.Files, "files", 1, "into how many ledger files to split the ledger by county, `N`")
	flags.BoolVar(&o.Shuffle, "shuffle", false, "write the ledger's rows in random order")
	flags.StringVar(&o.Format, "format", generate.CSV, "the `FORMAT`: csv or xlsx")
	flags.StringVar(&out, "out", "sample", "the `DIR` to write to")
	return command
}

// parseDirty reads a share such as 1% into millionths.
func parseDirty(text string) (int, error) {
	number, percent := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(number, 64)
	if err != nil || !percent || !(share >= 0 && share <= 50) {
		return 0, usagef("--dirty %q: give a share from 0%% to 50%%, like 1%%", text)
	}
	return int(share*10_000 + 0.5), nil
}
