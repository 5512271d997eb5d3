package writers

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"

	"github.com/google/go-cmp/cmp"
)

// tableOf is a table whose item i has the rows of values[i].
func tableOf(columns []report.Column, values ...[]report.Value) report.Table {
	return report.Table{Name: "test", Columns: columns, Items: len(values),
		Append: func(dst []report.Value, i int) []report.Value { return append(dst, values[i]...) }}
}

func csvText(t *testing.T, table report.Table) (text string, rows int, sums []ledger.Cents) {
	t.Helper()
	var out bytes.Buffer
	rows, sums, err := writeCSV(t.Context(), &out, table)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), rows, sums
}

func TestCellsByKind(t *testing.T) {
	columns := []report.Column{{Name: "text"}, {Name: "money", Kind: report.Money}, {Name: "day", Kind: report.Day},
		{Name: "count", Kind: report.Count}, {Name: "word", Kind: report.Word}}
	day := int64(ledger.MustDate("2024-02-29"))
	text, rows, sums := csvText(t, tableOf(columns,
		[]report.Value{{Text: "a"}, {Kind: report.Money, Number: 123450}, {Kind: report.Day, Number: day}, {Kind: report.Count, Number: -7}, {Kind: report.Word, Text: "x;y"}},
		nil, // an item without rows
		[]report.Value{
			{Blank: true}, {Kind: report.Money, Number: 99, Blank: true}, {Kind: report.Day, Blank: true}, {Kind: report.Count, Blank: true}, {Kind: report.Word, Blank: true},
			{Text: "b"}, {Kind: report.Money, Number: -5}, {Kind: report.Day, Number: 1}, {Kind: report.Count}, {Kind: report.Word, Text: "=not neutralised, for it is the program's own"},
		}))
	want := "text,money,day,count,word\na,1234.50,2024-02-29,-7,x;y\n,,,,\nb,-0.05,1900-01-01,0,\"=not neutralised, for it is the program's own\"\n"
	if text != want || rows != 3 {
		t.Errorf("%d rows\n%s\nwant\n%s", rows, text, want)
	}
	// What is blank adds nothing.
	if diff := cmp.Diff([]ledger.Cents{0, 123445, 0, 0, 0}, sums); diff != "" {
		t.Errorf("sums (-want +got)\n%s", diff)
	}
}

// What a reader could take for the end of a field or of a row is quoted, and nothing else.
func TestWhatIsQuoted(t *testing.T) {
	for text, want := range map[string]string{"a": "a", "a,b": `"a,b"`, `a"b`: `"a""b"`, "a\nb": "\"a\nb\"", "a\rb": "\"a\rb\"", " a;b\t": " a;b\t", "\ra": "\"'\ra\"", "\ta": "'\ta"} {
		if got, _, _ := csvText(t, tableOf([]report.Column{{Name: "text"}}, []report.Value{{Text: text}})); got != "text\n"+want+"\n" {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

var awkward = []string{"plain", "", " two  spaces ", "comma, inside", `quote " inside`, `"quoted"`, "line\nfeed", "ends in one\n", "carriage\rreturn",
	"=1+1", "+1", "-1", "@SUM(A1)", "\ttab", "\rreturn", `=HYPERLINK("//example.org","pay, here")`, "'=1", "a=1", "José 李小龙 👩‍👧", `"`, ",", "\n", "\x00", "𝄞,"}

// Whatever a text holds, a CSV reader gives it back, with the ' that keeps spreadsheets
// from running it where it begins like a formula.
func TestTextsAreReadBack(t *testing.T) {
	var values [][]report.Value
	var want [][]string
	for i, text := range awkward {
		other := awkward[(i+7)%len(awkward)]
		values = append(values, []report.Value{{Text: text, Blank: text == ""}, {Text: other, Blank: other == ""}})
		want = append(want, []string{report.Neutral(text), report.Neutral(other)})
	}
	text, _, _ := csvText(t, tableOf([]report.Column{{Name: "first"}, {Name: "second"}}, values...))
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got[1:]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, row := range got[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet may run %q", cell)
			}
		}
	}
}

func FuzzTextsAreReadBack(f *testing.F) {
	for _, text := range awkward {
		f.Add(text, "x")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		// A CSV reader makes one line feed of the two characters CR LF.
		first, second = strings.ReplaceAll(first, "\r\n", "\n"), strings.ReplaceAll(second, "\r\n", "\n")
		text, _, _ := csvText(t, tableOf([]report.Column{{Name: "first"}, {Name: "second"}}, []report.Value{{Text: first}, {Text: second}}))
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{strings.ReplaceAll(report.Neutral(first), "\r\n", "\n"), strings.ReplaceAll(report.Neutral(second), "\r\n", "\n")}
		if diff := cmp.Diff([][]string{{"first", "second"}, want}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// longTable has n rows: a count and money.
func longTable(n int, amount func(i int) ledger.Cents) report.Table {
	return report.Table{Name: "long", Items: n, Columns: []report.Column{{Name: "n", Kind: report.Count}, {Name: "money", Kind: report.Money}},
		Append: func(dst []report.Value, i int) []report.Value {
			return append(dst, report.Value{Kind: report.Count, Number: int64(i)}, report.Value{Kind: report.Money, Number: int64(amount(i))})
		}}
}

func TestALongTableKeepsItsOrder(t *testing.T) {
	const n = 5*chunkItems + 17
	text, rows, sums := csvText(t, longTable(n, func(i int) ledger.Cents { return ledger.Cents(i) }))
	if rows != n || sums[1] != n*(n-1)/2 {
		t.Errorf("%d rows, sum %s", rows, sums[1])
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines[1 : len(lines)-1] {
		if want := fmt.Sprintf("%d,%s", i, ledger.Cents(i)); line != want {
			t.Fatalf("row %d is %s, want %s", i, line, want)
		}
	}
}

// A sum that leaves 64 bits is an error, within a chunk of rows and across chunks.
func TestASumThatOverflows(t *testing.T) {
	for name, at := range map[string]int{"in one chunk": 3, "in the next chunk": chunkItems + 3} {
		_, _, err := writeCSV(t.Context(), &bytes.Buffer{}, longTable(2*chunkItems, func(i int) ledger.Cents {
			if i == 2 || i == at {
				return math.MaxInt64/2 + 1
			}
			return 0
		}))
		if !errors.Is(err, ledger.ErrOverflow) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestACancelledTable(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errFull)
	if _, _, err := writeCSV(ctx, &bytes.Buffer{}, longTable(10, func(int) ledger.Cents { return 0 })); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the cause", err)
	}
}
