package workbook

import (
	"strings"
	"testing"
)

// checkError wants one line that holds a phrase and nothing of a cell.
func checkError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case err == nil:
		t.Errorf("no error; want %q", want)
	case !strings.Contains(err.Error(), want):
		t.Errorf("error %q; want %q", err, want)
	case strings.ContainsAny(err.Error(), "\n\r") || strings.Contains(err.Error(), "secret"):
		t.Errorf("error %q spans lines or tells what a cell holds", err)
	}
}

// Sheets that are not sound are errors, by the scanner and by the fallback alike, with
// the row where it is known.
func TestUnsoundSheets(t *testing.T) {
	const row1 = `<row r="1"><c r="A1"><v>1</v></c></row>`
	for _, c := range []struct{ name, rows, want string }{
		{"rows out of order", `<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>`, "row 5: rows do not ascend"},
		{"row twice", row1 + row1, "row 1: rows do not ascend"},
		{"row number implied twice", `<row r="2"/><row/><row r="3"/>`, "row 3: rows do not ascend"},
		{"row zero", `<row r="0"><c><v>1</v></c></row>`, "a reference that is none"},
		{"row word", `<row r="secret"><c><v>1</v></c></row>`, "a reference that is none"},
		{"row too far", `<row r="1048577"><c><v>1</v></c></row>`, "more than 1,048,576 rows"},
		{"row beyond numbers", `<row r="99999999999999999999"/>`, "more than 1,048,576 rows"},
		{"rows without end", `<row r="1048576"/><row/>`, "more than 1,048,576 rows"},
		{"cells out of order", `<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`, "row 1: cells do not ascend"},
		{"cell twice", `<row r="1"><c r="B1"/><c r="B1"><v>1</v></c></row>`, "row 1: cells do not ascend"},
		{"column too far", `<row r="1"><c r="XFE1"><v>1</v></c></row>`, "row 1: there are more than 16,384 columns"},
		{"column of four letters", `<row r="1"><c r="AAAA1"/></row>`, "more than 16,384 columns"},
		{"cell behind the last column", `<row r="1"><c r="XFD1"/><c><v>1</v></c></row>`, "more than 16,384 columns"},
		{"cell of another row", row1 + `<row r="2"><c r="A3"><v>1</v></c></row>`, "row 2: a cell's reference names another row"},
		{"reference without row", `<row r="1"><c r="A"/></row>`, "a reference that is none"},
		{"reference without column", `<row r="1"><c r="1"/></row>`, "a reference that is none"},
		{"absolute reference", `<row r="1"><c r="$A$1"/></row>`, "a reference that is none"},
		{"shared string too far", `<row r="1"><c t="s"><v>3</v></c></row>`, "row 1: a cell names a shared string that is not among the 3"},
		{"shared string negative", `<row r="1"><c t="s"><v>-1</v></c></row>`, "not among the 3"},
		{"shared string immense", `<row r="1"><c t="s"><v>99999999999999999999</v></c></row>`, "not among the 3"},
		{"shared string no number", `<row r="1"><c t="s"><v>secret</v></c></row>`, "not among the 3"},
		{"style too far", `<row r="1"><c s="4"><v>1</v></c></row>`, "row 1: a cell has style 4 and the workbook defines 4"},
		{"style no number", `<row r="1"><c s="x"><v>1</v></c></row>`, "a style that is no number"},
		{"attribute twice", `<row r="1"><c r="A1" r="B1"><v>1</v></c></row>`, "states something twice"},
		{"value twice", `<row r="1"><c><v>1</v><v>2</v></c></row>`, "states something twice"},
		{"element unknown", `<row r="1"><secret/></row>`, "an element that is not understood"},
		{"element in a value", `<row r="1"><c><v>1<b/></v></c></row>`, "an element that is not understood"},
		{"cell outside of a row", `<c r="A1"><v>1</v></c>`, "an element that is not understood"},
		{"row within a row", `<row r="1"><row r="2"><c><v>1</v></c></row></row>`, "an element that is not understood"},
		{"text outside of a cell", `<row r="1">secret<c><v>1</v></c></row>`, "text outside of a cell"},
		{"text between rows", row1 + `secret`, "text outside of a cell"},
		{"value hidden from one reader", `<row r="1"><c><v>1</v><y:v xmlns:y="urn:y">2</y:v></c></row>`, "two readers read different values"},
		{"cell in a foreign element", `<row r="1"><c><v>1</v></c><mc:AlternateContent xmlns:mc="urn:mc"><c><v>2</v></c></mc:AlternateContent></row>`, "two readers read different values"},
		{"reference hidden from one reader", `<row r="1"><c r="A1" y:r="B1" xmlns:y="urn:y"><v>1</v></c></row>`, "two readers read different values"},
		{"end tag of another", `<row r="1"><c><v>1</c></v></row>`, "broken"},
		{"end tag missing", `<row r="1"><c><v>1</v></row>`, "broken"},
		{"entity unknown", `<row r="1"><c t="str"><v>&secret;</v></c></row>`, "broken"},
		{"entity out of range", `<row r="1"><c t="str"><v>&#x110000;</v></c></row>`, "broken"},
		{"ampersand alone", `<row r="1"><c t="str"><v>a & b</v></c></row>`, "broken"},
		{"control character", "<row r=\"1\"><c t=\"str\"><v>a\x01</v></c></row>", "broken"},
		{"zero byte", "<row r=\"1\"><c t=\"str\"><v>a\x00</v></c></row>", "broken"},
		{"CDATA end in text", `<row r="1"><c t="str"><v>a ]]> b</v></c></row>`, "broken"},
		{"CDATA end in a formula", `<row r="1"><c><f>a ]]> b</f><v>1</v></c></row>`, "broken"},
		{"not UTF-8", "<row r=\"1\"><c t=\"str\"><v>secret \xff</v></c></row>", "not valid UTF-8"},
		{"not UTF-8 inline", "<row r=\"1\"><c t=\"inlineStr\"><is><t>\xc3\x28</t></is></c></row>", "not valid UTF-8"},
		{"attribute without quotes", `<row r=1><c/></row>`, "broken"},
		{"document type", `<!DOCTYPE secret><row r="1"/>`, "DOCTYPE"},
		{"second rows", row1 + `</sheetData><sheetData>` + row1, "sheetData twice"},
		{"ends early", row1 + `<row r="2"><c r="A2"><v>1`, "broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readCase(t, rowsOnly(c.rows), false, blockSize)
			checkError(t, err, c.want)
			checkError(t, err, `sheet "Ledger": `)
			_, _, err = readCase(t, rowsOnly(c.rows), true, blockSize)
			if err == nil || !strings.Contains(err.Error(), "two readers") {
				checkError(t, err, c.want)
			}
		})
	}
}

// A sheet cut anywhere is an error: no row is missed in silence.
func TestTruncatedSheets(t *testing.T) {
	whole := sheetHead + `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45292</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`
	for length := range len(whole) {
		_, _, err := readCase(t, handMade(whole[:length]), false, blockSize)
		checkError(t, err, `sheet "Ledger": `)
	}
}

func TestUnsoundAround(t *testing.T) {
	const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
	inPart := func(part, content string) parts {
		made := rowsOnly(rows)
		made[part] = content
		return made
	}
	without := func(part string) parts {
		made := rowsOnly(rows)
		delete(made, part)
		return made
	}
	for _, c := range []struct {
		name string
		made parts
		want string
	}{
		{"document type before", handMade(`<!DOCTYPE x [<!ENTITY a "b">]>` + sheetHead + rows + sheetTail), "DOCTYPE"},
		{"document type in the strings", inPart(stringsPart, `<!DOCTYPE x>`+stringsHead+`<si><t>a</t></si></sst>`), "DOCTYPE"},
		{"document type in the styles", inPart(stylesPartAt, `<!DOCTYPE x><styleSheet/>`), "DOCTYPE"},
		{"no rows part", handMade(`<worksheet xmlns="` + transitional + `"><cols/></worksheet>`), "no worksheet part with sheetData"},
		{"another part", handMade(`<chartsheet xmlns="` + transitional + `"/>`), "no worksheet part"},
		{"another namespace", handMade(`<worksheet xmlns="urn:x"><sheetData/></worksheet>`), "namespace"},
		{"two roots", handMade(sheetHead + sheetTail + `<worksheet/>`), "no worksheet part"},
		{"text behind", handMade(sheetHead + sheetTail + `secret`), "broken"},
		{"empty sheet part", handMade(""), "worksheet"},
		{"sheet part missing", without(sheetPart), "does not hold the part"},
		{"strings missing", without(stringsPart), "shared strings: the workbook does not hold the part"},
		{"strings cut", inPart(stringsPart, stringsHead+`<si><t>alp`), "shared strings: its XML ends early"},
		{"strings broken", inPart(stringsPart, stringsHead+`<si><t>alpha</si></sst>`), "shared strings: its XML is broken"},
		{"strings not UTF-8", inPart(stringsPart, stringsHead+"<si><t>secret \xff</t></si></sst>"), "shared strings: its XML holds text that is not valid UTF-8"},
		{"strings read differently", inPart(stringsPart, stringsHead+`<si><r><t>a</t></r><t>b</t></si></sst>`), "two readers"},
		{"styles missing", without(stylesPartAt), "part styles.xml"},
		{"styles broken", inPart(stylesPartAt, `<styleSheet`), "part styles.xml: its XML ends early"},
		{"styles nonsense", inPart(stylesPartAt, `<styleSheet><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>`), "cell style 0 has no usable number format"},
		{"workbook broken", inPart("xl/workbook.xml", `<workbook><sheets></workbook>`), "part workbook.xml: its XML is broken"},
		{"no sheets", inPart("xl/workbook.xml", `<workbook/>`), "without a worksheet"},
		{"sheet nowhere", inPart("xl/_rels/workbook.xml.rels", relationsHead+`</Relationships>`), "does not say where it is"},
		{"sheet elsewhere", inPart("xl/_rels/workbook.xml.rels", relationsHead+`<Relationship Id="rId1" Type="`+officeKind+`worksheet" Target="https://example.org/" TargetMode="External"/></Relationships>`), "does not say where it is"},
		{"sheet outside", inPart("xl/_rels/workbook.xml.rels", relationsHead+`<Relationship Id="rId1" Type="`+officeKind+`worksheet" Target="../../sheet1.xml"/></Relationships>`), "does not hold the part"},
		{"no workbook", without("xl/workbook.xml"), "not an .xlsx workbook"},
		{"no relations", without("_rels/.rels"), "not an .xlsx workbook"},
		{"binary workbook", inPart("_rels/.rels", relationsHead+`<Relationship Id="rId1" Type="`+officeKind+`officeDocument" Target="xl/workbook.bin"/></Relationships>`), ".xlsb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			book, err := openBytes(c.made.zipped())
			if err == nil {
				_, err = readAll(book, 0, false)
			}
			checkError(t, err, c.want)
		})
	}
}
