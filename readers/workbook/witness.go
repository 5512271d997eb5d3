package workbook

import (
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"
)

// witness is excelize reading the raw values of one sheet, for the fallback to compare
// with.
type witness struct {
	rows   *excelize.Rows
	number int // of the row last read
}

// The parts of the workbook that a witness makes.
const (
	witnessSheet   = "xl/worksheets/sheet1.xml"
	witnessStrings = "xl/sharedStrings.xml"
)

// newWitness has excelize read the XML of a sheet and of a shared string table, which
// may be nil, as the parts of a workbook made for them. It sees nothing else of the
// workbook: no styles, no links.
func newWitness(sheet, shared []byte) (*witness, error) {
	file := excelize.NewFile(excelize.Options{RawCellValue: true})
	file.Sheet.Delete(witnessSheet)
	file.Pkg.Store(witnessSheet, sheet)
	if shared != nil {
		file.Pkg.Store(witnessStrings, shared)
	}
	rows, err := file.Rows("Sheet1")
	if err != nil {
		return nil, errWitness
	}
	return &witness{rows: rows}, nil
}

var errWitness = errors.New("excelize can't read it")

// row gives the raw values of a row, which lies behind those already given.
func (w *witness) row(number int) ([]string, error) {
	for w.rows.Next() {
		w.number++
		values, err := w.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, errWitness
		}
		if w.number == number {
			return values, nil
		}
		if len(values) > 0 {
			return nil, errDiffers
		}
	}
	if w.rows.Error() != nil {
		return nil, errWitness
	}
	return nil, nil
}

// more tells whether there is any row behind those already given.
func (w *witness) more() bool { return w.rows.Next() }

// sameText compares a value with excelize's. excelize drops escaped characters beyond
// the first 65,536 (_xD83D__xDE00_), and reads no escapes in the strings of formulas,
// so that a value that holds such a character or what is left of an escape is not
// compared.
func sameText(our, their string) bool {
	if our == their || strings.Contains(our, "_x") {
		return true
	}
	return strings.ContainsFunc(our, func(r rune) bool { return r > 0xffff })
}
