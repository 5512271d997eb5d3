package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline/policy/strictyaml"
)

// Output that is lost is never taken for done, by the wizard and the page neither.
func TestLostAnswersAndPagesFail(t *testing.T) {
	answers := filepath.Join(t.TempDir(), "answers.yaml")
	if err := os.WriteFile(answers, []byte("assets: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"wizard", "--answers", answers}, {"wizard", "--answers", answers, "--format", "json"}, {"web", "-o", "-"},
	} {
		var stderr bytes.Buffer
		if code := execute(t.Context(), command, &fullDisk{room: 100}, &stderr); code != exitFailed || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%v: exit code %d, %q", command, code, stderr.String())
		}
	}
}

// FuzzReadAnswers: whatever a file of answers holds, there are answers or one line that
// says what is wrong.
func FuzzReadAnswers(f *testing.F) {
	for _, text := range []string{"", "assets: 1\n", "{\"assets\": 1}", "assets: &a 1\nfamily_arrears: *a", "- 1", "a: [", "assets: |\n  1\n", "? assets\n: 1", "assets: !!str 1", "\ufeffassets:",
		"--- {}\n", "assets: 'no sé'", "<<: {assets: 1}", "assets: \"\\u0000\""} {
		f.Add(text)
	}
	v := testInterview(f)
	f.Fuzz(func(t *testing.T, text string) {
		answers, err := readAnswers(v, "-", strings.NewReader(text))
		var fault *strictyaml.Error
		switch {
		case err == nil:
			if _, err := v.Decide(answers); err != nil {
				t.Fatal(err)
			}
		case !errors.As(err, &fault), strings.ContainsAny(err.Error(), "\n\r"):
			t.Fatalf("%q", err)
		}
	})
}
