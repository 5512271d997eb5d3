package schema

import (
	"bytes"
	"strings"

	"arrears/pipeline/ledger"
)

// Stand-ins that a format puts in place of a cell that has no text: they can't occur in
// a row of text by mistake, for a NUL is in no identifier, date or amount.
var (
	// FormulaWithoutValue is a formula cell without a stored value.
	FormulaWithoutValue = []byte("\x00formula")
	// LostDigits is a numeric identifier of more than 15 digits, of which a spreadsheet
	// has lost the last.
	LostDigits = []byte("\x00digits")
	// DateCell is a date where an identifier belongs: a spreadsheet has replaced what was
	// typed.
	DateCell = []byte("\x00date")
	// ErrorCell is a cell that shows an error (#N/A) where an identifier belongs.
	ErrorCell = []byte("\x00error")
)

// trim removes the white space around a value.
func trim(value []byte) []byte {
	if n := len(value); n == 0 || (visible(value[0]) && visible(value[n-1])) {
		return value
	}
	return bytes.Trim(value, " \t\r\n\u00a0")
}

// visible tells an ASCII character that is no white space.
func visible(c byte) bool { return c > ' ' && c < 0x80 }

// unusable tells whether a required value is as good as missing, and why.
func unusable(value []byte) (why string, missing bool) {
	switch {
	case len(value) == 0:
		return "is blank; fill it in", true
	case value[0] != 0:
		return "", false
	case bytes.Equal(value, FormulaWithoutValue):
		return "is a formula without a stored value; recalculate and save the workbook", true
	case bytes.Equal(value, LostDigits):
		return "is a number of more than 15 digits, of which the spreadsheet has lost the last; format the column as text and export again", true
	case bytes.Equal(value, DateCell):
		return "was turned into a date by the spreadsheet; format the column as text and export again", true
	case bytes.Equal(value, ErrorCell):
		return "shows an error; mend the formula and save the workbook", true
	}
	return "", false
}

// NormalizeSource brings a payment source into the form in which the policy names it:
// trimmed, lower case, `_` for spaces and `-`.
func NormalizeSource(dst, source []byte) []byte {
	for _, c := range trim(source) {
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == ' ' || c == '-':
			c = '_'
		}
		dst = append(dst, c)
	}
	return dst
}

// parseRate reads an annual rate, 6% or 0.06, from 0 to 100 %, to a ten-thousandth of a
// percent at most.
func parseRate(value []byte) (ledger.Rate, bool) {
	text, percent := bytes.CutSuffix(value, []byte("%"))
	text = trim(text)
	decimals := 6
	if percent {
		decimals = 4
	}
	whole, fraction, _ := bytes.Cut(text, []byte("."))
	for len(fraction) > decimals && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1] // a rate is as fine as its value, not as it is written
	}
	if len(whole) == 0 || len(whole) > 3 || len(fraction) > decimals || bytes.HasSuffix(text, []byte(".")) {
		return 0, false
	}
	var rate ledger.Rate
	for i := range len(whole) + decimals {
		digit := byte('0')
		switch {
		case i < len(whole):
			digit = whole[i]
		case i < len(whole)+len(fraction):
			digit = fraction[i-len(whole)]
		}
		if digit < '0' || digit > '9' {
			return 0, false
		}
		rate = rate*10 + ledger.Rate(digit-'0')
	}
	return rate, rate <= ledger.RateUnit
}

// quoted shows a value in a message: short, on one line.
func quoted(value []byte) string {
	const most = 40
	text := strings.ToValidUTF8(string(value), "\uFFFD")
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return "“" + text + "”"
}
