package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/interview"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// FuzzRun runs the whole command on any bytes as ledger and parties, all reports included.
// Its code is 0, 2 or 3, it says one line if it refuses, and what it publishes can be read.
func FuzzRun(f *testing.F) {
	county := filepath.Join("..", "..", "samples", "county", "input")
	var seed [4][]byte
	for i, name := range []string{"ledger.csv", "cases.csv", "ncps.csv", "events.csv"} {
		text, err := os.ReadFile(filepath.Join(county, name))
		if err != nil {
			f.Fatal(err)
		}
		seed[i] = text
	}
	f.Add(seed[0], seed[1], seed[2], seed[3])
	f.Add([]byte(good), []byte("case_id,ncp_id,county\nC1,N1,"+strings.Repeat("long ", 20_000)+"\n"), []byte("ncp_id,name\nN1,"+strings.Repeat("é", 40_000)+"\n"), []byte("date,type,ncp_id\n"))
	f.Add([]byte(strings.ReplaceAll(good, "C1", "=C\x1b[2J\x00")), []byte("case_id,ncp_id\n"), []byte("ncp_id,name\n@1,\"\u2028\n\"\n"), []byte("x"))
	f.Fuzz(func(t *testing.T, entries, cases, ncps, events []byte) {
		folder := t.TempDir()
		inputs := []string{"run", "--as-of", "2026-10-31", "--quiet", "--max-rejects", "100%", "--out", filepath.Join(folder, "out")}
		for name, text := range map[string][]byte{"ledger": entries, "cases": cases, "ncps": ncps, "events": events} {
			if len(text) > 0 {
				path := filepath.Join(folder, name)
				if err := os.WriteFile(path, text, 0o600); err != nil {
					t.Fatal(err)
				}
				inputs = append(inputs, path)
			}
		}
		var stdout, stderr bytes.Buffer
		code := execute(t.Context(), inputs, &stdout, &stderr)
		said := withoutLog(stderr.String())
		switch {
		case code == exitDone:
			checkPublished(t, filepath.Join(folder, "out"))
		case code != exitUnusable && code != exitRejects, strings.Count(said, "\n") != 1, strings.Contains(said, "fault of this program"):
			t.Errorf("exit code %d; it said %q", code, said)
		}
	})
}

// checkPublished reads every table and the workbook of a finished run.
func checkPublished(t *testing.T, folder string) {
	t.Helper()
	tables, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(tables) < 5 {
		t.Fatal(tables, err)
	}
	for _, path := range tables {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
	book, err := excelize.OpenFile(filepath.Join(folder, "outreach.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		if _, err := book.GetRows(sheet); err != nil {
			t.Errorf("sheet %s: %v", sheet, err)
		}
	}
}

// FuzzFlags reads any text as each flag that has a form of its own.
func FuzzFlags(f *testing.F) {
	for _, text := range []string{"5%", "100", "-1", "1e999%", "NaN%", "Inf%", "512MiB", "16777216", "9999999999999999GiB", "-5K", " 20 M ", "a=b", "=", "2026-02-30", "١٢٣"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var usage *usageError
		check := func(flag string, err error) {
			if err != nil && (!errors.As(err, &usage) || strings.ContainsAny(err.Error(), "\r\n")) {
				t.Errorf("%s %q: %v", flag, text, err)
			}
		}
		limit, err := parseLimit(text)
		check("--max-rejects", err)
		if limit.Rows < 0 || limit.Share < 0 || limit.Share > 1_000_000 {
			t.Errorf("--max-rejects %q is %+v", text, limit)
		}
		size, err := parseSize(text)
		check("--memory", err)
		if err == nil && (size < 16<<20 || size > 1<<50) {
			t.Errorf("--memory %q is %d bytes", text, size)
		}
		_, err = parseAliases([]string{text})
		check("--alias", err)
		_, err = parseAsOf(text + "x")
		check("--as-of", err)
	})
}

// FuzzAnswers reads any bytes as a file of the wizard's answers.
func FuzzAnswers(f *testing.F) {
	for _, text := range []string{"government_arrears: 12345.67\n", `{"government_arrears": 1}`, "a: &a [*a]", "? x\n: y", "- 1", "government_arrears: !!int 1", "\ufeff", "x: \"\\x", strings.Repeat("[", 100)} {
		f.Add([]byte(text))
	}
	rules, err := policy.Load("california-coap")
	if err != nil {
		f.Fatal(err)
	}
	v := interview.Interview{Rules: rules, AsOf: ledger.MustDate("2026-10-31")}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, err := readAnswers(v, "-", bytes.NewReader(text))
		var usage *usageError
		var fault *policy.Error
		if err != nil && (!(errors.As(err, &usage) || errors.As(err, &fault)) || strings.ContainsAny(err.Error(), "\r\n")) {
			t.Errorf("no clean error: %q", err)
		}
	})
}
