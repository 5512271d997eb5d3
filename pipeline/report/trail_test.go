package report_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"arrears/pipeline/report"
)

// Whatever stands in a trail, it is read, and gone on with: a line that is added to it
// follows from what is there, and nothing before it is taken for whole that was not.
func FuzzReadTrail(f *testing.F) {
	whole, err := (&report.TrailLine{Run: "a", Manifest: "11"}).Text()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"", string(whole), string(whole) + "\n", string(whole) + "\n" + string(whole) + "\n", "{", "\n\n", "null\n", `{"earlier":[{}],"manifest_sha256":"2"}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		before, err := report.ReadTrail(iotest.OneByteReader(strings.NewReader(text)))
		if err != nil {
			t.Fatal(err)
		}
		if before.Torn != (text != "" && !strings.HasSuffix(text, "\n")) || len(before.Hashes) != before.Lines {
			t.Errorf("torn: %v, %d lines, %d hashes", before.Torn, before.Lines, len(before.Hashes))
		}
		added, err := (&report.TrailLine{Previous: before.Last, Run: "next", Manifest: "ff"}).Text()
		if err != nil {
			t.Fatal(err)
		}
		if before.Torn {
			text += "\n"
		}
		after, err := report.ReadTrail(strings.NewReader(text + string(added) + "\n"))
		if err != nil || after.Lines != before.Lines+1 || !after.Knows("ff") || after.Latest["next"] != "ff" {
			t.Fatalf("%v, %+v", err, after)
		}
		if n := len(after.Faults); n > len(before.Faults) || n > 0 && after.Faults[n-1].Line == after.Lines {
			t.Errorf("%v, and before it was added %v", after.Faults, before.Faults)
		}
		if len(after.Faults)+len(after.Notes) != len(before.Faults)+len(before.Notes) {
			t.Errorf("%v and %v, and before it was added %v and %v", after.Faults, after.Notes, before.Faults, before.Notes)
		}
	})
}

func TestATrailThatCannotBeRead(t *testing.T) {
	broken := errors.New("broken")
	if _, err := report.ReadTrail(io.MultiReader(strings.NewReader("{}\n{"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := report.ReadTrail(io.LimitReader(endless{}, 20<<20)); err == nil || err.Error() != "a line is longer than 16 MiB" {
		t.Errorf("got %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
