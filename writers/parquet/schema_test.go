package parquet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"

	compare "github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// typeWanted is the type of a column as a reader of the format shows it.
func typeWanted(column *report.Column) string {
	switch {
	case column.List:
		return "required group %s (LIST) {\n\t\trepeated group list {\n\t\t\trequired binary element (STRING);\n\t\t}\n\t}"
	case column.Flag:
		return "optional boolean %s;"
	}
	return map[report.Kind]string{report.Text: "optional binary %s (STRING);", report.Word: "optional binary %s (STRING);", report.Money: "optional int64 %s (DECIMAL(18,2));",
		report.Day: "optional int32 %s (DATE);", report.Count: "optional int64 %s (INT(64,true));"}[column.Kind]
}

func TestEveryColumnHasItsTypeAndPlace(t *testing.T) {
	for _, table := range report.Tables(fixture.New(3)) {
		content, _ := write(t, table, groupSize)
		want := "message " + table.Name + " {\n"
		for i := range table.Columns {
			want += "\t" + fmt.Sprintf(typeWanted(&table.Columns[i]), table.Columns[i].Name) + "\n"
		}
		if diff := compare.Diff(strings.Split(want+"}", "\n"), strings.Split(open(t, content).Schema().String(), "\n")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", table.Name, diff)
		}
	}
}

// An analyst's columns, by name: what they hold does not change unnoticed.
func TestTypesByName(t *testing.T) {
	want := map[string]map[string]string{
		"balances": {"case_id": "STRING", "principal": "DECIMAL(18,2)", "oldest_due": "DATE"},
		"cases":    {"arrears": "DECIMAL(18,2)", "principal_variance": "DECIMAL(18,2)", "entries": "INT(64,true)", "days_past_due": "INT(64,true)", "last_payment_date": "DATE"},
		"ncps":     {"name": "STRING", "offer": "DECIMAL(18,2)", "plan_months": "INT(64,true)", "eligible_on": "DATE", "next_steps": "LIST", "remedies": "LIST", "suppressed": "LIST", "cannot_pay_all": "STRING"},
		"outreach": {"rank": "INT(64,true)", "new": "BOOLEAN", "zip": "STRING", "phone": "STRING", "forgiven": "DECIMAL(18,2)", "next_steps": "LIST", "remedies": "LIST", "reason": "STRING"},
		"rejects":  {"line": "INT(64,true)", "code": "STRING", "message": "STRING"},
	}
	for _, table := range report.Tables(fixture.New(3)) {
		content, _ := write(t, table, groupSize)
		got := make(map[string]string)
		for _, field := range open(t, content).Schema().Fields() {
			if _, asked := want[table.Name][field.Name()]; asked {
				got[field.Name()] = field.Type().String()
			}
		}
		if diff := compare.Diff(want[table.Name], got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", table.Name, diff)
		}
	}
}

// Readers that do not know the logical types go by the converted ones.
func TestOlderReadersFindTheTypesToo(t *testing.T) {
	content, _ := write(t, tableOf(every), groupSize)
	metadata := open(t, content).Metadata()
	var got []string
	for _, element := range metadata.Schema {
		kind := "none"
		if element.ConvertedType.Valid {
			kind = map[deprecated.ConvertedType]string{deprecated.UTF8: "UTF8", deprecated.List: "LIST", deprecated.Date: "DATE", deprecated.Int64: "INT_64",
				deprecated.Decimal: fmt.Sprintf("DECIMAL %d %d", element.Precision.V, element.Scale.V)}[element.ConvertedType.V]
		}
		got = append(got, element.Name+" "+kind)
	}
	want := []string{"test none", "text UTF8", "money DECIMAL 18 2", "day DATE", "count INT_64", "word UTF8", "flag none", "list LIST", "list none", "element UTF8"}
	if diff := compare.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What stands in a file is what every reader knows, whatever the library would choose by
// itself; and nothing in it tells one release of this program or the library from the next.
func TestEveryReaderKnowsTheEncodings(t *testing.T) {
	for _, table := range report.Tables(fixture.New(900)) {
		content, _ := write(t, table, groupSize)
		metadata := open(t, content).Metadata()
		if metadata.CreatedBy != "arrears version 1" || len(metadata.KeyValueMetadata) != 0 {
			t.Errorf("%s is by %q, with %v", table.Name, metadata.CreatedBy, metadata.KeyValueMetadata)
		}
		for i, column := range metadata.RowGroups[0].Columns {
			meta := column.MetaData
			name := strings.Join(meta.PathInSchema, ".")
			if hasDictionary, isWord := meta.DictionaryPageOffset != 0, table.Columns[i].Kind == report.Word && !table.Columns[i].Flag; hasDictionary != isWord {
				t.Errorf("%s.%s has a dictionary: %v", table.Name, name, hasDictionary)
			}
			if meta.Codec != format.Snappy {
				t.Errorf("%s.%s is compressed with %s", table.Name, name, meta.Codec)
			}
			for _, encoding := range meta.Encoding {
				if !slices.Contains([]format.Encoding{format.Plain, format.RLE, format.RLEDictionary}, encoding) {
					t.Errorf("%s.%s has the encoding %s", table.Name, name, encoding)
				}
			}
			for _, pages := range meta.EncodingStats {
				if pages.PageType != format.DataPage && pages.PageType != format.DictionaryPage {
					t.Errorf("%s.%s has a page of kind %s", table.Name, name, pages.PageType)
				}
			}
		}
	}
}
