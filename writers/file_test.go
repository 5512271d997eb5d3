package writers

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func say(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestAFileIsPublishedWhole(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "list.csv")
	if err := (File{Path: path}).Publish(say("first")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read it", info.Mode(), err)
	}
	if err := (File{Path: path}).Publish(say("second")); err == nil || !strings.HasSuffix(err.Error(), "list.csv: exists already; name another file, or give --replace") {
		t.Errorf("got %v", err)
	}
	broken := errors.New("no more")
	err = File{Path: path, Replace: true}.Publish(func(w io.Writer) error { return errors.Join(say("thi")(w), broken) })
	if text, _ := os.ReadFile(path); string(text) != "first" || !errors.Is(err, broken) {
		t.Errorf("%q is there after %v", text, err)
	}
	if err := (File{Path: path, Replace: true}).Publish(say("third")); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(path); string(text) != "third" {
		t.Errorf("%q is there", text)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("%d files are left", len(entries))
	}
}

// What appears at the path while the file is written is not overwritten either.
func TestAFileThatAppearsMeanwhileStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.csv")
	err := File{Path: path}.Publish(func(io.Writer) error { return os.WriteFile(path, []byte("other"), 0o600) })
	if text, _ := os.ReadFile(path); string(text) != "other" || err == nil {
		t.Errorf("%q is there after %v", text, err)
	}
}

func TestNoPlaceForAFile(t *testing.T) {
	folder := t.TempDir()
	if err := os.Symlink("elsewhere", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder:                                 "is a folder; name a file",
		filepath.Join(folder, "link"):          "is a link or a device, and is not replaced; name another file",
		"/dev/null":                            "is a link or a device, and is not replaced; name another file",
		filepath.Join(folder, "none", "x.csv"): "its folder is not there; make it, or name another",
		filepath.Join(folder, "file", "x.csv"): "is no place for a file, for a part of the path is a file or may not be entered; name another",
	} {
		var refused *FileError
		if err := (File{Path: path, Replace: true}).Publish(say("x")); !errors.As(err, &refused) || refused.Message != want {
			t.Errorf("%s: got %v", path, err)
		}
	}
}
