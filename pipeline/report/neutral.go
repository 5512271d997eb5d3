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

// Original is the text that Neutral made safe: without the ' that it may have put before
// it.
func Original(text string) string {
	if len(text) > 1 && text[0] == '\'' && Neutral(text[1:]) == text {
		return text[1:]
	}
	return text
}
