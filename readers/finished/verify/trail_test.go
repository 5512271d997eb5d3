package verify_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished/verify"
)

// trailText is a trail of runs, each line following from the one before.
func trailText(t *testing.T, runs ...report.TrailRun) string {
	t.Helper()
	text := ""
	for _, run := range runs {
		read, err := report.ReadTrail(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		line := &report.TrailLine{Previous: read.Last, Run: run.Run, Manifest: run.Manifest}
		added, err := line.Text()
		if err != nil {
			t.Fatal(err)
		}
		text += string(added) + "\n"
	}
	return text
}

var threeRuns = []report.TrailRun{{Run: "a", Manifest: "11"}, {Run: "b", Manifest: "22"}, {Run: "a", Manifest: "33"}}

func TestATrailThatIsChanged(t *testing.T) {
	whole := trailText(t, threeRuns...)
	lines := strings.SplitAfter(strings.TrimSuffix(whole, "\n"), "\n")
	for name, c := range map[string]struct {
		text string
		want string // part of the only fault; blank without one
	}{
		"whole":              {whole, ""},
		"empty":              {"", ""},
		"a line changed":     {strings.Replace(whole, `"run":"b"`, `"run":"c"`, 1), "line 3: does not follow from line 2"},
		"the first removed":  {lines[1] + lines[2] + "\n", "line 1: is not the first: lines before it were removed"},
		"one removed":        {lines[0] + lines[2] + "\n", "line 2: does not follow from line 1"},
		"two turned":         {lines[0] + lines[2] + "\n" + lines[1], "line 2: does not follow from line 1"},
		"one twice":          {lines[0] + lines[0] + lines[1] + lines[2] + "\n", "line 2: does not follow from line 1"},
		"no line":            {whole + "{}\n", "line 4: is no line of a trail"},
		"not JSON":           {whole + "no JSON\n", "line 4: is no line of a trail"},
		"a blank line":       {lines[0] + "\n" + lines[1] + lines[2] + "\n", "line 2: is no line of a trail"},
		"no end":             {strings.TrimSuffix(whole, "\n"), "line 3: has no end"},
		"a space at the end": {lines[0][:len(lines[0])-1] + " \n" + lines[1] + lines[2] + "\n", "line 2: does not follow from line 1"},
	} {
		path := filepath.Join(t.TempDir(), report.TrailName)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		trail, err := verify.Trail(path, "")
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for _, d := range trail.Differences {
			found += d.String() + "\n"
		}
		if (c.want == "") != trail.Fine() || !strings.Contains(found, c.want) {
			t.Errorf("%s: %q, want %q", name, found, c.want)
		}
	}
}

// Any byte of a trail that is changed is found, if the hash of its last line is known.
func TestAnyByteOfATrail(t *testing.T) {
	whole := []byte(trailText(t, threeRuns...))
	folder := t.TempDir()
	path := filepath.Join(folder, report.TrailName)
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := verify.Trail(folder, "")
	if err != nil || first.Lines != 3 || first.Gone != 2 {
		t.Fatal(err, first)
	}
	if anchored, err := verify.Trail(path, strings.ToUpper(first.Head)); err != nil || !anchored.Fine() {
		t.Errorf("%v, %v", err, anchored.Differences)
	}
	for at := range whole {
		turned := bytes.Clone(whole)
		turned[at] ^= 4
		if err := os.WriteFile(path, turned, 0o600); err != nil {
			t.Fatal(err)
		}
		if trail, err := verify.Trail(path, first.Head); err != nil || trail.Fine() {
			t.Errorf("byte %d: %v", at, err)
		}
	}
}

func TestTheRunsBesideATrail(t *testing.T) {
	folder := countyRun(t)
	runs := filepath.Dir(folder)
	trail, err := verify.Trail(runs, "")
	if err != nil || !trail.Fine() || trail.Present != 1 || trail.Gone != 0 {
		t.Fatalf("%v, %+v", err, trail)
	}
	for _, err := range []error{
		os.CopyFS(filepath.Join(runs, "copy"), os.DirFS(folder)),
		os.CopyFS(filepath.Join(runs, ".october.partial-1"), os.DirFS(folder)),
		os.CopyFS(filepath.Join(runs, "forged"), os.DirFS(folder)),
		os.WriteFile(filepath.Join(runs, "forged", report.ManifestName), []byte("{}"), 0o600),
		os.Mkdir(filepath.Join(runs, "letters"), 0o700),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	trail, err = verify.Trail(runs, "")
	if err != nil || len(trail.Differences) != 1 || !strings.HasSuffix(trail.Differences[0].String(), "forged/run.json: is not in the trail: it was put there, or its run was stopped before it was recorded") {
		t.Errorf("%v, %v", err, trail.Differences)
	}
	if len(trail.Notes) != 1 || !strings.HasSuffix(trail.Notes[0].String(), "copy/run.json: is recorded under another name, on line 1") {
		t.Errorf("%v", trail.Notes)
	}
	var refused *readers.Error
	if _, err := verify.Trail(t.TempDir(), ""); !errors.As(err, &refused) {
		t.Errorf("no trail: %v", err)
	}
}
