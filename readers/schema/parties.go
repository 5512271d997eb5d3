package schema

import (
	"slices"
	"strings"
	"unicode/utf8"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// PartyDecoder turns rows of the cases, ncps and events tables into values. It is safe
// for concurrent use.
type PartyDecoder struct {
	header *Header
	order  []placed
	cases  []valueColumn[ledger.Case]
	ncps   []valueColumn[ledger.NCP]

	caseID, ncpID, date, kind, end, value int // places, -1 if absent
}

// NewPartyDecoder binds the header of a cases, ncps or events table.
func NewPartyDecoder(header *Header) *PartyDecoder {
	d := &PartyDecoder{header: header, order: header.inHeaderOrder(), caseID: header.place("case_id"), ncpID: header.place("ncp_id"),
		date: header.place("date"), kind: header.place("type"), end: header.place("end_date"), value: header.place("value")}
	d.cases, d.ncps = valueColumns(d.order, caseSetters), valueColumns(d.order, ncpSetters)
	return d
}

// valueColumn is a column that the header has, with what stores its values.
type valueColumn[T any] struct {
	placed
	set  setter[T]
	free bool // free text
}

func valueColumns[T any](order []placed, setters map[string]setter[T]) []valueColumn[T] {
	var columns []valueColumn[T]
	for _, column := range order {
		if set := setters[column.name]; set != nil && column.place >= 0 {
			columns = append(columns, valueColumn[T]{column, set, freeText[column.name]})
		}
	}
	return columns
}

// setter stores a good value, blank included, or says what is wrong with it. Texts it
// gives to what collects those of the row.
type setter[T any] func(row *T, value []byte, kept *Texts) problem

// Texts collects the texts of one row, which are stored together, and those of many rows
// in one piece of memory: few large pieces are easier for the collector to look at than
// one for each party. It is used for one row after the other.
type Texts struct {
	joined   []byte
	fields   []textField
	contact  [ledger.ContactColumns][]byte // of an NCP, valid until the next row is read
	stored   strings.Builder
	counties map[string]string
}

const (
	// textsPiece is how many bytes of texts share a piece of memory.
	textsPiece = 32 << 10
	// countiesKept is how many names of counties are kept once for all their cases.
	countiesKept = 1000
	// countyMax is how long, in bytes, such a name may be.
	countyMax = 64
)

// textField is where a text belongs, and its length.
type textField struct {
	dst    *string
	length int
}

func (t *Texts) add(dst *string, value []byte) {
	t.joined = append(t.joined, value...)
	t.fields = append(t.fields, textField{dst, len(value)})
}

// store gives the texts to where they belong and returns the contact.
func (t *Texts) store() ledger.Contact {
	t.joined = ledger.AppendContact(t.joined, &t.contact)
	rest := t.keep(t.joined)
	for _, field := range t.fields {
		*field.dst, rest = rest[:field.length], rest[field.length:]
	}
	t.joined, t.fields, t.contact = t.joined[:0], t.fields[:0], [ledger.ContactColumns][]byte{}
	return ledger.Contact(rest)
}

// keep is a text as a string.
func (t *Texts) keep(text []byte) string {
	if len(text) > textsPiece/8 {
		return string(text)
	}
	if t.stored.Cap()-t.stored.Len() < len(text) {
		t.stored = strings.Builder{}
		t.stored.Grow(textsPiece)
	}
	from := t.stored.Len()
	t.stored.Write(text)
	return t.stored.String()[from:]
}

// county is the name of a county, of which a state has few.
func (t *Texts) county(name []byte) string {
	if known, ok := t.counties[string(name)]; ok {
		return known
	}
	own := string(name)
	if len(own) > countyMax || len(t.counties) == countiesKept {
		return own
	}
	if t.counties == nil {
		t.counties = make(map[string]string)
	}
	t.counties[own] = own
	return own
}

var caseSetters = map[string]setter[ledger.Case]{
	"county":          func(c *ledger.Case, v []byte, t *Texts) problem { return setCounty(&c.County, v, t) },
	"current_support": func(c *ledger.Case, v []byte, _ *Texts) problem { return setCents(&c.CurrentSupport, v, true) },
	"two_state":       func(c *ledger.Case, v []byte, _ *Texts) problem { return setFlag(&c.TwoState, v) },
	"cp_state": func(c *ledger.Case, v []byte, _ *Texts) problem {
		wrong := first(checkText(v), checkState(v))
		if !wrong.bad() {
			c.CPState, _ = ledger.ParseState(v)
		}
		return wrong
	},
	"recorded_principal": func(c *ledger.Case, v []byte, _ *Texts) problem { return setCents(&c.RecordedPrincipal, v, false) },
	"recorded_interest":  func(c *ledger.Case, v []byte, _ *Texts) problem { return setCents(&c.RecordedInterest, v, false) },
}

var ncpSetters = map[string]setter[ledger.NCP]{
	"name":     setContact(ledger.ContactName),
	"address1": setContact(ledger.ContactAddress1),
	"address2": setContact(ledger.ContactAddress2),
	"city":     setContact(ledger.ContactCity),
	"state":    setContact(ledger.ContactState),
	"zip":      setContact(ledger.ContactZip),
	"phone":    setContact(ledger.ContactPhone),
	"email":    setContact(ledger.ContactEmail),
	"language": setContact(ledger.ContactLanguage),
	"net_monthly_income": func(n *ledger.NCP, v []byte, _ *Texts) problem {
		return private(setCents(&n.NetMonthlyIncome, v, true))
	},
	"monthly_expenses":       func(n *ledger.NCP, v []byte, _ *Texts) problem { return private(setCents(&n.MonthlyExpenses, v, true)) },
	"assets":                 func(n *ledger.NCP, v []byte, _ *Texts) problem { return private(setCents(&n.Assets, v, true)) },
	"only_income_exempt":     func(n *ledger.NCP, v []byte, _ *Texts) problem { return private(setFlag(&n.OnlyIncomeExempt, v)) },
	"intentional_nonpayment": func(n *ledger.NCP, v []byte, _ *Texts) problem { return private(setFlag(&n.IntentionalNonpayment, v)) },
	"concealment":            func(n *ledger.NCP, v []byte, _ *Texts) problem { return private(setFlag(&n.Concealment, v)) },
	"do_not_contact":         func(n *ledger.NCP, v []byte, _ *Texts) problem { return private(setFlag(&n.DoNotContact, v)) },
}

// private words a problem without the value: in this table a shifted column may hold a
// name, a street number or a phone number.
func private(p problem) problem {
	switch p.code {
	case ledger.BadAmount:
		p.message = "the value is not an amount in dollars with at most two decimals, up to 9,999,999,999.99; write it like 1234.50"
	case ledger.BadFlag:
		p.message = "the value is not a flag; write Y or N, or leave it blank if unknown"
	}
	return p
}

func setCounty(dst *string, value []byte, kept *Texts) problem {
	value, wrong := plainText(value)
	if !wrong.bad() {
		*dst = kept.county(value)
	}
	return wrong
}

// setContact is the setter of a text of the contact.
func setContact(column ledger.ContactColumn) setter[ledger.NCP] {
	return func(_ *ledger.NCP, value []byte, kept *Texts) (wrong problem) {
		kept.contact[column], wrong = plainText(value)
		return wrong
	}
}

// plainText is a good text; nothing where it is a formula without a value, or a bad one.
func plainText(value []byte) ([]byte, problem) {
	wrong := checkText(value)
	if wrong.bad() || (len(value) > 0 && value[0] == 0) {
		return nil, wrong
	}
	return value, problem{}
}

func setFlag(dst *ledger.Flag, value []byte) problem {
	flag, ok := ledger.ParseFlag(value)
	if !ok {
		return first(checkText(value), checkFlag(value))
	}
	*dst = flag
	return problem{}
}

func setCents(dst *ledger.OptionalCents, value []byte, notNegative bool) problem {
	if len(value) == 0 {
		return problem{}
	}
	cents, ok := ledger.ParseCents(value)
	if !ok {
		return first(checkText(value), checkAmount(value))
	}
	if notNegative && cents < 0 {
		return problem{ledger.Sign, "the amount is below zero; it must be zero or more"}
	}
	*dst = ledger.Some(cents)
	return problem{}
}

// textOf is the value of a free-text column: only spaces are trimmed, so that a leading
// tab stays to be seen.
func textOf(text []byte, fields []ledger.Span, place int) []byte {
	value := fields[place].Of(text)
	for len(value) > 0 && value[0] == ' ' {
		value = value[1:]
	}
	for len(value) > 0 && value[len(value)-1] == ' ' {
		value = value[:len(value)-1]
	}
	return value
}

var freeText = map[string]bool{"county": true, "name": true, "address1": true, "address2": true, "city": true, "state": true,
	"zip": true, "phone": true, "email": true, "language": true}

// setValues stores every good value of a row and rejects every bad one by itself.
func setValues[T any](d *PartyDecoder, row *T, columns []valueColumn[T], text []byte, fields []ledger.Span, position ledger.Position, kept *Texts) []ledger.Reject {
	var rejects []ledger.Reject
	for i := range columns {
		column := &columns[i]
		var value []byte
		if column.free {
			value = textOf(text, fields, column.place)
		} else {
			value = valueOf(text, fields, column.place)
		}
		if wrong := column.set(row, value, kept); wrong.bad() {
			rejects = append(rejects, column.reject(position, d.header.Kind, wrong))
		}
	}
	return rejects
}

// keys rejects the whole row of which an identifier can't be used, the first in header
// order.
func (d *PartyDecoder) keys(text []byte, fields []ledger.Span, position ledger.Position, names ...string) []ledger.Reject {
	for _, column := range d.order {
		if !slices.Contains(names, column.name) {
			continue
		}
		if wrong := checkIdentifier(valueOf(text, fields, column.place)); wrong.bad() {
			reject := column.reject(position, d.header.Kind, wrong)
			reject.Row = true
			return []ledger.Reject{reject}
		}
	}
	return nil
}

func name(rejects []ledger.Reject, caseID, ncpID string) {
	for i := range rejects {
		rejects[i].CaseID, rejects[i].NCPID = caseID, ncpID
	}
}

// Case reads a row of the cases table into a row that is zero.
func (d *PartyDecoder) Case(row *ledger.CaseRow, kept *Texts, text []byte, fields []ledger.Span, position ledger.Position) {
	row.Position, row.CaseColumn, row.NCPColumn = position, d.caseID, d.ncpID
	caseID, ncpID := identifierBytes(text, fields, d.caseID), identifierBytes(text, fields, d.ncpID)
	kept.add(&row.Case.ID, caseID)
	kept.add(&row.NCPID, ncpID)
	if len(caseID) == 0 || len(ncpID) == 0 {
		row.Rejects = d.keys(text, fields, position, "case_id", "ncp_id")
	} else {
		row.Rejects = setValues(d, &row.Case, d.cases, text, fields, position, kept)
	}
	kept.store()
	name(row.Rejects, row.Case.ID, row.NCPID)
}

// NCP reads a row of the ncps table into a row that is zero.
func (d *PartyDecoder) NCP(row *ledger.NCPRow, kept *Texts, text []byte, fields []ledger.Span, position ledger.Position) {
	row.Position, row.Column = position, d.ncpID
	id := identifierBytes(text, fields, d.ncpID)
	kept.add(&row.NCP.ID, id)
	if len(id) == 0 {
		row.Rejects = d.keys(text, fields, position, "ncp_id")
	} else {
		row.Rejects = setValues(d, &row.NCP, d.ncps, text, fields, position, kept)
	}
	row.NCP.Contact = kept.store()
	name(row.Rejects, "", row.NCP.ID)
}

// Malformed is the reject of a row whose fields can't be told apart, naming what its
// identifiers' fields hold, if they were reached.
func (d *PartyDecoder) Malformed(text []byte, fields []ledger.Span, position ledger.Position, why string) ledger.Reject {
	reject := malformed(d.header.Kind, position, why)
	reject.CaseID = identifierIn(text, fields, d.caseID)
	reject.NCPID = identifierIn(text, fields, d.ncpID)
	return reject
}

// Event reads a row of the events table into a row that is zero.
func (d *PartyDecoder) Event(row *ledger.EventRow, kept *Texts, text []byte, fields []ledger.Span, position ledger.Position) {
	row.Position, row.CaseColumn, row.NCPColumn = position, d.caseID, d.ncpID
	kept.add(&row.CaseID, identifierBytes(text, fields, d.caseID))
	kept.add(&row.NCPID, identifierBytes(text, fields, d.ncpID))
	kept.store()
	value := func(place int) []byte { return valueOf(text, fields, place) }
	row.Type = parseEventType(value(d.kind))
	if row.Type == ledger.OutreachContact { // perhaps out of the contacts.csv of letters, which keeps spreadsheets from running it
		row.NCPID = report.Original(row.NCPID)
	}
	row.Date, _ = ledger.ParseDate(value(d.date))
	row.End, _ = ledger.ParseDate(value(d.end))
	if row.Type == ledger.RateChange {
		row.Rate, _ = parseRate(value(d.value))
	}
	for _, column := range d.order {
		if wrong := checkEvent(row, column.name, valueOf(text, fields, column.place)); wrong.bad() {
			reject := column.reject(position, ledger.EventsTable, wrong)
			reject.Row, reject.CaseID, reject.NCPID = true, row.CaseID, row.NCPID
			row.Reject = &reject
			break
		}
	}
}

// checkEvent judges one value of an event.
func checkEvent(row *ledger.EventRow, column string, value []byte) problem {
	rate := row.Type == ledger.RateChange
	switch column {
	case "date":
		return first(checkRequired(value), checkDate(value))
	case "type":
		return first(checkRequired(value), checkEventType(row.Type, value))
	case "ncp_id":
		if row.Type != 0 && !rate {
			return checkIdentifier(value)
		}
		return checkOptionalIdentifier(value)
	case "case_id":
		if rate {
			return checkIdentifier(value)
		}
		return checkOptionalIdentifier(value)
	case "end_date":
		return checkEnd(row, value)
	case "value":
		if rate {
			return first(checkRequired(value), checkRate(value))
		}
	}
	if !utf8.Valid(value) {
		return notUTF8
	}
	return problem{}
}

func checkEventType(kind ledger.EventType, value []byte) problem {
	if kind == 0 {
		known := ""
		for i, name := range ledger.EventTypes() {
			if i > 0 {
				known += ", "
			}
			known += name
		}
		return problem{ledger.BadType, word(value, ledger.EventTypes()) + " is not an event type; use one of " + known}
	}
	return problem{}
}

func checkEnd(row *ledger.EventRow, value []byte) problem {
	if len(value) == 0 {
		return problem{}
	}
	if wrong := first(checkText(value), checkDate(value)); wrong.bad() {
		return wrong
	}
	if row.Date != 0 && row.End < row.Date {
		return problem{ledger.BadDate, "the end date " + row.End.String() + " is before the date " + row.Date.String() + "; mend one of them"}
	}
	return problem{}
}

func parseEventType(value []byte) ledger.EventType {
	for i, known := range ledger.EventTypes() {
		if string(value) == known {
			return ledger.EventType(i + 1)
		}
	}
	name := NormalizeName(string(value))
	for i, known := range ledger.EventTypes() {
		if name == known {
			return ledger.EventType(i + 1)
		}
	}
	return 0
}
