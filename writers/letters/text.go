package letters

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text is a value of the parent's or the agency's. Where a template shows it, signs that
// would be read as marks are escaped: a name can't turn into a heading.
type Text string

// String is the text with its marks escaped.
func (t Text) String() string {
	if !strings.ContainsAny(string(t), marks) {
		return string(t)
	}
	var b strings.Builder
	for _, r := range string(t) {
		if strings.ContainsRune(marks, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// marks are the signs that may mean something in a marked text. A digit does before a
// full stop.
const marks = `\*|#>-.@`

// tidy is a text of an export on one line, composed (NFC), without signs that do not
// print or that turn the direction of what follows.
func tidy(text string) string {
	plain := true
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' ') {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	printed := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Cc, r):
			return ' '
		case unicode.Is(unicode.Cf, r) && r != joiner && r != nonJoiner, unicode.Is(unicode.Co, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.Join(strings.Fields(printed), " "))
}

// The signs that join letters, or keep them apart, in Persian names and others.
const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)
