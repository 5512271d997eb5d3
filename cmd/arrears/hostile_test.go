package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"
)

// hostile is a file that is made to harm, and what must come of it.
type hostile struct {
	name  string
	data  []byte
	code  int    // the exit code of `check` on it
	says  string // on stderr where the code is not 0 or 3, else on stdout
	flags []string
}

// What hostile input may take. The time is generous, for machines are busy; what harmed
// took minutes and gigabytes.
const (
	memoryMost = 700 << 20
	timeMost   = time.Minute
)

// measures skips a test of bounds of time and memory where the race detector would be what
// is measured; .ci/run runs it without.
func measures(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("under the race detector a program takes ten times the time and memory")
	}
}

// check checks the file as `arrears check` sees it.
func (h *hostile) check(t *testing.T, name string) {
	t.Run(h.name, func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		put(t, folder, name, h.data)
		c := inChild(t, folder, nil, append([]string{"check", name, "--as-of", "2026-10-31", "--quiet"}, h.flags...)...)
		h.judge(t, c)
	})
}

func (h *hostile) judge(t *testing.T, c child) {
	t.Helper()
	if h.code != exitDone {
		c.refused(t, h.code, h.says)
	} else if c.code != exitDone || !strings.Contains(c.stdout, h.says) {
		t.Errorf("exit code %d; it said %.600q %.600q, want %q", c.code, c.said, c.stdout, h.says)
	}
	if c.peak > memoryMost {
		t.Errorf("it took %d MiB of memory", c.peak>>20)
	}
	if c.took > timeMost {
		t.Errorf("it took %s", c.took)
	}
	t.Logf("%d MiB, %s", c.peak>>20, c.took.Round(time.Millisecond))
}

// onOneAnother has the directory of a zip say that one file is where another is.
func onOneAnother(t *testing.T, data []byte, one, other string) []byte {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if len(reader.File) == 0 {
		t.Fatal("no files")
	}
	const signature, nameAt, offsetAt = "PK\x01\x02", 46, 42
	record := func(name string) int {
		for at := bytes.Index(data, []byte(signature)); at >= 0; {
			length := int(binary.LittleEndian.Uint16(data[at+28:]))
			if string(data[at+nameAt:at+nameAt+length]) == name {
				return at
			}
			next := bytes.Index(data[at+4:], []byte(signature))
			if next < 0 {
				break
			}
			at += 4 + next
		}
		t.Fatalf("no entry %s", name)
		return 0
	}
	changed := bytes.Clone(data)
	copy(changed[record(other)+offsetAt:record(other)+offsetAt+4], data[record(one)+offsetAt:record(one)+offsetAt+4])
	return changed
}
