package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// canary is a field of an export with a text that stands nowhere else, and the outputs in
// which that may stand: patterns of their names. Everything else must not hold it.
type canary struct {
	field string
	text  string
	may   []string
}

// The outputs, by name: those of a run stand in run/, those of letters in letters/; of the
// others the name is the command with its format.
const (
	runTables     = `^run/(balances|cases|ncps|outreach)\.(csv|jsonl|parquet)$`
	ncpsTable     = `^run/ncps\.`
	outreachTable = `^run/outreach\.(csv|jsonl|parquet)$`
	runWorkbook   = `^run/outreach\.xlsx$`
	ownList       = `^outreach\.`
	statements    = `^explain-`
	ftiStatements = `^explain-fti-`
	mailed        = `^letters/(letters\.(html|csv))$`
	lettersFiles  = `^letters/`
	comparisons   = `^diff-`
)

// canaries is what a field holds in the exports, and the whole of what it is for.
func canaries() []canary {
	contact := []string{outreachTable, runWorkbook, ownList, mailed}
	statementOnly := []string{statements}
	return []canary{
		{"name", "Quillonby Kanari", append([]string{ncpsTable}, contact...)},
		{"address1", "7711 Kanarigasse", contact},
		{"address2", "Annex Kanari 7712", contact},
		{"city", "Kanariville", contact},
		{"zip", "77134", contact},
		{"phone", "(771) 555-0140", []string{outreachTable, runWorkbook, ownList}}, // letters have no use for it
		{"email", "kanari7715@example.org", []string{outreachTable, runWorkbook, ownList}},
		{"language", "kanarisch", []string{outreachTable, runWorkbook, ownList}},
		{"county", "Kanari County", []string{runTables, runWorkbook, `^run/summary\.html$`, ownList, statements, mailed}},
		{"case_id", canaryCase, []string{runTables, runWorkbook, statements, comparisons}},
		{"ncp_id", "KN-7717-B", []string{runTables, runWorkbook, ownList, statements, lettersFiles, comparisons}},
		{"entry_id", "KE-7718", statementOnly},
		{"ref", "KR-7719", statementOnly},
		{"source", "kanari_source_7720", []string{ftiStatements}},
		{"note", "Kanari note 7721", nil},
		{"unknown column of the ledger", "Kanari payor 7722", nil},
		{"unknown column of the cases", "Kanari child 7723", nil},
		{"unknown column of the ncps", "Kanari 987-65-7724", nil},
		{"net_monthly_income", "1727.25", statementOnly},
		{"monthly_expenses", "1626.26", statementOnly},
		{"assets", "57.27", statementOnly},
		{"end_date's row note", "Kanari note 7728", nil},
		{"contact's outcome", "Kanari outcome 7729", nil},
		{"contact's notes", "Kanari notes 7730", nil},
	}
}

// shapes are what may slip into any column: none may be repeated by anything.
var shapes = []string{"Zebulonova", "Ana-Maria Quillonbyova", "77 Zebulonova Road", "771-555-0199", tenDigits, "(771) 555-0199", "+17715550199", "987-65-4398", "zeb.ulonova@example.net", "Ulo"}

const tenDigits = "7715550199" // a telephone number, or an amount where one belongs

// planted writes exports that hold every canary, and every shape in every column but the
// identifiers', which rejects name as they are read.
func planted(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	of := make(map[string]string)
	for _, c := range canaries() {
		of[c.field] = c.text
	}
	write := func(name string, header string, good ...string) {
		text := header + "\n" + strings.Join(good, "\n") + "\n" + spoiled(header, good[0])
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("ledger.csv", "case_id,date,type,amount,account,source,entry_id,ref,payor_name",
		of["case_id"]+",2021-01-05,judgment,5000.00,PAA,,G1,,"+of["unknown column of the ledger"],
		of["case_id"]+",2022-01-05,payment,25.00,,"+of["source"]+","+of["entry_id"]+","+of["ref"]+",",
		of["case_id"]+",2022-02-05,payment,35.00,,federal_tax_offset,G3,,",
		of["case_id"]+",2022-02-06,reversal,35.00,,,G4,G3,")
	write("cases.csv", "case_id,ncp_id,county,current_support,two_state,cp_state,recorded_principal,recorded_interest,child_name",
		of["case_id"]+","+of["ncp_id"]+","+of["county"]+",0.00,N,CA,,,"+of["unknown column of the cases"], "KC-bad,KN-bad,,,,,,,")
	write("ncps.csv", "ncp_id,name,address1,address2,city,state,zip,phone,email,language,net_monthly_income,monthly_expenses,assets,only_income_exempt,intentional_nonpayment,concealment,do_not_contact,ssn",
		strings.Join([]string{of["ncp_id"], of["name"], of["address1"], of["address2"], of["city"], "CA", of["zip"], of["phone"], of["email"], of["language"],
			of["net_monthly_income"], of["monthly_expenses"], of["assets"], "N", "N", "N", "N", of["unknown column of the ncps"]}, ","),
		"KN-other,Other,,,,,,,,,,,,,,,,", "KN-bad,,,,,,,,,,,,,,,,,")
	write("events.csv", "date,type,ncp_id,case_id,end_date,value,note",
		"2019-01-05,coap_application,KN-other,,,,"+of["note"],
		"2022-01-05,rate,,"+of["case_id"]+",2022-03-05,6%,"+of["end_date's row note"])
	back := "rank,ncp_id,name,contacted_on,outcome,notes\n1,KN-other,Other,2020-01-01," + of["contact's outcome"] + "," + of["contact's notes"] + "\n"
	for _, shape := range shapes {
		back += "2,KN-other," + shape + "," + shape + "," + shape + "," + shape + "\n3,KN-other," + shape + ",,," + shape + "\n" + shape + ",KN-other," + shape + ",x\n"
	}
	if err := os.WriteFile(filepath.Join(folder, "back.csv"), []byte(back), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// spoiled is rows in which a shape stands in every column but those of identifiers, which
// rejects name as they are read, and rows that can't be read.
func spoiled(header, good string) (text string) {
	columns, fields := strings.Split(header, ","), strings.Split(good, ",")
	for i, column := range columns {
		for n, shape := range shapes {
			row := slices.Clone(fields)
			for k, other := range columns { // of a case and an NCP of their own
				switch {
				case other == "case_id" && column != "ncp_id" && row[k] != "":
					row[k] = "KC-bad"
				case other == "ncp_id" && row[k] != "":
					row[k] = "KN-bad"
				case other == "entry_id":
					row[k] = fmt.Sprintf("bad-%d-%d", i, n)
				}
				if k == 0 && (strings.HasPrefix(header, "ncp_id") || strings.HasPrefix(header, "case_id,ncp_id")) {
					row[k] += fmt.Sprintf("-%d-%d", i, n) // a key
				}
			}
			amount := strings.Contains("amount recorded_principal recorded_interest current_support net_monthly_income monthly_expenses assets", column)
			if !strings.HasSuffix(column, "_id") && column != "ref" && !(amount && shape == tenDigits) {
				row[i] = shape
				text += strings.Join(row, ",") + "\n"
			}
		}
	}
	for _, shape := range shapes {
		long := strings.Split(good, ",")
		for i, column := range columns {
			if strings.HasSuffix(column, "_id") {
				long[i] = "bad"
			}
		}
		text += shape + "\n" + strings.Join(long, ",") + "," + shape + "\nKC-bad,\xff" + shape + strings.Repeat(",", len(columns)-2) + "\n"
	}
	return text + "\"Zebulonova, Ana\nand so on,"
}

// everything is what all commands write, by the names that the constants above are for.
func everything(t *testing.T, exports string, more ...string) map[string]string {
	t.Helper()
	place := t.TempDir()
	out := func(name string) string { return filepath.Join(place, name) }
	all := make(map[string]string)
	do := func(name string, want int, arguments ...string) {
		t.Helper()
		stdout, stderr := said(t, want, arguments...)
		if name == "" {
			name = strings.Join(arguments[:1], "")
			all[name+"-stdout"], all[name+"-stderr"] = stdout, stderr
			return
		}
		all[name], all[name+" stderr"] = stdout, stderr
	}
	common := append([]string{exports, "--as-of", "2026-10-31"}, more...)
	with := func(arguments ...string) []string { return append(slices.Clone(arguments), common...) }
	do("first run", exitDone, append([]string{"run", "../../samples/county/input", "--as-of", "2026-08-31", "--out", out("runs/before"), "--reports", "csv"}, more...)...)
	do("console run", exitDone, with("run", "--out", out("runs/run"), "--max-rejects", "100%", "--also", "jsonl,parquet", "--log", "console",
		"--metrics", out("run.prom"), "--previous", out("runs/before"))...)
	do("failed run", exitRejects, with("run", "--out", out("failed"), "--metrics", out("failed.prom"))...)
	do("show-config", exitDone, with("run", "--out", out("none"), "--show-config")...)
	do("check", exitDone, with("check", "--max-rejects", "100%")...)
	do("strict check", exitRejects, with("check")...)
	for _, format := range []string{"text", "html", "json", "xlsx"} {
		for _, audience := range []string{"general", "fti"} {
			name := "explain-" + audience + "-" + format
			do(name, exitDone, with("explain", canaryCase, "--format", format, "--audience", audience)...)
			if format == "xlsx" {
				all[name] = readable(t, "x.xlsx", []byte(all[name]))
			}
		}
	}
	do("explain-nobody", exitUnusable, with("explain", "nobody")...)
	do("diff-text", exitDone, "diff", out("runs/before"), out("runs/run"))
	do("diff-csv", exitDone, "diff", out("runs/before"), out("runs/run"), "--format", "csv")
	do("verify", exitDone, "verify", out("runs/run"), "--rerun")
	do("verify-json", exitDone, "verify", out("runs/run"), "--format", "json")
	do("verify-audit", exitDone, "verify", "--audit", out("runs"))
	do("outreach.csv", exitDone, "outreach", out("runs/run"), "-o", "-")
	do("outreach stderr", exitDone, "outreach", out("runs/run"), "-o", out("outreach.xlsx"))
	do("letters stdout", exitDone, "letters", out("runs/run"), "--kind", "all", "--ncps", filepath.Join(exports, "ncps.csv"), "--out", out("letters"), "--each")
	for name, text := range holdings(t, place) {
		name = strings.TrimPrefix(name, "runs/")
		name = strings.Replace(name, "failed.rejects.csv", "rejects", 1)
		if filepath.Ext(name) != ".pdf" { // drawn with numbers of glyphs, from what letters.html is written from
			all[name] += strings.ReplaceAll(text, place, "")
		}
	}
	return all
}

const canaryCase = "KC-7716-A"

// Each output holds of the exports what it is for and nothing else; so do logs, messages,
// manifests, the trail and the metrics.
func TestCanariesStandOnlyWhereTheyMay(t *testing.T) {
	all := everything(t, planted(t))
	for _, c := range canaries() {
		used := make([]bool, len(c.may))
		for name, text := range all {
			if !strings.Contains(text, c.text) && !strings.Contains(strings.ReplaceAll(text, ",", ""), c.text) {
				continue
			}
			at := slices.IndexFunc(c.may, func(pattern string) bool { return regexp.MustCompile(pattern).MatchString(name) })
			if at < 0 {
				t.Errorf("%s: %s holds %q: %s", c.field, name, c.text, around(text, c.text))
				continue
			}
			used[at] = true
		}
		for i, pattern := range c.may {
			if !used[i] {
				t.Errorf("%s: no output %s holds it", c.field, pattern)
			}
		}
	}
	asRead := regexp.MustCompile(strings.Join([]string{runTables, runWorkbook, `^run/summary\.html$`, statements}, "|"))
	for _, shape := range shapes {
		for name, text := range all {
			switch {
			case !strings.Contains(text, shape):
			case asRead.MatchString(name) && !strings.Contains(name, "rejects") && !inMessage(text, shape):
				// a name in the column of counties is a county
			default:
				t.Errorf("%s holds %q: %s", name, shape, around(text, shape))
			}
		}
	}
}

// inMessage tells whether a reject message, which quotes values so, holds a text.
func inMessage(text, part string) bool { return strings.Contains(text, "“"+part) }

func around(text, part string) string {
	at := strings.Index(text, part)
	return fmt.Sprintf("%q", text[max(0, at-80):min(len(text), max(0, at)+len(part)+40)])
}

// With a key, no output of any command holds anything that names somebody, whoever may read
// it: what is left are counties, languages and amounts.
func TestWithAKeyNoCanaryIsLeft(t *testing.T) {
	exports, key, place := planted(t), keyFile(t, "key"), t.TempDir()
	all := make(map[string]string)
	do := func(name string, want int, arguments ...string) {
		stdout, stderr := said(t, want, append(arguments, "--as-of", "2026-10-31", "--pseudonymize", key, exports)...)
		all[name], all[name+" stderr"] = readable(t, name, []byte(stdout)), stderr
	}
	do("run", exitDone, "run", "--out", filepath.Join(place, "run"), "--max-rejects", "100%", "--also", "jsonl,parquet", "--trail", "--metrics", filepath.Join(place, "run.prom"))
	do("failed run", exitRejects, "run", "--out", filepath.Join(place, "failed"))
	do("check", exitRejects, "check")
	for _, format := range []string{"text", "html", "json", "xlsx"} {
		do("explain."+format, exitDone, "explain", canaryCase, "--format", format, "--audience", "fti")
	}
	stdout, _ := said(t, exitDone, "outreach", filepath.Join(place, "run"), "-o", "-")
	all["list"] = stdout
	for name, text := range holdings(t, place) {
		all[name] = text
	}
	for _, c := range canaries() {
		stays := slices.Contains([]string{"county", "language", "net_monthly_income", "monthly_expenses", "assets"}, c.field)
		for name, text := range all {
			if strings.Contains(text, c.text) && !stays {
				t.Errorf("%s: %s holds %q: %s", c.field, name, c.text, around(text, c.text))
			}
		}
	}
	if !strings.Contains(all["explain.json"], `"source": "federal_tax_offset"`) || !strings.Contains(all["explain.json"], `"source": "S-`) {
		t.Error("a source that the policy names does not stay, or another does")
	}
}

// What ends a run names files, columns and commands, and nothing that they hold.
func TestErrorsNameNobody(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"headless.csv": "KC-1,Zebulonova Kanari,(771) 555-0199,zeb.ulonova@example.net\n",
		"twice.csv":    "case_id,date,type,amount,amount\nKC-1,2020-01-01,charge,Zebulonova,Zebulonova\n",
		"nul.csv":      "case_id,date,type,amount\n\x00Zebulonova\n",
		"empty.csv":    "",
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"run", "check"} {
			arguments := []string{command, path, "--as-of", "2026-10-31"}
			if command == "run" {
				arguments = append(arguments, "--out", filepath.Join(folder, "out-"+name))
			}
			var out, log strings.Builder
			execute(context.Background(), arguments, &out, &log)
			if said := out.String() + log.String(); strings.Contains(said, "Zebulonova") || strings.Contains(said, "555-0199") || strings.Contains(said, "ulonova@") {
				t.Errorf("%s of %s says\n%s", command, name, said)
			}
		}
	}
}
