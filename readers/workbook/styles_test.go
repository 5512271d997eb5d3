package workbook

import "testing"

func TestFormatCodes(t *testing.T) {
	dates := []string{"yyyy-mm-dd", "m/d/yy", "MM/DD/YYYY", "d-mmm-yy", "mmm yyyy", "[$-409]mmmm d, yyyy;@", `yyyy"-"mm`, `dd\.mm\.yyyy`, "m/d/yyyy h:mm", "[$-F800]dddd, mmmm dd, yyyy",
		"mmmm", "yy", "d", "[Red]yyyy-mm-dd", `"h"m`, "[$-en-US]m/d/yy h:mm AM/PM;@", "h:mm d", "yyyy_)", "0;-0;yyyy"}
	for _, code := range dates {
		if !showsDay(code) {
			t.Errorf("%s shows a day", code)
		}
	}
	others := []string{"0.00", "General", "#,##0.00", "@", "h:mm", "hh:mm:ss", "[h]:mm", "[mm]:ss", "mm:ss.0", "h:mm AM/PM", "h AM/PM", `0" days"`, `\d0`, "_d0", "*y0", "[Red]0", "[Magenta]0", "[Yellow]0.00",
		"0.00E+00", `"m/d/yy"`, "# ?/?", `"USD" 0.00`, "[$USD] #,##0.00", "[s]", "", "\\", "[", `"`, "_", "*", "[hm", "GENERAL"}
	for _, code := range others {
		if showsDay(code) {
			t.Errorf("%s shows no day", code)
		}
	}
}

func TestBuiltInFormats(t *testing.T) {
	want := map[formatKind][]int{
		dateFormat:    {14, 15, 16, 17, 22, 27, 30, 31, 36, 50, 58},
		generalFormat: {0, 49, 5, 8, 23, 26, 59, 163, 164, -1},
		paddedFormat:  {1},
		otherFormat:   {2, 3, 4, 9, 10, 11, 12, 13, 18, 19, 20, 21, 37, 40, 44, 45, 46, 47, 48},
	}
	for kind, ids := range want {
		for _, id := range ids {
			if got := builtInKind(id); got != kind {
				t.Errorf("format %d is of kind %d, want %d", id, got, kind)
			}
		}
	}
}
