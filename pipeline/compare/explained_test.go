package compare_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"arrears/pipeline"
	"arrears/pipeline/compare"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/samples/generate"
)

// rules loads the embedded policy with a line of its own.
func rules(t *testing.T, line string) *policy.Policy {
	t.Helper()
	p, err := policy.Parse("rules.yaml", []byte("extends: california-coap\nname: test\nversion: \"1\"\n"+line+"\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type nowhere struct{}

func (nowhere) Publish(context.Context, *report.Report) error { return nil }

// snapshot computes exports as of a date.
func snapshot(t *testing.T, folder string, rules *policy.Policy, asOf ledger.Date) *report.Snapshot {
	t.Helper()
	source, err := readers.Open([]string{folder}, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	job := pipeline.Job{Rules: rules, AsOf: asOf, Workers: 2, Memory: 1 << 30, MaxRejects: pipeline.Limit{ByRow: true, Rows: 1 << 30}}
	result, err := pipeline.Run(t.Context(), job, source, nowhere{})
	if err != nil {
		t.Fatal(err)
	}
	return report.NewSnapshot(result)
}

// withoutReversals makes exports in which nothing of the past is voided.
func withoutReversals(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "exports")
	if _, err := generate.Write(t.Context(), folder, generate.Options{Seed: 7, Cases: 250, AsOf: ledger.MustDate("2026-10-31")}); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(folder, "ledger.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], "type")
	kept := slices.DeleteFunc(rows, func(row []string) bool { return row[at] == "reversal" })
	out, err := os.Create(filepath.Join(folder, "ledger.csv"))
	if err == nil {
		err = csv.NewWriter(out).WriteAll(kept)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Where only time passes, every movement is explained, over a day and over years, by
// every way to count days and to begin with interest, and whatever rates cases have of
// their own. A cent that vanishes beyond the rounding is noticed in every case.
func TestWhatTimeDoesIsExplained(t *testing.T) {
	folder := withoutReversals(t)
	for _, lines := range []string{"", "interest: {day_count: actual/actual}", "interest: {day_count: monthly}", "interest: {starts: due_date}"} {
		applied := rules(t, lines)
		dates := []string{"2019-02-28", "2023-12-31", "2024-01-01", "2026-09-30", "2026-10-01", "2026-10-31"}
		var snapshots []*report.Snapshot
		for _, date := range dates {
			snapshots = append(snapshots, snapshot(t, folder, applied, ledger.MustDate(date)))
		}
		for i := 1; i < len(snapshots); i++ {
			before, after := snapshots[i-1], snapshots[i]
			if c := compare.Between(before, after, applied); len(c.Unexplained) > 0 {
				t.Errorf("%s, %s to %s: %d of %d cases are not explained: %+v", lines, dates[i-1], dates[i], len(c.Unexplained), len(after.Cases), c.Unexplained[0])
			}
			if c := compare.Between(after, before, applied); len(c.Unexplained) > 0 {
				t.Errorf("%s, %s back to %s: %+v", lines, dates[i], dates[i-1], c.Unexplained[0])
			}
		}
		lost := *snapshots[4]
		lost.Cases = slices.Clone(lost.Cases)
		for i := range lost.Cases {
			lost.Cases[i].Arrears -= 9_000_00
		}
		if c := compare.Between(snapshots[3], &lost, applied); len(c.Unexplained) != len(lost.Cases) {
			t.Errorf("%s: 9,000.00 are lost in %d cases and noticed in %d", lines, len(lost.Cases), len(c.Unexplained))
		}
	}
}
