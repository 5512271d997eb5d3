package writers

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Whatever fails, or is the last call before the process is stopped, the run is there whole
// or not at all; and the next run leaves nothing of it.
func TestARunIsRemovedWholeOrNotAtAll(t *testing.T) {
	calls := 1 << 10 // until it is known how many there are
	for _, dead := range []bool{false, true} {
		for n := 0; n <= calls; n++ {
			folder := filepath.Join(t.TempDir(), "reports")
			path := filepath.Join(folder, "run")
			mustPublish(t, &Folder{Path: path, Now: atNoon, disk: &faultyDisk{}}, earlierReport())
			want := content(t, folder)
			on := &faultyDisk{failAt: n, dead: dead, err: syscall.EIO}
			err := (&Folder{Path: path, Now: atNoon, disk: on}).Remove()
			if n == 0 {
				calls = len(on.calls)
			}
			got := content(t, folder)
			if got != nil && !maps.Equal(got, want) {
				t.Fatalf("after call %d of %v half a run is there", n, on.calls)
			}
			if err == nil && got != nil || n == 0 && err != nil {
				t.Fatalf("after call %d of %v: %v, and %d files", n, on.calls, err, len(got))
			}
			mustPublish(t, &Folder{Path: path, Now: atNoon, Replace: true, disk: &faultyDisk{}}, earlierReport())
			if left := names(t, folder); !slices.Equal(left, []string{"run"}) {
				t.Fatalf("after call %d of %v, the next run leaves %v", n, on.calls, left)
			}
		}
	}
}

// Nothing is removed that is no run, or that another run is publishing anew.
func TestNothingElseIsRemoved(t *testing.T) {
	folder := t.TempDir()
	for name, message := range map[string]string{"empty": "holds no run.json", "notes": "holds no run.json", "nothing": "holds no run.json", "file": "holds no run.json", "link": "is a link"} {
		path := filepath.Join(folder, name)
		var err error
		switch name {
		case "empty":
			err = os.Mkdir(path, 0o700)
		case "notes":
			if err = os.Mkdir(path, 0o700); err == nil {
				err = os.WriteFile(filepath.Join(path, "note.txt"), nil, 0o600)
			}
		case "file":
			err = os.WriteFile(path, nil, 0o600)
		case "link":
			mustPublish(t, &Folder{Path: filepath.Join(folder, "run"), Now: atNoon}, earlierReport())
			err = os.Symlink("run", path)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := (&Folder{Path: path, Now: atNoon}).Remove(); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := names(t, folder); !slices.Equal(left, []string{"empty", "file", "link", "notes", "run"}) {
		t.Errorf("left are %v", left)
	}
	busy := &Folder{Path: filepath.Join(folder, "run"), Now: atNoon, Replace: true}
	if err := busy.Reserve(); err != nil {
		t.Fatal(err)
	}
	var held *LockedError
	if err := (&Folder{Path: busy.Path, Now: atNoon}).Remove(); !errors.As(err, &held) {
		t.Errorf("a run that is being published anew: %v", err)
	}
	if err := busy.Release(); err != nil {
		t.Fatal(err)
	}
}
