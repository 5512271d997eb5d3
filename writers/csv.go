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

// chunk is a piece of a CSV file with the sums of its money columns.
type chunk struct {
	text []byte
	rows int
	sums []ledger.Cents
	err  error
}

// writeCSV writes a table and returns the number of its rows and the sum of each money
// column (0 for the others). It fails with ledger.ErrOverflow where a sum does.
func writeCSV(ctx context.Context, w io.Writer, table report.Table) (rows int, sums []ledger.Cents, err error) {
	var header []byte
	for i, column := range table.Columns {
		if i > 0 {
			header = append(header, ',')
		}
		header = append(header, column.Name...)
	}
	if _, err := w.Write(append(header, '\n')); err != nil {
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
	newWorker := func() func(int) (chunk, error) {
		var values []report.Value
		return func(from int) (c chunk, err error) {
			c.sums = make([]ledger.Cents, len(table.Columns))
			select {
			case text := <-spent:
				c.text = text[:0]
			default:
				c.text = make([]byte, 0, 256*chunkItems)
			}
			for i := from; i < min(from+chunkItems, table.Items); i++ {
				values = table.Append(values[:0], i)
				c.add(values, len(table.Columns))
			}
			return c, c.err
		}
	}
	err = ordered.Do(ctx, runtime.GOMAXPROCS(0), produce, newWorker, func(c chunk) error {
		rows += c.rows
		for i, sum := range c.sums {
			if sums[i], err = sums[i].Add(sum); err != nil {
				return err
			}
		}
		_, err := w.Write(c.text)
		select {
		case spent <- c.text:
		default:
		}
		return err
	})
	return rows, sums, err
}

// add renders rows of a number of columns.
func (c *chunk) add(values []report.Value, columns int) {
	for ; len(values) > 0; values = values[columns:] {
		for column := range values[:columns] {
			value := &values[column]
			if !value.Blank {
				c.text = appendValue(c.text, value)
				if value.Kind == report.Money && value.Number != 0 {
					c.sum(column, ledger.Cents(value.Number))
				}
			}
			c.text = append(c.text, ',')
		}
		c.text[len(c.text)-1] = '\n'
		c.rows++
	}
}

func (c *chunk) sum(column int, amount ledger.Cents) {
	sum, err := c.sums[column].Add(amount)
	if err != nil {
		c.err = err
	}
	c.sums[column] = sum
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
