package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const countyWorkbook = "samples/county-workbook/input/county.xlsx"

// listCells lists every cell of a workbook that holds something: its place, its value as
// it is stored and, if it has one, its number format.
func listCells(t *testing.T, content []byte) []byte {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var out bytes.Buffer
	for _, sheet := range book.GetSheetList() {
		fmt.Fprintf(&out, "== %s\n", sheet)
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				if value == "" {
					continue
				}
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				fmt.Fprintf(&out, "%s %s%s\n", cell, strconv.Quote(value), numberFormat(t, book, sheet, cell))
			}
		}
	}
	return out.Bytes()
}

// numberFormat is the format of a cell that has one, after a space.
func numberFormat(t *testing.T, book *excelize.File, sheet, cell string) string {
	t.Helper()
	number, err := book.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := book.GetStyle(number)
	switch {
	case err != nil:
		t.Fatal(err)
	case style.CustomNumFmt != nil:
		return " " + *style.CustomNumFmt
	case style.NumFmt != 0:
		return fmt.Sprintf(" format %d", style.NumFmt)
	}
	return ""
}

// countySheet is a table of the county as a sheet. Identifiers in it are numbers with a
// format that shows their zeros, or text where the formats are blank.
type countySheet struct {
	name, file string
	caseFormat string
	ncpFormat  string
}

var countySheets = []countySheet{
	{name: "Cases", file: "cases.csv"},
	{name: "Events", file: "events.csv"},
	{name: "Ledger", file: "ledger.csv", caseFormat: "0000000000000"},
	{name: "NCPs", file: "ncps.csv", ncpFormat: "0000000000"},
}

// countyKinds says how the values of a column are stored; all others are text.
var countyKinds = map[string]string{
	"date": "date", "end_date": "date", "amount": "money", "current_support": "money", "recorded_principal": "money",
	"recorded_interest": "money", "net_monthly_income": "money", "monthly_expenses": "money", "assets": "money", "value": "percent",
}

// writeCountyWorkbook writes the county's tables as a workbook, unless the one that is
// there has the same cells.
func writeCountyWorkbook(t *testing.T) {
	t.Helper()
	want := buildCountyWorkbook(t)
	if got, err := os.ReadFile(countyWorkbook); err == nil && bytes.Equal(listCells(t, got), listCells(t, want)) {
		return
	}
	if err := os.WriteFile(countyWorkbook, want, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestCountyWorkbookHoldsTheCounty(t *testing.T) {
	atRoot(t)
	got, err := os.ReadFile(countyWorkbook)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines(listCells(t, buildCountyWorkbook(t))), lines(listCells(t, got))); diff != "" {
		t.Errorf("%s is not what samples/county/input gives; run the tests with -update (-want +got):\n%s", countyWorkbook, diff)
	}
}

func buildCountyWorkbook(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for _, sheet := range countySheets {
		if _, err := book.NewSheet(sheet.name); err != nil {
			t.Fatal(err)
		}
		rows := readTable(t, "samples/county/input/"+sheet.file)
		for r, row := range rows {
			for c, value := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				format := ""
				if r > 0 {
					format = sheet.format(rows[0][c])
				}
				setCell(t, book, sheet.name, cell, value, format)
			}
		}
		if err := book.SetColWidth(sheet.name, "A", "Q", 18); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	return inOrder(t, packed.Bytes())
}

// format is the number format of a column's values; blank for text.
func (s *countySheet) format(column string) string {
	switch column {
	case "case_id":
		return s.caseFormat
	case "ncp_id":
		return s.ncpFormat
	}
	return map[string]string{"date": "yyyy-mm-dd", "money": "#,##0.00", "percent": "0%"}[countyKinds[column]]
}

// setCell stores a value as what its format says, or as text if it can't be that: one of
// the county's amounts is meant to be bad.
func setCell(t *testing.T, book *excelize.File, sheet, cell, text, format string) {
	t.Helper()
	value := typedValue(text, format)
	if value == nil {
		return
	}
	if err := book.SetCellValue(sheet, cell, value); err != nil {
		t.Fatal(err)
	}
	if _, isText := value.(string); isText {
		return
	}
	style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err == nil {
		err = book.SetCellStyle(sheet, cell, cell, style)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func typedValue(text, format string) any {
	switch format {
	case "":
	case "yyyy-mm-dd":
		if date, err := time.Parse(time.DateOnly, text); err == nil {
			return date
		}
	case "0%":
		if percent, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64); err == nil {
			return percent / 100
		}
	default:
		_, cents, _ := strings.Cut(text, ".")
		if number, err := strconv.ParseFloat(text, 64); err == nil && len(cents) <= 2 {
			return number
		}
	}
	if text == "" {
		return nil
	}
	return text
}

// inOrder packs a workbook's parts by name and without a time, so that it is the same
// whenever it is written.
func inOrder(t *testing.T, packed []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(from.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range from.File {
		content, err := from.Open(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		w, err := to.Create(part.Name)
		if err == nil {
			var text bytes.Buffer
			_, err = text.ReadFrom(content)
			if err == nil {
				_, err = w.Write(text.Bytes())
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readTable(t *testing.T, path string) [][]string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return parseTable(t, content)
}

func parseTable(t *testing.T, content []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
