package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// An export that grows, shrinks, vanishes or is replaced while a run reads it is named,
// the run fails, and the run before stays as it was.
func TestInputsChangeDuringARun(t *testing.T) {
	input := exportsOf(t, 1000)
	ledger := filepath.Join(input, "ledger.csv")
	whole, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "run")
	arguments := []string{"run", input, "--as-of", "2026-10-31", "--out", out, "--reports", "csv", "--max-rejects", "5%", "--replace", "--quiet"}
	if said, err := exec.Command("arrears", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	before := fmt.Sprint(filesIn(t, out))
	for how, change := range map[string]func() error{
		"grew":     func() error { return os.WriteFile(ledger, append(bytes.Clone(whole), whole[len(whole)/2:]...), 0o600) },
		"shrank":   func() error { return os.Truncate(ledger, int64(len(whole)/2)) },
		"vanished": func() error { return os.Remove(ledger) },
		"replaced": func() error {
			other := filepath.Join(filepath.Dir(out), "other.csv")
			return errors.Join(os.WriteFile(other, whole, 0o600), os.Rename(other, ledger))
		},
	} {
		t.Run(how, func(t *testing.T) {
			if err := os.WriteFile(ledger, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			command := exec.Command("arrears", arguments...)
			command.Stderr = &said
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			stopOnceOpen(t, command.Process, ledger)
			if err := errors.Join(change(), command.Process.Signal(syscall.SIGCONT)); err != nil {
				t.Fatal(err)
			}
			err := command.Wait()
			if message := withoutLog(said.String()); command.ProcessState.ExitCode() != exitFailed || !strings.Contains(message, "ledger.csv") || !strings.Contains(message, "while it was read") {
				t.Errorf("%v, and it said %q", err, message)
			}
			if now := fmt.Sprint(filesIn(t, out)); now != before {
				t.Error("the run before is no longer what it was")
			}
		})
	}
}

// stopOnceOpen stops a process when it has a file open.
func stopOnceOpen(t *testing.T, process *os.Process, file string) {
	t.Helper()
	descriptors := fmt.Sprintf("/proc/%d/fd", process.Pid)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		entries, err := os.ReadDir(descriptors)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if to, err := os.Readlink(filepath.Join(descriptors, entry.Name())); err == nil && to == file {
				if err := process.Signal(syscall.SIGSTOP); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
	t.Fatal("the process never opened the file")
}
