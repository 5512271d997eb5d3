package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark stands before a text that a spreadsheet could run.
const mark = '\''

// Neutral is a text that no spreadsheet runs. One that a spreadsheet could take for a
// formula gets a leading ': see runs. So does one that looks as if it had got it, so that
// Original gives back every text. Nothing else is changed.
func Neutral(text string) string {
	if plainly(text) || !runs(strings.TrimLeft(text, string(mark))) {
		return text
	}
	return string(mark) + text
}

// NeutralOrAmount is Neutral for a text that may be an amount as people read it: -$1,234.50
// keeps its minus.
func NeutralOrAmount(text string) string {
	if isAmount(text) {
		return text
	}
	return Neutral(text)
}

// Original is the text that Neutral made safe: without the ' that it may have put before
// it.
func Original(text string) string {
	if len(text) > 1 && text[0] == mark && runs(strings.TrimLeft(text, string(mark))) {
		return text[1:]
	}
	return text
}

// plainly tells a text that begins with a letter or digit of ASCII, or is blank: no
// spreadsheet runs it, and nearly every text is one.
func plainly(text string) bool {
	if text == "" {
		return true
	}
	c := text[0]
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// runs tells whether a spreadsheet could take a text for a formula: it begins with a
// control character (a tab or a line end, say), or with a sign of formulas, perhaps behind
// blanks and characters that do not show, which spreadsheets and what text passes through
// on its way there may drop.
func runs(text string) bool {
	for at, r := range text {
		switch {
		case strings.ContainsRune(formulaSigns, r):
			return true
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029':
			return true
		case r == utf8.RuneError || !unseen(r):
			return false
		case at > unseenMax:
			return true // nobody writes so; better safe
		}
	}
	return false
}

// unseenMax is how many bytes that do not show are looked through.
const unseenMax = 1024

// formulaSigns are the characters with which spreadsheets begin a formula, and those that
// they, or Unicode's compatibility forms, make one of: full width, small, raised, lowered.
const formulaSigns = "=+-@" + "＝＋－＠" + "﹦﹢﹣﹫" + "⁼⁺⁻₌₊₋" + "−﬩"

// unseen tells white space and characters that show nothing, which may stand before a sign.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Zs, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || r == '\u2800'
}

// isAmount tells an amount as people read it: -$1,234.50, or -1,234.50.
func isAmount(text string) bool {
	digits := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "$")
	whole, cents, found := strings.Cut(digits, ".")
	return found && whole != "" && cents != "" && strings.Trim(whole, "0123456789,") == "" && strings.Trim(cents, "0123456789") == ""
}
