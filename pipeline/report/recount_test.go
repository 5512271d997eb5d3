package report_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

var threeColumns = []report.Column{{Name: "id", Kind: report.Text}, {Name: "amount", Kind: report.Money}, {Name: "days", Kind: report.Count}}

// recounted reads a text in pieces of one length.
func recounted(text string, piece int) (rows int, sum ledger.Cents, faults []report.Fault) {
	r := report.NewRecount(threeColumns)
	for rest := []byte(text); len(rest) > 0; {
		n := min(piece, len(rest))
		_, _ = r.Write(rest[:n])
		rest = rest[n:]
	}
	rows, sums, faults := r.Finish()
	return rows, sums[1], faults
}

// What encoding/csv reads of a table of ours is what is counted, however the text is cut.
func TestRecountAgreesWithCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		_ = w.Write([]string{"id", "amount", "days"})
		rows := rapid.IntRange(0, 20).Draw(t, "rows")
		var sum ledger.Cents
		for range rows {
			id := rapid.SampledFrom([]string{"", "7001", "a,b", "\"", "two\nlines", "\n\n\"\"", "'=1+1"}).Draw(t, "id")
			amount := ledger.Cents(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "amount"))
			shown := amount.String()
			if rapid.Bool().Draw(t, "blank") {
				amount, shown = 0, ""
			}
			sum += amount
			_ = w.Write([]string{id, shown, "12"})
		}
		w.Flush()
		gotRows, gotSum, faults := recounted(text.String(), rapid.IntRange(1, 40).Draw(t, "piece"))
		if gotRows != rows || gotSum != sum || len(faults) > 0 {
			t.Fatalf("%d rows, %s, %v; want %d rows, %s, of\n%s", gotRows, gotSum, faults, rows, sum, text.String())
		}
	})
}

func TestRecountNamesWhatIsWrong(t *testing.T) {
	const header = "id,amount,days\n"
	for text, want := range map[string][]report.Fault{
		"":                                             {{1, "", "there is no header"}},
		"id,amount,days":                               {{1, "", "there is no header"}},
		"id,amount\n":                                  {{1, "", "the header is not that of the table"}},
		"id,amount,days,more\n":                        {{1, "", "the header is not that of the table"}},
		"id,amounts,days\n":                            {{1, "", "the header is not that of the table"}},
		header + "a,1.00,2\nb,1.0,2\n":                 {{3, "amount", "holds no amount"}},
		header + "\"a\nb\",1.00,2\nb,x,2\n":            {{4, "amount", "holds no amount"}},
		header + "b,1,000.00,2\n":                      {{2, "amount", "holds no amount"}},
		header + "b,-,2\n":                             {{2, "amount", "holds no amount"}},
		header + "b,1.005,2\n":                         {{2, "amount", "holds no amount"}},
		header + "b,\"1.00\",2\n":                      {{2, "amount", "holds no amount"}},
		header + "b,1.00\nc,1.00,2\n":                  {{2, "", "the row is malformed"}},
		header + "b,1.00,2,3\nc,1.00,2\n":              {{2, "", "the row is malformed"}},
		header + "\"b\"c,1.00,2\n":                     {{2, "", "the row is malformed"}},
		header + "\n":                                  {{2, "", "the row is malformed"}},
		header + "b,1.00,2":                            {{2, "", "the file ends within a row"}},
		header + "b,1.00,2\n\"c,1.00,2\n":              {{3, "", "the file ends within a row"}},
		header + "b,92233720368547758.08,2\n":          {{2, "amount", "holds no amount"}},
		header + "b,99999999999999999999999999.00,2\n": {{2, "amount", "holds no amount"}},
		header + "b,90000000000000000.00,2\nb,90000000000000000.00,2\n": {{3, "amount", ledger.ErrOverflow.Error()}},
	} {
		for _, piece := range []int{1, 3, 7, 1 << 20} {
			_, _, faults := recounted(text, piece)
			if len(faults) == 0 || faults[0].Line != want[0].Line || piece == 1<<20 && !cmp.Equal(faults, want) {
				t.Errorf("%q in pieces of %d:\n%v, want\n%v", text, piece, faults, want)
			}
		}
	}
}

func TestRecountAddsUpToTheLastCent(t *testing.T) {
	most := ledger.Cents(math.MaxInt64 - 7)
	rows, sum, faults := recounted("id,amount,days\na,"+most.String()+",1\nb,0.07,1\n\"\",-0.01,1\nc,,\n", 5)
	if rows != 4 || sum != math.MaxInt64-1 || len(faults) > 0 {
		t.Errorf("%d rows, %s, %v", rows, sum, faults)
	}
}

// A quote that is not closed does not make reading take the square of the file's size.
func TestRecountOfAQuoteThatIsNotClosed(t *testing.T) {
	r := report.NewRecount(threeColumns)
	_, _ = r.Write([]byte("id,amount,days\n\"a"))
	piece := bytes.Repeat([]byte("x,1.00,2\n"), 500)
	for range 4000 { // 18 MB
		_, _ = r.Write(piece)
	}
	if rows, _, faults := r.Finish(); rows != 0 || len(faults) != 1 {
		t.Errorf("%d rows, %v", rows, faults)
	}
}

// Whatever the text, what is counted does not depend on how it is cut, and where nothing
// is wrong encoding/csv agrees on the rows.
func FuzzRecount(f *testing.F) {
	for _, rows := range []string{"a,1.00,2\n", "\"a\n\"\"\",-1.00,\n", ",,\n\n", "a,1.0", "\"", "\r\na,1,2\r\n"} {
		f.Add("id,amount,days\n"+rows, 3)
	}
	f.Fuzz(func(t *testing.T, text string, piece int) {
		rows, sum, faults := recounted(text, 1<<20)
		if len(faults) == 0 {
			reader := csv.NewReader(strings.NewReader(text))
			count := -1
			var err error
			for err == nil {
				_, err = reader.Read()
				if err == nil {
					count++
				}
			}
			if strict := !strings.ContainsAny(text, "\r"); strict && (!errors.Is(err, io.EOF) || count != rows) {
				t.Errorf("%d rows, %d by encoding/csv (%v) of %q", rows, count, err, text)
			}
			if cutRows, cutSum, cutFaults := recounted(text, 1+max(piece, -piece-1)%64); cutRows != rows || cutSum != sum || len(cutFaults) > 0 {
				t.Errorf("cut: %d rows, %s, %v; whole: %d rows, %s, of %q", cutRows, cutSum, cutFaults, rows, sum, text)
			}
		}
	})
}

func BenchmarkRecount(b *testing.B) {
	columns := report.Cases(&report.Report{Register: &ledger.Register{}}).Columns
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.Name
	}
	row := "0200000001001,0300000101,Los Angeles,ok,5800.00,2761.74,0.00,0.00,0.00,8561.74,0.00,0.00,14200.00,0.00,0.00,8400.00,161,2026-10-02,250.00,2019-04-01,2770,1200.00,3,,\n"
	text := []byte(strings.Join(names, ",") + "\n" + strings.Repeat(row, 10_000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r := report.NewRecount(columns)
		_, _ = r.Write(text)
		if rows, _, faults := r.Finish(); rows != 10_000 || len(faults) > 0 {
			b.Fatal(rows, faults)
		}
	}
}
