package ledger

import "testing"

func TestParseFlag(t *testing.T) {
	for text, want := range map[string]Flag{
		"": Unknown, "Y": Yes, "y": Yes, "YES": Yes, "Yes": Yes, "true": Yes, "TRUE": Yes, "1": Yes,
		"N": No, "n": No, "nO": No, "False": No, "FALSE": No, "0": No,
	} {
		if got, ok := ParseFlag([]byte(text)); !ok || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"2", "00", "01", "1.0", "T", "F", "yep", "unknown", "-", "X", "ja", "ＹＥＳ", "\x00formula"} {
		if got, ok := ParseFlag([]byte(text)); ok {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestParseState(t *testing.T) {
	for text, want := range map[string]string{"": "", "CA": "CA", "nv": "NV", "Az": "AZ", "ZZ": "ZZ"} {
		if got, ok := ParseState([]byte(text)); !ok || got.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"C", "CAL", "C1", "C.", "12", "Çx", "é", "\x00formula", "@A", "[a"} {
		if got, ok := ParseState([]byte(text)); ok {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
