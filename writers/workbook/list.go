package workbook

import (
	"fmt"
	"io"

	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// Fact is something to know about a list: what it is called, and what it is.
type Fact struct{ Name, Value string }

const aboutSheet = "About"

// WriteList writes a workbook that holds the outreach list of a report and a sheet that
// says how the list was chosen. The caseworker's columns of the list come back with it as
// they do with the workbook of a run.
func WriteList(w io.Writer, r *report.Report, facts []Fact) error {
	list := outreachListing(r)
	list.none = "No row of the run's outreach list was chosen."
	b, err := newBuilder(r, spreadsheetLimits)
	if err != nil {
		return fmt.Errorf("prepare workbook: %w", err)
	}
	defer func() { _ = b.file.Close() }() // frees memory: nothing of it is on disk
	for _, add := range []func() error{
		func() error { return b.file.SetSheetName(summarySheet, list.name) }, // which is then the list's
		func() error { return b.addListing(list) },
		func() error { return b.addAbout(facts) },
		b.setNames,
	} {
		if err := add(); err != nil {
			return fmt.Errorf("prepare workbook: %w", err)
		}
	}
	return b.writeArchive(w)
}

// addAbout fills the last sheet.
func (b *builder) addAbout(facts []Fact) error {
	c := &canvas{file: b.file, styles: &b.styles, sheet: aboutSheet, row: 1}
	if _, err := b.file.NewSheet(c.sheet); err != nil {
		return err
	}
	c.widths(28, 90)
	c.title("About this list")
	own := []Fact{{"As-of date", words.Date(b.report.AsOf)}, {"Policy", b.report.Policy.Label()}, {"Program version", b.report.Run.Program}}
	for i, fact := range append(own, facts...) {
		c.line(cell{fact.Name, c.styles.label}, cell{fact.Value, c.styles.body[wrapped]})
		if i == len(own)-1 {
			c.row--
			b.mark(aboutSheet, c.at(2))
			c.row++
		}
	}
	c.row++
	c.span(1, 2, "Contacts that are written into the list come back with it: give this workbook as an input of the next run.", c.styles.muted)
	if c.err == nil {
		c.err = b.landscape(aboutSheet, 1)
	}
	return c.close()
}
