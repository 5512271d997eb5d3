package writers

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// filesIn is the content of every file below a folder, by path.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// names lists what is in a folder, hidden things included.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}

func mustPublish(t *testing.T, f *Folder, r *report.Report) {
	t.Helper()
	if err := f.Publish(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}

// earlier puts a run at a path, as an older one may lie there.
func earlier(t *testing.T, path string) {
	t.Helper()
	elsewhere := filepath.Join(t.TempDir(), "run")
	mustPublish(t, &Folder{Path: elsewhere, Now: atNoon}, fixture.New(2))
	if err := os.Rename(elsewhere, path); err != nil {
		t.Fatal(err)
	}
}

func TestPublish(t *testing.T) {
	for name, c := range map[string]struct {
		folder Folder
		want   []string
	}{
		"csv":  {Folder{}, []string{"balances.csv", "cases.csv", "ncps.csv", "outreach.csv", "rejects.csv", "run.json"}},
		"all":  {Folder{XLSX: true, HTML: true}, []string{"balances.csv", "cases.csv", "ncps.csv", "outreach.csv", "outreach.xlsx", "rejects.csv", "run.json", "summary.html"}},
		"html": {Folder{HTML: true}, []string{"balances.csv", "cases.csv", "ncps.csv", "outreach.csv", "rejects.csv", "run.json", "summary.html"}},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			f := c.folder
			f.Path, f.Now = filepath.Join(parent, "made", "on the way", "run"), atNoon
			mustPublish(t, &f, fixture.New(30))
			if got := names(t, f.Path); !slices.Equal(got, c.want) {
				t.Errorf("published %v, want %v", got, c.want)
			}
			if got := names(t, filepath.Dir(f.Path)); !slices.Equal(got, []string{"run"}) {
				t.Errorf("beside the run: %v", got)
			}
		})
	}
}

// Reports hold names and addresses: nobody but the owner may read them.
func TestAPublishedRunIsTheOwnersOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	mustPublish(t, &Folder{Path: path, XLSX: true, HTML: true, Now: atNoon}, fixture.New(5))
	for _, name := range append(names(t, path), ".") {
		info, err := os.Stat(filepath.Join(path, name))
		if err != nil {
			t.Fatal(err)
		}
		want := os.FileMode(0o600)
		if info.IsDir() {
			want = 0o700
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: mode %o, want %o", name, got, want)
		}
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a", "b"} {
		mustPublish(t, &Folder{Path: filepath.Join(folder, name), XLSX: true, HTML: true, Now: atNoon}, fixture.New(200))
	}
	if diff := cmp.Diff(filesIn(t, filepath.Join(folder, "a")), filesIn(t, filepath.Join(folder, "b"))); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmptyFolderIsTaken(t *testing.T) {
	for _, replace := range []bool{false, true} {
		path := t.TempDir()
		mustPublish(t, &Folder{Path: path, Replace: replace, Now: atNoon}, fixture.New(1))
		if got := names(t, path); !slices.Contains(got, report.ManifestName) {
			t.Errorf("replace %v: published %v", replace, got)
		}
	}
}

func TestAnExistingPathIsRefused(t *testing.T) {
	parent := t.TempDir()
	for name, put := range map[string]func(path string) error{
		"run":      func(path string) error { earlier(t, path); return nil },
		"file":     func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"dangling": func(path string) error { return os.Symlink("nowhere", path) },
		"some-documents": func(path string) error {
			return errors.Join(os.Mkdir(path, 0o755), os.WriteFile(filepath.Join(path, "thesis.txt"), []byte("."), 0o600))
		},
	} {
		path := filepath.Join(parent, name)
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		for _, replace := range []bool{false, true} {
			f := &Folder{Path: path, Replace: replace, Now: atNoon}
			want := ErrExists
			if replace {
				want = ErrNoRun
			}
			if replace && name == "dangling" {
				want = ErrLink
			}
			if replace && name == "run" {
				want = nil
			}
			if err := f.Check(); !errors.Is(err, want) || (err != nil && !strings.HasPrefix(err.Error(), path+": ")) {
				t.Errorf("%s, replace %v: Check says %v, want %v", name, replace, err, want)
			}
			if want == nil {
				continue
			}
			before := names(t, parent)
			if err := f.Publish(t.Context(), fixture.New(1)); !errors.Is(err, want) {
				t.Errorf("%s, replace %v: Publish says %v, want %v", name, replace, err, want)
			}
			if got := names(t, parent); !slices.Equal(got, before) {
				t.Errorf("%s, replace %v: left over %v", name, replace, got)
			}
		}
	}
	if content, err := os.ReadFile(filepath.Join(parent, "some-documents", "thesis.txt")); err != nil || string(content) != "." {
		t.Errorf("the document is %q, %v", content, err)
	}
}

func TestReplaceSwapsARun(t *testing.T) {
	for _, slash := range []string{"", "/"} {
		parent := t.TempDir()
		path := filepath.Join(parent, "run")
		earlier(t, path)
		want := filepath.Join(t.TempDir(), "run")
		mustPublish(t, &Folder{Path: want, Now: atNoon}, fixture.New(9))
		mustPublish(t, &Folder{Path: path + slash, Replace: true, Now: atNoon}, fixture.New(9))
		if diff := cmp.Diff(filesIn(t, want), filesIn(t, path)); diff != "" {
			t.Error(diff)
		}
		if got := names(t, parent); !slices.Equal(got, []string{"run"}) {
			t.Errorf("left over: %v", got)
		}
	}
}

// A shell completes a folder's name with a slash.
func TestAPathMayEndInASlash(t *testing.T) {
	parent := t.TempDir()
	f := &Folder{Path: filepath.Join(parent, "run") + "/", Now: atNoon}
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, f, fixture.New(3))
	if got := names(t, parent); !slices.Equal(got, []string{"run"}) || len(names(t, filepath.Join(parent, "run"))) != 6 {
		t.Errorf("in the folder: %v", got)
	}
}

func TestAnEmptyFolderIsFilled(t *testing.T) {
	for _, replace := range []bool{false, true} {
		parent := t.TempDir()
		f := &Folder{Path: filepath.Join(parent, "run"), Replace: replace, Now: atNoon}
		if err := os.Mkdir(f.Path, 0o755); err != nil {
			t.Fatal(err)
		}
		mustPublish(t, f, fixture.New(3))
		if got := names(t, parent); !slices.Equal(got, []string{"run"}) || len(names(t, f.Path)) != 6 {
			t.Errorf("in the folder: %v", got)
		}
		if info, err := os.Stat(f.Path); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
}

// What appears at the path while the reports are written is not swept away.
func TestWhatAppearsMeanwhileStays(t *testing.T) {
	for name, c := range map[string]struct {
		replace bool
		put     func(path string) error
		want    error
	}{
		"another run": {false, func(path string) error { earlier(t, path); return nil }, ErrExists},
		"no run, though a run may be replaced": {true, func(path string) error {
			return errors.Join(os.Mkdir(path, 0o755), os.WriteFile(filepath.Join(path, "thesis.txt"), []byte("."), 0o600))
		}, ErrNoRun},
		"another run, which may be replaced": {true, func(path string) error { earlier(t, path); return nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			path := filepath.Join(parent, "run")
			f := &Folder{Path: path, Replace: c.replace, Now: atNoon, disk: &faultyDisk{before: func(call, file string) {
				if call != "create" || filepath.Base(file) != report.ManifestName { // which comes last
					return
				}
				if err := c.put(path); err != nil {
					t.Fatal(err)
				}
			}}}
			if err := f.Publish(t.Context(), fixture.New(9)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if got := names(t, parent); !slices.Equal(got, []string{"run"}) {
				t.Errorf("left over: %v", got)
			}
			if own := strings.Count(filesIn(t, path)["ncps.csv"], "\n") == 10; own != (c.want == nil) {
				t.Errorf("the run at the path is this one: %v", own)
			}
		})
	}
}

func TestACancelledRunIsNotPublished(t *testing.T) {
	parent := t.TempDir()
	for name, cancelAt := range map[string]bool{"before": false, "at the end": true} {
		ctx, cancel := context.WithCancelCause(t.Context())
		if !cancelAt {
			cancel(errFull)
		}
		f := &Folder{Path: filepath.Join(parent, "run"), HTML: true, Now: atNoon, disk: &faultyDisk{before: func(call, file string) {
			if call == "create" && filepath.Base(file) == report.ManifestName {
				cancel(errFull)
			}
		}}}
		if err := f.Publish(ctx, fixture.New(5)); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v, want the cause", name, err)
		}
		if got := names(t, parent); len(got) > 0 {
			t.Errorf("%s: left over %v", name, got)
		}
		cancel(nil)
	}
}

func TestWriteRejects(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "runs", "kept.rejects.csv")
	r := fixture.New(10)
	for range 2 { // an earlier one is written over
		if err := WriteRejects(t.Context(), path, r); err != nil {
			t.Fatal(err)
		}
	}
	want, _, _ := csvText(t, report.Rejects(r))
	if got := filesIn(t, parent); len(got) != 1 || got[filepath.Join("runs", "kept.rejects.csv")] != want {
		t.Errorf("got %v\nwant %s", got, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestWriteRejectsOrNothing(t *testing.T) {
	r := fixture.New(10)
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(errFull)
	parent := t.TempDir()
	if err := WriteRejects(cancelled, filepath.Join(parent, "kept.csv"), r); !errors.Is(err, errFull) {
		t.Errorf("cancelled: %v", err)
	}
	taken := filepath.Join(parent, "taken")
	if err := os.MkdirAll(filepath.Join(taken, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := WriteRejects(t.Context(), taken, r); err == nil {
		t.Error("a folder was written over")
	}
	if err := WriteRejects(t.Context(), filepath.Join(parent, "taken", "folder", "kept.csv"), r); err != nil {
		t.Error(err)
	}
	if got := names(t, parent); !slices.Equal(got, []string{"taken"}) {
		t.Errorf("left over: %v", got)
	}
}
