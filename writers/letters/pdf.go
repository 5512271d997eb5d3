package letters

import (
	"bytes"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"arrears/pipeline/ledger"
)

// printer draws letters as PDF: the same letters give the same bytes.
type printer struct {
	pdf      *fpdf.Fpdf
	twoSided bool // each letter begins on a sheet of its own
	letters  int
	pages    int
}

// Where the address stands, in points. A number 10 envelope has its window 7/8 inch from
// the left and 1/2 inch from the bottom, 4 1/2 by 1 1/8 inches. A sheet folded in three
// has 0.46 inch of play upwards and 1 inch to the side; addressLeft and addressMiddle lie
// where the window is for every way it may lie.
const (
	addressLeft     = 72.0
	addressMiddle   = 204.0
	addressWidth    = 236.0
	addressLeading  = 11.6
	addressSize     = 10.5
	addressLinesMax = 7 // as many as the window is tall

	headTop        = 44.0
	referenceWidth = 180.0
	footLine       = 766.0
	fold           = 264.0
)

// newPrinter begins a PDF file with a title, dated a day.
func newPrinter(documentTitle, author string, language Language, date ledger.Date, twoSided bool) *printer {
	pdf := fpdf.New("P", "pt", "Letter", "")
	year, month, day := date.Civil()
	noon := time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC)
	pdf.SetCreationDate(noon)
	pdf.SetModificationDate(noon)
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetTitle(documentTitle, true)
	pdf.SetAuthor(author, true)
	pdf.SetLang(language.String())
	pdf.SetLineWidth(0.5)
	pdf.AddUTF8FontFromBytes("letters", "", faces()[0].ttf)
	pdf.AddUTF8FontFromBytes("letters", "B", faces()[1].ttf)
	return &printer{pdf: pdf, twoSided: twoSided}
}

// letter draws one letter, which begins a page.
func (p *printer) letter(d *document) {
	p.letters++
	pages := d.pages()
	for i, lines := range pages {
		p.begin(d.language)
		top := nextTop
		if i == 0 {
			p.pdf.Bookmark(d.id+": "+d.title(), 0, 0)
			p.head(d)
			top = bodyTop
		}
		p.lines(lines, top)
		if len(pages) > 1 {
			p.foot(d, i+1, len(pages))
		}
		p.end()
	}
	if p.twoSided && len(pages)%2 == 1 {
		p.pdf.AddPage()
		p.pages++
	}
}

// begin begins a page whose text is in a language.
func (p *printer) begin(language Language) {
	p.pages++
	p.pdf.AddPage()
	p.pdf.SetFont("letters", "", bodyText.size)
	p.pdf.RawWriteStr("/Span <</Lang (" + language.String() + ")>> BDC")
}

func (p *printer) end() { p.pdf.RawWriteStr("EMC") }

// head draws what the first page has above the fold: who writes, the date and the
// reference, and in the window the address and nothing else.
func (p *printer) head(d *document) {
	p.lines(measure{1, marginLeft, textWidth - referenceWidth}.closely(d.letterhead), headTop)
	reference := measure{1, pageWidth - marginRight - referenceWidth, referenceWidth}.closely(d.reference)
	for i := range reference {
		toRight(&reference[i])
	}
	p.lines(reference, headTop)
	p.lines(addressLines(d.address))
	p.pdf.SetDrawColor(150, 150, 150)
	for _, y := range []float64{fold, 2 * fold} {
		p.pdf.Line(14, y, 22, y)
	}
}

// closely sets the text of blocks small, line upon line.
func (m measure) closely(blocks []block) (lines []line) {
	for i := range blocks {
		for _, spans := range blocks[i].parts() {
			lines = append(lines, m.set(spans, small, 0)...)
		}
	}
	return lines
}

// toRight puts the runs of a line against the right margin.
func toRight(l *line) {
	if len(l.runs) == 0 {
		return
	}
	last := l.runs[len(l.runs)-1]
	shift := pageWidth - marginRight - last.x - weight(last.bold).width(last.text, l.size)
	for i := range l.runs {
		l.runs[i].x += shift
	}
}

// addressLines sets an address about the middle of the window, and says where it begins.
func addressLines(address []string) (lines []line, top float64) {
	set := style{addressSize, addressLeading, black}
	for _, text := range address {
		for _, runs := range wrap([]span{{text: text}}, addressSize, addressWidth) {
			for i := range runs {
				runs[i].x += addressLeft
			}
			lines = append(lines, line{style: set, runs: runs})
		}
	}
	return lines, addressMiddle - float64(len(lines))*addressLeading/2
}

// foot numbers the pages of a letter that has several.
func (p *printer) foot(d *document, page, pages int) {
	text := d.id + "    " + d.language.pageOf(page, pages)
	set := style{8.5, 10, [3]int{70, 76, 84}}
	l := line{style: set, runs: []run{{x: marginLeft, text: text}}}
	toRight(&l)
	p.lines([]line{l}, footLine)
}

// lines draws lines from a top downwards.
func (p *printer) lines(lines []line, top float64) {
	y := top
	for i := range lines {
		l := &lines[i]
		if i > 0 {
			y += l.before
		}
		if l.box {
			p.ground(lines, i, y)
		}
		p.text(l, y+(l.leading+l.size*0.72)/2)
		y += l.leading + l.after
		if l.rule > 0 {
			p.pdf.SetDrawColor(138, 148, 160)
			p.pdf.SetLineWidth(l.rule)
			p.pdf.Line(marginLeft, y, l.ruleTo, y)
		}
	}
}

// ground draws the ground of a box at its first line on the page.
func (p *printer) ground(lines []line, first int, y float64) {
	if first > 0 && lines[first-1].box && lines[first].before == 0 {
		return
	}
	tall := 0.0
	for i := first; i < len(lines) && lines[i].box && (i == first || lines[i].before == 0); i++ {
		tall += lines[i].leading
	}
	p.pdf.SetFillColor(238, 242, 247)
	p.pdf.Rect(marginLeft, y-5, textWidth, tall+10, "F")
	p.pdf.SetFillColor(blue[0], blue[1], blue[2])
	p.pdf.Rect(marginLeft, y-5, 3.5, tall+10, "F")
}

func (p *printer) text(l *line, base float64) {
	if l.language != "" {
		p.pdf.RawWriteStr("/Span <</Lang (" + l.language + ")>> BDC")
		defer p.end()
	}
	p.pdf.SetTextColor(l.colour[0], l.colour[1], l.colour[2])
	for _, r := range l.runs {
		weight := ""
		if r.bold {
			weight = "B"
		}
		p.pdf.SetFont("letters", weight, l.size)
		p.pdf.Text(r.x, base, r.text)
	}
}

// bytes ends the file.
func (p *printer) bytes() ([]byte, error) {
	var b bytes.Buffer
	err := p.pdf.Output(&b)
	return b.Bytes(), err
}
