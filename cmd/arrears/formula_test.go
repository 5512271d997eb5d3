package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// beginnings are what a text may begin with for a spreadsheet to take it for a formula: the
// signs, their full-width and other forms, and both behind what does not show.
var beginnings = []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "−", " =", "\u00a0=", "\ufeff=", "\u200b-", "\u2060＝", "\t=", "'=", "''@"}

// formula is what follows, with an element that no page may hold.
const formula = `cmd|' /C calc'!A0<marquee onstart="alert(1)">`

// runnable writes exports in which every text column holds every beginning, and returns
// what the commands are given. The folder is the working one: paths begin so too.
func runnable(t *testing.T) (inputs, cases []string) {
	t.Helper()
	t.Chdir(t.TempDir())
	tables := map[string][][]string{
		"=ledger.csv": {{"case_id", "date", "type", "amount", "account", "source", "entry_id", "ref", "=unknown"}},
		"+cases.csv":  {{"case_id", "ncp_id", "county", "current_support", "-unknown"}},
		"-ncps.csv": {{"ncp_id", "name", "address1", "address2", "city", "state", "zip", "phone", "email", "language", "net_monthly_income", "monthly_expenses",
			"assets", "only_income_exempt", "intentional_nonpayment", "concealment", "do_not_contact"}},
		"@events.csv": {{"date", "type", "ncp_id", "case_id", "end_date", "value", "note"}},
	}
	add := func(table string, row ...string) { tables[table] = append(tables[table], row) }
	for i, begin := range beginnings {
		text := begin + formula
		ncp, one, two := fmt.Sprint(text, " n", i), fmt.Sprint(text, " c", i), fmt.Sprint(text, " d", i)
		cases = append(cases, one)
		add("-ncps.csv", ncp, text+"1", text+"2", text+"3", text+"4", text+"5", text+"6", text+"7", text+"8", text+"9", "1200.00", "1100.00", "50.00", "N", "N", "N", "N")
		for range 2 { // values that can't be used, then a duplicate key
			add("-ncps.csv", ncp+"x", text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text)
		}
		add("+cases.csv", one, ncp, text+" county", "0.00", text)
		add("+cases.csv", two, ncp, "-12", "0.00", text)
		add("=ledger.csv", one, "2021-01-05", "judgment", "5000.00", "PAA", text, text+"e1", "", text)
		add("=ledger.csv", one, "2022-01-05", "payment", "25.00", "", text, text+"e2", text, text)
		add("=ledger.csv", one, "2022-01-06", "reversal", "25.00", "", text, text+"e3", text+"e2", text)
		add("=ledger.csv", two+"y", text, text, text, text, text, text, text, text) // an unknown case
		add("@events.csv", "2019-01-05", "coap_application", ncp, "", "", "", text)
		add("@events.csv", "2019-01-05", "coap_application", ncp+"z", "", "", "", text)
	}
	for name, rows := range tables {
		var out bytes.Buffer
		if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	book := excelize.NewFile()
	for _, problem := range []error{book.SetSheetName("Sheet1", "=more"), book.SetSheetRow("=more", "A1", &[]string{"case_id", "date", "type", "amount", "account"}),
		book.SetSheetRow("=more", "A2", &[]string{cases[0] + "q", "2021-02-30", "charge", "1.00", "PAA"}), book.SaveAs("=more.xlsx")} {
		if problem != nil {
			t.Fatal(problem)
		}
	}
	return []string{"=ledger.csv", "+cases.csv", "./-ncps.csv", "@events.csv", "=more.xlsx"}, cases
}

// figure is what may begin with a sign all the same: an amount, a percentage, a count.
var figure = regexp.MustCompile(`^[-+−]\$?[\d,]+(\.\d+)?%?( since [A-Z][a-z]{2} \d+, \d{4})?$`)

// mayRun judges a cell apart from what the program goes by.
func mayRun(text string) bool {
	if text == "" || figure.MatchString(text) {
		return false
	}
	if strings.ContainsRune("\t\r\n", []rune(text)[0]) {
		return true
	}
	text = strings.TrimLeft(text, " \t\r\n\u00a0\ufeff\u200b\u2060\u3000")
	return text != "" && strings.ContainsRune("=+-@＝＋－＠﹦﹢﹣﹫−", []rune(text)[0])
}

// looksAt looks at each cell of a file that a spreadsheet opens, and counts them.
func looksAt(t *testing.T, name string, content []byte) (cells int) {
	t.Helper()
	look := func(place, text string) {
		cells++
		if mayRun(text) {
			t.Errorf("%s: a spreadsheet may run %s: %q", name, place, text)
		}
	}
	switch filepath.Ext(name) {
	case ".csv":
		for i, row := range parseTable(t, bytes.TrimPrefix(content, []byte("\ufeff"))) {
			for k, text := range row {
				look(fmt.Sprintf("row %d, column %d", i+1, k+1), text)
			}
		}
	case ".xlsx":
		book, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				for k, text := range row {
					cell, _ := excelize.CoordinatesToCellName(k+1, i+1)
					if run, err := book.GetCellFormula(sheet, cell); run != "" || err != nil {
						t.Errorf("%s: %s!%s holds the formula %s, %v", name, sheet, cell, run, err)
					}
					if kind, _ := book.GetCellType(sheet, cell); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
						look(sheet+"!"+cell, text)
					}
				}
			}
		}
	case ".html":
		page, err := html.Parse(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		for node := range page.Descendants() {
			if node.Data == "marquee" {
				t.Errorf("%s holds an element out of an export", name)
			}
			if node.Type == html.ElementNode && node.Data != "script" && node.Data != "style" {
				look(node.Data, strings.Trim(textIn(node), " \n"))
			}
		}
		if strings.Contains(string(content), formula) {
			t.Errorf("%s: a text is not escaped", name)
		}
	}
	return cells
}

// textIn is what an element shows.
func textIn(node *html.Node) (text string) {
	for child := range node.Descendants() {
		if child.Type == html.TextNode && child.Parent.Data != "script" && child.Parent.Data != "style" {
			text += child.Data
		}
	}
	return text
}

// No text of any table, whatever it begins with, is run by a spreadsheet that opens what a
// command writes.
func TestNoTextIsRunByASpreadsheet(t *testing.T) {
	inputs, cases := runnable(t)
	with := func(arguments ...string) []string {
		return append(append(arguments, "--as-of", "2026-10-31"), inputs...)
	}
	for i, parts := range [][]string{inputs[:1], inputs} {
		said(t, exitDone, append([]string{"run", "--as-of", "2026-10-31", "--out", fmt.Sprint("out/run", i), "--max-rejects", "100%", "--also", "jsonl,parquet", "--quiet"}, parts...)...)
	}
	said(t, exitDone, append([]string{"run", "--as-of", "2026-10-31", "--out", "out/run", "--previous", "out/run0", "--max-rejects", "100%", "--quiet"}, inputs...)...)
	said(t, exitRejects, with("run", "--out", "out/failed")...)
	for _, arguments := range [][]string{
		{"outreach", "out/run", "-o", "out/list.csv"}, {"outreach", "out/run", "-o", "out/list.xlsx"}, {"outreach", "out/run", "--county", "=" + formula + " county", "-o", "out/county.xlsx"},
		{"letters", "out/run", "--kind", "all", "--ncps", "./-ncps.csv", "--out", "out/letters", "--quiet"}, {"diff", "out/run0", "out/run", "-o", "out/diff.csv"},
		{"verify", "out/run", "--rerun"},
	} {
		said(t, exitDone, arguments...)
	}
	if rows := readTable(t, "out/diff.csv"); len(rows) < len(cases) {
		t.Errorf("%d differences", len(rows))
	}
	payoff, _ := said(t, exitDone, "payoff", "--principal", "3000", "--monthly", "50", "--format", "csv", "--start", "2026-12-01")
	looksAt(t, "payoff.csv", []byte(payoff))
	for i, id := range cases {
		for _, form := range []string{"html", "xlsx"} {
			out := fmt.Sprintf("out/statement-%d.%s", i, form)
			said(t, exitDone, append([]string{"explain", "--quiet", "--audience", "fti", "--as-of", "2026-10-31", "-o", out, "--", strings.Trim(id, " \t\r\n\u00a0")}, inputs...)...)
		}
	}
	seen := 0
	for name := range holdings(t, "out") {
		seen += looksAt(t, name, readFile(t, filepath.Join("out", name)))
	}
	if rows := readTable(t, "out/run/outreach.csv"); seen < 20_000 || len(rows) < len(beginnings) {
		t.Errorf("%d cells seen, %d rows on the list", seen, len(rows))
	}
	t.Run("goes back", givesBack)
	t.Run("office", throughOffice)
}

// givesBack gives the list and the contacts of letters to the next run: the parents are
// found by the identifiers that were made safe.
func givesBack(t *testing.T) {
	list := readTable(t, "out/run/outreach.csv")
	for i := range list {
		list[i] = append(list[i], map[bool][]string{true: {"contacted_on", "outcome", "notes"}, false: {"2026-10-30", "reached", "=1"}}[i == 0]...)
	}
	var back bytes.Buffer
	if err := csv.NewWriter(&back).WriteAll(list); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("back.csv", back.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, contacts := range []string{"back.csv", "out/letters/contacts.csv"} {
		out := "out-" + filepath.Base(contacts)
		said(t, exitDone, "run", "=ledger.csv", "+cases.csv", "./-ncps.csv", contacts, "--as-of", "2026-10-31", "--max-rejects", "100%", "--reports", "csv", "--quiet", "--out", out)
		for _, reject := range readTable(t, filepath.Join(out, "rejects.csv"))[1:] {
			if reject[0] == contacts {
				t.Errorf("%s: %v", contacts, reject)
			}
		}
		if left := readTable(t, filepath.Join(out, "outreach.csv")); len(left) > 1 {
			t.Errorf("%s: %d are still on the list of %d: %v", contacts, len(left)-1, len(list)-1, left[1])
		}
	}
}

var spreadsheets = flag.Bool("spreadsheets", false, "let LibreOffice save workbooks as CSV, and open and save CSV")

// throughOffice lets a spreadsheet program save the workbook's sheets as CSV, open these and
// the program's own CSV files, and save them again.
func throughOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil || !*spreadsheets {
		t.Skip("it takes half a minute and LibreOffice: see -spreadsheets")
	}
	profile := "-env:UserInstallation=file://" + filepath.Join(t.TempDir(), "profile")
	convert := func(to, into string, names ...string) []string {
		arguments := append([]string{profile, "--headless", "--convert-to", to, "--outdir", into}, names...)
		if said, err := exec.CommandContext(t.Context(), office, arguments...).CombinedOutput(); err != nil {
			t.Skipf("the spreadsheet program does not work here: %v\n%s", err, said)
		}
		made, err := filepath.Glob(filepath.Join(into, "*"))
		if err != nil || len(made) == 0 {
			t.Fatalf("nothing was saved: %v", err)
		}
		return made
	}
	const sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
	saved := convert(sheets, "office1", "out/run/outreach.xlsx", "out/list.xlsx", "out/statement-0.xlsx")
	opened := convert("xlsx", "office2", append(saved, "out/run/ncps.csv", "out/run/outreach.csv", "out/run/rejects.csv", "out/letters/letters.csv")...)
	for _, name := range append(append(saved, opened...), convert(sheets, "office3", opened...)...) {
		if cells := looksAt(t, name, readFile(t, name)); cells == 0 {
			t.Errorf("%s is empty", name)
		}
	}
}
