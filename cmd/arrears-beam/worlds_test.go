package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	diff "github.com/google/go-cmp/cmp"

	"arrears/cmd/arrears-beam/exports"
	"arrears/pipeline"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/writers"
)

func TestMain(m *testing.M) {
	flag.Parse()
	slog.SetLogLoggerLevel(slog.LevelError)
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the runner's own log
	beam.Init()
	os.Exit(m.Run())
}

// figures is what a run gives: its tables, joined and sorted, and what its manifest says.
type figures struct {
	tables   map[string]string
	manifest report.Manifest
}

// single is what arrears run gives.
func single(t *testing.T, o *options) (figures, error) {
	t.Helper()
	job, err := o.job()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policy.Load(o.policy)
	if err != nil {
		t.Fatal(err)
	}
	source, err := readers.Open(o.inputs, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	folder := &writers.Folder{Path: filepath.Join(t.TempDir(), "single"), Now: time.Now}
	if err := folder.Reserve(); err != nil {
		t.Fatal(err)
	}
	defer folder.Release()
	_, err = pipeline.Run(t.Context(), pipeline.Job{Rules: rules, AsOf: job.AsOf, Workers: 2, Memory: 64 << 20, TempDir: t.TempDir(), MaxRejects: job.Limit}, source, folder)
	if err != nil {
		return figures{}, err
	}
	f := figures{tables: make(map[string]string), manifest: manifestIn(t, folder.Path)}
	for _, name := range tableNames {
		text, err := os.ReadFile(filepath.Join(folder.Path, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		f.tables[name] = string(text)
	}
	return f, nil
}

var tableNames = []string{"balances", "cases", "ncps", "outreach", "rejects"}

func manifestIn(t *testing.T, folder string) (m report.Manifest) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, report.ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// sharded is what the same gives on prism, in process.
func sharded(t *testing.T, o *options) (figures, error) {
	t.Helper()
	o.out = filepath.Join(t.TempDir(), "sharded")
	job, err := o.job()
	if err != nil {
		t.Fatal(err)
	}
	if err := plan(t.Context(), o, job); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), job); err != nil {
		return figures{}, err
	}
	if err := conclude(t.Context(), job, &bytes.Buffer{}, false); err != nil {
		return figures{}, err
	}
	f := figures{tables: make(map[string]string), manifest: manifestIn(t, o.out)}
	for _, name := range tableNames {
		f.tables[name] = join(t, o, name)
	}
	checkOutputs(t, o.out, &f.manifest)
	return f, nil
}

// join puts the shards of a table behind one another, and sorts what is sorted within each
// shard only.
func join(t *testing.T, o *options, table string) string {
	t.Helper()
	header, records := "", []record(nil)
	for shard := range o.shards {
		text, err := os.ReadFile(filepath.Join(o.out, fmt.Sprintf("%s-%05d-of-%05d.csv", table, shard, o.shards)))
		if err != nil {
			t.Fatal(err)
		}
		first, rest, _ := strings.Cut(string(text), "\n")
		header = first
		records = append(records, recordsOf(t, rest)...)
	}
	if table != "outreach" && table != "rejects" {
		slices.SortStableFunc(records, func(a, b record) int { return cmp.Compare(a.id, b.id) })
	}
	joined := header + "\n"
	for _, r := range records {
		joined += r.text
	}
	return joined
}

// record is a row of a CSV file as it is written, with its first field.
type record struct{ id, text string }

func recordsOf(t *testing.T, text string) (records []record) {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(text))
	for from := int64(0); ; {
		fields, err := reader.Read()
		if err != nil {
			if int(from) != len(text) {
				t.Fatal(err)
			}
			return records
		}
		to := reader.InputOffset()
		records = append(records, record{report.Original(fields[0]), text[from:to]})
		from = to
	}
}

// checkOutputs makes sure that the manifest lists every file with its hash.
func checkOutputs(t *testing.T, folder string, m *report.Manifest) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != len(m.Outputs)+1 {
		t.Fatalf("%d files for %d outputs: %v", len(entries), len(m.Outputs), err)
	}
	for _, output := range m.Outputs {
		sum, err := readers.Digest(t.Context(), filepath.Join(folder, output.Path))
		if err != nil || sum != output.SHA256 {
			t.Errorf("%s: %s, %v; the manifest says %s", output.Path, sum, err, output.SHA256)
		}
	}
}

// agree holds the two ways to compute the same against each other.
func agree(t *testing.T, o options) {
	t.Helper()
	if o.maxRejects == "" {
		o.maxRejects = "100%"
	}
	if o.policy == "" {
		o.policy = "california-coap"
	}
	o.shards, o.out = max(o.shards, 1), "somewhere"
	o.block, o.unit = cmp.Or(o.block, exports.BlockSize), cmp.Or(o.unit, 2)
	want, wantErr := single(t, &o)
	got, gotErr := sharded(t, &o)
	if wantErr != nil || gotErr != nil {
		text, _, _ := strings.Cut(fmt.Sprint(gotErr), "; they are listed in ")
		if fmt.Sprint(wantErr) != text {
			t.Errorf("on one machine: %v\non several: %v", wantErr, gotErr)
		}
		return
	}
	for _, name := range tableNames {
		if got.tables[name] != want.tables[name] {
			t.Errorf("%s (-one machine +several):\n%s", name, firstLines(diff.Diff(strings.Split(want.tables[name], "\n"), strings.Split(got.tables[name], "\n"))))
		}
	}
	if d := diff.Diff(comparable(want.manifest), comparable(got.manifest)); d != "" {
		t.Errorf("run.json (-one machine +several):\n%s", firstLines(d))
	}
}

// comparable leaves out of a manifest what must differ.
func comparable(m report.Manifest) report.Manifest {
	m.Program, m.Arguments, m.Outputs, m.Clock = "", nil, nil, report.ManifestClock{}
	for i := range m.Inputs {
		m.Inputs[i].SHA256 = ""
	}
	return m
}

func firstLines(text string) string {
	lines := strings.SplitAfterN(text, "\n", 60)
	return strings.Join(lines[:min(len(lines), 59)], "")
}

var errWorkbook = errors.New("the sample is a workbook")

// TestSamples runs every sample that has CSV inputs, in blocks so small that most of them
// begin with a guess.
func TestSamples(t *testing.T) {
	runs, err := filepath.Glob("../../samples/*/RUN*.txt")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../../samples/rejects/*/RUN*.txt")
	if err != nil || len(runs)+len(more) < 20 {
		t.Fatalf("%d samples, %v", len(runs)+len(more), err)
	}
	for _, path := range append(runs, more...) {
		o, err := sampleOptions(path)
		if errors.Is(err, errWorkbook) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		o.block, o.shards = 100, 2
		t.Run(strings.TrimSuffix(path, ".txt"), func(t *testing.T) { agree(t, o) })
	}
}

// sampleOptions reads how a sample is to be run.
func sampleOptions(path string) (o options, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return o, err
	}
	o.inputs = []string{filepath.Dir(path) + "/input"}
	if books, _ := filepath.Glob(o.inputs[0] + "/*.xlsx"); len(books) > 0 {
		return o, errWorkbook
	}
	flags := strings.Fields(string(text))
	for i := 0; i+1 < len(flags); i += 2 {
		switch flags[i] {
		case "--as-of":
			o.asOf = flags[i+1]
		case "--policy":
			o.policy = flags[i+1]
			if policy.NamesFile(o.policy) {
				o.policy = filepath.Join("..", "..", o.policy)
			}
		case "--max-rejects":
			o.maxRejects = flags[i+1]
		case "--reports":
		default:
			return o, fmt.Errorf("%s: %s", path, flags[i])
		}
	}
	return o, nil
}
