package letters

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/report"
)

func rowsOf(t testing.TB, text []byte) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), byteOrderMark))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func fullBatch(t testing.TB, workers int) Batch {
	return Batch{Setting: setting(t), Wording: wording(t), HTML: true, PDF: true, CSV: true, Each: true, TwoSided: true, Workers: workers}
}

// The same letters give the same bytes, whatever the number of workers.
func TestSameLettersSameBytes(t *testing.T) {
	letters := append(hostileLetters()[17:], many(4)...)
	batch := fullBatch(t, 1)
	batch.perFile = 4
	first, _ := write(t, batch, letters, nil)
	for _, workers := range []int{1, 4} {
		batch.Workers = workers
		again, _ := write(t, batch, letters, nil)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatalf("with %d workers: %s", workers, diff)
		}
	}
}

func TestManyLettersTakeSeveralFiles(t *testing.T) {
	letters := many(2*20 + 1)
	batch := Batch{Setting: setting(t), Wording: wording(t), HTML: true, PDF: true, CSV: true, Workers: 2, perFile: 20}
	files, outcome := write(t, batch, letters, nil)
	want := []string{"contacts.csv", "letters-1.html", "letters-1.pdf", "letters-2.html", "letters-2.pdf", "letters-3.html", "letters-3.pdf",
		"letters.csv", "skipped.csv"}
	if diff := cmp.Diff(want, sortedNames(files)); diff != "" {
		t.Error(diff)
	}
	if len(outcome.Skipped) != 0 || outcome.Partly != 0 {
		t.Errorf("%+v", outcome)
	}
	rows := rowsOf(t, files["letters.csv"])
	if len(rows) != len(letters) || rows[20]["letter"] != "21" || rows[20]["pdf_file"] != "letters-2.pdf" || rows[20]["pdf_page"] != "1" {
		t.Errorf("%d rows; %v", len(rows), rows[20])
	}
	if n := bytes.Count(files["letters-3.html"], []byte("<article ")); n != 1 {
		t.Errorf("the last page holds %d letters", n)
	}
	if !bytes.Contains(files["letters-3.html"], []byte("<title>Letters of November 3, 2026, part 3 of 3</title>")) {
		t.Error("the last page has another title")
	}
}

func sortedNames(files memory) (names []string) {
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// The row of the mail merge finds its letter in the PDF.
func TestMergeNamesThePage(t *testing.T) {
	letters := many(5)
	files, _ := write(t, Batch{Setting: setting(t), Wording: wording(t), PDF: true, CSV: true, Workers: 1}, letters, nil)
	pages, _ := pagesOf(t, files["letters.pdf"])
	for _, row := range rowsOf(t, files["letters.csv"]) {
		var number int
		fmt.Sscan(row["pdf_page"], &number)
		if !slices.ContainsFunc(pages[number-1], func(s shown) bool { return strings.HasSuffix(s.text, row["ncp_id"]) }) {
			t.Errorf("page %d does not show %s", number, row["ncp_id"])
		}
	}
}

func TestMerge(t *testing.T) {
	p := aParent()
	p.Remedies = []string{"bank_levy", "property_lien"}
	files, _ := write(t, Batch{Setting: setting(t), Wording: wording(t), CSV: true, Workers: 1}, []Letter{{Kind: COAP, Language: Spanish, Parent: &p}}, nil)
	if !bytes.HasPrefix(files["letters.csv"], []byte(byteOrderMark+"letter,kind,")) {
		t.Error("letters.csv does not begin as Word and Excel need it")
	}
	row := rowsOf(t, files["letters.csv"])[0]
	for field, want := range map[string]string{
		"letter": "1", "kind": "coap", "language": "es", "date": "3 de noviembre de 2026", "as_of": "31 de octubre de 2026", "ncp_id": "0300000101",
		"name": "María Elena Castañeda Ruiz", "family_total": "$1,234.56", "government_principal": "$10,868.00", "total": "$22,730.76",
		"compromisable": "$19,645.58", "offer": "$9,000.00", "forgiven": "$10,645.58", "eligible_on": "", "margin": "$250.00", "plan_months": "95",
		"plan_payment": "$620.43", "horizon_months": "36", "rate": "10%", "program": "Programa de Compromiso de Atrasos (COAP, por sus siglas en inglés)",
		"at_stake":    "El dinero de sus cuentas bancarias podría tomarse para pagar la deuda. Podría imponerse un gravamen sobre su casa u otros bienes.",
		"agency_city": "Redwood City, CA 94063", "telephone": "(866) 901-3212", "email": "", "closes": "4:45 p.m.", "pdf_file": "", "pdf_page": "",
	} {
		if row[field] != want {
			t.Errorf("%s is %q, want %q", field, row[field], want)
		}
	}
}

// No cell of a file that a spreadsheet opens begins as a formula does.
func TestNoFormula(t *testing.T) {
	letters := hostileLetters()
	skipped := []Skipped{{"=cmd()", COAP, NoName, "x"}, {"@x", COAP, NoAddress, "x"}}
	files, _ := write(t, Batch{Setting: setting(t), Wording: wording(t), CSV: true, Workers: 1}, letters, skipped)
	for _, name := range []string{"letters.csv", "contacts.csv", "skipped.csv"} {
		for _, row := range rowsOf(t, files[name]) {
			for field, cell := range row {
				if report.NeutralOrAmount(cell) != cell && cell[0] != '\'' {
					t.Errorf("%s: %s is %q", name, field, cell)
				}
			}
		}
	}
}

// The next run takes contacts.csv as events.
func TestContacts(t *testing.T) {
	files, _ := write(t, Batch{Setting: setting(t), Wording: wording(t), Workers: 1}, many(2), nil)
	want := "date,type,ncp_id,note\n2026-11-03,outreach_contact,0300000000,letter coap\n2026-11-03,outreach_contact,0300000001,letter payment-plan\n"
	if got := string(files["contacts.csv"]); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// Who can't be printed is listed, and stands in the HTML all the same.
func TestNotInPDF(t *testing.T) {
	whole, partly, not := aParent(), aParent(), aParent()
	partly.ID, partly.Name = "2", "Chen 陳薇玲"
	not.ID, not.Name = "3", "陳薇玲"
	letters := []Letter{{Kind: COAP, Parent: &whole}, {Kind: COAP, Parent: &partly}, {Kind: COAP, Parent: &not}}
	before := []Skipped{{"0", COAP, NoName, "the name is blank; complete the export"}}
	files, outcome := write(t, fullBatch(t, 2), letters, before)
	if outcome.Partly != 1 || len(outcome.Skipped) != 2 || outcome.Skipped[1].NCPID != "3" || outcome.Skipped[1].Reason != NotInPDF {
		t.Errorf("%+v", outcome)
	}
	rows := rowsOf(t, files["letters.csv"])
	if rows[1]["pdf_signs_left_out"] != "Y" || rows[2]["pdf_page"] != "" || rows[2]["pdf_file"] != "" || rows[2]["name"] != "陳薇玲" {
		t.Errorf("%v\n%v", rows[1], rows[2])
	}
	if !bytes.Contains(files["letters.html"], []byte("Dear 陳薇玲:")) || !bytes.Contains(files["letters.html"], []byte("Chen 陳薇玲")) {
		t.Error("the HTML lacks a name")
	}
	if _, made := files["each/3-coap.pdf"]; made || files["each/2-coap.pdf"] == nil {
		t.Errorf("files %v", sortedNames(files))
	}
	pages, _ := pagesOf(t, files["each/2-coap.pdf"])
	if !slices.ContainsFunc(pages[0], func(s shown) bool { return s.text == "Dear Chen:" }) {
		t.Error("the PDF does not greet with what it can show of the name")
	}
}

func TestNoLetters(t *testing.T) {
	files, _ := write(t, fullBatch(t, 1), nil, nil)
	if diff := cmp.Diff([]string{"contacts.csv", "letters.csv", "skipped.csv"}, sortedNames(files)); diff != "" {
		t.Error(diff)
	}
}

// A file that can't be written ends the batch, and so does a cancelled context.
func TestWriteFails(t *testing.T) {
	full := errors.New("no space left on device")
	for _, fails := range []string{"letters.csv", "letters.html", "letters.pdf", "each/0300000003-job-services.pdf", "contacts.csv", "skipped.csv"} {
		batch := fullBatch(t, 2)
		_, err := batch.Write(context.Background(), many(4), nil, func(name string, write func(io.Writer) (int, error)) error {
			if _, err := write(io.Discard); err != nil || name == fails {
				return errors.Join(err, full)
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", fails, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	batch := fullBatch(t, 2)
	if _, err := batch.Write(ctx, many(4), nil, memory{}.add); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestSettingCheck(t *testing.T) {
	s := setting(t)
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	without, odd := *s.Rules, *s.Rules
	without.Agency.Name = ""
	s.Rules = &without
	if err := s.Check(); err == nil || !strings.Contains(err.Error(), "california-coap@2026.1 has no agency section") {
		t.Error(err)
	}
	odd.Agency.Address = "郵政信箱 8084"
	s.Rules = &odd
	if err := s.Check(); err == nil || !strings.Contains(err.Error(), "agency.address") {
		t.Error(err)
	}
}

func TestFileNames(t *testing.T) {
	ids := []string{"0300000101", "NCP-1", "ncp-1", "a/b", "..", ".", "a b", "é", "x.pdf", strings.Repeat("9", 300), strings.Repeat("9", 301), "a%2fb", "CON"}
	var letters []Letter
	for _, id := range ids {
		letters = append(letters, Letter{Parent: &Parent{ID: id}})
	}
	names := fileNames(letters)
	seen := map[string]string{}
	for id, name := range names {
		low := strings.ToLower(name)
		if other, taken := seen[low]; taken {
			t.Errorf("%q and %q are both %q", id, other, name)
		}
		seen[low] = id
		if strings.ContainsAny(name, `/\.: `) || len(name) > 150 || name == "" {
			t.Errorf("%q is named %q", id, name)
		}
	}
	for id, want := range map[string]string{"0300000101": "0300000101", "a/b": "a%2fb", "a%2fb": "a%252fb", "..": "%2e%2e", "CON": "CON"} {
		if names[id] != want {
			t.Errorf("%q is named %q, want %q", id, names[id], want)
		}
	}
}
