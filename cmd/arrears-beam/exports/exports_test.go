package exports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A file that was written to, replaced by another or taken away is no longer the part's.
func TestCheckUnchanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.csv")
	for how, change := range map[string]func() error{
		"": func() error { return nil },
		"changed while it was read": func() error {
			return os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0))
		},
		"there is no such file": func() error { return os.Remove(path) },
	} {
		put(t, path, "case_id,date,type,amount\n")
		size, modified, err := look(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		err = CheckUnchanged(t.Context(), []Part{{File: path, Size: size, Modified: modified}})
		if (err == nil) != (how == "") || (err != nil && !strings.Contains(err.Error(), how)) {
			t.Errorf("%q: %v", how, err)
		}
	}
}

// A folder's name is a name and no pattern, and only an empty folder is written to.
func TestCheckEmpty(t *testing.T) {
	place := t.TempDir()
	folder := filepath.Join(place, "new[1]")
	if err := CheckEmpty(t.Context(), folder); err != nil {
		t.Error(err)
	}
	if err := Write(t.Context(), folder, "run.json", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if text, found, err := ReadBack(t.Context(), folder, "run.json"); string(text) != "{}" || !found || err != nil {
		t.Errorf("%q, %v, %v", text, found, err)
	}
	if _, found, err := ReadBack(t.Context(), folder, "failed.json"); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	put(t, filepath.Join(place, "file"), "")
	for name, want := range map[string]string{folder: "holds files already", filepath.Join(place, "file"): "is a file and no folder", "gs://lake/run*": "stand for other characters"} {
		if err := CheckEmpty(t.Context(), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A name that JSON would change can't be sent to workers.
func TestNamesAreUTF8(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "l\xff.csv"), "case_id,date,type,amount\n")
	if _, err := Find(t.Context(), []string{folder}); err == nil || !strings.Contains(err.Error(), "not UTF-8") {
		t.Error(err)
	}
}
