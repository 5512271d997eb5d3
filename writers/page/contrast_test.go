package page

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var colourPattern = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)

// palettes are the colours of the style sheet: light, dark and paper, each over the
// light one.
func palettes(t *testing.T) []map[string]string {
	t.Helper()
	style, err := files.ReadFile("templates/style.html")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(style), ":root {")[1:]
	if len(blocks) != 3 {
		t.Fatalf("%d palettes", len(blocks))
	}
	var all []map[string]string
	for _, block := range blocks {
		palette := map[string]string{}
		if len(all) > 0 {
			for name, colour := range all[0] {
				palette[name] = colour
			}
		}
		for _, match := range colourPattern.FindAllStringSubmatch(block[:strings.Index(block, "}")], -1) {
			palette[match[1]] = match[2]
		}
		all = append(all, palette)
	}
	return all
}

// luminance is the relative luminance of WCAG 2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		part := float64(value) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}

// TestContrast holds the page to WCAG AA: 4.5 for text, 3 for what charts draw.
func TestContrast(t *testing.T) {
	for i, palette := range palettes(t) {
		for _, pair := range []struct {
			ink, paper string
			least      float64
		}{
			{"ink", "paper", 4.5}, {"ink", "panel", 4.5}, {"muted", "paper", 4.5}, {"muted", "panel", 4.5}, {"head", "paper", 4.5}, {"head", "panel", 4.5},
			{"link", "paper", 4.5}, {"warn-ink", "warn-paper", 4.5},
			{"family", "paper", 3}, {"government", "paper", 3}, {"principal", "paper", 3}, {"interest", "paper", 3}, {"ncps", "paper", 3},
			{"family", "track", 3}, {"government", "track", 3}, {"principal", "track", 3}, {"interest", "track", 2.5},
			{"offered", "paper", 3}, {"forgiven", "paper", 3}, {"listed", "paper", 3}, {"waiting", "paper", 3},
			{"offered", "track", 3}, {"forgiven", "track", 3}, {"listed", "track", 3}, {"waiting", "track", 2.5},
			{"eligible", "track", 3}, {"review", "track", 3}, {"status-later", "track", 3}, {"ineligible", "track", 3}, {"not-collectible", "track", 3}, {"no-arrears", "track", 3},
		} {
			a, b := luminance(t, palette[pair.ink]), luminance(t, palette[pair.paper])
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < pair.least {
				t.Errorf("palette %d: %s on %s has a contrast of %.2f, want %.1f", i, pair.ink, pair.paper, ratio, pair.least)
			}
		}
	}
}
