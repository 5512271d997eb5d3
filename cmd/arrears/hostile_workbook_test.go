package main

import (
	"archive/zip"
	"fmt"
	"strings"
	"testing"
)

const good = "case_id,date,type,amount,account\nC1,2020-01-05,charge,100.00,NAA\n"

// Workbooks that are made to harm end in one line, or in figures that are right, and take
// neither much memory nor much time.
func TestHostileWorkbooks(t *testing.T) {
	measures(t)
	const row = "<row>" + `<c t="inlineStr"><is><t>C1</t></is></c><c t="inlineStr"><is><t>2020-01-05</t></is></c><c t="inlineStr"><is><t>charge</t></is></c><c><v>100</v></c><c t="inlineStr"><is><t>NAA</t></is></c></row>`
	padding := noise(2000)
	for _, c := range []hostile{
		{name: "as it should be", data: ledgerBook(once(row)).zipped(t), says: "1 accepted"},
		{name: "size", data: ledgerBook(mebibytes(4200, "<row/>"+padding[:10])).zipped(t), code: exitUnusable, says: "inflates to more than the 4 GiB allowed"},
		{name: "all parts together", data: bookOf(once(sheetHead+sheetTail)).with("xl/a.xml", mebibytes(5000, padding)).with("xl/b.xml", mebibytes(5000, padding)).zipped(t), code: exitUnusable, says: "inflates to more than the 8 GiB allowed"},
		{name: "ratio", data: ledgerBook(mebibytes(200, " ")).zipped(t), code: exitUnusable, says: "more than 1000 times its size"},
		{name: "entries", data: ledgerBook(once(row)).zipped(t, emptyEntries(10_001)), code: exitUnusable, says: "more than the 10000 allowed"},
		{name: "parts that lie on one another", data: overlapping(t, row), code: exitUnusable, says: "damaged or incomplete"},
		{name: "an entry that leaves the folder", data: ledgerBook(once(row)).zipped(t, zipEntry("../../../tmp/evil.xml"), zipEntry(`..\evil.xml`), zipEntry("/etc/evil.xml")), says: "1 accepted"},
		{name: "a sheet that leaves the folder", data: ledgerBook(once(row)).with(relationsPart, once(`<Relationships xmlns="`+packageSpace+`">`+relationTo("rId1", "worksheet", "../../../../etc/passwd")+`</Relationships>`)).zipped(t), code: exitUnusable, says: "does not hold the part"},
		{name: "a sheet elsewhere", data: ledgerBook(once(row)).with(relationsPart, once(`<Relationships xmlns="`+packageSpace+`"><Relationship Id="rId1" Type="`+relationSpace+`/worksheet" Target="http://example.org/x.xml" TargetMode="External"/></Relationships>`)).zipped(t), code: exitUnusable, says: "does not say where it is"},
		{name: "a link to another workbook", data: ledgerBook(once(row)).with("xl/externalLinks/externalLink1.xml", once(`<externalLink/>`)).zipped(t), says: "1 accepted"},
		{name: "two sheets of one part", data: ledgerBook(once(row)).with(workbookPart, sheetsNamed(2, "rId1")).zipped(t), code: exitUnusable, says: "another sheet stands in the same part"},
		{name: "a million sheets", data: ledgerBook(once(row)).with(workbookPart, sheetsNamed(400_000, "rId1")).zipped(t), code: exitUnusable, says: "another sheet stands in the same part"},
		{name: "sheets beyond number", data: ledgerBook(once(row)).with(workbookPart, once(`<workbook><sheets>`), mebibytes(24, "<sheet/>"), once(`</sheets></workbook>`)).zipped(t), code: exitUnusable, says: "more elements than any spreadsheet program writes"},
		{name: "a sheet that is a zip", data: bookOf(once(string(ledgerBook(once(row)).zipped(t)))).zipped(t), code: exitUnusable, says: `sheet "Ledger"`},
		{name: "a million empty rows", data: ledgerBook(times(1_000_000, "<row/>"), once(row)).zipped(t), says: "1 accepted"},
		{name: "too many empty rows", data: ledgerBook(times(3_000_000, "<row/>")).zipped(t), code: exitUnusable, says: "more than 1,048,576 rows"},
		{name: "a forged dimension", data: bookOf(once(strings.Replace(sheetHead, "<sheetData>", `<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9"/></cols><sheetData>`, 1) + textRow("case_id", "date", "type", "amount", "account") + row + sheetTail)).zipped(t), says: "1 accepted"},
		{name: "far cells", data: ledgerBook(once(farRows(100_000))).zipped(t), code: exitRejects, says: "99999 of 99999 rows were rejected"},
		{name: "a wide header", data: wideBook().zipped(t), says: "100,000 rejected", flags: []string{"--max-rejects", "100%"}},
		{name: "cut short", data: bookOf(once(sheetHead + textRow("case_id", "date", "type", "amount", "account") + row[:60])).zipped(t), code: exitUnusable, says: `sheet "Ledger"`},
		{name: "a string that is not there", data: ledgerBook(once(`<row><c t="s"><v>7</v></c></row>`)).zipped(t), code: exitUnusable, says: "a shared string that is not among the 1"},
		{name: "a string far away", data: ledgerBook(once(`<row><c t="s"><v>18446744073709551616</v></c></row>`)).zipped(t), code: exitUnusable, says: "a shared string that is not among the 1"},
		{name: "rows that descend", data: ledgerBook(once(`<row r="9"><c><v>1</v></c></row><row r="8"><c><v>1</v></c></row>`)).zipped(t), code: exitUnusable, says: "rows do not ascend"},
		{name: "entities of its own", data: ledgerBook(once(row)).with(stringsPart, once(laughs+stringsHead+`<si><t>&i;</t></si></sst>`)).with(sheetPart, once(sheetHead+`<row><c t="s"><v>0</v></c></row>`+sheetTail)).zipped(t), code: exitUnusable, says: "DOCTYPE"},
		{name: "entities in the workbook", data: ledgerBook(once(row)).with(workbookPart, once(laughs+`<workbook>&i;</workbook>`)).zipped(t), code: exitUnusable, says: "DOCTYPE"},
		{name: "an external entity", data: bookOf(once(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + sheetHead + `<row><c t="str"><v>&e;</v></c></row>` + sheetTail)).zipped(t), code: exitUnusable, says: "DOCTYPE"},
	} {
		c.check(t, "hostile.xlsx")
	}
}

// Workbooks that hold much of what is held in memory.
func TestHostileWorkbooksThatAskForMemory(t *testing.T) {
	measures(t)
	padding := noise(2000)
	manyTimes := func(unit string) piece { return mebibytes(450, padding+strings.Repeat(unit, (1<<20-2000)/len(unit))) }
	names := "xl/styles.xml"
	const laterStrings = `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`
	for _, c := range []hostile{
		{name: "a row", data: ledgerBook(once("<row>"), times(16_000, textCell(padding+strings.Repeat("x", 28_000))), once("</row>")).zipped(t), code: exitUnusable, says: "longer than any spreadsheet program writes"},
		{name: "a cell", data: ledgerBook(once(`<row><c t="inlineStr"><is><t>`), manyTimes("x"), once(`</t></is></c></row>`)).zipped(t), code: exitUnusable, says: "longer than any spreadsheet program writes"},
		{name: "a tag", data: ledgerBook(once(`<row a="`), manyTimes("x"), once(`"/>`)).zipped(t), code: exitUnusable, says: "longer than any spreadsheet program writes"},
		{name: "a comment", data: bookOf(once(`<worksheet xmlns="`+mainSpace+`"><!--`), manyTimes("x"), once(`--><sheetData/></worksheet>`)).zipped(t), code: exitUnusable, says: "of more than 1 MiB"},
		{name: "before the rows", data: bookOf(once(`<worksheet xmlns="`+mainSpace+`">`), times(2_000_000, `<sheetPr a="`+padding[:40]+`"/>`), once(`<sheetData/></worksheet>`)).zipped(t), code: exitUnusable, says: "too much stands before or behind its rows"},
		{name: "elements within elements", data: bookOf(once(`<worksheet xmlns="`+mainSpace+`">`), mebibytes(60, `<a>`), once(`<sheetData/></worksheet>`)).zipped(t), code: exitUnusable, says: "too deep within one another"},
		{name: "elements within unusual elements", data: ledgerBook(once(`<!-- --><row><c/>`), mebibytes(50, `<a>`), once(`</row>`)).zipped(t), code: exitUnusable, says: "an element that is not understood"},
		{name: "elements within extensions", data: ledgerBook(once(`<!-- --><row><c/><extLst>`), mebibytes(50, `<a>`), once(`</extLst></row>`)).zipped(t), code: exitUnusable, says: "too deep within one another"},
		{name: "unusual markup", data: ledgerBook(once(`<!-- -->`), times(1_000_000, `<row><c t="inlineStr"><is><t>`+padding[:50]+`</t></is></c></row>`)).zipped(t), code: exitUnusable, says: "its markup is unusual"},
		{name: "far cells of unusual markup", data: ledgerBook(once(`<!-- -->` + farRows(5_000))).zipped(t), code: exitUnusable, says: "33,554,432 cells"},
		{name: "strings", data: ledgerBook(once(laterStrings)).with(stringsPart, once(stringsHead), mebibytes(600, `<si><t>`+padding+`</t></si>`), once(`</sst>`)).zipped(t), code: exitUnusable, says: "inflates to more than the 512 MiB allowed"},
		{name: "a string", data: ledgerBook(once(laterStrings)).with(stringsPart, once(stringsHead+`<si><t>`), manyTimes("x"), once(`</t></si></sst>`)).zipped(t), code: exitUnusable, says: "longer than any spreadsheet program writes"},
		{name: "strings of unusual markup", data: ledgerBook(once(laterStrings)).with(stringsPart, once(stringsHead+`<!-- -->`), mebibytes(60, `<si/>`), once(`</sst>`)).zipped(t), code: exitUnusable, says: "more elements than any spreadsheet program writes"},
		{name: "a long string in every row", data: repeatedString().zipped(t), code: exitRejects, says: "2000 of 2000 rows were rejected"},
		{name: "styles", data: ledgerBook(once(laterStrings)).with(names, once(`<styleSheet><cellXfs>`), times(300_000, `<xf numFmtId="9"/>`), once(`</cellXfs></styleSheet>`)).zipped(t), code: exitUnusable, says: "more than 65536 cell styles"},
		{name: "a long format", data: ledgerBook(once(laterStrings)).with(names, once(`<styleSheet><numFmts><numFmt numFmtId="200" formatCode="`+strings.Repeat("q", 500_000)+`"/></numFmts><cellXfs>`), times(60_000, `<xf numFmtId="200"/>`), once(`</cellXfs></styleSheet>`)).zipped(t), code: exitUnusable, says: "no usable number format"},
	} {
		c.check(t, "hostile.xlsx")
	}
}

const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY i "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>`

func emptyEntries(count int) func(*zip.Writer) error {
	return func(writer *zip.Writer) error {
		for i := range count {
			if _, err := writer.CreateRaw(&zip.FileHeader{Name: fmt.Sprint("x", i)}); err != nil {
				return err
			}
		}
		return nil
	}
}

func zipEntry(name string) func(*zip.Writer) error {
	return func(writer *zip.Writer) error {
		_, err := writer.Create(name)
		return err
	}
}

// overlapping is a workbook of two sheets that are the same bytes of the file.
func overlapping(t *testing.T, row string) []byte {
	t.Helper()
	sheet := []piece{once(sheetHead + textRow("case_id", "date", "type", "amount", "account") + row), once("<!--" + noise(100_000) + "-->"), once(sheetTail)}
	packed, sum, size := deflated(t, sheet...)
	b := bookOf(sheet...).with(workbookPart, once(`<workbook xmlns="`+mainSpace+`" xmlns:r="`+relationSpace+`"><sheets><sheet name="A" r:id="rId1"/><sheet name="B" r:id="rId9"/></sheets></workbook>`)).
		with(relationsPart, once(`<Relationships xmlns="`+packageSpace+`">`+relationTo("rId1", "worksheet", "worksheets/sheet1.xml")+relationTo("rId9", "worksheet", "worksheets/sheet2.xml")+`</Relationships>`))
	const other = "xl/worksheets/sheet2.xml"
	data := b.zipped(t, func(writer *zip.Writer) error {
		_, err := writer.CreateRaw(&zip.FileHeader{Name: other, Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(len(packed)), UncompressedSize64: size})
		return err
	})
	return onOneAnother(t, data, sheetPart, other)
}

// sheetsNamed is a workbook part that names a sheet many times.
func sheetsNamed(count int, id string) (part piece) {
	return once(`<workbook xmlns="` + mainSpace + `" xmlns:r="` + relationSpace + `"><sheets>` + strings.Repeat(`<sheet name="S" r:id="`+id+`"/>`, count) + `</sheets></workbook>`)
}

// farRows are rows whose only cell is the last that a sheet may have.
func farRows(count int) string {
	var rows strings.Builder
	for i := 2; i <= count; i++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i, i)
	}
	return rows.String()
}

// wideBook is a ledger with a header of as many columns as a sheet may have, and short rows.
func wideBook() book {
	names := []string{"case_id", "date", "type", "amount"}
	for len(names) < 16_000 {
		names = append(names, fmt.Sprint("x", len(names)))
	}
	return bookOf(once(sheetHead+textRow(names...)), times(100_000, `<row><c t="s"><v>0</v></c></row>`), once(sheetTail))
}

// repeatedString is parties whose names, and columns that nobody knows, are all one string
// of 15 MiB.
func repeatedString() book {
	row := "<row>" + textCell("N1") + strings.Repeat(`<c t="s"><v>0</v></c>`, 12) + "</row>"
	header := textRow("ncp_id", "name", "address1", "address2", "city", "state", "zip", "phone", "x1", "x2", "x3", "x4", "x5")
	return bookOf(once(sheetHead+header), times(2_000, row), once(sheetTail)).with(stringsPart, once(stringsHead+`<si><t>`), mebibytes(15, "x"), once(`</t></si></sst>`))
}
