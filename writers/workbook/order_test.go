package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

// In what order a sheet's elements, and those of a chart's series, must stand (ECMA-376,
// part 1, 18.3.1.99 and 21.2.2.170). A spreadsheet repairs, and empties, a sheet that does
// otherwise.
var (
	sheetOrder = strings.Fields("sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells conditionalFormatting " +
		"dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks ignoredErrors drawing legacyDrawing tableParts extLst")
	seriesOrder = strings.Fields("idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape extLst")
)

func TestElementsStandInOrder(t *testing.T) {
	r := fixture.New(60)
	now := report.NewSnapshot(r)
	r.Changes = &report.Changes{Before: now.Headline, After: now.Headline}
	content := written(t, r, spreadsheetLimits)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	checked, colours := 0, 0
	for _, part := range archive.File {
		parent, order := "worksheet", sheetOrder
		switch {
		case strings.HasPrefix(part.Name, "xl/charts/chart"):
			parent, order = "ser", seriesOrder
		case !strings.HasPrefix(part.Name, "xl/worksheets/sheet"):
			continue
		}
		for _, children := range childrenOf(t, part, parent) {
			checked++
			last := 0
			for _, name := range children {
				at := slices.Index(order, name)
				if at < last {
					t.Errorf("%s: %s stands behind %s", part.Name, name, order[last])
				}
				last = max(at, last)
				if name == "dPt" {
					colours++
				}
			}
		}
	}
	if checked != 9+7 || colours != 6 {
		t.Errorf("%d sheets and series looked at, %d bars coloured", checked, colours)
	}
}

// childrenOf names the children of each element of a name, in order.
func childrenOf(t *testing.T, part *zip.File, parent string) (all [][]string) {
	t.Helper()
	in, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(in)
	var open []string
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", part.Name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) > 0 && open[len(open)-1] == parent {
				all[len(all)-1] = append(all[len(all)-1], token.Name.Local)
			}
			if token.Name.Local == parent {
				all = append(all, nil)
			}
			open = append(open, token.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}
