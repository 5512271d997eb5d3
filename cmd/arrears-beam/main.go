// Arrears-beam computes what arrears run computes on a cluster, by a runner of Apache Beam,
// and writes the same tables in shards. See README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"arrears/cmd/arrears-beam/flow"
	"arrears/pipeline"
	"arrears/pipeline/policy"
	"arrears/readers"
)

// The exit codes, as those of arrears.
const (
	exitFailed   = 1
	exitUnusable = 2
	exitRejects  = 3
	exitStopped  = 130
)

func main() {
	err := execute(context.Background(), os.Args[1:], os.Stdout)
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
	var told *flow.ToldError
	var input *readers.Error
	var rules *policy.Error
	switch {
	case errors.As(err, &rejects):
		return exitRejects
	case errors.Is(err, errInterrupted):
		return exitStopped
	case errors.As(err, &told) && told.Unusable, errors.As(err, &usage), errors.As(err, &input), errors.As(err, &rules):
		return exitUnusable
	}
	return exitFailed
}

func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
