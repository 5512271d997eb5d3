package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"arrears/pipeline/report"
	"arrears/readers/finished/verify"
	"arrears/writers"
)

var kills = flag.Int("kills", 24, "how many runs to kill, and a third as many to interrupt")

// scaffold is a folder of runs in which one run is done again and again, as of one of two
// dates, and stopped.
type scaffold struct {
	input, runs string
	asOf        [2]string
	want        [2]map[string][]byte // of a run that nobody stops
	took        time.Duration
}

func newScaffold(t *testing.T) *scaffold {
	t.Helper()
	folder := t.TempDir()
	s := &scaffold{input: filepath.Join(folder, "exports"), runs: filepath.Join(folder, "runs"), asOf: [2]string{"2026-09-30", "2026-10-31"}}
	var said bytes.Buffer
	if code := execute(context.Background(), []string{"sample", "--cases", "400", "--out", s.input}, &said, &said); code != exitDone {
		t.Fatal(said.String())
	}
	for i := range s.asOf {
		started := time.Now()
		if err := s.start(t, i).Wait(); err != nil {
			t.Fatal(err)
		}
		s.took = time.Since(started)
		s.want[i] = clockless(t, filesIn(t, filepath.Join(s.runs, "run")))
	}
	return s
}

// start starts a run as of one of the dates.
func (s *scaffold) start(t *testing.T, date int) *exec.Cmd {
	t.Helper()
	command := exec.Command("arrears", "run", s.input, "--as-of", s.asOf[date], "--out", filepath.Join(s.runs, "run"), "--replace", "--reports", "csv,html", "--quiet")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command
}

// clockless is the files of a run without what differs between two on the same input.
func clockless(t *testing.T, files map[string][]byte) map[string][]byte {
	t.Helper()
	var manifest report.Manifest
	err := json.Unmarshal(files[report.ManifestName], &manifest)
	if err != nil {
		t.Fatal(err)
	}
	manifest.Clock = report.ManifestClock{}
	if files[report.ManifestName], err = json.Marshal(manifest); err != nil {
		t.Fatal(err)
	}
	return files
}

// state tells of which date the run is that is there, which must be whole.
func (s *scaffold) state(t *testing.T) (date int) {
	t.Helper()
	run := filepath.Join(s.runs, "run")
	got := clockless(t, filesIn(t, run))
	for date := range s.want {
		if fmt.Sprint(got) == fmt.Sprint(s.want[date]) {
			return date
		}
	}
	_, result, err := verify.Run(t.Context(), run, verify.Options{})
	t.Fatalf("what is there is no whole run: %v, %v", err, result)
	return -1
}

// clean makes sure that nothing but the run, the trail and the link is there, and that the
// trail has the run.
func (s *scaffold) clean(t *testing.T) {
	t.Helper()
	entries, err := os.ReadDir(s.runs)
	if err != nil || len(entries) != 3 {
		t.Fatalf("left over: %v, %v", entries, err)
	}
	if trail, err := verify.Trail(s.runs, ""); err != nil || !trail.Fine() || trail.Present != 1 {
		t.Fatalf("the trail: %v, %+v", err, trail)
	}
}

// Killed at any moment, a run leaves what was there, or is there whole; the next one sweeps
// up and gives the same bytes.
func TestRunsAreKilledAtRandom(t *testing.T) {
	s := newScaffold(t)
	swept, before := 0, s.state(t)
	for i := range *kills {
		date := 1 - before
		command := s.start(t, date)
		time.Sleep(rand.N(s.took + s.took/10))
		if err := command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		whole := command.Wait() == nil
		if leftovers, _ := filepath.Glob(filepath.Join(s.runs, ".*")); len(leftovers) > 0 {
			swept++
		}
		if before = s.state(t); whole && before != date {
			t.Fatalf("kill %d: the run was done, and is not there", i)
		}
		if i%4 == 3 {
			if err := s.start(t, date).Wait(); err != nil {
				t.Fatalf("kill %d: the next run: %v", i, err)
			}
			if before = s.state(t); before != date {
				t.Fatalf("kill %d: the next run gives other bytes", i)
			}
			s.clean(t)
		}
	}
	t.Logf("%d runs killed, of which %d left something to sweep up", *kills, swept)
}

// Interrupted at any moment, a run publishes nothing and leaves nothing, and its exit code
// says so.
func TestRunsAreInterrupted(t *testing.T) {
	s := newScaffold(t)
	before, codes := s.state(t), make(map[int]int)
	for i := range max(6, *kills/3) {
		date := 1 - before
		command := s.start(t, date)
		done := make(chan error, 1)
		go func() { done <- command.Wait() }()
		s.awaitLock(done)
		time.Sleep(rand.N(s.took * 2 / 3))
		if err := command.Process.Signal([]os.Signal{syscall.SIGINT, syscall.SIGTERM}[i%2]); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		<-done // the exit code says what the error is
		code := command.ProcessState.ExitCode()
		codes[code]++
		after := s.state(t)
		if code != exitInterrupted && code != exitDone || (code == exitDone) != (after == date) {
			t.Fatalf("interruption %d: %s, and what is there is as of %s", i, command.ProcessState, s.asOf[after])
		}
		s.clean(t)
		before = after
	}
	t.Logf("exit codes: %v", codes)
}

// awaitLock waits until a run has begun, and so knows what to do about a signal, or is
// done.
func (s *scaffold) awaitLock(done chan error) {
	for {
		if left, _ := filepath.Glob(filepath.Join(s.runs, ".*.lock")); len(left) > 0 {
			return
		}
		select {
		case err := <-done:
			done <- err
			return
		case <-time.After(time.Millisecond):
		}
	}
}

// A run waits for no other: who has the output is said, with an exit code of its own.
func TestAnotherRunIsPublishing(t *testing.T) {
	s := newScaffold(t)
	out := filepath.Join(s.runs, "run")
	since := time.Date(2026, 11, 22, 3, 0, 5, 0, time.UTC)
	other := &writers.Folder{Path: out, Replace: true, Holder: writers.Holder{User: "batch", Host: "night-host", Process: 4711}, Now: func() time.Time { return since }}
	if err := other.Reserve(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	code := execute(t.Context(), []string{"run", s.input, "--out", out, "--replace", "--quiet"}, &said, &said)
	want := "arrears: " + out + ": another run, process 4711 of user batch on host night-host, since 2026-11-22 03:00:05 UTC, is publishing there; wait until it has ended, or name another place\n"
	if message := withoutLog(said.String()); code != exitLocked || message != want {
		t.Errorf("exit code %d: %s, want %s", code, message, want)
	}
	if err := other.Release(); err != nil {
		t.Fatal(err)
	}
	if err := s.start(t, 0).Wait(); err != nil || s.state(t) != 0 {
		t.Errorf("the next run: %v", err)
	}
	s.clean(t)
}

// An input that can't be read to its end fails the run, and what was there stays.
func TestAnInputThatEndsHalfway(t *testing.T) {
	s := newScaffold(t)
	packed := filepath.Join(t.TempDir(), "ledger.csv.gz")
	ledger, err := filepath.Glob(filepath.Join(s.input, "*ledger*"))
	if err != nil || len(ledger) == 0 {
		t.Fatal(err, ledger)
	}
	text, err := os.ReadFile(ledger[0])
	if err != nil {
		t.Fatal(err)
	}
	whole := gzipped(t, text)
	before := s.state(t)
	for _, n := range []int{40, 1000, len(whole) / 3, len(whole) / 2, len(whole) - 9, len(whole) - 1} {
		if err := os.WriteFile(packed, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		code := execute(t.Context(), []string{"run", packed, "--as-of", s.asOf[1-before], "--out", filepath.Join(s.runs, "run"), "--replace", "--quiet"}, &said, &said)
		if message := withoutLog(said.String()); code != exitFailed && code != exitUnusable || !strings.Contains(message, "ledger.csv.gz") {
			t.Errorf("after %d of %d bytes: exit code %d, %s", n, len(whole), code, message)
		}
		if s.state(t) != before {
			t.Errorf("after %d bytes: something was published", n)
		}
		s.clean(t)
	}
}

func gzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(text)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}
