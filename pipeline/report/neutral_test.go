package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNeutral(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "a", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "\ra": "'\ra",
		"\na": "'\na", "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "﹦1": "'﹦1", "−1": "'−1", "⁼1": "'⁼1",
		" =1": "' =1", "\u00a0+1": "'\u00a0+1", "\ufeff=1": "'\ufeff=1", "\u200b\u2060-1": "'\u200b\u2060-1", "\u3000＠a": "'\u3000＠a",
		"\u0085=1": "'\u0085=1", "\x00=1": "'\x00=1", "\u2028a": "'\u2028a",
		"a=1": "a=1", " a=1": " a=1", "'": "'", "'a": "'a", "'=1": "''=1", "''=1": "'''=1", "=": "'=", "é=1": "é=1", "“=1”": "“=1”", "—": "—",
		"\xff=1": "\xff=1", strings.Repeat(" ", 2000) + "a": "'" + strings.Repeat(" ", 2000) + "a"} {
		if got := Neutral(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestAmountsKeepTheirMinus(t *testing.T) {
	for text, want := range map[string]string{"-$1,234.50": "-$1,234.50", "-1,209.863014": "-1,209.863014", "-12.00": "-12.00", "-12": "'-12", "-1.0.0": "'-1.0.0",
		"-$1.5+cmd": "'-$1.5+cmd", "-.5": "'-.5", "--1.00": "'--1.00", "+1.00": "'+1.00", "a": "a"} {
		if got := NeutralOrAmount(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// Whatever a text is, Neutral can be undone, no two texts become one, and what comes out is
// nothing that a spreadsheet runs.
func TestNeutralCanBeUndone(t *testing.T) {
	piece := rapid.SampledFrom([]string{"'", "=", "+", "-", "@", "\t", "\r", "\n", " ", "＝", "−", "\u200b", "\ufeff", "a", "1", "é", "\xff", "\""})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "")
		neutral := Neutral(text)
		if got := Original(neutral); got != text {
			t.Errorf("%q becomes %q and comes back as %q", text, neutral, got)
		}
		if runs(neutral) {
			t.Errorf("%q becomes %q, which a spreadsheet runs", text, neutral)
		}
	})
}
