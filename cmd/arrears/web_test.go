package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// A page that is published on a site is for everybody to read.
func TestThePageMayBeReadByEverybody(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such mode here")
	}
	path := filepath.Join(t.TempDir(), "page.html")
	var stderr bytes.Buffer
	if code := execute(t.Context(), []string{"web", "-o", path}, &stderr, &stderr); code != exitDone {
		t.Fatal(stderr.String())
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
}
