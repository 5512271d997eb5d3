package finished

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/readers"

	"github.com/google/go-cmp/cmp"
)

// rowless are the files of a run that found nothing: headers.
func rowless() map[string]string {
	files := make(map[string]string)
	for _, table := range tables() {
		var names []string
		for _, column := range table.Columns {
			names = append(names, column.Name)
		}
		files[table.Name+".csv"] = strings.Join(names, ",") + "\n"
	}
	return files
}

// publish writes files as a run's folder, with a manifest that knows them.
func publish(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "run")
	manifest := report.Manifest{Program: "arrears 1.0.0", AsOf: "2026-10-31", Policy: report.ManifestPolicy{Name: "rules", Version: "1"}}
	for name, text := range files {
		hash := sha256.Sum256([]byte(text))
		manifest.Outputs = append(manifest.Outputs, report.ManifestOutput{Path: name, Size: int64(len(text)), SHA256: hex.EncodeToString(hash[:])})
		put(t, folder, name, text)
	}
	text, err := json.Marshal(manifest)
	if err != nil {
		t.Fatal(err)
	}
	put(t, folder, report.ManifestName, string(text))
	return folder
}

func put(t *testing.T, folder, name, text string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, folder string) *Run {
	t.Helper()
	run, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// counts reads every table and counts its rows.
func counts(ctx context.Context, run *Run) (map[string]int, error) {
	outreach, first := All(ctx, run.Outreach)
	ncps, second := All(ctx, run.NCPs)
	cases, third := All(ctx, run.Cases)
	balances, fourth := All(ctx, run.Balances)
	rejects, fifth := All(ctx, run.Rejects)
	return map[string]int{"outreach": len(outreach), "ncps": len(ncps), "cases": len(cases), "balances": len(balances), "rejects": len(rejects)},
		errors.Join(first, second, third, fourth, fifth)
}

// The run of the county sample, as the samples keep it.
const county = "../../samples/county/expected"

func TestEveryTableOfARunIsRead(t *testing.T) {
	run := open(t, county)
	got, err := counts(t.Context(), run)
	want := map[string]int{"outreach": 8, "ncps": 22, "cases": 23, "balances": 30, "rejects": 4}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if run.AsOf.String() != "2026-10-31" || run.Manifest.Policy.Label() != "california-coap@2026.1" || run.Manifest.Counts.ByStatus["eligible"] != 6 {
		t.Errorf("as of %s, %+v", run.AsOf, run.Manifest)
	}
}

func TestARunWithoutRowsIsARun(t *testing.T) {
	got, err := counts(t.Context(), open(t, publish(t, rowless())))
	want := map[string]int{"outreach": 0, "ncps": 0, "cases": 0, "balances": 0, "rejects": 0}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// A link is followed once: `latest` may be turned while the tables are read.
func TestALinkToARunIsFollowedOnce(t *testing.T) {
	files := rowless()
	files["balances.csv"] += "C1,PAA,government,1.00,0.00,0.00,2026-01-01\n"
	first, second := publish(t, files), publish(t, rowless())
	latest := filepath.Join(t.TempDir(), "latest")
	if err := os.Symlink(first, latest); err != nil {
		t.Fatal(err)
	}
	run := open(t, latest)
	if err := errors.Join(os.Remove(latest), os.Symlink(second, latest)); err != nil {
		t.Fatal(err)
	}
	if rows, err := All(t.Context(), run.Balances); err != nil || len(rows) != 1 || run.Name != latest {
		t.Errorf("%d rows of %s, %v", len(rows), run.Name, err)
	}
}

// refused tells whether an error is one line of the kind that a command shows, and what
// it says.
func refused(t *testing.T, what string, err error, want string) {
	t.Helper()
	var unusable *readers.Error
	if !errors.As(err, &unusable) || !strings.HasSuffix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%s: got %v, want … %s", what, err, want)
	}
}

func TestWhatIsNoRunIsRefused(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, "file", "x")
	put(t, filepath.Join(parent, "exports"), "ledger.csv", "x")
	if err := os.Symlink("nowhere", filepath.Join(parent, "latest")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"missing":  "missing: there is no such file or folder; check the path",
		"latest":   "latest: there is no such file or folder; check the path",
		"file":     "file: is a file; name the folder that a run published",
		"exports":  "exports: holds no run.json and so is no finished run; name the folder that a run published",
		"file/run": "run: lies in something that is no folder; check the path",
	} {
		_, err := Open(filepath.Join(parent, name))
		refused(t, name, err, want)
	}
}

func TestADamagedRunIsRefusedWhenItIsOpened(t *testing.T) {
	for name, damage := range map[string]struct {
		file, text string // what stands in a file instead
		want       string
	}{
		"manifest cut":     {"run.json", `{"program": "arr`, "run.json: is damaged; do the run again, or name another"},
		"manifest empty":   {"run.json", ``, "run.json: is damaged; do the run again, or name another"},
		"no outputs":       {"run.json", `{"as_of": "2026-10-31"}`, "run.json: is damaged; do the run again, or name another"},
		"other JSON":       {"run.json", `[1]`, "run.json: is damaged; do the run again, or name another"},
		"no date":          {"run.json", `{"outputs": [{"path": "x"}]}`, "run.json: has no as-of date; do the run again, or name another"},
		"a file not named": {"run.json", `{"as_of": "2026-10-31", "outputs": [{"path": "x"}]}`, "run.json: does not list balances.csv; do the run again, or name another"},
		"shorter":          {"cases.csv", "case_id\n", "cases.csv: was changed since the run wrote it; do the run again, or name another"},
		"longer":           {"outreach.csv", strings.Repeat("x", 1000), "outreach.csv: was changed since the run wrote it; do the run again, or name another"},
	} {
		folder := publish(t, rowless())
		put(t, folder, damage.file, damage.text)
		_, err := Open(folder)
		refused(t, name, err, damage.want)
	}
	folder := publish(t, rowless())
	if err := os.Remove(filepath.Join(folder, "ncps.csv")); err != nil {
		t.Fatal(err)
	}
	_, err := Open(folder)
	refused(t, "a file missing", err, "ncps.csv: there is no such file or folder; check the path")
}

// What is as long as before, and can be read, is found by its hash.
func TestAnAlteredAmountIsFound(t *testing.T) {
	files := rowless()
	files["balances.csv"] += "C1,PAA,government,100.00,0.00,0.00,2026-01-01\n"
	folder := publish(t, files)
	put(t, folder, "balances.csv", strings.Replace(files["balances.csv"], "100.00", "900.00", 1))
	_, err := All(t.Context(), open(t, folder).Balances)
	refused(t, "altered", err, "balances.csv: was changed since the run wrote it; do the run again, or name another")
}

func TestADamagedRowIsNamed(t *testing.T) {
	good := "C1,PAA,government,1.00,0.00,0.00,2026-01-01\n"
	for row, fault := range map[string]string{
		"C1,PAA,government,1.00,0.00\n":                                      "the row is malformed",
		"C1,PAA,\"government,1.00,0.00,0.00,\n":                              "the row is malformed",
		"C1,PAA,nobody,1.00,0.00,0.00,\n":                                    "the column owed_to holds no such value",
		"C1,PAA,government,1.0,0.00,0.00,\n":                                 "the column principal holds no such value",
		"C1,PAA,government,,0.00,0.00,\n":                                    "the column principal holds no such value",
		"C1,PAA,government,1.00,--5.00,0.00,\n":                              "the column interest holds no such value",
		"C1,PAA,government,1.00,92233720368547758.08,0.00,\n":                "the column interest holds no such value",
		"C1,PAA,government,1.00,999999999999999999999999999999.00,0.00,\n":   "the column interest holds no such value",
		"C1,PAA,government,1.00,0.00,1e5,\n":                                 "the column current_due holds no such value",
		"C1,PAA,government,1.00,0.00,0.00,2026-02-30\n":                      "the column oldest_due holds no such value",
		"C1,PAA,government,1.00,0.00,0.00,2026-01-01,one field too many\n":   "the row is malformed",
		"C1,\"a name on\ntwo lines\",government,1.00,0.00,0.00,2026-13-01\n": "the column oldest_due holds no such value",
	} {
		files := rowless()
		files["balances.csv"] += good + "\"C\n2\"" + good[2:] + row
		_, err := All(t.Context(), open(t, publish(t, files)).Balances)
		refused(t, row, err, fmt.Sprintf("balances.csv: is damaged on line 5 (%s); do the run again, or name another", fault))
	}
}

func TestColumnsAreFoundByTheirNames(t *testing.T) {
	files := rowless()
	files["balances.csv"] = "later,oldest_due,current_due,interest,principal,owed_to,account,case_id\nx,2026-01-01,3.00,2.00,1.00,family,NAA,C1\n"
	rows, err := All(t.Context(), open(t, publish(t, files)).Balances)
	if diff := cmp.Diff(wantMoved, rows); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	files["balances.csv"] = "case_id,account\nC1,NAA\n"
	_, err = All(t.Context(), open(t, publish(t, files)).Balances)
	refused(t, "columns missing", err, "balances.csv: lacks the column owed_to, for arrears 1.0.0 wrote it; do the run again with this version")
	files["balances.csv"] = ""
	_, err = All(t.Context(), open(t, publish(t, files)).Balances)
	refused(t, "no header", err, "balances.csv: is damaged on line 1 (there is no header); do the run again, or name another")
}

func TestReadingEndsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cancel(cause)
	if _, err := counts(ctx, open(t, county)); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
	stop := errors.New("no more")
	if err := open(t, county).NCPs(t.Context(), func(NCP) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}
