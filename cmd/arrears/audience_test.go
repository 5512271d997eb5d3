package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Where the order of crediting is the same for all sources, nothing that a run and the
// commands after it write tells where a payment came from: that is why none of them asks
// who may read it. What is written is the same for every source, byte for byte.
func TestOnlyStatementsCanTellASource(t *testing.T) {
	t.Chdir(t.TempDir())
	var first map[string]string
	for _, source := range []string{"federal_tax_offset", "wage_withholding", ""} {
		ledger := "case_id,date,type,amount,account,source,entry_id,ref\n"
		for i := range 12 {
			ledger += fmt.Sprintf("C%d,2021-01-05,judgment,%d000.00,PAA,,a,\nC%d,2022-03-0%d,payment,25.00,,%s,b,\nC%d,2022-13-01,payment,25.00,,%s,c,\n", i, i+1, i, i%9+1, source, i%2, source)
		}
		if err := os.WriteFile("ledger.csv", []byte(ledger), 0o600); err != nil {
			t.Fatal(err)
		}
		said(t, exitDone, "run", "ledger.csv", "--as-of", "2026-10-31", "--out", "out/run", "--max-rejects", "100%", "--also", "jsonl,parquet", "--quiet")
		checked, _ := said(t, exitDone, "check", "ledger.csv", "--as-of", "2026-10-31", "--max-rejects", "100%")
		all := holdings(t, "out")
		all["check"] = checked
		for name, text := range all {
			switch {
			case strings.HasSuffix(name, "run.json"), strings.HasSuffix(name, ".xlsx"): // they have the hash of the export
				delete(all, name)
			}
			if source != "" && strings.Contains(text, source) && !strings.Contains(text, "by_source."+source) {
				t.Errorf("%s holds the source %s", name, source)
			}
		}
		if first == nil {
			first = all
		}
		if diff := cmp.Diff(first, all); diff != "" {
			t.Errorf("%q tells on\n%.2000s", source, diff)
		}
		if err := os.RemoveAll("out"); err != nil {
			t.Fatal(err)
		}
	}
}

// The commands that can show a source ask who may read it, and no others do.
func TestWhoAsksForAnAudience(t *testing.T) {
	var asking []string
	for _, command := range newRoot().Commands() {
		if command.Flags().Lookup("audience") != nil {
			asking = append(asking, command.Name())
		}
	}
	if !slices.Equal(asking, []string{"explain"}) {
		t.Errorf("%v ask", asking)
	}
}
