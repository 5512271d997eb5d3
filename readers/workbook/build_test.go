package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// parts is a workbook made by hand: the content of each part by name.
type parts map[string]string

const (
	relationsHead = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	officeKind    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	sheetPart     = "xl/worksheets/sheet1.xml"
	stringsPart   = "xl/sharedStrings.xml"
	stylesPartAt  = "xl/styles.xml"
	sheetHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<worksheet xmlns="` + transitional + `"><sheetData>`
	sheetTail     = `</sheetData></worksheet>`
	stringsHead   = `<sst xmlns="` + transitional + `">`
)

// handMade is a workbook of one sheet, with styles: 0 General, 1 a date, 2 thirteen
// zeros, 3 a number.
func handMade(sheet string) parts {
	return parts{
		"_rels/.rels": relationsHead + `<Relationship Id="rId1" Type="` + officeKind + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="` + transitional + `" xmlns:r="` + strings.TrimSuffix(officeKind, "/") +
			`"><workbookPr/><sheets><sheet name="Ledger" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relationsHead +
			`<Relationship Id="rId1" Type="` + officeKind + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + officeKind + `sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="` + officeKind + `styles" Target="/xl/styles.xml"/></Relationships>`,
		stylesPartAt: `<styleSheet xmlns="` + transitional + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="0000000000000"/></numFmts>` +
			`<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>`,
		stringsPart: stringsHead + `<si><t>alpha</t></si><si><t xml:space="preserve"> beta </t></si><si><r><rPr><b/></rPr><t>gam</t></r><r><t>ma</t></r></si></sst>`,
		sheetPart:   sheet,
	}
}

// rowsOnly is a hand-made workbook whose rows are given.
func rowsOnly(rows string) parts { return handMade(sheetHead + rows + sheetTail) }

// zipped packs the parts, the names of extra entries behind them.
func (p parts) zipped() []byte {
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for name, content := range p {
		entry, err := writer.Create(name)
		if err != nil {
			panic(err)
		}
		if _, err := io.WriteString(entry, content); err != nil {
			panic(err)
		}
	}
	if err := writer.Close(); err != nil {
		panic(err)
	}
	return buffer.Bytes()
}

func openBytes(data []byte) (*Book, error) {
	return New(bytes.NewReader(data), int64(len(data)), Limits{})
}

func mustOpen(t testing.TB, data []byte) *Book {
	t.Helper()
	book, err := openBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// saved is an excelize workbook as bytes.
func saved(t testing.TB, file *excelize.File) []byte {
	t.Helper()
	buffer, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// line is a row with its cells' texts copied.
type line struct {
	Number int
	Cells  []Cell
}

// readAll reads a sheet to its end, by the scanner or by the fallback alone.
func readAll(book *Book, sheet int, carefully bool) (lines []line, err error) {
	book.forceCareful = carefully
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		number, cells := rows.Row()
		copied := make([]Cell, len(cells))
		for i, cell := range cells {
			copied[i] = cell
			copied[i].Text = append([]byte{}, cell.Text...)
		}
		lines = append(lines, line{number, copied})
	}
	return lines, rows.Close()
}

// describe writes rows for comparison and for messages.
func describe(lines []line) string {
	var out strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&out, "%d:", line.Number)
		for _, cell := range line.Cells {
			fmt.Fprintf(&out, " %s", describeCell(cell))
		}
		out.WriteString("\n")
	}
	return out.String()
}

var kindNames = [...]string{"blank", "text", "number", "boolean", "date", "error", "formula"}

func describeCell(cell Cell) string {
	if cell.Kind == Date {
		return fmt.Sprintf("date(%s)", cell.Date)
	}
	return fmt.Sprintf("%s(%s)", kindNames[cell.Kind], cell.Text)
}
