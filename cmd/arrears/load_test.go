package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// exportsOf writes a sample of a size and returns its folder.
func exportsOf(t *testing.T, cases int, more ...string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "exports")
	var said bytes.Buffer
	if code := execute(context.Background(), append([]string{"sample", "--cases", fmt.Sprint(cases), "--dirty", "1%", "--out", folder}, more...), &said, &said); code != exitDone {
		t.Fatal(said.String())
	}
	return folder
}

// tablesIn is a run's tables: all of it but the manifest, which names the path.
func tablesIn(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := filesIn(t, folder)
	for name := range files {
		if filepath.Ext(name) != ".csv" {
			delete(files, name)
		}
	}
	if len(files) != 5 {
		t.Fatalf("%s holds %d tables", folder, len(files))
	}
	return files
}

// Ten runs at once, each into a folder of its own, give what one gives alone, as does one
// that has little memory.
func TestRunsAtOnce(t *testing.T) {
	input, out := exportsOf(t, 300, "--shuffle"), t.TempDir()
	run := func(name string, environment ...string) *exec.Cmd {
		command := exec.Command("arrears", "run", input, "--as-of", "2026-10-31", "--out", filepath.Join(out, name), "--reports", "csv", "--max-rejects", "5%", "--quiet")
		command.Env = append(os.Environ(), environment...)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		return command
	}
	names := []string{"alone", "limited"}
	if err := errors.Join(run("alone").Wait(), run("limited", "GOMEMLIMIT=8MiB").Wait()); err != nil {
		t.Fatal(err)
	}
	var running []*exec.Cmd
	for i := range 10 {
		names = append(names, fmt.Sprint(i))
		running = append(running, run(fmt.Sprint(i)))
	}
	for _, command := range running {
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	}
	want := tablesIn(t, filepath.Join(out, "alone"))
	for _, name := range names {
		for table, content := range tablesIn(t, filepath.Join(out, name)) {
			if !bytes.Equal(content, want[table]) {
				t.Errorf("run %s: another %s than alone", name, table)
			}
		}
	}
	if entries, err := os.ReadDir(out); err != nil || len(entries) != len(names) {
		t.Errorf("left over: %v, %v", entries, err)
	}
}

// A run writes nothing where its inputs are, which it may not even be able to.
func TestInputsAreOnlyRead(t *testing.T) {
	input := exportsOf(t, 50)
	before := filesIn(t, input)
	for name := range before {
		if err := os.Chmod(filepath.Join(input, name), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(input, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(input, 0o700) }) // so that the test's folder can be removed
	command := exec.Command("arrears", "run", input, "--as-of", "2026-10-31", "--out", filepath.Join(t.TempDir(), "run"), "--max-rejects", "5%", "--quiet", "--memory", "16MiB")
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if after := filesIn(t, input); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("the inputs are no longer what they were")
	}
}
