package finished

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

// Outreach yields the outreach list, by rank. After an error, here and in the other
// tables, the rows yielded so far are not to be used; nor are they before the end, for
// only then it is certain that the file is the one that the run wrote.
func (r *Run) Outreach(ctx context.Context, yield func(Outreach) error) error {
	return read(ctx, r, "outreach", outreachSetters, yield)
}

// NCPs yields every NCP, bytewise by identifier.
func (r *Run) NCPs(ctx context.Context, yield func(NCP) error) error {
	return read(ctx, r, "ncps", ncpSetters, yield)
}

// Cases yields every case, bytewise by identifier.
func (r *Run) Cases(ctx context.Context, yield func(Case) error) error {
	return read(ctx, r, "cases", caseSetters, yield)
}

// Balances yields every account of every case, by case and then by code.
func (r *Run) Balances(ctx context.Context, yield func(Balance) error) error {
	return read(ctx, r, "balances", balanceSetters, yield)
}

// Rejects yields what of the input could not be used, in input order.
func (r *Run) Rejects(ctx context.Context, yield func(Reject) error) error {
	return read(ctx, r, "rejects", rejectSetters, yield)
}

// read yields the rows of a table in the order of the file. Blocks are parsed side by
// side, beside the hash of the whole file, which must be that of the manifest.
func read[Row any](ctx context.Context, r *Run, table string, set setters[Row], yield func(Row) error) error {
	name := table + ".csv"
	output, err := r.output(name)
	if err != nil {
		return err
	}
	file, err := os.Open(filepath.Join(r.Folder, name))
	if err != nil {
		return readers.Unreadable(r.path(name), err)
	}
	defer file.Close()
	layout, columns, err := header(r, file, table, set)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var hashed errgroup.Group
	if r.asIs {
		info, err := file.Stat()
		if err != nil {
			return readers.Unreadable(r.path(name), err)
		}
		output.Size = info.Size()
	} else {
		hashed.Go(func() error { return r.checkHash(ctx, output) })
	}
	blocks := delimited.NewFile(r.path(name), 0, layout, file, output.Size, &decoder[Row]{columns: columns, kept: newShared()})
	line := layout.Line
	err = delimited.Take(ctx, blocks.Blocks, func(rows []decoded[Row], lines int) error {
		for i := range rows {
			if rows[i].fault != "" {
				return r.damaged(name, line+rows[i].line, rows[i].fault)
			}
			if err := yield(rows[i].row); err != nil {
				return err
			}
		}
		line += lines
		return nil
	})
	if err != nil {
		stop()
		_ = hashed.Wait() // what is wrong is known
		return err
	}
	return hashed.Wait()
}

// checkHash makes sure that a file is the one that the run wrote.
func (r *Run) checkHash(ctx context.Context, output report.ManifestOutput) error {
	hash, err := readers.Digest(ctx, filepath.Join(r.Folder, output.Path))
	if err == nil && hash != output.SHA256 {
		err = r.changed(output.Path)
	}
	return err
}

func (r *Run) damaged(file string, line int, fault string) error {
	return &readers.Error{Name: r.path(file), Message: fmt.Sprintf("is damaged on line %d (%s); %s", line, fault, advice)}
}

// headerMax is more than any header of a run takes.
const headerMax = 64 << 10

// column is a column of the file that has a place in the row.
type column[Row any] struct {
	name string
	at   int
	set  func(*Row, *cell)
}

// header finds the table's columns by their names, wherever they stand. Columns that this
// program does not know are passed over: a later version may have written them.
func header[Row any](r *Run, file io.Reader, table string, set setters[Row]) (layout delimited.Layout, columns []column[Row], err error) {
	name := table + ".csv"
	line, err := bufio.NewReader(io.LimitReader(file, headerMax)).ReadString('\n')
	if err != nil {
		return layout, nil, r.damaged(name, 1, "there is no header")
	}
	names := strings.Split(strings.TrimSuffix(line, "\n"), ",")
	definitions := tables()
	definition := definitions[slices.IndexFunc(definitions, func(t report.Table) bool { return t.Name == table })]
	for _, c := range definition.Columns {
		at := slices.Index(names, c.Name)
		if at < 0 {
			return layout, nil, &readers.Error{Name: r.path(name), Message: fmt.Sprintf("lacks the column %s, for %s wrote it; do the run again with this version", c.Name, r.Manifest.Program)}
		}
		columns = append(columns, column[Row]{c.Name, at, set[c.Name]})
	}
	return delimited.Layout{Delimiter: ',', Header: &schema.Header{Width: len(names)}, DataStart: int64(len(line)), Line: 2}, columns, nil
}

// decoder makes rows of fields. It is used by several goroutines.
type decoder[Row any] struct {
	columns []column[Row]
	kept    *shared
}

// decoded is a row, or what is wrong with it on a line of its block.
type decoded[Row any] struct {
	row   Row
	fault string
	line  int
}

func (d *decoder[Row]) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	taken := batch.Taken.(*delimited.Taken[decoded[Row]])
	taken.Rows = append(taken.Rows, decoded[Row]{line: position.Line()})
	into := &taken.Rows[len(taken.Rows)-1]
	c := cell{kept: d.kept}
	for i := range d.columns {
		c.raw = fields[d.columns[i].at].Of(batch.Text)
		d.columns[i].set(&into.row, &c)
		if c.bad {
			into.fault = "the column " + d.columns[i].name + " holds no such value"
			return
		}
	}
}

func (d *decoder[Row]) Malformed(batch *ledger.Batch, _ []ledger.Span, position ledger.Position, _ string) {
	taken := batch.Taken.(*delimited.Taken[decoded[Row]])
	taken.Rows = append(taken.Rows, decoded[Row]{fault: "the row is malformed", line: position.Line()})
}
