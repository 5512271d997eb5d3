package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// child is what came of a command line that ran in a process of its own.
type child struct {
	code   int
	said   string // on stderr, without the log
	stdout string
	peak   int64 // bytes of memory at most; 0 where the system does not tell
	took   time.Duration
}

// peakFile is the environment variable that names the file for a measured process's peak.
const peakFile = "ARREARS_TEST_PEAK_FILE"

// measured is main, but for telling how much memory the process took at most.
func measured() {
	boundMemory()
	code := execute(context.Background(), os.Args[1:], os.Stdout, os.Stderr)
	if err := os.WriteFile(os.Getenv(peakFile), []byte(strconv.FormatInt(peakMemory(), 10)), 0o600); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// inChild runs a command line in a folder, in a process of its own.
func inChild(t *testing.T, folder string, environment []string, arguments ...string) child {
	t.Helper()
	const patience = 5 * time.Minute // a test that waits for ever tells less than one that fails
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	peak := filepath.Join(t.TempDir(), "peak")
	command := exec.CommandContext(ctx, program)
	command.Args = append([]string{"arrears-measured"}, arguments...)
	command.Dir, command.Stdout, command.Stderr = folder, &stdout, &stderr
	command.Env = append(append(os.Environ(), peakFile+"="+peak), environment...)
	began := time.Now()
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	c := child{code: command.ProcessState.ExitCode(), said: withoutLog(stderr.String()), stdout: stdout.String(), took: time.Since(began)}
	if text, err := os.ReadFile(peak); err == nil {
		c.peak, _ = strconv.ParseInt(string(text), 10, 64)
	}
	return c
}

// refused checks that a child ended with a code and one line that holds a phrase.
func (c child) refused(t *testing.T, code int, phrase string) {
	t.Helper()
	if c.code != code || !strings.HasPrefix(c.said, "arrears: ") || strings.Count(c.said, "\n") != 1 || !strings.Contains(c.said, phrase) {
		t.Errorf("exit code %d, want %d; it said %.600q, want one line with %q", c.code, code, c.said, phrase)
	}
	if strings.Contains(c.said, "fault of this program") {
		t.Errorf("it says that it is at fault: %s", c.said)
	}
}
