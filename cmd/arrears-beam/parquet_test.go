package main

import (
	"encoding/csv"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"arrears/pipeline/ledger"
	"arrears/samples/generate"
)

// columnForms is how a test stores each column of a table in Parquet; others are texts.
type columnForms map[string]string

// columnTypes are the types of the forms.
var columnTypes = map[string]parquet.Node{
	"text": parquet.String(), "date": parquet.Date(), "decimal64": parquet.Decimal(2, 18, parquet.Int64Type),
	"decimal32": parquet.Decimal(2, 9, parquet.Int32Type), "decimal16": parquet.Decimal(4, 38, parquet.FixedLenByteArrayType(16)),
	"double": parquet.Leaf(parquet.DoubleType), "flag": parquet.Leaf(parquet.BooleanType), "timestamp": parquet.Timestamp(parquet.Microsecond),
	"list": parquet.Repeated(parquet.String()),
}

var epoch = ledger.MustDate("1970-01-01")

// valueOf is a text of a CSV file in a form; null if it is blank.
func valueOf(t *testing.T, form, text string) parquet.Value {
	t.Helper()
	if text == "" {
		return parquet.NullValue()
	}
	day, isDay := ledger.ParseDate([]byte(text))
	cents, isCents := ledger.ParseCents([]byte(text))
	switch form {
	case "date":
		return must(t, isDay, text, parquet.Int32Value(int32(day-epoch)))
	case "timestamp":
		return must(t, isDay, text, parquet.Int64Value(int64(day-epoch)*86_400_000_000))
	case "decimal64":
		return must(t, isCents, text, parquet.Int64Value(int64(cents)))
	case "decimal32":
		return must(t, isCents && cents.Abs() < 1e9, text, parquet.Int32Value(int32(cents)))
	case "decimal16":
		n := new(big.Int).Mul(big.NewInt(int64(cents)), big.NewInt(100))
		if n.Sign() < 0 {
			n.Add(n, new(big.Int).Lsh(big.NewInt(1), 128))
		}
		return must(t, isCents, text, parquet.FixedLenByteArrayValue(n.FillBytes(make([]byte, 16))))
	case "double":
		f, err := strconv.ParseFloat(text, 64)
		return must(t, err == nil, text, parquet.DoubleValue(f))
	case "flag":
		return must(t, text == "Y" || text == "N", text, parquet.BooleanValue(text == "Y"))
	}
	return parquet.ByteArrayValue([]byte(text))
}

func must(t *testing.T, ok bool, text string, value parquet.Value) parquet.Value {
	t.Helper()
	if !ok {
		t.Fatalf("%q can't be stored so", text)
	}
	return value
}

// toParquet stores a CSV file as Parquet, in small row groups.
func toParquet(t *testing.T, from, to string, forms columnForms) {
	t.Helper()
	file, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := records[0]
	group := parquet.Group{"tags": columnTypes["list"]}
	for _, name := range header {
		form := forms[name]
		if form == "" {
			form = "text"
		}
		group[name] = parquet.Optional(columnTypes[form])
	}
	schema := parquet.NewSchema("export", group)
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	writer := parquet.NewGenericWriter[any](out, schema, parquet.MaxRowsPerRowGroup(1000))
	for _, record := range records[1:] {
		if _, err := writer.WriteRows([]parquet.Row{rowOf(t, schema, header, record, forms)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
}

func rowOf(t *testing.T, schema *parquet.Schema, header, record []string, forms columnForms) (row parquet.Row) {
	t.Helper()
	for at, path := range schema.Columns() {
		if path[0] == "tags" {
			row = append(row, parquet.ByteArrayValue([]byte("a")).Level(0, 1, at), parquet.ByteArrayValue([]byte("b")).Level(1, 1, at))
			continue
		}
		value := valueOf(t, forms[path[0]], record[slices.Index(header, path[0])])
		level := 1
		if value.IsNull() {
			level = 0
		}
		row = append(row, value.Level(0, level, at))
	}
	return row
}

// TestParquet reads the same exports as CSV and as Parquet, every way to store an amount, a
// date and a flag among them, and gives the same figures.
func TestParquet(t *testing.T) {
	folder := made(t, generate.Options{Seed: 9, Cases: 200})
	columns := filepath.Join(t.TempDir(), "columns")
	if err := os.Mkdir(columns, 0o700); err != nil {
		t.Fatal(err)
	}
	toParquet(t, filepath.Join(folder, "ledger.csv"), filepath.Join(columns, "ledger.parquet"), columnForms{"date": "date", "amount": "decimal64"})
	toParquet(t, filepath.Join(folder, "cases.csv"), filepath.Join(columns, "cases.parquet"),
		columnForms{"current_support": "double", "two_state": "flag", "recorded_principal": "decimal16", "recorded_interest": "double"})
	toParquet(t, filepath.Join(folder, "ncps.csv"), filepath.Join(columns, "ncps.parquet"), columnForms{"net_monthly_income": "decimal32",
		"assets": "decimal64", "monthly_expenses": "double", "do_not_contact": "flag"})
	toParquet(t, filepath.Join(folder, "events.csv"), filepath.Join(columns, "events.parquet"), columnForms{"date": "timestamp", "end_date": "date"})
	o := options{asOf: generatedAsOf, policy: "california-coap", maxRejects: "0", shards: 2, block: 1 << 20, unit: 1, out: "somewhere"}
	o.inputs = []string{folder}
	want, err := sharded(t, &o)
	if err != nil {
		t.Fatal(err)
	}
	o.inputs = []string{columns}
	got, err := sharded(t, &o)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tableNames {
		if got.tables[name] != want.tables[name] {
			t.Errorf("%s (-CSV +Parquet):\n%s", name, firstLines(diff.Diff(strings.Split(want.tables[name], "\n"), strings.Split(got.tables[name], "\n"))))
		}
	}
	for i := range got.manifest.Inputs {
		if input := &got.manifest.Inputs[i]; !slices.Equal(input.UnknownColumns, []string{"tags[]"}) || input.Rows.Read != want.manifest.Inputs[i].Rows.Read {
			t.Errorf("%+v, want %d rows", input, want.manifest.Inputs[i].Rows.Read)
		}
	}
}

// TestParquetRejects names the row of a value that can't be used: a binary number is read as
// a workbook's is, to 15 digits, and must then be whole cents.
func TestParquetRejects(t *testing.T) {
	folder := t.TempDir()
	text := "case_id,date,type,amount,account\nC1,2020-01-05,charge,0.28999999999999998,PAA\nC1,2020-02-05,charge,100.125,PAA\nC1,2020-03-05,charge,NaN,PAA\n" +
		"C1,2020-04-05,charge,12345678901234567890,PAA\n,2020-05-05,charge,1e2,PAA\nC1,2020-06-05,charge,,PAA\nC1,2020-07-05,charge,70.10000000000001,PAA\n"
	if err := os.WriteFile(filepath.Join(folder, "ledger.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	toParquet(t, filepath.Join(folder, "ledger.csv"), filepath.Join(folder, "ledger.parquet"), columnForms{"amount": "double", "date": "date"})
	o := options{asOf: "2020-12-01", policy: "california-coap", maxRejects: "100%", shards: 1, block: 1 << 20, unit: 1, out: "somewhere",
		inputs: []string{filepath.Join(folder, "ledger.parquet")}}
	got, err := sharded(t, &o)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, r := range recordsOf(t, got.tables["rejects"])[1:] {
		fields := strings.Split(r.text, ",")
		places = append(places, strings.Join(fields[2:8], ","))
	}
	want := []string{"2,ledger,C1,,amount,bad_amount", "3,ledger,C1,,amount,bad_amount", "4,ledger,C1,,amount,bad_amount",
		"5,ledger,,,case_id,missing_column_value", "6,ledger,C1,,amount,missing_column_value"}
	if d := diff.Diff(want, places); d != "" {
		t.Errorf("rejects (-want +got):\n%s", d)
	}
	if row := strings.Split(got.tables["cases"], "\n")[1]; !strings.Contains(row, ",70.39,") {
		t.Errorf("charged are 0.29 and 70.10: %s", row)
	}
}

// TestDamagedParquet is refused before anything begins.
func TestDamagedParquet(t *testing.T) {
	folder := t.TempDir()
	for i, text := range []string{"PAR1", "PAR1PAR1", "PAR1" + strings.Repeat("\x00", 100) + "PAR1", "PAR1\xff\xff\xff\x7fPAR1"} {
		name := filepath.Join(folder, fmt.Sprintf("ledger%d.parquet", i))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o := options{asOf: generatedAsOf, policy: "california-coap", maxRejects: "0", shards: 1, block: 1, unit: 1, out: filepath.Join(folder, "out"), inputs: []string{name}}
		job, err := o.job()
		if err != nil {
			t.Fatal(err)
		}
		if err := plan(t.Context(), &o, job); exitCode(err) != exitUnusable || !strings.Contains(oneLine(err), "no sound Parquet file") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
