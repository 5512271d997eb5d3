package report

import (
	"slices"
	"strings"
	"testing"
)

// Which columns are lists and which are flags decides their types in Parquet and JSON lines;
// a word that is neither never looks like a list.
func TestListsAndFlags(t *testing.T) {
	var lists, flags []string
	for _, table := range Tables(example(t)) {
		for _, column := range table.Columns {
			name := table.Name + "." + column.Name
			if column.List {
				lists = append(lists, name)
			}
			if column.Flag {
				flags = append(flags, name)
			}
			if (column.List || column.Flag) && (column.Kind != Word || column.List == column.Flag) {
				t.Errorf("%s is of kind %d, list %v, flag %v", name, column.Kind, column.List, column.Flag)
			}
		}
		for i := range table.Items {
			for k, value := range table.Append(nil, i) {
				column := table.Columns[k%len(table.Columns)]
				if column.Kind == Word && !column.List && strings.Contains(value.Text, ListMark) {
					t.Errorf("%s.%s holds a list, %q, and is none", table.Name, column.Name, value.Text)
				}
				if column.Flag && !value.Blank && value.Text != Yes && value.Text != No {
					t.Errorf("%s.%s holds %q", table.Name, column.Name, value.Text)
				}
			}
		}
	}
	if !slices.Equal(lists, []string{"ncps.remedies", "ncps.next_steps", "ncps.suppressed", "outreach.next_steps", "outreach.remedies"}) {
		t.Errorf("lists %v", lists)
	}
	if !slices.Equal(flags, []string{"outreach.new"}) {
		t.Errorf("flags %v", flags)
	}
}
