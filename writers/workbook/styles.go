package workbook

import (
	"github.com/xuri/excelize/v2"

	"arrears/pipeline/coap"
)

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
	contactDay  // for the caseworker to fill in: a date,
	contactWord // a word of a list,
	contactNote // free text
	kinds
)

// right tells whether the cells of a kind, and their heading, stand to the right.
func (k kind) right() bool { return k == money || k == count || k == day || k == contactDay }

// tone is the colours of a word: of the cell, of its letters, and of a chart's bar.
type tone struct{ fill, ink, bar string }

// The colours: dark blue for heads, and fills that also people who are colour-blind
// tell apart. Blue is good, orange is bad, yellow is unsure; the word is always there.
var (
	toneGood   = tone{"DCE9F7", "1F3864", "1F5FA8"}
	toneUnsure = tone{"FFF2CC", "5C4400", "C99A06"}
	toneBad    = tone{"F8CBAD", "7F2A00", "C55A11"}
	toneFaint  = tone{"EDEDED", "505050", "8A8A8A"}
	toneSoon   = tone{"D9EFEA", "0B4A40", "1B8573"}
	toneApart  = tone{"E6DFF3", "43307A", "7A5EA8"}

	statusTones = map[coap.Status]tone{coap.Eligible: toneGood, coap.Review: toneUnsure, coap.Later: toneSoon,
		coap.Ineligible: toneBad, coap.NotCollectible: toneApart, coap.NoArrears: toneFaint}
)

const (
	inkHead     = "FFFFFF"
	fillHead    = "1F3864"
	fillContact = "FFFBE6"
	headContact = "7A5A00"
	lineContact = "D9C77E"
	fillWarn    = "FCE4D6"
	inkWarn     = "843C0C"
	inkMuted    = "595959"
	inkLink     = "0B57A4"
	inkDone     = "6E6E6E"
	lineThin    = "D0D5DC"
)

const (
	moneyFormat = `"$"#,##0.00;-"$"#,##0.00`
	dayFormat   = `mmm d, yyyy`
	countFormat = `#,##0`

	movedMoneyFormat = `+"$"#,##0.00;-"$"#,##0.00;"no change"`
	movedCountFormat = `+#,##0;-#,##0;"no change"`
	// contactFormat is a date as caseworkers type it, and as a run reads it back, also from
	// a sheet that was saved as CSV.
	contactFormat = `mm/dd/yyyy`
)

// styles are the numbers under which the library keeps the workbook's styles.
type styles struct {
	body        [kinds]int // cells of a listing, by kind
	mail        int        // an e-mail address that can be clicked
	head        int        // header cells of a listing and of a block on Summary
	headEnd     int        // the same, over numbers
	headSum     int        // the same on Summary and Method, where no filter button needs room
	headContact int        // header cells of the caseworker's columns
	headMonth   int        // header cells of the calendar
	title       int
	section     int
	label       int
	muted       int
	link        int
	asOf, fact  int // at the head of Summary
	warning     int
	assumption  int        // a value that is not the law's
	total       [kinds]int // the last line of a block that sums the lines above
	movedMoney  int        // by how much an amount changed
	movedCount  int        // and a count
	note        int        // a remark beside a listing's header
	status      map[coap.Status]int

	// Conditional formats.
	good, bad, unsure, faint, soon int
	fresh                          int // what is new
	done                           int // a row that a caseworker has filled in
	statusFormat                   map[coap.Status]int
}

// styler adds styles to a workbook; the first error stays.
type styler struct {
	file *excelize.File
	err  error
}

func (s *styler) style(style excelize.Style) int {
	nameFont(style.Font)
	id, err := s.file.NewStyle(&style)
	if err != nil && s.err == nil {
		s.err = err
	}
	return id
}

func (s *styler) conditional(format excelize.Style) int {
	id, err := s.file.NewConditionalStyle(&format)
	if err != nil && s.err == nil {
		s.err = err
	}
	return id
}

// toned is the conditional format of a tone. A conditional fill shows its background
// colour; the pattern is implied.
func (s *styler) toned(t tone) int {
	return s.conditional(excelize.Style{Font: &excelize.Font{Color: t.ink}, Fill: solid(t.fill)})
}

func newStyles(f *excelize.File) (styles, error) {
	s := styles{status: map[coap.Status]int{}, statusFormat: map[coap.Status]int{}}
	to := &styler{file: f}
	for k := range kinds {
		s.body[k] = to.style(bodyStyle(k))
		sum := bodyStyle(k)
		sum.Font = &excelize.Font{Bold: true}
		sum.Border = []excelize.Border{{Type: "top", Color: fillHead, Style: 1}}
		s.total[k] = to.style(sum)
	}
	mail := bodyStyle(plain)
	mail.Font = &excelize.Font{Color: inkLink, Underline: "single"}
	s.mail = to.style(mail)
	moved := func(k kind, format string) int {
		style := bodyStyle(k)
		style.CustomNumFmt = &format
		return to.style(style)
	}
	s.movedMoney, s.movedCount = moved(money, movedMoneyFormat), moved(count, movedCountFormat)
	s.addHeads(to)
	s.addTexts(to)
	for _, status := range coap.Statuses() { // in one order, for the same bytes
		t := statusTones[status]
		named := bodyStyle(wrapped)
		named.Font, named.Fill = &excelize.Font{Color: t.ink}, solid(t.fill)
		s.status[status], s.statusFormat[status] = to.style(named), to.toned(t)
	}
	s.good, s.bad, s.unsure, s.soon = to.toned(toneGood), to.toned(toneBad), to.toned(toneUnsure), to.toned(toneSoon)
	s.faint = to.conditional(excelize.Style{Font: &excelize.Font{Color: "767676"}})
	s.fresh = to.conditional(excelize.Style{Font: &excelize.Font{Bold: true, Color: toneGood.ink}})
	s.done = to.conditional(excelize.Style{Font: &excelize.Font{Italic: true, Color: inkDone}})
	return s, to.err
}

// addHeads adds the styles of header cells.
func (s *styles) addHeads(to *styler) {
	head := func(fill, horizontal string, indent int) int {
		return to.style(excelize.Style{Font: &excelize.Font{Bold: true, Color: inkHead}, Fill: solid(fill),
			Alignment: &excelize.Alignment{Vertical: "center", Horizontal: horizontal, Indent: indent, WrapText: true}})
	}
	s.head, s.headEnd, s.headSum = head(fillHead, "left", 1), head(fillHead, "right", 2), head(fillHead, "right", 0)
	s.headContact = head(headContact, "left", 1)
	s.headMonth = to.style(excelize.Style{Font: &excelize.Font{Bold: true, Color: fillHead}, Fill: solid(toneGood.fill),
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "right"}})
}

// addTexts adds the styles of what stands around tables.
func (s *styles) addTexts(to *styler) {
	s.title = to.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 18, Color: fillHead}})
	s.section = to.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 13, Color: fillHead}})
	s.label = to.style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}})
	s.muted = to.style(excelize.Style{Font: &excelize.Font{Color: inkMuted}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	s.link = to.style(excelize.Style{Font: &excelize.Font{Color: inkLink, Underline: "single"}, Alignment: &excelize.Alignment{Horizontal: "left", Indent: 1}})
	dateFormat := dayFormat
	s.asOf = to.style(excelize.Style{CustomNumFmt: &dateFormat, Alignment: &excelize.Alignment{Horizontal: "left"}})
	s.fact = to.style(excelize.Style{NumFmt: 49})
	s.note = to.style(excelize.Style{Font: &excelize.Font{Italic: true, Color: inkWarn}, Alignment: &excelize.Alignment{Vertical: "center"}})
	s.warning = to.style(excelize.Style{Font: &excelize.Font{Bold: true, Color: inkWarn}, Fill: solid(fillWarn),
		Border:    []excelize.Border{{Type: "left", Color: inkWarn, Style: 5}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Indent: 1}})
	assumption := bodyStyle(plain)
	assumption.Font, assumption.Fill = &excelize.Font{Bold: true, Color: toneUnsure.ink}, solid(toneUnsure.fill)
	s.assumption = to.style(assumption)
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
	style := excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1},
		Border: []excelize.Border{{Type: "bottom", Color: lineThin, Style: 1}}}
	format := func(format string) { style.CustomNumFmt = &format }
	switch k {
	case plain:
		// The text format keeps leading zeros, and anything like a formula a text, when
		// a cell is edited.
		style.NumFmt = 49
	case wrapped, contactWord, contactNote:
		style.NumFmt, style.Alignment.WrapText = 49, true
	case money:
		format(moneyFormat)
	case count:
		format(countFormat)
	case day:
		format(dayFormat)
	case contactDay:
		format(contactFormat)
	case verdict:
		style.Alignment.Horizontal, style.Alignment.Indent = "center", 0
	}
	if k.right() {
		style.Alignment.Horizontal, style.Alignment.Indent = "right", 0
	}
	if k >= contactDay {
		// These cells stay open when a county locks the sheet.
		style.Protection = &excelize.Protection{Locked: false}
		style.Fill = solid(fillContact)
		style.Border = append(style.Border, excelize.Border{Type: "left", Color: lineContact, Style: 1}, excelize.Border{Type: "right", Color: lineContact, Style: 1})
	}
	return style
}
