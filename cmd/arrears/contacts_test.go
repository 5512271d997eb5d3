package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/report"
)

// night runs the county and what is given besides into a new folder.
func night(t *testing.T, asOf string, inputs ...string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	arguments := append([]string{"run", "samples/county/input", "--as-of", asOf, "--out", out, "--quiet"}, inputs...)
	var stdout, stderr bytes.Buffer
	if code := execute(context.Background(), arguments, &stdout, &stderr); code != exitDone {
		t.Fatalf("arrears %s: exit code %d\n%s", strings.Join(arguments, " "), code, stderr.String())
	}
	return out
}

// parents is a column of ncps.csv by NCP.
func parents(t *testing.T, out, column string) map[string]string {
	t.Helper()
	rows := readTable(t, filepath.Join(out, "ncps.csv"))
	at, values := slices.Index(rows[0], column), make(map[string]string)
	for _, row := range rows[1:] {
		values[row[0]] = row[at]
	}
	return values
}

// contacts are written into the first night's workbook as a caseworker does. Rows are
// those of the county's list.
var contacts = map[string]any{
	"W2": time.Date(2026, 10, 30, 0, 0, 0, 0, time.UTC), "X2": "reached", "Y2": "Ana María Vásquez, (650) 555-0199: will apply",
	"W3": "10/31/2026", "X3": "left message", // a date that stayed text
	"X5": "wrong number", "Y5": "moved to 12 Secret Canyon Road", // no day
	"W6": "last week", "X6": "reached", "Y6": "canary@example.org",
	"W8": time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC), // after the next as-of date
}

func fillIn(t *testing.T, out string, cells map[string]any) string {
	t.Helper()
	path := filepath.Join(out, "outreach.xlsx")
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range cells {
		style, err := book.GetCellStyle("Outreach", cell)
		if err == nil {
			err = book.SetCellValue("Outreach", cell, value)
		}
		if err == nil {
			err = book.SetCellStyle("Outreach", cell, cell, style) // setting a time sets a format too
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	filled := filepath.Join(t.TempDir(), "from the caseworker.xlsx")
	if err := book.SaveAs(filled); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return filled
}

// TestContactsComeBack: what a caseworker writes into tonight's workbook keeps the parents
// off tomorrow night's list.
func TestContactsComeBack(t *testing.T) {
	atRoot(t)
	first := night(t, "2026-10-31")
	listed := readTable(t, filepath.Join(first, "outreach.csv"))
	filled := fillIn(t, first, contacts)
	second := night(t, "2026-11-01", filled, "--previous", first)
	suppressed := parents(t, second, "suppressed")
	for row, want := range map[int]string{1: "recent_contact", 2: "recent_contact", 3: "", 4: "tainted", 5: "tainted", 6: "", 7: ""} {
		if id := listed[row][3]; suppressed[id] != want {
			t.Errorf("line %d, %s: kept off for %q, want %q", row+1, id, suppressed[id], want)
		}
	}
	var rejects []string
	for _, row := range readTable(t, filepath.Join(second, "rejects.csv")) {
		if row[3] == "outreach" {
			rejects = append(rejects, strings.Join(row[1:8], "|"))
		}
	}
	if want := []string{"Outreach|5|outreach||" + listed[4][3] + "|contacted_on|missing_column_value", "Outreach|6|outreach||" + listed[5][3] + "|contacted_on|bad_date"}; !slices.Equal(rejects, want) {
		t.Errorf("rejects %q, want %q", rejects, want)
	}
	wantNothingPersonal(t, second)
	wantSheetsIgnored(t, second, filled)
	// The same contact once more, and the same workbook without anything filled in, change nothing.
	again := night(t, "2026-11-01", filled, filepath.Join(first, "outreach.xlsx"), "--previous", first)
	if got := parents(t, again, "suppressed"); got[listed[1][3]] != "recent_contact" {
		t.Errorf("given twice, %s is kept off for %q", listed[1][3], got[listed[1][3]])
	}
}

func wantNothingPersonal(t *testing.T, out string) {
	t.Helper()
	for _, name := range []string{"rejects.csv", report.ManifestName, "summary.html", "cases.csv"} {
		content, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range []string{"Vásquez", "555-0199", "Secret Canyon", "canary@", "last week", "wrong number"} {
			if bytes.Contains(content, []byte(canary)) {
				t.Errorf("%s holds %q", name, canary)
			}
		}
	}
}

func wantSheetsIgnored(t *testing.T, out, workbook string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(out, report.ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	var manifest report.Manifest
	if err := json.Unmarshal(content, &manifest); err != nil {
		t.Fatal(err)
	}
	for _, input := range manifest.Inputs {
		if input.Path != workbook {
			continue
		}
		want := []string{"Summary", "Eligible later", "Determinations", "Data", "Variances", "Rejects", "Method"}
		if input.Table != "outreach" || input.Sheet != "Outreach" || input.UnknownColumns != nil || !slices.Equal(input.IgnoredSheets, want) ||
			input.Rows.Read != 8 || input.Rows.Accepted != 6 || input.Rows.Rejected != 2 || input.Rows.Ignored != 1 {
			t.Errorf("the manifest says %+v", input)
		}
		return
	}
	t.Error("the manifest does not name the workbook")
}

// The list as CSV comes back in the same way.
func TestContactsComeBackAsCSV(t *testing.T) {
	atRoot(t)
	first := night(t, "2026-10-31")
	rows := readTable(t, filepath.Join(first, "outreach.csv"))
	var edited strings.Builder
	for i, row := range rows {
		more := []string{",,", "10/30/2026,reached,", ",,"}[min(i, 2)]
		if i == 0 {
			more = "Contacted On,Outcome,Notes"
		}
		edited.WriteString(`"` + strings.Join(row, `","`) + `",` + more + "\n")
	}
	path := filepath.Join(t.TempDir(), "outreach.csv")
	if err := os.WriteFile(path, []byte(edited.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	suppressed := parents(t, night(t, "2026-11-01", path), "suppressed")
	if id := rows[1][3]; suppressed[id] != "recent_contact" || suppressed[rows[2][3]] != "" {
		t.Errorf("%s is kept off for %q, the next for %q", id, suppressed[id], suppressed[rows[2][3]])
	}
}
