package workbook

import (
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Identifiers in every padded format are shown as excelize shows them.
func TestPaddedIdentifiersAgainstExcelize(t *testing.T) {
	codes := []string{"0", "00000", "0000000000000", "000-00-0000", `000\-00\-0000`, "00000-0000", `"C-"000000`, `"CASE "0000\/00`, "(000) 000-0000", "0 0 0", "00+00"}
	values := []string{"0", "7", "42", "4711", "94063", "123456789", "1234567890", "123456789012345", "-12", "1.5E+3"}
	for _, code := range codes {
		format := &Format{id: 164, code: code}
		format.classify(true)
		if format.kind != paddedFormat {
			t.Errorf("%s is no padded format", code)
			continue
		}
		for _, value := range values {
			cell := Cell{Kind: Number, Text: []byte(value), Format: format}
			got, ok := cell.Identifier()
			if want := formatted(t, code, value); !ok || string(got) != want {
				t.Errorf("%s of %s: %q, %v; excelize %q", code, value, got, ok, want)
			}
		}
	}
}

// formatted is what excelize shows of a number in a format.
func formatted(t *testing.T, code, value string) string {
	t.Helper()
	file := excelize.NewFile()
	style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.SetCellFloat("Sheet1", "A1", number, -1, 64); err != nil {
		t.Fatal(err)
	}
	if err := file.SetCellStyle("Sheet1", "A1", "A1", style); err != nil {
		t.Fatal(err)
	}
	text, err := file.GetCellValue("Sheet1", "A1")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestIdentifiers(t *testing.T) {
	general, thousands, padded := &Format{}, &Format{id: 3}, &Format{id: 164, code: "00000"}
	for _, format := range []*Format{general, thousands} {
		format.classify(false)
	}
	padded.classify(true)
	for _, c := range []struct {
		cell  Cell
		want  string
		ok    bool
		shown string
	}{
		{Cell{}, "", true, ""},
		{Cell{Kind: Text, Text: []byte("007")}, "007", true, "007"},
		{Cell{Kind: Boolean, Text: []byte("TRUE")}, "TRUE", true, "TRUE"},
		{Cell{Kind: Error, Text: []byte("#N/A")}, "", false, "#N/A"},
		{Cell{Kind: FormulaBlank}, "", false, ""},
		{Cell{Kind: Date, Date: 45291, Text: []byte("45292")}, "", false, "2024-01-01"},
		{Cell{Kind: Number, Text: []byte("94063"), Format: general}, "94063", true, "94063"},
		{Cell{Kind: Number, Text: []byte("0"), Format: general}, "0", true, "0"},
		{Cell{Kind: Number, Text: []byte("0094063"), Format: general}, "94063", true, "94063"},
		{Cell{Kind: Number, Text: []byte("4711.0"), Format: general}, "4711", true, "4711"},
		{Cell{Kind: Number, Text: []byte("1.23E+5"), Format: general}, "123000", true, "123000"},
		{Cell{Kind: Number, Text: []byte("12.5"), Format: general}, "12.5", true, "12.5"},
		{Cell{Kind: Number, Text: []byte("0.28999999999999998"), Format: general}, "0.29", true, "0.29"},
		{Cell{Kind: Number, Text: []byte("-0.001"), Format: general}, "-0.001", true, "-0.001"},
		{Cell{Kind: Number, Text: []byte("1E-20"), Format: general}, "1E-20", true, "1E-20"},
		{Cell{Kind: Number, Text: []byte("123456789012345"), Format: general}, "123456789012345", true, "123456789012345"},
		{Cell{Kind: Number, Text: []byte("1234567890123456"), Format: general}, "", false, "1234567890123460"},
		{Cell{Kind: Number, Text: []byte("1.23456789012345E+15"), Format: general}, "", false, "1234567890123450"},
		{Cell{Kind: Number, Text: []byte("1E+300"), Format: general}, "", false, "1E+300"},
		{Cell{Kind: Number, Text: []byte("100.10000000000001"), Format: general}, "", false, "100.1"},
		{Cell{Kind: Number, Text: []byte("2134"), Format: padded}, "02134", true, "02134"},
		{Cell{Kind: Number, Text: []byte("1234567890123456"), Format: padded}, "", false, "1234567890123460"},
		{Cell{Kind: Number, Text: []byte("1234567"), Format: thousands}, "1,234,567", true, "1,234,567"},
		{Cell{Kind: Number, Text: []byte("no number"), Format: general}, "", false, "no number"},
	} {
		got, ok := c.cell.Identifier()
		appended, appendOK := c.cell.AppendIdentifier([]byte("x"))
		if string(got) != c.want || ok != c.ok || appendOK != ok || string(appended) != "x"+c.want {
			t.Errorf("%s: %q, %v and %q, %v; want %q, %v", describeCell(c.cell), got, ok, appended, appendOK, c.want, c.ok)
		}
		if shown := c.cell.AppendShown(nil); string(shown) != c.shown {
			t.Errorf("%s shown as %q, want %q", describeCell(c.cell), shown, c.shown)
		}
	}
}

// A text, a plain number and a padded one are read without allocating.
func TestIdentifierAllocatesNothing(t *testing.T) {
	padded := &Format{id: 164, code: "0000000000000"}
	padded.classify(true)
	cells := []Cell{{Kind: Text, Text: []byte("00712")}, number("4711"), {Kind: Number, Text: []byte("4711"), Format: padded}, number("0.28999999999999998")}
	dst := make([]byte, 0, 100)
	if n := testing.AllocsPerRun(100, func() {
		for _, cell := range cells[:3] {
			dst, _ = cell.AppendIdentifier(dst[:0])
		}
		for _, cell := range cells {
			cell.Cents()
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
