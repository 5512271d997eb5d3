package writers

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func text(content string) func(io.Writer) (int, error) {
	return func(w io.Writer) (int, error) {
		_, err := io.WriteString(w, content)
		return 3, err
	}
}

func TestBundle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "letters") + string(filepath.Separator)
	err := Bundle{path}.Publish(t.Context(), func(add BundleAdd) error {
		_, err := add("outer.txt", func(w io.Writer) (int, error) {
			inner, err := add("each/inner.txt", text("inner"))
			if err != nil || inner.Path != "each/inner.txt" || inner.Size != 5 || inner.Rows != 3 || len(inner.SHA256) != 64 {
				t.Errorf("%+v, %v", inner, err)
			}
			return text("outer")(w)
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"outer.txt": "outer", "each/inner.txt": "inner"} {
		content, err := os.ReadFile(filepath.Join(path, name))
		if err != nil || string(content) != want {
			t.Errorf("%s: %q, %v", name, content, err)
		}
		checkMode(t, filepath.Join(path, name), 0o600)
	}
	checkMode(t, path, 0o700)
	checkMode(t, filepath.Join(path, "each"), 0o700)
}

func checkMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
		t.Errorf("%s: %v, %v", path, info.Mode(), err)
	}
}

// A bundle that fails leaves nothing, neither at its path nor beside it.
func TestBundleFails(t *testing.T) {
	folder := t.TempDir()
	fault := errors.New("a fault")
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(fault)
	for name, c := range map[string]struct {
		ctx   context.Context
		write func(add BundleAdd) error
	}{
		"after a file": {t.Context(), func(add BundleAdd) error {
			_, err := add("a", text("a"))
			return errors.Join(err, fault)
		}},
		"within a file": {t.Context(), func(add BundleAdd) error {
			_, err := add("a", func(io.Writer) (int, error) { return 0, fault })
			return err
		}},
		"cancelled": {cancelled, func(add BundleAdd) error {
			_, err := add("a", text("a"))
			return err
		}},
		"cancelled after the last file": {cancelled, func(BundleAdd) error { return nil }},
		"the same file twice": {t.Context(), func(add BundleAdd) error {
			_, first := add("a", text("a"))
			_, second := add("a", text("a"))
			return errors.Join(first, second, fault)
		}},
	} {
		err := Bundle{filepath.Join(folder, "letters")}.Publish(c.ctx, c.write)
		if !errors.Is(err, fault) {
			t.Errorf("%s: %v", name, err)
		}
		if content, err := os.ReadDir(folder); err != nil || len(content) != 0 {
			t.Errorf("%s: leaves %v, %v", name, content, err)
		}
	}
}

// What is at the path already, or appears there meanwhile, is never touched.
func TestBundleReplacesNothing(t *testing.T) {
	folder := t.TempDir()
	file, full, empty := filepath.Join(folder, "file"), filepath.Join(folder, "full"), filepath.Join(folder, "empty")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.MkdirAll(filepath.Join(full, "x"), 0o700), os.Mkdir(empty, 0o700)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		file: "exists already; name another folder", full: "exists already; name another folder",
		filepath.Join(file, "below"): "is no place for a folder",
	} {
		err := Bundle{path}.Publish(t.Context(), func(BundleAdd) error { t.Error("it is written"); return nil })
		var fault *FileError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := (Bundle{empty}).Publish(t.Context(), func(add BundleAdd) error { _, err := add("a", text("a")); return err }); err != nil {
		t.Error(err)
	}
	late := filepath.Join(folder, "late")
	err := Bundle{late}.Publish(t.Context(), func(BundleAdd) error { return os.MkdirAll(filepath.Join(late, "x"), 0o700) })
	if err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(late, "x")); err != nil {
		t.Error(err)
	}
}
