package writers

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/writers/internal/fixture"
)

func TestOneRunAtATime(t *testing.T) {
	parent := t.TempDir()
	first := &Folder{Path: filepath.Join(parent, "runs", "run"), Now: atNoon, Holder: Holder{"batch", "night-host", 4711}}
	if err := first.Reserve(); err != nil {
		t.Fatal(err)
	}
	second := &Folder{Path: first.Path + "/", Replace: true, Now: atNoon, Holder: Holder{"batch", "night-host", 4712}}
	for _, attempt := range []func() error{second.Reserve, func() error { return second.Publish(t.Context(), fixture.New(1)) }} {
		var held *LockedError
		err := attempt()
		if !errors.As(err, &held) || held.Holder != first.Holder || !held.Since.Equal(noon) {
			t.Fatalf("got %+v", err)
		}
		want := first.Path + ": another run, process 4711 of user batch on host night-host, since 2026-11-22 12:00:00 UTC, is publishing there; wait until it has ended, or name another place"
		if err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	if err := errors.Join(first.Reserve(), first.Publish(t.Context(), fixture.New(1)), first.Release(), first.Release()); err != nil {
		t.Fatal(err)
	}
	if err := second.Publish(t.Context(), fixture.New(2)); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Dir(first.Path)); !slices.Equal(got, []string{"audit.jsonl", "latest", "run"}) {
		t.Errorf("left over: %v", got)
	}
}

// Runs beside each other do not wait for one another, but for the trail.
func TestManyRunsAtATime(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "runs")
	const many = 8
	failures := make(chan error, many)
	for i := range many {
		go func() {
			failures <- (&Folder{Path: filepath.Join(runs, string(rune('a'+i))), Now: atNoon}).Publish(t.Context(), fixture.New(1))
		}()
	}
	for range many {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if got := trailOf(t, runs); len(names(t, runs)) != many+2 || total(got) != many {
		t.Errorf("%v, and the trail has %v", names(t, runs), got)
	}
}

func total(counts map[string]int) (sum int) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// What a killed process left is no lock, whatever stands in it.
func TestALockFileThatIsLeft(t *testing.T) {
	for _, text := range []string{"", "{", `{"user":"batch","host":"h","process":1,"since":"2026-11-22T12:00:00Z"}`} {
		parent := t.TempDir()
		f := &Folder{Path: filepath.Join(parent, "run"), Now: atNoon}
		if err := os.WriteFile(lockPath(f.Path), []byte(text), 0o444); err != nil {
			t.Fatal(err)
		}
		mustPublish(t, f, fixture.New(1))
		if got := names(t, parent); !slices.Equal(got, []string{"run"}) {
			t.Errorf("left over: %v", got)
		}
	}
}

// A lock is not waited for longer than sweeping up takes, and is had once it is free.
func TestALockThatIsFreedSoon(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".run.lock")
	release, err := realDisk{}.lock(path, lockHolder{}, lockPatience)
	if err != nil {
		t.Fatal(err)
	}
	freed := make(chan error, 1)
	time.AfterFunc(lockPatience/5, func() { freed <- release() })
	again, err := realDisk{}.lock(path, lockHolder{}, lockPatience)
	if err = errors.Join(err, <-freed); err != nil {
		t.Fatal(err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

// A link that somebody planted in place of a lock is not followed.
func TestALockIsNoLink(t *testing.T) {
	parent := t.TempDir()
	target := filepath.Join(parent, "thesis.txt")
	f := &Folder{Path: filepath.Join(parent, "run"), Now: atNoon}
	if err := errors.Join(os.WriteFile(target, []byte("."), 0o600), os.Symlink(target, lockPath(f.Path))); err != nil {
		t.Fatal(err)
	}
	if err := f.Reserve(); err == nil {
		t.Error("the link was followed")
	}
	if text, _ := os.ReadFile(target); string(text) != "." {
		t.Errorf("the file is %q", text)
	}
}

// unlockable is a file system without locks.
type unlockable struct{ realDisk }

func (unlockable) lock(string, lockHolder, time.Duration) (func() error, error) {
	return nil, errors.ErrUnsupported
}

// Where nobody can tell whether a draft is that of a living run, it stays.
func TestWithoutLocksNothingIsSwept(t *testing.T) {
	parent := t.TempDir()
	draft := filepath.Join(parent, ".run.partial-1")
	if err := os.Mkdir(draft, 0o700); err != nil {
		t.Fatal(err)
	}
	f := &Folder{Path: filepath.Join(parent, "run"), Now: atNoon, disk: unlockable{}}
	mustPublish(t, f, fixture.New(1))
	if got := names(t, parent); !slices.Equal(got, []string{".run.partial-1", "run"}) || len(f.Notes) != 1 || !strings.Contains(f.Notes[0], "has no locks") {
		t.Errorf("%v, %q", got, f.Notes)
	}
}
