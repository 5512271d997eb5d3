package workbook

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// readEverything reads every sheet of a file, which is sound or an error of one line.
func readEverything(t *testing.T, data []byte) {
	t.Helper()
	book, err := New(bytes.NewReader(data), int64(len(data)), Limits{Sheet: 1 << 20, SharedStrings: 1 << 20, Part: 1 << 20, Row: 1 << 18, Around: 1 << 18, Fallback: 1 << 18})
	if err == nil {
		for sheet := range book.Sheets() {
			if _, err = readAll(book, sheet, false); err != nil {
				break
			}
		}
	}
	if err != nil && (strings.ContainsAny(err.Error(), "\r\n") || !utf8.ValidString(err.Error())) {
		t.Errorf("no clean error: %q", err)
	}
}

// FuzzFile reads any bytes as a workbook.
func FuzzFile(f *testing.F) {
	for _, c := range scannedCases[:10] {
		f.Add(rowsOnly(c.rows).zipped())
	}
	f.Add(manyEntries(3, "x"))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(readEverything)
}

// FuzzParts reads any XML as the parts that say where the sheets are and how numbers look.
func FuzzParts(f *testing.F) {
	made := rowsOnly(`<row><c s="1"><v>45000</v></c><c s="2"><v>7</v></c><c t="s"><v>1</v></c></row>`)
	f.Add(made["_rels/.rels"], made["xl/workbook.xml"], made["xl/_rels/workbook.xml.rels"], made[stylesPartAt])
	f.Add(made["_rels/.rels"], strings.ReplaceAll(made["xl/workbook.xml"], "/><", ` state="hidden" date1904="1"/><`), strings.ReplaceAll(made["xl/_rels/workbook.xml.rels"], "Target=\"", "TargetMode=\"External\" Target=\"../"), "")
	f.Fuzz(func(t *testing.T, root, main, around, styles string) {
		made := rowsOnly(`<row><c s="1"><v>45000</v></c><c s="2"><v>7</v></c><c t="s"><v>1</v></c></row>`)
		made["_rels/.rels"], made["xl/workbook.xml"], made["xl/_rels/workbook.xml.rels"], made[stylesPartAt] = root, main, around, styles
		readEverything(t, made.zipped())
	})
}

// FuzzFormat shows any number in any format: never a panic, and digits that are lost are
// never shown.
func FuzzFormat(f *testing.F) {
	for _, code := range []string{"General", "0000000000000", "000-00-0000", `"C-"000`, "yyyy-mm-dd", "[h]:mm", "#,##0.00;[Red]-#,##0.00", "0.00E+00", "# ?/?", "[$-409]d-mmm-yy;@", `\`, `"`, "[", "*", "_"} {
		f.Add(code, "4711", uint8(164))
		f.Add(code, "-0.5", uint8(49))
	}
	f.Fuzz(func(t *testing.T, code, number string, id uint8) {
		if len(code) > codeMax || !utf8.ValidString(code) {
			return
		}
		for _, custom := range []bool{true, false} {
			format := &Format{id: int(id)}
			if custom {
				format.code = code
			}
			format.classify(custom)
			cell := Cell{Kind: Number, Text: []byte(number), Format: format}
			shown, ok := cell.Identifier()
			again, okAgain := cell.AppendIdentifier([]byte("x"))
			if ok != okAgain || (ok && string(again) != "x"+string(shown)) {
				t.Errorf("%q in %q: %q, %v and %q, %v", number, code, shown, ok, again, okAgain)
			}
			if text := cell.AppendShown(nil); !utf8.Valid(text) && utf8.ValidString(number) {
				t.Errorf("%q in %q is shown as %q", number, code, text)
			}
		}
	})
}
