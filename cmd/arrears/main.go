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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
