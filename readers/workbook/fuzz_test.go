package workbook

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// agree wants the scanner and the fallback to read the same, or both to fail, and the
// size of the blocks not to matter. Since the fallback includes excelize, a sheet that
// the scanner reads is one that excelize reads alike: but for the looks of rich text,
// of which excelize, unlike the scanner, checks the values.
func agree(t *testing.T, made parts) {
	t.Helper()
	lines, scanned, err := readCase(t, made, false, blockSize)
	small, _, smallErr := readCase(t, made, false, 61)
	if describe(small) != describe(lines) || (err == nil) != (smallErr == nil) {
		t.Fatalf("the size of the blocks matters:\n%s%v\n%s%v", describe(lines), err, describe(small), smallErr)
	}
	carefully, _, carefulErr := readCase(t, made, true, blockSize)
	if carefulErr != nil && (strings.Contains(carefulErr.Error(), "excelize") || strings.Contains(carefulErr.Error(), "two readers")) {
		looks := strings.ContainsAny(made[sheetPart]+made[stringsPart][len(stringsHead):], "RP") // rPr, rPh, phoneticPr
		if err == nil && scanned && !looks {
			t.Fatalf("scanner:\n%s\nfallback: %v", describe(lines), carefulErr)
		}
		return
	}
	if (err == nil) != (carefulErr == nil) {
		t.Fatalf("scanner: %v; fallback: %v", err, carefulErr)
	}
	if err == nil && describe(lines) != describe(carefully) {
		t.Fatalf("scanner:\n%s\nfallback:\n%s", describe(lines), describe(carefully))
	}
}

// Sheets whose tags, attributes and texts are dropped, doubled and exchanged at random
// are read by the scanner as by the fallback.
func TestShuffledSheets(t *testing.T) {
	piece := regexp.MustCompile(`</?[a-zA-Z]+|\s[a-z]+="[^"]*"|/?>|[^<>]+`)
	var pieces []string
	for _, cases := range [][]sheetCase{scannedCases, carefulCases} {
		for _, c := range cases {
			pieces = append(pieces, piece.FindAllString(c.rows, -1)...)
		}
	}
	for seed := range uint64(shuffles) {
		random := rand.New(rand.NewPCG(seed, 3))
		cases := scannedCases
		if seed%4 == 0 {
			cases = carefulCases
		}
		rows := piece.FindAllString(cases[random.IntN(len(cases))].rows, -1)
		for range 1 + random.IntN(3) {
			if len(rows) == 0 {
				break
			}
			at := random.IntN(len(rows))
			switch random.IntN(4) {
			case 0:
				rows = slices.Delete(rows, at, at+1)
			case 1:
				rows = slices.Insert(rows, at, rows[random.IntN(len(rows))])
			case 2:
				rows = slices.Insert(rows, at, pieces[random.IntN(len(pieces))])
			case 3:
				other := random.IntN(len(rows))
				rows[at], rows[other] = rows[other], rows[at]
			}
		}
		xml := strings.Join(rows, "")
		if !t.Run("", func(t *testing.T) { agree(t, rowsOnly(xml)) }) {
			t.Fatalf("seed %d: %s", seed, xml)
		}
	}
}

// shuffles is how many shuffled sheets a test reads.
const shuffles = 100

// FuzzSheet reads a sheet of arbitrary XML.
func FuzzSheet(f *testing.F) {
	for _, cases := range [][]sheetCase{scannedCases, carefulCases} {
		for _, c := range cases {
			f.Add(sheetHead + c.rows + sheetTail)
		}
	}
	f.Add(`<x:worksheet xmlns:x="` + transitional + `"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		agree(t, handMade(sheet))
	})
}

// FuzzRows reads arbitrary XML where rows belong.
func FuzzRows(f *testing.F) {
	for _, cases := range [][]sheetCase{scannedCases, carefulCases} {
		for _, c := range cases {
			f.Add(c.rows)
		}
	}
	f.Fuzz(func(t *testing.T, rows string) {
		agree(t, rowsOnly(rows))
	})
}

// FuzzSharedStrings reads a shared string table of arbitrary XML.
func FuzzSharedStrings(f *testing.F) {
	for _, items := range []string{
		`<si><t>alpha</t></si><si/>`, `<si><t xml:space="preserve"> a </t></si><si><r><rPr><b/><sz val="1"/></rPr><t>b</t></r><r><t>c</t></r></si>`,
		`<si><t>_x000D_&amp;&#65;é</t><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></si>`, `<!-- c --><si><t><![CDATA[a]]></t></si>`,
	} {
		f.Add(items)
	}
	f.Fuzz(func(t *testing.T, items string) {
		made := rowsOnly(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`)
		made[stringsPart] = stringsHead + items + `</sst>`
		agree(t, made)
	})
}
