package schema

import (
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// outreachOwn are the columns of an outreach list that a run wrote itself, by their names
// in outreach.csv and by their headings in the workbook: known, and not read again.
var outreachOwn = []string{"rank", "status", "new", "name", "address1", "address", "address2", "address_2", "city", "state", "zip", "phone",
	"email", "e_mail", "language", "county", "compromisable", "compromisable_arrears", "offer", "offer_(estimate)", "forgiven",
	"forgiveness_(estimate)", "plan_payment", "plan_payment_a_month", "eligible_on", "next_steps", "remedies", "remedies_at_stake",
	"reason", "why"}

// Contact reads a row of an outreach list that came back: the contact that a caseworker
// wrote into it, as an event of the NCP, into a row that is zero. A row into which nobody
// wrote is an event without a type.
func (d *PartyDecoder) Contact(row *ledger.EventRow, _ *Texts, text []byte, fields []ledger.Span, position ledger.Position) {
	row.Position, row.CaseColumn, row.NCPColumn = position, d.caseID, d.ncpID
	value := func(column string) []byte { return valueOf(text, fields, d.header.place(column)) }
	date, outcome, notes := value("contacted_on"), value("outcome"), value("notes")
	if len(date) == 0 && len(outcome) == 0 && len(notes) == 0 {
		return
	}
	row.Type = ledger.OutreachContact
	row.NCPID = report.Original(identifierIn(text, fields, d.ncpID))
	row.Date, _ = ledger.ParseDate(date)
	for _, column := range d.order {
		if wrong := checkContact(column.name, valueOf(text, fields, column.place)); wrong.bad() {
			reject := column.reject(position, ledger.OutreachTable, wrong)
			reject.Row, reject.NCPID = true, row.NCPID
			row.Reject = &reject
			break
		}
	}
}

// checkContact judges one value of a contact. No message repeats the value: beside it
// stand names and addresses, and one may have slipped into this column.
func checkContact(column string, value []byte) problem {
	switch column {
	case "ncp_id":
		return checkIdentifier(value)
	case "contacted_on":
		if len(value) == 0 {
			return problem{ledger.MissingColumnValue, "the row has an outcome or notes, but not the day of the contact; fill it in, or clear the two"}
		}
		wrong := first(checkRequired(value), checkDate(value))
		if wrong.code == ledger.BadDate {
			wrong.message = "the value is not a date from 1900-01-01 to 2199-12-31; write it like 2006-01-02 or 1/2/2006"
		}
		return wrong
	}
	return checkText(value)
}

// IsOutreach tells whether the cells are the header of an outreach list with the
// caseworker's columns, and how many of them belong to it: beside the list, after an empty
// cell, a remark may stand.
func IsOutreach(cells []string, aliases map[string]string) (width int, is bool) {
	width = slices.IndexFunc(cells, func(cell string) bool { return NormalizeName(cell) == "" })
	if width < 0 {
		width = len(cells)
	}
	header, err := Recognise(cells[:width], aliases)
	return width, err == nil && header.Kind == ledger.OutreachTable
}
