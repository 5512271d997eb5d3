package ledger

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Printable is a text of the input as a line for people may hold it: quoted, its odd
// characters escaped, if it has any that do not print, such as line ends and what moves the
// cursor of a terminal.
func Printable(text string) string {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}
