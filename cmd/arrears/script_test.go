package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"arrears": main, "arrears-measured": measured})
}

// TestScripts runs what people type, and looks at what they see. A script finds the
// county's exports in the folder county, and has these commands of its own:
//
//	refuses CODE ARGUMENTS...  arrears exits with the code; all it says is one line on stderr
//	bytes FILE HEX             writes bytes that a text can't hold
//	cut FILE N NEW             writes the first n bytes of a file to a new one
//	lines N FILE               the file (or stdout, or stderr) has n lines
func TestScripts(t *testing.T) {
	samples, err := filepath.Abs(filepath.Join("..", "..", "samples"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/scripts",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLES", samples)
			return os.CopyFS(filepath.Join(env.WorkDir, "county"), os.DirFS(filepath.Join(samples, "county", "input")))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"refuses": refuses, "bytes": writeBytes, "cut": cutFile, "lines": countLines,
		},
	})
}

func refuses(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) < 1 {
		ts.Fatalf("usage: refuses CODE ARGUMENTS...")
	}
	want, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	code := 0
	var exit *exec.ExitError
	if err := ts.Exec("arrears", arguments[1:]...); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if code != want {
		ts.Fatalf("exit code %d, not %d", code, want)
	}
	if ts.ReadFile("stdout") != "" {
		ts.Fatalf("it says something on stdout too")
	}
	message := withoutLog(ts.ReadFile("stderr"))
	if !strings.HasPrefix(message, "arrears: ") || strings.Count(message, "\n") != 1 || !strings.HasSuffix(message, "\n") {
		ts.Fatalf("not one line that begins with the program's name: %q", message)
	}
}

// withoutLog leaves out the lines of the log, which are JSON off a terminal.
func withoutLog(text string) string {
	kept := ""
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "{") {
			kept += line
		}
	}
	return kept
}

func writeBytes(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 2 {
		ts.Fatalf("usage: bytes FILE HEX")
	}
	content, err := hex.DecodeString(arguments[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), content, 0o600))
}

func cutFile(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 3 {
		ts.Fatalf("usage: cut FILE N NEW")
	}
	n, err := strconv.Atoi(arguments[1])
	ts.Check(err)
	content := ts.ReadFile(arguments[0])
	ts.Check(os.WriteFile(ts.MkAbs(arguments[2]), []byte(content[:n]), 0o600))
}

func countLines(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 2 {
		ts.Fatalf("usage: lines N FILE")
	}
	if n := strings.Count(ts.ReadFile(arguments[1]), "\n"); strconv.Itoa(n) != arguments[0] {
		ts.Fatalf("%s has %d lines, not %s", arguments[1], n, arguments[0])
	}
}

// TestEveryHelpShowsExamplesThatParse looks at every command but those that the library
// brings.
func TestEveryHelpShowsExamplesThatParse(t *testing.T) {
	var all func(command *cobra.Command) []*cobra.Command
	all = func(command *cobra.Command) (commands []*cobra.Command) {
		commands = append(commands, command)
		for _, sub := range command.Commands() {
			commands = append(commands, all(sub)...)
		}
		return commands
	}
	for _, command := range all(newRoot()) {
		t.Run(command.CommandPath(), func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := execute(t.Context(), append(strings.Fields(command.CommandPath())[1:], "--help"), &stdout, &stderr); code != exitDone {
				t.Fatalf("--help exits with %d: %s", code, stderr.String())
			}
			if !strings.Contains(stdout.String(), "\nExamples:\n  arrears ") {
				t.Errorf("the help shows no example:\n%s", stdout.String())
			}
			for example := range strings.Lines(command.Example) {
				checkExample(t, strings.Fields(example))
			}
		})
	}
}

// checkExample makes sure that a command line names a command and flags there are.
func checkExample(t *testing.T, words []string) {
	t.Helper()
	if len(words) == 0 || words[0] != "arrears" {
		t.Errorf("%q is no command line of arrears", strings.Join(words, " "))
		return
	}
	command, rest, err := newRoot().Find(words[1:])
	if err == nil {
		err = command.ParseFlags(rest)
	}
	if err == nil && command.Args != nil {
		err = command.Args(command, command.Flags().Args())
	}
	if err != nil || command.RunE == nil {
		t.Errorf("%q can't be run: %v", strings.Join(words, " "), err)
	}
}
