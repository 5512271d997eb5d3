package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/flow"
	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/readers"
)

// options is the command line, but for Beam's own flags.
type options struct {
	inputs     []string
	asOf       string
	policy     string
	out        string
	maxRejects string
	aliases    []string
	shards     int
	block      int64
	unit       int64
	quiet      bool
}

// flagsOf binds the options to flags, among those that Beam and its runners have.
func flagsOf(o *options, beamFlags *flag.FlagSet) *pflag.FlagSet {
	own := pflag.NewFlagSet("arrears-beam", pflag.ContinueOnError)
	own.StringSliceVar(&o.inputs, "inputs", nil, "further `INPUTS`, separated by commas: files, folders, patterns; local, gs:// or s3://")
	own.StringVar(&o.asOf, "as-of", "", "the `DATE` for which everything is computed, and the assumed COAP application date (default today)")
	own.StringVar(&o.policy, "policy", "california-coap", "the rules: an embedded policy's `NAME` or a YAML file")
	own.StringVar(&o.out, "out", "", "the `FOLDER` to write to, which must be empty; it is a finished run once it holds run.json")
	own.StringVar(&o.maxRejects, "max-rejects", "5%", "how many rows may be rejected before the run fails, `N` or P% of the rows read")
	own.StringArrayVar(&o.aliases, "alias", nil, "a further header name for a column, `NAME=COLUMN`; may be repeated")
	own.IntVar(&o.shards, "shards", 16, "files a table, `N`; the rows of one are sorted in the memory of one worker")
	own.Int64Var(&o.block, "block", exports.BlockSize, "`BYTES` of a plain ledger that are parsed at a time")
	own.Int64Var(&o.unit, "unit", 16, "blocks that a worker takes at a time, `N`; runners split them further")
	own.BoolVar(&o.quiet, "quiet", false, "no summary")
	own.SortFlags = false
	all := pflag.NewFlagSet("arrears-beam", pflag.ContinueOnError)
	all.SetOutput(io.Discard)
	all.AddFlagSet(own)
	all.AddGoFlagSet(beamFlags)
	all.SetNormalizeFunc(nil)
	all.Usage = func() {}
	return all
}

const usage = `arrears-beam INPUT... --as-of DATE --out FOLDER [--runner prism|flink|spark|dataflow|universal] [flags]

Computes what "arrears run" computes, on a runner of Apache Beam, and writes the same tables in shards.

`

// parse reads the command line.
func parse(arguments []string, beamFlags *flag.FlagSet, help io.Writer) (o *options, err error) {
	o = &options{}
	flags := flagsOf(o, beamFlags)
	switch err := flags.Parse(singleDashes(arguments, flags)); {
	case err == pflag.ErrHelp:
		fmt.Fprint(help, usage, flags.FlagUsages())
		return nil, nil
	case err != nil:
		text, _, _ := strings.Cut(err.Error(), ": strconv.")
		return nil, usagef("%s; see \"arrears-beam --help\"", text)
	}
	o.inputs = append(flags.Args(), o.inputs...)
	return o, nil
}

// singleDashes gives Beam's flags the two dashes that this command line has: whoever starts
// workers writes -worker=true.
func singleDashes(arguments []string, flags *pflag.FlagSet) []string {
	arguments = slices.Clone(arguments)
	for i, argument := range arguments {
		if argument == "--" {
			break
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(argument, "-"), "=")
		if len(name) > 1 && strings.HasPrefix(argument, "-") && !strings.HasPrefix(argument, "--") && flags.Lookup(name) != nil {
			arguments[i] = "-" + argument
		}
	}
	return arguments
}

// job makes the options into a job, whose parts are still to be found.
func (o *options) job() (job *flow.Job, err error) {
	job = &flow.Job{Out: strings.TrimRight(o.out, "/"), Shards: o.shards, Unit: o.unit, Program: version()}
	switch {
	case len(o.inputs) == 0:
		return nil, usagef("give the exports to read: files, folders or patterns; see \"arrears-beam --help\"")
	case job.Out == "":
		return nil, usagef("give a folder to write to, --out FOLDER")
	case o.shards < 1 || o.shards > 10_000:
		return nil, usagef("--shards %d: give a number from 1 to 10000", o.shards)
	case o.block < 1 || o.block > 16<<20:
		return nil, usagef("--block %d: give a number of bytes up to 16777216", o.block)
	case o.unit < 1 || o.unit > math.MaxInt32:
		return nil, usagef("--unit %d: give a number of blocks", o.unit)
	}
	if job.AsOf, err = parseAsOf(o.asOf); err != nil {
		return nil, err
	}
	var ok bool
	if job.Limit, ok = pipeline.ParseLimit(o.maxRejects); !ok {
		return nil, usagef("--max-rejects %q: give a number of rows, or a share from 0%% to 100%%", o.maxRejects)
	}
	if job.Aliases, err = o.columnNames(); err != nil {
		return nil, err
	}
	job.Rules, _, err = flow.LoadRules(o.policy)
	job.Arguments = o.written(job)
	return job, err
}

func (o *options) columnNames() (map[string]string, error) {
	own := make(map[string]string)
	for _, pair := range o.aliases {
		name, column, ok := strings.Cut(pair, "=")
		if !ok || strings.TrimSpace(name) == "" || strings.TrimSpace(column) == "" {
			return nil, usagef("--alias %q: write it like case_no=case_id", pair)
		}
		own[name] = strings.TrimSpace(column)
	}
	return readers.Aliases(own)
}

// parseAsOf reads an as-of date; blank is today.
func parseAsOf(text string) (ledger.Date, error) {
	if text == "" {
		text = time.Now().Format(time.DateOnly)
	}
	date, ok := ledger.ParseDate([]byte(text))
	if !ok {
		return 0, usagef("--as-of %q is not a date from 1900-01-01 to 2199-12-31; write it like 2026-11-22", text)
	}
	return date, nil
}

// written is the command line that says all that matters for the figures.
func (o *options) written(job *flow.Job) []string {
	arguments := slices.Concat([]string{"arrears-beam"}, o.inputs, []string{"--as-of", job.AsOf.String(), "--policy", o.policy, "--max-rejects", job.Limit.String()})
	for _, alias := range o.aliases {
		arguments = append(arguments, "--alias", alias)
	}
	return append(arguments, "--shards", fmt.Sprint(o.shards))
}
