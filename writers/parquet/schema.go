package parquet

import (
	"slices"

	library "github.com/parquet-go/parquet-go"

	"arrears/pipeline/report"
)

const (
	// moneyDigits is how many digits a DECIMAL in 64 bits may have.
	moneyDigits   = 18
	moneyDecimals = 2
	// centsMax is the most cents that moneyDigits hold.
	centsMax = 999_999_999_999_999_999
)

// inOrder is a group of columns in an order of its own; the library's stand by name.
type inOrder struct {
	library.Group
	fields []library.Field
}

// Fields are the columns.
func (g inOrder) Fields() []library.Field { return g.fields }

// schemaOf is the type of a table's rows, the columns as in the table.
func schemaOf(table *report.Table) *library.Schema {
	group, place := make(library.Group), make(map[string]int)
	for i := range table.Columns {
		name := table.Columns[i].Name
		group[name], place[name] = nodeOf(&table.Columns[i]), i
	}
	fields := group.Fields()
	slices.SortFunc(fields, func(a, b library.Field) int { return place[a.Name()] - place[b.Name()] })
	return library.NewSchema(table.Name, inOrder{group, fields})
}

// nodeOf is the type of a column. Words repeat, so they stand in a dictionary. A list is
// never null and may be empty: none is known.
func nodeOf(column *report.Column) library.Node {
	word := library.Encoded(library.String(), &library.RLEDictionary)
	switch {
	case column.List:
		return library.List(word)
	case column.Flag:
		return library.Optional(library.Leaf(library.BooleanType))
	}
	switch column.Kind {
	case report.Money:
		return library.Optional(library.Decimal(moneyDecimals, moneyDigits, library.Int64Type))
	case report.Day:
		return library.Optional(library.Date())
	case report.Count:
		return library.Optional(library.Int(64))
	case report.Word:
		return library.Optional(word)
	}
	return library.Optional(library.Encoded(library.String(), &library.Plain))
}
