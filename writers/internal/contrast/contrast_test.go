package contrast

import (
	"math"
	"testing"
)

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		one, other string
		want       float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#000000", 21}, {"#777777", "#ffffff", 4.48}, {"#123456", "#123456", 1}} {
		if got, err := Ratio(c.one, c.other); err != nil || math.Abs(got-c.want) > 0.005 {
			t.Errorf("%s on %s: %v, %v", c.one, c.other, got, err)
		}
	}
	for _, c := range [][2]string{{"", "#ffffff"}, {"#ffffff", "#gggggg"}} {
		if _, err := Ratio(c[0], c[1]); err == nil {
			t.Errorf("%q are colours", c)
		}
	}
}

func TestPalettes(t *testing.T) {
	got := Palettes(":root { --ink: #000000; --paper: #ffffff; } @media (prefers-color-scheme: dark) { :root { --ink: #eeeeee; } }")
	if len(got) != 2 || got[0]["ink"] != "#000000" || got[1]["ink"] != "#eeeeee" || got[1]["paper"] != "#ffffff" {
		t.Errorf("%v", got)
	}
}
