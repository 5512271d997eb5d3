package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// environment is what the variables whose names begin with ARREARS_ say. A blank one
// counts as not set.
type environment struct{ values map[string]string }

func readEnvironment() environment {
	e := environment{make(map[string]string)}
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, variablePrefix) && value != "" {
			e.values[name] = value
		}
	}
	return e
}

// strange says of each variable that sets nothing that it does so, for it may be misspelt.
// Its value is not repeated.
func (e environment) strange() (notes []string) {
	known := runVariables()
	for name := range e.values {
		if !slices.Contains(known, name) {
			notes = append(notes, fmt.Sprintf("the environment variable %s sets nothing; see \"arrears run --help\"%s", name, meant(name, known)))
		}
	}
	slices.Sort(notes)
	return notes
}

// runVariables lists the variables that `arrears run` knows.
func runVariables() []string {
	known := []string{configVariable, variableOf(inputsKey)}
	for _, flag := range runSettings() {
		known = append(known, variableOf(flag.Name))
	}
	return known
}

// runSettings are the settings of `arrears run`, which has them all.
func runSettings() []*pflag.Flag { return settingsOf(newRun().Flags()) }

// meant proposes the name that differs least from one that is unknown; blank where none is
// near.
func meant(name string, known []string) string {
	best, least := "", 3
	for _, candidate := range known {
		if d := distance(name, candidate); d < least {
			best, least = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", best)
}

// distance is the number of letters to insert, delete or replace, or of neighbours to
// exchange, to make b of a.
func distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before = last
	}
	return row[len(b)]
}
