package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/gzip"
)

const (
	textHeader = "case_id,date,type,amount,account,source,entry_id,ref\n"
	textRow1   = "C1,2020-01-05,charge,100.00,NAA,,,\n"
)

// Text that is made to harm, or that another system made a mess of.
func TestHostileText(t *testing.T) {
	measures(t)
	var wide strings.Builder
	wide.WriteString(strings.TrimSuffix(textHeader, "\n"))
	for i := range 10_000 {
		fmt.Fprintf(&wide, ",x%d", i)
	}
	wideRow := strings.TrimSuffix(textRow1, "\n") + strings.Repeat(",", 10_000) + "\n"
	latin := "C1,2020-01-05,payment,1.00,,Jos\xe9,,\n"
	for _, c := range []hostile{
		{name: "as it should be", data: []byte(textHeader + textRow1), says: "1 accepted, 0 rejected"},
		{name: "quotes that are not closed", data: []byte(textHeader + strings.Repeat("C1,2020-01-05,charge,\"1,NAA,,,\n", 100_000) + textRow1), code: exitRejects, says: "rows were rejected"},
		{name: "a quote in each line", data: []byte(textHeader + textRow1 + strings.Repeat("\"C\"\"1\n", 200_000)), code: exitRejects, says: "rows were rejected"},
		{name: "only quotes", data: []byte(textHeader + textRow1 + strings.Repeat("\"", 8<<20)), says: "1 accepted, 1 rejected", flags: half},
		{name: "NULs", data: []byte(textHeader + textRow1 + strings.Repeat("\x00", 8<<20) + "\n" + textRow1), says: "2 accepted, 1 rejected", flags: half},
		{name: "NULs in values", data: []byte(textHeader + textRow1 + "C1,2020-01-05,charge,\x00formula,NAA,,,\nC1,2020-01-05,cha\x00rge,1,NAA,,,\n"), says: "1 accepted, 2 rejected", flags: all},
		{name: "commas", data: []byte(textHeader + textRow1 + strings.Repeat(",", 8<<20) + "\n"), says: "1 accepted, 1 rejected", flags: half},
		{name: "blank lines", data: []byte(textHeader + strings.Repeat("\n", 40<<20) + textRow1), says: "1 accepted, 0 rejected"},
		{name: "10,000 columns", data: []byte(wide.String() + "\n" + strings.Repeat(wideRow, 500)), says: "500 accepted, 0 rejected"},
		{name: "rows of 10,000 fields", data: []byte(textHeader + strings.Repeat(wideRow, 500) + textRow1), says: "1 accepted, 500 rejected", flags: all},
		{name: "a header without end", data: []byte(strings.Repeat("case_id,", 1<<20)), code: exitUnusable, says: "the header row does not end within 1048576 bytes"},
		{name: "a column 100,000 times", data: []byte("case_id,date,type,amount" + strings.Repeat(",date", 100_000) + "\n"), code: exitUnusable, says: "names the column date twice"},
		{name: "UTF-16", data: utf16Of(textHeader+textRow1, true), code: exitUnusable, says: "the file is UTF-16 or no text; export it as UTF-8"},
		{name: "UTF-16 without a mark", data: utf16Of(textHeader+textRow1, false), code: exitUnusable, says: "the file is UTF-16 or no text; export it as UTF-8"},
		{name: "UTF-16 behind UTF-8", data: append([]byte(textHeader+textRow1), utf16Of(strings.Repeat(textRow1, 100), true)...), says: "1 accepted, 101 rejected", flags: all},
		{name: "Latin-1", data: []byte(textHeader + textRow1 + latin), says: "1 accepted, 1 rejected", flags: half},
		{name: "two files in one", data: []byte("\ufeff" + textHeader + textRow1 + "\ufeff" + textHeader + textRow1), says: "2 accepted, 1 rejected", flags: half},
		{name: "a mark before a row", data: []byte(textHeader + textRow1 + "\ufeff" + textRow1), says: "2 accepted, 0 rejected"},
		{name: "lines that end with CR", data: []byte(strings.ReplaceAll(textHeader+textRow1, "\n", "\r")), code: exitUnusable, says: "end with CR alone"},
		{name: "CRs", data: []byte(textHeader + strings.Repeat("\r", 8<<20) + "\n" + textRow1), says: "1 accepted, 1 rejected", flags: half},
		{name: "long identifiers", data: bytes.Join([][]byte{[]byte(textHeader + textRow1), bytes.Repeat([]byte(strings.Repeat("C", 1<<20)+",2020-01-05,charge,1,NAA,,,\n"), 100)}, nil), says: "1 accepted, 100 rejected", flags: all},
		{name: "no text", data: bytes.Repeat([]byte{0x7f, 'E', 'L', 'F', 2, 1, 1, 0}, 1<<20), code: exitUnusable, says: "the file is UTF-16 or no text"},
	} {
		c.check(t, "hostile.csv")
	}
}

// half and all are limits that let a run with rejects go on.
var (
	half = []string{"--max-rejects", "50%"}
	all  = []string{"--max-rejects", "100%"}
)

func utf16Of(text string, mark bool) (out []byte) {
	if mark {
		text = "\ufeff" + text
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// Fields of half a gigabyte, in files that take no room on the disk.
func TestHostileHugeFields(t *testing.T) {
	measures(t)
	for name, c := range map[string]struct{ before, after string }{
		"a field":               {"C1,2020-01-05,charge,", ",NAA,,,\n"},
		"a quoted field":        {"C1,2020-01-05,charge,\"", "\",NAA,,,\n"},
		"a quote never closed":  {"C1,2020-01-05,charge,\"", "\n"},
		"a quote in the middle": {"C1,2020-01-05,charge,x\"", "\n"},
		"an identifier":         {"C1", ",2020-01-05,charge,1,NAA,,,\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			hollow(t, filepath.Join(folder, "huge.csv"), textHeader+textRow1+c.before, 512<<20, c.after+textRow1)
			h := hostile{says: "2 accepted, 1 rejected"}
			h.judge(t, inChild(t, folder, nil, "check", "huge.csv", "--as-of", "2026-10-31", "--quiet", "--max-rejects", "50%"))
		})
	}
}

// Compressed files that unpack to far more than they are.
func TestHostileCompressed(t *testing.T) {
	measures(t)
	row := times(1, textRow1)
	header := once(textHeader)
	empty := gzipOf(t)
	for _, c := range []hostile{
		{name: "gzip of zeros", data: gzipOf(t, header, row, mebibytes(600, "0")), code: exitUnusable, says: "a line of its text is longer than 256 MiB"},
		{name: "gzip of quotes", data: gzipOf(t, header, row, mebibytes(600, "\"")), code: exitUnusable, says: "a line of its text is longer than 256 MiB"},
		{name: "gzip of commas", data: gzipOf(t, header, row, mebibytes(600, ",")), code: exitUnusable, says: "a line of its text is longer than 256 MiB"},
		{name: "gzip of line ends", data: gzipOf(t, header, row, mebibytes(900, "\n")), says: "1 accepted, 0 rejected"},
		{name: "gzip of a long row", data: gzipOf(t, header, row, mebibytes(200, "0"), once("\n"), row), says: "2 accepted, 1 rejected", flags: half},
		{name: "gzip of a header", data: gzipOf(t, mebibytes(600, "case_id,")), code: exitUnusable, says: "the header row does not end within 1048576 bytes"},
		{name: "gzip of one case", data: gzipOf(t, header, times(20_000, strings.Repeat(textRow1, 1000))), code: exitUnusable, says: `case "C1" has more than 1000000 rows in the ledger`},
		{name: "gzip of members", data: bytes.Join([][]byte{gzipOf(t, header, row), bytes.Repeat(empty, 300_000), gzipOf(t, row)}, nil), says: "2 accepted, 0 rejected"},
		{name: "gzip in gzip", data: gzipOf(t, once(string(gzipOf(t, header, row)))), code: exitUnusable, says: "another compressed file or a workbook"},
		{name: "gzip of a workbook", data: gzipOf(t, once(string(ledgerBook(once("<row/>")).zipped(t)))), code: exitUnusable, says: "another compressed file or a workbook"},
		{name: "gzip with a name without end", data: append([]byte{0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0xff}, bytes.Repeat([]byte("x"), 8<<20)...), code: exitUnusable, says: "can't be decompressed"},
		{name: "zstd of zeros", data: zstandardOf(t, header, row, mebibytes(600, "0")), code: exitUnusable, says: "a line of its text is longer than 256 MiB"},
		{name: "zstd of line ends", data: zstandardOf(t, header, row, mebibytes(1200, "\n")), code: exitUnusable, says: "it unpacks to more than 1 GiB and 1,000 times its size"},
		{name: "zstd of frames", data: bytes.Join([][]byte{zstandardOf(t, header, row), bytes.Repeat([]byte("\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00"), 300_000), zstandardOf(t, row)}, nil), says: "2 accepted, 0 rejected"},
		{name: "zstd to be skipped", data: bytes.Join([][]byte{zstandardOf(t, header, row), []byte("\x50\x2a\x4d\x18\xff\xff\xff\xff"), bytes.Repeat([]byte("x"), 1000)}, nil), code: exitUnusable, says: "can't be decompressed"},
		{name: "zstd of a window of 2 GiB", data: append([]byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), zstandardOf(t, header, row)...), code: exitUnusable, says: "window size"},
		{name: "zstd of a window of 128 MiB", data: append([]byte("\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00"), zstandardOf(t, header, row)...), says: "1 accepted, 0 rejected"},
		{name: "zstd that states a size beyond all", data: append([]byte("\x28\xb5\x2f\xfd\xe0\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00\x00"), zstandardOf(t, header, row)...), code: exitUnusable, says: "can't be decompressed"},
	} {
		c.check(t, "hostile.csv")
	}
}

// Many compressed ledgers at once take the memory of a few.
func TestHostileWindowsSideBySide(t *testing.T) {
	measures(t)
	folder := t.TempDir()
	for i := range 20 {
		rows := strings.Repeat(fmt.Sprintf("C%d,2020-01-05,charge,100.00,NAA,,,\n", i), 100)
		put(t, folder, fmt.Sprintf("%d.csv", i), append([]byte("\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00"), zstandardOf(t, once(textHeader), once(rows))...))
	}
	h := hostile{says: "19.csv: 100 rows read, 100 accepted"}
	h.judge(t, inChild(t, folder, nil, "check", ".", "--as-of", "2026-10-31", "--quiet"))
}

// What is packed by somebody who is still writing is refused, not half read.
func TestHostileUnfinishedGzip(t *testing.T) {
	measures(t)
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	if _, err := writer.Write([]byte(textHeader + strings.Repeat(textRow1, 1000))); err != nil {
		t.Fatal(err)
	}
	if err := writer.Flush(); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.csv.gz"), out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	inChild(t, folder, nil, "check", "a.csv.gz", "--as-of", "2026-10-31", "--quiet").refused(t, exitUnusable, "can't be decompressed (unexpected EOF)")
}
