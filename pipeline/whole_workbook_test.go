package pipeline_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	sheetSpace    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// workbookOf is a workbook of a sheet a table, all of its cells text: the same rows as the
// tables have as CSV. False where a table says something that a sheet can't: a row with
// another number of fields than its header, broken quotes, bytes that are no text.
func workbookOf(t *testing.T, tables [][]byte) ([]byte, bool) {
	t.Helper()
	parts := map[string]string{"_rels/.rels": relationsPart(relation("rId1", "officeDocument", "xl/workbook.xml"))}
	var sheets, relations strings.Builder
	for i, text := range tables {
		if len(text) == 0 {
			continue
		}
		rows, ok := strictRows(text)
		if !ok {
			return nil, false
		}
		id := fmt.Sprintf("rId%d", i)
		fmt.Fprintf(&sheets, `<sheet name="S%d" sheetId="%d" r:id="%s"/>`, i, i+1, id)
		relations.WriteString(relation(id, "worksheet", fmt.Sprintf("sheet%d.xml", i)))
		parts[fmt.Sprintf("xl/sheet%d.xml", i)] = `<worksheet xmlns="` + sheetSpace + `"><sheetData>` + sheetRows(rows) + `</sheetData></worksheet>`
	}
	parts["xl/workbook.xml"] = `<workbook xmlns="` + sheetSpace + `" xmlns:r="` + relationSpace + `"><sheets>` + sheets.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = relationsPart(relations.String())
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for name, content := range parts {
		part, err := writer.Create(name)
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), true
}

func relation(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, relationSpace, kind, target)
}

func relationsPart(list string) string {
	return `<Relationships xmlns="` + packageSpace + `">` + list + `</Relationships>`
}

// strictRows reads a table of commas that encoding/csv takes as it stands.
func strictRows(text []byte) ([][]string, bool) {
	if !utf8.Valid(text) || bytes.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' || r == 0xfffe || r == 0xffff || r == utf8.RuneError
	}) || bytes.Contains(text, []byte("_x")) {
		return nil, false
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	rows, err := reader.ReadAll()
	return rows, err == nil && len(rows) > 0 && len(rows[0]) > 1
}

func sheetRows(rows [][]string) string {
	var out strings.Builder
	for _, row := range rows {
		out.WriteString("<row>")
		for _, field := range row {
			out.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">`)
			_ = xml.EscapeText(&out, []byte(field)) // a strings.Builder takes everything
			out.WriteString(`</t></is></c>`)
		}
		out.WriteString("</row>")
	}
	return out.String()
}
