package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"
)

var (
	helpLine   = regexp.MustCompile(`^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$`)
	typeLine   = regexp.MustCompile(`^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) gauge$`)
	sampleLine = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)\{([a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*")*)\} (\S+)$`)
)

// checkExposition holds a file against Prometheus's text format, version 0.0.4: help and
// type before the samples of a metric, which stand together, each once, and a line end
// behind the last. It returns the samples, NAME{LABELS}.
func checkExposition(t *testing.T, text string) map[string]float64 {
	t.Helper()
	if !strings.HasSuffix(text, "\n") {
		t.Error("the last line has no end")
	}
	samples := make(map[string]float64)
	helped, typed := make(map[string]bool), make(map[string]bool)
	current := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if help := helpLine.FindStringSubmatch(line); help != nil {
			if helped[help[1]] || strings.ContainsAny(help[2], "\\\n") {
				t.Errorf("%q: help twice, or not plain", line)
			}
			current, helped[help[1]] = help[1], true
			continue
		}
		if kind := typeLine.FindStringSubmatch(line); kind != nil {
			if kind[1] != current || typed[current] {
				t.Errorf("%q: not behind its help", line)
			}
			typed[current] = true
			continue
		}
		sample := sampleLine.FindStringSubmatch(line)
		if sample == nil {
			t.Errorf("%q is no line of the format", line)
			continue
		}
		key := sample[1] + "{" + sample[2] + "}"
		value, err := strconv.ParseFloat(sample[3], 64)
		if _, twice := samples[key]; twice || err != nil || sample[1] != current || !typed[current] {
			t.Errorf("%q: twice, out of place, or no number (%v)", line, err)
		}
		samples[key] = value
	}
	return samples
}

// A run by run.
func metricsOf(t *testing.T, ctx context.Context, path string, code int, arguments ...string) map[string]float64 {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if got := execute(ctx, append([]string{"run", "--metrics", path}, arguments...), &stdout, &stderr); got != code {
		t.Fatalf("exit code %d, not %d: %s", got, code, stderr.String())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return checkExposition(t, string(text))
}

func TestMetricsOfRuns(t *testing.T) {
	atRoot(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "arrears-nightly.prom")
	before := time.Now().Truncate(time.Millisecond)
	good := metricsOf(t, t.Context(), path, exitDone, "samples/county/input", "--as-of", "2026-10-31", "--out", filepath.Join(folder, "a"), "--reports", "csv", "--quiet")
	own := `name="arrears-nightly"`
	for key, want := range map[string]float64{
		"arrears_run_exit_code{" + own + "}":                                                                         0,
		"arrears_run_cases{" + own + `,status="ok"}`:                                                                 22,
		"arrears_run_ncps{" + own + `,status="no_arrears"}`:                                                          3,
		"arrears_run_rows{" + own + `,table="ledger",fate="rejected"}`:                                               4,
		"arrears_run_rows{" + own + `,table="ledger",fate="duplicate"}`:                                              1,
		"arrears_run_rejects_naming_nobody{" + own + "}":                                                             1,
		"arrears_run_last_success_as_of_timestamp_seconds{" + own + "}":                                              float64(time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC).Unix()),
		"arrears_run_removed_runs{" + own + "}":                                                                      0,
		"arrears_run_info{" + own + `,version="` + version + `",policy="california-coap@2026.1",as_of="2026-10-31"}`: 1,
	} {
		if got, ok := good[key]; !ok || got != want {
			t.Errorf("%s is %v; want %v", key, got, want)
		}
	}
	success := "arrears_run_last_success_timestamp_seconds{" + own + "}"
	if at := good[success]; at < float64(before.UnixMilli())/1000 || at > float64(time.Now().Unix()+1) {
		t.Errorf("the last success was at %v", at)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("the file's mode is %v (%v); somebody else is to read it", info.Mode(), err)
	}

	// Interrupted: what was published is said once more, and nothing else.
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	failed := metricsOf(t, interrupted, path, exitInterrupted, "samples/county/input", "--as-of", "2026-11-01", "--out", filepath.Join(folder, "b"), "--quiet")
	if failed["arrears_run_exit_code{"+own+"}"] != exitInterrupted || failed[success] != good[success] {
		t.Errorf("after the interruption: %v", failed)
	}
	for key, value := range good {
		name, _, _ := strings.Cut(key, "{")
		if got, ok := failed[key]; isOfPublished(name) && (!ok || got != value) {
			t.Errorf("%s was %v and is %v, %v", key, value, got, ok)
		}
	}
	if len(failed) != len(good) {
		t.Errorf("%d samples, then %d", len(good), len(failed))
	}
	if left, err := filepath.Glob(filepath.Join(folder, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}

// What is written is read again as it was, whatever the file is called.
func TestMetricsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		stem := rapid.StringMatching(`[a-zA-Z"\\ {},=\n-]{1,12}`).Draw(rt, "name")
		path := filepath.Join(t.TempDir(), stem+".prom")
		d := &diary{started: time.Unix(1_800_000_000, 0), asOf: "2026-10-31", result: &report.Report{AsOf: ledger.MustDate("2026-10-31"), Register: &ledger.Register{}}}
		d.result.RejectsNamingNobody = rapid.IntRange(0, 1<<40).Draw(rt, "rejects")
		laps := []report.Duration{{Stage: "write", Elapsed: time.Duration(rapid.Int64Range(0, 1e15).Draw(rt, "elapsed"))}}
		o := outcome{ended: d.started.Add(time.Minute)}
		if err := writeMetrics(path, d, laps, o); err != nil {
			rt.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			rt.Fatal(err)
		}
		checkExposition(t, string(text))
		want := publishedMetrics(d, laps, o)
		got := readPublished(path)
		same := func(a, b metric) bool {
			return a.name == b.name && a.value == b.value && slices.Equal(a.labels, b.labels)
		}
		if len(got) != len(want) || !slices.ContainsFunc(got, func(m metric) bool { return same(m, want[len(want)-1]) }) {
			rt.Fatalf("written %v, read %v", want, got)
		}
		for _, m := range want {
			if !slices.ContainsFunc(got, func(other metric) bool { return same(m, other) }) {
				rt.Fatalf("%v is not read", m)
			}
		}
	})
}

// Every metric has its help, and only what is of the last success outlives a failure.
func TestMetricKinds(t *testing.T) {
	d := &diary{result: &report.Report{AsOf: ledger.MustDate("2026-10-31"), Register: &ledger.Register{}}}
	laps := []report.Duration{{Stage: "write"}}
	for _, of := range []struct {
		metrics   []metric
		published bool
	}{{runMetrics(d, outcome{}), false}, {publishedMetrics(d, laps, outcome{}), true}} {
		for _, m := range of.metrics {
			if isOfPublished(m.name) != of.published || !slices.ContainsFunc(metricKinds, func(k metricKind) bool { return k.name == m.name && strings.HasSuffix(k.help, ".") }) {
				t.Errorf("%s has no kind, or the wrong one", m.name)
			}
		}
	}
}

// The reports are out: that the metrics can't be written is said, and no failure.
func TestMetricsThatCannotBeWritten(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone", "a.prom")
	f := &runFlags{metrics: gone}
	command := f.command()
	f.metrics = gone
	var stderr bytes.Buffer
	command.SetErr(&stderr)
	command.SetContext(t.Context())
	f.close(command, &diary{id: "x", started: time.Now(), result: &report.Report{Register: &ledger.Register{}}, published: &writers.Folder{}}, nil)
	log := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	if len(log) != 2 || !strings.Contains(log[0], `"level":"warn"`) || !strings.Contains(log[0], "its folder is not there") || !strings.Contains(log[1], `"message":"done"`) {
		t.Errorf("the log is %q", log)
	}
	if _, err := os.Stat(gone); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestTimesAndDurations(t *testing.T) {
	if got := timestamp(time.Unix(1_800_000_000, 7_000_000)); got != "1800000000.007" {
		t.Error(got)
	}
	if got := seconds(time.Minute + 1500*time.Microsecond); got != "60.001500" {
		t.Error(got)
	}
	if got := unixDay(ledger.MustDate("1970-01-02")); got != 86400 {
		t.Error(got)
	}
}
