package interview

import (
	"regexp"
	"testing"
)

// The interview and the letters call the same thing by the same word in Spanish.
func TestSpanishSaysWhatTheLettersSay(t *testing.T) {
	for wrong, right := range map[string]string{
		`(?i)tribunal|judicial`: "corte", `corriente`: "actual", `[ap]\. m\.`: "a.m.", `(?i)aparato`: "dispositivo", `(?i)cálculo aproximado`: "estimación",
		`(?i)plazo de espera`: "período de espera", `ayuda en efectivo`: "asistencia en efectivo", `(?i)\brenta\b`: "alquiler", `de manejo`: "de conducir", `negad[oa]`: "rechazado",
	} {
		pattern := regexp.MustCompile(wrong)
		for key, word := range Spanish.Words() {
			if pattern.MatchString(word) {
				t.Errorf("%s: %q; the letters say %s", key, word, right)
			}
		}
	}
}
