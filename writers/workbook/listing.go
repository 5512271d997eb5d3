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

	// preface, if any, writes lines above the header of the first sheet, from line 1 on,
	// and says where the header stands.
	preface func(b *builder, sheet string) (header int, err error)
	// mail, if any, is the e-mail address of row i, which stands in mailColumn.
	mail       func(i int) string
	mailColumn int // from 1
	// open, if any, makes the cells ready that people fill in.
	open func(b *builder, s *sheet) error
}

// sheet is a stretch of a listing's rows that has a sheet of its own.
type sheet struct {
	name     string
	listing  *listing
	page     int // from 1
	from, to int // rows of the listing
	header   int // its line, from 1
	part     string
	links    bool // e-mail addresses can be clicked
	unlinked int  // e-mail addresses too many to be clicked
}

// last is the sheet's last line. A table needs one below its header.
func (s *sheet) last() int { return s.header + max(s.to-s.from, 1) }

// cells is the range of a sheet's columns, from 1, over all its rows.
func (s *sheet) cells(first, last int) (string, error) {
	from, err := excelize.CoordinatesToCellName(first, s.header+1)
	if err != nil {
		return "", err
	}
	to, err := excelize.CoordinatesToCellName(last, s.last())
	return from + ":" + to, err
}

// table is the range of the table: the header and all rows.
func (s *sheet) table() (string, error) {
	from, err := excelize.CoordinatesToCellName(1, s.header)
	if err != nil {
		return "", err
	}
	to, err := excelize.CoordinatesToCellName(len(s.listing.columns), s.last())
	return from + ":" + to, err
}

// addListing adds the sheets of a listing: one, or as many as its rows need.
func (b *builder) addListing(l *listing) error {
	for from, page := 0, 1; page == 1 || from < l.rows; page++ {
		s := sheet{name: pageName(l.name, page), listing: l, page: page, from: from, header: 1}
		if err := b.addSheet(&s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
		b.sheets = append(b.sheets, s)
		from = s.to
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
func (b *builder) addSheet(s *sheet) error {
	index, err := b.file.NewSheet(s.name)
	if err != nil {
		return err
	}
	s.part = fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1)
	if err := b.setColumns(s); err != nil {
		return err
	}
	if s.page == 1 && s.listing.preface != nil {
		if s.header, err = s.listing.preface(b, s.name); err != nil {
			return err
		}
	}
	s.to = min(s.from+max(b.most.rows-(s.header-1), 1), s.listing.rows)
	for _, set := range []func(*sheet) error{b.setLinks, b.setHeader, b.setRemark, b.setTable, b.setDecor, b.setView, b.setPrint} {
		if err := set(s); err != nil {
			return err
		}
	}
	if s.listing.open != nil {
		return s.listing.open(b, s)
	}
	return nil
}

// setTable makes a table of the rows, with the filter that comes with it, and gives the
// first of a listing a name. A table and a name may not be called the same.
func (b *builder) setTable(s *sheet) error {
	area, err := s.table()
	if err != nil {
		return err
	}
	if err := b.file.SetSheetDimension(s.name, "A1:"+area[strings.IndexByte(area, ':')+1:]); err != nil {
		return err
	}
	name := strings.ReplaceAll(s.listing.name, " ", "_")
	if s.page == 1 {
		b.define(name, s.name, area)
	}
	table := name + "_table"
	if s.page > 1 {
		table = fmt.Sprintf("%s_%d", table, s.page)
	}
	stripes := false
	return b.file.AddTable(s.name, &excelize.Table{Range: area, Name: table, StyleName: "TableStyleLight1", ShowRowStripes: &stripes})
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
		cell, err := excelize.CoordinatesToCellName(i+1, s.header)
		if err != nil {
			return err
		}
		// Bold letters are wide, and the filter's button covers three of them.
		lines = max(lines, linesOf(column.heading, int(column.width)-4))
		style := b.styles.head
		switch {
		case column.kind >= contactDay:
			style = b.styles.headContact
		case column.kind.right():
			style = b.styles.headEnd
		}
		if err := b.file.SetCellStr(s.name, cell, column.heading); err != nil {
			return err
		}
		if err := b.file.SetCellStyle(s.name, cell, cell, style); err != nil {
			return err
		}
	}
	return b.file.SetRowHeight(s.name, s.header, float64(min(lineHeight*lines+6, excelize.MaxRowHeight)))
}

// setRemark says beside the header which rows a sheet holds, where a listing has several
// sheets, and why e-mail addresses can't be clicked, where they can't.
func (b *builder) setRemark(s *sheet) error {
	text := ""
	if s.from > 0 || s.to < s.listing.rows {
		text = fmt.Sprintf("Rows %s to %s of %s", words.Count(s.from+1), words.Count(s.to), words.Count(s.listing.rows))
		if s.to < s.listing.rows {
			text += "; continues on the sheet " + pageName(s.listing.name, s.page+1)
		}
		text += ". "
	}
	if s.unlinked > 0 {
		text += b.tooManyLinks(s.unlinked)
	}
	if text == "" {
		return nil
	}
	cell, err := excelize.CoordinatesToCellName(len(s.listing.columns)+2, s.header)
	if err != nil {
		return err
	}
	if err := b.file.SetCellStr(s.name, cell, strings.TrimSpace(text)); err != nil {
		return err
	}
	return b.file.SetCellStyle(s.name, cell, cell, b.styles.note)
}
