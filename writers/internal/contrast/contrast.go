// Package contrast tells how well colours of a page can be told apart; for tests only.
package contrast

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var colour = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)

// Palettes are the colours of a style sheet by their names: of each block :root, over
// those of the first.
func Palettes(style string) (palettes []map[string]string) {
	for _, block := range strings.Split(style, ":root {")[1:] {
		palette := map[string]string{}
		if len(palettes) > 0 {
			palette = maps.Clone(palettes[0])
		}
		block, _, _ = strings.Cut(block, "}")
		for _, match := range colour.FindAllStringSubmatch(block, -1) {
			palette[match[1]] = match[2]
		}
		palettes = append(palettes, palette)
	}
	return palettes
}

// Ratio is the contrast ratio of two colours, #rrggbb each, by WCAG 2: from 1 to 21.
func Ratio(one, other string) (float64, error) {
	a, err := luminance(one)
	if err != nil {
		return 0, err
	}
	b, err := luminance(other)
	return (max(a, b) + 0.05) / (min(a, b) + 0.05), err
}

// luminance is the relative luminance of WCAG 2.
func luminance(colour string) (sum float64, err error) {
	if len(colour) != 7 {
		return 0, fmt.Errorf("%q is no colour", colour)
	}
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return 0, fmt.Errorf("%q is no colour", colour)
		}
		part := float64(value) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum, nil
}
