package generate

import (
	"arrears/pipeline/ledger"
)

// The columns of each table, in the order in which they are written.
var (
	ledgerColumns = []string{"case_id", "date", "type", "amount", "account", "source", "entry_id", "ref"}
	casesColumns  = []string{"case_id", "ncp_id", "county", "current_support", "two_state", "cp_state", "recorded_principal", "recorded_interest"}
	ncpsColumns   = []string{"ncp_id", "name", "address1", "address2", "city", "state", "zip", "phone", "email", "language",
		"net_monthly_income", "monthly_expenses", "assets", "only_income_exempt", "intentional_nonpayment", "concealment", "do_not_contact"}
	eventsColumns = []string{"date", "type", "ncp_id", "case_id", "end_date", "value", "note"}
)

// table takes the cells of a table one after another, row by row. The first failure
// to write is kept and told by err.
type table interface {
	word(text string) // text that holds nothing to be quoted; it is written as it is
	text(text string)
	identifier(id uint64, width int) // with leading zeros; width 0: without
	date(date ledger.Date)           // 0 is blank
	money(amount ledger.Cents)
	blank()
	end() // of the row
	err() error
}

// nowhere is a table that is not written.
type nowhere struct{}

func (nowhere) word(string)            {}
func (nowhere) text(string)            {}
func (nowhere) identifier(uint64, int) {}
func (nowhere) date(ledger.Date)       {}
func (nowhere) money(ledger.Cents)     {}
func (nowhere) blank()                 {}
func (nowhere) end()                   {}
func (nowhere) err() error             { return nil }

func writeHeader(t table, columns []string) {
	for _, name := range columns {
		t.word(name)
	}
	t.end()
}

func writeEntry(t table, caseID uint64, e *entry) {
	t.identifier(caseID, caseIDDigits)
	t.date(e.date)
	t.word(e.kind.String())
	t.money(e.amount)
	t.word(accountCodes[e.account])
	t.word(sourceNames[e.source])
	t.identifier(uint64(e.id), 0)
	if e.ref == 0 {
		t.blank()
	} else {
		t.identifier(uint64(e.ref), 0)
	}
	t.end()
}

func writeCase(t table, c *caseFile) {
	t.identifier(c.id, caseIDDigits)
	t.identifier(c.parent.id, parentIDDigits)
	t.text(counties[c.county].name)
	writeOptional(t, c.currentSupport)
	t.word(c.twoState.String())
	t.word(c.cpState)
	writeOptional(t, c.recordedPrincipal)
	writeOptional(t, c.recordedInterest)
	t.end()
}

func writeNCP(t table, n *ncp) {
	t.identifier(n.id, parentIDDigits)
	for _, text := range []string{n.name, n.address1, n.address2, n.city, n.state, n.zip, n.phone, n.email, n.language} {
		t.text(text)
	}
	for _, amount := range []ledger.OptionalCents{n.income, n.expenses, n.assets} {
		writeOptional(t, amount)
	}
	for _, flag := range []ledger.Flag{n.onlyIncomeExempt, n.intentional, n.concealment, n.doNotContact} {
		t.word(flag.String())
	}
	t.end()
}

func writeEvent(t table, e *event) {
	t.date(e.date)
	t.word(e.kind)
	writeIdentifier(t, e.parent, parentIDDigits)
	writeIdentifier(t, e.caseID, caseIDDigits)
	t.date(e.end)
	t.word(e.value)
	t.text(e.note)
	t.end()
}

func writeOptional(t table, amount ledger.OptionalCents) {
	if amount.Known() {
		t.money(amount.Cents())
	} else {
		t.blank()
	}
}

func writeIdentifier(t table, id uint64, width int) {
	if id == 0 {
		t.blank()
	} else {
		t.identifier(id, width)
	}
}
