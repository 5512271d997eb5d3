package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
)

func newTestPaper(t *testing.T, title PaperTitle) *Paper {
	t.Helper()
	title.AsOf = ledger.MustDate("2026-11-22")
	paper, err := NewPaper(title)
	if err != nil {
		t.Fatal(err)
	}
	return paper
}

func writtenPaper(t *testing.T, paper *Paper) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	if err := paper.Write(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// partOf is a part of a workbook as it stands in the archive.
func partOf(t *testing.T, content []byte, name string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPaperCells(t *testing.T) {
	for _, test := range []struct {
		cell PaperCell
		want any
	}{
		{PaperCell{Look: PaperMoney, Money: -123456}, -1234.56},
		{PaperCell{Look: PaperMoney, Money: 1_000_000_000_000_001}, "$10,000,000,000,000.01"},
		{PaperCell{Look: PaperExact, Exact: "1234.567890", Text: "1,234.567890"}, 1234.56789},
		{PaperCell{Look: PaperExact, Exact: "-0.000001", Text: "-0.000001"}, -0.000001},
		{PaperCell{Look: PaperExact, Exact: "123456789.123456", Text: "123,456,789.123456"}, "123,456,789.123456"},
		{PaperCell{Look: PaperDate, Date: ledger.MustDate("1900-03-01")}, 61},
		{PaperCell{Look: PaperDate, Date: ledger.MustDate("1900-02-28")}, "1900-02-28"},
		{PaperCell{Look: PaperDate}, nil},
		{PaperCell{Look: PaperCount, Count: 7}, 7},
		{PaperCell{Text: "=1+1"}, "'=1+1"},
		{PaperCell{}, nil},
	} {
		if got := test.cell.value(); got != test.want {
			t.Errorf("%+v: %v, want %v", test.cell, got, test.want)
		}
	}
}

func TestPrintedTextsAreSafe(t *testing.T) {
	for text, want := range map[string]string{"": "", "Case A&B": "Case A&&B", "12 &P": " 12 &&P", "a\nb": "a b", "abcdefghijkl": "abcdefghi…"} {
		if got := printed(text, 10); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A table that does not fit on the rest of a page begins on the next; one that does, or
// that is the first of its page, stays.
func TestPaperKeepsTablesWhole(t *testing.T) {
	paper := newTestPaper(t, PaperTitle{Foot: "Case 1"})
	sheet, err := paper.Sheet("Grid", "Grid", PaperLayout{Widths: []int{14, 14, 14, 14}, Breaks: true})
	if err != nil {
		t.Fatal(err)
	}
	var begins []int
	for range 7 {
		sheet.Keep(12)
		begins = append(begins, sheet.row)
		sheet.Text("Caption", PaperCaption)
		sheet.Head([]PaperColumn{{Head: "Month", Look: PaperHead}})
		for range 12 {
			sheet.Row(PaperBody, []PaperCell{{Text: "January"}})
		}
		sheet.Gap()
	}
	sheet.Keep(100) // higher than a page
	if err := sheet.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := paper.Write(&out); err != nil {
		t.Fatal(err)
	}
	content := partOf(t, out.Bytes(), "xl/worksheets/sheet1.xml")
	if n := strings.Count(content, "<brk "); n != 3 {
		t.Errorf("%d page breaks, want 3 in %v: %s", n, begins, content[strings.Index(content, "<rowBreaks"):])
	}
	if !strings.Contains(content, `<brk id="46"`) { // three tables of 15 lines below the title
		t.Errorf("the first break is not before the fourth table: %s", content[strings.Index(content, "<rowBreaks"):])
	}
}

func TestPaperGrowsWithItsTexts(t *testing.T) {
	paper := newTestPaper(t, PaperTitle{Banner: "FOR NOBODY"})
	sheet, err := paper.Sheet("Prose", "Prose", PaperLayout{Widths: []int{20, 10, 20, 20}})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("words and words ", 30)
	sheet.Text(long, PaperPlain)
	sheet.Fact("short", "value")
	sheet.Point("term", "Pass", long, "short")
	sheet.Row(PaperBody, []PaperCell{{Text: long}})
	if err := sheet.Close(); err != nil {
		t.Fatal(err)
	}
	book := writtenPaper(t, paper)
	for row, least := range map[int]float64{3: 75, 5: 200, 6: 200} {
		if height, err := book.GetRowHeight("Prose", row); err != nil || height < least {
			t.Errorf("line %d is %.0f points high (%v), want %.0f", row, height, err, least)
		}
	}
	if height, _ := book.GetRowHeight("Prose", 4); height != lineHeight {
		t.Errorf("a short fact is %.0f points high", height)
	}
	if head, err := book.GetHeaderFooter("Prose"); err != nil || head.OddHeader != "&C&BFOR NOBODY" {
		t.Errorf("%+v, %v", head, err)
	}
	if first, err := book.GetCellValue("Prose", "A1"); err != nil || first != "FOR NOBODY" {
		t.Errorf("the sheet begins with %q, %v", first, err)
	}
}
