package page

import (
	"cmp"
	"fmt"

	"arrears/pipeline/ledger"
)

// chart is a chart of horizontal bars, each perhaps of several segments. Lengths are
// parts of the chart's width, so that it fits a phone and its letters keep their size.
type chart struct {
	ID          string
	Title       string
	Description string
	Height      int // pixels
	Series      []series
	Bars        []bar

	sizes [][]ledger.Cents // by bar and series; counts too
}

// series is what the segments of one colour stand for. Name is a class of the style
// sheet.
type series struct{ Name, Label string }

type bar struct {
	Label, Value string
	Colour       string // a class of the style sheet, where the bar has one of its own
	TextY, BarY  int
	Segments     []segment
}

// segment is a piece of a bar, in hundredths of a percent of the chart's width.
type segment struct {
	Name    string
	x, size int64
}

// X is where the segment begins, in percent.
func (s segment) X() string { return percent(s.x) }

// Width is how long the segment is, in percent.
func (s segment) Width() string { return percent(s.size) }

func percent(hundredths int64) string {
	return fmt.Sprintf("%d.%02d%%", hundredths/100, hundredths%100)
}

const (
	barStep   = 46 // pixels from one bar to the next
	barText   = 16 // from the top of a bar's place to the base line of its letters
	barTop    = 22
	barHeight = 16
)

func newChart(id, title string, s []series) *chart { return &chart{ID: id, Title: title, Series: s} }

// labelMax is how many letters of a label stand beside an amount on a phone.
const labelMax = 24

// shortened is a label that fits; the table below the chart has the whole.
func shortened(label string) string {
	letters := []rune(label)
	if len(letters) <= labelMax {
		return label
	}
	return string(letters[:labelMax-1]) + "…"
}

// add adds a bar, with one size for each series.
func (c *chart) add(label, value string, sizes ...ledger.Cents) {
	top := len(c.Bars) * barStep
	c.Bars = append(c.Bars, bar{Label: shortened(label), Value: value, TextY: top + barText, BarY: top + barTop})
	c.sizes = append(c.sizes, sizes)
	c.Height = top + barStep
}

// describe ends the chart: it gives it its description and its bars their lengths, the
// longest the whole width.
func (c *chart) describe(text string) {
	c.Description = text
	longest := ledger.Cents(1)
	for _, sizes := range c.sizes {
		sum := ledger.Cents(0)
		for _, size := range sizes {
			sum += max(size, 0)
		}
		longest = max(longest, sum)
	}
	for i, sizes := range c.sizes {
		x := int64(0)
		for j, size := range sizes {
			length := int64(max(size, 0).RoundShare(10_000, uint64(longest)))
			if length > 0 {
				colour := cmp.Or(c.Bars[i].Colour, c.Series[j].Name)
				c.Bars[i].Segments = append(c.Bars[i].Segments, segment{colour, x, min(length, 10_000-x)})
			}
			x += length
		}
	}
}
