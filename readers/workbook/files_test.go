package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestUnsoundFiles(t *testing.T) {
	whole := rowsOnly(strings.Repeat(`<row><c t="s"><v>0</v></c><c><v>12.34</v></c></row>`, 5000)).zipped()
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"old or encrypted", append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, whole...), "encrypted or old .xls workbook; save it as .xlsx without a password"},
		{"text", []byte("case_id,date\n1,2\n"), "not an .xlsx workbook"},
		{"nothing", nil, "not an .xlsx workbook"},
		{"one byte", []byte("P"), "not an .xlsx workbook"},
		{"cut", whole[:len(whole)/2], "damaged or incomplete"},
		{"end cut", whole[:len(whole)-10], "damaged or incomplete"},
		{"zip of something else", parts{"content.xml": "<a/>"}.zipped(), "not an .xlsx workbook"},
		{"too many entries", manyEntries(10_001, ""), "holds 10001 files, more than the 10000 allowed"},
		{"directory too large", manyEntries(400, strings.Repeat("x", 60_000)), "zip directory of more than 16 MiB"},
		{"bomb", resized(t, 200<<20), "more than 1000 times its size"},
		{"larger than stated", resized(t, 100), "damaged or incomplete"},
		{"smaller than stated", resized(t, 10_000), "damaged or incomplete"},
		{"part twice", doubled(t), "holds the part twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			book, err := openBytes(c.data)
			if err == nil {
				_, err = readAll(book, 0, false)
			}
			checkError(t, err, c.want)
		})
	}
	encrypted, err := excelize.Encrypt(saved(t, excelize.NewFile()), &excelize.Options{Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = openBytes(encrypted)
	checkError(t, err, "encrypted or old .xls")
}

// A byte changed anywhere in the compressed sheet is noticed.
func TestCorruptSheetData(t *testing.T) {
	made := rowsOnly(strings.Repeat(`<row><c t="s"><v>0</v></c><c><v>12.34</v></c></row>`, 20000))
	whole := made.zipped()
	reader, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range reader.File {
		if file.Name != sheetPart {
			continue
		}
		start, err := file.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		for at := start; at < start+int64(file.CompressedSize64); at += 97 {
			changed := bytes.Clone(whole)
			changed[at] ^= 0x10
			_, err := readAll(mustOpen(t, changed), 0, false)
			checkError(t, err, `sheet "Ledger": `)
		}
	}
}

func TestLimits(t *testing.T) {
	data := rowsOnly(strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 1000) + `<row><!-- --></row>`).zipped()
	for _, c := range []struct {
		limits Limits
		want   string
	}{
		{Limits{Sheet: 1000}, `sheet "Ledger": the part inflates to more than the 1000 bytes allowed`},
		{Limits{SharedStrings: 100}, "shared strings: the part inflates to more than the 100 bytes allowed"},
		{Limits{Part: 100}, "the part inflates to more than the 100 bytes allowed"},
		{Limits{Fallback: 1000}, "its markup is unusual, and a part with such may inflate to 1000 bytes at most"},
		{Limits{Entries: 3}, "holds 6 files, more than the 3 allowed"},
	} {
		book, err := New(bytes.NewReader(data), int64(len(data)), c.limits)
		if err == nil {
			_, err = readAll(book, 0, false)
		}
		checkError(t, err, c.want)
	}
}

func TestOpenAndClose(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none.xlsx"), Limits{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	path := filepath.Join(t.TempDir(), "ledger.xlsx")
	if err := os.WriteFile(path, rowsOnly(`<row><c><v>1</v></c></row>`).zipped(), 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := Open(path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := readAll(book, 0, false)
	if err != nil || describe(lines) != "1: number(1)\n" {
		t.Errorf("%s, %v", describe(lines), err)
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
}

// manyEntries is a zip of empty files with long names.
func manyEntries(count int, name string) []byte {
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for i := range count {
		if _, err := writer.CreateRaw(&zip.FileHeader{Name: fmt.Sprint(name, i)}); err != nil {
			panic(err)
		}
	}
	if err := writer.Close(); err != nil {
		panic(err)
	}
	return buffer.Bytes()
}

// resized is a workbook whose directory states size bytes for a sheet of 1,000.
func resized(t *testing.T, size uint64) []byte {
	t.Helper()
	var packed bytes.Buffer
	deflater, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	blanks := bytes.Repeat([]byte(" "), 1000)
	deflater.Write(blanks)
	if err := deflater.Close(); err != nil {
		t.Fatal(err)
	}
	made := handMade("")
	delete(made, sheetPart)
	return made.with(t, &zip.FileHeader{Name: sheetPart, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(blanks),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: size}, packed.Bytes())
}

// with packs the parts and one more entry, whose header is written as it stands.
func (p parts) with(t *testing.T, header *zip.FileHeader, content []byte) []byte {
	t.Helper()
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for name, content := range p {
		entry, err := writer.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		entry.Write([]byte(content))
	}
	entry, err := writer.CreateRaw(header)
	if err != nil {
		t.Fatal(err)
	}
	entry.Write(content)
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// doubled is a workbook that holds its sheet twice, with different rows.
func doubled(t *testing.T) []byte {
	t.Helper()
	other := []byte(sheetHead + `<row><c><v>2</v></c></row>` + sheetTail)
	return rowsOnly("").with(t, &zip.FileHeader{Name: "XL/worksheets/Sheet1.xml", CRC32: crc32.ChecksumIEEE(other),
		CompressedSize64: uint64(len(other)), UncompressedSize64: uint64(len(other))}, other)
}

// A name that leads out of the archive is no part, and what is no sheet is not looked at.
func TestForeignEntries(t *testing.T) {
	made := rowsOnly(`<row><c><v>1</v></c></row>`)
	made["../evil.xml"], made[`xl\..\..\evil.xml`], made["/xl/media/image1.png"] = "x", "x", "\x89PNG"
	made["xl/externalLinks/externalLink1.xml"] = `<!DOCTYPE x>`
	lines, err := readAll(mustOpen(t, made.zipped()), 0, false)
	if err != nil || describe(lines) != "1: number(1)\n" {
		t.Errorf("%s, %v", describe(lines), err)
	}
	book := mustOpen(t, made.zipped())
	if book.archive.has("../evil.xml") || book.archive.has("evil.xml") {
		t.Error("a name that leads out of the archive is a part")
	}
}
