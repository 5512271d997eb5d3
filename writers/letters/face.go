package letters

import (
	"strings"
	"sync"
	"unicode"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is one weight of the PDF's font, Liberation Sans: it has the Latin letters of
// every language that is written in them, Vietnamese included, Greek and Cyrillic.
type face struct {
	ttf      []byte
	advances [1 << 16]uint16 // by rune, in thousandths of the size; 0: the font lacks it
}

// faces are the regular and the bold weight; they are read once.
var faces = sync.OnceValue(func() *[2]face {
	both := &[2]face{{ttf: liberationsansregular.TTF}, {ttf: liberationsansbold.TTF}}
	for i := range both {
		both[i].measure()
	}
	return both
})

// measure reads the widths of the letters. The font is part of the program: a fault in
// it is the program's.
func (f *face) measure() {
	parsed, err := sfnt.Parse(f.ttf)
	if err != nil {
		panic(err)
	}
	var buffer sfnt.Buffer
	em := fixed.I(int(parsed.UnitsPerEm()))
	for r := ' '; r < rune(len(f.advances)); r++ {
		glyph, err := parsed.GlyphIndex(&buffer, r)
		if err != nil || glyph == 0 {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buffer, glyph, em, font.HintingNone)
		if err != nil {
			panic(err)
		}
		f.advances[r] = uint16((advance.Round()*1000 + int(parsed.UnitsPerEm())/2) / int(parsed.UnitsPerEm()))
	}
}

// weight is the face for text that is bold or not.
func weight(bold bool) *face {
	if bold {
		return &faces()[1]
	}
	return &faces()[0]
}

// width of a text in points at a size.
func (f *face) width(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		if int(r) < len(f.advances) {
			sum += int(f.advances[r])
		}
	}
	return float64(sum) * size / 1000
}

// drawable tells whether the PDF can show a sign. It can't show what is written from
// right to left, nor scripts whose letters change their shape beside others: their signs
// would come out in the wrong order.
func drawable(r rune) bool {
	f := &faces()[0]
	if r < ' ' || int(r) >= len(f.advances) || unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) {
		return false
	}
	return f.advances[r] != 0 || unicode.Is(unicode.Mn, r)
}

// lacking lists the signs of a text that the PDF can't show.
func lacking(text string) string {
	return strings.Map(func(r rune) rune {
		if drawable(r) {
			return -1
		}
		return r
	}, text)
}

// printable is a text without the signs that the PDF can't show.
func printable(text string) string {
	return tidy(strings.Map(func(r rune) rune {
		if drawable(r) {
			return r
		}
		return -1
	}, text))
}

// forPDF is a parent whose name and address hold only signs that the PDF can show, the
// same one if they all do. It is false if too little is left to deliver a letter: a part
// that had letters or digits has none.
func (p *Parent) forPDF() (shown *Parent, ok bool) {
	copied, whole, ok := *p, true, true
	for _, part := range []*string{&copied.ID, &copied.Name, &copied.Address1, &copied.Address2, &copied.City, &copied.State, &copied.Zip} {
		before := tidy(*part)
		if lacking(before) == "" {
			continue
		}
		whole = false
		*part = printable(before)
		ok = ok && (strings.ContainsFunc(*part, legible) || !strings.ContainsFunc(before, legible))
	}
	if whole {
		return p, true
	}
	return &copied, ok
}

func legible(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
