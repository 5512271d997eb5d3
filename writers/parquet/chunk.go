package parquet

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	library "github.com/parquet-go/parquet-go"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

const (
	// chunkItems is how many items of a table are rendered at a time.
	chunkItems = 512
	// cellBytes is what a cell costs beside its text, about.
	cellBytes = 16
)

var errTooMuch = errors.New("an amount exceeds 9,999,999,999,999,999.99, the most that a Parquet file holds here; leave parquet out of --also")

// epoch is the day from which the format counts days.
var epoch = ledger.MustDate("1970-01-01")

// chunk is some rows of a table by column. A value says by its levels whether it begins a
// row and whether it is there.
type chunk struct {
	size
	columns [][]library.Value
	texts   []byte // where the values' texts stand
}

// renderer renders chunks of a table, one at a time.
type renderer struct {
	table  *report.Table
	values []report.Value
	spent  <-chan chunk
}

// chunk renders the rows of the items from one on.
func (r *renderer) chunk(from int) (c chunk, err error) {
	select {
	case c = <-r.spent:
		c.reset()
	default:
		c.columns = make([][]library.Value, len(r.table.Columns))
	}
	for i := from; i < min(from+chunkItems, r.table.Items); i++ {
		r.values = r.table.Append(r.values[:0], i)
		for k := range r.values {
			at := k % len(c.columns)
			if err := c.add(&r.table.Columns[at], at, &r.values[k]); err != nil {
				return c, fmt.Errorf("column %s: %w", r.table.Columns[at].Name, err)
			}
		}
		c.rows += len(r.values) / len(c.columns)
		c.bytes += len(r.values) * cellBytes
	}
	c.bytes += len(c.texts)
	return c, nil
}

// reset empties a chunk and keeps its memory.
func (c *chunk) reset() {
	c.size, c.texts = size{}, c.texts[:0]
	for i := range c.columns {
		c.columns[i] = c.columns[i][:0]
	}
}

// add adds a cell to the column at a place.
func (c *chunk) add(column *report.Column, at int, value *report.Value) error {
	switch {
	case value.Blank:
		c.append(at, library.NullValue())
	case column.List:
		c.addList(at, value.Text)
	case column.Flag:
		c.append(at, library.BooleanValue(value.Text == report.Yes).Level(0, 1, at))
	case column.Kind == report.Money:
		if value.Number < -centsMax || value.Number > centsMax {
			return errTooMuch
		}
		c.append(at, library.Int64Value(value.Number).Level(0, 1, at))
	case column.Kind == report.Count:
		c.append(at, library.Int64Value(value.Number).Level(0, 1, at))
	case column.Kind == report.Day:
		c.append(at, library.Int32Value(int32(ledger.Date(value.Number)-epoch)).Level(0, 1, at))
	default:
		c.append(at, c.text(value.Text).Level(0, 1, at))
	}
	return nil
}

func (c *chunk) append(at int, value library.Value) { c.columns[at] = append(c.columns[at], value) }

func (c *chunk) addList(at int, joined string) {
	repeated := 0
	for element := range strings.SplitSeq(joined, report.ListMark) {
		c.append(at, c.text(element).Level(repeated, 1, at))
		repeated = 1
	}
}

// text is the value of a text. Readers refuse what is not UTF-8: a file's name may be so.
func (c *chunk) text(text string) library.Value {
	from := len(c.texts)
	c.texts = append(c.texts, strings.ToValidUTF8(text, string(utf8.RuneError))...)
	return library.ByteArrayValue(c.texts[from:])
}
