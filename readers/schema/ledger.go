package schema

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// LedgerDecoder turns rows of a ledger into entries. It is safe for concurrent use.
type LedgerDecoder struct {
	header *Header
	rules  *policy.Policy
	order  []placed
	plan   []fieldKind

	caseID, date, kind, amount, account, source, entryID, ref int // places, -1 if absent
}

// NewLedgerDecoder binds a ledger's header to the accounts and sources of a policy.
func NewLedgerDecoder(header *Header, rules *policy.Policy) *LedgerDecoder {
	return &LedgerDecoder{header: header, rules: rules, order: header.inHeaderOrder(), plan: fastPlan(header),
		caseID: header.place("case_id"), date: header.place("date"), kind: header.place("type"), amount: header.place("amount"),
		account: header.place("account"), source: header.place("source"), entryID: header.place("entry_id"), ref: header.place("ref")}
}

// Row adds a row with the right number of fields to a batch: to the run of its case,
// and as an entry or as a reject.
func (d *LedgerDecoder) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	batch.Rows++
	var entry ledger.Entry
	caseID, ok := d.decode(batch.Text, fields, position, &entry)
	if ok {
		run := openRun(batch, caseID, position, len(batch.Entries))
		batch.Entries = append(batch.Entries, entry)
		run.To = len(batch.Entries)
		return
	}
	reject := d.reject(batch.Text, fields, position)
	batch.Rejects = append(batch.Rejects, reject)
	if reject.CaseID != "" && reject.Code != ledger.Encoding {
		openRun(batch, caseID, position, len(batch.Entries))
	}
}

// openRun finds the run that a row of a case belongs to, counting the row; a new run's
// entries begin at Entries[at].
func openRun(batch *ledger.Batch, caseID ledger.Span, position ledger.Position, at int) *ledger.Run {
	if n := len(batch.Runs); n > 0 {
		last := &batch.Runs[n-1]
		if bytes.Equal(last.Case.Of(batch.Text), caseID.Of(batch.Text)) {
			last.Rows++
			return last
		}
	}
	batch.Runs = append(batch.Runs, ledger.Run{Case: caseID, From: at, To: at, Rows: 1, First: position})
	return &batch.Runs[len(batch.Runs)-1]
}

// Malformed adds a row whose fields can't be told apart. Its case is the text in the
// identifier's field, if that was reached.
func (d *LedgerDecoder) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	batch.Rows++
	reject := malformed(ledger.LedgerTable, position, why)
	reject.CaseID = identifierIn(batch.Text, fields, d.caseID)
	batch.Rejects = append(batch.Rejects, reject)
}

func malformed(table ledger.TableKind, position ledger.Position, why string) ledger.Reject {
	return ledger.Reject{Position: position, Table: table, Code: ledger.MalformedRow, ColumnOrder: ledger.NoColumn,
		Message: why, Row: true, Rows: 1}
}

// identifierIn reads an identifier's field of a row that may be malformed; blank if it
// can't be read.
func identifierIn(text []byte, fields []ledger.Span, place int) string {
	return string(identifierBytes(text, fields, place))
}

func identifierBytes(text []byte, fields []ledger.Span, place int) []byte {
	if place < 0 || place >= len(fields) {
		return nil
	}
	value := valueOf(text, fields, place)
	if checkIdentifier(value).bad() {
		return nil
	}
	return value
}

// decode reads a row all of whose values are good; false if any is not.
func (d *LedgerDecoder) decode(text []byte, fields []ledger.Span, position ledger.Position, entry *ledger.Entry) (caseID ledger.Span, ok bool) {
	caseID = trimSpan(text, fields[d.caseID])
	var okDate, okAmount, okAccount bool
	entry.Position = position
	entry.Date, okDate = ledger.ParseDate(trimSpan(text, fields[d.date]).Of(text))
	entry.Type = parseType(trimSpan(text, fields[d.kind]).Of(text))
	entry.Amount, okAmount = ledger.ParseCents(trimSpan(text, fields[d.amount]).Of(text))
	entry.Account, okAccount = d.parseAccount(valueOf(text, fields, d.account))
	entry.ID = d.textSpan(text, fields, d.entryID)
	entry.Ref = d.textSpan(text, fields, d.ref)
	if entry.Source = d.textSpan(text, fields, d.source); bytes.Equal(entry.Source.Of(text), FormulaWithoutValue) {
		entry.Source = ledger.Span{}
	}
	if !okDate || entry.Type == 0 || !okAmount || !okAccount {
		return caseID, false
	}
	if entry.Source.Length > 0 && entry.Type == ledger.Payment && len(d.rules.BySource) > 0 {
		var normal [64]byte
		entry.SourceRule = d.rules.SourceRule(NormalizeSource(normal[:0], entry.Source.Of(text)))
	}
	if signProblem(entry.Type, entry.Amount).bad() || (entry.Account == 0 && needsAccount(entry.Type)) ||
		(entry.Type == ledger.Reversal && entry.Ref.Length == 0) {
		return caseID, false
	}
	return caseID, !checkIdentifier(caseID.Of(text)).bad() && utf8.Valid(entry.Source.Of(text)) &&
		!checkOptionalIdentifier(entry.ID.Of(text)).bad() && !checkOptionalIdentifier(entry.Ref.Of(text)).bad()
}

func (d *LedgerDecoder) textSpan(text []byte, fields []ledger.Span, place int) ledger.Span {
	if place < 0 {
		return ledger.Span{}
	}
	return trimSpan(text, fields[place])
}

// trimSpan narrows a span to its trimmed value.
func trimSpan(text []byte, span ledger.Span) ledger.Span {
	value := span.Of(text)
	if n := len(value); n == 0 || (visible(value[0]) && visible(value[n-1])) {
		return span
	}
	left := bytes.TrimLeft(value, " \t\r\n\u00a0")
	start := span.Start + uint32(len(value)-len(left))
	return ledger.Span{Start: start, Length: uint32(len(trim(left)))}
}

// reject names the first bad column of a row in header order.
func (d *LedgerDecoder) reject(text []byte, fields []ledger.Span, position ledger.Position) ledger.Reject {
	for _, column := range d.order {
		value := valueOf(text, fields, column.place)
		wrong := d.check(column.name, value, text, fields)
		if !wrong.bad() {
			continue
		}
		reject := column.reject(position, ledger.LedgerTable, wrong)
		reject.Row = true
		reject.CaseID = identifierIn(text, fields, d.caseID)
		return reject
	}
	panic("a row was refused and no column of it is bad")
}

// check judges one value of a row. What an amount, an account and a reference must be
// depends on the row's type; where that is bad itself, only their form is judged.
func (d *LedgerDecoder) check(column string, value, text []byte, fields []ledger.Span) problem {
	kind := parseType(valueOf(text, fields, d.kind))
	switch column {
	case "case_id":
		return checkIdentifier(value)
	case "date":
		return first(checkRequired(value), checkDate(value))
	case "type":
		if kind == 0 {
			return first(checkRequired(value), problem{ledger.BadType, word(value, ledger.EntryTypes()) + " is not a ledger type; use one of " + strings.Join(ledger.EntryTypes(), ", ")})
		}
	case "amount":
		amount, _ := ledger.ParseCents(value)
		return first(checkRequired(value), checkAmount(value), signProblem(kind, amount))
	case "account":
		return d.checkAccount(value, kind)
	case "ref":
		if kind == ledger.Reversal {
			return checkIdentifier(value)
		}
		return checkOptionalIdentifier(value)
	case "entry_id":
		return checkOptionalIdentifier(value)
	case "source":
		return checkText(value)
	}
	return problem{}
}

// checkOptionalIdentifier refuses an identifier that is there but can't be read.
func checkOptionalIdentifier(value []byte) problem {
	if len(value) == 0 {
		return problem{}
	}
	return checkIdentifier(value)
}

func (d *LedgerDecoder) checkAccount(value []byte, kind ledger.EntryType) problem {
	if kind != 0 && needsAccount(kind) {
		if wrong := checkRequired(value); wrong.bad() {
			return wrong
		}
	}
	if !utf8.Valid(value) {
		return notUTF8
	}
	if _, ok := d.parseAccount(value); !ok {
		codes := make([]string, len(d.rules.Accounts))
		for i, account := range d.rules.Accounts {
			codes[i] = account.Code
		}
		return problem{ledger.BadAccount, word(value, codes) + " is not an account of the policy; use one of " + strings.Join(codes, ", ")}
	}
	return problem{}
}

// first is the first problem there is.
func first(problems ...problem) problem {
	for _, p := range problems {
		if p.bad() {
			return p
		}
	}
	return problem{}
}

func needsAccount(kind ledger.EntryType) bool {
	return kind != ledger.Payment && kind != ledger.Reversal
}

// signProblem judges the amount of a row of a known type.
func signProblem(kind ledger.EntryType, amount ledger.Cents) problem {
	switch {
	case kind == 0:
		return problem{}
	case kind == ledger.Adjustment || kind == ledger.InterestAdjustment:
		if amount == 0 {
			return problem{ledger.Sign, "the amount of an " + strings.ReplaceAll(kind.String(), "_", " ") + " is zero; leave the row out or mend the amount"}
		}
	case amount <= 0:
		return problem{ledger.Sign, "the amount of a " + kind.String() + " must be above zero; to take something back use a reversal or an adjustment"}
	}
	return problem{}
}

// parseType reads a ledger type in any letter case, with spaces or `-` for `_`; 0 if it
// is none.
func parseType(value []byte) ledger.EntryType {
	switch string(value) {
	case "charge":
		return ledger.Charge
	case "payment":
		return ledger.Payment
	}
	name := NormalizeName(string(value))
	for i, known := range ledger.EntryTypes() {
		if name == known {
			return ledger.EntryType(i + 1)
		}
	}
	return 0
}

// parseAccount finds an account by its code, in any letter case. Blank is account 0.
func (d *LedgerDecoder) parseAccount(value []byte) (ledger.AccountNumber, bool) {
	if len(value) == 0 {
		return 0, true
	}
	for i := range d.rules.Accounts {
		if string(value) == d.rules.Accounts[i].Code {
			return ledger.AccountNumber(i + 1), true
		}
	}
	for i := range d.rules.Accounts {
		if strings.EqualFold(string(value), d.rules.Accounts[i].Code) {
			return ledger.AccountNumber(i + 1), true
		}
	}
	return 0, false
}
