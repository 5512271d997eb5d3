package letters

import "strings"

// Measures of a page, in points: US Letter.
const (
	pageWidth   = 612.0
	pageHeight  = 792.0
	marginLeft  = 64.8
	marginRight = 64.8
	textWidth   = pageWidth - marginLeft - marginRight

	bodyTop    = 272.0 // of a letter's first page: below the envelope's window and the fold
	nextTop    = 54.0  // of its later pages
	bodyBottom = 744.0
)

// style is how a line is set.
type style struct {
	size    float64
	leading float64
	colour  [3]int
}

var (
	black    = [3]int{22, 25, 29}
	blue     = [3]int{18, 56, 95}
	bodyText = style{10.5, 13, black}
	titleSet = style{14, 17, blue}
	headSet  = style{11.5, 14, blue}
	cellText = style{10.5, 13, black}
	small    = style{9.5, 12, black}
)

// run is a piece of a line in one weight.
type run struct {
	x    float64 // from the left edge of the page
	text string
	bold bool
}

// line is one line of a letter.
type line struct {
	style
	before   float64 // space above; none at the top of a page
	after    float64 // space below within the line's own height, as in a table's row
	runs     []run
	keep     bool    // stands on the same page as the next line
	rule     float64 // weight of the rule below; 0: none
	ruleTo   float64 // where the rule ends
	box      bool    // on the ground of a box
	language string  // if not the letter's
}

func (l *line) height() float64 { return l.before + l.leading + l.after }

// scales are how large a letter is set: somewhat smaller where that brings it on the two
// sides of one sheet.
var scales = []float64{1, 0.975, 0.95, 0.925}

// pages sets the letter in pages.
func (d *document) pages() (pages [][]line) {
	for _, scale := range scales {
		pages = paginate(measure{scale, marginLeft, textWidth}.layout(d.body), bodyTop)
		if len(pages) <= 2 {
			return pages
		}
	}
	return paginate(measure{1, marginLeft, textWidth}.layout(d.body), bodyTop)
}

// measure is how large text is set, and where.
type measure struct{ scale, left, width float64 }

// layout sets blocks in lines.
func (m measure) layout(blocks []block) []line {
	var lines []line
	for i := range blocks {
		of := m.block(&blocks[i])
		if i > 0 && i < len(blocks)-1 && leadsOn(blocks[i-1].kind, blocks[i].kind, blocks[i+1].kind) {
			together(of, true)
		}
		lines = append(lines, of...)
	}
	return lines
}

// leadsOn tells whether a block is a sentence between a heading and what it is about.
func leadsOn(before, kind, after blockKind) bool {
	return before == heading && kind == paragraph && (after == points || after == steps || after == table)
}

// within is the measure for text that stands in from both sides.
func (m measure) within(left, right float64) measure {
	return measure{m.scale, m.left + left, m.width - left - right}
}

func (m measure) block(b *block) []line {
	switch b.kind {
	case title:
		return together(m.set(embolden(b.spans), titleSet, 0), true)
	case heading:
		return together(m.set(embolden(b.spans), headSet, 10), true)
	case points, steps:
		return m.list(b)
	case table:
		return m.table(b)
	case box:
		lines := together(m.within(12, 12).set(b.spans, bodyText, 12), false)
		for i := range lines {
			lines[i].box = true
		}
		lines[len(lines)-1].after += 8
		return lines
	}
	lines := m.set(b.spans, bodyText, 5.5)
	for i := range lines {
		lines[i].language = b.language
	}
	text := plain(b.spans)
	lines[len(lines)-1].keep = strings.HasSuffix(text, ":") || strings.HasSuffix(text, ",")
	return lines
}

// together keeps lines on one page, with the next line too if so asked.
func together(lines []line, next bool) []line {
	for i := range lines {
		lines[i].keep = next || i < len(lines)-1
	}
	return lines
}

func embolden(spans []span) []span {
	bold := make([]span, len(spans))
	for i, s := range spans {
		s.bold = true
		bold[i] = s
	}
	return bold
}

// set breaks spans into lines and keeps the first two together, and the last two.
func (m measure) set(spans []span, s style, before float64) []line {
	s.size, s.leading = s.size*m.scale, s.leading*m.scale
	var lines []line
	for _, runs := range wrap(spans, s.size, m.width) {
		for i := range runs {
			runs[i].x += m.left
		}
		lines = append(lines, line{style: s, runs: runs})
	}
	lines[0].before = before * m.scale
	if n := len(lines); n > 1 {
		lines[0].keep, lines[n-2].keep = true, true
	}
	return lines
}

// indent is how far the text of a list stands in.
const indent = 18.0

func (m measure) list(b *block) (lines []line) {
	for i, item := range b.items {
		mark, before := "•", 1.5
		if b.kind == steps {
			mark = itoa(i+1) + "."
		}
		if i == 0 {
			before = 4
		}
		of := m.within(indent, 0).set(item, bodyText, before)
		of[0].runs = append([]run{{x: m.left + 2, text: mark}}, of[0].runs...)
		of[len(of)-1].keep = len(b.items) > 1 && (i == 0 || i == len(b.items)-2)
		lines = append(lines, of...)
	}
	return lines
}

// Measures of a table.
const (
	cellGap     = 22.0
	firstColumn = 170.0 // at least
	rowsKept    = 12    // a table of at most so many rows is not broken
)

// table sets the first column to the left and the others to the right of their places.
func (m measure) table(b *block) (lines []line) {
	set := cellText
	set.size, set.leading = set.size*m.scale, set.leading*m.scale
	columns := b.columns(set.size, m.width)
	total := 0.0
	for _, column := range columns {
		total += column
	}
	for i, cells := range b.rows {
		var row []line
		right := m.left
		for j, cell := range cells {
			if i == 0 {
				cell = embolden(cell)
			}
			right += columns[j]
			for k, runs := range wrap(cell, set.size, columns[j]-cellGap*sign(j)) {
				if k == len(row) {
					row = append(row, line{style: set, keep: true})
				}
				row[k].place(runs, right, columns[j], j > 0)
			}
		}
		last := &row[len(row)-1]
		row[0].before, last.after, last.rule, last.ruleTo = 3, 2, 0.5, m.left+total
		if i == 0 {
			row[0].before, last.rule = 5, 1
		}
		last.keep = i == 0 || len(b.rows) <= rowsKept && i < len(b.rows)-1
		lines = append(lines, row...)
	}
	return lines
}

// sign is 0 for the first column and 1 for the others.
func sign(column int) float64 {
	if column == 0 {
		return 0
	}
	return 1
}

// place puts the runs of a cell, set from 0, at the left of its column, or against its
// right edge.
func (l *line) place(runs []run, right, column float64, toRight bool) {
	shift := right - column
	if toRight && len(runs) > 0 {
		last := runs[len(runs)-1]
		shift = right - last.x - weight(last.bold).width(last.text, l.size)
	}
	for _, r := range runs {
		r.x += shift
		l.runs = append(l.runs, r)
	}
}

// columns is how wide the columns of a table are: as its widest cell, the first one
// narrower where they would not fit.
func (b *block) columns(size, width float64) []float64 {
	columns := make([]float64, len(b.rows[0]))
	columns[0] = firstColumn
	for i, cells := range b.rows {
		for j, cell := range cells {
			wide := 0.0
			for _, s := range cell {
				wide += weight(s.bold || i == 0).width(s.text, size)
			}
			columns[j] = max(columns[j], wide+cellGap*sign(j))
		}
	}
	others := 0.0
	for _, column := range columns[1:] {
		others += column
	}
	if columns[0]+others > width {
		columns[0] = max(width-others, width/float64(len(columns)))
	}
	if columns[0]+others > width {
		for j := range columns {
			columns[j] = width / float64(len(columns))
		}
	}
	return columns
}

// paginate breaks lines into pages. Lines that keep together go to the next page
// together, if a page holds them at all.
func paginate(lines []line, firstTop float64) (pages [][]line) {
	var page []line
	y := firstTop
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && lines[to-1].keep {
			to++
		}
		tall := 0.0
		for i := from; i < to; i++ {
			tall += lines[i].height()
		}
		if len(page) > 0 && y+tall > bodyBottom && tall <= bodyBottom-nextTop {
			pages, page, y = append(pages, page), nil, nextTop
		}
		for ; from < to; from++ {
			if len(page) > 0 && y+lines[from].height() > bodyBottom {
				pages, page, y = append(pages, page), nil, nextTop
			}
			page = append(page, lines[from])
			y += lines[from].height()
		}
	}
	return append(pages, page)
}
