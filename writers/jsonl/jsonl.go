// Package jsonl writes tables as JSON lines: one object a row, keys in the order of the
// columns, each row ended by a line feed.
//
// Money is a number with two decimals, exact as text: a reader that takes JSON's numbers for
// decimals has the very amount, and one that takes them for floating point has it to the
// cent up to 9,999,999,999,999.99. A count is a number, a day ISO text, a flag true or false,
// a list an array. What is blank in CSV is null, but for a list, which is then empty. Texts
// are as they were read: nothing is put before what a spreadsheet might run, and no
// character is escaped but those that JSON asks for and the two line ends of Unicode.
package jsonl

import (
	"context"
	"io"
	"runtime"

	"arrears/pipeline/ordered"
	"arrears/pipeline/report"
)

// chunkItems is how many items of a table are rendered at a time.
const chunkItems = 2048

// chunk is a piece of a file.
type chunk struct {
	text []byte
	rows int
}

// Write writes a table and returns the number of its rows. The same table gives the same
// bytes.
func Write(ctx context.Context, w io.Writer, table report.Table) (rows int, err error) {
	workers := runtime.GOMAXPROCS(0)
	spent := make(chan []byte, 2*workers) // texts that are written, whose memory the next ones take
	newWorker := func() func(int) (chunk, error) { return newRenderer(table, spent).chunk }
	err = ordered.Do(ctx, workers, ordered.Steps(table.Items, chunkItems), newWorker, func(c chunk) error {
		rows += c.rows
		_, err := w.Write(c.text)
		select {
		case spent <- c.text[:0]:
		default:
		}
		return err
	})
	return rows, err
}

// renderer renders chunks of a table, one at a time.
type renderer struct {
	table  report.Table
	keys   [][]byte // with what stands before and behind them
	values []report.Value
	spent  <-chan []byte
}

func newRenderer(table report.Table, spent <-chan []byte) *renderer {
	r := &renderer{table: table, spent: spent}
	for i, column := range table.Columns {
		key := []byte{','}
		if i == 0 {
			key[0] = '{'
		}
		r.keys = append(r.keys, append(appendText(key, column.Name), ':'))
	}
	return r
}

// chunk renders the rows of the items from one on.
func (r *renderer) chunk(from int) (c chunk, _ error) {
	select {
	case c.text = <-r.spent:
	default:
	}
	for i := from; i < min(from+chunkItems, r.table.Items); i++ {
		r.values = r.table.Append(r.values[:0], i)
		for k := range r.values {
			at := k % len(r.keys)
			c.text = append(c.text, r.keys[at]...)
			c.text = appendValue(c.text, &r.table.Columns[at], &r.values[k])
			if at == len(r.keys)-1 {
				c.text = append(c.text, '}', '\n')
				c.rows++
			}
		}
	}
	return c, nil
}
