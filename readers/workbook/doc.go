// Package workbook reads the worksheets of an .xlsx workbook as rows of typed
// cells, exactly as they are stored.
//
// A scanner of its own reads the sheet XML at the speed at which it inflates. It
// knows the constructs that spreadsheet programs write and takes nothing else: a
// sheet that holds anything more (a comment, a CDATA section, an element it does not
// know, UTF-16) is read again from its start by encoding/xml, and each value is held
// against what excelize reads. Where the two differ the sheet is refused: no cell is
// ever a guess.
//
// A sheet is sound or it is an error: rows and cells ascend, references name the
// place they stand in, shared strings exist, the XML closes, the checksum agrees. An
// error names the sheet, and the row where one is known, never what a cell holds.
package workbook
