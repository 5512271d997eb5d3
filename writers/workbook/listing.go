package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/writers/internal/words"
)

// column is one column of a listing.
type column struct {
	heading string
	width   float64 // in characters
	kind    kind
}

// listing is a sheet of rows under a header: a real table with a filter, which
// continues on further sheets where it outgrows one.
type listing struct {
	name    string
	columns []column
	rows    int
	fill    func(r *row, i int) // appends a cell for each column
	none    string              // stands in the first cell of a listing without rows
	frozen  int                 // columns on the left that stay in view
	pages   int                 // pages side by side when printed
	decor   []decor
}

// decor colours the cells of a range of columns by their words.
type decor struct {
	first, last int // columns, from 1
	formats     []wordFormat
}

// wordFormat is the conditional format of cells that hold a word.
type wordFormat struct {
	word   string
	format func(*styles) int
}

func good(s *styles) int   { return s.good }
func bad(s *styles) int    { return s.bad }
func unsure(s *styles) int { return s.unsure }
func faint(s *styles) int  { return s.none }

// addListing adds the sheets of a listing: one, or as many as its rows need.
func (b *builder) addListing(l *listing) error {
	for from, page := 0, 1; page == 1 || from < l.rows; from, page = from+b.rowLimit, page+1 {
		s := sheet{name: pageName(l.name, page), listing: l, from: from, to: min(from+b.rowLimit, l.rows)}
		if err := b.addSheet(&s, page); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
		b.sheets = append(b.sheets, s)
	}
	return nil
}

func pageName(name string, page int) string {
	if page == 1 {
		return name
	}
	return fmt.Sprintf("%s (%d)", name, page)
}

// addSheet sets up everything of a sheet but its rows.
func (b *builder) addSheet(s *sheet, page int) error {
	index, err := b.file.NewSheet(s.name)
	if err != nil {
		return err
	}
	s.part = fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1)
	corner, err := excelize.CoordinatesToCellName(len(s.listing.columns), max(s.to-s.from, 1)+1)
	if err != nil {
		return err
	}
	table := strings.ToLower(s.listing.name)
	if page > 1 {
		table = fmt.Sprintf("%s_%d", table, page)
	}
	for _, set := range []func() error{
		func() error { return b.setColumns(s) },
		func() error { return b.setHeader(s) },
		func() error { return b.setContinuation(s, page) },
		func() error { return b.file.SetSheetDimension(s.name, "A1:"+corner) },
		func() error {
			stripes := false
			return b.file.AddTable(s.name, &excelize.Table{Range: "A1:" + corner, Name: table, StyleName: "TableStyleLight1", ShowRowStripes: &stripes})
		},
		func() error { return b.setDecor(s) },
		func() error { return b.setView(s) },
		func() error { return b.setPrint(s) },
	} {
		if err := set(); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) setColumns(s *sheet) error {
	for i, column := range s.listing.columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(s.name, letters, letters, column.width); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) setHeader(s *sheet) error {
	lines := 1
	for i, column := range s.listing.columns {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		// Bold letters are wide, and the filter's button covers three of them.
		lines = max(lines, linesOf(column.heading, int(column.width)-4))
		style := b.styles.head
		if column.kind >= money && column.kind <= day {
			style = b.styles.headEnd
		}
		if err := b.file.SetCellStr(s.name, cell, column.heading); err != nil {
			return err
		}
		if err := b.file.SetCellStyle(s.name, cell, cell, style); err != nil {
			return err
		}
	}
	return b.file.SetRowHeight(s.name, 1, float64(lineHeight*lines+6))
}

// setContinuation says beside the header which rows a sheet holds, where a listing has
// several sheets.
func (b *builder) setContinuation(s *sheet, page int) error {
	if s.listing.rows <= b.rowLimit {
		return nil
	}
	text := fmt.Sprintf("Rows %s to %s of %s", words.Count(s.from+1), words.Count(s.to), words.Count(s.listing.rows))
	if s.to < s.listing.rows {
		text += "; continues on the sheet " + pageName(s.listing.name, page+1)
	}
	cell, err := excelize.CoordinatesToCellName(len(s.listing.columns)+2, 1)
	if err != nil {
		return err
	}
	if err := b.file.SetCellStr(s.name, cell, text); err != nil {
		return err
	}
	return b.file.SetCellStyle(s.name, cell, cell, b.styles.note)
}

func (b *builder) setDecor(s *sheet) error {
	for _, decor := range s.listing.decor {
		from, err := excelize.CoordinatesToCellName(decor.first, 2)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(decor.last, max(s.to-s.from, 1)+1)
		if err != nil {
			return err
		}
		var rules []excelize.ConditionalFormatOptions
		for _, f := range decor.formats {
			id := f.format(&b.styles)
			rules = append(rules, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"` + f.word + `"`, Format: &id})
		}
		if err := b.file.SetConditionalFormat(s.name, from+":"+to, rules); err != nil {
			return err
		}
	}
	return nil
}
