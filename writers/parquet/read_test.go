package parquet

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"arrears/pipeline/report"

	"github.com/google/go-cmp/cmp"
	library "github.com/parquet-go/parquet-go"
)

// write writes a table, which must succeed.
func write(t testing.TB, table report.Table, enough size) (content []byte, rows int) {
	t.Helper()
	var out bytes.Buffer
	rows, err := writeGroups(t.Context(), &out, &table, enough)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), rows
}

// open opens a file.
func open(t testing.TB, content []byte) *library.File {
	t.Helper()
	file, err := library.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// rowsOf reads every row: nil, int64, bool, string or []string a cell.
func rowsOf(t testing.TB, file *library.File) (rows [][]any) {
	t.Helper()
	for _, group := range file.RowGroups() {
		before := len(rows)
		reader := group.Rows()
		buffer := make([]library.Row, 100)
		for {
			n, err := reader.ReadRows(buffer)
			for _, row := range buffer[:n] {
				var cells []any
				for column, values := range row.Range {
					cells = append(cells, cellOf(file.Schema().Fields()[column], values))
				}
				rows = append(rows, cells)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
		if int64(len(rows)-before) != group.NumRows() {
			t.Errorf("a row group of %d rows has %d", group.NumRows(), len(rows)-before)
		}
	}
	if int64(len(rows)) != file.NumRows() {
		t.Errorf("a file of %d rows has %d", file.NumRows(), len(rows))
	}
	return rows
}

func cellOf(field library.Field, values []library.Value) any {
	if !field.Leaf() {
		elements := []string{}
		for _, value := range values {
			if !value.IsNull() {
				elements = append(elements, string(value.ByteArray()))
			}
		}
		return elements
	}
	value := values[0]
	switch {
	case value.IsNull():
		return nil
	case value.Kind() == library.Boolean:
		return value.Boolean()
	case value.Kind() == library.Int32:
		return int64(value.Int32())
	case value.Kind() == library.Int64:
		return value.Int64()
	}
	return string(value.ByteArray())
}

// cellsWanted is every row of a table as rowsOf must read it.
func cellsWanted(table report.Table) (rows [][]any) {
	for i := range table.Items {
		for row := range slices.Chunk(table.Append(nil, i), len(table.Columns)) {
			var cells []any
			for k, value := range row {
				cells = append(cells, cellWanted(&table.Columns[k], value))
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

func cellWanted(column *report.Column, value report.Value) any {
	switch {
	case column.List && value.Blank:
		return []string{}
	case value.Blank:
		return nil
	case column.List:
		return strings.Split(value.Text, ";")
	case column.Flag:
		return value.Text == "Y"
	case column.Kind == report.Day:
		return value.Number - 25568 // days from 1899-12-31 to 1970-01-01
	case column.Kind == report.Money, column.Kind == report.Count:
		return value.Number
	}
	return strings.ToValidUTF8(value.Text, string(utf8.RuneError))
}

// holds holds a table against what is read back of it.
func holds(t testing.TB, table report.Table, enough size) {
	t.Helper()
	content, rows := write(t, table, enough)
	want := cellsWanted(table)
	if rows != len(want) {
		t.Errorf("%s: %d rows written, want %d", table.Name, rows, len(want))
	}
	if diff := cmp.Diff(want, rowsOf(t, open(t, content))); diff != "" {
		t.Errorf("%s (-want +got)\n%s", table.Name, diff)
	}
}
