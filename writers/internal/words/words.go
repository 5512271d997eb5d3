// Package words says what a report holds in people's words: headings, dates, amounts
// and short sentences. The reports for people share it, so that the workbook and the
// page never call one thing by two names.
package words

import (
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
)

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// Date is Nov 22, 2026; blank for no date.
func Date(day ledger.Date) string {
	if day == 0 {
		return ""
	}
	year, month, dayOfMonth := day.Civil()
	return months[month-1] + " " + strconv.Itoa(dayOfMonth) + ", " + strconv.Itoa(year)
}

// Dates writes the ISO dates of a sentence as people read them. A date stands between
// what is no letter, digit or hyphen, so that no identifier changes.
func Dates(sentence string) string {
	const length = len("2006-01-02")
	joined := func(i int) bool {
		if i < 0 || i >= len(sentence) {
			return false
		}
		c := sentence[i]
		return c == '-' || c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
	}
	var out strings.Builder
	from := 0
	for i := 0; i+length <= len(sentence); i++ {
		if sentence[i+4] != '-' || sentence[i+7] != '-' || joined(i-1) || joined(i+length) {
			continue
		}
		if day, ok := ledger.ParseDate([]byte(sentence[i : i+length])); ok {
			out.WriteString(sentence[from:i])
			out.WriteString(Date(day))
			from = i + length
			i = from - 1
		}
	}
	if from == 0 {
		return sentence
	}
	return out.String() + sentence[from:]
}

// Month is the short name of a month from 1 to 12: Nov.
func Month(month int) string { return months[month-1] }

// Count is a whole number with thousands marks: 12,345.
func Count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Counted is a number with its noun: 1 case, 12,345 cases. The plural takes an s.
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Count(n) + " " + noun + "s"
}

// County names a county, also one that an export left blank.
func County(name string) string {
	if name == "" {
		return "(no county given)"
	}
	return name
}

// Sentence is a phrase with a capital letter first: "eligible" becomes "Eligible".
// Only a first letter of the Latin alphabet without accents changes.
func Sentence(phrase string) string {
	if phrase == "" || phrase[0] < 'a' || phrase[0] > 'z' {
		return phrase
	}
	return string(phrase[0]-'a'+'A') + phrase[1:]
}

// spaced turns a word of the program into people's words: no_arrears, no arrears.
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }
