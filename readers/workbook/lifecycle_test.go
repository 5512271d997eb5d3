package workbook

import (
	"bytes"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// Closing early, at any row, ends the goroutine: synctest fails where one is left.
func TestEarlyClose(t *testing.T) {
	data := rowsOnly(strings.Repeat(`<row><c t="inlineStr"><is><t>some text to fill blocks</t></is></c></row>`, 8_000)).zipped()
	for _, rowsRead := range []int{0, 1, 2, 5_000, 8_000, 9_000} {
		synctest.Test(t, func(t *testing.T) {
			book := mustOpen(t, data)
			rows, err := book.Rows(0)
			if err != nil {
				t.Fatal(err)
			}
			for range rowsRead {
				rows.Next()
			}
			for range 2 {
				if err := rows.Close(); err != nil {
					t.Error(err)
				}
			}
			if rows.Next() {
				t.Error("a row of closed rows")
			}
			if number, cells := rows.Row(); len(cells) != 0 {
				t.Errorf("closed rows hold row %d", number)
			}
		})
	}
}

// Every way to the end of the rows ends the goroutine without Close.
func TestEndsByItself(t *testing.T) {
	const row = `<row><c><v>1</v></c></row>`
	for name, rows := range map[string]string{"end": row, "fallback": row + `<!-- -->` + row, "fault": row + `<row r="1"/>` + strings.Repeat(row, 30_000), "cut": row + `<row>`} {
		t.Run(name, func(t *testing.T) {
			data := rowsOnly(rows).zipped()
			synctest.Test(t, func(t *testing.T) {
				rows, err := mustOpen(t, data).Rows(0)
				if err != nil {
					t.Fatal(err)
				}
				for rows.Next() {
				}
			})
		})
	}
}

// Sheets are read side by side, sharing the strings.
func TestRowsAtOnce(t *testing.T) {
	data := rowsOnly(strings.Repeat(`<row><c t="s"><v>2</v></c><c s="2"><v>4711</v></c><c s="3"><v>4711</v></c></row>`, 500)).zipped()
	book := mustOpen(t, data)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			rows, err := book.Rows(0)
			if err != nil {
				t.Error(err)
				return
			}
			count := 0
			for ; rows.Next(); count++ {
				_, cells := rows.Row()
				shown, _ := cells[2].Identifier()
				if string(cells[0].Text) != "gamma" || string(shown) != "4,711.00" {
					t.Errorf("%q, %q", cells[0].Text, shown)
				}
			}
			if err := rows.Close(); err != nil || count != 500 {
				t.Errorf("%d rows, %v", count, err)
			}
		})
	}
	group.Wait()
}

// A row costs no memory, and a sheet only its blocks.
func TestMemoryOfRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.xlsx")
	ledgerWorkbook(t, path, 8_000)
	book, err := Open(path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.Rows(0)
	if err != nil {
		t.Fatal(err)
	}
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	count := 1
	for rows.Next() {
		count++
	}
	runtime.ReadMemStats(&after)
	if err := rows.Close(); err != nil || count != 8_000 {
		t.Fatalf("%d rows, %v", count, err)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 4<<20 {
		t.Errorf("%d rows allocated %d bytes", count, allocated)
	}
	if allocations := after.Mallocs - before.Mallocs; allocations > 1000 {
		t.Errorf("%d rows took %d allocations", count, allocations)
	}
}

// The escapes of a long string are decoded in place, and a table of many strings is
// read right.
func TestSharedStrings(t *testing.T) {
	var table, rows strings.Builder
	table.WriteString(stringsHead)
	for i := range 200 {
		table.WriteString(`<si><t>` + strings.Repeat("_x0041_", i%50) + `é&amp;</t><phoneticPr fontId="1"/></si><si/>`)
		if i%20 == 0 {
			rows.WriteString(`<row><c t="s"><v>` + strings.Repeat("0", i%7) + strconv.Itoa(2*i) + `</v></c><c t="s"><v>` + strconv.Itoa(2*i+1) + `</v></c></row>`)
		}
	}
	table.WriteString(`</sst>`)
	for _, content := range []string{table.String(), strings.Replace(table.String(), "</sst>", "<!-- --></sst>", 1), strings.Replace(table.String(), "é", "<![CDATA[é]]>", 1)} {
		made := rowsOnly(rows.String())
		made[stringsPart] = content
		for _, carefully := range []bool{false, true} {
			lines, err := readAll(mustOpen(t, made.zipped()), 0, carefully)
			if err != nil || len(lines) != 10 {
				t.Fatalf("%d rows, %v", len(lines), err)
			}
			for i, line := range lines {
				if want := strings.Repeat("A", 20*i%50) + "é&"; string(line.Cells[0].Text) != want || len(line.Cells[1].Text) != 0 {
					t.Errorf("row %d is %s, want %s", i, describe(lines[i:i+1]), want)
				}
			}
		}
	}
	if !bytes.Equal(unescape([]byte("_x0041__x0042__")), []byte("AB_")) {
		t.Error("escapes side by side")
	}
}
