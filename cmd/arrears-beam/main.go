// Arrears-beam computes what arrears run computes on a cluster, by a runner of Apache Beam,
// and writes the same tables in shards. See README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"arrears/pipeline"
	"arrears/pipeline/policy"
	"arrears/readers"
)

// The exit codes, as those of arrears.
const (
	exitFailed   = 1
	exitUnusable = 2
	exitRejects  = 3
)

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := execute(ctx, os.Args[1:], os.Stdout)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "error:", oneLine(err))
	os.Exit(exitCode(err))
}

// usageError says that the command line can't be used.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, a ...any) error { return &usageError{fmt.Sprintf(format, a...)} }

func exitCode(err error) int {
	var rejects *pipeline.TooManyRejects
	var usage *usageError
	var input *readers.Error
	var rules *policy.Error
	switch {
	case errors.As(err, &rejects):
		return exitRejects
	case errors.As(err, &usage), errors.As(err, &input), errors.As(err, &rules):
		return exitUnusable
	}
	return exitFailed
}

func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
