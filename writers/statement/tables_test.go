package statement

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// shown is a statement as people see it: the rows of each table by its caption, with
// every span taken apart, and all of its text.
type shown struct {
	tables map[string][][]string
	text   string
}

// onPage reads the page.
func onPage(t *testing.T, d *Document) shown {
	t.Helper()
	content := written(t, "html", d)
	tree, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	s := shown{map[string][][]string{}, textOf(tree)}
	for node := range tree.Descendants() {
		if node.Data == "table" {
			caption, rows := tableOf(node)
			if s.tables[caption] != nil {
				t.Errorf("two tables are called %q", caption)
			}
			s.tables[caption] = rows
		}
	}
	return s
}

func textOf(node *html.Node) string {
	text := ""
	if node.Type == html.TextNode {
		text = node.Data
	}
	for child := range node.ChildNodes() {
		text += textOf(child)
	}
	return text
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// tableOf takes a table apart; a cell that spans others stands in the first of them.
func tableOf(table *html.Node) (caption string, rows [][]string) {
	taken := map[[2]int]bool{}
	for node := range table.Descendants() {
		switch node.Data {
		case "caption":
			caption = textOf(node)
		case "tr":
			rows = append(rows, nil)
		case "th", "td":
			at, row := len(rows)-1, &rows[len(rows)-1]
			for taken[[2]int{at, len(*row)}] {
				*row = append(*row, "")
			}
			high, wide := spans(node)
			for k := range high {
				for i := range wide {
					taken[[2]int{at + k, len(*row) + i}] = true
				}
			}
			*row = append(*row, textOf(node))
			*row = append(*row, make([]string, wide-1)...)
		}
	}
	return caption, rows
}

func spans(cell *html.Node) (high, wide int) {
	high, _ = strconv.Atoi(attribute(cell, "rowspan"))
	wide, _ = strconv.Atoi(attribute(cell, "colspan"))
	return max(high, 1), max(wide, 1)
}

// inBook reads the workbook as a spreadsheet shows it. A table begins below its caption;
// that of a sheet without captions is called after the sheet.
func inBook(t *testing.T, d *Document) shown {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(written(t, "xlsx", d)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	s := shown{tables: map[string][][]string{}}
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		caption := sheet
		for _, row := range rows {
			s.text += strings.Join(row, " ") + "\n"
			if len(row) > 0 && strings.HasSuffix(row[0], "dollars") || slices.Equal(row, []string{"Other facts of each case"}) {
				caption = row[0]
				continue
			}
			s.tables[caption] = append(s.tables[caption], row)
		}
	}
	return s
}

// bothForms reads a document from the page and from the workbook.
func bothForms(t *testing.T, d *Document) map[string]shown {
	t.Helper()
	return map[string]shown{"html": onPage(t, d), "xlsx": inBook(t, d)}
}

// find is the rows of the first table whose caption begins with one of the words.
func (s shown) find(t *testing.T, words ...string) [][]string {
	t.Helper()
	for caption, rows := range s.tables {
		for _, word := range words {
			if strings.HasPrefix(caption, word) {
				return rows
			}
		}
	}
	t.Fatalf("no table begins with %q", words)
	return nil
}

// row is the first row that begins with a label, padded.
func rowOf(rows [][]string, label string) []string {
	for _, row := range rows {
		if len(row) > 0 && strings.HasPrefix(row[0], label) {
			return padded(row)
		}
	}
	return make([]string, 20)
}

func padded(row []string) []string { return append(slices.Clone(row), make([]string, 20)...) }

// expect compares cells with what they should be.
func expect(t *testing.T, what string, got []string, want ...fmt.Stringer) {
	t.Helper()
	for i, value := range want {
		shown := fmt.Sprint(value)
		switch value := value.(type) {
		case Money:
			shown = value.People()
		case Exact:
			shown = value.People()
		case Date:
			shown = value.People()
		}
		if got[i] != shown {
			t.Errorf("%s: %q, want %q", what, got[i], shown)
		}
	}
}
