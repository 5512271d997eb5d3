package generate

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

var asOf = ledger.MustDate("2026-10-31")

// generated is what a run of Write left in its folder.
type generated struct {
	asOf    ledger.Date
	summary Summary
	files   map[string][]byte
}

func write(t *testing.T, o Options) generated {
	t.Helper()
	if o.AsOf == 0 {
		o.AsOf = asOf
	}
	dir := t.TempDir()
	summary, err := Write(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	g := generated{o.AsOf, summary, map[string][]byte{}}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		g.files[entry.Name()] = text
	}
	if len(g.files) != len(summary.Files) {
		t.Errorf("%d files in the folder, %d in the summary", len(g.files), len(summary.Files))
	}
	for _, file := range summary.Files {
		if int64(len(g.files[file.Name])) != file.Bytes {
			t.Errorf("%s: %d bytes, the summary says %d", file.Name, len(g.files[file.Name]), file.Bytes)
		}
	}
	return g
}

// ledgers are the names of the ledger files, in order.
func (g generated) ledgers() (names []string) {
	for name := range g.files {
		if strings.HasPrefix(name, "ledger") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// rows reads a clean CSV file, without its header.
func (g generated) rows(t *testing.T, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(g.files[name])).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows[1:]
}

// byCase groups ledger rows by case and keeps their order.
func byCase(rows [][]string) map[string][][]string {
	cases := map[string][][]string{}
	for _, row := range rows {
		cases[row[0]] = append(cases[row[0]], row)
	}
	return cases
}
