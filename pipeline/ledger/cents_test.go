package ledger

import "testing"

func TestParseCents(t *testing.T) {
	for text, want := range map[string]Cents{
		"1234.5": 123450, "1,234.50": 123450, "$1,234.50": 123450, "-12.00": -1200, "(12.00)": -1200, "0": 0, "007": 700,
		"9,999,999,999.99": AmountMax, "-$12.00": -1200, "($1,200.00)": -120000, "$-3.10": -310, "1,234": 123400, "12,345,678.9": 1234567890,
	} {
		if got, ok := ParseCents([]byte(text)); !ok || got != want {
			t.Errorf("%q = %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "1.000", "12.345", "1e5", "1,23", "1234,567", "12,34.00", ",123", "1,,234", "abc", "--1", "(-1)", "-(1)",
		"10000000000", "9999999999.999", "1 234", "12-", "+5", ".", "-", "$", "()", "NaN", "0x10", "1.", ".5", "1,234,56", "99999999999999999999"} {
		if got, ok := ParseCents([]byte(text)); ok {
			t.Errorf("%q read as %v", text, got)
		}
	}
}

func TestCentsForms(t *testing.T) {
	for cents, want := range map[Cents][2]string{
		0: {"0.00", "$0.00"}, -5: {"-0.05", "-$0.05"}, 123456789: {"1234567.89", "$1,234,567.89"}, 99900: {"999.00", "$999.00"}, -100000: {"-1000.00", "-$1,000.00"},
	} {
		if got := [2]string{cents.String(), cents.Dollars()}; got != want {
			t.Errorf("%d cents: %v, want %v", int64(cents), got, want)
		}
	}
}

func TestRoundShare(t *testing.T) {
	// 3,000.00 at 10 % a year for a month: 25.00. 0.05 × 1/2 = 0.025, half away from zero: 0.03.
	if got := Cents(300000).RoundShare(100000, 12000000); got != 2500 {
		t.Errorf("a month's interest on 3,000.00: %v", got)
	}
	if got := Cents(5).RoundShare(1, 2); got != 3 {
		t.Errorf("half of five cents: %v", got)
	}
}

func FuzzParseCents(f *testing.F) {
	for _, seed := range []string{"1234.5", "$1,234.50", "(12.00)", "1.000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cents, ok := ParseCents([]byte(text))
		if !ok {
			return
		}
		if cents.Abs() > AmountMax {
			t.Fatalf("%q read as %v, over the limit", text, cents)
		}
		if back, ok := ParseCents([]byte(cents.String())); !ok || back != cents {
			t.Fatalf("%q read as %v, which reads back as %v", text, cents, back)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2020-02-29", "1/2/2006", "12/31/2199"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, ok := ParseDate([]byte(text))
		if !ok {
			return
		}
		if back, ok := ParseDate([]byte(date.String())); !ok || back != date || date < DateMin || date > DateMax {
			t.Fatalf("%q read as %v, which reads back as %v", text, date, back)
		}
	})
}
