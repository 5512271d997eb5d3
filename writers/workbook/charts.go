package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/coap"
)

// The colours of the two sides a debt is owed to, blue and orange, and of what is paid and
// forgiven, grey and green. Those of a pair differ in brightness too.
const (
	fillFamily     = "1F5FA8"
	fillGovernment = "D9822B"
	fillOffered    = "6B7A90"
	fillForgiven   = "38A38B"
)

// colourStatuses gives each bar of the chart of statuses the colour of its status, which
// the library does for pies only.
func colourStatuses(w io.Writer, content []byte) error {
	const before = "</invertIfNegative>"
	at := bytes.Index(content, []byte(before)) + len(before)
	if at < len(before) {
		return errors.New("the chart of statuses has no place for colours")
	}
	return replacing(w, content, at, at, func(w io.Writer) error {
		statuses := coap.Statuses()
		slices.Reverse(statuses) // as they stand on the sheet
		for i, status := range statuses {
			if _, err := fmt.Fprintf(w, `<dPt><idx val="%d"/><invertIfNegative val="0"/><bubble3D val="0"/><spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></spPr></dPt>`,
				i, statusTones[status].bar); err != nil {
				return err
			}
		}
		return nil
	})
}

// shortDollars is the number format of an axis: $1.5M, $20K.
const shortDollars = `[>=1000000]"$"#,##0.0,,"M";[>=1000]"$"#,##0,"K";"$"#,##0`

// countiesCharted is how many counties the chart shows.
const countiesCharted = 12

// chartColumn is where the charts stand, right of the tables.
const chartColumn = "I"

// charts draws the blocks of the sheet on their right.
func (s *summary) charts() {
	s.book.statusChart = "xl/charts/chart1.xml" // the first that is added
	s.chart(s.top, 14, chartBase(excelize.Bar, "NCPs by status", s.statusLines,
		"Bars: how many non-custodial parents have each status. The figures stand in the table “NCPs by status”.",
		s.series("B", s.statusLines, fillFamily)))
	s.chart(s.top+15, 11, chartBase(excelize.BarStacked, "Forgiveness on offer: the outreach list", s.offerLines,
		"Stacked bars: dollars that those on the outreach list would offer and could have forgiven, by status. The figures stand in the table “Forgiveness on offer”.",
		s.series("C", s.offerLines, fillOffered), s.series("D", s.offerLines, fillForgiven)))
	s.chart(s.top+27, 16, chartBase(excelize.ColStacked, "Arrears by age and whom they are owed to", s.ageLines,
		"Stacked columns: dollars owed to families and to the government, by the age of the oldest installment. The figures stand in the table “Arrears by age”.",
		s.series("C", s.ageLines, fillFamily), s.series("D", s.ageLines, fillGovernment)))
	charted := s.countyLines
	charted.last = min(charted.last, charted.first+countiesCharted-1)
	if charted.last < charted.first {
		return
	}
	s.chart(charted.first-2, 7+6*(charted.last-charted.first+1)/5, chartBase(excelize.BarStacked, countiesTitle(s.countyLines, charted), charted,
		"Stacked bars: dollars owed to families and to the government, by county. The figures stand in the table “Arrears by county”.",
		s.series("C", charted, fillFamily), s.series("D", charted, fillGovernment)))
}

func countiesTitle(all, charted lines) string {
	if all == charted {
		return "Arrears by county"
	}
	return fmt.Sprintf("Arrears by county, the %d largest", countiesCharted)
}

// series is a column of a block, with its heading as its name.
func (s *summary) series(column string, l lines, colour string) excelize.ChartSeries {
	at := func(column string, from, to int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", summarySheet, column, from, column, to)
	}
	return excelize.ChartSeries{Name: fmt.Sprintf("%s!$%s$%d", summarySheet, column, l.first-1), Categories: at("A", l.first, l.last), Values: at(column, l.first, l.last),
		Fill: solid(colour)}
}

// chartBase is a chart of a block. Its alternative text is for people who do not see it.
func chartBase(kind excelize.ChartType, title string, l lines, alternative string, series ...excelize.ChartSeries) *excelize.Chart {
	gap, overlap, vary := uint(45), 100, false
	axisFont := excelize.Font{Family: "Calibri", Size: 10, Color: "404040"}
	chart := &excelize.Chart{Type: kind, Series: series, GapWidth: &gap, VaryColors: &vary,
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: "Calibri", Bold: true, Size: 13, Color: fillHead}}}},
		Legend: excelize.ChartLegend{Position: "bottom"},
		Format: excelize.GraphicOptions{AltText: alternative, Name: title},
		XAxis:  excelize.ChartAxis{Font: axisFont},
		YAxis:  excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: shortDollars}}}
	if len(series) == 1 {
		chart.Legend.Position = "none"
		chart.PlotArea.ShowVal = true
		chart.YAxis.None, chart.YAxis.MajorGridLines = true, false
		chart.PlotArea.NumFmt = excelize.ChartNumFmt{CustomNumFmt: "#,##0"}
	} else {
		chart.Overlap = &overlap
	}
	if kind == excelize.Bar || kind == excelize.BarStacked {
		// A bar chart counts from the bottom: reversed, it reads like its table.
		chart.XAxis.ReverseOrder = true
		chart.YAxis.TickLabelPosition = excelize.ChartTickLabelHigh
	}
	return chart
}

// chart puts a chart beside the blocks: its top on a line, as high as a number of lines.
func (s *summary) chart(line, height int, chart *excelize.Chart) {
	if s.err != nil {
		return
	}
	chart.Dimension = excelize.ChartDimension{Width: 620, Height: uint(height * lineHeight * 4 / 3)}
	s.err = s.file.AddChart(s.sheet, fmt.Sprintf("%s%d", chartColumn, line), chart)
}
