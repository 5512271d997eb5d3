package jsonl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func write(t testing.TB, table report.Table) (text string, rows int) {
	t.Helper()
	var out bytes.Buffer
	rows, err := Write(t.Context(), &out, table)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), rows
}

// tableOf is a table whose item i has the rows of values[i].
func tableOf(columns []report.Column, values ...[]report.Value) report.Table {
	return report.Table{Name: "test", Columns: columns, Items: len(values),
		Append: func(dst []report.Value, i int) []report.Value { return append(dst, values[i]...) }}
}

// every is a column of each form.
var every = []report.Column{{Name: "text"}, {Name: "money", Kind: report.Money}, {Name: "day", Kind: report.Day}, {Name: "count", Kind: report.Count},
	{Name: "word", Kind: report.Word}, {Name: "flag", Kind: report.Word, Flag: true}, {Name: "list", Kind: report.Word, List: true}}

func TestCellsByKind(t *testing.T) {
	text, rows := write(t, tableOf(every,
		[]report.Value{{Text: "=1+1 <b>&amp;</b>"}, {Kind: report.Money, Number: 123450}, {Kind: report.Day, Number: int64(ledger.MustDate("2024-02-29"))},
			{Kind: report.Count, Number: -7}, {Kind: report.Word, Text: "x;y"}, {Kind: report.Word, Text: "Y"}, {Kind: report.Word, Text: "x;y"}},
		nil, // an item without rows
		[]report.Value{{Blank: true}, {Kind: report.Money, Number: 99, Blank: true}, {Kind: report.Day, Blank: true}, {Kind: report.Count, Blank: true},
			{Kind: report.Word, Blank: true}, {Kind: report.Word, Blank: true}, {Kind: report.Word, Blank: true},
			{Text: "José \"Pepe\" \\ 李小龙 👩‍👧\n\r\t\x07\u2028\u2029"}, {Kind: report.Money, Number: -5}, {Kind: report.Day, Number: 1}, {Kind: report.Count},
			{Kind: report.Word, Text: "ok"}, {Kind: report.Word, Text: "N"}, {Kind: report.Word, Text: "alone"}}))
	want := `{"text":"=1+1 <b>&amp;</b>","money":1234.50,"day":"2024-02-29","count":-7,"word":"x;y","flag":true,"list":["x","y"]}
{"text":null,"money":null,"day":null,"count":null,"word":null,"flag":null,"list":[]}
{"text":"José \"Pepe\" \\ 李小龙 👩‍👧\n\r\t\u0007\u2028\u2029","money":-0.05,"day":"1900-01-01","count":0,"word":"ok","flag":false,"list":["alone"]}
`
	if text != want || rows != 3 {
		t.Errorf("%d rows\n%s\nwant\n%s", rows, text, want)
	}
	if text, rows := write(t, tableOf(every)); text != "" || rows != 0 {
		t.Errorf("a table without rows is %q", text)
	}
}

// holds holds a table against what encoding/json reads back of it, keys in order.
func holds(t testing.TB, table report.Table) {
	t.Helper()
	text, rows := write(t, table)
	lines := strings.Split(text, "\n")
	if last := len(lines) - 1; lines[last] != "" || last != rows {
		t.Fatalf("%s: %d rows, %d lines, the last %q", table.Name, rows, last, lines[last])
	}
	at := 0
	for i := range table.Items {
		for row := range slices.Chunk(table.Append(nil, i), len(table.Columns)) {
			if diff := cmp.Diff(wanted(table.Columns, row), tokens(t, lines[at])); diff != "" {
				t.Errorf("%s, line %d (-want +got)\n%s", table.Name, at+1, diff)
			}
			at++
		}
	}
	if at != rows {
		t.Errorf("%s: %d rows written, want %d", table.Name, rows, at)
	}
}

// tokens reads one object: keys and values in order, numbers as they are written.
func tokens(t testing.TB, line string) (read []any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return read
		}
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		read = append(read, token)
	}
}

func wanted(columns []report.Column, row []report.Value) []any {
	want := []any{json.Delim('{')}
	for k, value := range row {
		column := &columns[k]
		want = append(want, column.Name)
		switch {
		case column.List:
			want = append(want, json.Delim('['))
			for _, element := range strings.FieldsFunc(value.Text, func(r rune) bool { return r == ';' }) {
				if !value.Blank {
					want = append(want, element)
				}
			}
			want = append(want, json.Delim(']'))
		case value.Blank:
			want = append(want, nil)
		case column.Flag:
			want = append(want, value.Text == "Y")
		case column.Kind == report.Money:
			sign, size := "", uint64(value.Number)
			if value.Number < 0 {
				sign, size = "-", -size
			}
			want = append(want, json.Number(fmt.Sprintf("%s%d.%02d", sign, size/100, size%100)))
		case column.Kind == report.Count:
			want = append(want, json.Number(fmt.Sprint(value.Number)))
		case column.Kind == report.Day:
			want = append(want, ledger.Date(value.Number).String())
		default:
			want = append(want, strings.ToValidUTF8(value.Text, string(utf8.RuneError)))
		}
	}
	return append(want, json.Delim('}'))
}

func TestEveryCellIsReadBack(t *testing.T) {
	for _, r := range []*report.Report{fixture.New(700), fixture.New(1), fixture.Empty()} {
		for _, table := range report.Tables(r) {
			holds(t, table)
		}
	}
}

func TestAnyTableIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.OneOf(rapid.String(), rapid.SampledFrom(fixture.Names))
		blank := rapid.Bool()
		items := make([][]report.Value, rapid.IntRange(0, 30).Draw(r, "items"))
		for i := range items {
			for range rapid.IntRange(0, 3).Draw(r, "rows") {
				items[i] = append(items[i], report.Value{Text: texts.Draw(r, "text")},
					report.Value{Kind: report.Money, Number: rapid.Int64().Draw(r, "cents"), Blank: blank.Draw(r, "no money")},
					report.Value{Kind: report.Day, Number: rapid.Int64Range(int64(ledger.DateMin), int64(ledger.DateMax)+40_000).Draw(r, "day"), Blank: blank.Draw(r, "no day")},
					report.Value{Kind: report.Count, Number: rapid.Int64().Draw(r, "count"), Blank: blank.Draw(r, "no count")},
					report.Value{Kind: report.Word, Text: "n/a", Blank: blank.Draw(r, "no word")},
					report.Value{Kind: report.Word, Text: rapid.SampledFrom([]string{"Y", "N"}).Draw(r, "flag"), Blank: blank.Draw(r, "no flag")},
					report.Value{Kind: report.Word, Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "bc"}), 1, 4).Draw(r, "list"), ";"), Blank: blank.Draw(r, "no list")})
			}
		}
		holds(t, tableOf(every, items...))
	})
}

// FuzzTexts holds any text against encoding/json: the line is one line, and what is read back
// is the text, with U+FFFD for what is not UTF-8.
func FuzzTexts(f *testing.F) {
	for _, name := range fixture.Names {
		f.Add(name)
	}
	f.Add("\xff\xc3\x28 \ufffd \u2028 \u0085 \x7f \x00")
	f.Fuzz(func(t *testing.T, text string) {
		line := string(appendText(nil, text))
		if strings.ContainsAny(line, "\n\r\u2028\u2029") {
			t.Errorf("%q is cut by line ends", line)
		}
		var got string
		if err := json.Unmarshal([]byte(line), &got); err != nil || !utf8.ValidString(line) {
			t.Fatalf("%q: %v", line, err)
		}
		invalid := strings.Map(func(r rune) rune { return r }, text) // U+FFFD for each byte that is not UTF-8
		if got != invalid {
			t.Errorf("%q is read as %q", text, got)
		}
	})
}

func TestALongTableKeepsItsOrder(t *testing.T) {
	const n = 5*chunkItems + 17
	table := report.Table{Name: "long", Items: n, Columns: []report.Column{{Name: "n", Kind: report.Count}},
		Append: func(dst []report.Value, i int) []report.Value {
			return append(dst, report.Value{Kind: report.Count, Number: int64(i)})
		}}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, processors := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(processors)
		text, rows := write(t, table)
		if rows != n {
			t.Errorf("%d rows", rows)
		}
		for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			if want := fmt.Sprintf(`{"n":%d}`, i); line != want {
				t.Fatalf("row %d is %s, want %s", i, line, want)
			}
		}
	}
}

var errFull = errors.New("the disk is full")

// shortWriter fails once its room is used up.
type shortWriter struct{ room int }

func (w *shortWriter) Write(p []byte) (int, error) {
	if len(p) > w.room {
		return w.room, errFull
	}
	w.room -= len(p)
	return len(p), nil
}

func TestAWriterThatFails(t *testing.T) {
	table := report.NCPs(fixture.New(4))
	text, _ := write(t, table)
	for n := range len(text) {
		if _, err := Write(t.Context(), &shortWriter{n}, table); !errors.Is(err, errFull) {
			t.Fatalf("after %d of %d bytes: %v", n, len(text), err)
		}
	}
	if _, err := Write(t.Context(), &shortWriter{len(text)}, table); err != nil {
		t.Errorf("with just enough room: %v", err)
	}
}

func TestACancelledTable(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errFull)
	if _, err := Write(ctx, &bytes.Buffer{}, report.Cases(fixture.New(10))); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the cause", err)
	}
}
