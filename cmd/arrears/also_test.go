package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// TestParquetAndJSONLinesHoldWhatCSVHolds runs every sample and holds each Parquet and JSON
// lines file against the CSV file beside it, cell by cell.
func TestParquetAndJSONLinesHoldWhatCSVHolds(t *testing.T) {
	atRoot(t)
	for _, sample := range sampleRuns(t) {
		t.Run(sample.name(), func(t *testing.T) {
			plain := sample.run(t, "--reports", "csv")
			files := sample.run(t, "--reports", "csv", "--also", "jsonl, parquet")
			checkHashes(t, files)
			for _, name := range []string{"balances", "cases", "ncps", "outreach", "rejects"} {
				content := files[name+".csv"]
				if !bytes.Equal(content, plain[name+".csv"]) {
					t.Errorf("%s.csv differs with --also", name)
				}
				want, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, parquetCells(t, files[name+".parquet"])); diff != "" {
					t.Errorf("%s.parquet (-csv +parquet)\n%s", name, diff)
				}
				if diff := cmp.Diff(want[1:], jsonCells(t, want[0], files[name+".jsonl"])); diff != "" {
					t.Errorf("%s.jsonl (-csv +jsonl)\n%s", name, diff)
				}
			}
		})
	}
}

// parquetCells reads a Parquet file as the CSV file beside it must be: names, then rows.
func parquetCells(t *testing.T, content []byte) [][]string {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	fields := file.Schema().Fields()
	cells := [][]string{nil}
	for _, field := range fields {
		cells[0] = append(cells[0], field.Name())
	}
	for _, group := range file.RowGroups() {
		reader, buffer := group.Rows(), make([]parquet.Row, 64)
		for err = nil; err == nil; {
			var n int
			n, err = reader.ReadRows(buffer)
			for _, row := range buffer[:n] {
				var line []string
				for column, values := range row.Range {
					line = append(line, parquetCell(fields[column].Type().String(), values))
				}
				cells = append(cells, line)
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return cells
}

// parquetCell is a cell as CSV has it. What the type is decides how it is read.
func parquetCell(kind string, values []parquet.Value) string {
	if values[0].IsNull() {
		return ""
	}
	switch kind {
	case "DECIMAL(18,2)":
		return ledger.Cents(values[0].Int64()).String()
	case "DATE":
		return (ledger.MustDate("1970-01-01") + ledger.Date(values[0].Int32())).String()
	case "BOOLEAN":
		return map[bool]string{true: "Y", false: "N"}[values[0].Boolean()]
	case "INT(64,true)":
		return fmt.Sprint(values[0].Int64())
	case "LIST":
		var words []string
		for _, value := range values {
			words = append(words, value.String())
		}
		return strings.Join(words, ";")
	}
	return report.Neutral(values[0].String())
}

// jsonCells reads a JSON lines file as the CSV file beside it must be, without the names.
func jsonCells(t *testing.T, names []string, content []byte) (cells [][]string) {
	t.Helper()
	cells = [][]string{}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	for {
		var object map[string]any
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			return cells
		}
		if err != nil {
			t.Fatal(err)
		}
		if keys := slices.Sorted(maps.Keys(object)); !slices.Equal(keys, slices.Sorted(slices.Values(names))) {
			t.Fatalf("keys %v, want %v", keys, names)
		}
		var line []string
		for _, name := range names {
			line = append(line, jsonCell(t, object[name]))
		}
		cells = append(cells, line)
	}
}

func jsonCell(t *testing.T, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case json.Number:
		return v.String()
	case bool:
		return map[bool]string{true: "Y", false: "N"}[v]
	case string:
		return report.Neutral(v)
	case []any:
		var words []string
		for _, word := range v {
			words = append(words, word.(string))
		}
		return strings.Join(words, ";")
	}
	t.Fatalf("a value of type %T", value)
	return ""
}
