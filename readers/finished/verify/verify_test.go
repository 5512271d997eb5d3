package verify_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
	"arrears/readers/finished/verify"
	"arrears/writers"
)

const input = "../../../samples/county/input"

// countyRun publishes the county in a folder of runs, so that it has a trail.
func countyRun(t *testing.T) (folder string) {
	t.Helper()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	source, err := readers.Open([]string{input}, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	folder = filepath.Join(t.TempDir(), "runs", "october")
	job := pipeline.Job{Rules: rules, AsOf: ledger.MustDate("2026-10-31"), Workers: 2, Memory: 1 << 20, MaxRejects: pipeline.Limit{ByRow: true, Rows: 100}}
	sink := &writers.Folder{Path: folder, XLSX: true, HTML: true, Also: []string{"jsonl"}, Now: func() time.Time { return time.Unix(1, 0) }}
	if _, err = pipeline.Run(t.Context(), job, source, sink); err != nil {
		t.Fatal(err)
	}
	return folder
}

// check verifies a run and lists what differs, a line each.
func check(t *testing.T, folder string, options verify.Options) (lines []string, result *verify.Result) {
	t.Helper()
	_, result, err := verify.Run(t.Context(), folder, options)
	if err != nil {
		t.Fatal(err)
	}
	result.Finish()
	for _, difference := range result.Differences {
		lines = append(lines, difference.String())
	}
	if result.Fine() != (len(lines) == 0) {
		t.Errorf("fine: %v, with %q", result.Fine(), lines)
	}
	return lines, result
}

func TestARunAsItWasPublished(t *testing.T) {
	folder := countyRun(t)
	lines, result := check(t, folder, verify.Options{InputsMust: true})
	want := verify.Checked{Files: 12, Sums: result.Checked.Sums, Accounts: 30, Cases: 23, NCPs: 22, Outreach: 8, Inputs: 4, Trail: 1}
	if len(lines) > 0 || len(result.Notes) > 0 || result.Checked != want || want.Sums < 30 {
		t.Errorf("%q, %v, %+v", lines, result.Notes, result.Checked)
	}
}

// Whatever byte of whatever file is changed, the file is named.
func TestAnyByteThatIsChangedIsFound(t *testing.T) {
	folder := countyRun(t)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(whole); at += 1 + len(whole)/5 {
			turned := bytes.Clone(whole)
			turned[at] ^= 1
			for name, text := range map[string][]byte{"turned": turned, "cut": whole[:at], "added to": append(bytes.Clone(whole[:at]), append([]byte{whole[at]}, whole[at:]...)...)} {
				if err := os.WriteFile(path, text, 0o600); err != nil {
					t.Fatal(err)
				}
				if !names(t, folder, entry.Name()) {
					t.Errorf("%s: byte %d is %s, and nobody says so", entry.Name(), at, name)
				}
			}
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// names tells whether verifying says of a file that it differs. A manifest may be so
// damaged that there is no run any more.
func names(t *testing.T, folder, file string) bool {
	t.Helper()
	_, result, err := verify.Run(t.Context(), folder, verify.Options{})
	var damaged *readers.Error
	if errors.As(err, &damaged) && file == report.ManifestName {
		return true
	}
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(result.Differences, func(d verify.Difference) bool { return d.File == file })
}

func TestFilesThatAreNoneOfTheRunsOrMissing(t *testing.T) {
	folder := countyRun(t)
	for _, err := range []error{
		os.Remove(filepath.Join(folder, "summary.html")), os.WriteFile(filepath.Join(folder, "~$outreach.xlsx"), nil, 0o600),
		os.Mkdir(filepath.Join(folder, "letters"), 0o700), os.WriteFile(filepath.Join(folder, "letters", "a.pdf"), nil, 0o600),
		os.Remove(filepath.Join(folder, "ncps.jsonl")), os.Symlink("ncps.csv", filepath.Join(folder, "ncps.jsonl")),
		os.Remove(filepath.Join(folder, "rejects.csv")), os.Mkdir(filepath.Join(folder, "rejects.csv"), 0o700),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"letters: is none of the run's files", "ncps.jsonl: is no regular file", "rejects.csv: is no regular file", "summary.html: is missing", "~$outreach.xlsx: is none of the run's files"}
	if lines, _ := check(t, folder, verify.Options{}); !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
}

// edit changes a file of a run and lets the manifest go with it, as somebody may who knows
// how: size, hash and totals hold.
func edit(t *testing.T, folder, file string, change func(text string) string) {
	t.Helper()
	path := filepath.Join(folder, file)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	after := []byte(change(string(before)))
	if bytes.Equal(before, after) {
		t.Fatalf("%s is not changed", file)
	}
	manifestPath := filepath.Join(folder, report.ManifestName)
	var manifest report.Manifest
	text, err := os.ReadFile(manifestPath)
	if err = errors.Join(err, json.Unmarshal(text, &manifest), os.WriteFile(path, after, 0o600)); err != nil {
		t.Fatal(err)
	}
	table := strings.TrimSuffix(file, ".csv")
	for _, definition := range report.Tables(&report.Report{Policy: &policy.Policy{}, Register: &ledger.Register{}}) {
		if definition.Name != table {
			continue
		}
		recount := report.NewRecount(definition.Columns)
		_, _ = recount.Write(after)
		rows, sums, _ := recount.Finish()
		for i, column := range definition.Columns {
			if column.Kind == report.Money {
				manifest.Totals[table][column.Name] = sums[i].String()
			}
		}
		for i := range manifest.Outputs {
			if output := &manifest.Outputs[i]; output.Path == file {
				output.Size, output.SHA256, output.Rows = int64(len(after)), finished.HashOf(after), rows
			}
		}
	}
	text, err = json.Marshal(manifest)
	if err = errors.Join(err, os.WriteFile(manifestPath, text, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// inColumn changes the value of a column of a row, as a spreadsheet counts them.
func inColumn(row int, column, value string) func(string) string {
	return func(text string) string {
		lines := strings.Split(text, "\n")
		at := slices.Index(strings.Split(lines[0], ","), column)
		fields := strings.Split(lines[row-1], ",")
		fields[at] = value
		lines[row-1] = strings.Join(fields, ",")
		return strings.Join(lines, "\n")
	}
}

// Who changes a figure and mends the manifest to go with it is found by what the figure is
// the sum of, or by what it is a part of.
func TestAFigureThatIsChangedWithItsHash(t *testing.T) {
	whole := countyRun(t)
	for _, c := range []struct {
		file, column, value string
		row                 int
		want                []string
	}{
		{"cases.csv", "arrears", "1.00", 4, []string{"cases.csv, row 4, arrears: is 1.00, and adding up its principal and interest gives"}},
		{"cases.csv", "days_past_due", "1", 4, []string{"cases.csv, row 4, days_past_due: is 1, and counting from oldest_due gives"}},
		{"cases.csv", "compromisable", "9999999.00", 4, []string{"cases.csv, row 4, compromisable: is 9999999.00, and what is owed to the government is"}},
		{"balances.csv", "principal", "0.01", 2, []string{"cases.csv, row 2, principal_family: is 0.00, and adding up its accounts in balances.csv gives 0.01"}},
		{"balances.csv", "oldest_due", "1999-01-01", 2, []string{"cases.csv, row 2, oldest_due: is 2019-03-01, and the earliest of its accounts in balances.csv gives 1999-01-01"}},
		{"balances.csv", "case_id", "0000", 2, []string{"balances.csv, case_id: has accounts of 1 cases that cases.csv does not have"}},
		{"ncps.csv", "arrears", "5.00", 3, []string{"ncps.csv, row 3, arrears: is 5.00"}},
		{"ncps.csv", "cases", "7", 3, []string{"ncps.csv, row 3, cases: is 7, and counting them in cases.csv gives 1"}},
		{"ncps.csv", "status", "ineligible", 2, []string{"run.json, counts.by_status.ineligible", "outreach.csv, row 2, ncp_id: is kept off the list by ncps.csv"}},
		{"ncps.csv", "suppressed", "do_not_contact", 2, []string{"outreach.csv, row 2, ncp_id: is kept off the list by ncps.csv"}},
		{"ncps.csv", "ncp_id", "0000", 2, []string{"ncps.csv, row 2, cases: is", "cases.csv, ncp_id: has cases of 1 NCPs that ncps.csv does not have", "outreach.csv, row 2, ncp_id: is not in ncps.csv"}},
		{"outreach.csv", "offer", "0.01", 2, []string{"outreach.csv, row 2, offer: is 0.01, and its row in ncps.csv gives"}},
		{"outreach.csv", "rank", "9", 2, []string{"outreach.csv, row 2, rank: is 9, and its place in the list gives 1"}},
		{"outreach.csv", "compromisable", "9.00", 2, []string{"outreach.csv, row 2, compromisable: is 9.00"}},
		{"rejects.csv", "code", "encoding", 2, []string{"run.json, counts.rejects_by_code.encoding: is 0, and there are 1"}},
		{"cases.csv", "entries", "many", 2, []string{"cases.csv: is damaged on line 2 (the column entries holds no such value)"}},
	} {
		folder := filepath.Join(t.TempDir(), "run")
		if err := os.CopyFS(folder, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		edit(t, folder, c.file, inColumn(c.row, c.column, c.value))
		lines, result := check(t, folder, verify.Options{})
		text := strings.Join(lines, "\n")
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s row %d %s: %q is not in\n%s", c.file, c.row, c.column, want, text)
			}
		}
		if strings.Contains(text, "was changed") {
			t.Errorf("%s: the manifest goes with it: %s", c.file, text)
		}
		if len(result.Notes) != 1 || !strings.Contains(result.Notes[0].Message, "no audit trail beside the run vouches for it") {
			t.Errorf("notes: %v", result.Notes)
		}
	}
}

// A manifest that is changed together with what it lists is found by the trail.
func TestTheTrailVouchesForTheManifest(t *testing.T) {
	folder := countyRun(t)
	before, err := os.ReadFile(filepath.Join(folder, report.ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	edit(t, folder, "outreach.csv", func(text string) string { return strings.Replace(text, ",CA,", ",NV,", 1) })
	lines, _ := check(t, folder, verify.Options{})
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "run.json: is not the one that ") || !strings.HasSuffix(lines[0], "audit.jsonl has on line 1: it was changed since") {
		t.Errorf("%q", lines)
	}
	other := filepath.Join(filepath.Dir(folder), "other")
	if err := errors.Join(os.Rename(folder, other), os.WriteFile(filepath.Join(other, "run.json"), append(before, '\n'), 0o600)); err != nil {
		t.Fatal(err)
	}
	lines, _ = check(t, other, verify.Options{})
	if !strings.Contains(strings.Join(lines, "\n"), "audit.jsonl: it was changed, or the run was stopped before it was recorded") {
		t.Errorf("%q", lines)
	}
}

func TestInputsThatWereMovedOrChanged(t *testing.T) {
	folder := countyRun(t)
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.CopyFS(moved, os.DirFS(input)); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{os.Rename(filepath.Join(moved, "ledger.csv"), filepath.Join(moved, "a.csv")), os.WriteFile(filepath.Join(moved, "b.csv"), []byte("x"), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	lines, result := check(t, folder, verify.Options{Inputs: []string{moved}})
	if len(lines) > 0 || result.Checked.Inputs != 4 || len(result.Notes) != 1 || !strings.HasSuffix(result.Notes[0].String(), "b.csv: is none of the run's inputs") {
		t.Errorf("%q, %v", lines, result.Notes)
	}
	if err := os.WriteFile(filepath.Join(moved, "ncps.csv"), []byte("ncp_id\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines, _ = check(t, folder, verify.Options{Inputs: []string{moved}})
	if len(lines) != 1 || !strings.HasPrefix(lines[0], input+"/ncps.csv: none of the files given is the one that the run read, of ") {
		t.Errorf("%q", lines)
	}
	t.Chdir(t.TempDir())
	lines, result = check(t, folder, verify.Options{})
	if len(lines) > 0 || len(result.Notes) != 4 || result.Checked.Missing != 4 {
		t.Errorf("%q, %v", lines, result.Notes)
	}
	if lines, _ = check(t, folder, verify.Options{InputsMust: true}); len(lines) != 4 || !strings.Contains(lines[0], "this input is no longer there") {
		t.Errorf("%q", lines)
	}
}

// Many differences of a file are listed in part, the same ones each time, and counted.
func TestManyDifferences(t *testing.T) {
	folder := countyRun(t)
	edit(t, folder, "balances.csv", func(text string) string {
		return strings.ReplaceAll(text, "government,", "family,")
	})
	lines, _ := check(t, folder, verify.Options{})
	at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "cases.csv: and ") })
	if at != 20 || !strings.HasSuffix(lines[at], " more differences") {
		t.Errorf("%q", lines)
	}
	again, _ := check(t, folder, verify.Options{})
	if !slices.Equal(lines, again) {
		t.Errorf("%q\n%q", lines, again)
	}
}

func TestWhatIsNoRun(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{folder, filepath.Join(folder, "none"), input + "/ledger.csv"} {
		var refused *readers.Error
		if _, _, err := verify.Run(t.Context(), name, verify.Options{}); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
