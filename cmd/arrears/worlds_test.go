package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/pipeline/report"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// world is one of the generated worlds, whose figures an independent program gives.
type world struct {
	name, folder string
	flags        []string // of its as-of date and policy
}

func worlds(t *testing.T) (list []world) {
	t.Helper()
	paths, err := filepath.Glob(filepath.FromSlash("../../pipeline/testdata/worlds/*/RUN.txt"))
	if err != nil || len(paths) != 4 {
		t.Fatalf("%d worlds, %v", len(paths), err)
	}
	for _, path := range paths {
		w := world{name: filepath.Base(filepath.Dir(path)), folder: filepath.Dir(path)}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			switch key, value, _ := strings.Cut(strings.TrimSpace(line), ": "); key {
			case "as-of":
				w.flags = append(w.flags, "--as-of", value)
			case "policy":
				w.flags = append(w.flags, "--policy", policyOf(t, value))
			}
		}
		list = append(list, w)
	}
	return list
}

// policyOf is the policy that RUN.txt names, "NAME" or "extends NAME with KEY VALUE, …",
// the latter as a file.
func policyOf(t *testing.T, text string) string {
	t.Helper()
	extends, changes, ok := strings.Cut(strings.TrimPrefix(text, "extends "), " with ")
	if !ok {
		return text
	}
	file := "extends: " + extends + "\nname: of-a-world\nversion: \"1\"\ninterest:\n"
	for _, change := range strings.Split(changes, ", ") {
		key, value, _ := strings.Cut(strings.TrimPrefix(change, "interest."), " ")
		file += "  " + key + ": " + value + "\n"
	}
	path := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (w *world) input(names ...string) (paths []string) {
	for _, name := range names {
		paths = append(paths, filepath.Join(w.folder, "input", name))
	}
	return paths
}

// run runs the program on inputs and returns every file it gives.
func (w *world) run(t *testing.T, inputs []string, flags ...string) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	arguments := slices.Concat([]string{"run", "--out", out, "--quiet", "--max-rejects", "0"}, w.flags, flags, inputs)
	var stdout, stderr bytes.Buffer
	if code := execute(t.Context(), arguments, &stdout, &stderr); code != exitDone || stdout.Len() > 0 || stderr.Len() > 0 {
		t.Fatalf("arrears %s: exit code %d\n%s%s", strings.Join(arguments, " "), code, stdout.String(), stderr.String())
	}
	return filesIn(t, out)
}

// Every column that the independent program gives agrees, in every row, and there are no
// other rows.
func TestWorldsAgreeInEveryCell(t *testing.T) {
	for _, w := range worlds(t) {
		t.Run(w.name, func(t *testing.T) {
			files := w.run(t, w.input(""), "--reports", "csv")
			for _, name := range []string{"balances.csv", "cases.csv", "ncps.csv"} {
				agree(t, name, readTable(t, filepath.Join(w.folder, "expected", name)), parseTable(t, files[name]))
			}
			list, err := os.ReadFile(filepath.Join(w.folder, "expected", "outreach.txt"))
			if err != nil {
				t.Fatal(err)
			}
			want := [][]string{{"rank", "ncp_id"}}
			for i, id := range strings.Fields(string(list)) {
				want = append(want, []string{fmt.Sprint(i + 1), id})
			}
			agree(t, "outreach.csv", want, parseTable(t, files["outreach.csv"]))
			if rejects := parseTable(t, files["rejects.csv"]); len(rejects) != 1 {
				t.Errorf("%d rejects: %q", len(rejects)-1, rejects)
			}
		})
	}
}

// agree holds the columns of one table against those of the same name in another.
func agree(t *testing.T, name string, want, got [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d rows, want %d", name, len(got)-1, len(want)-1)
	}
	cells := 0
	for i, column := range want[0] {
		at := slices.Index(got[0], column)
		if at < 0 {
			t.Fatalf("%s has no column %s", name, column)
		}
		for row := range want[1:] {
			cells++
			if want[row+1][i] != got[row+1][at] {
				t.Errorf("%s, %s %s, %s: %q, want %q", name, want[0][0], want[row+1][0], column, got[row+1][at], want[row+1][i])
			}
		}
	}
	if cells == 0 && len(want) > 1 {
		t.Errorf("%s: nothing was compared", name)
	}
}

// same holds the files of two runs against each other.
func same(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	checkHashes(t, got)
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name := range want {
		if name != report.ManifestName && !bytes.Equal(want[name], got[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestWorldsAreTheSameWithAnyWorkersAndMemory(t *testing.T) {
	for _, w := range worlds(t) {
		want := w.run(t, w.input(""), "--workers", "1")
		for _, flags := range [][]string{{"--workers", "2"}, {"--workers", "16", "--memory", "16MiB"}} {
			t.Run(w.name+" "+strings.Join(flags, " "), func(t *testing.T) {
				got := w.run(t, w.input(""), flags...)
				same(t, want, got)
				if diff := string(timeless(t, got[report.ManifestName])); diff != string(timeless(t, want[report.ManifestName])) {
					t.Errorf("the manifests differ in more than the clock: %s", diff)
				}
			})
		}
	}
}

// arranged is the ledger's rows, those of a case in their order, case after case in the
// order of less or, without it, mixed at random.
func arranged(rows [][]byte, less func(a, b string) int) [][]byte {
	caseOf := func(row []byte) string { return string(row[:bytes.IndexAny(row, ",;\t|")]) }
	byCase := make(map[string][][]byte)
	var draws []string // one for each row
	for _, row := range rows {
		byCase[caseOf(row)] = append(byCase[caseOf(row)], row)
		draws = append(draws, caseOf(row))
	}
	if less == nil {
		random := rand.New(rand.NewPCG(1, 2))
		random.Shuffle(len(draws), func(i, j int) { draws[i], draws[j] = draws[j], draws[i] })
	} else {
		slices.SortFunc(draws, less)
	}
	var result [][]byte
	for _, id := range draws {
		result = append(result, byCase[id][0])
		byCase[id] = byCase[id][1:]
	}
	return result
}

// The order of cases in the ledger, its cutting into files and their compression make no
// difference to any table.
func TestWorldsAreTheSameInAnyArrangement(t *testing.T) {
	for _, w := range worlds(t) {
		want := w.run(t, w.input(""), "--reports", "csv")
		text, err := os.ReadFile(w.input("ledger.csv")[0])
		if err != nil {
			t.Fatal(err)
		}
		rows := slices.Collect(bytes.Lines(text))
		header, rows := rows[0], rows[1:]
		last := &rows[len(rows)-1]
		*last = append(bytes.TrimRight(slices.Clone(*last), "\r\n"), '\n')
		sorted := arranged(rows, cmp.Compare[string])
		mixed := arranged(rows, nil)
		falling := func(a, b string) int { return cmp.Compare(b, a) }
		for name, parts := range map[string]struct {
			rows  [][][]byte // of each file
			write func(t *testing.T, path string, text []byte)
		}{
			"sorted":               {[][][]byte{sorted}, writePlain},
			"falling":              {[][][]byte{arranged(rows, falling)}, writePlain},
			"mixed":                {[][][]byte{mixed}, writePlain},
			"gzip, cut into files": {slices.Collect(slices.Chunk(rows, len(rows)/3+1)), writeGzip},
			"mixed, cut, zstd":     {slices.Collect(slices.Chunk(mixed, len(mixed)/5+1)), writeZstd},
			"a file without row":   {[][][]byte{nil, rows, nil}, writePlain},
		} {
			t.Run(w.name+" "+name, func(t *testing.T) {
				folder := t.TempDir()
				inputs := w.input("events.csv", "ncps.csv", "cases.csv")
				for i, part := range parts.rows {
					path := filepath.Join(folder, fmt.Sprintf("county %d", i))
					parts.write(t, path, slices.Concat(header, bytes.Join(part, nil)))
					inputs = append(inputs, path)
				}
				files := w.run(t, inputs, "--reports", "csv")
				same(t, want, files)
				checkInputs(t, files[report.ManifestName], len(rows))
			})
		}
	}
}

// checkInputs holds the manifest's inputs against the files, and its counts of ledger
// rows against how many there are.
func checkInputs(t *testing.T, text []byte, ledgerRows int) {
	t.Helper()
	var manifest report.Manifest
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, input := range manifest.Inputs {
		content, err := os.ReadFile(input.Path)
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(content)
		if input.SHA256 != hex.EncodeToString(hash[:]) || input.Size != int64(len(content)) {
			t.Errorf("%s is described as %d bytes, SHA-256 %s", input.Path, input.Size, input.SHA256)
		}
		if n := input.Rows; n.Read != n.Accepted+n.Rejected+n.Duplicate+n.Future {
			t.Errorf("%s: the rows do not add up: %+v", input.Path, n)
		}
		if input.Table == "ledger" {
			read += input.Rows.Read
		}
	}
	if read != ledgerRows {
		t.Errorf("%d ledger rows were read, want %d", read, ledgerRows)
	}
}

func writePlain(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func writeGzip(t *testing.T, path string, text []byte) {
	t.Helper()
	var packed bytes.Buffer
	pack(t, gzip.NewWriter(&packed), text)
	writePlain(t, path, packed.Bytes())
}

func writeZstd(t *testing.T, path string, text []byte) {
	t.Helper()
	var packed bytes.Buffer
	w, err := zstd.NewWriter(&packed)
	if err != nil {
		t.Fatal(err)
	}
	pack(t, w, text)
	writePlain(t, path, packed.Bytes())
}

func pack(t *testing.T, w io.WriteCloser, text []byte) {
	t.Helper()
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// canceller cancels a run as soon as it writes its first line of log.
type canceller struct {
	bytes.Buffer
	cancel func()
}

func (c *canceller) Write(p []byte) (int, error) {
	c.cancel()
	return c.Buffer.Write(p)
}

func TestAnInterruptedRunPublishesNothing(t *testing.T) {
	w := worlds(t)[0]
	parent := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	stderr := &canceller{cancel: cancel}
	arguments := slices.Concat([]string{"run", "--out", filepath.Join(parent, "out")}, w.flags, w.input(""))
	if code := execute(ctx, arguments, io.Discard, stderr); code != exitInterrupted {
		t.Errorf("exit code %d, want %d: %s", code, exitInterrupted, stderr.String())
	}
	if files := filesIn(t, parent); len(files) > 0 {
		t.Errorf("left over: %v", files)
	}
}

// Whenever a run is interrupted, there is a whole run or none.
func TestARunIsWholeWheneverItIsInterrupted(t *testing.T) {
	w := worlds(t)[0]
	want := w.run(t, w.input(""))
	codes := make(map[int]int)
	for delay := time.Millisecond; delay < time.Second; delay = delay * 17 / 10 {
		parent := t.TempDir()
		out := filepath.Join(parent, "out")
		ctx, cancel := context.WithCancel(t.Context())
		timer := time.AfterFunc(delay, cancel)
		code := execute(ctx, slices.Concat([]string{"run", "--out", out, "--quiet"}, w.flags, w.input("")), io.Discard, io.Discard)
		timer.Stop()
		cancel()
		codes[code]++
		entries, err := os.ReadDir(parent)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case code == exitDone && len(entries) == 1:
			same(t, want, filesIn(t, out))
		case code != exitInterrupted || len(entries) > 0:
			t.Errorf("interrupted after %v: exit code %d, left over %v", delay, code, entries)
		}
	}
	if codes[exitInterrupted] == 0 {
		t.Errorf("no run was interrupted: %v", codes)
	}
}
