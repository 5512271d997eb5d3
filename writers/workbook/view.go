package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/writers/internal/words"
)

// setView freezes the header and the columns that name a row, and hushes the mark
// "number stored as text" on identifiers. A header below a preface would take half of the
// window with it, and moves.
func (b *builder) setView(s *sheet) error {
	area, err := s.table()
	if err != nil {
		return err
	}
	if err := b.file.AddIgnoredErrors(s.name, area, excelize.IgnoredErrorsNumberStoredAsText); err != nil || s.header > 1 {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(s.listing.frozen+1, 2)
	if err != nil {
		return err
	}
	pane := "bottomRight"
	if s.listing.frozen == 0 {
		pane = "bottomLeft"
	}
	return b.file.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: s.listing.frozen, YSplit: 1, TopLeftCell: corner, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: pane}}})
}

// setPrint sets a listing up for paper: landscape, as wide as its pages, with the
// header and the frozen columns on every page.
func (b *builder) setPrint(s *sheet) error {
	if err := b.landscape(s.name, s.listing.pages); err != nil {
		return err
	}
	quoted := "'" + s.name + "'!"
	titles := fmt.Sprintf("%s$%d:$%d", quoted, s.header, s.header)
	if s.listing.frozen > 0 && s.listing.pages > 1 {
		last, err := excelize.ColumnNumberToName(s.listing.frozen)
		if err != nil {
			return err
		}
		titles = quoted + "$A:$" + last + "," + titles
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.name})
}

const paperLetter = 1

// landscape sets paper, margins and footer of a sheet.
func (b *builder) landscape(name string, pages int) error {
	size, orientation, fit, tall, margin, low, foot := paperLetter, "landscape", true, 0, 0.4, 0.7, 0.3
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &pages, FitToHeight: &tall}); err != nil {
		return err
	}
	if err := b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &low, Footer: &foot}); err != nil {
		return err
	}
	policy := strings.ReplaceAll(b.report.Policy.Label(), "&", "&&")
	return b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{
		OddFooter: fmt.Sprintf("&L&A, as of %s, %s&CConfidential&RPage &P of &N", words.Date(b.report.AsOf), policy)})
}
