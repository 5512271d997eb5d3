// Package workbook writes the analyst's workbook, outreach.xlsx: a summary with
// charts, the outreach list with columns for the caseworker to fill in, a calendar of
// those who become eligible later, what changed since the previous run, every determination, the cases as flat data, the
// variances against recorded balances, the rejects and the method.
//
// The library makes all that surrounds the rows of the big sheets: styles, tables,
// frozen panes, conditional formats, print set-up, charts. The rows themselves are
// encoded here, straight into the compressed archive, so that memory does not grow
// with them and nothing personal touches a temporary file. Cells hold values, never
// formulas, and the same report gives the same bytes.
package workbook

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/report"
)

// limits are what a sheet can hold; tests lower them.
type limits struct {
	rows  int // below a header on the first line
	links int
}

// spreadsheetLimits are those of the spreadsheet programs: a sheet with more does not open.
var spreadsheetLimits = limits{rows: excelize.TotalRows - 1, links: 65_530}

// Write writes the workbook of a report to w. The bytes depend on nothing that differs
// between two runs on the same input.
func Write(w io.Writer, r *report.Report) error {
	return write(w, r, spreadsheetLimits)
}

func write(w io.Writer, r *report.Report, most limits) error {
	b, err := newBuilder(r, most)
	if err != nil {
		return fmt.Errorf("prepare workbook: %w", err)
	}
	defer func() { _ = b.file.Close() }() // frees memory: nothing of it is on disk
	for _, add := range []func() error{
		func() error { return b.addListing(outreachListing(r)) },
		func() error { return b.addListing(laterListing(r)) },
		func() error {
			if r.Changes == nil {
				return nil
			}
			return b.addListing(changesListing(r))
		},
		func() error { return b.addListing(determinationsListing(r)) },
		func() error { return b.addListing(dataListing(r)) },
		func() error { return b.addListing(variancesListing(r)) },
		func() error { return b.addListing(rejectsListing(r)) },
		b.addSummary,
		b.addMethod,
		b.setNames,
	} {
		if err := add(); err != nil {
			return fmt.Errorf("prepare workbook: %w", err)
		}
	}
	return b.writeArchive(w)
}

// builder gathers a workbook: the library's file, and the rows that go into its sheets
// when the archive is written.
type builder struct {
	file   *excelize.File
	report *report.Report
	styles styles
	most   limits
	sheets []sheet // the listings' sheets, in order
	names  []excelize.DefinedName

	statusChart string // the part whose bars are coloured by status
}

func newBuilder(r *report.Report, most limits) (*builder, error) {
	b := &builder{file: excelize.NewFile(), report: r, most: most}
	if err := b.file.SetSheetName("Sheet1", summarySheet); err != nil {
		return nil, err
	}
	var err error
	if b.styles, err = newStyles(b.file); err != nil {
		return nil, err
	}
	return b, b.setProperties()
}
