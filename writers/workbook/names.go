package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// setProperties says what the document is. The as-of date stands in for the clock: a
// rerun gives the same bytes.
func (b *builder) setProperties() error {
	r := b.report
	date := r.AsOf.String() + "T00:00:00Z"
	if err := b.file.SetDocProps(&excelize.DocProperties{
		Title:       "Child support arrears as of " + words.Date(r.AsOf),
		Subject:     "Outreach list and determinations by the policy " + r.Policy.Label(),
		Description: "Confidential: holds names, addresses and amounts. Give it back as an input of the next run to record the contacts on the sheet Outreach.",
		Keywords:    "child support; arrears; compromise; outreach; " + r.Policy.Label(),
		Category:    "Confidential",
		Creator:     "arrears", LastModifiedBy: "arrears", Language: "en-US", Created: date, Modified: date, Version: r.Run.Program,
	}); err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: "arrears"})
}

// define gives a range or a cell of a sheet a name, under which other workbooks, formulas
// and programs find it on every night.
func (b *builder) define(name, sheet, area string) {
	b.names = append(b.names, excelize.DefinedName{Name: name, RefersTo: "'" + sheet + "'!" + absolute(area)})
}

// absolute turns A1:B2 into $A$1:$B$2.
func absolute(area string) string {
	var out strings.Builder
	inDigits := true
	for _, c := range area {
		isDigit := c >= '0' && c <= '9'
		if c != ':' && isDigit != inDigits || c != ':' && out.Len() == 0 {
			out.WriteByte('$')
		}
		inDigits = isDigit || c == ':'
		out.WriteRune(c)
	}
	return out.String()
}

// setNames defines the names that were gathered.
func (b *builder) setNames() error {
	for i := range b.names {
		if err := b.file.SetDefinedName(&b.names[i]); err != nil {
			return fmt.Errorf("name %s: %w", b.names[i].Name, err)
		}
	}
	return nil
}

// mark lets the next run know the workbook again; it names the cell that tells which
// program wrote it.
func (b *builder) mark(sheet, cell string) { b.define(report.WorkbookMark, sheet, cell) }
