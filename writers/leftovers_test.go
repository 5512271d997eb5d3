package writers

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"arrears/writers/internal/fixture"
)

func TestWhichNamesAreDrafts(t *testing.T) {
	for name, want := range map[string]string{
		".run.partial-1": "run", ".2026-10-31.partial-123456": "2026-10-31", ".run.rejects.csv.partial-9": "run.rejects.csv",
		".a.partial-1.partial-2": "a.partial-1", ".run.partial-7-replaced": "run",
		"run.partial-1": "", ".run.partial-": "", ".run.partial-1a": "", ".partial-1": "", ".run.partial": "", ".run": "", ".run.partial-7-replace": "",
	} {
		got, aside, ok := draftOf(name)
		if ok != (want != "") || ok && got != want || aside != strings.HasSuffix(name, "-replaced") && ok {
			t.Errorf("%s: %q, %v, %v", name, got, aside, ok)
		}
	}
}

// put makes files, with the folders around them.
func put(t *testing.T, folder string, files ...string) {
	t.Helper()
	for _, name := range files {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(name), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// The next run sweeps up after killed ones: after those of its output, and after those of
// other outputs whose lock nobody has. Nothing else is touched.
func TestTheNextRunSweeps(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, ".run.partial-1/ncps.csv", ".run.partial-22/cases.csv", ".run.rejects.csv.partial-3/x", ".run.lock",
		".other.partial-4/ncps.csv", ".other.lock", ".third.partial-1-replaced/run.json", ".third.lock",
		".letters.partial-5/page.html", // somebody else's: no lock is there
		".alive.partial-6/ncps.csv", ".run.partial-x/mine", "run.partial-7/mine", ".hidden", ".run.partial-8.txt")
	alive := &Folder{Path: filepath.Join(parent, "alive"), Now: atNoon}
	claim, _, err := claimPath(unswept{}, alive.Path, lockHolder{})
	if err != nil {
		t.Fatal(err)
	}
	f := &Folder{Path: filepath.Join(parent, "run"), Now: atNoon}
	mustPublish(t, f, fixture.New(1))
	want := []string{".alive.lock", ".alive.partial-6", ".hidden", ".letters.partial-5", ".run.partial-8.txt", ".run.partial-x", "run", "run.partial-7", "third"}
	if got := names(t, parent); !slices.Equal(got, want) {
		t.Errorf("there is\n%v, want\n%v", got, want)
	}
	said := strings.Join(f.Notes, "\n")
	for _, part := range []string{".run.partial-1: removed", ".run.partial-22: removed", ".run.rejects.csv.partial-3: removed", ".other.partial-4: removed", "third: put back"} {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not said in\n%s", part, said)
		}
	}
	if err := claim.giveUp(); err != nil {
		t.Fatal(err)
	}
}

// unswept is a disk on which nothing is found to be swept.
type unswept struct{ realDisk }

func (unswept) list(string) ([]os.DirEntry, error) { return nil, nil }

// What can't be removed does not keep the next run from its work.
func TestALeftoverThatStays(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, ".run.partial-1/ncps.csv", ".other.lock", ".other.partial-2/ncps.csv")
	on := &faultyDisk{}
	on.before = func(call, path string) {
		if name := filepath.Base(path); call == "remove all" && (name == ".run.partial-1" || name == ".other.partial-2") {
			on.failAt, on.err = len(on.calls)+1, os.ErrPermission // this one
		}
	}
	f := &Folder{Path: filepath.Join(parent, "run"), Now: atNoon, disk: on}
	mustPublish(t, f, fixture.New(1))
	if said := strings.Join(f.Notes, "\n"); strings.Count(said, "stays, though a run that was stopped left it: permission denied; remove it") != 2 {
		t.Errorf("said: %s", said)
	}
}

// A run that fails before it publishes leaves no folder that it made on the way.
func TestFoldersMadeOnTheWay(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, "a/file")
	f := &Folder{Path: filepath.Join(parent, "a", "b", "c", "run"), Now: atNoon}
	if err := f.Reserve(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Join(parent, "a", "b", "c")); !slices.Equal(got, []string{".run.lock"}) {
		t.Errorf("while it works there is %v", got)
	}
	if err := f.Release(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Join(parent, "a")); !slices.Equal(got, []string{"file"}) {
		t.Errorf("it leaves %v", got)
	}
	mustPublish(t, f, fixture.New(1))
	if got := names(t, filepath.Join(parent, "a", "b", "c")); !slices.Equal(got, []string{"run"}) {
		t.Errorf("it leaves %v", got)
	}
}

// The rejects of a run that failed lie beside it; a folder that was made for them stays.
func TestRejectsBesideAReservedPath(t *testing.T) {
	parent := t.TempDir()
	f := &Folder{Path: filepath.Join(parent, "new", "run"), Now: atNoon}
	if err := f.Reserve(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(WriteRejects(t.Context(), RejectsPath(f.Path), fixture.New(3)), f.Release()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Join(parent, "new")); !slices.Equal(got, []string{"run.rejects.csv"}) {
		t.Errorf("there is %v", got)
	}
}

// A file and a bundle sweep up after killed processes, and wait for none.
func TestAFileAndABundleToo(t *testing.T) {
	for name, publish := range map[string]func(path string) error{
		"file": func(path string) error { return File{Path: path}.Publish(say("x")) },
		"bundle": func(path string) error {
			return Bundle{path}.Publish(t.Context(), func(add BundleAdd) error { _, err := add("a", text("a")); return err })
		},
	} {
		folder := t.TempDir()
		put(t, folder, ".out.partial-1/page.html", ".out.lock")
		path := filepath.Join(folder, "out")
		claim, _, err := claimPath(unswept{}, path, lockHolder{})
		if err != nil {
			t.Fatal(err)
		}
		var held *LockedError
		if err := publish(path); !errors.As(err, &held) {
			t.Errorf("%s: %v", name, err)
		}
		if err := errors.Join(claim.giveUp(), publish(path)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := names(t, folder); !slices.Equal(got, []string{"out"}) {
			t.Errorf("%s leaves %v", name, got)
		}
	}
}
