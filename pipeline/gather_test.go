package pipeline

import (
	stdcmp "cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"

	"github.com/google/go-cmp/cmp"
)

// history is the rows of one made case, in order: with a duplicate, a conflict, a
// reversal, a future entry and a bad row.
func history(id int) []row {
	name := fmt.Sprintf("C%05d ", id)
	rows := []row{
		row(name + "2024-01-05 charge 300.00 NAA id=1"),
		row(name + fmt.Sprintf("2024-02-05 payment %d.00 id=2", 1+id%290)),
		row(name + "2024-03-05 payment 20.00 id=3 source=federal_tax_offset"),
		row(name + "2024-01-05 charge 300.00 NAA id=1"),
	}
	switch id % 4 {
	case 0:
		rows = append(rows, row(name+"2024-01-05 charge 301.00 NAA id=1"))
	case 1:
		rows = append(rows, row(name+"2024-04-01 reversal 20.00 ref=3"))
	case 2:
		rows = append(rows, row(name+"2027-04-01 payment 20.00"))
	case 3:
		rows = append(rows, row(name+"!bad_amount"))
	}
	return rows
}

// arrangement is an order of the rows of n cases in which each case's rows keep theirs.
type arrangement func(n int) []row

func lyingTogether(n int) (rows []row) {
	for id := range n {
		rows = append(rows, history(id)...)
	}
	return rows
}

// partlyApart leaves the last row of each seventh case to the end.
func partlyApart(n int) (rows []row) {
	var late []row
	for id := range n {
		h := history(id)
		if id%7 == 3 {
			h, late = h[:4], append(late, h[4])
		}
		rows = append(rows, h...)
	}
	return append(rows, late...)
}

// byRound gives all cases' first rows, then all second rows, and so on.
func byRound(n int) (rows []row) {
	for round := range 5 {
		for id := range n {
			rows = append(rows, history(id)[round])
		}
	}
	return rows
}

// blocksOf cuts rows into blocks of a size.
func blocksOf(rows []row, size int) [][]row { return slices.Collect(slices.Chunk(rows, size)) }

// gist is what must not depend on the order of cases in the input.
type gist struct {
	Cases    []ledger.Case
	Balances any
	Totals   report.Totals
	Rejects  []string // without lines
	Counts   [5]int
}

func gistOf(r *report.Report) gist {
	g := gist{Cases: r.Cases, Balances: r.Balances, Totals: r.Totals, Counts: countsOf(r.Inputs[ledgerPart])}
	for _, reject := range rejectsOf(r) {
		_, text, _ := strings.Cut(reject, " ")
		g.Rejects = append(g.Rejects, text)
	}
	slices.Sort(g.Rejects)
	return g
}

func TestRowsMayLieApart(t *testing.T) {
	const cases = 1200 // enough that all of them lying apart ends the first pass
	list := make([]string, cases)
	for id := range list {
		list[id] = fmt.Sprintf("C%05d N%d", id, id/3)
	}
	arranged := map[string][]row{"together": lyingTogether(cases), "partly apart": partlyApart(cases), "apart": byRound(cases)}
	for _, given := range [][]string{list, nil} {
		want := gistOf(mustRun(t, testJob(), newExports(given, blocksOf(arranged["together"], 97))))
		if want.Counts != [5]int{5 * cases, 5*cases - cases - cases/4*3, cases / 2, cases, cases / 4} {
			t.Errorf("counts %v", want.Counts)
		}
		for name, rows := range arranged {
			for _, bounds := range []struct {
				memory  int64
				workers int
			}{{1, 3}, {100_000, 1}, {1 << 30, 2}} {
				t.Run(fmt.Sprintf("%s, %d bytes, %d workers, cases table %v", name, bounds.memory, bounds.workers, given != nil), func(t *testing.T) {
					job := testJob()
					job.Memory, job.Workers, job.TempDir = bounds.memory, bounds.workers, t.TempDir()
					r := mustRun(t, job, newExports(given, blocksOf(rows, 509)))
					if got := gistOf(r); !reflect.DeepEqual(got, want) {
						t.Errorf("(-together +%s)\n%s", name, cmp.Diff(want, got))
					}
					if !slices.IsSortedFunc(r.Rejects, func(a, b ledger.Reject) int { return stdcmp.Compare(a.Position, b.Position) }) {
						t.Error("the rejects are not in input order")
					}
					wantEmpty(t, job.TempDir)
				})
			}
		}
	}
}

// A block whose guess at its first row was wrong is parsed again, in both passes.
func TestABlockThatGuessedWrongIsParsedAgain(t *testing.T) {
	for name, arrange := range map[string]arrangement{"together": lyingTogether, "partly apart": partlyApart, "apart": byRound} {
		want := gistOf(mustRun(t, testJob(), newExports(nil, blocksOf(arrange(50), 11))))
		e := newExports(nil, blocksOf(arrange(50), 11))
		for i := range e.ledgers[0] {
			e.ledgers[0][i].guess = i % 3
		}
		if diff := cmp.Diff(want, gistOf(mustRun(t, testJob(), e))); diff != "" {
			t.Errorf("%s (-right +wrong)\n%s", name, diff)
		}
	}
}

// The digest of the inputs is made beside a second pass over the ledger: neither may
// touch what is the other's, which the race detector watches.
func TestADigestBesideASecondPass(t *testing.T) {
	e := newExports(nil, blocksOf(partlyApart(50), 11))
	e.digest = func(_ context.Context, parts []*ledger.Part) error {
		for range 50 {
			for _, part := range parts {
				part.SHA256 = "of " + part.File
			}
			time.Sleep(time.Millisecond / 2)
		}
		return nil
	}
	for _, part := range mustRun(t, testJob(), e).Inputs {
		if part.SHA256 != "of "+part.File {
			t.Errorf("%s: digest %q", part.File, part.SHA256)
		}
	}
}

// What settling a part of a case's rows found is forgotten once the others turn up.
func TestWhatAPartOfACaseFoundIsForgotten(t *testing.T) {
	rows := [][]row{{"C1 2024-03-01 reversal 20.00 ref=3", "C2" + judgment, "C1 2024-02-01 payment 20.00 id=3", "C2 2024-02-01 payment 1.00"}}
	r := mustRun(t, testJob(), newExports(nil, rows))
	wantRejects(t, r)
	wantTainted(t, r, "", "")
	if got := countsOf(r.Inputs[ledgerPart]); got != [5]int{4, 4, 0, 0, 0} {
		t.Errorf("counts %v", got)
	}
}

// passes counts the blocks that a run over the rows reads.
func passes(t *testing.T, rows []row, size int) (blocks int) {
	e := newExports(nil, blocksOf(rows, size))
	e.beforeBlock = func(int) { blocks++ }
	mustRun(t, testJob(), e)
	return blocks
}

// Rows that lie together, across the ends of blocks too, are read once; the ledger is
// read twice only where some lie apart, and the first pass ends early where most do.
func TestHowOftenTheLedgerIsRead(t *testing.T) {
	const cases = 1200
	for _, size := range []int{99, 2, 10_000} {
		blocks := (cases*5 + size - 1) / size
		if n := passes(t, lyingTogether(cases), size); n != blocks {
			t.Errorf("together: %d blocks read, want %d", n, blocks)
		}
		if n := passes(t, partlyApart(cases), size); n != 2*blocks {
			t.Errorf("partly apart: %d blocks read, want %d", n, 2*blocks)
		}
		if n := passes(t, byRound(cases), size); blocks > 1 && (n >= 2*blocks || n <= blocks) {
			t.Errorf("apart: %d blocks read, want fewer than %d", n, 2*blocks)
		}
	}
}

var errTest = errors.New("the test says so")

// What ends a run in the middle leaves no temporary file, and nothing is published.
func TestNothingIsLeftOfARunThatFails(t *testing.T) {
	rows := byRound(1200)
	last := len(rows) / 100
	for name, c := range map[string]struct {
		break_ func(t *testing.T, e *exports, block int, temporary string, cancel context.CancelCauseFunc)
		want   error
	}{
		"a block can't be read": {func(_ *testing.T, e *exports, _ int, _ string, _ context.CancelCauseFunc) {
			e.ledgers[0][last-1].fault = errTest
		}, errTest},
		"the run is cancelled": {func(_ *testing.T, _ *exports, _ int, _ string, cancel context.CancelCauseFunc) { cancel(errTest) }, errTest},
	} {
		t.Run(name, func(t *testing.T) {
			e := newExports(nil, blocksOf(rows, 100))
			job := testJob()
			job.Memory, job.TempDir = 50_000, t.TempDir()
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			reads := 0
			e.beforeBlock = func(block int) {
				if block == 0 {
					reads++
				}
				if reads == 2 && block == last-20 {
					c.break_(t, e, block, job.TempDir, cancel)
				}
			}
			sink := &keeper{}
			if _, err := Run(ctx, job, e, sink); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if sink.report != nil {
				t.Error("a report was published")
			}
			wantEmpty(t, job.TempDir)
		})
	}
}

func TestARunOnAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this system has no device that is always full")
	}
	defer full.Close()
	temporaryFile = func(parent, _ string) (*os.File, error) {
		descriptor, err := syscall.Dup(int(full.Fd()))
		path := filepath.Join(parent, "arrears")
		return os.NewFile(uintptr(descriptor), path), errors.Join(err, os.WriteFile(path, nil, 0o600))
	}
	defer func() { temporaryFile = os.CreateTemp }()
	job := testJob()
	job.Memory, job.TempDir = 1, t.TempDir()
	sink := &keeper{}
	_, err = Run(t.Context(), job, newExports(nil, blocksOf(partlyApart(50), 11)), sink)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "--memory") || sink.report != nil {
		t.Errorf("got %v, published: %v", err, sink.report != nil)
	}
	wantEmpty(t, job.TempDir)
}

func TestARunWithoutRoomForTemporaryFiles(t *testing.T) {
	job := testJob()
	job.Memory, job.TempDir = 1, filepath.Join(t.TempDir(), "is not there")
	sink := &keeper{}
	_, err := Run(t.Context(), job, newExports(nil, blocksOf(partlyApart(50), 11)), sink)
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "TMPDIR") || sink.report != nil {
		t.Errorf("got %v, published: %v", err, sink.report != nil)
	}
}
