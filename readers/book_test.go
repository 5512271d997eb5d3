package readers

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The styles of a hand-made workbook, by number.
const (
	dateStyle    = 1
	paddedStyle  = 2 // 0000000000000
	percentStyle = 3
	moneyStyle   = 4 // #,##0.00
)

const (
	sheetNames    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationNames = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNames  = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// handMade is a workbook whose sheets' rows are given as XML, a row to a line of cells;
// each cell is `TYPE STYLE VALUE`, or a blank line for a blank row.
func handMade(t testing.TB, date1904 bool, names []string, sheets ...string) string {
	t.Helper()
	var list, relations strings.Builder
	parts := map[string]string{
		"_rels/.rels": `<Relationships xmlns="` + packageNames + `"><Relationship Id="rId1" Type="` + relationNames + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet xmlns="` + sheetNames + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="0000000000000"/></numFmts>` +
			`<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="4"/></cellXfs></styleSheet>`,
	}
	for i, rows := range sheets {
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, names[i], i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relationNames, i+1)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = `<worksheet xmlns="` + sheetNames + `"><sheetData>` + rows + `</sheetData></worksheet>`
	}
	property := "0"
	if date1904 {
		property = "1"
	}
	parts["xl/workbook.xml"] = `<workbook xmlns="` + sheetNames + `" xmlns:r="` + relationNames + `"><workbookPr date1904="` + property + `"/><sheets>` + list.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="` + packageNames + `">` + relations.String() +
		`<Relationship Id="rIdS" Type="` + relationNames + `/styles" Target="styles.xml"/></Relationships>`
	return zipped(t, parts)
}

func zipped(t testing.TB, parts map[string]string) string {
	t.Helper()
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for name, content := range parts {
		entry, err := writer.Create(name)
		if err == nil {
			_, err = io.WriteString(entry, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

// Cells of a hand-made sheet, in the order of a row's columns.
func text(value string) string {
	return `<c t="inlineStr"><is><t xml:space="preserve">` + value + `</t></is></c>`
}
func number(value string, style int) string {
	return fmt.Sprintf(`<c s="%d"><v>%s</v></c>`, style, value)
}
func boolean(value string) string { return `<c t="b"><v>` + value + `</v></c>` }
func fault(value string) string   { return `<c t="e"><v>` + value + `</v></c>` }
func formula(value string) string { return `<c><f>1+1</f><v>` + value + `</v></c>` }

const (
	unstored = `<c><f>A1</f></c>` // a formula without a value
	blank    = `<c/>`
)

// rowAt is a row at a place, from 1; row follows the one before.
func rowAt(place int, cells ...string) string {
	return fmt.Sprintf(`<row r="%d">%s</row>`, place, strings.Join(cells, ""))
}
func row(cells ...string) string { return "<row>" + strings.Join(cells, "") + "</row>" }

func header(names string) string {
	cells := strings.Split(names, ",")
	for i := range cells {
		cells[i] = text(cells[i])
	}
	return row(cells...)
}

// saved is an excelize workbook as the bytes of a file.
func saved(t testing.TB, book *excelize.File) string {
	t.Helper()
	buffer, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

// must fails the test on the error of a step that prepares it.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
