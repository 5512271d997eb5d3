package workbook

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// styled is a workbook being made with excelize.
type styled struct {
	t    *testing.T
	file *excelize.File
}

func newStyled(t *testing.T) styled { return styled{t, excelize.NewFile()} }

func (s styled) set(cell string, value any) styled {
	s.t.Helper()
	if err := s.file.SetCellValue("Sheet1", cell, value); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// format gives a cell a number format: a number of a built-in one, or a code.
func (s styled) format(cell string, format any) styled {
	s.t.Helper()
	style := excelize.Style{}
	switch format := format.(type) {
	case int:
		style.NumFmt = format
	case string:
		style.CustomNumFmt = &format
	}
	id, err := s.file.NewStyle(&style)
	if err == nil {
		err = s.file.SetCellStyle("Sheet1", cell, cell, id)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s
}

func (s styled) must(err error) styled {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return s
}

// checkRaw holds every cell of a workbook's first sheet against excelize's raw values,
// through the scanner and through the fallback, and gives the rows.
func checkRaw(t *testing.T, data []byte) []line {
	t.Helper()
	file, err := excelize.OpenReader(strings.NewReader(string(data)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	book := mustOpen(t, data)
	lines, err := readAll(book, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	carefully, err := readAll(mustOpen(t, data), 0, true)
	if err != nil {
		t.Fatal("fallback:", err)
	}
	if got, want := describe(lines), describe(carefully); got != want {
		t.Fatalf("scanner and fallback differ:\n%s\n%s", got, want)
	}
	want, err := file.GetRows(file.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	got := make([][]Cell, len(want))
	for _, line := range lines {
		if line.Number > len(got) {
			t.Fatalf("row %d is none of excelize's %d", line.Number, len(want))
		}
		got[line.Number-1] = line.Cells
	}
	for i, row := range want {
		for j := range max(len(row), len(got[i])) {
			their, our := "", ""
			if j < len(row) {
				their = row[j]
			}
			if j < len(got[i]) {
				our = string(got[i][j].Text)
				if got[i][j].Kind == Boolean {
					our = map[string]string{"TRUE": "1", "FALSE": "0"}[our]
				}
			}
			if our != their {
				t.Errorf("row %d column %d: %q, excelize %q", i+1, j+1, our, their)
			}
		}
	}
	return lines
}

func TestTypesWrittenByExcelize(t *testing.T) {
	s := newStyled(t)
	s.set("A1", "case_id").set("B1", "date").set("C1", "amount").set("D1", "flag").set("E1", "other")
	s.set("A2", "0004711").set("B2", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)).set("C2", 1234.5).set("D2", true).set("E2", "")
	s.set("A3", 4711).format("A3", "0000000000000").set("B3", 45292).format("B3", 14).set("C3", 0.29).format("C3", 4).set("D3", false).set("E3", " blank around ")
	s.set("A4", 123456789).format("A4", "000-00-0000").set("B4", 45292.75).format("B4", "m/d/yyyy h:mm").set("C4", -12.0).format("C4", 44)
	s.set("A6", "Zoë ☃ 世界 & <b> \"q\" 😀").set("B6", 0.5).format("B6", 20).set("C6", 1e15).set("E6", "two\nlines\tand a tab")
	s.set("A9", "behind empty rows").set("GR9", "column 200")
	s.must(s.file.SetCellFormula("Sheet1", "A10", "A1&A2")).must(s.file.SetCellFormula("Sheet1", "B10", "1+1"))
	s.must(s.file.SetCellRichText("Sheet1", "C10", []excelize.RichTextRun{{Text: "rich "}, {Text: "text", Font: &excelize.Font{Bold: true, Color: "FF0000"}}}))
	s.must(s.file.MergeCell("Sheet1", "A12", "C12")).set("A12", "merged").set("D12", "behind")
	lines := checkRaw(t, saved(t, s.file))
	want := `1: text(case_id) text(date) text(amount) text(flag) text(other)
2: text(0004711) date(2024-02-29) number(1234.5) boolean(TRUE) text()
3: number(4711) date(2024-01-01) number(0.29) boolean(FALSE) text( blank around )
4: number(123456789) date(2024-01-01) number(-12)
6: text(Zoë ☃ 世界 & <b> "q" 😀) number(0.5) number(1000000000000000) blank() text(two
lines	and a tab)
9: text(behind empty rows)` + strings.Repeat(" blank()", 198) + ` text(column 200)
10: formula() formula() text(rich text)
12: text(merged) blank() blank() text(behind)
`
	if got := describe(lines); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, c := range []struct {
		row  int
		want string
	}{{2, "0000000004711"}, {3, "123-45-6789"}} {
		if got, ok := lines[c.row].Cells[0].Identifier(); !ok || string(got) != c.want {
			t.Errorf("identifier %q, %v; want %q", got, ok, c.want)
		}
	}
}

// The days that Excel shows are the days that are read, in both date systems and in
// every format of dates.
func TestDatesWrittenByExcelize(t *testing.T) {
	formats := []any{14, 15, 16, 17, 22, "yyyy-mm-dd", "mm/dd/yyyy", "d mmmm yyyy", "[$-409]m/d/yy h:mm AM/PM;@", `yyyy"-"mm"-"dd`}
	for _, date1904 := range []bool{false, true} {
		s := newStyled(t)
		s.must(s.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
		day := time.Date(1904, 1, 2, 0, 0, 0, 0, time.UTC)
		var days []string
		for i := range 200 {
			cell := fmt.Sprintf("A%d", i+1)
			s.set(cell, day).format(cell, formats[i%len(formats)])
			days = append(days, day.Format(time.DateOnly))
			day = day.AddDate(0, 0, 537).Add(time.Duration(i) * time.Minute)
			if i%3 == 0 {
				day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
			}
		}
		for i, line := range checkRaw(t, saved(t, s.file)) {
			if cell := line.Cells[0]; cell.Kind != Date || cell.Date.String() != days[i] {
				t.Errorf("1904: %v: row %d is %s, want %s", date1904, line.Number, describeCell(cell), days[i])
			}
		}
	}
}

// Amounts typed into Excel come back to the cent.
func TestAmountsWrittenByExcelize(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	s := newStyled(t)
	var want []int64
	for i := range 500 {
		cents := random.Int64N(1_000_000_000)
		if i%2 == 0 {
			cents = -cents
		}
		want = append(want, cents)
		s.set(fmt.Sprintf("B%d", i+1), float64(cents)/100)
	}
	for i, line := range checkRaw(t, saved(t, s.file)) {
		if got, ok := line.Cells[1].Cents(); !ok || int64(got) != want[i] {
			t.Errorf("row %d: %v, %v; want %d cents", line.Number, got, ok, want[i])
		}
	}
}

// Random sheets, sparse ones among them, agree with excelize cell by cell.
func TestRandomSheetsAgainstExcelize(t *testing.T) {
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 1))
		s := newStyled(t)
		for range 300 {
			cell, err := excelize.CoordinatesToCellName(1+random.IntN(40), 1+random.IntN(200))
			s.must(err)
			switch random.IntN(7) {
			case 0:
				s.set(cell, random.IntN(1_000_000))
			case 1:
				s.set(cell, random.Float64())
			case 2:
				s.set(cell, random.IntN(2) == 0)
			case 3:
				s.set(cell, time.Unix(random.Int64N(4e9), 0))
			case 4:
				s.set(cell, fmt.Sprintf("text & <%d> ☃", random.IntN(20)))
			case 5:
				s.set(cell, random.IntN(99999)).format(cell, "00000")
			case 6:
				s.must(s.file.SetCellFormula("Sheet1", cell, "SUM(A1:B2)&\"<&>\""))
			}
		}
		checkRaw(t, saved(t, s.file))
	}
}

// The stream writer stores texts in the cells.
func TestStreamWrittenByExcelize(t *testing.T) {
	file := excelize.NewFile()
	stream, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		cell, _ := excelize.CoordinatesToCellName(2, 2*i+3)
		if err := stream.SetRow(cell, []any{fmt.Sprintf("00%d", i), nil, " two\nlines & more", i, 0.1 + float64(i), true, time.Date(2020, 1, i, 0, 0, 0, 0, time.UTC),
			excelize.Cell{Formula: "A1"}, []excelize.RichTextRun{{Text: "a"}, {Text: " b", Font: &excelize.Font{Italic: true}}}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Flush(); err != nil {
		t.Fatal(err)
	}
	lines := checkRaw(t, saved(t, file))
	if len(lines) != 100 || lines[0].Number != 3 || describe(lines[1:2]) != "5: blank() text(001) blank() text( two\nlines & more) number(1) number(1.1) boolean(TRUE) date(2020-01-01) formula() text(a b)\n" {
		t.Errorf("%d rows, among them %s", len(lines), describe(lines[:2]))
	}
}

// Sheets come in the workbook's order, hidden ones included, without chart sheets.
func TestSheetList(t *testing.T) {
	s := newStyled(t)
	for _, name := range []string{"Ledger & co", "Hidden", "Empty"} {
		_, err := s.file.NewSheet(name)
		s.must(err)
	}
	s.must(s.file.SetSheetVisible("Hidden", false)).must(s.file.SetCellStr("Hidden", "B2", "here"))
	s.must(s.file.MoveSheet("Hidden", "Sheet1"))
	s.must(s.file.AddChartSheet("Chart", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$2"}}}))
	book := mustOpen(t, saved(t, s.file))
	want := []Sheet{{"Hidden", true}, {"Sheet1", false}, {"Ledger & co", false}, {"Empty", false}}
	if fmt.Sprint(book.Sheets()) != fmt.Sprint(want) {
		t.Errorf("sheets %v, want %v", book.Sheets(), want)
	}
	for sheet, want := range []string{"2: blank() text(here)\n", "", "", ""} {
		lines, err := readAll(book, sheet, false)
		if err != nil || describe(lines) != want {
			t.Errorf("sheet %d: %q, %v", sheet, describe(lines), err)
		}
	}
	if _, err := book.Rows(4); err == nil {
		t.Error("there is no fifth sheet")
	}
}
