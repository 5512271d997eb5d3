package finished

import (
	"path/filepath"
	"testing"
	"time"

	"arrears/pipeline"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/writers"

	"github.com/google/go-cmp/cmp"
)

// What a finished run says of itself in brief is what the run said while it ran.
func TestASnapshotIsThatOfTheRun(t *testing.T) {
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	source, err := readers.Open([]string{"../../samples/county/input"}, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	folder := filepath.Join(t.TempDir(), "run")
	job := pipeline.Job{Rules: rules, AsOf: day("2026-10-31"), Workers: 2, Memory: 1 << 20, MaxRejects: pipeline.Limit{ByRow: true, Rows: 100}}
	result, err := pipeline.Run(t.Context(), job, source, &writers.Folder{Path: folder, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	want := report.NewSnapshot(result)
	want.Totals.ByAge = nil
	rates := 0
	for i := range want.Cases {
		if want.Cases[i].HighestRate > 0 {
			rates++
		}
		want.Cases[i].HighestRate = 0
	}
	got, err := open(t, folder).Snapshot(t.Context())
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if rates == 0 || len(want.NCPs) != 22 || want.Listed("0300000107").String() != "later" || want.Listed("0300000117") != 0 || want.Listed("none") != 0 {
		t.Errorf("%d cases have rates of their own; %+v", rates, want.Headline)
	}
}

func TestAnIdentifierThatLostItsMarkIsFound(t *testing.T) {
	files := rowless()
	files["cases.csv"] += "'=2,N1,,ok,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0,,,,0,0.00,0,,\n" +
		"(1,N1,,ok,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0,,,,0,0.00,0,,\n"
	s, err := open(t, publish(t, files)).Snapshot(t.Context())
	if err != nil || len(s.Cases) != 2 || s.Cases[0].ID != "(1" || s.Cases[1].ID != "=2" {
		t.Errorf("%v, %+v", err, s)
	}
}
