package main

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// The README names every flag of this program.
func TestReadmeNamesEveryFlag(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	flagsOf(&options{}, flag.NewFlagSet("beam", flag.ContinueOnError)).VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(string(text), "`--"+f.Name) {
			t.Errorf("--%s is missing", f.Name)
		}
	})
}
