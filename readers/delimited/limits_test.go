package delimited

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// Texts that reach the limits of a quote and of a row. Between rows that are whole, each
// is read the same whatever the size of the blocks.
func TestLimits(t *testing.T) {
	long := func(size int) string { return strings.Repeat("x", size) }
	for name, c := range map[string]struct {
		row  string
		want []string // line, fields and fault of each row it makes
	}{
		"a quote closed within 1 MiB":     {`a,"` + long(quoteMax-1) + `"`, []string{"2 2 "}},
		"a quote closed behind 1 MiB":     {`a,"` + long(quoteMax) + `"`, []string{"2 1 " + whyUnended}},
		"a quote closed a line later":     {`a,"` + long(quoteMax-3) + "\n\"", []string{"2 2 "}},
		"a quote closed too late":         {`a,"` + long(quoteMax-1) + "\n" + `","b"`, []string{"2 1 " + whyUnended, "3 0 " + whyAfter}},
		"a doubled quote over the limit":  {`a,"` + long(quoteMax-1) + `"""`, []string{"2 1 " + whyUnended}},
		"a doubled quote below the limit": {`a,"` + long(quoteMax-3) + `"""`, []string{"2 2 "}},
		"a quote unclosed":                {`a,"` + long(3*quoteMax), []string{"2 1 " + whyUnended}},
		"a row of 4 MiB":                  {"a," + long(RowMax-2), []string{"2 2 "}},
		"a row over 4 MiB":                {"a," + long(RowMax-1), []string{"2 1 " + whyLong}},
		"a row of 9 MiB":                  {"a," + long(9<<20), []string{"2 1 " + whyLong}},
		"a row of long quotes":            {strings.Repeat(`"`+long(900<<10)+`",`, 5) + "y", []string{"2 4 " + whyLong}},
		"a bare quote behind 4 MiB":       {"a," + long(RowMax) + `"b`, []string{"2 1 " + whyLong}},
		"fields behind 4 MiB":             {"a," + long(RowMax) + `,b,"c"`, []string{"2 1 " + whyLong}},
	} {
		t.Run(name, func(t *testing.T) {
			last := 2 + countLines(c.row)
			want := append(append([]string{"1 2 "}, c.want...), fmt.Sprintf("%d 2 ", last), fmt.Sprintf("%d 2 ", last+1))
			checkLimits(t, "p,q\n"+c.row+"\nr,s\nt,u", want)
		})
	}
}

func checkLimits(t *testing.T, text string, want []string) {
	t.Helper()
	whole := oracle(text, ',', 2)
	check := func(how string, records []record) {
		t.Helper()
		if len(records) != len(whole) {
			t.Errorf("%s: %d rows, the oracle has %d", how, len(records), len(whole))
			return
		}
		for i, got := range records {
			if !reflect.DeepEqual(got, whole[i]) {
				t.Errorf("%s: row %d on line %d differs from the oracle's: %.80q, %.80q", how, i, got.Line, fmt.Sprint(got), fmt.Sprint(whole[i]))
			}
		}
	}
	if len(whole) != len(want) {
		t.Fatalf("the oracle has %d rows, want %d", len(whole), len(want))
	}
	for i, line := range want {
		if got := fmt.Sprintf("%d %d %s", whole[i].Line, len(whole[i].Fields), whole[i].Why); got != line {
			t.Errorf("the oracle's row %d: %s, want %s", i, got, line)
		}
	}
	records, lines := split(t, text, ',', 2)
	check("splitter", records)
	file, stream := readFile(t, text, ',', 2, 300_000, lookahead), readStream(t, text, ',', 2, blockSize)
	check("file", file.records)
	check("stream", stream.records)
	if lines != countLines(text) || file.lines != lines || stream.lines != lines {
		t.Errorf("%d, %d and %d lines of %d", lines, file.lines, stream.lines, countLines(text))
	}
}
