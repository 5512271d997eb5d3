package page

import (
	"testing"

	"arrears/writers/internal/contrast"
)

// TestContrast holds the page to WCAG AA: 4.5 for text, 3 for what charts draw.
func TestContrast(t *testing.T) {
	style, err := files.ReadFile("templates/style.html")
	if err != nil {
		t.Fatal(err)
	}
	palettes := contrast.Palettes(string(style)) // light, dark and paper
	if len(palettes) != 3 {
		t.Fatalf("%d palettes", len(palettes))
	}
	for i, palette := range palettes {
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
			if ratio, err := contrast.Ratio(palette[pair.ink], palette[pair.paper]); err != nil || ratio < pair.least {
				t.Errorf("palette %d: %s on %s has a contrast of %.2f, want %.1f: %v", i, pair.ink, pair.paper, ratio, pair.least, err)
			}
		}
	}
}
