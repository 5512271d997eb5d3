package pipeline_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/samples/generate"

	diff "github.com/google/go-cmp/cmp"
)

// The tests of this file run the pipeline on made exports, read as the program reads
// them.

var asOf = ledger.MustDate("2026-10-31")

// nowhere is a sink for reports that a test looks at itself.
type nowhere struct{}

func (nowhere) Publish(context.Context, *report.Report) error { return nil }

type bounds struct {
	workers int
	memory  int64
}

func run(t *testing.T, b bounds, inputs ...string) *report.Report {
	t.Helper()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	source, err := readers.Open(inputs, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	job := pipeline.Job{Rules: rules, AsOf: asOf, Workers: b.workers, Memory: b.memory, TempDir: t.TempDir(), MaxRejects: pipeline.Limit{ByRow: true, Rows: 1 << 30}}
	r, err := pipeline.Run(t.Context(), job, source, nowhere{})
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(job.TempDir); err != nil || len(left) > 0 {
		t.Errorf("temporary files are left over: %v, %v", left, err)
	}
	return r
}

func made(t *testing.T, o generate.Options) (folder string, summary generate.Summary) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "exports")
	o.AsOf = asOf
	summary, err := generate.Write(t.Context(), folder, o)
	if err != nil {
		t.Fatal(err)
	}
	return folder, summary
}

// What the generator planted is what is found: table by table, and code by code.
func TestRejectsAreThosePlanted(t *testing.T) {
	for _, o := range []generate.Options{
		{Seed: 1, Cases: 700, Dirty: 40_000}, {Seed: 2, Cases: 300, Dirty: 200_000, Shuffle: true, Files: 3}, {Seed: 3, Cases: 200, Dirty: 100_000, Format: generate.XLSX},
		{Seed: 4, Cases: 60, Dirty: 500_000}, {Seed: 5, Cases: 400},
	} {
		t.Run(fmt.Sprintf("seed %d", o.Seed), func(t *testing.T) {
			folder, summary := made(t, o)
			r := run(t, bounds{2, 1 << 30}, folder)
			checkReport(t, r)
			found := make(map[ledger.Code]int)
			for i := range r.Rejects {
				found[r.Rejects[i].Code]++
			}
			if d := diff.Diff(summary.Rejects(), found); d != "" {
				t.Errorf("rejects by code (-planted +found)\n%s", d)
			}
			for kind, planted := range map[ledger.TableKind]*generate.TableSummary{ledger.LedgerTable: &summary.Ledger, ledger.CasesTable: &summary.Cases,
				ledger.NCPsTable: &summary.NCPs, ledger.EventsTable: &summary.Events} {
				want := ledger.Part{Read: planted.Rows, Rejected: planted.Rejected, Duplicate: planted.Duplicates, Future: planted.Future}
				if kind == ledger.EventsTable {
					want.Future, want.Ignored = 0, planted.Future
				}
				want.Accepted = want.Read - want.Rejected - want.Duplicate - want.Future
				if d := diff.Diff(want, countsOf(r, kind)); d != "" {
					t.Errorf("%s (-planted +found)\n%s", kind, d)
				}
			}
		})
	}
}

// countsOf adds up the counts of a table's parts.
func countsOf(r *report.Report, kind ledger.TableKind) (sum ledger.Part) {
	for _, part := range r.Inputs {
		if part.Kind == kind {
			sum.Read += part.Read
			sum.Accepted += part.Accepted
			sum.Rejected += part.Rejected
			sum.Duplicate += part.Duplicate
			sum.Future += part.Future
			sum.Ignored += part.Ignored
		}
	}
	return sum
}

// gist is a report without what tells where in the input a row stood.
type gist struct {
	Register               *ledger.Register
	Balances               any
	Determinations         any
	Outreach               []report.OutreachRow
	Totals                 report.Totals
	RejectsNamingNobody    int
	Ledger, Events, Others ledger.Part
	Rejects                []string
}

func gistOf(r *report.Report) gist {
	g := gist{r.Register, r.Balances, r.Determinations, r.Outreach, r.Totals, r.RejectsNamingNobody,
		countsOf(r, ledger.LedgerTable), countsOf(r, ledger.EventsTable), countsOf(r, ledger.CasesTable), nil}
	for i := range r.Rejects {
		reject := r.Rejects[i]
		reject.Position, reject.Other = 0, 0
		if reject.Code == ledger.MalformedRow {
			reject.Message = "" // an open quote may be closed by that of another row
		}
		g.Rejects = append(g.Rejects, fmt.Sprintf("%+v", reject))
	}
	slices.Sort(g.Rejects)
	return g
}

// arrange writes the rows of the ledger anew: each case's keep their order, and the cases
// are mixed as pick says, which returns which of the n cases with rows left comes next.
func arrange(t *testing.T, from, to string, pick func(n int) int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from, "ledger.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := slices.Collect(bytes.Lines(text))
	byCase := make(map[string][][]byte)
	var left []string
	for _, row := range rows[1:] {
		id, _, _ := strings.Cut(strings.TrimRight(string(row), "\n"), ",")
		if byCase[id] == nil {
			left = append(left, id)
		}
		byCase[id] = append(byCase[id], row)
	}
	out := slices.Clone(rows[0])
	for len(left) > 0 {
		i := pick(len(left))
		out = append(out, byCase[left[i]][0]...)
		if byCase[left[i]] = byCase[left[i]][1:]; len(byCase[left[i]]) == 0 {
			left = slices.Delete(left, i, i+1)
		}
	}
	if err := os.WriteFile(to, out, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Rows of a case may lie together, partly apart or quite mixed, in one file or several,
// in memory or in temporary files: the report is the same.
func TestTheReportDoesNotDependOnTheArrangement(t *testing.T) {
	for seed := range uint64(3) {
		folder, _ := made(t, generate.Options{Seed: seed, Cases: 150 + 150*int(seed%2), Dirty: 30_000})
		others := []string{filepath.Join(folder, "cases.csv"), filepath.Join(folder, "ncps.csv"), filepath.Join(folder, "events.csv")}
		if seed == 2 {
			others = others[1:] // no cases table
		}
		want := gistOf(run(t, bounds{1, 1 << 30}, append([]string{filepath.Join(folder, "ledger.csv")}, others...)...))
		for name, pick := range map[string]func(random *rand.Rand, n int) int{
			"together, from the end": func(_ *rand.Rand, n int) int { return n - 1 },
			"partly apart":           func(random *rand.Rand, n int) int { return min(n-1, max(0, random.IntN(60)-58)) },
			"mixed":                  func(random *rand.Rand, n int) int { return random.IntN(n) },
		} {
			path := filepath.Join(t.TempDir(), "arranged.csv")
			random := rand.New(rand.NewPCG(seed, 1))
			arrange(t, folder, path, func(n int) int { return pick(random, n) })
			for _, b := range []bounds{{3, 1}, {2, 1 << 30}} {
				t.Run(fmt.Sprintf("seed %d, %s, %d bytes", seed, name, b.memory), func(t *testing.T) {
					r := run(t, b, append(slices.Clone(others), path)...)
					checkReport(t, r)
					if got := gistOf(r); !reflect.DeepEqual(want, got) {
						t.Errorf("(-as made +arranged)\n%s", diff.Diff(want, got))
					}
				})
			}
		}
	}
}

// The ledger of each county in a file of its own, in any order of files, gives what one
// file gives.
func TestTheReportDoesNotDependOnTheFiles(t *testing.T) {
	one, _ := made(t, generate.Options{Seed: 8, Cases: 200})
	several, _ := made(t, generate.Options{Seed: 8, Cases: 200, Files: 9})
	want := gistOf(run(t, bounds{2, 1 << 30}, one))
	ledgers, err := filepath.Glob(filepath.Join(several, "ledger-*.csv"))
	if err != nil || len(ledgers) != 9 {
		t.Fatal(ledgers, err)
	}
	slices.SortFunc(ledgers, func(a, b string) int { return cmp.Compare(b, a) })
	for _, name := range []string{"events.csv", "ncps.csv", "cases.csv"} {
		ledgers = append(ledgers, filepath.Join(several, name))
	}
	if got := gistOf(run(t, bounds{2, 1 << 30}, ledgers...)); !reflect.DeepEqual(want, got) {
		t.Errorf("(-one file +several)\n%s", diff.Diff(want, got))
	}
}
