package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/pseudonym"
)

// said is what a command line prints.
func said(t *testing.T, want int, arguments ...string) (stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	if code := execute(t.Context(), arguments, &out, &log); code != want {
		t.Fatalf("arrears %s: exit code %d, not %d\n%s", strings.Join(arguments, " "), code, want, log.String())
	}
	return out.String(), log.String()
}

// keyFile writes a key.
func keyFile(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte("a key named "+name+" that only this test knows"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// holdings is all that the files below a folder hold, by name: what is packed is unpacked.
func holdings(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[filepath.ToSlash(name)] = name + "\n" + readable(t, name, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// readable is a file's text: of a workbook all its parts, of a Parquet file its cells.
func readable(t *testing.T, name string, content []byte) string {
	t.Helper()
	switch filepath.Ext(name) {
	case ".parquet":
		text := ""
		for _, row := range parquetCells(t, content) {
			text += strings.Join(row, "\n") + "\n"
		}
		return text
	case ".xlsx":
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, part := range archive.File {
			r, err := part.Open()
			if err == nil {
				_, err = io.Copy(&text, r)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return text.String()
	}
	return string(content)
}

// strangers makes exports of people, with bad rows, duplicates and reversals.
func strangers(t *testing.T, more ...string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "Garcia family")
	said(t, exitDone, append([]string{"sample", "--cases", "60", "--dirty", "4%", "--seed", "7", "--out", folder}, more...)...)
	return folder
}

// A pseudonymized run finds the same as the plain one, row by row, and names nobody.
func TestAPseudonymizedRunIsTheSameRunWithoutNames(t *testing.T) {
	for name, inputs := range map[string]func(t *testing.T) []string{
		"csv":      func(t *testing.T) []string { return []string{strangers(t)} },
		"shuffled": func(t *testing.T) []string { return []string{strangers(t, "--shuffle", "--files", "3")} },
		"workbook": func(t *testing.T) []string { return []string{strangers(t, "--format", "xlsx")} },
		"hard":     func(t *testing.T) []string { return []string{"../../samples/hard-cases/input"} },
		"no cases": func(t *testing.T) []string {
			folder := strangers(t)
			return []string{filepath.Join(folder, "ledger.csv"), filepath.Join(folder, "ncps.csv")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder, exports := t.TempDir(), inputs(t)
			run := func(out string, more ...string) (stdout, log string) {
				reports := "csv"
				if name == "csv" && out == "hidden" {
					reports = "csv,xlsx,html"
				}
				arguments := append([]string{"run", "--as-of", "2026-10-31", "--max-rejects", "90%", "--reports", reports, "--also", "jsonl,parquet", "--log", "json", "--out", filepath.Join(folder, out)}, more...)
				return said(t, exitDone, append(arguments, exports...)...)
			}
			key := keyFile(t, "key")
			run("plain")
			stdout, log := run("hidden", "--pseudonymize", key)
			run("again", "--pseudonymize", key, "--workers", "1", "--memory", "16MiB")
			sameButForNames(t, filepath.Join(folder, "plain"), filepath.Join(folder, "hidden"), key)

			files := holdings(t, filepath.Join(folder, "hidden"))
			for name, text := range holdings(t, filepath.Join(folder, "again")) {
				if filepath.Ext(name) == ".csv" && text != files[name] {
					t.Errorf("%s differs from run to run", name)
				}
			}
			files["stdout"], files["log"] = strings.ReplaceAll(stdout, folder, ""), strings.ReplaceAll(log, folder, "")
			for _, identity := range identities(t, exports) {
				for name, text := range files {
					if strings.Contains(text, identity) {
						t.Errorf("%s holds %q", name, identity)
					}
				}
			}
			for _, command := range [][]string{{"verify", "--rerun", filepath.Join(folder, "hidden"), "--pseudonymize", key}} {
				stdout, _ := said(t, exitDone, append(command, exports...)...)
				if !strings.Contains(stdout, "Nothing differs.") || strings.Contains(stdout, "compared with") {
					t.Errorf("verify says\n%s", stdout)
				}
			}
		})
	}
}

// identities is what of exports names somebody or may do so, and is long enough not to
// stand elsewhere by chance.
func identities(t *testing.T, exports []string) (all []string) {
	t.Helper()
	personal := []string{"case_id", "ncp_id", "name", "address1", "address2", "phone", "email", "entry_id", "ref", "note"}
	for _, folder := range exports {
		all = append(all, folder, "Garcia family")
		for name, text := range holdings(t, folder) {
			if base := filepath.Base(name); base != "cases.csv" && base != "ncps.csv" { // a run's own files
				all = append(all, base)
			}
			if filepath.Ext(name) == ".xlsx" {
				for _, match := range regexp.MustCompile(`<t[^>]*>([^<]*)</t>`).FindAllStringSubmatch(text, -1) {
					if regexp.MustCompile(`@|\d{7}| (Ave|St|Blvd|Rd|Way)|\(`).MatchString(match[1]) && !regexp.MustCompile(`^\d+\.\d\d$`).MatchString(match[1]) {
						all = append(all, match[1])
					}
				}
				continue
			}
			_, text, _ := strings.Cut(text, "\n") // behind its name
			reader := csv.NewReader(strings.NewReader(text))
			reader.FieldsPerRecord, reader.LazyQuotes = -1, true
			rows, err := reader.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for i, column := range rows[0] {
				for _, row := range rows[1:] {
					if slices.Contains(personal, column) && i < len(row) {
						all = append(all, strings.TrimSpace(row[i]))
					}
				}
			}
		}
	}
	all = slices.DeleteFunc(all, func(text string) bool { return len(text) < 7 || strings.HasPrefix(text, "..") })
	slices.Sort(all)
	return slices.Compact(all)
}

// sameButForNames holds the tables of a pseudonymized run against those of the plain one:
// every cell is the same, or the pseudonym of what stood there.
func sameButForNames(t *testing.T, plain, hidden, keyPath string) {
	t.Helper()
	key, err := readKey(keyPath)
	if err != nil {
		t.Fatal(err)
	}
	inputs := strings.Contains(string(readFile(t, filepath.Join(plain, "run.json"))), `"table": "cases"`)
	caseKind := map[bool]pseudonym.Kind{true: pseudonym.Case, false: pseudonym.NCP}[inputs]
	of := func(kind pseudonym.Kind, text string) string {
		result, err := key.Of(kind, text)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	for _, table := range []string{"balances", "cases", "ncps", "outreach", "rejects"} {
		want, got := readTable(t, filepath.Join(plain, table+".csv")), readTable(t, filepath.Join(hidden, table+".csv"))
		for _, row := range want[1:] {
			ncp := ""
			for i, column := range want[0] {
				switch column {
				case "case_id":
					row[i] = of(caseKind, row[i])
				case "ncp_id":
					row[i] = of(pseudonym.NCP, row[i])
					ncp = strings.TrimPrefix(row[i], "N-")
				case "name", "address1", "address2", "city", "zip", "phone":
					if row[i] != "" {
						row[i] = map[string]string{"name": "Name-", "address1": "Address-", "address2": "Address2-", "city": "City-", "zip": "Zip-", "phone": "Phone-"}[column] + ncp
					}
				case "email":
					if row[i] != "" {
						row[i] = "mail-" + ncp + "@pseudonym.invalid"
					}
				}
			}
		}
		for _, rows := range [][][]string{want, got} {
			for _, row := range rows[1:] {
				for i, column := range want[0] {
					if column == "file" || column == "sheet" || column == "rank" && table == "outreach" { // numbered; equals change places
						row[i] = ""
					}
					if at := strings.Index(row[i], " stands with other content on "); column == "message" && at >= 0 {
						row[i] = row[i][:at]
					}
				}
			}
			slices.SortFunc(rows[1:], slices.Compare)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-plain +pseudonymized)\n%.3000s", table, diff)
		}
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
