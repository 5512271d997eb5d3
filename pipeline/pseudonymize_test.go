package pipeline

import "testing"

// Only what may name a language stays.
func TestLanguageLike(t *testing.T) {
	for _, text := range []string{"en", "Español", "zh-Hant", "pt_BR", "中文", ""} {
		if !languageLike(text) {
			t.Errorf("%q is replaced", text)
		}
	}
	for _, text := range []string{"José\u00a0Ruiz", "Ann\u2019s", "\u202eabc", "Ana Roe", "555-0100", "a@b.org", "a language of very long words"} {
		if languageLike(text) {
			t.Errorf("%q stays", text)
		}
	}
}
