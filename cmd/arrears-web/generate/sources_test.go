package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const top = "../../.."

// The engine within the page must compute as this program does: what it was built from
// is what is here.
func TestTheEngineIsBuiltFromTheseSources(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(top, record))
	if err != nil {
		t.Fatal(err, "; run go generate ./...")
	}
	recorded := strings.Split(strings.TrimSpace(strings.TrimPrefix(string(text), recordHead)), "\n")
	if len(recorded) < 3 || !strings.HasPrefix(recorded[0], "toolchain go") {
		t.Fatalf("%s begins with %q", record, recorded[0])
	}
	for _, line := range recorded[1:3] {
		_, file, _ := strings.Cut(line, "  ")
		if now, err := hashLine(top, file); err != nil || now != line {
			t.Errorf("%s is not the one recorded (%v); run go generate ./...", file, err)
		}
	}
	now, err := sources(top)
	if err != nil {
		t.Fatal(err)
	}
	if len(now) < 30 {
		t.Errorf("only %d sources", len(now))
	}
	for _, line := range now {
		if !slices.Contains(recorded[3:], line) {
			t.Errorf("changed since the engine was built: %s; run go generate ./...", line)
		}
	}
	for _, line := range recorded[3:] {
		if !slices.Contains(now, line) {
			t.Errorf("no longer a source as it was: %s; run go generate ./...", line)
		}
	}
}

// Any change to a file, a new file, an embedded one and a module's version show.
func TestSourcesSeeEveryChange(t *testing.T) {
	folder := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := func() string {
		t.Helper()
		lines, err := sources(folder)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	put("go.mod", "module arrears\n\nrequire (\n\texample.org/yaml v1.2.3\n\texample.org/other v1.0.0\n)\n")
	put("cmd/arrears-web/main.go", "//go:build js && wasm\n\npackage main\n\nimport _ \"arrears/rules\"\n")
	put("rules/rules.go", "package rules\n\nimport (\n\t\"embed\"\n\t_ \"example.org/yaml/ast\"\n)\n\n//go:embed data/*.txt\nvar _ embed.FS\n")
	put("rules/rules_test.go", "package rules\n")
	put("rules/native.go", "//go:build !js\n\npackage rules\n")
	put("rules/data/a.txt", "a")
	put("unused/unused.go", "package unused\n")
	before := list()
	for _, want := range []string{"cmd/arrears-web/main.go", "rules/rules.go", "rules/data/a.txt", "module example.org/yaml v1.2.3"} {
		if !strings.Contains(before, want) {
			t.Errorf("lacks %s:\n%s", want, before)
		}
	}
	if n := strings.Count(before, "\n") + 1; n != 4 {
		t.Errorf("%d lines:\n%s", n, before)
	}
	put("unused/unused.go", "package unused // changed\n")
	put("rules/rules_test.go", "package rules // changed\n")
	if list() != before {
		t.Error("what is not a source shows")
	}
	for name, text := range map[string]string{"rules/data/b.txt": "b", "rules/data/a.txt": "A", "rules/more.go": "package rules\n",
		"go.mod": "module arrears\n\nrequire example.org/yaml v1.2.4\n"} {
		put(name, text)
		if after := list(); after == before {
			t.Errorf("a change of %s does not show", name)
		} else {
			before = after
		}
	}
}
