package workbook

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// sheetCase is a sheet written by hand and the rows that it holds.
type sheetCase struct {
	name string
	rows string // the XML within sheetData
	want string
}

// scannedCases are the forms that the scanner reads itself.
var scannedCases = []sheetCase{
	{"plain", `<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="n"><v>-2</v></c></row>`, "1: number(1.5) number(-2)\n"},
	{"shared", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>`, "1: text(alpha) text( beta ) text(gamma)\n"},
	{"without references", `<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>`, "1: number(1) blank() number(2)\n2: number(3)\n"},
	{"some references", `<row r="3"><c><v>1</v></c><c r="D3"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>`, "3: number(1) blank() blank() number(2) number(3)\n4: number(4)\n"},
	{"far away", `<row r="2"><c r="C2"><v>1</v></c><c r="AB2"/></row><row r="1048576"><c r="A1048576"><v>2</v></c><c r="XFD1048576"/></row>`, "2: blank() blank() number(1)\n1048576: number(2)\n"},
	{"blank rows", `<row r="1"/><row r="2"></row><row r="3"><c r="A3" s="1"/><c r="B3" s="1"></c></row><row r="4"><c r="A4"><v>1</v></c><c r="B4" s="1"/></row>`, "4: number(1)\n"},
	{"spaced", "\n  <row r=\"1\"\n ht=\"15\" >\n    <c r='A1' s='1' >\n  <v>45292</v>\n </c>\r\n\t<c\tr=\"B1\"  t=\"s\"><v> 0 </v ></c ></row >\n", "1: date(2024-01-01) text(alpha)\n"},
	{"attributes", `<row r="1" spans="1:3" s="9" customFormat="1" x14ac:dyDescent="0.25"><c r="A1" cm="1" vm="2" ph="1" s="2"><v>42</v></c></row>`, "1: number(42)\n"},
	{"order of attributes", `<row r="1"><c t="s" s="0" r="B1"><v>0</v></c></row>`, "1: blank() text(alpha)\n"},
	{"lower case", `<row r="1"><c r="b1"><v>7</v></c></row>`, "1: blank() number(7)\n"},
	{"boolean", `<row r="1"><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="b"><v>true</v></c><c t="b"><v>maybe</v></c></row>`, "1: boolean(TRUE) boolean(FALSE) boolean(TRUE) boolean(maybe)\n"},
	{"error", `<row r="1"><c t="e"><v>#DIV/0!</v></c><c t="e"><v>#N/A</v></c></row>`, "1: error(#DIV/0!) error(#N/A)\n"},
	{"ISO dates", `<row r="1"><c t="d"><v>2024-02-29T00:00:00</v></c><c t="d" s="1"><v>nonsense</v></c></row>`, "1: date(2024-02-29) date()\n"},
	{"formulas", `<row r="1"><c><f>1+1</f><v>2</v></c><c t="str"><f t="shared" ref="B1:B9" si="0">"a"&amp;"b"</f><v>ab</v></c><c t="str"><f t="shared" si="0"/><v></v></c><c t="str"><f>A1</f></c></row>`,
		"1: number(2) text(ab) text() formula()\n"},
	{"formulas without a value", `<row r="1"><c><f>NOW()</f></c><c><f>NOW()</f><v></v></c><c><f>NOW()</f><v/></c><c t="s"><f>A1</f></c><c t="b"><f ca="1">A1</f><v/></c><c s="1"><f>TODAY()</f></c></row>`,
		"1: formula() formula() formula() formula() formula() formula()\n"},
	{"formula of a date", `<row r="1"><c s="1"><f>TODAY()</f><v>45292</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`, "1: date(2024-01-01) error(#DIV/0!)\n"},
	{"strings without formula", `<row r="1"><c t="str"><v>plain</v></c><c t="str"/><c t="str"><v xml:space="preserve"> x </v></c></row>`, "1: text(plain) blank() text( x )\n"},
	{"inline", `<row r="1"><c t="inlineStr"><is><t>one</t></is></c><c t="inlineStr"><is><t xml:space="preserve"> two </t></is></c><c t="inlineStr"><is/></c><c t="inlineStr"><is><t/></is></c></row>`,
		"1: text(one) text( two ) text() text()\n"},
	{"inline rich", `<row r="1"><c t="inlineStr"><is><r><rPr><b/><sz val="11"/><color theme="1"/><rFont val="A"></rFont></rPr><t>one </t></r><r><rPr/><t>two</t></r><rPh sb="0" eb="1"><t>wan</t></rPh><phoneticPr fontId="1"/></is></c></row>`,
		"1: text(one two)\n"},
	{"entities", `<row r="1"><c t="str"><v>a &lt;&gt;&amp;&quot;&apos; &#65;&#x42;&#x1F600;</v></c><c t="inlineStr"><is><t>A&amp;B</t></is></c></row>`, "1: text(a <>&\"' AB😀) text(A&B)\n"},
	{"escapes", `<row r="1"><c t="inlineStr"><is><t>a_x000D_b_x000a_c_x005F_x000D_d_x00E9_e_xD83D__xDE00_f_x00_g_xZZZZ_</t></is></c><c t="str"><v>wage_withholding_x0041_</v></c></row>`,
		"1: text(a\rb\nc_x000D_dée😀f_x00_g_xZZZZ_) text(wage_withholdingA)\n"},
	{"half a surrogate", `<row r="1"><c t="inlineStr"><is><t>_xD83D_ _xDE00__xD83D_</t></is></c></row>`, "1: text(_xD83D_ _xDE00__xD83D_)\n"},
	{"line ends", "<row r=\"1\"><c t=\"str\"><v>a\r\nb\rc&#13;&#10;\nd</v></c></row>", "1: text(a\nb\nc\r\n\nd)\n"},
	{"beyond ASCII", `<row r="1"><c t="str"><v>Zoë 世界 😀</v></c><c t="inlineStr"><is><t>ñ ]] > </t></is></c></row>`, "1: text(Zoë 世界 😀) text(ñ ]] > )\n"},
	{"no number", `<row r="1"><c><v>abc</v></c><c><v> 12 </v></c><c s="1"><v>abc</v></c></row>`, "1: number(abc) number(12) date()\n"},
	{"no rows", ``, ""},
}

// carefulCases are sound, and beyond the scanner: the fallback reads them.
var carefulCases = []sheetCase{
	{"comment", `<row r="1"><c r="A1"><v>1</v></c></row><!-- note --><row r="2"><!-- --><c r="A2"><!-- x --><v>2<!-- y -->3</v></c></row>`, "1: number(1)\n2: number(23)\n"},
	{"CDATA", `<row r="1"><c t="str"><v><![CDATA[a <b> & c]]></v></c></row>`, "1: text(a <b> & c)\n"},
	{"processing instruction", `<row r="1"><?note?><c><v>1</v></c></row>`, "1: number(1)\n"},
	{"extension", `<row r="1"><c><v>1</v><extLst><ext uri="x"><y/></ext></extLst></c><extLst/></row>`, "1: number(1)\n"},
	{"unknown type", `<row r="1"><c t="new"><v>12</v></c><c t="new"><v>word</v></c></row>`, "1: number(12) text(word)\n"},
	{"inline with a value", `<row r="1"><c t="inlineStr"><v>word</v></c></row>`, "1: text(word)\n"},
	{"entity in an attribute", `<row r="&#49;"><c r="A&#49;"><v>1</v></c></row>`, "1: number(1)\n"},
	{"value before formula", `<row r="1"><c><v>1</v><f>A1</f></c></row>`, "1: number(1)\n"},
	{"spaces around =", `<row r = "1"><c r= "A1"><v>1</v></c></row>`, "1: number(1)\n"},
	{"namespace declared in a row", `<row xmlns:y="urn:y" r="1"><c y:note="n"><v>1</v></c></row>`, "1: number(1)\n"},
	{"value given in a foreign element too", `<row r="1"><c><v>1</v><y:w xmlns:y="urn:y">2</y:w></c></row>`, "1: number(1)\n"},
	{"rich text properties", `<row r="1"><c t="inlineStr"><is><r><rPr><b>x</b></rPr><t>a</t></r><r><rPr><new/></rPr><t>b</t></r></is></c></row>`, "1: text(ab)\n"},
	{"after other rows", strings.Repeat(`<row><c><v>1</v></c></row>`, 3) + `<row><c t="str"><v><![CDATA[x]]></v></c></row>` + `<row><c><v>2</v></c></row>`,
		"1: number(1)\n2: number(1)\n3: number(1)\n4: text(x)\n5: number(2)\n"},
}

// readCase reads the sheet and tells whether the scanner alone could.
func readCase(t *testing.T, made parts, carefully bool, block int) (lines []line, scanned bool, err error) {
	t.Helper()
	book := mustOpen(t, made.zipped())
	book.archive.block = block
	book.forceCareful = carefully
	rows, err := book.Rows(0)
	if err != nil {
		return nil, false, err
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
	return lines, rows.scanner != nil, rows.Close()
}

func TestScanner(t *testing.T) {
	for _, c := range scannedCases {
		t.Run(c.name, func(t *testing.T) {
			lines, scanned, err := readCase(t, rowsOnly(c.rows), false, blockSize)
			if err != nil || describe(lines) != c.want {
				t.Errorf("got %s, %v; want %s", describe(lines), err, c.want)
			}
			if !scanned {
				t.Error("the scanner gave up")
			}
			lines, _, err = readCase(t, rowsOnly(c.rows), true, blockSize)
			if err != nil || describe(lines) != c.want {
				t.Errorf("fallback: got %s, %v; want %s", describe(lines), err, c.want)
			}
		})
	}
}

func TestFallback(t *testing.T) {
	for _, c := range carefulCases {
		t.Run(c.name, func(t *testing.T) {
			lines, scanned, err := readCase(t, rowsOnly(c.rows), false, blockSize)
			if err != nil || describe(lines) != c.want {
				t.Errorf("got %s, %v; want %s", describe(lines), err, c.want)
			}
			if scanned {
				t.Error("the scanner claims to know this")
			}
		})
	}
}

// Wherever the blocks of a sheet end, the rows are the same.
func TestBlockEnds(t *testing.T) {
	references := regexp.MustCompile(`\sr=["'][A-Za-z]*1["']`)
	var rows strings.Builder
	for _, c := range scannedCases {
		if strings.HasPrefix(c.want, "1: ") && strings.Count(c.want, "\n") == 1 {
			rows.WriteString(references.ReplaceAllString(c.rows, ""))
		}
	}
	made := rowsOnly(rows.String())
	lines, scanned, err := readCase(t, made, false, blockSize)
	if err != nil || !scanned || len(lines) < 15 {
		t.Fatalf("%d rows, scanned %v: %v", len(lines), scanned, err)
	}
	want := describe(lines)
	for block := 1; block < 300; block++ {
		lines, scanned, err := readCase(t, made, false, block)
		if err != nil || !scanned || describe(lines) != want {
			t.Fatalf("blocks of %d bytes, scanned %v: %v\n%s", block, scanned, err, describe(lines))
		}
	}
}

// A row longer than several blocks is read whole.
func TestLongRow(t *testing.T) {
	text := strings.Repeat("0123456789", 100_000)
	made := rowsOnly(`<row><c><v>1</v></c></row><row><c t="str"><v>` + text + `</v></c><c t="inlineStr"><is><t>` + text + `é</t></is></c></row><row><c><v>2</v></c></row>`)
	lines, scanned, err := readCase(t, made, false, blockSize)
	if err != nil || !scanned || len(lines) != 3 || string(lines[1].Cells[0].Text) != text || string(lines[1].Cells[1].Text) != text+"é" || describe(lines[2:]) != "3: number(2)\n" {
		t.Errorf("%d rows, scanned %v: %v", len(lines), scanned, err)
	}
}

// Elements with a prefix, strict workbooks and other encodings hold the same rows.
func TestNamespacesAndEncodings(t *testing.T) {
	const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>Zoë 😀</t></is></c><c r="B1" s="1"><v>45292</v></c></row>`
	const want = "1: text(Zoë 😀) date(2024-01-01)\n"
	prefixed := strings.NewReplacer("</", "</x:", "<", "<x:").Replace
	asStrict := func(made parts) parts {
		for name, content := range made {
			made[name] = strings.ReplaceAll(strings.ReplaceAll(content, transitional, strict), "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
		}
		return made
	}
	inUTF16 := func(text string) string {
		out := []byte{0xff, 0xfe}
		for _, unit := range utf16.Encode([]rune(text)) {
			out = append(out, byte(unit), byte(unit>>8))
		}
		return string(out)
	}
	latin := strings.NewReplacer("ë", "\xeb", " 😀", "").Replace
	for _, c := range []struct {
		name    string
		made    parts
		scanned bool
		want    string
	}{
		{"prefix", handMade(`<x:worksheet xmlns:x="` + transitional + `">` + prefixed("<cols><col/></cols><sheetData>"+rows+"</sheetData></worksheet>")), true, want},
		{"two prefixes", handMade(`<worksheet xmlns="` + transitional + `" xmlns:x="` + transitional + `"><sheetData>` + prefixed(rows) + sheetTail), true, want},
		{"prefixes mixed", handMade(`<worksheet xmlns="` + transitional + `" xmlns:x="` + transitional + `"><sheetData>` + rows + `<x:row><x:c/></x:row>` + sheetTail), false, want},
		{"strict", asStrict(rowsOnly(rows)), true, want},
		{"byte order mark", handMade("\ufeff" + sheetHead + rows + sheetTail), true, want},
		{"UTF-16", handMade(inUTF16(strings.Replace(sheetHead, "UTF-8", "UTF-16", 1) + rows + sheetTail)), false, want},
		{"Latin 1", handMade(strings.Replace(sheetHead, "UTF-8", "ISO-8859-1", 1) + latin(rows) + sheetTail), false, "1: text(Zoë) date(2024-01-01)\n"},
		{"self-closed rows", handMade(`<worksheet xmlns="` + transitional + `"><sheetData/><mergeCells/></worksheet>`), true, ""},
		{"much around", handMade(`<?xml version="1.0"?><!-- c --><worksheet xmlns="` + transitional + `"><sheetPr><tabColor rgb="&#70;F"/></sheetPr><sheetViews><sheetView/></sheetViews><sheetData a="b">` + rows +
			`</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>` + strings.Repeat("<pageMargins/>", 30_000) + `<!-- end --></worksheet>` + "\n"), true, want},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines, scanned, err := readCase(t, c.made, false, blockSize)
			if err != nil || describe(lines) != c.want || scanned != c.scanned {
				t.Errorf("got %s, %v, scanned %v; want %s", describe(lines), err, scanned, c.want)
			}
		})
	}
}
