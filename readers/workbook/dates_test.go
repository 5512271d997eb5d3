package workbook

import (
	"strconv"
	"testing"
	"time"

	"arrears/pipeline/ledger"

	"github.com/xuri/excelize/v2"
)

// Every serial means the day that excelize makes of it, in both date systems.
func TestSerialDatesAgainstExcelize(t *testing.T) {
	for _, date1904 := range []bool{false, true} {
		for serial := 0; serial < 120_000; serial++ {
			got := serialDate([]byte(strconv.Itoa(serial)), date1904)
			want, err := excelize.ExcelDateToTime(float64(serial), date1904)
			if err != nil {
				t.Fatal(err)
			}
			usable := want.Year() <= 2199 && (date1904 || serial >= serialMin)
			switch {
			case usable && got.String() != want.Format(time.DateOnly):
				t.Fatalf("serial %d (1904: %v): %s, want %s", serial, date1904, got, want.Format(time.DateOnly))
			case !usable && got != 0:
				t.Fatalf("serial %d (1904: %v) is no usable date, read as %s", serial, date1904, got)
			}
		}
	}
}

func TestSerialDateForms(t *testing.T) {
	for text, want := range map[string]string{
		"61": "1900-03-01", "60": "", "59": "", "1": "", "0": "", "-1": "", "-0.5": "", "60.999": "", "61.5": "1900-03-01",
		"45292": "2024-01-01", "45292.999988": "2024-01-01", "4.5292E+4": "2024-01-01", "45292.75": "2024-01-01",
		"109574": "2199-12-31", "109575": "", "109574.9": "2199-12-31", "1E+9": "", "1E+300": "", "1E-300": "", "x": "", "": "",
	} {
		if got := serialDate([]byte(text), false).String(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"0": "1904-01-01", "0.5": "1904-01-01", "-0": "1904-01-01", "-1": "", "-0.5": "", "43830": "2024-01-01", "108112": "2199-12-31", "108113": ""} {
		if got := serialDate([]byte(text), true).String(); got != want {
			t.Errorf("1904 %q: %q, want %q", text, got, want)
		}
	}
}

func TestISODates(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-29": "2024-02-29", "2024-02-29T00:00:00": "2024-02-29", "2024-02-29T23:59:59.999Z": "2024-02-29", "1900-01-01": "1900-01-01", "2024-02-29Z": "2024-02-29",
		"2023-02-29": "", "1899-12-31": "", "2200-01-01": "", "20240229": "", "02/29/2024": "", "2024-02-2": "", "T10:00:00": "", "2024-02-291": "", "": "",
	} {
		if got := isoDate([]byte(text)).String(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if ledger.DateMax.String() != "2199-12-31" {
		t.Error("the last date has moved")
	}
}
