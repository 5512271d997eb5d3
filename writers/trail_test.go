package writers

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

// linesOf is the trail of a folder of runs, parsed.
func linesOf(t *testing.T, runs string) (lines []report.TrailLine) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(runs, report.TrailName))
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	for decoder.More() {
		var line report.TrailLine
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestTheTrailSaysWhatWasPublished(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	r := fixture.New(9)
	r.Run.Arguments = []string{"run", "--as-of=2026-11-22", "<exports>"}
	f := &Folder{Path: filepath.Join(runs, "2026-11-22"), Now: atNoon, Holder: Holder{"batch", "night-host", 4711}}
	mustPublish(t, f, r)
	files := filesIn(t, f.Path)
	var manifest report.Manifest
	if err := json.Unmarshal([]byte(files[report.ManifestName]), &manifest); err != nil {
		t.Fatal(err)
	}
	hash, err := manifestHash(realDisk{}, f.Path)
	if err != nil || hash != f.ManifestSHA256 {
		t.Fatal(err, hash, f.ManifestSHA256)
	}
	want := report.TrailLine{At: "2026-11-22T12:00:00Z", User: "batch", Host: "night-host", Run: "2026-11-22", Manifest: hash,
		Program: "arrears 1.0.0", Policy: manifest.Policy, AsOf: "2026-11-22", Arguments: r.Run.Arguments, Totals: manifest.Totals}
	for _, input := range manifest.Inputs {
		want.Inputs = append(want.Inputs, report.TrailInput{Path: input.Path, Sheet: input.Sheet, Table: input.Table, SHA256: input.SHA256})
	}
	lines := linesOf(t, runs)
	if diff := cmp.Diff([]report.TrailLine{want}, lines); diff != "" {
		t.Error(diff)
	}
	head := f.TrailHead
	f.Replace, f.Now = true, func() time.Time { return noon.Add(time.Hour) }
	mustPublish(t, f, r)
	lines = linesOf(t, runs)
	if len(lines) != 2 || lines[1].Previous != head || lines[1].Replaced != hash || lines[1].Manifest == hash || lines[1].At != "2026-11-22T13:00:00Z" {
		t.Errorf("the second line is %+v", lines[1])
	}
	if info, err := os.Stat(filepath.Join(runs, report.TrailName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// Names, addresses and the like of parents are in the reports, and nowhere else.
func TestTheTrailHasNothingPersonal(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	r := fixture.New(60)
	mustPublish(t, &Folder{Path: filepath.Join(runs, "run"), Now: atNoon}, r)
	text, err := os.ReadFile(filepath.Join(runs, report.TrailName))
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.NCPs {
		for _, personal := range []string{r.NCPs[i].ID, r.NCPs[i].Name(), r.NCPs[i].Address1(), r.NCPs[i].Phone(), r.NCPs[i].Email()} {
			if quoted, _ := json.Marshal(personal); len(personal) > 3 && (bytes.Contains(text, []byte(personal)) || bytes.Contains(text, quoted[1:len(quoted)-1])) {
				t.Errorf("the trail holds %q", personal)
			}
		}
	}
}

// Only in a folder of runs is there a trail and a link; elsewhere nothing is put beside a
// run.
func TestWhatIsAFolderOfRuns(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, "kept/audit.jsonl", "folder/audit.jsonl/x")
	if err := os.Truncate(filepath.Join(parent, "kept", "audit.jsonl"), 0); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"runs/x": true, "new/runs/x/": true, "kept/x": true, "reports/x": false, "x": false, "runs.old/x": false, "folder/x": false} {
		f := &Folder{Path: filepath.Join(parent, path), Now: atNoon}
		if got := f.InFolderOfRuns(); got != want {
			t.Errorf("%s: %v", path, got)
		}
		mustPublish(t, f, fixture.New(1))
		_, trailErr := os.Stat(filepath.Join(filepath.Dir(f.Path), report.TrailName))
		_, linkErr := os.Stat(filepath.Join(filepath.Dir(f.Path), LatestName, report.ManifestName))
		if path != "folder/x" && (trailErr == nil) != want || (linkErr == nil) != want {
			t.Errorf("%s: trail %v, link %v", path, trailErr, linkErr)
		}
	}
	f := &Folder{Path: filepath.Join(parent, "reports", "y"), Trail: true, Now: atNoon}
	mustPublish(t, f, fixture.New(1))
	if lines := linesOf(t, filepath.Join(parent, "reports")); len(lines) != 1 || len(lines[0].Earlier) != 1 || lines[0].Earlier[0].Run != "x" {
		t.Errorf("the trail begun by asking: %+v", lines)
	}
	t.Chdir(filepath.Join(parent, "runs"))
	if f := (&Folder{Path: "z"}); !f.InFolderOfRuns() {
		t.Error("a run in the working folder, which is called runs")
	}
}

// What the trail lacks, or what was changed, is said by the next run.
func TestTheNextRunSaysWhatTheTrailLacks(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	mustPublish(t, &Folder{Path: filepath.Join(runs, "a"), Now: atNoon}, fixture.New(1))
	earlier(t, filepath.Join(runs, "killed"))
	next := func(want ...string) {
		t.Helper()
		f := &Folder{Path: filepath.Join(runs, "b"), Replace: true, Now: atNoon}
		mustPublish(t, f, fixture.New(1))
		if len(f.Notes) != len(want) {
			t.Errorf("said: %q", f.Notes)
			return
		}
		for i := range want {
			if !strings.Contains(f.Notes[i], want[i]) {
				t.Errorf("%q does not say %q", f.Notes[i], want[i])
			}
		}
	}
	next("killed: is not in the audit trail as it is now")
	mustPublish(t, &Folder{Path: filepath.Join(runs, "killed"), Replace: true, Now: atNoon}, fixture.New(1))
	next()
	path := filepath.Join(runs, "a", report.ManifestName)
	text, _ := os.ReadFile(path)
	if err := os.WriteFile(path, append(text, ' '), 0o600); err != nil {
		t.Fatal(err)
	}
	next("a: is not in the audit trail as it is now")
	trailPath := filepath.Join(runs, report.TrailName)
	trailText, _ := os.ReadFile(trailPath)
	if err := os.WriteFile(trailPath, bytes.Replace(trailText, []byte(`"user":""`), []byte(`"user":"x"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	next("audit.jsonl: line 2 does not follow from line 1", "a: is not")
}

// A trail in which a run was stopped is gone on with.
func TestATornTrail(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	for i, name := range []string{"a", "b", "c"} {
		mustPublish(t, &Folder{Path: filepath.Join(runs, name), Now: atNoon}, fixture.New(i))
		path := filepath.Join(runs, report.TrailName)
		text, err := os.ReadFile(path)
		if err == nil && name == "b" {
			err = os.WriteFile(path, text[:len(text)-100], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	text, _ := os.ReadFile(filepath.Join(runs, report.TrailName))
	read, err := report.ReadTrail(bytes.NewReader(text))
	want := []report.Fault{{Line: 2, Message: "is not whole: a run was stopped while it wrote it"}}
	if err != nil || len(read.Faults) > 0 || !cmp.Equal(read.Notes, want) || read.Lines != 3 {
		t.Errorf("%v, %+v", err, read)
	}
}

// That the trail can't be added to is said before the work begins, not after it.
func TestATrailThatCannotBeAddedTo(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	put(t, runs, "audit.jsonl/x")
	f := &Folder{Path: filepath.Join(runs, "run"), Now: atNoon}
	var refused *FileError
	if err := f.Reserve(); !errors.As(err, &refused) || !strings.HasSuffix(err.Error(), "audit.jsonl: the audit trail can't be added to; check its permissions, or publish elsewhere") {
		t.Errorf("got %v", err)
	}
	if got := names(t, runs); len(got) != 1 {
		t.Errorf("it leaves %v", got)
	}
}

// The trail may lie elsewhere, on a disk that only takes additions, say.
func TestATrailMayBeALink(t *testing.T) {
	folder := t.TempDir()
	runs, elsewhere := filepath.Join(folder, "runs"), filepath.Join(folder, "trail.jsonl")
	if err := errors.Join(os.WriteFile(elsewhere, nil, 0o600), os.Mkdir(runs, 0o700), os.Symlink(elsewhere, filepath.Join(runs, report.TrailName))); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, &Folder{Path: filepath.Join(runs, "run"), Now: atNoon}, fixture.New(1))
	if lines := linesOf(t, runs); len(lines) != 1 {
		t.Errorf("%d lines", len(lines))
	}
	if info, err := os.Stat(elsewhere); err != nil || info.Size() == 0 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestLatestIsTheLatest(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	latest := func() string {
		target, _ := os.Readlink(filepath.Join(runs, LatestName))
		return target
	}
	for _, step := range []struct{ asOf, run, want string }{
		{"2026-10-31", "october", "october"}, {"2026-11-22", "november", "november"}, {"2026-09-30", "september", "november"},
		{"2026-11-22", "again", "again"}, {"2026-10-31", "again", "again"}, {"2026-11-22", "november", "november"},
	} {
		r := fixture.New(1)
		r.AsOf = ledger.MustDate(step.asOf)
		f := &Folder{Path: filepath.Join(runs, step.run), Replace: true, Now: atNoon}
		mustPublish(t, f, r)
		if latest() != step.want || len(f.Notes) > 0 {
			t.Errorf("after %+v it is %s; %q", step, latest(), f.Notes)
		}
	}
	if err := os.RemoveAll(filepath.Join(runs, "november")); err != nil {
		t.Fatal(err)
	}
	r := fixture.New(1)
	r.AsOf = ledger.MustDate("2020-01-01")
	mustPublish(t, &Folder{Path: filepath.Join(runs, "old"), Now: atNoon}, r)
	if latest() != "old" {
		t.Errorf("a link to nothing stays: %s", latest())
	}
	if err := errors.Join(os.Remove(filepath.Join(runs, LatestName)), os.Mkdir(filepath.Join(runs, LatestName), 0o700)); err != nil {
		t.Fatal(err)
	}
	f := &Folder{Path: filepath.Join(runs, "newer"), Now: atNoon}
	mustPublish(t, f, fixture.New(1))
	if len(f.Notes) != 1 || !strings.Contains(f.Notes[0], "latest: is no link and stays as it is") {
		t.Errorf("said: %q", f.Notes)
	}
	own := &Folder{Path: filepath.Join(runs, LatestName), Now: atNoon}
	mustPublish(t, own, fixture.New(1))
	if len(own.Notes) > 0 {
		t.Errorf("said: %q", own.Notes)
	}
}
