package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/report"
)

var update = flag.Bool("update", false, "rewrite what the samples are expected to give")

// sampleRun is one way to run a sample: samples/FOLDER/RUN-VARIANT.txt holds the flags,
// one a line, and samples/FOLDER/expected-VARIANT what comes out. The plain run has no
// variant.
type sampleRun struct {
	folder  string // below samples
	variant string // with its leading hyphen; blank for the plain run
	flags   []string
}

func (s *sampleRun) name() string     { return s.folder + s.variant }
func (s *sampleRun) input() string    { return "samples/" + s.folder + "/input" }
func (s *sampleRun) expected() string { return "samples/" + s.folder + "/expected" + s.variant }

// kept tells whether an output is part of what the sample is expected to give.
func (s *sampleRun) kept(name string) bool {
	switch {
	case s.folder == "county" && s.variant == "":
		return true
	case s.folder == "law-vector":
		return name == "balances.csv" || name == "cases.csv"
	case strings.HasPrefix(s.folder, "rejects/"):
		return name == "rejects.csv" || name == "cases.csv"
	}
	return strings.HasSuffix(name, ".csv")
}

// explained lists the cases of a sample whose statements are part of what it is expected
// to give, besides the plain run's reports, each with the ending of its format.
var explained = map[string][]string{
	"county":     {"0200000001012.txt", "0200000001019.txt", "0200000001019.html"},
	"hard-cases": {"rates-overlap.txt", "order-2020-day-before.txt"},
}

var explainFormats = map[string]string{".txt": "text", ".html": "html"}

// explain adds the statements to what the sample gives.
func (s *sampleRun) explain(t *testing.T, got map[string][]byte) {
	t.Helper()
	for _, name := range explained[s.name()] {
		caseID := strings.TrimSuffix(name, filepath.Ext(name))
		arguments := []string{"explain", caseID, s.input(), "--format", explainFormats[filepath.Ext(name)]}
		for i := 0; i < len(s.flags); i += 2 {
			if s.flags[i] == "--as-of" || s.flags[i] == "--policy" {
				arguments = append(arguments, s.flags[i], s.flags[i+1])
			}
		}
		var stdout, stderr bytes.Buffer
		if code := execute(context.Background(), arguments, &stdout, &stderr); code != exitDone {
			t.Fatalf("arrears %s: exit code %d\n%s", strings.Join(arguments, " "), code, stderr.String())
		}
		got["explain-"+name] = stdout.Bytes()
	}
}

// atRoot makes the repository's root the working directory, so that file names in the
// expected outputs are those that a reader of the README gets.
func atRoot(t *testing.T) { t.Chdir(filepath.Join("..", "..")) }

// sampleRuns lists every way to run every sample.
func sampleRuns(t *testing.T) (runs []sampleRun) {
	err := filepath.WalkDir("samples", func(path string, entry fs.DirEntry, err error) error {
		variant, isText := strings.CutSuffix(entry.Name(), ".txt")
		variant, isRun := strings.CutPrefix(variant, "RUN")
		if err != nil || !isText || !isRun {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel("samples", filepath.Dir(path))
		runs = append(runs, sampleRun{filepath.ToSlash(folder), variant, strings.Fields(string(text))})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) < 20 {
		t.Fatalf("%d ways to run samples found; where are the others?", len(runs))
	}
	return runs
}

// run runs the sample into a new folder and returns every file it gives.
func (s *sampleRun) run(t *testing.T, more ...string) map[string][]byte {
	t.Helper()
	return s.runInput(t, s.input(), more...)
}

// runInput runs another input with the sample's flags.
func (s *sampleRun) runInput(t *testing.T, input string, more ...string) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	arguments := append([]string{"run", input, "--out", out, "--quiet"}, s.flags...)
	var stdout, stderr bytes.Buffer
	if code := execute(context.Background(), append(arguments, more...), &stdout, &stderr); code != exitDone {
		t.Fatalf("arrears %s: exit code %d\n%s", strings.Join(arguments, " "), code, stderr.String())
	}
	return filesIn(t, out)
}

func filesIn(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// readable turns a run's files into what is kept of them as expected: the workbook as a
// list of its cells, the manifest without what differs between runs.
func (s *sampleRun) readable(t *testing.T, files map[string][]byte) map[string][]byte {
	t.Helper()
	kept := make(map[string][]byte)
	for name, content := range files {
		switch {
		case !s.kept(name):
		case name == "outreach.xlsx":
			kept["outreach.xlsx.txt"] = listCells(t, content)
		case name == report.ManifestName:
			kept[name] = timeless(t, content)
		default:
			kept[name] = content
		}
	}
	return kept
}

// timeless leaves out of a manifest the clock, the arguments (they hold a temporary
// folder) and the workbook's size and hash, which change with the compressor's version.
func timeless(t *testing.T, content []byte) []byte {
	t.Helper()
	var manifest report.Manifest
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&manifest); err != nil {
		t.Fatal(err)
	}
	manifest.Clock, manifest.Arguments = report.ManifestClock{}, nil
	for i := range manifest.Outputs {
		if manifest.Outputs[i].Path == "outreach.xlsx" {
			manifest.Outputs[i].Size, manifest.Outputs[i].SHA256 = 0, ""
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(manifest); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSamplesGiveWhatIsExpected(t *testing.T) {
	atRoot(t)
	if *update {
		writeCountyWorkbook(t)
	}
	for _, sample := range sampleRuns(t) {
		t.Run(sample.name(), func(t *testing.T) {
			got := sample.readable(t, sample.run(t))
			sample.explain(t, got)
			if *update {
				rewrite(t, sample.expected(), got)
			}
			want := filesIn(t, sample.expected())
			if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
				t.Errorf("files of %s (-want +got):\n%s", sample.expected(), diff)
			}
			for name := range want {
				if diff := cmp.Diff(lines(want[name]), lines(got[name])); diff != "" {
					t.Errorf("%s/%s (-want +got):\n%s", sample.expected(), name, diff)
				}
			}
		})
	}
}

func lines(content []byte) []string { return strings.SplitAfter(string(content), "\n") }

func rewrite(t *testing.T, folder string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSamplesAreTheSameWithAnyWorkersAndMemory(t *testing.T) {
	atRoot(t)
	for _, sample := range sampleRuns(t) {
		t.Run(sample.name(), func(t *testing.T) {
			want := sample.run(t)
			bounds := [][]string{{"--workers", "7", "--memory", "16MiB"}, {"--workers", "1"}, {"--workers", "2"}}
			if strings.HasPrefix(sample.folder, "rejects/") {
				bounds = bounds[:1]
			}
			for _, bounds := range bounds {
				got := sample.run(t, bounds...)
				checkHashes(t, got)
				want[report.ManifestName], got[report.ManifestName] = nil, nil // its outputs' hashes are held against the files
				for name := range want {
					if !bytes.Equal(want[name], got[name]) {
						t.Errorf("%s differs with %s", name, strings.Join(bounds, " "))
					}
				}
			}
		})
	}
}

// checkHashes holds the sizes and hashes of a manifest against the files.
func checkHashes(t *testing.T, files map[string][]byte) {
	t.Helper()
	var manifest report.Manifest
	if err := json.Unmarshal(files[report.ManifestName], &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest.Outputs) != len(files)-1 {
		t.Errorf("the manifest lists %d outputs of %d", len(manifest.Outputs), len(files)-1)
	}
	for _, output := range manifest.Outputs {
		sum := sha256.Sum256(files[output.Path])
		if output.SHA256 != hex.EncodeToString(sum[:]) || output.Size != int64(len(files[output.Path])) {
			t.Errorf("%s is not what the manifest says", output.Path)
		}
	}
}
