package generate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

func (g generated) sha256() string {
	hash := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(g.files)) {
		fmt.Fprintf(hash, "%s %d\n", name, len(g.files[name]))
		hash.Write(g.files[name])
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// The bytes of a seed are a promise to those who keep figures for them: a change here
// is a change of the samples and belongs in the changelog.
func TestGoldenBytes(t *testing.T) {
	for _, c := range []struct {
		options Options
		want    string
	}{
		{Options{Seed: 1, Cases: 100}, "99e40ececa113ed1e05f6493667b6dfd7d166960859e24c4a0822a4ae77c60c0"},
		{Options{Seed: 1, Cases: 100, Dirty: 50_000, Files: 3}, "f7b4ddf00aecee793738b5d35988edade24f8236a1de101bbc20d2837271c9d6"},
		{Options{Seed: 1, Cases: 100, Shuffle: true}, "055cb2e14ea7cc47fc9c63f1b0094f39256cb95aea8702587fe5ecfb3fb1c369"},
	} {
		if got := write(t, c.options).sha256(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.options, got, c.want)
		}
	}
}

func TestSameOptionsSameBytes(t *testing.T) {
	for _, o := range []Options{
		{Seed: 7, Cases: 333}, {Seed: 7, Cases: 333, Dirty: 30_000}, {Seed: 7, Cases: 333, Files: 58},
		{Seed: 7, Cases: 333, Shuffle: true, Files: 2}, {Seed: 7, Cases: 40, Format: XLSX, Dirty: 30_000},
	} {
		first, second := write(t, o).sha256(), write(t, o).sha256()
		if first != second {
			t.Errorf("%+v: two runs differ", o)
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	a, b := write(t, Options{Seed: 1, Cases: 50}), write(t, Options{Seed: 2, Cases: 50})
	for name := range a.files {
		if bytes.Equal(a.files[name], b.files[name]) {
			t.Errorf("%s is the same for two seeds", name)
		}
	}
}

// A case does not depend on how many others there are.
func TestSmallWorldIsTheBeginningOfALargeOne(t *testing.T) {
	small, large := write(t, Options{Seed: 3, Cases: 300}), write(t, Options{Seed: 3, Cases: 1000})
	for _, name := range []string{"ledger.csv", "cases.csv", "ncps.csv", "events.csv"} {
		if !bytes.HasPrefix(large.files[name], small.files[name]) {
			t.Errorf("%s of 300 cases is not how that of 1,000 begins", name)
		}
	}
}

func TestFilesSplitByCounty(t *testing.T) {
	one, many := write(t, Options{Seed: 4, Cases: 700}), write(t, Options{Seed: 4, Cases: 700, Files: 12})
	if names := many.ledgers(); len(names) != 12 || names[0] != "ledger-01.csv" || names[11] != "ledger-12.csv" {
		t.Fatalf("ledger files %q", names)
	}
	counties, fileOf := map[string]string{}, map[string]string{}
	for _, row := range many.rows(t, "cases.csv") {
		counties[row[0]] = row[2]
	}
	together := map[string][][]string{}
	for _, name := range many.ledgers() {
		rows := many.rows(t, name)
		maps.Copy(together, byCase(rows))
		for _, row := range rows {
			if file := fileOf[counties[row[0]]]; file != "" && file != name {
				t.Fatalf("%s has rows in %s and %s", counties[row[0]], file, name)
			}
			fileOf[counties[row[0]]] = name
		}
	}
	want := byCase(one.rows(t, "ledger.csv"))
	if !maps.EqualFunc(want, together, func(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal) }) {
		t.Error("the county files do not hold the rows of the single ledger")
	}
}

func TestShuffleKeepsTheRows(t *testing.T) {
	sorted, shuffled := write(t, Options{Seed: 5, Cases: 900}), write(t, Options{Seed: 5, Cases: 900, Shuffle: true})
	a, b := bytes.Split(sorted.files["ledger.csv"], []byte("\n")), bytes.Split(shuffled.files["ledger.csv"], []byte("\n"))
	if !bytes.Equal(a[0], b[0]) {
		t.Errorf("header %s", b[0])
	}
	moved := 0
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			moved++
		}
	}
	if moved < len(a)*9/10 {
		t.Errorf("%d of %d rows moved", moved, len(a))
	}
	slices.SortFunc(a, bytes.Compare)
	slices.SortFunc(b, bytes.Compare)
	if !slices.EqualFunc(a, b, bytes.Equal) {
		t.Error("the rows are not those of the sorted ledger")
	}
}

// With many buckets each row is still written once.
func TestShuffleOverManyBuckets(t *testing.T) {
	var out bytes.Buffer
	s, err := newShuffle(t.TempDir(), &out, Options{Cases: 60_000, Files: 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.buckets) < 10 {
		t.Fatalf("%d buckets", len(s.buckets))
	}
	for i := range 30_000 {
		if _, err := fmt.Fprintf(s, "%08d\n", i); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.merge(context.Background()), s.close()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(out.String())
	if slices.IsSorted(lines) {
		t.Error("nothing moved")
	}
	slices.Sort(lines)
	for i, line := range lines {
		if line != fmt.Sprintf("%08d", i) {
			t.Fatalf("line %d is %s", i, line)
		}
	}
}

func TestOptionsRefused(t *testing.T) {
	for _, o := range []Options{
		{Cases: 0, AsOf: asOf}, {Cases: -1, AsOf: asOf}, {Cases: casesMax + 1, AsOf: asOf}, {Cases: 1}, {Cases: 1, AsOf: ledger.MustDate("1979-12-31")},
		{Cases: 1, AsOf: ledger.DateMax}, {Cases: 1, AsOf: asOf, Dirty: -1}, {Cases: 1, AsOf: asOf, Dirty: dirtyMax + 1},
		{Cases: 1, AsOf: asOf, Files: 59}, {Cases: 1, AsOf: asOf, Files: -1}, {Cases: 1, AsOf: asOf, Format: "ods"},
		{Cases: 1, AsOf: asOf, Format: XLSX, Files: 2}, {Cases: 1, AsOf: asOf, Format: XLSX, Shuffle: true},
	} {
		dir := filepath.Join(t.TempDir(), "new")
		_, err := Write(context.Background(), dir, o)
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: error %v, want one line", o, err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%+v: the folder was made", o)
		}
	}
}

func TestFolderMustBeEmpty(t *testing.T) {
	dir := t.TempDir()
	kept := filepath.Join(dir, "ledger-02.csv")
	if err := os.WriteFile(kept, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(context.Background(), dir, Options{Cases: 1, AsOf: asOf}); err == nil {
		t.Error("wrote into a folder that holds files")
	}
	if text, err := os.ReadFile(kept); err != nil || string(text) != "mine" {
		t.Errorf("the file there is now %q, %v", text, err)
	}
}

func TestCancelledRunLeavesNothing(t *testing.T) {
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	for _, o := range []Options{{Cases: 200}, {Cases: 200, Files: 3, Shuffle: true}, {Cases: 200, Format: XLSX}} {
		o.AsOf = asOf
		dir := t.TempDir()
		if _, err := Write(ctx, dir, o); !errors.Is(err, cause) {
			t.Errorf("%+v: error %v, want the cause", o, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%+v: %s is left", o, left[0].Name())
		}
	}
}

// failing takes so many bytes.
type failing struct{ room int }

var errFull = errors.New("no space left")

func (f *failing) Write(text []byte) (int, error) {
	if f.room -= len(text); f.room < 0 {
		return 0, errFull
	}
	return len(text), nil
}

func TestFailureToWriteStops(t *testing.T) {
	o := Options{Seed: 1, Cases: 100_000, AsOf: asOf}
	all := tables{ledger: []table{newCSVTable(&failing{room: 2 * chunk}, ledgerColumns)}, cases: nowhere{}, ncps: nowhere{}, events: nowhere{}}
	w := newWorld(o, all)
	if err := w.make(context.Background()); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
	if w.summary.Cases.Rows > 2000 {
		t.Errorf("went on for %d cases", w.summary.Cases.Rows)
	}
	for _, room := range []int{0, 5_000, chunk} {
		if _, err := writeWorkbook(context.Background(), &failing{room: room}, Options{Seed: 1, Cases: 3_000, AsOf: asOf, Format: XLSX}, sheetRowsMax); !errors.Is(err, errFull) {
			t.Errorf("workbook with room for %d bytes: error %v", room, err)
		}
	}
}

// What a case leaves behind is freed: a case's rows are some 3,500 bytes, and all that is
// allocated for it, names and addresses, is far less.
func TestMemoryDoesNotGrowWithCases(t *testing.T) {
	allocated := func(cases int) uint64 {
		o := Options{Seed: 1, Cases: cases, AsOf: asOf, Dirty: 10_000}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w := newWorld(o, discarded())
		if err := w.make(context.Background()); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := allocated(1_000), allocated(11_000)
	if perCase := (many - min(few, many)) / 10_000; perCase > 600 {
		t.Errorf("%d bytes allocated a case", perCase)
	}
}

// discarded is CSV tables that lead nowhere.
func discarded() tables {
	return tables{
		ledger: []table{newCSVTable(io.Discard, ledgerColumns)}, cases: newCSVTable(io.Discard, casesColumns),
		ncps: newCSVTable(io.Discard, ncpsColumns), events: newCSVTable(io.Discard, eventsColumns),
	}
}

func BenchmarkCases(b *testing.B) {
	b.ReportAllocs()
	w := newWorld(Options{Seed: 1, Cases: b.N, AsOf: asOf}, discarded())
	if err := w.make(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(w.summary.Ledger.Rows)/b.Elapsed().Seconds(), "rows/s")
}
