package parquet

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"

	library "github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

// tableOf is a table whose item i has the rows of values[i].
func tableOf(columns []report.Column, values ...[]report.Value) report.Table {
	return report.Table{Name: "test", Columns: columns, Items: len(values),
		Append: func(dst []report.Value, i int) []report.Value { return append(dst, values[i]...) }}
}

func TestEveryCellIsReadBack(t *testing.T) {
	for _, r := range []*report.Report{fixture.New(700), fixture.New(1), fixture.Empty()} {
		for _, table := range report.Tables(r) {
			holds(t, table, groupSize)
		}
	}
}

// every is a column of each form.
var every = []report.Column{{Name: "text"}, {Name: "money", Kind: report.Money}, {Name: "day", Kind: report.Day}, {Name: "count", Kind: report.Count},
	{Name: "word", Kind: report.Word}, {Name: "flag", Kind: report.Word, Flag: true}, {Name: "list", Kind: report.Word, List: true}}

// rowOf draws a row of every column.
func rowOf(t *rapid.T, texts *rapid.Generator[string]) []report.Value {
	blank := rapid.Bool()
	text := texts.Draw(t, "text")
	return []report.Value{
		{Kind: report.Text, Text: text, Blank: text == ""},
		{Kind: report.Money, Number: rapid.Int64Range(-centsMax, centsMax).Draw(t, "cents"), Blank: blank.Draw(t, "no money")},
		{Kind: report.Day, Number: rapid.Int64Range(int64(ledger.DateMin), int64(ledger.DateMax)+40_000).Draw(t, "day"), Blank: blank.Draw(t, "no day")},
		{Kind: report.Count, Number: rapid.Int64().Draw(t, "count"), Blank: blank.Draw(t, "no count")},
		{Kind: report.Word, Text: rapid.SampledFrom([]string{"ok", "tainted", "n/a"}).Draw(t, "word"), Blank: blank.Draw(t, "no word")},
		{Kind: report.Word, Text: rapid.SampledFrom([]string{"Y", "N"}).Draw(t, "flag"), Blank: blank.Draw(t, "no flag")},
		{Kind: report.Word, Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "bc", "payment_plan"}), 1, 5).Draw(t, "list"), ";"),
			Blank: blank.Draw(t, "no list")},
	}
}

func TestAnyTableIsReadBack(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom(fixture.Names), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	rapid.Check(t, func(r *rapid.T) {
		row := rapid.Custom(func(r *rapid.T) []report.Value { return rowOf(r, texts) })
		drawn := rapid.SliceOfN(row, 1, 20).Draw(r, "rows")
		items := make([][]report.Value, rapid.OneOf(rapid.IntRange(0, 30), rapid.IntRange(0, 3*chunkItems)).Draw(r, "items"))
		for i := range items {
			for k := range i % 3 {
				items[i] = append(items[i], drawn[(i+k)%len(drawn)]...)
			}
		}
		enough := size{rapid.SampledFrom([]int{1, chunkItems + 1, 1_000_000}).Draw(r, "rows of a group"), rapid.SampledFrom([]int{1, 50_000, 1 << 20}).Draw(r, "bytes of a group")}
		holds(t, tableOf(every, items...), enough)
	})
}

// groupsOf is how many rows each row group has.
func groupsOf(t *testing.T, table report.Table, enough size) (rows []int64) {
	t.Helper()
	content, _ := write(t, table, enough)
	for _, group := range open(t, content).RowGroups() {
		rows = append(rows, group.NumRows())
	}
	return rows
}

// A long table is cut into row groups, in order; items without rows make none.
func TestALongTableIsCutIntoRowGroups(t *testing.T) {
	const items = 6*chunkItems + 5
	table := report.Table{Name: "long", Items: items, Columns: []report.Column{{Name: "n", Kind: report.Count}},
		Append: func(dst []report.Value, i int) []report.Value {
			if i >= 2*chunkItems && i < 4*chunkItems {
				return dst
			}
			return append(dst, report.Value{Kind: report.Count, Number: int64(i)}, report.Value{Kind: report.Count, Number: -int64(i)})
		}}
	for _, c := range []struct {
		enough int
		want   []int64
	}{
		{1, []int64{2 * chunkItems, 2 * chunkItems, 2 * chunkItems, 2 * chunkItems, 10}},
		{2*chunkItems + 1, []int64{4 * chunkItems, 4 * chunkItems, 10}},
		{4*chunkItems + 1, []int64{6 * chunkItems, 2*chunkItems + 10}},
		{8 * chunkItems, []int64{8 * chunkItems, 10}},
		{8*chunkItems + 11, []int64{8*chunkItems + 10}},
	} {
		enough := size{c.enough, groupSize.bytes}
		holds(t, table, enough)
		if got := groupsOf(t, table, enough); !slices.Equal(got, c.want) {
			t.Errorf("%d are enough: row groups of %v rows, want %v", c.enough, got, c.want)
		}
	}
}

// Long texts make short row groups, so that memory is bounded.
func TestRowGroupsAreBoundedInBytes(t *testing.T) {
	const textBytes = 200
	table := report.Table{Name: "long", Items: 30*chunkItems + 1, Columns: every[:1], Append: func(dst []report.Value, _ int) []report.Value {
		return append(dst, report.Value{Text: strings.Repeat("x", textBytes)})
	}}
	enough := size{groupSize.rows, 3 * chunkItems * (textBytes + cellBytes)}
	holds(t, table, enough)
	if got := groupsOf(t, table, enough); !slices.Equal(got, append(slices.Repeat([]int64{3 * chunkItems}, 10), 1)) {
		t.Errorf("row groups of %v rows", got)
	}
}

// However many workers there are, the bytes are the same.
func TestTheSameTableGivesTheSameBytes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	r := fixture.New(4_000)
	for _, table := range report.Tables(r) {
		var first []byte
		for _, processors := range []int{1, 2, 7} {
			runtime.GOMAXPROCS(processors)
			again, _ := write(t, table, size{1_000, groupSize.bytes})
			if first == nil {
				first = again
			}
			if !bytes.Equal(first, again) {
				t.Errorf("%s differs with %d processors", table.Name, processors)
			}
		}
	}
}

// The bounds that let a reader skip a row group are those of its values.
func TestBounds(t *testing.T) {
	row := func(text string, cents, day int64) []report.Value {
		return []report.Value{{Text: text, Blank: text == ""}, {Kind: report.Money, Number: cents}, {Kind: report.Day, Number: day, Blank: day == 0}}
	}
	long := strings.Repeat("ä", 100)
	table := tableOf(every[:3], row("b", -500, 3), row("", 9, 0), row(long, 0, 70_000), row("a", 12, 25_568))
	content, _ := write(t, table, groupSize)
	file := open(t, content)
	for i, want := range [][2]string{{"a", long}, {"-500", "12"}, {"-25565", "44432"}} {
		chunk := file.RowGroups()[0].ColumnChunks()[i].(*library.FileColumnChunk)
		least, most, ok := chunk.Bounds()
		if !ok || least.String() != want[0] || most.String() != want[1] {
			t.Errorf("column %d: %s to %s, want %s to %s", i, least, most, want[0], want[1])
		}
		if nulls := file.Metadata().RowGroups[0].Columns[i].MetaData.Statistics.NullCount; nulls != []int64{1, 0, 1}[i] {
			t.Errorf("column %d: %d nulls", i, nulls)
		}
	}
}

// DECIMAL(18,2) holds any real amount; one that it does not hold is an error, and never
// another amount.
func TestAnAmountOfMoreThan18Digits(t *testing.T) {
	for cents, fits := range map[int64]bool{centsMax: true, -centsMax: true, centsMax + 1: false, -centsMax - 1: false, -1 << 63: false} {
		table := tableOf([]report.Column{{Name: "arrears", Kind: report.Money}}, []report.Value{{Kind: report.Money, Number: cents}})
		if fits {
			holds(t, table, groupSize)
			continue
		}
		_, err := Write(t.Context(), &bytes.Buffer{}, table)
		want := "column arrears: an amount exceeds 9,999,999,999,999,999.99, the most that a Parquet file holds here; leave parquet out of --also"
		if err == nil || err.Error() != want {
			t.Errorf("%d: got %v", cents, err)
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
	table := report.NCPs(fixture.New(3 * chunkItems))
	enough := size{rows: 1}
	content, _ := write(t, table, enough)
	for n := 0; n < len(content); n += 1 + len(content)/30 {
		if _, err := writeGroups(t.Context(), &shortWriter{n}, &table, enough); !errors.Is(err, errFull) {
			t.Fatalf("after %d of %d bytes: %v", n, len(content), err)
		}
	}
	if _, err := writeGroups(t.Context(), &shortWriter{len(content)}, &table, enough); err != nil {
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
