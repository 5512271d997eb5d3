package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
)

// placeholderForm is what stands for a value in --out and in the inputs of a configuration:
// runs/{as_of}.
var placeholderForm = regexp.MustCompile(`\{[^{}]*\}`)

// datePlaceholders are the parts of an as-of date.
func datePlaceholders(asOf ledger.Date) map[string]string {
	text := asOf.String()
	return map[string]string{"{as_of}": text, "{year}": text[:4], "{month}": text[5:7], "{day}": text[8:]}
}

// fillPlaceholders puts values in the place of placeholders. One that is none is an error.
func fillPlaceholders(flag, text string, values map[string]string) (string, error) {
	for _, word := range placeholderForm.FindAllString(text, -1) {
		if _, ok := values[word]; !ok {
			return "", usagef("--%s %q: there is no placeholder %s; there are %s", flag, text, word, strings.Join(slices.Sorted(maps.Keys(values)), ", "))
		}
	}
	return placeholderForm.ReplaceAllStringFunc(text, func(word string) string { return values[word] }), nil
}

// hasDate tells whether what a text gives differs from day to day.
func hasDate(text string) bool {
	for word := range datePlaceholders(ledger.DateMin) {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
