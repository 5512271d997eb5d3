package generate

import "arrears/pipeline/ledger"

// planter plants defects among the rows of a world, which stays as it is: it draws from
// streams of its own, so the other rows are those of a clean run. The defects of a table
// take turns, so that a small world has them all.
type planter struct {
	random  random
	chance  int // of a defect next to a row, in millionths
	summary *Summary
	asOf    ledger.Date
	later   []defect

	number       int // of the case in hand
	strays       int // identifiers of no case given out beside it
	strayParents int // identifiers of no parent given out

	ledger, cases, ncps, events rota
}

// rota is defects that take turns.
type rota struct {
	defects []defect
	turn    int
}

func (r *rota) next() defect {
	d := r.defects[r.turn%len(r.defects)]
	r.turn++
	return d
}

func newPlanter(o Options, summary *Summary) *planter {
	p := &planter{summary: summary, asOf: o.AsOf}
	p.ledger.defects, p.cases.defects, p.ncps.defects, p.events.defects = ledgerDefects, casesDefects, ncpsDefects, eventsDefects
	// A row planted makes the table longer: a share s of all rows is s/(1-s) of the clean ones.
	p.chance = o.Dirty * 1_000_000 / (1_000_000 - o.Dirty)
	if o.Format == XLSX {
		for _, r := range []*rota{&p.ledger, &p.cases, &p.ncps, &p.events} {
			r.defects = typed(r.defects)
		}
	}
	return p
}

// beginCase takes up a case.
func (p *planter) beginCase(seed uint64, number int) {
	p.random = newRandom(seed, defectStream, number)
	p.number, p.strays = number, 0
}

// beginParent takes up a parent of the block of the case taken up last.
func (p *planter) beginParent(seed uint64, number int) {
	p.random = newRandom(seed, defectStream, -1-number)
}

func (p *planter) due() bool { return p.chance > 0 && p.random.below(1_000_000) < p.chance }

func (p *planter) strayCaseID() uint64 {
	p.strays++
	return unknownCaseID(p.number, p.strays)
}

// count books a row with a defect that leaves it out.
func (t *TableSummary) count(code ledger.Code) {
	t.Rows++
	t.Rejected++
	t.Rejects[code]++
}

// afterEntry plants a row after entry i of a case, if one is due.
func (p *planter) afterEntry(t table, c *caseFile, i int) {
	if !p.due() {
		return
	}
	d := p.ledger.next()
	if d.shape == strayCase || d.code == ledger.MissingColumnValue && d.column == 0 {
		p.later = append(p.later, d) // so that the rows of the case stay together
		return
	}
	for c.entries[i].kind == ledger.Reversal {
		i-- // the first entry of a case is none
	}
	p.plantEntry(t, c, c.entries[i], d)
}

// afterCase plants what does not belong to the case just written.
func (p *planter) afterCase(t table, c *caseFile) {
	for _, d := range p.later {
		if d.shape == strayCase {
			p.plantStray(t, c)
		} else {
			p.plantEntry(t, c, c.entries[0], d)
		}
	}
	p.later = p.later[:0]
}

// plantEntry writes a row made from e, an entry of the case.
func (p *planter) plantEntry(t table, c *caseFile, e entry, d defect) {
	sum, r := &p.summary.Ledger, &p.random
	switch d.shape {
	case badCell:
		row := p.newEntry(c, d.kind, e)
		writeEntry(&faulty{table: t, at: d.column, by: pick(r, d.texts)}, c.id, &row)
	case badRow:
		row := p.newEntry(c, ledger.Payment, e)
		writeEntry(p.misshapen(t, len(ledgerColumns), true), c.id, &row)
	case unmatched:
		row := p.unmatched(c, e)
		writeEntry(t, c.id, &row)
	case conflicting:
		// Only the source differs, so that which of the two rows stands makes no difference.
		if e.source == cash {
			e.source = check
		} else {
			e.source = cash
		}
		writeEntry(t, c.id, &e)
	case repeated:
		writeEntry(t, c.id, &e)
		sum.Rows++
		sum.Duplicates++
		return
	case future:
		row := p.newEntry(c, ledger.Payment, e)
		row.date = p.asOf + ledger.Date(r.between(1, 60))
		writeEntry(t, c.id, &row)
		sum.Rows++
		sum.Future++
		return
	}
	sum.count(d.code)
}

// newEntry is a good row that the case does not have, on the date of e.
func (p *planter) newEntry(c *caseFile, kind ledger.EntryType, e entry) entry {
	c.nextID++
	row := entry{id: c.nextID, kind: kind, date: e.date, amount: p.random.cents(1_000, 60_000)}
	switch kind {
	case ledger.Reversal:
		row.amount, row.ref = e.amount.Abs(), e.id
	case ledger.Payment:
		row.source = pick(&p.random, byHand)
	default:
		row.account = naa
	}
	return row
}

// unmatched is a reversal of e that does not match it, or of an entry that is not there.
func (p *planter) unmatched(c *caseFile, e entry) entry {
	row := p.newEntry(c, ledger.Reversal, e)
	switch p.random.below(3) {
	case 0:
		row.ref += 1_000_000
	case 1:
		row.amount += 100
	case 2:
		row.date--
	}
	return row
}

// misshapen is a row with fields missing or too many, or with a quote that is never
// closed, in a table without other quotes that has room for one.
func (p *planter) misshapen(t table, columns int, unquoted bool) table {
	r := &p.random
	switch r.weighted(4, 3, 3) {
	case 0:
		return &faulty{table: t, at: -1, keep: r.between(1, columns-1)}
	case 1:
		return &faulty{table: t, at: -1, more: r.between(1, 3)}
	}
	if csv, ok := t.(*csvTable); ok && unquoted && csv.openQuote() {
		return &faulty{table: t, at: 3, by: `"12.00`, raw: true}
	}
	return &faulty{table: t, at: -1, keep: columns - 1}
}

// plantStray writes one to three rows of a case that is in no other table. Whatever
// else is wrong with them, they are one reject.
func (p *planter) plantStray(t table, c *caseFile) {
	id := p.strayCaseID()
	sum := &p.summary.Ledger
	for n := range p.random.between(1, 3) {
		row := p.newEntry(c, ledger.Charge, c.entries[0])
		if n == 2 {
			writeEntry(&faulty{table: t, at: 3, by: "12.345"}, id, &row)
		} else {
			writeEntry(t, id, &row)
		}
		sum.Rows++
		sum.Rejected++
	}
	sum.Rejects[ledger.UnknownCase]++
}
