package statement

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

func openBook(t *testing.T, d *Document) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(written(t, "xlsx", d)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func TestWorkbookIsSetUpForPaper(t *testing.T) {
	for name, d := range map[string]*Document{"varied": explained(t, varied(t), "C1", General), "hostile": hostile(t, General), "without entries": explained(t, varied(t), "C3", General)} {
		book := openBook(t, d)
		if sheets := strings.Join(book.GetSheetList(), "; "); sheets != "Statement; Payment history; Interest; Entries; Criteria; Method" {
			t.Errorf("%s: sheets %s", name, sheets)
		}
		properties, err := book.GetDocProps()
		if err != nil || properties.Created != "2026-10-31T00:00:00Z" || properties.Modified != properties.Created || properties.Creator != "arrears" {
			t.Errorf("%s: %+v, %v", name, properties, err)
		}
		for _, sheet := range book.GetSheetList() {
			checkPaper(t, book, name, sheet)
		}
		titles := 0
		for _, defined := range book.GetDefinedName() {
			if defined.Name == "_xlnm.Print_Titles" {
				titles++
			}
		}
		if titles != len(book.GetSheetList()) {
			t.Errorf("%s: %d sheets repeat lines on every page", name, titles)
		}
	}
}

func checkPaper(t *testing.T, book *excelize.File, name, sheet string) {
	t.Helper()
	layout, err := book.GetPageLayout(sheet)
	if err != nil || layout.Size == nil || *layout.Size != 1 {
		t.Errorf("%s, %s: not on Letter paper: %v", name, sheet, err)
	}
	properties, err := book.GetSheetProps(sheet)
	fits := err == nil && properties.FitToPage != nil && *properties.FitToPage && *layout.FitToWidth == 1 && *layout.FitToHeight == 0
	if !fits && (layout.AdjustTo == nil || *layout.AdjustTo > 84) {
		t.Errorf("%s, %s: does not fit the width of a page", name, sheet)
	}
	foot, err := book.GetHeaderFooter(sheet)
	if err != nil || !strings.HasPrefix(foot.OddFooter, "&LCase ") || !strings.HasSuffix(foot.OddFooter, "&RPage &P of &N") || utf8.RuneCountInString(foot.OddFooter) > 255 {
		t.Errorf("%s, %s: footer %+v, %v", name, sheet, foot, err)
	}
	panes, err := book.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit < 1 || panes.YSplit > 3 {
		t.Errorf("%s, %s: panes %+v, %v", name, sheet, panes, err)
	}
}

// A number that is wider than its column would show as ####; and nothing is a formula.
func TestCellsFitAndNoneIsAFormula(t *testing.T) {
	for name, d := range map[string]*Document{"varied": explained(t, varied(t), "C1", FTI), "hostile": hostile(t, FTI)} {
		book := openBook(t, d)
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for r, row := range rows {
				for c, shown := range row {
					if shown == "" {
						continue
					}
					cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
					letters, _ := excelize.ColumnNumberToName(c + 1)
					width, err := book.GetColWidth(sheet, letters)
					kind, kindErr := book.GetCellType(sheet, cell)
					formula, formulaErr := book.GetCellFormula(sheet, cell)
					if err != nil || kindErr != nil || formulaErr != nil || formula != "" {
						t.Fatalf("%s, %s!%s: %v %v %v, formula %q", name, sheet, cell, err, kindErr, formulaErr, formula)
					}
					isText := kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString
					if !isText && float64(len(shown)) > width-1 {
						t.Errorf("%s, %s!%s: %q in a column of %.0f characters", name, sheet, cell, shown, width)
					}
					if isText && strings.ContainsRune("=+-@\t\r", rune(shown[0])) {
						t.Errorf("%s, %s!%s: %q could be run", name, sheet, cell, shown)
					}
				}
			}
		}
	}
}
