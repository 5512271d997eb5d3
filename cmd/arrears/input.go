package main

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
)

// inputFlags are the flags of every command that reads exports.
type inputFlags struct {
	asOf       string
	policy     string
	aliases    []string
	workers    int
	memory     string
	maxRejects string
	quiet      bool
	log        string
	config     string
	keyFile    string // of --pseudonymize

	settings settings
	monitor  *monitor // once there is one
	run      string   // the run's id for the log; blank for commands that publish nothing
}

func (f *inputFlags) register(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.asOf, "as-of", "", "the `DATE` for which everything is computed, and the assumed COAP application date (default today)")
	flags.StringVar(&f.policy, "policy", "california-coap", "the rules: an embedded policy's `NAME` or a YAML file (see \"arrears policy list\")")
	flags.StringArrayVar(&f.aliases, "alias", nil, "a further header name for a column, `NAME=COLUMN`; may be repeated")
	flags.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "blocks parsed and cases replayed side by side, `N`")
	flags.StringVar(&f.memory, "memory", "512MiB", "about how much memory to use, `SIZE`, beside that for the tables of cases, NCPs and events; rows that are not sorted by case go to a temporary file beyond it")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress and no summary; only warnings are logged")
	flags.StringVar(&f.log, "log", "", "the `FORM` of log lines: json or console (default console on a terminal, else json)")
	registerPseudonymize(flags, &f.keyFile)
	flags.StringVar(&f.config, configFlag, "", "a YAML `FILE` that names the inputs and any of these settings; see \"arrears run --help\"")
	markSettings(flags)
}

// registerLimit adds the flag of the commands that fail for too many rejects.
func (f *inputFlags) registerLimit(command *cobra.Command) {
	command.Flags().StringVar(&f.maxRejects, "max-rejects", "5%", "how many rows may be rejected before the run fails, `N` or P% of the rows read")
	markSettings(command.Flags())
}

// reading settles the flags, opens the inputs, shows progress while work goes on, closes
// them, and logs that it is done.
func (f *inputFlags) reading(command *cobra.Command, inputs []string, work func(job pipeline.Job, source *readers.Source) (*report.Report, error)) error {
	inputs, err := f.settle(command, inputs)
	if err != nil {
		return err
	}
	result, err := f.watch(command, inputs, work)
	if err != nil {
		return f.settings.locate(err)
	}
	f.monitor.done(result)
	return nil
}

// watch is reading once the flags are settled, but for the last line of the log.
func (f *inputFlags) watch(command *cobra.Command, inputs []string, work func(job pipeline.Job, source *readers.Source) (*report.Report, error)) (result *report.Report, err error) {
	if f.monitor, err = newMonitor(command.ErrOrStderr(), f.log, f.quiet, f.run); err != nil {
		return nil, err
	}
	for _, note := range f.settings.strange {
		f.monitor.log.Warn().Msg(note)
	}
	job, source, err := f.job(inputs)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	job.Progress, job.Notice = &pipeline.Progress{}, f.monitor.notice
	f.monitor.begin(job, source)
	defer f.monitor.stop()
	result, err = work(job, source)
	if err == nil {
		f.monitor.finish(result)
	}
	return result, err
}

// job turns the flags into a job and opens the input. Close the source.
func (f *inputFlags) job(inputs []string) (job pipeline.Job, source *readers.Source, err error) {
	if job.AsOf, err = parseAsOf(f.asOf); err != nil {
		return job, nil, err
	}
	if f.maxRejects != "" {
		if job.MaxRejects, err = parseLimit(f.maxRejects); err != nil {
			return job, nil, err
		}
	}
	memory, err := parseSize(f.memory)
	if err != nil {
		return job, nil, err
	}
	job.Memory = memory / 3 // rows held, beside what parses and replays them
	if f.workers < 1 || f.workers > 1024 {
		return job, nil, usagef("--workers %d: give 1 to 1024", f.workers)
	}
	job.Workers = f.workers
	aliases, err := parseAliases(f.aliases)
	if err != nil {
		return job, nil, err
	}
	if job.Rules, err = policy.Load(f.policy); err != nil {
		return job, nil, err
	}
	if job.Pseudonyms, err = readKey(f.keyFile); err != nil {
		return job, nil, err
	}
	source, err = readers.Open(inputs, readers.Options{Rules: job.Rules, Aliases: aliases})
	if err == nil {
		limitMemory(memory + partyMemory(source))
	}
	if err == nil && job.Pseudonyms != nil {
		pipeline.HideInputs(source.Parts())
	}
	return job, source, err
}

// needsLedger refuses inputs without a ledger: every case would seem to owe nothing.
func needsLedger(source *readers.Source) error {
	for _, part := range source.Parts() {
		if part.Kind == ledger.LedgerTable {
			return nil
		}
	}
	return usagef("no ledger among the inputs; add the file or sheet with the columns case_id, date, type and amount")
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

// parseLimit reads 100 or 5%.
func parseLimit(text string) (pipeline.Limit, error) {
	limit, ok := pipeline.ParseLimit(text)
	if !ok {
		return pipeline.Limit{}, usagef("--max-rejects %q: give a number of rows, or a share from 0%% to 100%%", text)
	}
	return limit, nil
}

// parseSize reads 256MiB, 1GiB, 512MB or a number of bytes.
func parseSize(text string) (int64, error) {
	units := []struct {
		suffix string
		size   int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"B", 1}, {"", 1}}
	for _, unit := range units {
		number, ok := strings.CutSuffix(strings.TrimSpace(text), unit.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err != nil || n < 1 || n > (1<<50)/unit.size || n*unit.size < 16<<20 {
			break
		}
		return n * unit.size, nil
	}
	return 0, usagef("--memory %q: give a size of at least 16MiB, like 256MiB or 1GiB", text)
}

func parseAliases(pairs []string) (map[string]string, error) {
	aliases := make(map[string]string)
	for _, pair := range pairs {
		name, column, ok := strings.Cut(pair, "=")
		if !ok || strings.TrimSpace(name) == "" || strings.TrimSpace(column) == "" {
			return nil, usagef("--alias %q: write it like case_no=case_id", pair)
		}
		aliases[name] = strings.TrimSpace(column)
	}
	return aliases, nil
}
