package statement

import (
	"fmt"
	"io"
	"slices"

	"arrears/writers/workbook"
)

// WriteXLSX writes the document as a workbook: a sheet for each theme, set up for Letter
// paper. The same document gives the same bytes.
func WriteXLSX(w io.Writer, d *Document) error {
	paper, err := workbook.NewPaper(workbook.PaperTitle{Title: fmt.Sprintf("Statement of case %s as of %s", d.CaseID, d.AsOf), AsOf: d.AsOf.Day(),
		Foot: fmt.Sprintf("Case %s, as of %s", d.CaseID, d.AsOf.People()), Banner: d.Banner})
	if err != nil {
		return fmt.Errorf("prepare statement workbook: %w", err)
	}
	for _, sections := range bySheet(statementSections(d)) {
		if err := writeSheet(paper, d, sections); err != nil {
			return fmt.Errorf("prepare statement workbook: %w", err)
		}
	}
	if err := paper.Write(w); err != nil {
		return fmt.Errorf("write statement workbook: %w", err)
	}
	return nil
}

// bySheet puts sections of one sheet together. On a sheet with a main table the heads stay
// in view; what is said before the table would take their room and goes to the last sheet.
func bySheet(sections []section) [][]section {
	var sheets [][]section
	var notes []block
	for _, s := range sections {
		if at := slices.IndexFunc(s.Blocks, func(b block) bool { return b.Table != nil && b.Table.Main }); at > 0 {
			notes = append(append(notes, block{Heading: "Notes to the sheet " + s.Sheet}), s.Blocks[:at]...)
			s.Blocks = s.Blocks[at:]
		}
		if n := len(sheets); n > 0 && sheets[n-1][0].Sheet == s.Sheet {
			sheets[n-1] = append(sheets[n-1], s)
		} else {
			sheets = append(sheets, []section{s})
		}
	}
	last := &sheets[len(sheets)-1][0]
	last.Blocks = slices.Concat(last.Blocks, notes)
	return sheets
}

// landscapeFrom is how many characters of columns make a sheet landscape.
const landscapeFrom = 140

// writeSheet writes the sections of one sheet.
func writeSheet(paper *workbook.Paper, d *Document, sections []section) error {
	widths, breaks := sheetWidths(sections)
	across := 0
	for _, width := range widths {
		across += width
	}
	name := sections[0].Sheet
	sheet, err := paper.Sheet(name, fmt.Sprintf("%s: case %s, as of %s", name, d.CaseID, d.AsOf.People()),
		workbook.PaperLayout{Widths: widths, Landscape: across > landscapeFrom, Breaks: breaks})
	if err != nil {
		return err
	}
	for _, s := range sections {
		if s.Title != name && !s.Blocks[0].isMain() {
			sheet.Text(s.Title, workbook.PaperHeading)
		}
		for i := range s.Blocks {
			writeBlock(sheet, &s.Blocks[i])
		}
	}
	return sheet.Close()
}

func (b *block) isMain() bool { return b.Table != nil && b.Table.Main }

// proseWidths are the columns of sentences: a name, a mark, and room.
var proseWidths = []int{28, 10, 16, 16, 16, 16, 16}

// sheetWidths are the widths of a sheet's columns, each as wide as the widest figure of
// its tables, and whether tables are to be kept whole by page breaks.
func sheetWidths(sections []section) (widths []int, breaks bool) {
	for _, s := range sections {
		for i := range s.Blocks {
			b := &s.Blocks[i]
			if b.Points != nil {
				widths = widest(widths, proseWidths)
			}
			if b.Table != nil {
				breaks = breaks || b.Table.Whole
				widths = widest(widths, b.Table.widths())
			}
		}
	}
	widths = widest(widths, make([]int, 4)) // room for a fact beside its name
	for i := range widths {
		widths[i] = max(widths[i]+2, 10)
	}
	widths[0] = max(widths[0], 14)
	return widths, breaks
}

func widest(a, b []int) []int {
	wide := make([]int, max(len(a), len(b)))
	for i := range wide {
		if i < len(a) {
			wide[i] = a[i]
		}
		if i < len(b) {
			wide[i] = max(wide[i], b[i])
		}
	}
	return wide
}

func writeBlock(sheet *workbook.PaperSheet, b *block) {
	if b.Heading != "" {
		sheet.Text(b.Heading, workbook.PaperCaption)
	}
	if b.Text != "" {
		sheet.Text(b.Text, workbook.PaperPlain)
	}
	if b.Warning != "" {
		sheet.Text(b.Warning, workbook.PaperWarning)
	}
	for _, item := range b.List {
		sheet.Text("• "+item, workbook.PaperPlain)
	}
	for _, f := range b.Facts {
		sheet.Fact(f.Label, f.Value)
	}
	for _, p := range b.Points {
		sheet.Point(p.Term, p.Mark, p.Text, p.Rest)
	}
	if b.Table != nil {
		writeTable(sheet, b.Table)
	}
}

func writeTable(sheet *workbook.PaperSheet, t *table) {
	if !t.Main {
		if t.Whole {
			sheet.Keep(len(t.Rows))
		}
		sheet.Text(t.Caption, workbook.PaperCaption)
	}
	if len(t.Groups) > 0 {
		heads := []workbook.PaperColumn{{Look: workbook.PaperHead}}
		for _, g := range t.Groups {
			heads = append(heads, workbook.PaperColumn{Head: g.Head, Look: workbook.PaperHeadGroup, Span: g.Span})
		}
		sheet.Head(heads)
	}
	var heads []workbook.PaperColumn
	for _, column := range t.Columns {
		look := workbook.PaperHeadRight
		if column.Kind == text || column.Kind == date {
			look = workbook.PaperHead
		}
		heads = append(heads, workbook.PaperColumn{Head: column.Head, Look: look})
	}
	sheet.Head(heads)
	if t.Main {
		sheet.Freeze()
	}
	if len(t.Rows) == 0 {
		sheet.Text(t.None, workbook.PaperPlain)
	}
	for i := range t.Rows {
		sheet.Row(rowKinds[t.Rows[i].Role], paperCells(t.Rows[i].Cells))
	}
	sheet.Gap()
}

var rowKinds = map[role]workbook.PaperRow{body: workbook.PaperBody, part: workbook.PaperPart, event: workbook.PaperEvent, eventPart: workbook.PaperEventPart,
	header: workbook.PaperGroup, total: workbook.PaperTotal}

func paperCells(cells []cell) []workbook.PaperCell {
	paper := make([]workbook.PaperCell, len(cells))
	for i := range cells {
		c := &cells[i]
		switch c.Kind {
		case money:
			paper[i] = workbook.PaperCell{Look: workbook.PaperMoney, Money: c.Money.Cents()}
		case exact:
			paper[i] = workbook.PaperCell{Look: workbook.PaperExact, Text: c.Exact.People(), Exact: c.Exact.String()}
		case date:
			paper[i] = workbook.PaperCell{Look: workbook.PaperDate, Date: c.Date.Day()}
		case count:
			paper[i] = workbook.PaperCell{Look: workbook.PaperCount, Count: c.Count}
		default:
			paper[i] = workbook.PaperCell{Text: c.Text}
		}
	}
	return paper
}
