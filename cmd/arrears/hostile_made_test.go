package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Hostile files are made here, piece by piece: what unpacks to gigabytes is never held.

// piece is a text that stands in a file a number of times.
type piece struct {
	text  string
	times int
}

func once(text string) piece               { return piece{text, 1} }
func times(n int, text string) piece       { return piece{text, n} }
func mebibytes(n int, unit string) piece   { return piece{strings.Repeat(unit, 1<<20/len(unit)), n} }
func join(pieces ...[]piece) (all []piece) { return appendAll(all, pieces...) }

func appendAll(all []piece, more ...[]piece) []piece {
	for _, pieces := range more {
		all = append(all, pieces...)
	}
	return all
}

// deflated packs pieces, each one once however often it stands there.
func deflated(t *testing.T, pieces ...piece) (packed []byte, sum uint32, size uint64) {
	t.Helper()
	var out bytes.Buffer
	for _, p := range pieces {
		var chunk bytes.Buffer
		writer, err := flate.NewWriter(&chunk, flate.BestCompression)
		if err == nil {
			_, err = writer.Write([]byte(p.text))
		}
		if err == nil {
			err = writer.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
		for range p.times {
			out.Write(chunk.Bytes())
			sum = crc32.Update(sum, crc32.IEEETable, []byte(p.text))
			size += uint64(len(p.text))
		}
	}
	writer, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), sum, size
}

// gzipOf packs pieces as one member.
func gzipOf(t *testing.T, pieces ...piece) []byte {
	t.Helper()
	packed, sum, size := deflated(t, pieces...)
	out := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}, packed...)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(size))
}

// zstandardOf packs pieces, each as a frame.
func zstandardOf(t *testing.T, pieces ...piece) (out []byte) {
	t.Helper()
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		t.Fatal(err)
	}
	defer encoder.Close()
	for _, p := range pieces {
		out = append(out, bytes.Repeat(encoder.EncodeAll([]byte(p.text), nil), p.times)...)
	}
	return out
}

// book is a workbook as its parts; a part may unpack to anything.
type book map[string][]piece

const (
	mainSpace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/relationships"
	sheetHead     = `<worksheet xmlns="` + mainSpace + `"><sheetData>`
	sheetTail     = `</sheetData></worksheet>`
	stringsHead   = `<sst xmlns="` + mainSpace + `">`
)

// The parts of a book.
const (
	sheetPart     = "xl/worksheets/sheet1.xml"
	stringsPart   = "xl/sharedStrings.xml"
	stylesPart    = "xl/styles.xml"
	workbookPart  = "xl/workbook.xml"
	relationsPart = "xl/_rels/workbook.xml.rels"
)

// bookOf is a workbook whose one sheet is given.
func bookOf(sheet ...piece) book {
	return book{
		"_rels/.rels": {once(`<Relationships xmlns="` + packageSpace + `">` + relationTo("rId1", "officeDocument", "xl/workbook.xml") + `</Relationships>`)},
		workbookPart:  {once(`<workbook xmlns="` + mainSpace + `" xmlns:r="` + relationSpace + `"><sheets><sheet name="Ledger" r:id="rId1"/></sheets></workbook>`)},
		relationsPart: {once(`<Relationships xmlns="` + packageSpace + `">` + relationTo("rId1", "worksheet", "worksheets/sheet1.xml") +
			relationTo("rId2", "sharedStrings", "sharedStrings.xml") + relationTo("rId3", "styles", "styles.xml") + `</Relationships>`)},
		stylesPart:  {once(`<styleSheet xmlns="` + mainSpace + `"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>`)},
		stringsPart: {once(stringsHead + `<si><t>C1</t></si></sst>`)},
		sheetPart:   sheet,
	}
}

// ledgerBook is a workbook of a ledger whose rows are given.
func ledgerBook(rows ...piece) book {
	return bookOf(join([]piece{once(sheetHead + textRow("case_id", "date", "type", "amount", "account"))}, rows, []piece{once(sheetTail)})...)
}

func relationTo(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, relationSpace, kind, target)
}

func textCell(text string) string { return `<c t="inlineStr"><is><t>` + text + `</t></is></c>` }

func textRow(cells ...string) string {
	row := "<row>"
	for _, cell := range cells {
		row += textCell(cell)
	}
	return row + "</row>"
}

// with is the workbook with another part.
func (b book) with(part string, content ...piece) book {
	b[part] = content
	return b
}

// zipped packs the workbook; what more does is up to the caller.
func (b book) zipped(t *testing.T, more ...func(*zip.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for name, pieces := range b {
		packed, sum, size := deflated(t, pieces...)
		part, err := writer.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(len(packed)), UncompressedSize64: size})
		if err == nil {
			_, err = part.Write(packed)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, add := range more {
		if err := add(writer); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put writes a file into a folder.
func put(t *testing.T, folder, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hollow writes a file with a hole of that many NUL bytes between two texts; it takes no
// room on the disk.
func hollow(t *testing.T, path, before string, hole int64, after string) {
	t.Helper()
	file, err := os.Create(path)
	if err == nil {
		_, err = file.WriteString(before)
	}
	if err == nil {
		_, err = file.WriteAt([]byte(after), int64(len(before))+hole)
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// noise is text of that many bytes that hardly shrinks, the same each time.
func noise(size int) string {
	text, state := make([]byte, size), uint32(1)
	for i := range text {
		state = state*1664525 + 1013904223
		text[i] = 'a' + byte(state>>24)%16
	}
	return string(text)
}
