package schema

import (
	"encoding/binary"

	"arrears/pipeline/ledger"
)

// fieldKind is what the fast path expects of a field.
type fieldKind uint8

const (
	otherField fieldKind = iota // of no column: passed over
	caseField
	dateField
	typeField
	amountField
	accountField
	sourceField
	entryIDField
	refField
)

var fieldKinds = map[string]fieldKind{"case_id": caseField, "date": dateField, "type": typeField, "amount": amountField,
	"account": accountField, "source": sourceField, "entry_id": entryIDField, "ref": refField}

// fastPlan is the kind of each field of a row, in header order.
func fastPlan(h *Header) []fieldKind {
	plan := make([]fieldKind, h.Width)
	for name, place := range h.at {
		plan[place] = fieldKinds[name]
	}
	return plan
}

// fastMax is how long a row the fast path takes may be; whether a longer one is malformed
// is not its to say.
const fastMax = 64 << 10

// Fast reads the row at batch.Text[pos:] if it is written as most exports write it: no
// quotes, no blanks around values, ASCII, ISO dates, amounts such as 1234.50, types and
// accounts as they are spelled here, everything valid. It adds the row to the batch and
// returns where the next one begins. Anything else is false, changes nothing, and takes
// the general path, which it never contradicts.
func (d *LedgerDecoder) Fast(batch *ledger.Batch, pos int, delimiter byte, position ledger.Position) (next int, ok bool) {
	text, start := batch.Text, pos
	entry := ledger.Entry{Position: position}
	var caseID ledger.Span
	last := len(d.plan) - 1
	for i, kind := range d.plan {
		end := -1
		switch kind {
		case dateField:
			if pos+10 <= len(text) {
				entry.Date, end = isoDate(text[pos:pos+10]), pos+10
			}
		case amountField:
			entry.Amount, end = plainAmount(text, pos)
		case typeField:
			entry.Type, end = plainType(text, pos)
		case caseField:
			if end = sameCase(batch, pos, delimiter); end < 0 {
				end = plainText(text, pos, delimiter)
			}
			caseID = ledger.Span{Start: uint32(pos), Length: uint32(max(end-pos, 0))}
		default:
			if end = plainText(text, pos, delimiter); end > pos && !d.text(kind, &entry, text, pos, end) {
				return 0, false
			}
		}
		switch {
		case end < 0 || end >= len(text):
			return 0, false
		case i < last && text[end] == delimiter:
			pos = end + 1
		case i == last && text[end] == '\n':
			pos = end + 1
		case i == last && text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n':
			pos = end + 2
		default:
			return 0, false
		}
	}
	if caseID.Length == 0 || pos-start > fastMax || !d.sound(text, &entry) {
		return 0, false
	}
	run := openRun(batch, caseID, position)
	run.Plain = run.Plain || run.Rows == 1
	batch.Entries = append(batch.Entries, entry)
	run.To = len(batch.Entries)
	batch.Rows++
	return pos, true
}

// text stores a text that is not blank; false for an account that is none.
func (d *LedgerDecoder) text(kind fieldKind, entry *ledger.Entry, text []byte, pos, end int) bool {
	span := ledger.Span{Start: uint32(pos), Length: uint32(end - pos)}
	switch kind {
	case accountField:
		entry.Account = d.plainAccount(text[pos:end])
		return entry.Account != 0
	case sourceField:
		entry.Source = span
	case entryIDField:
		entry.ID = span
	case refField:
		entry.Ref = span
	}
	return true
}

// sound tells whether the row is accepted as it stands.
func (d *LedgerDecoder) sound(text []byte, e *ledger.Entry) bool {
	if e.Date == 0 || e.Amount == 0 || (e.Amount < 0 && e.Type != ledger.Adjustment && e.Type != ledger.InterestAdjustment) ||
		(e.Account == 0 && needsAccount(e.Type)) || (e.Type == ledger.Reversal && e.Ref.Length == 0) {
		return false
	}
	if e.Source.Length > 0 && e.Type == ledger.Payment {
		for i := range d.rules.BySource {
			if len(d.rules.BySource[i].Source) == int(e.Source.Length) {
				var normal [64]byte
				e.SourceRule = d.rules.SourceRule(NormalizeSource(normal[:0], e.Source.Of(text)))
				break
			}
		}
	}
	return true
}

// sameCase is where the identifier ends if it is that of the row before, else -1. One
// that came by the general path may hold a delimiter or a line end and is not compared.
func sameCase(batch *ledger.Batch, pos int, delimiter byte) int {
	if !batch.PlainCase {
		return -1
	}
	before := batch.Runs[len(batch.Runs)-1].Case.Of(batch.Text)
	end := pos + len(before)
	if end < len(batch.Text) && batch.Text[end] == delimiter && string(batch.Text[pos:end]) == string(before) {
		return end
	}
	return -1
}

// stops marks the bytes at which the fast path stops reading a text: line ends, quotes,
// control characters, and what is not ASCII. Delimiters are told apart by the caller.
var stops = func() (table [256]bool) {
	for c := range table {
		table[c] = c < ' ' || c == '"' || c >= 0x7f
	}
	return table
}()

// plainText is where a text ends, -1 if blanks stand around it.
func plainText(text []byte, pos int, delimiter byte) int {
	end := pos
	for end < len(text) && text[end] != delimiter && !stops[text[end]] {
		end++
	}
	if end > pos && (text[pos] == ' ' || text[end-1] == ' ') {
		return -1
	}
	return end
}

// isoDate reads ten bytes as 2006-01-02; 0 if they are no such day.
func isoDate(text []byte) ledger.Date {
	_ = text[9]
	if text[4] != '-' || text[7] != '-' {
		return 0
	}
	// The eight digits side by side, all checked at once: a digit's high half is 3, and
	// adding 6 does not carry into it.
	packed := uint64(binary.LittleEndian.Uint32(text)) | uint64(text[5])<<32 | uint64(text[6])<<40 | uint64(text[8])<<48 | uint64(text[9])<<56
	if (packed&0xf0f0f0f0f0f0f0f0)|((packed+0x0606060606060606)&0xf0f0f0f0f0f0f0f0)>>4 != 0x3333333333333333 {
		return 0
	}
	digit := func(i uint) int { return int(packed >> (8 * i) & 0xf) }
	date, ok := ledger.NewDate(digit(0)*1000+digit(1)*100+digit(2)*10+digit(3), digit(4)*10+digit(5), digit(6)*10+digit(7))
	if !ok {
		return 0
	}
	return date
}

// plainAmount reads digits with at most two decimals, and a minus sign before them; end
// is -1 if there is none or too many. What follows is the caller's to judge.
func plainAmount(text []byte, pos int) (amount ledger.Cents, end int) {
	end = pos
	negative := end < len(text) && text[end] == '-'
	if negative {
		end++
	}
	first := end
	for end < len(text) && text[end]-'0' <= 9 {
		amount = amount*10 + ledger.Cents(text[end]-'0')
		end++
	}
	if end == first || end-first > 10 {
		return 0, -1
	}
	amount *= 100
	if end+1 < len(text) && text[end] == '.' && text[end+1]-'0' <= 9 {
		amount += ledger.Cents(text[end+1]-'0') * 10
		end += 2
		if end < len(text) && text[end]-'0' <= 9 {
			amount += ledger.Cents(text[end] - '0')
			end++
		}
	}
	if negative {
		amount = -amount
	}
	return amount, end
}

// plainType reads a type as it is spelled here; end is -1 if it is none.
func plainType(text []byte, pos int) (kind ledger.EntryType, end int) {
	if pos >= len(text) {
		return 0, -1
	}
	switch text[pos] {
	case 'c':
		kind = ledger.Charge
	case 'p':
		kind = ledger.Payment
	case 'a':
		kind = ledger.Adjustment
	case 'i':
		kind = ledger.InterestAdjustment
	case 'j':
		kind = ledger.Judgment
	case 'r':
		kind = ledger.Reversal
	default:
		return 0, -1
	}
	name := kind.String()
	end = pos + len(name)
	if end > len(text) || string(text[pos:end]) != name {
		return 0, -1
	}
	return kind, end
}

// plainAccount finds an account as the policy spells it; 0 if it is none.
func (d *LedgerDecoder) plainAccount(code []byte) ledger.AccountNumber {
	for i := range d.rules.Accounts {
		if d.rules.Accounts[i].Code == string(code) {
			return ledger.AccountNumber(i + 1)
		}
	}
	return 0
}
