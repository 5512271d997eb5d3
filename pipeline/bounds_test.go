package pipeline

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

// bounding sets a bound for a test.
func bounding[T any](t *testing.T, bound *T, value T) {
	t.Helper()
	before := *bound
	*bound = value
	t.Cleanup(func() { *bound = before })
}

// An input that holds more than a run takes is refused, and one that holds just that much
// is not.
func TestInputsThatHoldTooMuch(t *testing.T) {
	const rows = 40
	together, apart := blocksOf(lyingTogether(rows), 7), blocksOf(byRound(rows), 7)
	one := []row{}
	for i := range rows {
		one = append(one, row(fmt.Sprintf("C1 2024-01-05 charge 1.00 NAA id=%d", i)))
	}
	mixed := append(append([]row{}, one[:20]...), append([]row{"C2" + judgment}, one[20:]...)...)
	parties := func() *exports {
		return newExports([]string{"C1 N1", "C2 N2", "C3 N3"}, [][]row{{"C1" + judgment}}).addNCPs("N1", "N2", "N3").addEvents("contempt 2026-01-01 ncp=N1", "contempt 2026-01-01 ncp=N2")
	}
	for name, c := range map[string]struct {
		world func() *exports
		fits  func(fits int)
		most  int
		says  string
	}{
		"parties of tables":     {parties, func(n int) { partiesMax = n }, 3, "more than %d NCPs"},
		"cases of the ledger":   {func() *exports { return newExports(nil, together) }, func(n int) { partiesMax = n }, rows, "more than %d cases"},
		"cases lying apart":     {func() *exports { return newExports(nil, apart) }, func(n int) { partiesMax = n }, rows, "more than %d cases"},
		"rows of a case":        {func() *exports { return newExports(nil, blocksOf(one, 7)) }, func(n int) { caseRowsMax = n }, rows, `case "C1" has more than %d rows`},
		"rows of a case apart":  {func() *exports { return newExports(nil, blocksOf(mixed, 7)) }, func(n int) { caseRowsMax = n }, rows, `case "C1" has more than %d rows`},
		"the texts of a case":   {func() *exports { return newExports(nil, blocksOf(one, 7)) }, func(n int) { caseTextsMax = n }, 10 + 2*30, `case "C1" has more than 1000000 rows in the ledger, or more than`},
		"the texts of parties":  {parties, func(n int) { textsMax = n }, 6 + 12 + 4, "the texts of all cases, NCPs, events and rejects take more than"},
		"the rows of partition": {func() *exports { return newExports(nil, blocksOf(mixed, 7)) }, func(n int) { partitionMax = int64(n) }, 100_000, ""},
	} {
		t.Run(name, func(t *testing.T) {
			bounding(t, &partiesMax, partiesMax)
			bounding(t, &caseRowsMax, caseRowsMax)
			bounding(t, &caseTextsMax, caseTextsMax)
			bounding(t, &textsMax, textsMax)
			bounding(t, &partitionMax, partitionMax)
			c.fits(c.most)
			mustRun(t, testJob(), c.world())
			c.fits(c.most - 1)
			if c.says == "" {
				c.fits(100)
				c.says = "sort the ledger by case_id"
			}
			_, err := Run(t.Context(), testJob(), c.world(), &keeper{})
			want := c.says
			if strings.Contains(want, "%d") {
				want = fmt.Sprintf(want, c.most-1)
			}
			var limit *LimitError
			if !errors.As(err, &limit) || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
		})
	}
}

// Whatever rows are rejected, those kept are bounded, and the run ends with them.
func TestRejectsAreBounded(t *testing.T) {
	bounding(t, &rejectsMax, 20)
	const count = 200
	var unknown, unmatched, conflicting []row
	for i := range count {
		unknown = append(unknown, row(fmt.Sprintf("X%d%s", i, judgment)))
		unmatched = append(unmatched, row(fmt.Sprintf("C%d 2024-01-05 reversal 1.00 ref=9", i/10)))
		conflicting = append(conflicting, row(fmt.Sprintf("C1 2024-01-05 charge %d.00 NAA id=1", i+1)))
	}
	refused := func(kind ledger.TableKind, part, i int) ledger.Reject {
		return ledger.Reject{Position: ledger.NewPosition(part, 0, i), Table: kind, Code: ledger.MissingColumnValue, Row: true, Rows: 1, Message: "planted"}
	}
	for name, world := range map[string]func() *exports{
		"unknown cases":       func() *exports { return newExports([]string{"C1 N1"}, blocksOf(unknown, 5)) },
		"unmatched reversals": func() *exports { return newExports(nil, blocksOf(unmatched, 5)) },
		"conflicting entries": func() *exports { return newExports(nil, blocksOf(append(conflicting, lyingTogether(20)...), 5)) },
		"NCPs": func() *exports {
			e := newExports(nil, [][]row{{"C1" + judgment}})
			for i := range count {
				e.ncps = append(e.ncps, ledger.NCPRow{Position: ledger.NewPosition(ncpsPart, 0, i), Rejects: []ledger.Reject{refused(ledger.NCPsTable, ncpsPart, i)}})
			}
			return e
		},
		"NCPs twice": func() *exports {
			return newExports(nil, [][]row{{"C1" + judgment}}).addNCPs(strings.Fields(strings.Repeat("N1 ", count))...)
		},
		"cases twice": func() *exports {
			return newExports(strings.Split(strings.Repeat("C1 N1,", count)+"C1 N1", ","), [][]row{{"C1" + judgment}})
		},
		"bad events": func() *exports {
			e := newExports(nil, [][]row{{"C1" + judgment}})
			for i := range count {
				reject := refused(ledger.EventsTable, eventsPart, i)
				e.events = append(e.events, ledger.EventRow{Position: reject.Position, Reject: &reject})
			}
			return e
		},
		"events of nobody": func() *exports {
			return newExports(nil, [][]row{{"C1" + judgment}}).addEvents(strings.Split(strings.Repeat("contempt 2026-01-01 ncp=N9,", count)+"contempt 2026-01-01 ncp=N9", ",")...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, how := range []func(*exports) error{
				func(e *exports) error { _, err := Run(t.Context(), testJob(), e, &keeper{}); return err },
				func(e *exports) error { _, err := Check(t.Context(), testJob(), e); return err },
			} {
				var many *TooManyRejects
				if err := how(world()); !errors.As(err, &many) || !strings.Contains(err.Error(), "more than 20 rejects, the most that are kept") || strings.Contains(err.Error(), "--max-rejects") {
					t.Fatalf("error %v", err)
				}
				if kept := len(many.Report.Rejects); name != "bad events" && (kept <= 20 || kept > count) || kept > count {
					t.Errorf("%d rejects are kept", kept)
				}
			}
		})
	}
}

// What goes wrong while a file changes is that file's fault, unless the run was cancelled.
func TestTheFileThatChangedIsNamed(t *testing.T) {
	errChanged := errors.New("ledger.csv: changed while it was read")
	for _, at := range []string{"ncps", "ledger"} {
		e := smallWorld()
		e.check = func() error { return errChanged }
		f := &faulty{e, at}
		check := &changing{f, errChanged}
		if _, err := Run(t.Context(), testJob(), check, &keeper{}); !errors.Is(err, errChanged) {
			t.Errorf("%s: %v", at, err)
		}
		if _, err := Check(t.Context(), testJob(), check); !errors.Is(err, errChanged) {
			t.Errorf("check, %s: %v", at, err)
		}
		if _, err := Explain(t.Context(), testJob(), check, "C1"); !errors.Is(err, errChanged) {
			t.Errorf("explain, %s: %v", at, err)
		}
	}
}

// changing is a faulty input of which a file has changed.
type changing struct {
	*faulty
	err error
}

func (c *changing) CheckUnchanged() error { return c.err }
