package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"arrears/pipeline/policy/strictyaml"
)

// settled settles the flags of a run and returns it with its command.
func settled(t *testing.T, arguments ...string) (f *runFlags, command *cobra.Command, inputs []string, err error) {
	t.Helper()
	f = &runFlags{}
	command = f.command()
	command.SetOut(io.Discard)
	if err := command.ParseFlags(arguments); err != nil {
		t.Fatal(err)
	}
	inputs, err = f.settle(command, command.Flags().Args())
	return f, command, inputs, err
}

// someValue is a value that a setting can have and that is not its default, as the command
// line and the environment take it and as YAML has it.
func someValue(flag *pflag.Flag) (text, yaml string) {
	switch kind := flag.Value.Type(); {
	case flag.Name == "as-of":
		return "2026-10-31", "2026-10-31"
	case kind == "bool":
		return "true", "true"
	case kind == "int":
		return "7", "7"
	case kind == "stringArray":
		return "no=case_id", "[no=case_id]"
	case placeholderOf(flag) == listPlaceholder:
		return "csv,jsonl", "[csv, jsonl]"
	}
	return "/some/" + flag.Name, "/some/" + flag.Name
}

// Every setting can stand in each of the three places, and the first of them counts.
func TestEverySettingStandsInThreePlaces(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	for _, setting := range runSettings() {
		t.Run(setting.Name, func(t *testing.T) {
			text, yaml := someValue(setting)
			if err := os.WriteFile(file, []byte("inputs: x\n"+keyOf(setting.Name)+": "+yaml+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			look := func(origin string, arguments ...string) {
				t.Helper()
				f, command, _, err := settled(t, arguments...)
				if err != nil {
					t.Fatal(err)
				}
				flag := command.Flags().Lookup(setting.Name)
				if got := strings.Trim(flag.Value.String(), "[]"); got != text || f.settings.origins[setting.Name] != origin {
					t.Errorf("it is %q from %s; want %q from %s", got, f.settings.origins[setting.Name], text, origin)
				}
				if !flag.Changed {
					t.Error("the manifest would not have it")
				}
			}
			look(fmt.Sprintf("%s:2:%d", file, len(keyOf(setting.Name))+3), "--config", file)
			t.Setenv(variableOf(setting.Name), text)
			look(variableOf(setting.Name), "--config", file)
			look("--"+setting.Name, "--config", file, "--"+setting.Name+"="+text)
		})
	}
}

// A path in a configuration is taken from its folder. A new flag that takes one must be
// among pathSettings, and a list must say LIST.
func TestPathsAreTakenFromTheConfiguration(t *testing.T) {
	for _, flag := range runSettings() {
		takesPath := slices.Contains([]string{"DIR", "FILE", "KEYFILE", "KEY_FILE"}, placeholderOf(flag)) || flag.Name == "policy"
		if takesPath != isPath(flag) {
			t.Errorf("--%s takes %s; is it a path?", flag.Name, placeholderOf(flag))
		}
	}
	t.Chdir(t.TempDir())
	if err := os.Mkdir("etc", 0o700); err != nil {
		t.Fatal(err)
	}
	for yaml, want := range map[string]string{
		"policy: county.yaml": "etc/county.yaml", "policy: california-debt-reduction": "california-debt-reduction", "previous: auto": "auto",
		"previous: ../runs/a": "runs/a", "out: /runs/{as_of}": "/runs/{as_of}", "metrics: a.prom": "etc/a.prom", "as_of: 2026-10-31": "2026-10-31",
	} {
		if err := os.WriteFile("etc/c.yaml", []byte("inputs: [a/*.csv, /b]\n"+yaml+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, command, inputs, err := settled(t, "--config", "etc/c.yaml")
		name, _, _ := strings.Cut(yaml, ":")
		if err != nil || command.Flags().Lookup(strings.ReplaceAll(name, "_", "-")).Value.String() != filepath.FromSlash(want) {
			t.Errorf("%s: %v, %v", yaml, command.Flags().Lookup(name), err)
		}
		if !slices.Equal(inputs, []string{filepath.FromSlash("etc/a/*.csv"), "/b"}) {
			t.Errorf("the inputs are %q", inputs)
		}
	}
}

// What --show-config prints is a configuration with the same settings.
func TestShowConfigPrintsAConfiguration(t *testing.T) {
	shown := func(arguments ...string) string {
		t.Helper()
		f, _, _, err := settled(t, arguments...)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		f.writeSettings(&out)
		return out.String()
	}
	withoutOrigins := func(text string) (kept string) {
		for line := range strings.Lines(text) {
			line, _, _ = strings.Cut(line, " # ")
			kept += strings.TrimSuffix(line, "\n") + "\n"
		}
		return kept
	}
	t.Chdir(t.TempDir())
	arguments := []string{"it's/*.csv", "# b", "--alias=Docket: No=case_id", "--alias=kind=type"}
	for _, setting := range runSettings() {
		if text, _ := someValue(setting); setting.Name != "alias" {
			arguments = append(arguments, "--"+setting.Name+"="+text)
		}
	}
	first := shown(arguments...)
	if err := os.WriteFile("c.yaml", []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	again := shown("--config", "c.yaml")
	if withoutOrigins(first) != withoutOrigins(again) {
		t.Errorf("first\n%s\nthen\n%s", first, again)
	}
	if defaults := shown("x"); strings.Count(defaults, "\n# ") != len(runSettings()) {
		t.Errorf("not every default is a comment:\n%s", defaults)
	}
}

func TestValuesOfKeys(t *testing.T) {
	for text, want := range map[string]string{
		"inputs: a":                             "inputs [a]",
		"inputs: [a, b c]":                      "inputs [a b c]",
		"inputs: a\nalias: {No.: case_id}":      "alias [No.=case_id]",
		"inputs: a\nreports: [csv, xlsx]":       "reports [csv,xlsx]",
		"inputs: a\nreports: csv,html":          "reports [csv,html]",
		"inputs: a\nmax_rejects: 5%":            "max_rejects [5%]",
		"inputs: a\nas_of: 2026-10-31":          "as_of [2026-10-31]",
		"inputs: {a: b}":                        "c.yaml:1:9: inputs is a mapping; give a list",
		"inputs: []\nkeep: [1]":                 "c.yaml:2:7: keep is a list; give a single value",
		"inputs: [a, [b]]":                      "c.yaml:1:13: inputs holds a list; give single values",
		"inputs: [a, '']":                       "c.yaml:1:13: inputs is blank; give a value, or remove the key",
		"inputs: ~":                             "c.yaml:1:1: inputs is blank; give a value, or remove the key",
		"out: \"a\\nb\"":                        "c.yaml:1:6: out has more than one line; give one",
		"keep: {a: b}":                          "c.yaml:1:7: keep is a mapping; give a single value, in quotes if it begins with {",
		"config: other.yaml":                    `c.yaml:1:1: unknown key "config"; the keys are `,
		"show_config: true":                     `c.yaml:1:1: unknown key "show_config"; the keys are `,
		"polcy: california-coap":                `c.yaml:1:1: unknown key "polcy"; did you mean policy?; the keys are `,
		"out: {as_of}":                          "c.yaml:1:6: out is a mapping; give a single value, in quotes if it begins with {",
		"inputs: a\nmemory: 1GiB\nmemory: 2GiB": `c.yaml:3:1: key "memory" is here twice`,
	} {
		t.Chdir(t.TempDir())
		if err := os.WriteFile("c.yaml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := readConfiguration("c.yaml")
		if key, values, ok := strings.Cut(want, " ["); ok && !strings.HasPrefix(want, "c.yaml") {
			if err != nil || fmt.Sprint(file[key].values) != "["+values {
				t.Errorf("%q: %v, %v", text, file[key], err)
			}
			continue
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestMeant(t *testing.T) {
	known := []string{"ARREARS_MEMORY", "ARREARS_OUT", "ARREARS_MAX_REJECTS"}
	for name, want := range map[string]string{
		"ARREARS_MEMROY": "ARREARS_MEMORY", "ARREARS_MEMORIES": "", "ARREARS_OTU": "ARREARS_OUT", "ARREARS_MAXREJECTS": "ARREARS_MAX_REJECTS",
		"ARREARS_SERVICE_HOST": "", "ARREARS_": "",
	} {
		if got := meant(name, known); got != "" && want == "" || !strings.Contains(got, want) {
			t.Errorf("meant(%s) = %q", name, got)
		}
	}
}

// Whatever a configuration holds, it is read or refused in one line that names a place.
func FuzzConfiguration(f *testing.F) {
	for _, text := range []string{"inputs: [a]\nout: runs/{as_of}\nkeep: 3\n", "alias: {a: b}\nreports: [csv]\n", "inputs:\n  - 'x'\n  - \"y\\n\"\n", "{}", "a", "[", "inputs: {a}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := readConfiguration(path)
		var fault *strictyaml.Error
		if err != nil && (!errors.As(err, &fault) || fault.File != path || strings.ContainsAny(err.Error(), "\r\n")) {
			t.Errorf("%q", err)
		}
		for key, e := range file {
			if e == nil || slices.ContainsFunc(e.values, func(value string) bool { return strings.TrimSpace(value) == "" }) {
				t.Errorf("%s is blank", key)
			}
		}
	})
}
