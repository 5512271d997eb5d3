package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/ordered"
	"arrears/pipeline/policy"
	"arrears/readers"
	"arrears/writers"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUnusable    = 2 // bad usage, bad policy or unusable input
	exitRejects     = 3
	exitLocked      = 4 // another run is publishing at the same place
	exitInterrupted = 130
)

// usageError says that the command line asks for something that can't be had.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, arguments ...any) error {
	return &usageError{fmt.Sprintf(format, arguments...)}
}

// execute runs one command line and returns its exit code. An error is one line on
// stderr.
func execute(ctx context.Context, arguments []string, stdout, stderr io.Writer) int {
	collectGarbage()
	defer func() { // tests execute many commands
		collectGarbage()
		limitMemory(givenMemoryLimit)
	}()
	root := newRoot()
	out := &keeper{w: stdout}
	root.SetArgs(arguments)
	root.SetOut(out)
	root.SetErr(stderr)
	var command *cobra.Command
	err := ordered.Guard(func() (err error) {
		command, err = root.ExecuteContextC(ctx)
		return err
	})
	if err == nil && out.err != nil {
		err = fmt.Errorf("standard output is not whole: %w; send it elsewhere (what a run publishes is published)", out.err)
	}
	if err == nil {
		return exitDone
	}
	code, message := failure(ctx, err, publishes(command))
	fmt.Fprintf(stderr, "arrears: %s\n", message)
	return code
}

// publishes tells whether a command line asks for a folder or a file, which appears whole
// or not at all. The command is nil if it came to no end.
func publishes(command *cobra.Command) bool {
	if command == nil || command.Flags().Lookup("out") != nil {
		return command != nil
	}
	file := command.Flags().Lookup("output")
	return file != nil && file.Value.String() != "" && file.Value.String() != "-"
}

// keeper keeps the first error of a writer, so that lost output is never taken for done.
type keeper struct {
	w   io.Writer
	err error
}

func (k *keeper) Write(p []byte) (int, error) {
	n, err := k.w.Write(p)
	if k.err == nil {
		k.err = err
	}
	return n, err
}

// oneLine joins what errors.Join puts on lines of its own.
func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}

func exitCode(ctx context.Context, err error) int {
	var rejects *pipeline.TooManyRejects
	var usage *usageError
	var input *readers.Error
	var rules *policy.Error
	var unknown *pipeline.UnknownCaseError
	var limit *pipeline.LimitError
	var file *writers.FileError
	var locked *writers.LockedError
	switch {
	case ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.Cause(ctx))):
		return exitInterrupted
	case errors.As(err, &rejects):
		return exitRejects
	case errors.As(err, &locked):
		return exitLocked
	case errors.As(err, &usage), errors.As(err, &input), errors.As(err, &rules), errors.As(err, &unknown), errors.As(err, &limit), errors.As(err, &file),
		errors.Is(err, writers.ErrExists), errors.Is(err, writers.ErrNoRun), errors.Is(err, writers.ErrLink), errors.Is(err, writers.ErrNoPlace):
		return exitUnusable
	}
	return exitFailed
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "arrears",
		Short: "Recompute child-support arrears, flag parents eligible for COAP, write outreach reports",
		Long: `Arrears reads exports of case ledgers (CSV or XLSX), recomputes principal and interest
to the cent, decides for every parent who owes support whether the Compromise of Arrears
Program (COAP) is open to them and why, and writes the outreach reports.

Its figures rest on a policy: dated rules as data, each with its citation. See
"arrears policy show".`,
		Example: `  arrears run exports/ --as-of 2026-11-22
  arrears explain 0213475339506 exports/ --as-of 2026-11-22
  arrears payoff --principal 3000 --monthly 50`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		text, _, _ := strings.Cut(err.Error(), ": strconv.")
		return usagef("%s; see %q", text, command.CommandPath()+" --help")
	})
	root.AddCommand(newRun(), newCheck(), newExplain(), newVerify(), newDiff(), newOutreach(), newLetters(), newPayoff(), newWizard(), newWeb(), newPolicy(), newSample(), newVersion())
	root.Args, root.RunE = cobra.ArbitraryArgs, needsCommand
	return root
}

// needsCommand answers a command line that names no command, or none that there is.
func needsCommand(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return command.Help()
	}
	return usagef("there is no command %q; see %q", command.CommandPath()+" "+arguments[0], command.CommandPath()+" --help")
}

// wants checks the number of arguments and says in words what is asked for.
func wants(least, most int, what string) cobra.PositionalArgs {
	return func(command *cobra.Command, arguments []string) error {
		switch {
		case len(arguments) < least:
			return usagef("give %s; see %q", what, command.CommandPath()+" --help")
		case len(arguments) > most:
			return usagef("%q is one argument too many, give %s; see %q", arguments[most], what, command.CommandPath()+" --help")
		}
		return nil
	}
}

// any number of arguments.
const manyArguments = 1 << 30

// noArguments is for commands that have flags only.
var noArguments = wants(0, 0, "flags only")
