package letters

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
)

// checkPages checks that every page holds its lines, and each line the page's width.
func checkPages(t interface{ Fatalf(string, ...any) }, pages [][]line) {
	for number, page := range pages {
		y, bottom := nextTop, bodyBottom
		if number == 0 {
			y = bodyTop
		}
		for i := range page {
			l := &page[i]
			if i > 0 {
				y += l.before
			}
			y += l.leading + l.after
			if y > bottom+0.01 && i > 0 {
				t.Fatalf("page %d ends at %.1f, below %.1f", number+1, y, bottom)
			}
			for _, r := range l.runs {
				right := r.x + weight(r.bold).width(strings.TrimRight(r.text, " "), l.size)
				if len([]rune(r.text)) > 1 && (r.x < marginLeft-0.1 || right > pageWidth-marginRight+0.1) {
					t.Fatalf("page %d: %q goes from %.1f to %.1f", number+1, r.text, r.x, right)
				}
			}
		}
	}
}

// pageText is what pages say, without spaces and the marks of lists.
func pageText(pages [][]line) string {
	var b strings.Builder
	for _, page := range pages {
		for i := range page {
			for _, r := range page[i].runs {
				b.WriteString(r.text)
			}
		}
	}
	return squeeze(b.String())
}

// squeeze leaves out spaces and the marks of lists.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '•' {
			return -1
		}
		return r
	}, text)
}

// Breaking spans into lines loses no sign and exceeds no width.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("abcMW ñễ,.1 "))), 1, 12).Draw(t, "pieces")
		size, width := rapid.Float64Range(6, 20).Draw(t, "size"), rapid.Float64Range(1, 400).Draw(t, "width")
		var all []span
		want := ""
		for i, piece := range pieces {
			all = append(all, span{text: piece, bold: i%2 == 1, breaks: rapid.IntRange(0, 5).Draw(t, "break") == 0})
			want += piece
		}
		got := ""
		for _, runs := range wrap(all, size, width) {
			end := 0.0
			for i, r := range runs {
				got += r.text
				text := r.text
				if i == len(runs)-1 {
					text = strings.TrimRight(text, " ")
				}
				if r.x < end-0.01 {
					t.Fatalf("%q begins at %.2f, before %.2f", r.text, r.x, end)
				}
				end = r.x + weight(r.bold).width(text, size)
			}
			if end > width+0.1 && len([]rune(strings.TrimSpace(lineText(runs)))) > 1 {
				t.Fatalf("the line %q is %.2f wide, more than %.2f", lineText(runs), end, width)
			}
		}
		if squeeze(got) != squeeze(want) {
			t.Fatalf("%q is broken into %q", want, got)
		}
	})
}

func lineText(runs []run) (text string) {
	for _, r := range runs {
		text += r.text
	}
	return text
}

// Letters say in their pages all that their document says, in that order, and fit on the
// two sides of a sheet in every version.
func TestPagesSayWhatTheDocumentSays(t *testing.T) {
	s, w := setting(t), wording(t)
	for name, letter := range versions() {
		for _, language := range Languages() {
			letter.Language = language
			d, err := w.compose(&s, &letter)
			if err != nil {
				t.Fatal(err)
			}
			pages := d.pages()
			checkPages(t, pages)
			if len(pages) > 2 {
				t.Errorf("%s in %s takes %d pages", name, language, len(pages))
			}
			var want strings.Builder
			for i := range d.body {
				for j, part := range d.body[i].parts() {
					if d.body[i].kind == steps {
						want.WriteString(itoa(j+1) + ".")
					}
					want.WriteString(plain(part))
				}
			}
			if got := pageText(pages); got != squeeze(want.String()) && !hasTable(d) {
				t.Errorf("%s in %s: the pages say\n%s\nthe document\n%s", name, language, got, squeeze(want.String()))
			}
		}
	}
}

// hasTable tells whether cells that are broken stand beside one another in the lines.
func hasTable(d *document) bool {
	for i := range d.body {
		if d.body[i].kind == table {
			for _, runs := range d.body[i].rows {
				for _, cell := range runs {
					if weight(true).width(plain(cell), cellText.size) > 190 {
						return true
					}
				}
			}
		}
	}
	return false
}

// A heading never ends a page, nor does the first line of a paragraph stand alone.
func TestNothingStandsAlone(t *testing.T) {
	s, w := setting(t), wording(t)
	rapid.Check(t, func(t *rapid.T) {
		p := randomParent(t)
		letter := &Letter{Kind: rapid.SampledFrom(Kinds()).Draw(t, "kind"), Language: rapid.SampledFrom(Languages()).Draw(t, "language"), Parent: p}
		d, err := w.compose(&s, letter)
		if err != nil {
			t.Fatal(err)
		}
		pages := d.pages()
		checkPages(t, pages)
		for _, page := range pages[:len(pages)-1] {
			if last := page[len(page)-1]; last.keep {
				t.Fatalf("a page ends with %q", lineText(last.runs))
			}
		}
	})
}

// The largest amounts fit their table.
func TestLargestAmounts(t *testing.T) {
	s, w := setting(t), wording(t)
	p := aParent()
	p.PrincipalFamily, p.InterestFamily = 99_999_999_999_99, 99_999_999_999_99
	p.PrincipalGovernment, p.InterestGovernment = 99_999_999_999_99, ledger.Cents(99_999_999_999_99)
	for _, language := range Languages() {
		d, err := w.compose(&s, &Letter{Kind: COAP, Language: language, Parent: &p})
		if err != nil {
			t.Fatal(err)
		}
		checkPages(t, d.pages())
	}
}
