package workbook

import (
	"archive/zip"
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// ledgerWorkbook writes a workbook of ledger rows to a file as Excel would: six
// columns, the texts as shared strings.
func ledgerWorkbook(t testing.TB, path string, rows int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	writer := zip.NewWriter(file)
	made := handMade("")
	for name, content := range made {
		if name != sheetPart && name != stringsPart {
			entry, _ := writer.Create(name)
			entry.Write([]byte(content))
		}
	}
	entry, _ := writer.Create(stringsPart)
	out := bufio.NewWriterSize(entry, 1<<20)
	cases := rows/60 + 1
	out.WriteString(stringsHead)
	for _, word := range []string{"charge", "payment", "NAA", "PAA", "wage_withholding"} {
		fmt.Fprintf(out, "<si><t>%s</t></si>", word)
	}
	for i := range cases {
		fmt.Fprintf(out, "<si><t>0%012d</t></si>", i*7919)
	}
	out.WriteString("</sst>")
	out.Flush()
	entry, _ = writer.Create(sheetPart)
	out = bufio.NewWriterSize(entry, 1<<20)
	out.WriteString(sheetHead)
	random := rand.New(rand.NewPCG(1, 2))
	for i := 1; i <= rows; i++ {
		fmt.Fprintf(out, `<row r="%d" spans="1:6" x14ac:dyDescent="0.25"><c r="A%d" t="s"><v>%d</v></c><c r="B%d" s="1"><v>%d</v></c><c r="C%d" t="s"><v>%d</v></c><c r="D%d" s="3"><v>%d.%02d</v></c><c r="E%d" t="s"><v>%d</v></c><c r="F%d" t="s"><v>4</v></c></row>`,
			i, i, 5+i/60, i, 30000+random.IntN(15000), i, random.IntN(2), i, random.IntN(900), random.IntN(100), i, 2+random.IntN(2), i)
	}
	out.WriteString(sheetTail)
	out.Flush()
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// streamedWorkbook is the same by excelize's stream writer: inline strings.
func streamedWorkbook(t testing.TB, path string, rows int) {
	t.Helper()
	file := excelize.NewFile()
	stream, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	date, err := file.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := 1; i <= rows; i++ {
		cell, _ := excelize.CoordinatesToCellName(1, i)
		if err := stream.SetRow(cell, []any{fmt.Sprintf("0%012d", i/60*7919), excelize.Cell{StyleID: date, Value: 30000 + random.IntN(15000)},
			"charge", float64(random.IntN(100_000)) / 100, "PAA", "wage_withholding"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

const benchmarkRows = 100_000

// BenchmarkRows reads 100,000 ledger rows of 6 cells, their amounts in cents; compare it
// with BenchmarkExcelize.
func BenchmarkRows(b *testing.B) {
	benchmarkFiles(b, func(b *testing.B, path string) (rows int) {
		book, err := Open(path, Limits{})
		if err != nil {
			b.Fatal(err)
		}
		defer book.Close()
		sheet, err := book.Rows(0)
		if err != nil {
			b.Fatal(err)
		}
		for sheet.Next() {
			rows++
			_, cells := sheet.Row()
			if _, ok := cells[3].Cents(); !ok {
				b.Fatal("no amount")
			}
		}
		if err := sheet.Close(); err != nil {
			b.Fatal(err)
		}
		return rows
	})
}

// BenchmarkExcelize reads the same by excelize's Rows with raw values.
func BenchmarkExcelize(b *testing.B) {
	benchmarkFiles(b, func(b *testing.B, path string) (rows int) {
		file, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		sheet, err := file.Rows(file.GetSheetList()[0])
		if err != nil {
			b.Fatal(err)
		}
		for sheet.Next() {
			if _, err := sheet.Columns(); err != nil {
				b.Fatal(err)
			}
			rows++
		}
		if err := sheet.Close(); err != nil {
			b.Fatal(err)
		}
		return rows
	})
}

func benchmarkFiles(b *testing.B, read func(*testing.B, string) int) {
	for name, write := range map[string]func(testing.TB, string, int){"shared": ledgerWorkbook, "inline": streamedWorkbook} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "ledger.xlsx")
			write(b, path, benchmarkRows)
			b.ReportAllocs()
			for b.Loop() {
				if rows := read(b, path); rows != benchmarkRows {
					b.Fatalf("%d rows", rows)
				}
			}
			b.ReportMetric(benchmarkRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
