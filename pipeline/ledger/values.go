package ledger

import "strings"

// ParseFlag reads Y/N, Yes/No, True/False, 1/0 in any case; blank is unknown. Anything
// else is false.
func ParseFlag(text []byte) (Flag, bool) {
	if len(text) == 0 {
		return Unknown, true
	}
	switch strings.ToLower(string(text)) {
	case "y", "yes", "true", "1":
		return Yes, true
	case "n", "no", "false", "0":
		return No, true
	}
	return Unknown, false
}

// ParseState reads a two-letter code in any case, into upper case; blank is unknown.
// Anything else is false.
func ParseState(text []byte) (string, bool) {
	if len(text) == 0 {
		return "", true
	}
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	if len(text) != 2 || !letter(text[0]) || !letter(text[1]) {
		return "", false
	}
	return strings.ToUpper(string(text)), true
}
