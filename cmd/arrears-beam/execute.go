package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/flow"
	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// execute runs the command line. On a worker, which whoever runs the cluster starts with
// flags of Beam's own, it serves until there is no more work.
func execute(ctx context.Context, arguments []string, stdout io.Writer) error {
	o, err := parse(arguments, flag.CommandLine, stdout)
	if err != nil || o == nil {
		return err
	}
	if err := flag.CommandLine.Parse(nil); err != nil { // Beam asks whether flags were parsed
		return err
	}
	beam.Init() // does not return on a worker, which ends at the first signal
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	job, err := o.job()
	if err != nil {
		return err
	}
	if err := plan(ctx, o, job); err != nil {
		return err
	}
	if err := run(ctx, job); err != nil {
		return err
	}
	return conclude(ctx, job, stdout, o.quiet)
}

// plan finds the inputs and recognises their tables, before anything is sent to a cluster.
func plan(ctx context.Context, o *options, job *flow.Job) error {
	if err := exports.CheckEmpty(ctx, job.Out); err != nil {
		return err
	}
	files, err := exports.Find(ctx, o.inputs)
	if err != nil {
		return err
	}
	job.Parts, err = exports.Plan(ctx, files, job.Aliases, o.block)
	job.CasesGiven = slices.ContainsFunc(job.Parts, func(p exports.Part) bool { return p.Kind == ledger.CasesTable })
	return err
}

// run builds the pipeline and has the runner run it to its end.
func run(ctx context.Context, job *flow.Job) error {
	if err := sendThisProgram(); err != nil {
		return err
	}
	p, s := beam.NewPipelineWithRoot()
	flow.Build(s, job, time.Now())
	err := beamx.Run(ctx, p)
	if err != nil && ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		if told := flow.Told(err); told != nil {
			return told
		}
	}
	return err
}

// errInterrupted says that a signal ended the run.
var errInterrupted = errors.New("interrupted; nothing is published")

// sendThisProgram makes the running program what workers are given, unless a flag names
// another: Beam would compile its source anew, which may not be at hand.
func sendThisProgram() (err error) {
	if *jobopts.WorkerBinary == "" && runtime.GOOS == "linux" {
		*jobopts.WorkerBinary, err = os.Executable()
	}
	return err
}

// conclude says what came of the run, as its folder has it.
func conclude(ctx context.Context, job *flow.Job, stdout io.Writer, quiet bool) error {
	text, failed, err := exports.ReadBack(ctx, job.Out, flow.FailureName)
	if err != nil {
		return err
	}
	if failed {
		var failure flow.Failure
		if err := json.Unmarshal(text, &failure); err != nil {
			return fmt.Errorf("read %s: %w", flow.FailureName, err)
		}
		return fmt.Errorf("%w; they are listed in %s/rejects-*.csv", &pipeline.TooManyRejects{Rejected: failure.Rejected, Read: failure.Read, Limit: failure.Limit}, job.Out)
	}
	text, found, err := exports.ReadBack(ctx, job.Out, report.ManifestName)
	if err != nil {
		return err
	}
	if !found {
		return errors.New("the runner says that it is done, and " + job.Out + " holds no run.json; do workers write to the same place?")
	}
	var manifest report.Manifest
	if err := json.Unmarshal(text, &manifest); err != nil {
		return fmt.Errorf("read %s: %w", report.ManifestName, err)
	}
	if !quiet {
		summarise(stdout, job, &manifest)
	}
	return nil
}

func summarise(w io.Writer, job *flow.Job, m *report.Manifest) {
	read, rejected := 0, 0
	for _, input := range m.Inputs {
		read += input.Rows.Read
		rejected += input.Rows.Rejected
	}
	fmt.Fprintf(w, "Arrears as of %s under %s\n", m.AsOf, m.Policy.Label())
	fmt.Fprintf(w, "  %d cases of %d NCPs owe $%s, of which $%s compromisable\n", m.Counts.Cases, m.Counts.NCPs, m.Totals["ncps"]["arrears"], m.Totals["ncps"]["compromisable"])
	fmt.Fprintf(w, "  outreach list: %d NCPs\n", m.Counts.Outreach)
	fmt.Fprintf(w, "  %d rows read, %d rejected; %d rejects name nobody\n", read, rejected, m.Counts.RejectsNamingNobody)
	fmt.Fprintf(w, "  %s, %d files a table\n", job.Out, job.Shards)
}

// version is the version of this build, as the Go tool knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}
