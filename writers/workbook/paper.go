package workbook

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
)

// Paper is a workbook that is made to be printed on Letter paper: sheets of text and
// tables in sober styles, with what it is and the page at the foot of each page. Cells
// hold values, never formulas; the same content gives the same bytes.
type Paper struct {
	book   builder
	styles paperStyles
	foot   string
	banner string
	sheets int
}

// PaperTitle names a workbook.
type PaperTitle struct {
	Title  string
	AsOf   ledger.Date // stands in for the clock in the document's properties
	Foot   string      // at the foot of each page, at the left
	Banner string      // at the head of each page and of each sheet; blank for none
}

// NewPaper begins a workbook without sheets.
func NewPaper(title PaperTitle) (*Paper, error) {
	p := &Paper{book: builder{file: excelize.NewFile()}, foot: title.Foot, banner: title.Banner}
	file := p.book.file
	var err error
	if p.styles, err = newPaperStyles(file); err != nil {
		return nil, err
	}
	date := title.AsOf.String() + "T00:00:00Z"
	if err := file.SetDocProps(&excelize.DocProperties{Title: title.Title, Subject: title.Banner, Creator: "arrears", LastModifiedBy: "arrears",
		Language: "en-US", Created: date, Modified: date}); err != nil {
		return nil, err
	}
	return p, file.SetAppProps(&excelize.AppProperties{Application: "arrears"})
}

// Write writes the workbook and frees its memory.
func (p *Paper) Write(w io.Writer) error {
	defer func() { _ = p.book.file.Close() }() // nothing of it is on disk
	return p.book.writeArchive(w)
}

// PaperSheet is a sheet of a Paper in the making, from the top down. The first error
// stays, and makes every later call do nothing.
type PaperSheet struct {
	paper  *Paper
	layout PaperLayout
	name   string
	row    int // the line being written, from 1
	points int // height of the lines so far
	// fixed is how many lines stay in view and stand on every page.
	fixed, fixedPoints int
	scale              int // in percent, where Keep sets page breaks; else 0
	begun              int // points at the beginning of the page
	err                error
}

// PaperLayout is how a sheet is laid out.
type PaperLayout struct {
	Widths    []int // of the columns, in characters
	Landscape bool
	// Breaks tells that Keep sets page breaks. Such a sheet is shrunk to the width of the
	// page by a fixed scale, for spreadsheets forget breaks where they fit a sheet to it.
	Breaks bool
}

// Sheet adds a sheet with its title.
func (p *Paper) Sheet(name, title string, layout PaperLayout) (*PaperSheet, error) {
	file := p.book.file
	var err error
	if p.sheets == 0 {
		err = file.SetSheetName("Sheet1", name)
	} else {
		_, err = file.NewSheet(name)
	}
	p.sheets++
	s := &PaperSheet{paper: p, layout: layout, name: name, row: 1, err: err}
	for i, width := range layout.Widths {
		letters, err := excelize.ColumnNumberToName(i + 1)
		s.keep(err)
		s.do(func() error { return file.SetColWidth(name, letters, letters, float64(width)) })
	}
	s.setPage()
	if p.banner != "" {
		s.Text(p.banner, PaperBanner)
	}
	s.Text(title, PaperTop)
	s.Freeze()
	return s, s.err
}

func (s *PaperSheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *PaperSheet) do(step func() error) {
	if s.err == nil {
		s.err = step()
	}
}

// Freeze keeps the lines so far in view, and prints them on every page.
func (s *PaperSheet) Freeze() { s.fixed, s.fixedPoints = s.row-1, s.points }

// Close ends the sheet.
func (s *PaperSheet) Close() error {
	last, err := excelize.CoordinatesToCellName(len(s.layout.Widths), s.row)
	s.keep(err)
	file, corner := s.paper.book.file, fmt.Sprintf("A%d", s.fixed+1)
	s.do(func() error {
		return file.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: s.fixed, TopLeftCell: corner, ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomLeft"}}})
	})
	s.do(func() error {
		return file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.name, s.fixed), Scope: s.name})
	})
	s.do(func() error {
		return file.AddIgnoredErrors(s.name, "A1:"+last, excelize.IgnoredErrorsNumberStoredAsText)
	})
	if s.err != nil {
		return fmt.Errorf("sheet %s: %w", s.name, s.err)
	}
	return nil
}

// Letter paper with margins, in hundredths of an inch.
const (
	letterShort = 850
	letterLong  = 1100
	marginSide  = 50
	marginTop   = 70
	marginFoot  = 80
)

// footMax is how many characters of a footer spreadsheets surely take, beside the page's
// number.
const footMax = 120

// setPage sets paper, margins, header and footer.
func (s *PaperSheet) setPage() {
	file := s.paper.book.file
	size, orientation, across := paperLetter, "portrait", letterShort
	if s.layout.Landscape {
		orientation, across = "landscape", letterLong
	}
	options := excelize.PageLayoutOptions{Size: &size, Orientation: &orientation}
	if s.layout.Breaks {
		s.scale = s.fittingScale(across - 2*marginSide)
		shrink := uint(s.scale)
		options.AdjustTo = &shrink
	} else {
		fit, wide, tall := true, 1, 0
		options.FitToWidth, options.FitToHeight = &wide, &tall
		s.do(func() error { return file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}) })
	}
	s.do(func() error { return file.SetPageLayout(s.name, &options) })
	side, top, foot, edge := marginSide/100.0, marginTop/100.0, marginFoot/100.0, 0.3
	centred := true
	s.do(func() error {
		return file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &foot, Header: &edge, Footer: &edge, Horizontally: &centred})
	})
	headers := &excelize.HeaderFooterOptions{OddFooter: "&L" + printed(s.paper.foot, footMax) + "&RPage &P of &N"}
	if s.paper.banner != "" {
		headers.OddHeader = "&C&B" + printed(s.paper.banner, footMax)
	}
	s.do(func() error { return file.SetHeaderFooter(s.name, headers) })
}

// printed is a text as headers and footers take it: not too long, on one line, its
// ampersands doubled. A digit at its beginning would be taken for the size of letters.
func printed(text string, most int) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) > most {
		letters = append(letters[:most-1], '…')
	}
	text = strings.ReplaceAll(string(letters), "&", "&&")
	if text != "" && text[0] >= '0' && text[0] <= '9' {
		text = " " + text
	}
	return text
}

// scaleMost is the largest scale, in percent, of a sheet with page breaks: letters of 10
// points are 8 then, and three grids of twelve months stand on a page.
const scaleMost = 84

// fittingScale is the percentage at which the columns fit a width in hundredths of an
// inch. A column takes 7 pixels of 1/96 inch a character and 5 besides.
func (s *PaperSheet) fittingScale(across int) int {
	pixels := 0
	for _, width := range s.layout.Widths {
		pixels += 7*width + 5
	}
	return max(10, min(scaleMost, across*96*97/100/max(1, pixels)))
}

// room is how many points of lines a page holds, the lines on every page included.
func (s *PaperSheet) room() int {
	long := letterLong
	if s.layout.Landscape {
		long = letterShort
	}
	return (long - marginTop - marginFoot) * 72 / s.scale * 97 / 100
}

// tableHeight is about how many points the caption, the heads and the gap of a table take.
const tableHeight = 64

// Keep begins a new page if a table of so many rows does not fit on this one.
func (s *PaperSheet) Keep(rows int) {
	height := tableHeight + rows*(smallHeight+1)
	if s.scale == 0 || s.row == s.fixed+1 || s.points-s.begun+height <= s.room() {
		return
	}
	s.do(func() error { return s.paper.book.file.InsertPageBreak(s.name, fmt.Sprintf("A%d", s.row)) })
	s.begun = s.points - s.fixedPoints
}
