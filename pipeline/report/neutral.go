package report

import "strings"

// Neutral is a text that no spreadsheet runs: one that begins with =, +, -, @, a tab or
// a carriage return gets a leading '.
func Neutral(text string) string {
	if text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0 {
		return "'" + text
	}
	return text
}
