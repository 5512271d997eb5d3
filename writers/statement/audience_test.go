package statement

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// unpacked is all that a format holds, a workbook's parts one after another.
func unpacked(t *testing.T, format string, content []byte) string {
	t.Helper()
	if format != "xlsx" {
		return string(content)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, part := range archive.File {
		r, err := part.Open()
		if err == nil {
			_, err = io.Copy(&text, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

// Neither a source nor an order of crediting that is a source's own, nor the citation of
// one, is in a document for the general audience.
func TestSourcesAreForThoseWhoMaySeeThem(t *testing.T) {
	folder := varied(t)
	general, fti := explained(t, folder, "C1", General), explained(t, folder, "C1", FTI)
	for format := range formats {
		open, closed := unpacked(t, format, written(t, format, general)), unpacked(t, format, written(t, format, fti))
		open = strings.ReplaceAll(open, "federal tax intercept", "") // a remedy that is at stake, not a source
		for _, word := range []string{"federal_tax_offset", "federal tax", "FEDERAL TAX", "tax refund", "tax offset;", "by_source", "wage_withholding", "In the order of its source"} {
			if strings.Contains(open, word) {
				t.Errorf("%s for the general audience holds %q", format, word)
			}
		}
		for _, word := range []string{"federal_tax_offset", "wage_withholding", "federal tax refund offset"} {
			if !strings.Contains(closed, word) {
				t.Errorf("%s for authorized people lacks %q", format, word)
			}
		}
	}
}

// Where the order of crediting is the same for all sources, a document for the general
// audience is the same whatever the source was.
func TestGeneralDocumentsDoNotDependOnSources(t *testing.T) {
	rows := ledgerHead + "C,2018-01-01,judgment,900.00,NAA,,,\nC,2018-01-01,judgment,500.00,PAA,,,\nC,2021-01-01,charge,80.00,NAA,,,\nC,2021-01-09,payment,700.00,,SOURCE,,\n"
	statements := map[string][]byte{}
	for _, source := range []string{"federal_tax_offset", "wage_withholding", ""} {
		d := explained(t, exports(t, map[string]string{"ledger": strings.Replace(rows, "SOURCE", source, 1)}), "C", General)
		for i := range d.Steps {
			if d.Steps[i].Row != nil {
				d.Steps[i].Row.Place = "" // the exports lie in folders of their own
			}
		}
		for format := range formats {
			content := written(t, format, d)
			if first := statements[format]; first != nil && !bytes.Equal(first, content) {
				t.Errorf("%s: the source %q changes the statement", format, source)
			}
			statements[format] = content
		}
	}
}

// The parts of a payment stand in one order for all, whatever order it was credited in.
func TestGeneralDocumentsTellNoOrderOfCrediting(t *testing.T) {
	rows := ledgerHead + "C,2010-01-01,judgment,300.00,NAA,,,\nC,2010-01-02,judgment,300.00,PAA,,,\nC,2012-04-01,charge,50.00,NAA,,,\nC,2012-04-09,payment,500.00,,federal_tax_offset,,\n"
	folder := exports(t, map[string]string{"ledger": rows})
	for audience, want := range map[Audience]string{General: "current principal principal interest ", FTI: "principal interest current principal "} {
		d := explained(t, folder, "C", audience)
		got := ""
		for _, step := range d.Steps {
			if step.Row == nil || step.Row.Type != "payment" {
				continue
			}
			for _, e := range step.Effects {
				got += e.What + " "
			}
			if (step.Order == "") != (audience == General) {
				t.Errorf("%s: the order is %q", audience, step.Order)
			}
		}
		if got != want {
			t.Errorf("%s: parts %q, want %q", audience, got, want)
		}
	}
}

func TestBannerStandsOnEachPage(t *testing.T) {
	d := explained(t, varied(t), "C1", FTI)
	banner := FTI.banner()
	text := string(written(t, "text", d))
	if lines := strings.Split(text, "\n"); lines[1] != banner {
		t.Errorf("the text begins with %q", lines[:2])
	}
	if last := text[strings.LastIndex(strings.TrimSpace(text), "\n")+1:]; strings.TrimSpace(last) != banner || strings.Count(text, banner) < 2+strings.Count(text, "\n---") {
		t.Errorf("the text shows the banner %d times over %d parts, and ends with %q", strings.Count(text, banner), strings.Count(text, "\n---"), last)
	}
	if json := string(written(t, "json", d)); !strings.Contains(json, `"banner": "`+banner+`"`) || strings.Contains(string(written(t, "json", explained(t, varied(t), "C1", General))), "banner") {
		t.Error("JSON has no banner, or has one for everybody")
	}
	page := string(written(t, "html", d))
	if n := strings.Count(page, banner); n < 2+len(statementSections(d)) {
		t.Errorf("the page shows the banner %d times", n)
	}
	if !strings.Contains(page, `@top-center { content: "FEDERAL TAX INFORMATION\00003a  names`) {
		t.Error("printed pages have no banner")
	}
	book := unpacked(t, "xlsx", written(t, "xlsx", d))
	if heads, sheets := strings.Count(book, "<oddHeader>&amp;C&amp;B"+banner), strings.Count(book, "<sheetData>"); heads != sheets || sheets != 6 {
		t.Errorf("%d of %d sheets have the banner at the head of each page", heads, sheets)
	}
	if strings.Contains(unpacked(t, "xlsx", written(t, "xlsx", explained(t, varied(t), "C1", General))), "oddHeader") {
		t.Error("a workbook for the general audience has a banner")
	}
}
