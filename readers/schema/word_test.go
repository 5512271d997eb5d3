package schema

import (
	"strings"
	"testing"
)

// A shifted column may hold anything: a message repeats one word at most.
func TestMessagesRepeatOneWord(t *testing.T) {
	for value, shown := range map[string]bool{"chrage": true, "wage-offset_2": true, "Maria Lopez": false, "555 0100": false,
		"maria@example.org": false, "Lopez\nMaria": false, strings.Repeat("x", 25): false, "Søren": false} {
		if got := strings.Contains(wordOnly([]byte(value)), value); got != shown {
			t.Errorf("%q: shown %v in %s", value, got, wordOnly([]byte(value)))
		}
	}
}
