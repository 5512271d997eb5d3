package workbook

import (
	"math/big"
	"strconv"
	"testing"

	"arrears/pipeline/ledger"

	"pgregory.net/rapid"
)

func number(text string) Cell {
	return Cell{Kind: Number, Text: []byte(text), Format: &Format{}}
}

func TestCents(t *testing.T) {
	for text, want := range map[string]ledger.Cents{
		"0": 0, "-0": 0, "0.0": 0, "0E0": 0, "1": 100, "-12": -1200, "99.75": 9975, "1234.5": 123450, "007": 700, "0.10": 10,
		"0.28999999999999998": 29, "0.28999999999999996": 29, "1.0E-2": 1, "1E-2": 1, "1.15e3": 115000, "+5": 500, ".5": 50, "12.": 1200,
		"1.000": 100, "12.340000000000000": 1234, "100.09999999999999": 10010, "2.5000000000000001E+2": 25000,
		"9999999999.99": ledger.AmountMax, "-9999999999.99": -ledger.AmountMax, "9999999999.9899998": ledger.AmountMax, "1.1499999999999999": 115,
	} {
		if got, ok := number(text).Cents(); !ok || got != want {
			t.Errorf("%s: %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "12.345", "0.001", "1E-3", "1E-400", "4.9E-324", "10000000000", "9999999999.995", "1E10", "1E400", "-1E+18", "1E1000000000",
		"NaN", "INF", "Inf", "0x10", "1_000", "1,000", "1e", "1e+", ".", "-", "", "--1", "1.2.3", " 1", "abc", "12.3456789012345678"} {
		if got, ok := number(text).Cents(); ok {
			t.Errorf("%q read as %v", text, got)
		}
	}
	for _, cell := range []Cell{{}, {Kind: Text, Text: []byte("1")}, {Kind: Boolean, Text: []byte("1")}, {Kind: Date, Text: []byte("1")}} {
		if _, ok := cell.Cents(); ok {
			t.Errorf("%s is an amount", describeCell(cell))
		}
	}
}

// Every amount survives in each form in which a program may store it.
func TestCentsOfAnyFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := ledger.Cents(rapid.Int64Range(-int64(ledger.AmountMax), int64(ledger.AmountMax)).Draw(t, "cents"))
		value, _ := strconv.ParseFloat(want.String(), 64)
		for _, format := range []byte{'f', 'e', 'E', 'g', 'G'} {
			for _, digits := range []int{-1, 16, 17, 18} {
				if format == 'f' && digits > 16 {
					continue
				}
				text := strconv.FormatFloat(value, format, digits, 64)
				if format == 'f' && digits > 0 {
					text = want.String()
				}
				if got, ok := number(text).Cents(); !ok || got != want {
					t.Fatalf("%s stored as %s reads as %v, %v", want, text, got, ok)
				}
			}
		}
	})
}

// The quick way and the way through the binary value agree wherever both apply.
func TestPlainDecimalAgreesWithFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,6})?`).Draw(t, "text")
		plain, ok := plainDecimal([]byte(text))
		if !ok {
			t.Fatalf("%s is plain", text)
		}
		float, exact, ok := floatDecimal([]byte(text))
		if !ok || !exact || plain.rational().Cmp(float.rational()) != 0 {
			t.Fatalf("%s: %v and %v", text, plain, float)
		}
		value, _ := new(big.Rat).SetString(text)
		if plain.rational().Cmp(value) != 0 {
			t.Fatalf("%s read as %v", text, plain)
		}
	})
}

// rational is d as a fraction.
func (d decimal) rational() *big.Rat {
	value := new(big.Rat).SetInt(new(big.Int).SetUint64(d.digits))
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(d.exponent, -d.exponent))), nil)
	if d.exponent < 0 {
		value.Quo(value, new(big.Rat).SetInt(scale))
	} else {
		value.Mul(value, new(big.Rat).SetInt(scale))
	}
	if d.negative {
		value.Neg(value)
	}
	return value
}

func FuzzNumber(f *testing.F) {
	for _, text := range []string{"0", "1.5", "0.28999999999999998", "1E-2", "-12.", "45292.75", "1E+400", "9999999999.99"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		cell := Cell{Kind: Number, Text: text, Format: &Format{}}
		cents, ok := cell.Cents()
		shown, shownOK := cell.AppendIdentifier(nil)
		if date := serialDate(text, false); date < 0 || date > ledger.DateMax {
			t.Fatalf("%q is day %d", text, date)
		}
		if !isNumber(text) {
			if ok || shownOK {
				t.Fatalf("%q read as %v, %q", text, cents, shown)
			}
			return
		}
		value, err := strconv.ParseFloat(string(text), 64)
		if err != nil {
			return
		}
		rounded, _ := new(big.Rat).SetString(strconv.FormatFloat(value, 'e', precision-1, 64))
		if want := new(big.Rat).SetFrac64(int64(cents), 100); ok && rounded.Cmp(want) != 0 {
			t.Fatalf("%q read as %v", text, cents)
		}
		if back, _ := strconv.ParseFloat(string(shown), 64); shownOK && back != value {
			t.Fatalf("%q shown as %q", text, shown)
		}
	})
}
