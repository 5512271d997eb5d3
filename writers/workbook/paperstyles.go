package workbook

import "github.com/xuri/excelize/v2"

// paperStyles are the numbers under which the library keeps a Paper's styles.
type paperStyles struct {
	text  [paperLooks]int
	table [paperRows][PaperCount + 1]int // cells of a row of one line
	tall  [paperRows][PaperCount + 1]int // of several
}

// smallHeight is the height in points of a line of the letters of tables.
const smallHeight = 13

// paperHeights are the heights of a line of a text, in points; paperAbove is what a text
// keeps free above it.
var (
	paperHeights = [paperLooks]int{PaperTop: 24, PaperHeading: 18, PaperCaption: lineHeight, PaperPlain: lineHeight, PaperMuted: lineHeight,
		PaperWarning: lineHeight, PaperBanner: lineHeight}
	paperAbove = [paperLooks]int{PaperHeading: 12, PaperCaption: 6, PaperWarning: 4, PaperBanner: 4, PaperPlain: 2}
)

const (
	paperMoneyFormat = `#,##0.00;-#,##0.00`
	paperExactFormat = `#,##0.000000;-#,##0.000000`
	paperFill        = "EEF0F3"
	paperLine        = "9AA3B0"
)

func newPaperStyles(file *excelize.File) (paperStyles, error) {
	var s paperStyles
	to := &styler{file: file}
	wrap := func(horizontal, vertical string) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: horizontal, Vertical: vertical, WrapText: true}
	}
	bold := func(size float64) *excelize.Font { return &excelize.Font{Bold: true, Size: size, Color: fillHead} }
	below := []excelize.Border{{Type: "bottom", Color: fillHead, Style: 1}}
	head := func(horizontal string) int {
		alignment := wrap(horizontal, "bottom")
		if horizontal == "left" {
			alignment.Indent = 1
		}
		return to.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 10}, Fill: solid(paperFill), Border: below, Alignment: alignment})
	}
	s.text[PaperHead], s.text[PaperHeadRight], s.text[PaperHeadGroup] = head("left"), head("right"), head("center")
	s.text[PaperTop] = to.style(excelize.Style{Font: bold(16), Alignment: wrap("left", "center")})
	s.text[PaperHeading] = to.style(excelize.Style{Font: bold(13), Alignment: wrap("left", "bottom")})
	s.text[PaperCaption] = to.style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: wrap("left", "bottom")})
	s.text[PaperPlain] = to.style(excelize.Style{Font: &excelize.Font{}, Alignment: wrap("left", "top")})
	s.text[PaperLabel] = to.style(excelize.Style{Font: &excelize.Font{Color: inkMuted}, Alignment: wrap("left", "top")})
	s.text[PaperValue] = to.style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: wrap("left", "top")})
	beside := wrap("left", "top")
	beside.Indent = 1
	s.text[PaperMuted] = to.style(excelize.Style{Font: &excelize.Font{Size: 10, Color: inkMuted}, Alignment: beside})
	warning := excelize.Style{Font: &excelize.Font{Bold: true, Color: inkWarn}, Fill: solid(fillWarn), Alignment: wrap("left", "center")}
	s.text[PaperWarning] = to.style(warning)
	warning.Alignment = wrap("center", "center")
	s.text[PaperBanner] = to.style(warning)
	for kind := range paperRows {
		for look := range PaperCount + 1 {
			style := paperStyle(kind, look)
			s.tall[kind][look] = to.style(style)
			style.Alignment.Vertical = "center"
			s.table[kind][look] = to.style(style)
		}
	}
	return s, to.err
}

// paperStyle is how a cell of a table looks in a row.
func paperStyle(kind PaperRow, look PaperLook) excelize.Style {
	style := excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: &excelize.Alignment{Horizontal: "right", Vertical: "top"}}
	format := func(format string) { style.CustomNumFmt = &format }
	switch look {
	case PaperText:
		style.NumFmt = 49
		style.Alignment.Horizontal, style.Alignment.Indent, style.Alignment.WrapText = "left", 1, kind != PaperTotal
	case PaperMoney:
		format(paperMoneyFormat)
	case PaperExact:
		format(paperExactFormat)
	case PaperDate:
		format(dayFormat)
		style.Alignment.Horizontal, style.Alignment.Indent = "left", 1
	case PaperCount:
		format(countFormat)
	}
	line := func(side, colour string) {
		style.Border = append(style.Border, excelize.Border{Type: side, Color: colour, Style: 1})
	}
	switch kind {
	case PaperPart:
	case PaperEvent, PaperEventPart:
		style.Font.Italic, style.Font.Color = true, inkMuted
		if kind == PaperEvent {
			line("top", lineThin)
		}
	case PaperGroup:
		style.Font.Bold, style.Font.Color = true, fillHead
		line("top", paperLine)
	case PaperTotal:
		style.Font.Bold = true
		line("top", paperLine)
	default:
		line("top", lineThin)
	}
	return style
}
