package generate

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"arrears/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

func tablesOf(s *Summary) map[ledger.TableKind]*TableSummary {
	return map[ledger.TableKind]*TableSummary{ledger.LedgerTable: &s.Ledger, ledger.CasesTable: &s.Cases,
		ledger.NCPsTable: &s.NCPs, ledger.EventsTable: &s.Events}
}

func TestCleanWorldsHaveNoRejects(t *testing.T) {
	for seed := range uint64(4) {
		for _, o := range []Options{{Cases: 300}, {Cases: 137, Files: 5}, {Cases: 1}, {Cases: 60, AsOf: ledger.MustDate("1999-03-15")}, {Cases: 60, AsOf: asOfMin}, {Cases: 60, AsOf: asOfMax}} {
			o.Seed = seed
			g := write(t, o)
			v := validate(t, g)
			for kind, found := range v.tables {
				if found.Rejected > 0 || len(found.Rejects) > 0 || found.Duplicates > 0 || found.Future > 0 {
					t.Errorf("seed %d, %d cases, %s: %+v", seed, o.Cases, kind, *found)
				}
				if found.Rows != tablesOf(&g.summary)[kind].Rows {
					t.Errorf("seed %d, %s: %d rows, the summary says %d", seed, kind, found.Rows, tablesOf(&g.summary)[kind].Rows)
				}
			}
		}
	}
}

// What an independent reading of the contract rejects is what the summary promises, table
// by table and code by code.
func TestDirtyWorldsHaveTheRejectsOfTheSummary(t *testing.T) {
	for _, o := range []Options{
		{Seed: 1, Cases: 900, Dirty: 100_000}, {Seed: 2, Cases: 400, Dirty: 10_000, Files: 7}, {Seed: 3, Cases: 80, Dirty: 500_000},
		{Seed: 4, Cases: 500, Dirty: 50_000, Shuffle: true, Files: 3}, {Seed: 5, Cases: 7, Dirty: 200_000},
	} {
		t.Run(fmt.Sprintf("seed %d", o.Seed), func(t *testing.T) {
			g := write(t, o)
			v := validate(t, g)
			for kind, want := range tablesOf(&g.summary) {
				if diff := cmp.Diff(want, v.tables[kind]); diff != "" {
					t.Errorf("%s (-summary +found):\n%s", kind, diff)
				}
			}
		})
	}
}

func TestEveryCodeIsPlanted(t *testing.T) {
	g := write(t, Options{Seed: 1, Cases: 2000, Dirty: 20_000})
	found := g.summary.Rejects()
	for _, code := range ledger.Codes() {
		if found[code] == 0 {
			t.Errorf("no %s among %v", code, found)
		}
	}
	if g.summary.Ledger.Duplicates == 0 || g.summary.Ledger.Future == 0 {
		t.Errorf("%d duplicates and %d future entries; want some", g.summary.Ledger.Duplicates, g.summary.Ledger.Future)
	}
	planted := g.summary.Rejected() + g.summary.Ledger.Duplicates + g.summary.Ledger.Future
	if share := 1000 * planted / g.summary.Rows(); share < 16 || share > 24 {
		t.Errorf("%d ‰ of the rows are planted, want about 20", share)
	}
	if !bytes.Contains(g.files["ledger.csv"], []byte(`,"`)) {
		t.Error("no quote is left open")
	}
}

// Defects are planted beside the world, not in place of it: without the planted rows
// the ledger is that of a clean run.
func TestDirtyKeepsTheCleanRows(t *testing.T) {
	clean := bytes.SplitAfter(write(t, Options{Seed: 9, Cases: 400}).files["ledger.csv"], []byte("\n"))
	dirty := bytes.SplitAfter(write(t, Options{Seed: 9, Cases: 400, Dirty: 80_000}).files["ledger.csv"], []byte("\n"))
	next := 0
	for _, row := range dirty {
		if next < len(clean) && slices.Equal(row, clean[next]) {
			next++
		}
	}
	if next != len(clean) {
		t.Errorf("row %d of the clean run is missing: %s", next+1, clean[next])
	}
}
