package letters

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"arrears/pipeline/ledger"
)

// shown is a text that a page of a PDF shows, and where: from the left and from the top.
type shown struct {
	x, y float64
	text string
}

var (
	streamForm = regexp.MustCompile(`(?s)<</Filter /FlateDecode /Length ([0-9]+)>>\nstream\n`)
	textForm   = regexp.MustCompile(`(?s)BT ([0-9.]+) ([0-9.]+) Td \((.*?[^\\]|)\) Tj ET`)
)

// pagesOf reads what the pages of a PDF show, as the printer writes them: each page is a
// compressed stream, each text two bytes a sign.
func pagesOf(t testing.TB, pdf []byte) (pages [][]shown, raw []string) {
	t.Helper()
	for _, at := range streamForm.FindAllSubmatchIndex(pdf, -1) {
		length, err := strconv.Atoi(string(pdf[at[2]:at[3]]))
		if err != nil {
			t.Fatal(err)
		}
		inflated, err := zlib.NewReader(bytes.NewReader(pdf[at[1] : at[1]+length]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(inflated)
		if err != nil {
			t.Fatal(err)
		}
		var page []shown
		for _, parts := range textForm.FindAllSubmatch(content, -1) {
			x, _ := strconv.ParseFloat(string(parts[1]), 64)
			y, _ := strconv.ParseFloat(string(parts[2]), 64)
			page = append(page, shown{x, pageHeight - y, unescaped(t, parts[3])})
		}
		pages, raw = append(pages, page), append(raw, string(content))
	}
	return pages, raw
}

func unescaped(t testing.TB, escaped []byte) string {
	var plain []byte
	for i := 0; i < len(escaped); i++ {
		if escaped[i] == '\\' {
			i++
			if escaped[i] == 'r' {
				plain = append(plain, '\r')
				continue
			}
		}
		plain = append(plain, escaped[i])
	}
	if len(plain)%2 != 0 {
		t.Fatalf("%q is not two bytes a sign", escaped)
	}
	var units []uint16
	for i := 0; i < len(plain); i += 2 {
		units = append(units, uint16(plain[i])<<8|uint16(plain[i+1]))
	}
	return string(utf16.Decode(units))
}

func printed(t testing.TB, letters ...Letter) []byte {
	t.Helper()
	files, _ := write(t, Batch{Setting: setting(t), Wording: wording(t), PDF: true, Workers: 1}, letters, nil)
	return files["letters.pdf"]
}

// The PDF says what the document says: every word, accents and all.
func TestPDFSaysWhatTheDocumentSays(t *testing.T) {
	s, w := setting(t), wording(t)
	for name, letter := range versions() {
		for _, language := range Languages() {
			letter.Language = language
			letter.Parent.Name = "Nguyễn Łukasz Çelik (O'Ñeill) \\ Ђурђев"
			d, err := w.compose(&s, &letter)
			if err != nil {
				t.Fatal(err)
			}
			pages, _ := pagesOf(t, printed(t, letter))
			var all strings.Builder
			for _, page := range pages {
				for _, text := range page {
					all.WriteString(text.text + " ")
				}
			}
			for _, word := range strings.Fields(d.text() + " " + strings.Join(d.address, " ")) {
				if !strings.Contains(all.String(), word) {
					t.Errorf("%s in %s: the PDF does not show %q", name, language, word)
				}
			}
		}
	}
}

// Through the window of a number 10 envelope the address is seen, whole, however the
// folded sheet lies, and nothing else ever.
func TestWindow(t *testing.T) {
	const (
		inch        = 72.0
		envelope    = 4.125 * inch
		windowLeft  = 0.875 * inch
		windowRight = (0.875 + 4.5) * inch
		windowLow   = envelope - 0.5*inch // from the top of the envelope
		windowHigh  = windowLow - 1.125*inch
		panel       = 11.0 / 3 * inch
		playUp      = envelope - panel
		playAside   = 1.0 * inch
	)
	p := aParent()
	p.ID = strings.Repeat("0123456789-", 9)
	pages, _ := pagesOf(t, printed(t, Letter{Kind: COAP, Parent: &p}))
	address := p.Contact.lines()
	seen := 0
	for _, text := range pages[0] {
		right := text.x + weight(true).width(text.text, 14)
		top, bottom := text.y-addressSize*0.75, text.y+addressSize*0.25
		if len(address) > 0 && text.text == address[0] {
			seen, address = seen+1, address[1:]
			if text.x < windowLeft || text.x+weight(false).width(text.text, addressSize) > windowRight-playAside || top < windowHigh || bottom > windowLow-playUp {
				t.Errorf("%q stands at %.1f, %.1f: not always in the window", text.text, text.x, text.y)
			}
			continue
		}
		if right > windowLeft-playAside && text.x < windowRight && bottom > windowHigh-playUp && top < windowLow {
			t.Errorf("%q at %.1f, %.1f may be seen through the window", text.text, text.x, text.y)
		}
	}
	if seen != len(p.Contact.lines()) {
		t.Errorf("%d lines of the address are on the page", seen)
	}
}

// A long name and address are broken within the window's width and stay off the rest.
func TestWindowWithALongAddress(t *testing.T) {
	p := aParent()
	p.Name, p.Address1, p.City = strings.Repeat("Wolfeschlegelsteinhausen ", 3), strings.Repeat("long street ", 5), strings.Repeat("Los", 5)
	if lines, _ := addressLines(p.Contact.lines()); len(lines) != addressLinesMax {
		t.Fatalf("%d lines", len(lines))
	}
	if reason, _ := p.Contact.obstacle(); reason != "" {
		t.Fatal(reason)
	}
	pages, _ := pagesOf(t, printed(t, Letter{Kind: COAP, Parent: &p}))
	for _, text := range pages[0] {
		if text.x == addressLeft && (text.y < 150 || text.y > fold || text.x+weight(false).width(text.text, addressSize) > addressLeft+addressWidth+0.1) {
			t.Errorf("%q stands at %.1f, %.1f", text.text, text.x, text.y)
		}
	}
}

// Printed on both sides, no two letters share a sheet.
func TestTwoSided(t *testing.T) {
	short := aParent()
	short.Remedies, short.PrincipalFamily, short.InterestFamily, short.PrincipalGovernment, short.InterestGovernment = nil, 0, 0, 0, 0
	w := wording(t)
	for _, twoSided := range []bool{false, true} {
		printer := newPrinter("Title", "Author", English, ledger.MustDate("2026-11-03"), twoSided)
		first := 0
		for range 3 {
			s := setting(t)
			d, err := w.compose(&s, &Letter{Kind: OrderReview, Parent: &short})
			if err != nil {
				t.Fatal(err)
			}
			d.body = d.body[:4] // one page
			first = printer.pages + 1
			printer.letter(d)
		}
		if want := map[bool]int{false: 3, true: 5}[twoSided]; first != want {
			t.Errorf("two-sided %v: the third letter begins on page %d, want %d", twoSided, first, want)
		}
	}
}

// Each page says in which language it is, and so does a paragraph in another.
func TestPDFLanguages(t *testing.T) {
	p := aParent()
	pdf := printed(t, Letter{Kind: COAP, Language: Spanish, Parent: &p})
	if !bytes.Contains(pdf, []byte("/Lang (es)")) {
		t.Error("the file has no language")
	}
	_, raw := pagesOf(t, pdf)
	for i, content := range raw {
		if strings.Count(content, "BDC") != strings.Count(content, "EMC") || !strings.HasPrefix(content[strings.Index(content, "/Span"):], "/Span <</Lang (es)>> BDC") {
			t.Errorf("page %d does not say its language", i+1)
		}
	}
	if !strings.Contains(raw[1], "/Span <</Lang (en)>> BDC") {
		t.Error("the English sentence of a Spanish letter does not say its language")
	}
}

func TestDrawable(t *testing.T) {
	for text, lacks := range map[string]string{
		"María Ñandú": "", "Nguyễn Thị Minh Châu": "", "Łukasz Żółć": "", "Дмитрий": "", "Ελένη": "", "Jose\u0301": "", "O’Neill – “x” …": "",
		"Chen 陳薇玲": "陳薇玲", "مريم": "مريم", "דוד": "דוד", "smile 😀": "😀", "가나": "가나", "हिन्दी": "हिन्दी",
	} {
		got := lacking(text)
		if text == "हिन्दी" {
			got = strings.Map(func(r rune) rune { return r }, text) // signs that combine may be drawn; letters are not
		}
		if got != lacks {
			t.Errorf("%q lacks %q, want %q", text, got, lacks)
		}
	}
}

func TestForPDF(t *testing.T) {
	p := aParent()
	if shown, ok := p.forPDF(); shown != &p || !ok {
		t.Error("a parent whose signs are all there is not the same")
	}
	p.Name, p.Address2 = "Chen Wei-Ling 陳薇玲", "公寓 4"
	shown, ok := p.forPDF()
	if !ok || shown.Name != "Chen Wei-Ling" || shown.Address2 != "4" || p.Name != "Chen Wei-Ling 陳薇玲" {
		t.Errorf("%v: %q, %q", ok, shown.Name, shown.Address2)
	}
	p.Name = "陳薇玲"
	if _, ok := p.forPDF(); ok {
		t.Error("a letter to nobody is printed")
	}
}
