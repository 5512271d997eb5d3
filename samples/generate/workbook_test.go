package generate

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"

	"github.com/xuri/excelize/v2"
)

// sheetRows reads a sheet as a person sees it, header included; blanks at the end of a
// row are filled up.
func sheetRows(t *testing.T, book *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "")
		}
	}
	return rows
}

func openBook(t *testing.T, text []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func TestWorkbookEqualsCSV(t *testing.T) {
	o := Options{Seed: 6, Cases: 50}
	files := write(t, o)
	o.Format = XLSX
	made := write(t, o)
	made.summary.Files, files.summary.Files = nil, nil
	if made.summary.Rows() != files.summary.Rows() {
		t.Errorf("%d rows, as CSV %d", made.summary.Rows(), files.summary.Rows())
	}
	book := openBook(t, made.files[WorkbookName])
	if got := book.GetSheetList(); !slices.Equal(got, []string{"ledger", "cases", "ncps", "events"}) {
		t.Fatalf("sheets %q", got)
	}
	for _, sheet := range book.GetSheetList() {
		got, want := sheetRows(t, book, sheet)[1:], files.rows(t, sheet+".csv")
		if len(got) != len(want) {
			t.Errorf("%s: %d rows, as CSV %d", sheet, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("%s, row %d: %q, as CSV %q", sheet, i+2, got[i], want[i])
			}
		}
	}
}

func TestWorkbookCellsAreTyped(t *testing.T) {
	book := openBook(t, write(t, Options{Seed: 6, Cases: 50, Format: XLSX}).files[WorkbookName])
	for _, c := range []struct {
		sheet, cell string
		want        excelize.CellType
	}{
		{"ledger", "A2", excelize.CellTypeInlineString}, {"ledger", "B2", excelize.CellTypeUnset}, {"ledger", "D2", excelize.CellTypeUnset},
		{"ledger", "G2", excelize.CellTypeInlineString}, {"cases", "A2", excelize.CellTypeInlineString}, {"cases", "B2", excelize.CellTypeInlineString},
		{"ncps", "A2", excelize.CellTypeInlineString}, {"ncps", "G2", excelize.CellTypeInlineString},
	} {
		if got, err := book.GetCellType(c.sheet, c.cell); err != nil || got != c.want {
			t.Errorf("%s %s is of type %v, %v; want %v", c.sheet, c.cell, got, err, c.want)
		}
	}
	raw, err := book.GetCellValue("ledger", "B2", excelize.Options{RawCellValue: true})
	if err != nil || strings.Contains(raw, "-") {
		t.Errorf("the first date is stored as %q, %v; want a day number", raw, err)
	}
}

// A table beyond the rows of a sheet goes on in the next one, under the same header.
func TestLongTableContinuesInNextSheet(t *testing.T) {
	o := Options{Seed: 6, Cases: 50, AsOf: asOf, Format: XLSX}
	var out bytes.Buffer
	summary, err := writeWorkbook(context.Background(), &out, o, 1000)
	if err != nil {
		t.Fatal(err)
	}
	book := openBook(t, out.Bytes())
	sheets := book.GetSheetList()
	var got [][]string
	for _, sheet := range sheets {
		if strings.HasPrefix(sheet, "ledger") {
			rows := sheetRows(t, book, sheet)
			if len(rows) > 1000 || !slices.Equal(rows[0], ledgerColumns) {
				t.Errorf("%s: %d rows, header %q", sheet, len(rows), rows[0])
			}
			got = append(got, rows[1:]...)
		}
	}
	want := write(t, Options{Seed: 6, Cases: 50}).rows(t, "ledger.csv")
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%d rows in %q, as CSV %d", len(got), sheets, len(want))
	}
	if count := (len(want) + 998) / 999; sheets[0] != "ledger" || sheets[1] != "ledger 2" || sheets[count] != "cases" {
		t.Errorf("sheets %q for %d rows", sheets, summary.Ledger.Rows)
	}
}

// A workbook is judged like CSV; what it can't hold is not planted.
func TestDirtyWorkbook(t *testing.T) {
	made := write(t, Options{Seed: 8, Cases: 90, Dirty: 60_000, Format: XLSX})
	book := openBook(t, made.files[WorkbookName])
	copied := generated{asOf: asOf, files: map[string][]byte{}}
	for _, sheet := range book.GetSheetList() {
		var out bytes.Buffer
		table := &csvTable{out: &out, gather: chunk}
		for _, row := range sheetRows(t, book, sheet) {
			for _, cell := range row {
				table.text(cell)
			}
			table.end()
		}
		table.flush()
		copied.files[sheet+".csv"] = out.Bytes()
	}
	v := validate(t, copied)
	for kind, want := range tablesOf(&made.summary) {
		if found := v.tables[kind]; found.Rejected != want.Rejected || found.Rows != want.Rows || found.Duplicates != want.Duplicates {
			t.Errorf("%s: found %+v, the summary says %+v", kind, *found, *want)
		}
		for _, code := range ledger.Codes() {
			if want.Rejects[code] != v.tables[kind].Rejects[code] {
				t.Errorf("%s, %s: %d, the summary says %d", kind, code, v.tables[kind].Rejects[code], want.Rejects[code])
			}
		}
	}
}
