// Package parquet writes tables as Apache Parquet files, which DuckDB, pandas, R, Spark and
// Power BI read with the types of their columns: money is DECIMAL(18,2), a day DATE, a
// count INT64, a flag BOOLEAN, a list LIST of STRING, all else STRING. What is blank in CSV is
// null, but for a list, which is then empty. Texts are as they were read: nothing is put
// before what a spreadsheet might run, and only what is not UTF-8 becomes U+FFFD.
//
// Of what the library can write, it takes what every reader of the format knows: pages of
// version 1, PLAIN or RLE_DICTIONARY, Snappy.
package parquet

import (
	"context"
	"io"
	"runtime"

	library "github.com/parquet-go/parquet-go"

	"arrears/pipeline/ordered"
	"arrears/pipeline/report"
)

// createdBy names no version of this program: a file stays the same while the library does.
const createdBy = "arrears version 1"

// workersMax is how many chunks are rendered at a time, at most; encoding them takes as long.
const workersMax = 4

// size is how much is in a piece of a table.
type size struct {
	rows  int
	bytes int // of the cells, about
}

// groupSize is how much of a table makes a row group: enough to read quickly, little enough
// that its pages are held in memory until it is whole.
var groupSize = size{rows: 100_000, bytes: 64 << 20}

// Write writes a table and returns the number of its rows. The same table gives the same
// bytes on one kind of processor; on another, Snappy may pack them otherwise. It fails
// where an amount has more than 18 digits.
func Write(ctx context.Context, w io.Writer, table report.Table) (rows int, err error) {
	return writeGroups(ctx, w, &table, groupSize)
}

// writeGroups is Write with row groups that end once they have as many rows or bytes.
func writeGroups(ctx context.Context, w io.Writer, table *report.Table, enough size) (rows int, err error) {
	file := library.NewGenericWriter[any](w, schemaOf(table),
		&library.WriterConfig{CreatedBy: createdBy, Compression: &library.Snappy, DataPageVersion: 1},
		library.DataPageStatistics(false)) // each page would begin with its least and greatest text, however long
	columns := file.ColumnWriters()
	spent := make(chan chunk, 2*workersMax) // chunks that are written, whose memory the next ones take
	var group size
	newWorker := func() func(int) (chunk, error) { return (&renderer{table: table, spent: spent}).chunk }
	err = ordered.Do(ctx, min(runtime.GOMAXPROCS(0), workersMax), ordered.Steps(table.Items, chunkItems), newWorker, func(c chunk) error {
		for i, values := range c.columns {
			if _, err := columns[i].WriteRowValues(values); err != nil {
				return err
			}
		}
		rows += c.rows
		group = size{group.rows + c.rows, group.bytes + c.bytes}
		select {
		case spent <- c:
		default:
		}
		if group.rows < enough.rows && group.bytes < enough.bytes {
			return nil
		}
		group = size{}
		return file.Flush()
	})
	if err != nil {
		return rows, err
	}
	return rows, file.Close()
}
