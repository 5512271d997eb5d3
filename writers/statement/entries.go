package statement

import (
	"fmt"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/writers/internal/words"
)

// entryColumns are the columns of the entries. A payment's parts fill the two from
// partsFrom on.
var entryColumns = []column{{"Date", date, 0}, {"Entry", text, 19}, {"Account", text, 8}, {"Charged", money, 0}, {"Credited", money, 0},
	{"Part", money, 0}, {"Where the part went", text, 32}, {"Record", text, 12}}

const partsFrom = 5

// entriesSection is every entry with what it did.
func entriesSection(d *Document) section {
	t := &table{Caption: "Entries, in the order in which they count, in dollars", None: "The ledger has no entry of this case.", Main: true, Columns: entryColumns,
		Parts: [2]int{partsFrom, partsFrom + 2}}
	var charged, credited Money
	for i := range d.Steps {
		step := &d.Steps[i]
		added, taken := step.sides()
		charged, credited = charged+added, credited+taken
		t.Rows = append(t.Rows, step.rows()...)
	}
	if len(t.Rows) > 0 {
		cells := make([]cell, len(entryColumns))
		cells[0], cells[3], cells[4] = textCell("All entries"), moneyCell(charged), moneyCell(credited)
		t.Rows = append(t.Rows, row{total, cells})
	}
	if len(d.LeftOut) > 0 {
		t.Rows = append(t.Rows, headerRow(len(entryColumns), "Left out: these rows count for nothing"))
		for i := range d.LeftOut {
			t.Rows = append(t.Rows, d.LeftOut[i].leftOut())
		}
	}
	s := section{"entries", "Entries and how they were credited", entriesSheet, []block{{List: []string{
		"Charged adds to what is owed: charges, judgments and adjustments upward. Credited takes from it: payments and adjustments downward, with the parts that each of them paid. The oldest installment is paid first.",
		"A charge that is still unpaid at the end of its month becomes past due on the first of the next; from then on it bears interest if the rules under Method do not say otherwise.",
		"Payments are credited in the order that the law sets for their date; those orders stand under Method. " + d.Audience.orderNote(),
	}}, {Table: t}}}
	if len(d.Rejects) > 0 {
		var lines []string
		for _, r := range d.Rejects {
			lines = append(lines, words.Sentence(fmt.Sprintf("%s: %s", r.Place, r.Message)))
		}
		s.Blocks = append(s.Blocks, block{Heading: "Input that could not be used"}, block{List: lines})
	}
	return s
}

// orderNote says what a document tells of orders of crediting that some sources have.
func (a Audience) orderNote() string {
	if a.seesSources() {
		return "Where a payment's source has an order of its own, the order stands beside the payment."
	}
	return "The law gives some kinds of payment another order; which kind a payment was is not shown in this copy."
}

// sides are what a step adds to what is owed and takes from it. Payments and negative
// adjustments take.
func (s *Step) sides() (added, taken Money) {
	switch {
	case s.Row == nil:
		return 0, 0
	case s.Row.Type == ledger.Payment.String():
		return 0, s.Row.Amount
	case s.Row.Amount < 0:
		return 0, -s.Row.Amount
	}
	return s.Row.Amount, 0
}

// rows are a step's line and, below it, the parts that it has beyond the first.
func (s *Step) rows() []row {
	first := row{event, make([]cell, len(entryColumns))}
	if s.Row != nil {
		first = s.Row.row()
	} else {
		first.Cells[0], first.Cells[1] = dateCell(s.Date), textCell(eventNames[s.Event])
	}
	if added, taken := s.sides(); taken != 0 {
		first.Cells[4] = moneyCell(taken)
	} else if s.Row != nil {
		first.Cells[3] = moneyCell(added)
	}
	var details [][2]cell
	if s.ownOrder {
		details = append(details, [2]cell{1: textCell("In the order of its source: " + orderWords(s.Order))})
	}
	for _, p := range partsOf(s.Effects) {
		details = append(details, [2]cell{moneyCell(p.amount), textCell(p.words())})
	}
	rows, next := []row{first}, part
	if first.Role == event {
		next = eventPart
	}
	for i, detail := range details {
		if i > 0 {
			rows = append(rows, row{next, make([]cell, len(entryColumns))})
		}
		copy(rows[i].Cells[partsFrom:], detail[:])
	}
	return rows
}

// row is a ledger row's line without what it did.
func (r *Row) row() row {
	name := entryNames[r.Type]
	if r.Source != "" {
		name += " (" + r.Source + ")"
	}
	record := r.EntryID
	if record == "" {
		record = fmt.Sprintf("line %d", r.line)
	}
	cells := make([]cell, len(entryColumns))
	cells[0], cells[1], cells[2], cells[7] = dateCell(r.Date), textCell(name), textCell(r.Account), textCell(record)
	return row{body, cells}
}

// leftOut is the line of a row that was not replayed, with the reason.
func (r *Row) leftOut() row {
	line := r.row()
	line.Cells[partsFrom] = moneyCell(r.Amount)
	line.Cells[partsFrom+1] = textCell(words.Sentence(r.Fate))
	return line
}

// creditedPart is the part of an entry that went to one kind of debt of one account.
type creditedPart struct {
	what, account string
	from, to      Date // of the first and the last installment
	installments  int
	amount        Money
}

// partsOf puts effects on the same kind of debt of the same account together, in the
// order in which each was first met.
func partsOf(effects []Effect) []creditedPart {
	var parts []creditedPart
	for _, e := range effects {
		at := slices.IndexFunc(parts, func(p creditedPart) bool { return p.what == e.What && p.account == e.Account })
		if at < 0 {
			at = len(parts)
			parts = append(parts, creditedPart{what: e.What, account: e.Account, from: e.Installment})
		}
		parts[at].to = e.Installment
		parts[at].installments++
		parts[at].amount += e.Amount
	}
	return parts
}

// words says where a part went: principal of PAA of May 2, 2022.
func (p *creditedPart) words() string {
	when := p.from.People()
	if p.installments > 1 {
		when = fmt.Sprintf("%s installments, %s to %s", words.Count(p.installments), when, p.to.People())
	}
	switch p.what {
	case "held":
		return "Held as credit"
	case "interest":
		return "Interest of " + p.account
	case "past_due":
		return p.account + ", due " + when
	case "current":
		return "Current support of " + p.account + ", due " + when
	}
	return "Principal of " + p.account + ", of " + when
}
