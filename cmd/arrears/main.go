// Arrears recomputes child-support arrears from exports of case ledgers, flags the
// parents who qualify for the Compromise of Arrears Program, and writes the outreach
// reports.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// The signals stay caught to the end: what was done is not to end as if it were not.
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	os.Exit(execute(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
