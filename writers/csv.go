package writers

import (
	"context"
	"io"
	"runtime"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/pipeline/report"
)

// chunkItems is how many items of a table are rendered at a time.
const chunkItems = 1024

// CSVText is rows of a CSV file with the sums of their money columns (0 for the others).
type CSVText struct {
	Text []byte
	Rows int
	Sums []ledger.Cents // as many as the table has columns
	Err  error          // ledger.ErrOverflow where a sum left 64 bits
}

// writeCSV writes a table and returns the number of its rows and the sum of each money
// column (0 for the others). It fails with ledger.ErrOverflow where a sum does.
func writeCSV(ctx context.Context, w io.Writer, table report.Table) (rows int, sums []ledger.Cents, err error) {
	if _, err := w.Write(AppendCSVHeader(nil, table.Columns)); err != nil {
		return 0, nil, err
	}
	sums = make([]ledger.Cents, len(table.Columns))
	produce := func(_ context.Context, yield func(int) error) error {
		for from := 0; from < table.Items; from += chunkItems {
			if err := yield(from); err != nil {
				return err
			}
		}
		return nil
	}
	spent := make(chan []byte, 2*runtime.GOMAXPROCS(0)+2) // texts that were written
	newWorker := func() func(int) (CSVText, error) {
		var values []report.Value
		return func(from int) (c CSVText, err error) {
			c.Sums = make([]ledger.Cents, len(table.Columns))
			select {
			case text := <-spent:
				c.Text = text[:0]
			default:
				c.Text = make([]byte, 0, 256*chunkItems)
			}
			for i := from; i < min(from+chunkItems, table.Items); i++ {
				values = table.Append(values[:0], i)
				c.Add(values)
			}
			return c, c.Err
		}
	}
	err = ordered.Do(ctx, runtime.GOMAXPROCS(0), produce, newWorker, func(c CSVText) error {
		rows += c.Rows
		for i, sum := range c.Sums {
			if sums[i], err = sums[i].Add(sum); err != nil {
				return err
			}
		}
		_, err := w.Write(c.Text)
		select {
		case spent <- c.Text:
		default:
		}
		return err
	})
	return rows, sums, err
}

// Add renders rows, of which each has as many values as there are Sums.
func (c *CSVText) Add(values []report.Value) {
	for columns := len(c.Sums); len(values) > 0; values = values[columns:] {
		for column := range values[:columns] {
			value := &values[column]
			if !value.Blank {
				c.Text = appendValue(c.Text, value)
				if value.Kind == report.Money && value.Number != 0 {
					c.sum(column, ledger.Cents(value.Number))
				}
			}
			c.Text = append(c.Text, ',')
		}
		c.Text[len(c.Text)-1] = '\n'
		c.Rows++
	}
}

func (c *CSVText) sum(column int, amount ledger.Cents) {
	sum, err := c.Sums[column].Add(amount)
	if err != nil {
		c.Err = err
	}
	c.Sums[column] = sum
}

// AppendCSVHeader appends the header of a table, with its line end.
func AppendCSVHeader(dst []byte, columns []report.Column) []byte {
	for i := range columns {
		dst = append(append(dst, columns[i].Name...), ',')
	}
	dst[len(dst)-1] = '\n'
	return dst
}

// appendValue renders one cell that is not blank: dates ISO, money 1234.50, text quoted where it must be.
func appendValue(dst []byte, value *report.Value) []byte {
	switch value.Kind {
	case report.Money:
		return ledger.Cents(value.Number).Append(dst)
	case report.Day:
		return ledger.Date(value.Number).Append(dst)
	case report.Count:
		return strconv.AppendInt(dst, value.Number, 10)
	case report.Text:
		return appendText(dst, report.Neutral(value.Text))
	}
	return appendText(dst, value.Text)
}

// quoted are the characters for which a field is quoted (RFC 4180).
var quoted = [256]bool{',': true, '"': true, '\n': true, '\r': true}

// appendText quotes a field that holds a delimiter, a quote or a line end.
func appendText(dst []byte, text string) []byte {
	for i := range len(text) {
		if quoted[text[i]] {
			dst = append(dst, '"')
			dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
			return append(dst, '"')
		}
	}
	return append(dst, text...)
}
