package generate

import "arrears/pipeline/ledger"

// writeCase writes the row of a case, with a defect in it or after it if one is due.
func (p *planter) writeCase(t table, c *caseFile) {
	sum := &p.summary.Cases
	sum.Rows++
	if !p.due() {
		writeCase(t, c)
		return
	}
	d := p.cases.next()
	if d.shape == badCell {
		writeCase(p.spoilt(t, d, sum), c)
		return
	}
	writeCase(t, c)
	switch d.shape {
	case badRow:
		writeCase(p.misshapen(t, len(casesColumns), true), c)
	case repeated:
		writeCase(&faulty{table: t, at: 2, by: pick(&p.random, counties[:]).name}, c)
	case orphan:
		stray := *c
		stray.id = p.strayCaseID()
		writeCase(&faulty{table: t, at: p.random.below(2)}, &stray)
	}
	sum.count(d.code)
}

// writeNCP writes the row of a parent, with a defect in it or after it if one is due.
func (p *planter) writeNCP(t table, n *ncp) {
	sum := &p.summary.NCPs
	sum.Rows++
	if !p.due() {
		writeNCP(t, n)
		return
	}
	d := p.ncps.next()
	if d.shape == badCell {
		writeNCP(p.spoilt(t, d, sum), n)
		return
	}
	writeNCP(t, n)
	switch d.shape {
	case badRow:
		writeNCP(p.misshapen(t, len(ncpsColumns), false), n)
	case repeated:
		writeNCP(&faulty{table: t, at: 12, by: "99.00"}, n)
	case orphan:
		writeNCP(&faulty{table: t, at: 0}, n)
	}
	sum.count(d.code)
}

// spoilt replaces one cell of a row that stands otherwise: the value alone is rejected.
func (p *planter) spoilt(t table, d defect, sum *TableSummary) table {
	sum.Rejects[d.code]++
	return &faulty{table: t, at: d.column, by: pick(&p.random, d.texts)}
}

// writeEvent writes an event, and a planted one after it if one is due. The planted one
// names the case or the parent given, both known to other tables.
func (p *planter) writeEvent(t table, e *event, caseID, parent uint64) {
	sum := &p.summary.Events
	sum.Rows++
	writeEvent(t, e)
	if !p.due() {
		return
	}
	d := p.events.next()
	date := p.asOf - ledger.Date(p.random.between(1, 2000))
	contact := event{date: date, kind: "outreach_contact", parent: parent}
	rate := event{date: date, kind: "rate", caseID: caseID, value: "7%"}
	switch d.shape {
	case badCell:
		made := &contact
		if d.column == 4 || d.column == 5 {
			made = &rate
		}
		writeEvent(&faulty{table: t, at: d.column, by: pick(&p.random, d.texts)}, made)
	case missingParent:
		contact.parent = 0
		writeEvent(t, &contact)
	case missingRate:
		rate.value = ""
		writeEvent(t, &rate)
	case backwards:
		rate.end = date - 1
		writeEvent(t, &rate)
	case strayCase:
		rate.caseID = p.strayCaseID()
		writeEvent(t, &rate)
	case strayParent:
		p.strayParents++
		contact.parent = unknownParentID(p.strayParents)
		writeEvent(t, &contact)
	case badRow:
		writeEvent(p.misshapen(t, len(eventsColumns), false), &contact)
	case future:
		contact.date = p.asOf + ledger.Date(p.random.between(1, 60))
		writeEvent(t, &contact)
		sum.Rows++
		sum.Future++
		return
	}
	sum.count(d.code)
}
