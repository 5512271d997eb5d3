package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// Only who would have published hears that nothing was.
func TestWhatAnInterruptedCommandSays(t *testing.T) {
	folder := t.TempDir()
	for command, want := range map[string]string{
		"check ../../samples/county/input --as-of 2026-10-31":                                                                "arrears: interrupted\n",
		"explain 0200000001019 ../../samples/county/input --as-of 2026-10-31":                                                "arrears: interrupted\n",
		"explain 0200000001019 ../../samples/county/input --as-of 2026-10-31 --format html -o " + filepath.Join(folder, "e"): "arrears: interrupted; nothing was published\n",
		"run ../../samples/county/input --as-of 2026-10-31 --quiet --out " + filepath.Join(folder, "r"):                      "arrears: interrupted; nothing was published\n",
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var stdout, stderr bytes.Buffer
		code := execute(ctx, strings.Fields(command), &stdout, &stderr)
		if code != exitInterrupted || !strings.HasSuffix("\n"+stderr.String(), "\n"+want) {
			t.Errorf("%s: exit code %d, %q", command, code, stderr.String())
		}
	}
}
