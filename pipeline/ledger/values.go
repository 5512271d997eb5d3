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

// State is the two letters of a state, in upper case; the zero state is unknown.
type State [2]byte

// String is the two letters; blank if they are unknown.
func (s State) String() string {
	if s == (State{}) {
		return ""
	}
	return string(s[:])
}

// Is tells whether text is the state's two letters, in any case.
func (s State) Is(text string) bool {
	return s != (State{}) && len(text) == 2 && text[0]&^0x20 == s[0] && text[1]&^0x20 == s[1]
}

// ParseState reads a two-letter code in any case; blank is unknown. Anything else is
// false.
func ParseState[T []byte | string](text T) (State, bool) {
	if len(text) == 0 {
		return State{}, true
	}
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	if len(text) != 2 || !letter(text[0]) || !letter(text[1]) {
		return State{}, false
	}
	return State{text[0] &^ 0x20, text[1] &^ 0x20}, true
}

// MustState is ParseState for text known to be good.
func MustState(text string) State {
	state, ok := ParseState(text)
	if !ok {
		panic("bad state " + text)
	}
	return state
}
