package letters

import (
	"fmt"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Language is what a letter is written in.
type Language uint8

// The languages.
const (
	English Language = iota
	Spanish
)

// Languages lists the languages.
func Languages() []Language { return []Language{English, Spanish} }

// String is the language's tag, as file names and HTML have it.
func (l Language) String() string { return [...]string{"en", "es"}[l] }

// spanish are the ways in which exports say that a parent reads Spanish, in small letters
// and without accents.
var spanish = map[string]bool{"es": true, "esp": true, "spa": true, "sp": true, "span": true, "spanish": true, "espanol": true,
	"castellano": true, "castilian": true}

// ParseLanguage reads the language of an export: Spanish for es, spa, sp, esp, Spanish,
// español, castellano or a tag such as es-MX, in any letter case; English for anything
// else, blank included.
func ParseLanguage(text string) Language {
	language, _ := NamedLanguage(text)
	return language
}

// english are the ways in which exports say that a parent reads English, in small letters.
var english = map[string]bool{"en": true, "eng": true, "english": true, "ingles": true, "inglés": true}

// NamedLanguage reads the language of an export like ParseLanguage; false, and English,
// where the text names neither language.
func NamedLanguage(text string) (language Language, named bool) {
	word := strings.NewReplacer("ñ", "n", "n\u0303", "n", "_", "-").Replace(strings.ToLower(tidy(text)))
	tag, _, tagged := strings.Cut(word, "-")
	switch {
	case tagged && tag == "es" || spanish[word]:
		return Spanish, true
	case tagged && tag == "en" || english[word]:
		return English, true
	}
	return English, false
}

// otherLanguage tells whether a parent's language is known and is neither English nor
// Spanish.
func otherLanguage(text string) bool {
	word := strings.ToLower(tidy(text))
	return word != "" && !strings.HasPrefix(word, "en") && ParseLanguage(text) == English
}

var (
	months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	meses  = [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}
)

// day is a date in words; blank for none.
func (l Language) day(date ledger.Date) string {
	if date == 0 {
		return ""
	}
	year, month, day := date.Civil()
	if l == Spanish {
		return fmt.Sprintf("%d de %s de %d", day, meses[month-1], year)
	}
	return fmt.Sprintf("%s %d, %d", months[month-1], day, year)
}

// month is the month of a date and its year, in words.
func (l Language) month(date ledger.Date) string {
	year, month, _ := date.Civil()
	if l == Spanish {
		return fmt.Sprintf("%s de %d", meses[month-1], year)
	}
	return fmt.Sprintf("%s %d", months[month-1], year)
}

// timeOfDay is a time as both languages write it in California: 8:00 a.m.
func timeOfDay(t policy.TimeOfDay) string {
	half := "a.m."
	if t >= 12*60 {
		half = "p.m."
	}
	return fmt.Sprintf("%d:%02d %s", (int(t)/60+11)%12+1, int(t)%60, half)
}

// pageOf numbers a page of a letter.
func (l Language) pageOf(page, pages int) string {
	if l == Spanish {
		return fmt.Sprintf("Página %d de %d", page, pages)
	}
	return fmt.Sprintf("Page %d of %d", page, pages)
}
