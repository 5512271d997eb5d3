package generate

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// csvFiles are the tables of a world as CSV files.
type csvFiles struct {
	folder   *folder
	tables   tables
	all      []*csvTable
	shuffles []*shuffle
}

func (f *folder) writeCSV(ctx context.Context, o Options) (summary Summary, err error) {
	files := &csvFiles{folder: f}
	if err := files.open(o); err != nil {
		return Summary{}, err
	}
	if o.Shuffle {
		buckets, err := os.MkdirTemp(f.dir, ".shuffle-")
		if err != nil {
			return Summary{}, fmt.Errorf("create a temporary folder: %w", err)
		}
		defer func() { err = errors.Join(err, files.discard(buckets)) }()
		if err := files.shuffle(buckets, o); err != nil {
			return Summary{}, err
		}
	}
	w := newWorld(o, files.tables)
	if err := w.make(ctx); err != nil {
		return Summary{}, err
	}
	return w.summary, files.finish(ctx)
}

func (c *csvFiles) open(o Options) error {
	for i := range o.Files {
		t, err := c.create(ledgerName(i, o.Files), ledgerColumns)
		if err != nil {
			return err
		}
		c.tables.ledger = append(c.tables.ledger, t)
	}
	var err error
	if c.tables.cases, err = c.create("cases.csv", casesColumns); err != nil {
		return err
	}
	if c.tables.ncps, err = c.create("ncps.csv", ncpsColumns); err != nil {
		return err
	}
	c.tables.events, err = c.create("events.csv", eventsColumns)
	return err
}

func (c *csvFiles) create(name string, columns []string) (*csvTable, error) {
	file, err := c.folder.create(name)
	if err != nil {
		return nil, err
	}
	t := newCSVTable(file, columns)
	c.all = append(c.all, t)
	return t, nil
}

// shuffle puts buckets between each ledger table, whose header it writes first, and its
// file.
func (c *csvFiles) shuffle(dir string, o Options) error {
	for i, t := range c.all[:o.Files] {
		t.flush()
		s, err := newShuffle(dir, t.out, o, i)
		if err != nil {
			return err
		}
		t.out, t.gather = s, 0
		c.shuffles = append(c.shuffles, s)
	}
	return nil
}

// finish writes what is still held.
func (c *csvFiles) finish(ctx context.Context) error {
	for _, t := range c.all {
		t.flush()
	}
	if err := c.tables.err(); err != nil {
		return err
	}
	for _, s := range c.shuffles {
		if err := s.merge(ctx); err != nil {
			return err
		}
	}
	return nil
}

// discard removes the buckets.
func (c *csvFiles) discard(dir string) error {
	var errs []error
	for _, s := range c.shuffles {
		errs = append(errs, s.close())
	}
	return errors.Join(append(errs, os.RemoveAll(dir))...)
}
