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

const (
	// fastMax is how long a row the fast path takes may be; whether a longer one is
	// malformed is not its to say.
	fastMax = 64 << 10
	// fieldRoom is how many bytes must follow the start of a field, so that it can be
	// looked at in whole words.
	fieldRoom = 16
)

// plainReader reads rows that are written as most exports write them: no quotes, no
// blanks around values, ASCII, ISO dates, amounts such as 1234.50, types and accounts
// as they are spelled here, everything valid.
type plainReader struct {
	*LedgerDecoder
	text      []byte
	delimiter byte
	repeated  uint64 // the delimiter in each byte

	caseID ledger.Span // of the row at hand
	same   bool        // it is that of the row before
	// The first and the last eight bytes of the case of the row before.
	head, tail uint64
	// The account of the row before as it stands in the text, delimiter included.
	account               ledger.AccountNumber
	accountWord, codeMask uint64
	codeLength            int
}

// Fast reads the rows from batch.Text[pos:] that begin before text[stop:], as long as
// they are plain (see plainReader), and adds them to the batch; the first has the given
// position. It returns where the next row begins and how many it read. A row that is not
// plain it leaves as it is: that takes the general path, which the fast one never
// contradicts.
func (d *LedgerDecoder) Fast(batch *ledger.Batch, pos, stop int, delimiter byte, position ledger.Position) (next, rows int) {
	r := plainReader{LedgerDecoder: d, text: batch.Text, delimiter: delimiter, repeated: everyByte * uint64(delimiter)}
	var run *ledger.Run
	for pos < stop {
		batch.Entries = append(batch.Entries, ledger.Entry{Position: position + ledger.Position(rows)})
		entry := &batch.Entries[len(batch.Entries)-1]
		next := r.row(pos, entry)
		if next < 0 || next-pos > fastMax || !r.sound(entry) {
			batch.Entries = batch.Entries[:len(batch.Entries)-1]
			break
		}
		if run == nil || !r.same {
			run = openRun(batch, r.caseID, entry.Position, len(batch.Entries)-1)
		} else {
			run.Rows++
		}
		run.To = len(batch.Entries)
		pos = next
		rows++
	}
	batch.Rows += rows
	return pos, rows
}

// row reads one row into an entry and returns where the next one begins, -1 if it is not
// plain.
func (r *plainReader) row(pos int, entry *ledger.Entry) (next int) {
	text := r.text
	last := len(r.plan) - 1
	for i, kind := range r.plan {
		if pos+fieldRoom > len(text) {
			return -1
		}
		end := pos
		switch kind {
		case caseField:
			end = r.readCase(pos)
		case dateField:
			entry.Date, end = isoDate(text[pos:pos+10]), pos+10
		case typeField:
			entry.Type, end = r.readType(pos)
		case amountField:
			if entry.Amount, end = shortAmount(binary.LittleEndian.Uint64(text[pos:]), pos); end < 0 {
				entry.Amount, end = plainAmount(text, pos)
			}
		case accountField:
			if text[pos] != r.delimiter {
				entry.Account, end = r.readAccount(pos)
			}
		default:
			if text[pos] != r.delimiter {
				end = r.plainText(pos)
				setSpan(kind, entry, pos, end)
			}
		}
		if uint(end) >= uint(len(text)) {
			return -1
		}
		if i < last && text[end] != r.delimiter {
			return -1
		}
		pos = end + 1
	}
	switch {
	case text[pos-1] == '\n':
		return pos
	case text[pos-1] == '\r' && pos < len(text) && text[pos] == '\n':
		return pos + 1
	}
	return -1
}

// sound tells whether the row is accepted as it stands, and looks up its source.
func (r *plainReader) sound(e *ledger.Entry) bool {
	if e.Date == 0 || e.Amount == 0 || (e.Amount < 0 && e.Type != ledger.Adjustment && e.Type != ledger.InterestAdjustment) ||
		(e.Account == 0 && needsAccount(e.Type)) || (e.Type == ledger.Reversal && e.Ref.Length == 0) ||
		r.caseID.Length|e.ID.Length|e.Ref.Length >= identifierMax {
		return false
	}
	if e.Source.Length > 0 && e.Type == ledger.Payment {
		for i := range r.rules.BySource {
			if len(r.rules.BySource[i].Source) == int(e.Source.Length) {
				var normal [64]byte
				e.SourceRule = r.rules.SourceRule(NormalizeSource(normal[:0], e.Source.Of(r.text)))
				break
			}
		}
	}
	return true
}

// readCase is where the identifier ends, -1 if it is not plain or blank. Rows of one case
// mostly follow one another, so it is first held against the one before.
func (r *plainReader) readCase(pos int) (end int) {
	length := int(r.caseID.Length)
	if length >= 8 && pos+length < len(r.text) && r.text[pos+length] == r.delimiter &&
		binary.LittleEndian.Uint64(r.text[pos:]) == r.head && binary.LittleEndian.Uint64(r.text[pos+length-8:]) == r.tail &&
		(length <= 16 || string(r.text[pos:pos+length]) == string(r.caseID.Of(r.text))) {
		r.caseID.Start, r.same = uint32(pos), true
		return pos + length
	}
	end = r.plainText(pos)
	if end <= pos {
		return -1
	}
	r.caseID, r.same = ledger.Span{Start: uint32(pos), Length: uint32(end - pos)}, false
	if end-pos >= 8 {
		r.head, r.tail = binary.LittleEndian.Uint64(r.text[pos:]), binary.LittleEndian.Uint64(r.text[end-8:])
	}
	return end
}

// readType reads a type as it is spelled here; end is -1 if it is none.
func (r *plainReader) readType(pos int) (kind ledger.EntryType, end int) {
	word := binary.LittleEndian.Uint64(r.text[pos:])
	switch {
	case word&lowBytes(6) == chargeWord:
		return ledger.Charge, pos + 6
	case word&lowBytes(7) == paymentWord:
		return ledger.Payment, pos + 7
	}
	for i, name := range ledger.EntryTypes() {
		if end = pos + len(name); end < len(r.text) && string(r.text[pos:end]) == name {
			kind = ledger.EntryType(i + 1)
			if next := r.text[end]; next == r.delimiter || next == '\n' || next == '\r' {
				return kind, end
			}
		}
	}
	return 0, -1
}

// readAccount reads an account as the policy spells it; end is -1 if it is none.
func (r *plainReader) readAccount(pos int) (account ledger.AccountNumber, end int) {
	word := binary.LittleEndian.Uint64(r.text[pos:])
	if r.codeMask != 0 && word&r.codeMask == r.accountWord {
		return r.account, pos + r.codeLength
	}
	if end = r.plainText(pos); end <= pos {
		return 0, end
	}
	for i := range r.rules.Accounts {
		if r.rules.Accounts[i].Code != string(r.text[pos:end]) {
			continue
		}
		account = ledger.AccountNumber(i + 1)
		if length := end - pos; length < 8 && r.text[end] == r.delimiter {
			r.account, r.codeLength, r.codeMask = account, length, lowBytes(length+1)
			r.accountWord = word & r.codeMask
		}
		return account, end
	}
	return 0, -1
}

// setSpan stores a text that may be blank.
func setSpan(kind fieldKind, entry *ledger.Entry, pos, end int) {
	if end <= pos {
		return
	}
	span := ledger.Span{Start: uint32(pos), Length: uint32(end - pos)}
	switch kind {
	case sourceField:
		entry.Source = span
	case entryIDField:
		entry.ID = span
	case refField:
		entry.Ref = span
	}
}
