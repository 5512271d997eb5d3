package ledger

import (
	"testing"
	"time"
)

func TestDateAgainstTime(t *testing.T) {
	day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := DateMin; d <= DateMax+4000; d++ {
		year, month, dom := d.Civil()
		if year != day.Year() || month != int(day.Month()) || dom != day.Day() {
			t.Fatalf("day %d: %04d-%02d-%02d, want %s", d, year, month, dom, day.Format("2006-01-02"))
		}
		first, next := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC), time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		if d.MonthStart().String() != first.Format(time.DateOnly) || d.NextMonthStart().String() != next.Format(time.DateOnly) {
			t.Fatalf("%s: month from %s to %s", day.Format(time.DateOnly), d.MonthStart(), d.NextMonthStart())
		}
		if d <= DateMax {
			if back, ok := ParseDate([]byte(day.Format("2006-01-02"))); !ok || back != d {
				t.Fatalf("%s parsed as %d, %v; want %d", day.Format("2006-01-02"), back, ok, d)
			}
			if back, ok := ParseDate([]byte(day.Format("1/2/2006"))); !ok || back != d {
				t.Fatalf("%s parsed as %d, %v; want %d", day.Format("1/2/2006"), back, ok, d)
			}
		}
		day = day.AddDate(0, 0, 1)
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, text := range []string{"", "2023-02-29", "1899-12-31", "2200-01-01", "13/01/2020", "1/32/2020", "0/1/2020",
		"2020-1-2", "1/2/20", "1/2/02020", "2020/01/02", "1-2-2020", "2020-01-02 00:00", " 2020-01-02", "001/2/2020", "1//2020", "٢٠٢٠-01-02", "+020-01-02"} {
		if date, ok := ParseDate([]byte(text)); ok {
			t.Errorf("%q read as %s", text, date)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2024-08-31", 6, "2025-02-28"}, {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 24, "2026-02-28"},
		{"2023-08-31", 6, "2024-02-29"}, {"2026-12-15", 1, "2027-01-15"}, {"2026-01-31", -2, "2025-11-30"}, {"2025-10-31", 12, "2026-10-31"},
	} {
		if got := MustDate(c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}
