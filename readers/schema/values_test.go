package schema

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

func TestParseRate(t *testing.T) {
	for text, want := range map[string]ledger.Rate{
		"6%": 60000, "0.06": 60000, "10 %": 100000, "100%": 1000000, "1": 1000000, "1.000000": 1000000, "0": 0, "0%": 0, "0.0": 0, "000%": 0,
		"6.5%": 65000, "0.065": 65000, "0.0001%": 1, "0.000001": 1, "6.1234%": 61234, "0.061234": 61234, "006%": 60000,
		"6.12340000%": 61234, "0.06000000": 60000, "99.9999%": 999999,
	} {
		if got, ok := parseRate([]byte(text)); !ok || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "%", "6", "100.0001%", "101%", "1.000001", "6.12345%", "0.0612345", "-6%", "+6%", "6%%", "% 6", "6.%", ".06", ".", "1.", "6,5%",
		"0,06", "6e-2", "six", "0x6%", "6 0%", "0006%", "1000%", "1.2.3", "٦%", "6\x00%", "NaN", "∞"} {
		if got, ok := parseRate([]byte(text)); ok {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

var rateForm = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]+)?$`)

// FuzzRate holds the rates against exact fractions.
func FuzzRate(f *testing.F) {
	for _, seed := range []string{"6%", "0.06", "100%", "6.12345%", "1.000001", "0.00000000%", " 5 %", "-1%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseRate([]byte(text))
		number, percent := strings.CutSuffix(text, "%")
		number = strings.Trim(number, " \t\r\n\u00a0")
		want := false
		var millionths big.Rat
		if rateForm.MatchString(number) && len(number) < 1000 {
			millionths.SetString(number)
			millionths.Mul(&millionths, big.NewRat(1_000_000, 1))
			if percent {
				millionths.Quo(&millionths, big.NewRat(100, 1))
			}
			want = millionths.IsInt() && millionths.Num().Cmp(big.NewInt(1_000_000)) <= 0
		} else if len(number) >= 1000 {
			return
		}
		if ok != want || (ok && millionths.Num().Int64() != int64(got)) {
			t.Errorf("%q is %d millionths, %v; want %s, %v", text, got, ok, millionths.RatString(), want)
		}
	})
}

func TestNormalizeSource(t *testing.T) {
	for text, want := range map[string]string{" Federal Tax-Offset ": "federal_tax_offset", "WAGE": "wage", "": "", "\u00a0x\t": "x", "a  b": "a__b", "É": "É"} {
		if got := string(NormalizeSource(nil, []byte(text))); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestTrim(t *testing.T) {
	for text, want := range map[string]string{" a b ": "a b", "\t\r\n\u00a0x\u00a0\n": "x", "": "", " ": "", "x": "x", " \xff ": "\xff", "\u2003x": "\u2003x", "\xa0": "\xa0", "\xc2": "\xc2"} {
		if got := string(trim([]byte(text))); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		source := []byte("..." + text + "...")
		if got := string(trimSpan(source, ledger.Span{Start: 3, Length: uint32(len(text))}).Of(source)); got != want {
			t.Errorf("the span of %q becomes %q, want %q", text, got, want)
		}
	}
}

// What a message shows of a value is short, on one line, and valid UTF-8.
func TestQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"12.345": "“12.345”", "a\nb\r\x00c\u2028": "“a b  c ”", "\xff1": "“\uFFFD1”", strings.Repeat("9", 50): "“" + strings.Repeat("9", 40) + "…”",
	} {
		if got := quoted([]byte(text)); got != want {
			t.Errorf("%q is shown as %s, want %s", text, got, want)
		}
	}
}
