package workbook

import (
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// exactMax is the largest amount, in cents, of 15 digits: what every spreadsheet keeps
// exactly.
const exactMax ledger.Cents = 999_999_999_999_999

// exact tells whether a spreadsheet's number holds the amount to the cent.
func exact(amount ledger.Cents) bool { return amount.Abs() <= exactMax && amount.Abs() >= 0 }

// amountValue is the value of a money cell: a number if a spreadsheet can hold the
// amount to the cent, else text. It is the one place where an amount becomes a float.
func amountValue(amount ledger.Cents) any {
	if !exact(amount) {
		return amount.Dollars()
	}
	return float64(amount) / 100
}

// appendNumber appends an exact amount as a sheet stores numbers: 1234.5, 12, -0.05.
func appendNumber(dst []byte, amount ledger.Cents) []byte {
	dst = amount.Append(dst)
	switch {
	case amount%100 == 0:
		return dst[:len(dst)-3]
	case amount%10 == 0:
		return dst[:len(dst)-1]
	}
	return dst
}

// neutral is the text as it is safe in a cell and in a CSV file saved from it: one that
// a spreadsheet could take for a formula gets a leading apostrophe, and one longer than
// a cell holds is cut and says so.
func neutral(text string) string { return fitting(report.Neutral(text)) }

// neutralOrAmount is neutral for a text that may be an amount, which keeps its minus.
func neutralOrAmount(text string) string { return fitting(report.NeutralOrAmount(text)) }

// fitting cuts a text that is longer than a cell holds.
func fitting(text string) string {
	if len(text) <= excelize.TotalCellChars {
		return text
	}
	return cut(text)
}

const cutMark = "… (cut: longer than a cell holds)"

// cut shortens a text to what a cell holds, which is counted in UTF-16 units.
func cut(text string) string {
	units, room := 0, excelize.TotalCellChars-len(cutMark)
	end := len(text)
	for i, r := range text {
		width := 1
		if r > 0xffff {
			width = 2
		}
		if units <= room {
			end = i
		}
		units += width
	}
	if units <= excelize.TotalCellChars {
		return text
	}
	return text[:end] + cutMark
}

// appendInline appends the rest of a cell that holds a text, after its style.
func appendInline(dst []byte, text string) []byte {
	dst = append(dst, ` t="inlineStr"><is><t`...)
	if first, last := text[0], text[len(text)-1]; first <= ' ' || last <= ' ' {
		dst = append(dst, ` xml:space="preserve"`...)
	}
	dst = append(dst, '>')
	dst = appendEscaped(dst, text)
	return append(dst, `</t></is></c>`...)
}

// appendEscaped appends a text as XML. What XML cannot hold becomes U+FFFD.
func appendEscaped(dst []byte, text string) []byte {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == 0xfffe || r == 0xffff {
				r = utf8.RuneError
			}
			dst = utf8.AppendRune(dst, r)
			i += size
			continue
		case c == '&':
			dst = append(dst, `&amp;`...)
		case c == '<':
			dst = append(dst, `&lt;`...)
		case c == '>':
			dst = append(dst, `&gt;`...)
		case c == '\r':
			dst = append(dst, `&#13;`...)
		case c == '_' && escapeLike(text[i:]):
			// A spreadsheet reads _x0041_ as A: only an escaped underscore stays one.
			dst = append(dst, `_x005F_`...)
		case c < ' ' && c != '\t' && c != '\n':
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = append(dst, c)
		}
		i++
	}
	return dst
}

// escapeLike tells whether a text begins like a spreadsheet's own escape, _x0041_.
func escapeLike(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	for _, c := range []byte(text[2:6]) {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// linesOf estimates on how many lines a text stands, broken between words, where a line
// holds a number of characters of the Latin alphabet. East Asian characters and emoji
// are twice as wide, and a line may break before each of them.
func linesOf(text string, across int) int {
	lines, used, word := 1, 0, 0 // word: how much of the line its last word takes
	for _, r := range text {
		width := 1
		if r >= 0x1100 {
			width, word = 2, 0
		}
		used, word = used+width, word+width
		switch {
		case r == '\n':
			lines, used, word = lines+1, 0, 0
		case r == ' ' || r == '-':
			word = 0
		case used > across:
			lines++
			if word > across { // too long for any line
				word = width
			}
			used = word
		}
	}
	return lines
}

// once makes a function of few values that remembers what it said of each.
func once[Value comparable](say func(Value) string) func(Value) string {
	said := map[Value]string{}
	return func(value Value) string {
		text, known := said[value]
		if !known {
			text = say(value)
			said[value] = text
		}
		return text
	}
}
