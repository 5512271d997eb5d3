package workbook

import "github.com/xuri/excelize/v2"

// kind is how the cells of a column look.
type kind uint8

// The kinds of column.
const (
	plain   kind = iota // text on one line
	wrapped             // text on as many lines as it needs
	money
	count
	day
	verdict
	kinds
)

// The colours: dark blue for heads, and fills that also people who are colour-blind
// tell apart. Blue is good, orange is bad, yellow is unsure; the word is always there.
const (
	inkHead    = "FFFFFF"
	fillHead   = "1F3864"
	fillGood   = "E3EEF9"
	fillBad    = "F8CBAD"
	fillUnsure = "FFF2CC"
	fillWarn   = "FCE4D6"
	inkWarn    = "843C0C"
	inkMuted   = "595959"
	lineThin   = "D0D5DC"
)

const (
	moneyFormat = `"$"#,##0.00;-"$"#,##0.00`
	dayFormat   = `mmm d, yyyy`
	countFormat = `#,##0`
)

// styles are the numbers under which the library keeps the workbook's styles.
type styles struct {
	body       [kinds]int // cells of a listing, by kind
	head       int        // header cells of a listing and of a block on Summary
	headEnd    int        // the same, over numbers
	headSum    int        // the same on Summary and Method, where no filter button needs room
	title      int
	section    int
	label      int
	muted      int
	warning    int
	assumption int        // a value that is not the law's
	total      [kinds]int // the last line of a block that sums the lines above
	note       int        // a remark beside a listing's header

	good, bad, unsure, none int // conditional formats
}

func newStyles(f *excelize.File) (styles, error) {
	var s styles
	var failed error
	style := func(style excelize.Style) int {
		nameFont(style.Font)
		id, err := f.NewStyle(&style)
		if err != nil && failed == nil {
			failed = err
		}
		return id
	}
	conditional := func(fill, ink string) int {
		format := excelize.Style{Font: &excelize.Font{Color: ink}}
		if fill != "" {
			// A conditional fill shows its background colour; the pattern is implied.
			format.Fill = solid(fill)
		}
		id, err := f.NewConditionalStyle(&format)
		if err != nil && failed == nil {
			failed = err
		}
		return id
	}
	for k := range kinds {
		s.body[k] = style(bodyStyle(k))
		sum := bodyStyle(k)
		sum.Font = &excelize.Font{Bold: true}
		sum.Border = []excelize.Border{{Type: "top", Color: fillHead, Style: 1}}
		s.total[k] = style(sum)
	}
	head := excelize.Style{Font: &excelize.Font{Bold: true, Color: inkHead}, Fill: solid(fillHead),
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "left", Indent: 1, WrapText: true}}
	s.head = style(head)
	head.Alignment = &excelize.Alignment{Vertical: "center", Horizontal: "right", Indent: 2, WrapText: true}
	s.headEnd = style(head)
	head.Alignment = &excelize.Alignment{Vertical: "center", Horizontal: "right", WrapText: true}
	s.headSum = style(head)
	s.title = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 18, Color: fillHead}})
	s.section = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 13, Color: fillHead}})
	s.label = style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}})
	s.muted = style(excelize.Style{Font: &excelize.Font{Color: inkMuted}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	s.note = style(excelize.Style{Font: &excelize.Font{Italic: true, Color: inkWarn}, Alignment: &excelize.Alignment{Vertical: "center"}})
	s.warning = style(excelize.Style{Font: &excelize.Font{Bold: true, Color: inkWarn}, Fill: solid(fillWarn),
		Border:    []excelize.Border{{Type: "left", Color: inkWarn, Style: 5}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Indent: 1}})
	assumption := bodyStyle(plain)
	assumption.Font, assumption.Fill = &excelize.Font{Bold: true, Color: "5C4400"}, solid(fillUnsure)
	s.assumption = style(assumption)
	s.good, s.bad, s.unsure, s.none = conditional(fillGood, "1F3864"), conditional(fillBad, "7F2A00"), conditional(fillUnsure, "5C4400"), conditional("", "767676")
	return s, failed
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// nameFont completes a font: without a family and a size, spreadsheets choose their own.
func nameFont(font *excelize.Font) {
	if font == nil {
		return
	}
	font.Family = "Calibri"
	if font.Size == 0 {
		font.Size = 11
	}
}

// bodyStyle is how the cells of a kind look in a listing.
func bodyStyle(k kind) excelize.Style {
	style := excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"},
		Border: []excelize.Border{{Type: "bottom", Color: lineThin, Style: 1}}}
	format := func(format string) { style.CustomNumFmt = &format }
	switch k {
	case plain:
		// The text format keeps leading zeros, and anything like a formula a text, when
		// a cell is edited.
		style.NumFmt = 49
		style.Alignment.Horizontal, style.Alignment.Indent = "left", 1
	case wrapped:
		style.NumFmt, style.Alignment.WrapText = 49, true
		style.Alignment.Horizontal, style.Alignment.Indent = "left", 1
	case money:
		format(moneyFormat)
	case count:
		format(countFormat)
	case day:
		format(dayFormat)
		style.Alignment.Horizontal = "right"
	case verdict:
		style.Alignment.Horizontal = "center"
	}
	return style
}
