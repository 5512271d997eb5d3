package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// fence is a fenced block of a document.
type fence struct {
	language string
	line     int // of its first line, from 1
	lines    []string
}

// fences lists the fenced blocks of a text that begins at a line of its document.
func fences(text string, from int) (blocks []fence) {
	var open *fence
	for i, line := range strings.Split(text, "\n") {
		language, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open == nil:
			open = &fence{language: language, line: from + i + 1}
		case isFence:
			blocks = append(blocks, *open)
			open = nil
		case open != nil:
			open.lines = append(open.lines, strings.TrimRight(line, " "))
		}
	}
	return blocks
}

func readRoot(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReadmeBeginsWithTheTwoCommandsOfCI holds the first section of the README against
// what .ci/run runs: the same main job, and the same tests with the race detector.
func TestReadmeBeginsWithTheTwoCommandsOfCI(t *testing.T) {
	_, text, found := strings.Cut(readRoot(t, "README.md"), "\n## Two commands\n")
	if !found {
		t.Fatal("the README has no section “Two commands”")
	}
	section, _, _ := strings.Cut(text, "\n## ")
	var commands []string
	for _, block := range fences(section, 1) {
		if block.language == "sh" {
			commands = append(commands, block.lines...)
		}
	}
	if len(commands) != 2 || !strings.HasPrefix(commands[0], "go run ./cmd/arrears run samples/") || commands[1] != "go test ./..." {
		t.Fatalf("the two commands are %q", commands)
	}
	commands[1] = strings.Replace(commands[1], "go test", "go test -race", 1)
	ci := strings.Split(readRoot(t, ".ci/run"), "\n")
	for _, command := range commands {
		runs := 0
		for _, line := range ci {
			if plain, _, _ := strings.Cut(line, " 2>&1 | tee "); plain == command {
				runs++
			}
		}
		if runs != 1 {
			t.Errorf(".ci/run has %d lines that run %q; want 1", runs, command)
		}
	}
}

// TestReadmeCommandsDoWhatItShows runs every command of the README, in order, in a folder
// that has nothing but the samples, and compares with the excerpts of output that follow.
func TestReadmeCommandsDoWhatItShows(t *testing.T) {
	blocks := fences(readRoot(t, "README.md"), 1)
	samples, err := filepath.Abs(filepath.Join("..", "..", "samples"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.Symlink(samples, "samples"); err != nil {
		t.Fatal(err)
	}
	ran := make(map[string]bool)
	var output []string
	for _, block := range blocks {
		switch block.language {
		case "sh":
			output = nil
			for i, line := range block.lines {
				output = append(output, runLine(t, block.line+i, line, ran)...)
			}
		case "text":
			if fault := compareExcerpt(block.lines, output); fault != "" {
				t.Errorf("README.md:%d: %s\nthe output is:\n%s", block.line, fault, strings.Join(output, "\n"))
			}
		}
	}
	for _, command := range newRoot().Commands() {
		if !ran[command.Name()] {
			t.Errorf("the README's tour does not show %s", command.Name())
		}
	}
	if !ran["completion"] {
		t.Error("the README's tour does not show completion")
	}
}

// runLine runs one line of a sh block and returns what it prints, with the names of the
// commands it ran in `ran`. A line of the go tool is known or it is an error.
func runLine(t *testing.T, number int, line string, ran map[string]bool) []string {
	t.Helper()
	arguments, isProgram := strings.CutPrefix(line, "./arrears ")
	if !isProgram {
		arguments, isProgram = strings.CutPrefix(line, "go run ./cmd/arrears ")
	}
	if !isProgram {
		switch line {
		case "go build -o arrears ./cmd/arrears", "go test ./...", "go test ./cmd/arrears -run xxx -bench BenchmarkRun":
			return nil
		}
		t.Fatalf("README.md:%d: this test does not know the command %q", number, line)
	}
	var stdout, stderr bytes.Buffer
	words := strings.Fields(arguments)
	if code := execute(context.Background(), words, &stdout, &stderr); code != exitDone {
		t.Fatalf("README.md:%d: exit code %d of %q\n%s", number, code, line, stderr.String())
	}
	ran[words[0]] = true
	return strings.Split(strings.Trim(stdout.String(), "\n"), "\n")
}

// The README names this benchmark.
var _ = BenchmarkRun

// compareExcerpt says where an excerpt differs from an output, blank if nowhere. A line
// … stands for any number of lines.
func compareExcerpt(excerpt, output []string) string {
	at, gap := 0, false
	for _, want := range excerpt {
		if want == "…" {
			gap = true
			continue
		}
		for gap && at < len(output) && strings.TrimRight(output[at], " ") != want {
			at++
		}
		if at == len(output) || strings.TrimRight(output[at], " ") != want {
			return fmt.Sprintf("the output does not go on with %q", want)
		}
		at, gap = at+1, false
	}
	if !gap && at < len(output) {
		return fmt.Sprintf("the output goes on with %q", output[at])
	}
	return ""
}

func TestCompareExcerpt(t *testing.T) {
	output := []string{"a", "b ", "", "c"}
	for _, test := range []struct {
		excerpt string
		same    bool
	}{
		{"a\nb\n\nc", true}, {"…\nc", true}, {"a\n…", true}, {"…\nb\n…", true}, {"a\n…\nc", true}, {"…", true},
		{"a\nc", false}, {"a\nb", false}, {"…\nd", false}, {"a\n…\nb\nc", false}, {"a\nb\n\nc\nd", false},
	} {
		if fault := compareExcerpt(strings.Split(test.excerpt, "\n"), output); (fault == "") != test.same {
			t.Errorf("compareExcerpt(%q) = %q", test.excerpt, fault)
		}
	}
}

// TestReadmeNamesEverything makes sure that what is added to the program is added to the
// README: flags of run, types, reject codes, exit codes, assumptions, what is not modelled.
func TestReadmeNamesEverything(t *testing.T) {
	readme := readRoot(t, "README.md")
	named := func(what, text string) {
		if !strings.Contains(readme, text) {
			t.Errorf("the README does not name %s %s", what, text)
		}
	}
	for _, code := range ledger.Codes() {
		named("the reject code", "`"+string(code)+"`")
	}
	for _, kind := range append(ledger.EntryTypes(), ledger.EventTypes()...) {
		named("the type", "`"+kind+"`")
	}
	for _, code := range []int{exitDone, exitFailed, exitUnusable, exitRejects, exitInterrupted} {
		named("the exit code", fmt.Sprintf("\n| %d | ", code))
	}
	for _, name := range policy.Names() {
		rules, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range rules.Values() {
			if value.Assumption {
				named("the assumption", "`"+value.Path+"`")
			}
		}
	}
	newRun().Flags().VisitAll(func(flag *pflag.Flag) { named("the flag", "`--"+flag.Name) })
	_, list, _ := strings.Cut(readme, "\nNot modelled: ")
	list, _, _ = strings.Cut(list, "\n\n")
	if items := strings.Split(list, ";"); len(items) != len(policy.NotModelled()) {
		t.Errorf("the README lists %d things that are not modelled; there are %d", len(items), len(policy.NotModelled()))
	}
}

var link = regexp.MustCompile(`\]\(([^)]+)\)`)

func TestDocumentsLinkToFilesThatExist(t *testing.T) {
	for _, name := range []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} {
		for _, match := range link.FindAllStringSubmatch(readRoot(t, name), -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if strings.HasPrefix(target, "https://") || target == "" {
				continue
			}
			if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(target))); err != nil {
				t.Errorf("%s links to %s: %v", name, target, err)
			}
		}
	}
}
