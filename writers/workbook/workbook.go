// Package workbook writes the analyst's workbook, outreach.xlsx: a summary with
// charts, the outreach list, every determination, the variances against recorded
// balances, the rejects and the method.
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

// rowsPerSheet is how many data rows fit on a sheet below its header.
const rowsPerSheet = excelize.TotalRows - 1

// Write writes the workbook of a report to w. The bytes depend on nothing that differs
// between two runs on the same input.
func Write(w io.Writer, r *report.Report) error {
	return write(w, r, rowsPerSheet)
}

func write(w io.Writer, r *report.Report, rowLimit int) error {
	b, err := newBuilder(r, rowLimit)
	if err != nil {
		return fmt.Errorf("prepare workbook: %w", err)
	}
	defer func() { _ = b.file.Close() }() // frees memory: nothing of it is on disk
	for _, add := range []func() error{
		func() error { return b.addListing(outreachListing(r)) },
		func() error { return b.addListing(determinationsListing(r)) },
		func() error { return b.addListing(variancesListing(r)) },
		func() error { return b.addListing(rejectsListing(r)) },
		b.addMethod,
		b.addSummary,
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
	file     *excelize.File
	report   *report.Report
	styles   styles
	rowLimit int
	sheets   []sheet // the listings' sheets, in order
}

// sheet is a stretch of a listing's rows that has a sheet of its own.
type sheet struct {
	name     string
	listing  *listing
	from, to int // rows of the listing
	part     string
}

func newBuilder(r *report.Report, rowLimit int) (*builder, error) {
	b := &builder{file: excelize.NewFile(), report: r, rowLimit: rowLimit}
	if err := b.file.SetSheetName("Sheet1", summarySheet); err != nil {
		return nil, err
	}
	var err error
	if b.styles, err = newStyles(b.file); err != nil {
		return nil, err
	}
	// The as-of date stands in for the clock: a rerun gives the same bytes.
	date := r.AsOf.String() + "T00:00:00Z"
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: "Child support arrears as of " + r.AsOf.String(), Creator: "arrears",
		LastModifiedBy: "arrears", Language: "en-US", Created: date, Modified: date}); err != nil {
		return nil, err
	}
	return b, b.file.SetAppProps(&excelize.AppProperties{Application: "arrears"})
}
