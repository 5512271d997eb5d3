package workbook

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
)

func TestAppendNumber(t *testing.T) {
	for cents, want := range map[ledger.Cents]string{0: "0", 5: "0.05", -5: "-0.05", 10: "0.1", 123450: "1234.5", 1234500: "12345", -99: "-0.99", exactMax: "9999999999999.99"} {
		if got := string(appendNumber(nil, cents)); got != want {
			t.Errorf("%d cents: %s, want %s", int64(cents), got, want)
		}
	}
}

// TestAmountsRoundTrip: what a spreadsheet reads as a number gives the cents back.
func TestAmountsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := ledger.Cents(rapid.Int64Range(-int64(exactMax), int64(exactMax)).Draw(t, "cents"))
		number, err := strconv.ParseFloat(string(appendNumber(nil, cents)), 64)
		if err != nil {
			t.Fatal(err)
		}
		if value, isNumber := amountValue(cents).(float64); !isNumber || value != number {
			t.Fatalf("%v: a cell holds %v, another %v", cents, value, number)
		}
		back, ok := ledger.ParseCents([]byte(strconv.FormatFloat(number, 'f', 2, 64)))
		if cents.Abs() <= ledger.AmountMax && (!ok || back != cents) {
			t.Fatalf("%v comes back as %v", cents, back)
		}
		if digits := strconv.FormatFloat(number, 'f', -1, 64); digits != string(appendNumber(nil, cents)) {
			t.Fatalf("%v is stored as %s", cents, digits)
		}
	})
}

func TestInexactAmountsAreText(t *testing.T) {
	for _, cents := range []ledger.Cents{exactMax + 1, -exactMax - 1, math.MaxInt64, math.MinInt64} {
		if value, isText := amountValue(cents).(string); !isText || value != cents.Dollars() {
			t.Errorf("%d cents: %v", int64(cents), value)
		}
		r := newRow([]column{{"", 10, money}}, &styles{})
		r.begin(2)
		r.money(cents)
		r.end()
		if !strings.Contains(string(r.out), `t="inlineStr"`) {
			t.Errorf("%d cents: %s", int64(cents), r.out)
		}
	}
}

func TestDays(t *testing.T) {
	for date, want := range map[string]string{"1900-02-28": ">1900-02-28<", "1900-03-01": "<v>61</v>", "2026-11-22": "<v>46348</v>", "2199-12-31": "<v>109574</v>"} {
		r := newRow([]column{{"", 10, day}}, &styles{})
		r.begin(2)
		r.day(ledger.MustDate(date))
		r.end()
		if !strings.Contains(string(r.out), want) {
			t.Errorf("%s: %s", date, r.out)
		}
	}
}

func TestLinesOf(t *testing.T) {
	for _, test := range []struct {
		text   string
		across int
		want   int
	}{
		{"", 10, 1}, {"short", 10, 1}, {"two words", 6, 2}, {"one\ntwo\nthree", 20, 3}, {"aaaaaaaaaaaaaaaaaaaaaaaaa", 10, 3},
		{"李小龙李小龙", 6, 2}, {"Featherstonehaugh-Cholmondeley", 20, 2}, {"a bb ccc dddd", 4, 3},
	} {
		if got := linesOf(test.text, test.across); got != test.want {
			t.Errorf("%q on lines of %d: %d, want %d", test.text, test.across, got, test.want)
		}
	}
}

// FuzzInline: any text comes back from the XML of its cell.
func FuzzInline(f *testing.F) {
	for _, seed := range []string{"a", " lead", "_x0041_", "_x005F_x0041_", "a&b<c>", "\r\n\t", "\x00\x01", "\xff\xfe", "\ufffe", "李", "]]>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" {
			return
		}
		var cell struct {
			Text string `xml:"is>t"`
		}
		if err := xml.Unmarshal([]byte("<c"+string(appendInline(nil, text))), &cell); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		got := unescape(cell.Text)
		if want := held(strings.ToValidUTF8(text, "\ufffd")); collapse(got) != collapse(want) {
			t.Fatalf("%q comes back as %q", want, got)
		}
		if !utf8.ValidString(cell.Text) {
			t.Fatalf("%q gives bad UTF-8", text)
		}
	})
}

var escape = regexp.MustCompile("_x[0-9A-Fa-f]{4}_")

// unescape reads a text as a spreadsheet does.
func unescape(text string) string {
	return escape.ReplaceAllStringFunc(text, func(found string) string {
		code, err := strconv.ParseUint(found[2:6], 16, 32)
		if err != nil {
			return found
		}
		return string(rune(code))
	})
}

// collapse takes runs of replacement characters as one: a broken sequence may give one
// for each byte.
func collapse(text string) string {
	for strings.Contains(text, "\ufffd\ufffd") {
		text = strings.ReplaceAll(text, "\ufffd\ufffd", "\ufffd")
	}
	return text
}
