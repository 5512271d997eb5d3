package main

import (
	"bytes"
	"context"
	"path/filepath"
	"runtime/debug"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers"
)

// A command leaves the collector as it was: one that reads inputs lets it rest.
func TestTheCollectorIsWokenAgain(t *testing.T) {
	for _, arguments := range [][]string{
		{"run", "../../samples/county/input", "--as-of", "2026-10-31", "--out", filepath.Join(t.TempDir(), "out"), "--quiet"},
		{"check", "../../samples/county/input"},
		{"run", "no such folder"},
	} {
		var said bytes.Buffer
		execute(context.Background(), arguments, &said, &said)
		if percent := debug.SetGCPercent(200); percent <= 0 {
			t.Errorf("after %s the collector rests for good", arguments[0])
		}
		if limit := debug.SetMemoryLimit(-1); limit != givenMemoryLimit {
			t.Errorf("after %s the limit is %d", arguments[0], limit)
		}
	}
}

// The collector rests while text files are read, and with the memory that is allowed as
// its limit; not for workbooks, nor where the environment says how it works.
func TestTheCollectorRests(t *testing.T) {
	defer collectGarbage()
	defer limitMemory(givenMemoryLimit)
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	text, sheet := &ledger.Part{File: "ledger.csv.gz", Packed: true}, &ledger.Part{File: "book.xlsx", Sheet: "Cases", Packed: true}
	t.Setenv("GOGC", "")
	for _, c := range []struct {
		parts []*ledger.Part
		want  int
	}{{[]*ledger.Part{text, text}, -1}, {[]*ledger.Part{text, sheet}, 200}} {
		collectGarbage()
		if restCollector(c.parts); percent() != c.want {
			t.Errorf("with %d parts the collector works at %d, want %d", len(c.parts), percent(), c.want)
		}
	}
	if limitMemory(1 << 30); debug.SetMemoryLimit(-1) != min(1<<30, givenMemoryLimit) {
		t.Errorf("the limit is %d", debug.SetMemoryLimit(-1))
	}
	collectGarbage()
	t.Setenv("GOGC", "300")
	if restCollector([]*ledger.Part{text}); percent() != 200 {
		t.Errorf("the environment is not heeded: %d", percent())
	}
}

// What is set aside for parties grows with their tables, and without a list of cases with
// the ledger.
func TestPartyMemory(t *testing.T) {
	folder := exportsOf(t, 2000)
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	memory := func(names ...string) int64 {
		var paths []string
		for _, name := range names {
			paths = append(paths, filepath.Join(folder, name))
		}
		source, err := readers.Open(paths, readers.Options{Rules: rules})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = source.Close() }()
		return partyMemory(source)
	}
	all, alone := memory("cases.csv", "ncps.csv", "events.csv", "ledger.csv"), memory("ledger.csv")
	// Of 2,000 cases and nearly as many NCPs each takes some 300 bytes.
	if all < 2000*300 || all > 4000*400 || alone < 2000*200 || alone > all {
		t.Errorf("%d bytes for all tables, %d for a ledger alone", all, alone)
	}
}
