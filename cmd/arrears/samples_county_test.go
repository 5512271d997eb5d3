package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// column collects the values of a column of an expected CSV file, lists taken apart.
func column(t *testing.T, path, name string) map[string]bool {
	t.Helper()
	rows := readTable(t, path)
	at := slices.Index(rows[0], name)
	if at < 0 {
		t.Fatalf("%s has no column %s", path, name)
	}
	values := make(map[string]bool)
	for _, row := range rows[1:] {
		for value := range strings.SplitSeq(row[at], ";") {
			values[value] = true
		}
	}
	return values
}

func TestCountyShowsEverything(t *testing.T) {
	atRoot(t)
	const ncps, cases = "samples/county/expected/ncps.csv", "samples/county/expected/cases.csv"
	shows := func(path, name string, wanted ...string) {
		t.Helper()
		values := column(t, path, name)
		for _, value := range wanted {
			if !values[value] {
				t.Errorf("%s: no %s is %q", path, name, value)
			}
		}
	}
	for _, status := range coap.Statuses() {
		shows(ncps, "status", status.String())
	}
	shows(ncps, "next_steps", coap.NextSteps()...)
	for _, reason := range []coap.Suppression{coap.DoNotContact, coap.Tainted, coap.RecentContact} {
		shows(ncps, "suppressed", reason.String())
	}
	shows(ncps, "interstate_cp_in_california", "pass", "fail", "unknown")
	shows(ncps, "current_support_compliance", "pass", "fail", "unknown")
	shows(ncps, "cases", "0", "1", "3")
	shows(ncps, "plan_months", "", "1")
	shows(cases, "status", "ok", "tainted")
	shows(cases, "principal_variance", "", "0.00", "-612.00")
	shows(cases, "interest_variance", "", "0.00", "-512.87")
	shows(cases, "held_credit", "0.00", "600.00")
	for _, id := range policy.Criteria() {
		fails := column(t, ncps, id)["fail"] || column(t, "samples/county/expected-debt-reduction/ncps.csv", id)["fail"]
		if !fails {
			t.Errorf("the criterion %s fails for nobody", id)
		}
	}
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rules.Remedies {
		shows(ncps, "remedies", rules.Remedies[i].ID)
	}
}

func TestCountyShowsWhatAnExportHolds(t *testing.T) {
	atRoot(t)
	var manifest report.Manifest
	content, err := os.ReadFile("samples/county/expected/run.json")
	if err == nil {
		err = json.Unmarshal(content, &manifest)
	}
	if err != nil {
		t.Fatal(err)
	}
	c := manifest.Counts
	if c.Duplicates == 0 || c.FutureEntries == 0 || c.Rejects == 0 || c.RejectsNamingNobody == 0 || c.CasesTainted == 0 {
		t.Errorf("the county lacks a duplicate, a future entry, a reject, one that names nobody or a tainted case: %+v", c)
	}
	for _, kind := range ledger.EntryTypes() {
		if !column(t, "samples/county/input/ledger.csv", "type")[kind] {
			t.Errorf("the county has no %s", kind)
		}
	}
	for _, kind := range ledger.EventTypes() {
		if !column(t, "samples/county/input/events.csv", "type")[kind] {
			t.Errorf("the county has no event %s", kind)
		}
	}
}

func TestEveryRejectCodeHasASample(t *testing.T) {
	atRoot(t)
	for _, code := range ledger.Codes() {
		path := "samples/rejects/" + string(code) + "/expected/rejects.csv"
		if !column(t, path, "code")[string(code)] {
			t.Errorf("%s has no reject with the code", path)
		}
	}
	folders, err := os.ReadDir("samples/rejects")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) != len(ledger.Codes()) {
		t.Errorf("samples/rejects has %d folders for %d codes", len(folders), len(ledger.Codes()))
	}
}

// TestCountyWorkbookGivesWhatTheCountyGives holds the two samples against each other:
// only the place of a reject's row may differ.
func TestCountyWorkbookGivesWhatTheCountyGives(t *testing.T) {
	atRoot(t)
	for _, name := range []string{"balances.csv", "cases.csv", "ncps.csv", "outreach.csv"} {
		want := readTable(t, "samples/county/expected/"+name)
		if diff := cmp.Diff(want, readTable(t, "samples/county-workbook/expected/"+name)); diff != "" {
			t.Errorf("%s differs (-county +county-workbook):\n%s", name, diff)
		}
	}
	const rejects = "/expected/rejects.csv"
	want, got := readTable(t, "samples/county"+rejects), readTable(t, "samples/county-workbook"+rejects)
	for _, row := range slices.Concat(want, got) {
		row[0], row[1] = "", "" // file and sheet
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rejects.csv differs (-county +county-workbook):\n%s", diff)
	}
}

// TestCountyInOtherClothes gives the county's tables in other forms that mean the same.
func TestCountyInOtherClothes(t *testing.T) {
	atRoot(t)
	forms := map[string]func(t *testing.T, folder, name string, content []byte){
		"as it is": writeForm,
		"cases backwards": func(t *testing.T, folder, name string, content []byte) {
			writeForm(t, folder, name, backwards(content))
		},
		"BOM and CRLF": func(t *testing.T, folder, name string, content []byte) {
			writeForm(t, folder, name, append([]byte("\ufeff"), bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n"))...))
		},
		"compressed": func(t *testing.T, folder, name string, content []byte) {
			var packed bytes.Buffer
			w := gzip.NewWriter(&packed)
			_, err := w.Write(content)
			if err != nil || w.Close() != nil {
				t.Fatal("can't compress")
			}
			writeForm(t, folder, name+".gz", packed.Bytes())
		},
		"in two parts": func(t *testing.T, folder, name string, content []byte) {
			header, body, _ := bytes.Cut(content, []byte("\n"))
			half := bytes.IndexByte(body[len(body)/2:], '\n') + len(body)/2 + 1
			writeForm(t, folder, "1-"+name, slices.Concat(header, []byte("\n"), body[:half]))
			writeForm(t, folder, "2-"+name, slices.Concat(header, []byte("\n"), body[half:]))
		},
	}
	for form, write := range forms {
		t.Run(form, func(t *testing.T) {
			folder := t.TempDir()
			for name, content := range filesIn(t, "samples/county/input") {
				write(t, folder, name, content)
			}
			got := (&sampleRun{folder: "county", flags: []string{"--as-of", "2026-10-31", "--reports", "csv"}}).runInput(t, folder)
			for _, name := range []string{"balances.csv", "cases.csv", "ncps.csv", "outreach.csv"} {
				want := readTable(t, "samples/county/expected/"+name)
				if diff := cmp.Diff(want, parseTable(t, got[name])); diff != "" {
					t.Errorf("%s differs (-county +this form):\n%s", name, diff)
				}
			}
		})
	}
}

func writeForm(t *testing.T, folder, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// backwards turns the order of a table's groups of rows with the same first field; rows
// of a group keep their order, and so do a date's entries of a case.
func backwards(content []byte) []byte {
	header, body, _ := strings.Cut(string(content), "\n")
	groups := make(map[string]string)
	for line := range strings.Lines(body) {
		key, _, _ := strings.Cut(line, ",")
		groups[key] += line
	}
	text := header + "\n"
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(groups))) {
		text += groups[key]
	}
	return []byte(text)
}
