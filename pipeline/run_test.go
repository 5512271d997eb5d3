package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// faulty is an input one of whose parts fails.
type faulty struct {
	*exports
	at string
}

func (f *faulty) fail(at string) error {
	if f.at == at {
		return errTest
	}
	return nil
}

func (f *faulty) NCPs(ctx context.Context, yield func(*ledger.NCPRow) error) error {
	return errors.Join(f.exports.NCPs(ctx, yield), f.fail("ncps"))
}

func (f *faulty) Cases(ctx context.Context, yield func(*ledger.CaseRow) error) error {
	return errors.Join(f.exports.Cases(ctx, yield), f.fail("cases"))
}

func (f *faulty) Events(ctx context.Context, yield func(*ledger.EventRow) error) error {
	return errors.Join(f.exports.Events(ctx, yield), f.fail("events"))
}

func (f *faulty) Ledger(ctx context.Context, yield func(int, ledger.Block) error) error {
	return errors.Join(f.exports.Ledger(ctx, yield), f.fail("ledger"))
}

func (f *faulty) Digest(context.Context) error { return f.fail("digest") }

func (f *faulty) CheckUnchanged() error { return f.fail("unchanged") }

func smallWorld() *exports {
	return newExports([]string{"C1 N1", "C2 N2"}, [][]row{{"C1" + judgment}, {"C2" + judgment}}).addNCPs("N1").addEvents("contempt 2026-01-01 ncp=N1")
}

// An error of any part of the input ends the run, and nothing is published.
func TestAnErrorOfTheInputEndsTheRun(t *testing.T) {
	for _, at := range []string{"ncps", "cases", "events", "ledger", "digest", "unchanged"} {
		sink := &keeper{}
		if _, err := Run(t.Context(), testJob(), &faulty{smallWorld(), at}, sink); !errors.Is(err, errTest) {
			t.Errorf("%s: got %v", at, err)
		}
		if sink.report != nil {
			t.Errorf("%s: a report was published", at)
		}
	}
	if _, err := Run(t.Context(), testJob(), smallWorld(), &keeper{err: errTest}); !errors.Is(err, errTest) {
		t.Errorf("the sink's error got lost: %v", err)
	}
}

func TestABlockThatPanicsIsAnError(t *testing.T) {
	sink := &keeper{}
	_, err := Run(t.Context(), testJob(), newExports(nil, [][]row{{"C1 2020-01-01 no_such_type 1.00"}}), sink)
	if err == nil || !strings.Contains(err.Error(), "a fault of this program") || sink.report != nil {
		t.Errorf("got %v", err)
	}
}

// The digest, made beside the rest, is ended and waited for when the rest fails.
func TestARunThatFailsLeavesNoGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		e := smallWorld()
		e.digest = func(ctx context.Context, _ []*ledger.Part) error {
			<-ctx.Done()
			ended = true
			return context.Cause(ctx)
		}
		e.ledgers[0][1].fault = errTest
		if _, err := Run(t.Context(), testJob(), e, &keeper{}); !errors.Is(err, errTest) || !ended {
			t.Errorf("got %v, the digest has ended: %v", err, ended)
		}
	})
}

// Whenever a run is cancelled, it fails with the cause and publishes nothing.
func TestACancelledRunPublishesNothing(t *testing.T) {
	for _, at := range []string{"before", "ledger", "digest", "unchanged"} {
		ctx, cancel := context.WithCancelCause(t.Context())
		e := smallWorld()
		switch at {
		case "before":
			cancel(errTest)
		case "ledger":
			e.beforeBlock = func(block int) {
				if block == 1 {
					cancel(errTest)
				}
			}
		case "digest":
			e.digest = func(ctx context.Context, _ []*ledger.Part) error {
				cancel(errTest)
				return context.Cause(ctx)
			}
		case "unchanged":
			e.check = func() error {
				cancel(errTest)
				return nil
			}
		}
		sink := &keeper{}
		if _, err := Run(ctx, testJob(), e, sink); !errors.Is(err, errTest) || sink.report != nil {
			t.Errorf("%s: got %v, published: %v", at, err, sink.report != nil)
		}
		cancel(nil)
	}
}

func TestTheLimitOfRejects(t *testing.T) {
	// Ten rows of the ledger and two of cases are read; three of an unknown case and a
	// bad one are rejected.
	world := func() *exports {
		rows := []row{"C9" + judgment, "C9" + judgment, "C9" + judgment, "C1 !bad_date"}
		for range 6 {
			rows = append(rows, "C1"+judgment)
		}
		e := newExports([]string{"C1 N1", "C2 N2"}, [][]row{rows})
		e.cases[0].Rejects = []ledger.Reject{{Position: e.cases[0].Position, Table: ledger.CasesTable, Code: ledger.BadFlag, CaseID: "C1", Rows: 1}} // only a value
		return e
	}
	for _, c := range []struct {
		limit Limit
		fails bool
		text  string
	}{
		{Limit{ByRow: true, Rows: 4}, false, "4"}, {Limit{ByRow: true, Rows: 3}, true, "3"}, {Limit{ByRow: true}, true, "0"},
		{Limit{Share: 333_334}, false, "33.3334%"}, {Limit{Share: 333_333}, true, "33.3333%"}, {Limit{Share: 50_000}, true, "5%"}, {Limit{Share: 1_000_000}, false, "100%"},
	} {
		job, sink := testJob(), &keeper{}
		job.MaxRejects = c.limit
		if got := c.limit.String(); got != c.text {
			t.Errorf("the limit reads %q, want %q", got, c.text)
		}
		_, err := Run(t.Context(), job, world(), sink)
		checked, checkErr := Check(t.Context(), job, world())
		if !c.fails {
			if err != nil || checkErr != nil || sink.report == nil {
				t.Errorf("%s: %v, %v", c.text, err, checkErr)
			}
			continue
		}
		for _, err := range []error{err, checkErr} {
			var many *TooManyRejects
			if !errors.As(err, &many) {
				t.Fatalf("%s: got %v", c.text, err)
			}
			if many.Rejected != 4 || many.Read != 12 || !strings.Contains(err.Error(), "4 of 12 rows") || !strings.Contains(err.Error(), "--max-rejects "+c.text) {
				t.Errorf("%s: %v", c.text, err)
			}
			wantRejects(t, many.Report, "cases.csv:2 bad_flag case=C1", "ledger-0.csv:2 unknown_case case=C9 rows=3", "ledger-0.csv:5 bad_date case=C1")
			if got := countsOf(many.Report.Inputs[ledgerPart]); got != [5]int{10, 6, 4, 0, 0} {
				t.Errorf("counts %v", got)
			}
		}
		if sink.report != nil || checked == nil {
			t.Errorf("%s: published %v, checked %v", c.text, sink.report != nil, checked != nil)
		}
	}
}

func TestALimitOfNothingRead(t *testing.T) {
	job := testJob()
	job.MaxRejects = Limit{Share: policy.Share(50_000)}
	r := mustRun(t, job, newExports([]string{}))
	if len(r.Cases) != 0 || r.Totals.Arrears() != 0 {
		t.Errorf("got %+v", r.Totals)
	}
}

func TestProgress(t *testing.T) {
	job := testJob()
	job.Progress = &Progress{}
	r := mustRun(t, job, smallWorld())
	if rows := job.Progress.Rows.Load(); rows != 2 || *job.Progress.Stage.Load() != "write" {
		t.Errorf("%d rows, stage %s", rows, *job.Progress.Stage.Load())
	}
	var stages []string
	for _, lap := range r.Run.Durations {
		stages = append(stages, lap.Stage)
	}
	if want := []string{"read parties", "replay the ledger", "decide", "check the inputs"}; !slices.Equal(stages, want) {
		t.Errorf("stages %q, want %q", stages, want)
	}
}
