package wire

import "arrears/pipeline/ledger"

// columnsMax is how many columns a header may have, for a header is at most 1 MiB long.
const columnsMax = 1 << 20

// NewCase is the item of a row of a cases table.
func NewCase(row *ledger.CaseRow) Item {
	w := begin(CaseItem, 64)
	w.number(uint64(row.Position))
	w.caseRow(&row.Case)
	w.text(row.NCPID)
	w.signed(int64(row.CaseColumn))
	w.signed(int64(row.NCPColumn))
	w.rejects(row.Rejects)
	return Item(w)
}

// Case opens an item of a row of a cases table.
func (i Item) Case() (row ledger.CaseRow, err error) {
	r := open(i.data, CaseItem)
	row.Position = ledger.Position(r.number())
	r.caseRow(&row.Case)
	row.NCPID = r.text()
	row.CaseColumn, row.NCPColumn = r.column(), r.column()
	row.Rejects = r.rejects()
	return row, r.end()
}

// column reads a place in a header, from 0; -1 for none.
func (r *reader) column() int {
	n := r.signed()
	if n < ledger.NoColumn || n > columnsMax {
		r.fail()
	}
	return int(n)
}

// caseRow writes what a cases table says of a case, and whether it is tainted.
func (w *writer) caseRow(c *ledger.Case) {
	w.text(c.ID)
	w.text(c.County)
	w.optional(c.CurrentSupport)
	w.octet(byte(c.TwoState))
	w.text(c.CPState.String())
	w.optional(c.RecordedPrincipal)
	w.optional(c.RecordedInterest)
	w.flag(c.Tainted)
}

func (r *reader) caseRow(c *ledger.Case) {
	c.ID, c.County = r.text(), r.text()
	c.CurrentSupport = r.optional()
	c.TwoState = r.yesNo()
	c.CPState = r.state()
	c.RecordedPrincipal, c.RecordedInterest = r.optional(), r.optional()
	c.Tainted = r.flag()
}

func (r *reader) state() ledger.State {
	state, ok := ledger.ParseState(r.span())
	if !ok {
		r.fail()
	}
	return state
}

func (r *reader) yesNo() ledger.Flag { return ledger.Flag(r.below(uint64(ledger.Yes))) }

// NewNCP is the item of a row of an ncps table.
func NewNCP(row *ledger.NCPRow) Item {
	w := begin(NCPItem, 160)
	w.number(uint64(row.Position))
	n := &row.NCP
	w.text(n.ID)
	for _, text := range n.Texts() {
		w.text(text)
	}
	for _, amount := range [...]ledger.OptionalCents{n.NetMonthlyIncome, n.MonthlyExpenses, n.Assets} {
		w.optional(amount)
	}
	for _, flag := range [...]ledger.Flag{n.OnlyIncomeExempt, n.IntentionalNonpayment, n.Concealment, n.DoNotContact} {
		w.octet(byte(flag))
	}
	w.signed(int64(row.Column))
	w.rejects(row.Rejects)
	return Item(w)
}

// NCP opens an item of a row of an ncps table.
func (i Item) NCP() (row ledger.NCPRow, err error) {
	r := open(i.data, NCPItem)
	row.Position = ledger.Position(r.number())
	n := &row.NCP
	n.ID = r.text()
	var texts [ledger.ContactColumns]string
	for column := range texts {
		texts[column] = r.text()
	}
	n.Contact = ledger.NewContact(texts)
	n.NetMonthlyIncome, n.MonthlyExpenses, n.Assets = r.optional(), r.optional(), r.optional()
	n.OnlyIncomeExempt, n.IntentionalNonpayment, n.Concealment, n.DoNotContact = r.yesNo(), r.yesNo(), r.yesNo(), r.yesNo()
	row.Column = r.column()
	row.Rejects = r.rejects()
	return row, r.end()
}
