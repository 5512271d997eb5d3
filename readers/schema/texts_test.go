package schema

import (
	"fmt"
	"strings"
	"testing"
)

// Names of counties are kept once, long ones not at all, and all are right.
func TestCounties(t *testing.T) {
	var texts Texts
	long := strings.Repeat("long name ", 20)
	for i := range 3 * countiesKept {
		for _, name := range []string{"Inyo", fmt.Sprintf("County %d", i), long} {
			if got := texts.county([]byte(name)); got != name {
				t.Fatalf("%q is %q", name, got)
			}
		}
	}
	if len(texts.counties) != countiesKept || texts.counties[long] != "" {
		t.Errorf("%d names are kept, %q among them", len(texts.counties), texts.counties[long])
	}
}

// Texts keep what they are, whether they share a piece of memory, fill it, or are too long
// for it.
func TestTextsShareMemory(t *testing.T) {
	var texts Texts
	var kept, want []string
	for i := range 3000 {
		text := strings.Repeat(fmt.Sprintf("%d ", i), 1+i%40)
		if i%500 == 499 {
			text = strings.Repeat("x", textsPiece-i)
		}
		kept, want = append(kept, texts.keep([]byte(text))), append(want, text)
	}
	for i := range want {
		if kept[i] != want[i] {
			t.Fatalf("text %d is %q, want %q", i, kept[i], want[i])
		}
	}
}
