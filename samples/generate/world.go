package generate

import "context"

// tables is where the rows go. The ledger of county i goes to ledger[i % len(ledger)].
type tables struct {
	ledger              []table
	cases, ncps, events table
}

func (t *tables) err() error {
	for _, l := range t.ledger {
		if l.err() != nil {
			return l.err()
		}
	}
	for _, other := range []table{t.cases, t.ncps, t.events} {
		if other.err() != nil {
			return other.err()
		}
	}
	return nil
}

// world makes all rows in order, one block of cases and their parents after another.
type world struct {
	options Options
	tables  tables
	summary Summary
	planter *planter
	file    caseFile
	happens []event
	present [blockSize]bool // which parents of the block have a case
}

func newWorld(o Options, t tables) *world {
	w := &world{options: o, tables: t, summary: newSummary()}
	w.planter = newPlanter(o, &w.summary)
	return w
}

// make writes every row. It stops at the first failure to write, or when ctx is done.
func (w *world) make(ctx context.Context) error {
	for first := 0; first < w.options.Cases; first += blockCases {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		w.makeBlock(first)
		if err := w.tables.err(); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) makeBlock(first int) {
	w.present = [blockSize]bool{}
	for number := first; number < min(first+blockCases, w.options.Cases); number++ {
		w.makeCase(number)
	}
	for slot, present := range w.present {
		if present || slot == blockParents {
			w.makeParent(first/blockCases*blockSize+slot, present)
		}
	}
}

func (w *world) makeCase(number int) {
	c, p, seed := &w.file, w.planter, w.options.Seed
	c.prepare(seed, number, w.options.AsOf)
	c.live()
	c.record()
	w.present[c.parent.number%blockSize] = true
	p.beginCase(seed, number)
	t := w.tables.ledger[c.county%len(w.tables.ledger)]
	for i := range c.entries {
		writeEntry(t, c.id, &c.entries[i])
		p.afterEntry(t, c, i)
	}
	w.summary.Ledger.Rows += len(c.entries)
	p.afterCase(t, c)
	p.writeCase(w.tables.cases, c)
	w.happens = c.events(w.happens[:0])
	for i := range w.happens {
		p.writeEvent(w.tables.events, &w.happens[i], c.id, c.parent.id)
	}
}

// makeParent writes a parent and its events. A few parents with a case have no row of
// their own, and a few with a row have no case.
func (w *world) makeParent(number int, hasCase bool) {
	seed, p := w.options.Seed, w.planter
	parent := newParent(seed, number)
	if listed := parent.random.permille(997); !hasCase && number%7 != 0 || hasCase && !listed {
		return
	}
	p.beginParent(seed, number)
	row := parent.record()
	p.writeNCP(w.tables.ncps, &row)
	w.happens = parent.events(w.happens[:0], w.options.AsOf)
	for i := range w.happens {
		p.writeEvent(w.tables.events, &w.happens[i], w.file.id, parent.id)
	}
}
