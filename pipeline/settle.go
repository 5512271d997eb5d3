package pipeline

import (
	"bytes"

	"arrears/pipeline/ledger"
)

// caseSumMax bounds the sizes of a case's amounts taken together, so that principal and
// interest of three centuries stay within 64 bits of cents.
const caseSumMax ledger.Cents = 10_000_000_000_000_000

// piece is rows of one case that follow one another in the input.
type piece struct {
	id      string
	text    []byte // what the entries' spans refer to
	entries []ledger.Entry
}

// settled is a case's entries made ready for replay, and what was left out of them.
type settled struct {
	entries    []ledger.Entry // in input order, none after the as-of date, none voided
	duplicates []ledger.Position
	future     []ledger.Position
	rejects    []ledger.Reject
}

// settler makes the entries of a case ready. It keeps its memory from case to case.
type settler struct {
	asOf ledger.Date
	ids  idTable
	void []bool
	// indexed tells that ids holds the entries of the case at hand.
	indexed bool
	cases   settled
}

// settle drops duplicates, rejects conflicting entries, sets future entries aside, and
// removes reversals with what they void (SPEC section 2). The result is valid until the
// next call; it may reorder p.entries' memory.
func (s *settler) settle(p *piece) *settled {
	s.cases = settled{entries: p.entries, duplicates: s.cases.duplicates[:0], future: s.cases.future[:0]}
	ascending, latest, reversals := look(p)
	if !ascending {
		s.dropRepeated(p)
	}
	if latest > s.asOf {
		s.setFutureAside()
	}
	if reversals {
		s.applyReversals(p)
	}
	s.boundSum(p)
	return &s.cases
}

// look tells what must be done about the entries. No two share an identifier if those
// ascend by length and then bytewise, as exports mostly number them.
func look(p *piece) (ascending bool, latest ledger.Date, reversals bool) {
	var last []byte
	ascending = true
	for i := range p.entries {
		entry := &p.entries[i]
		latest = max(latest, entry.Date)
		reversals = reversals || entry.Type == ledger.Reversal
		if entry.ID.Length == 0 || !ascending {
			continue
		}
		id := entry.ID.Of(p.text)
		ascending = len(id) > len(last) || (len(id) == len(last) && bytes.Compare(id, last) > 0)
		last = id
	}
	return ascending, latest, reversals
}

// dropRepeated keeps the first entry of each identifier. A later one is a duplicate if
// it is equal in every column, else a conflict.
func (s *settler) dropRepeated(p *piece) {
	s.ids.reset(len(p.entries))
	kept := s.cases.entries[:0]
	for i := range s.cases.entries {
		entry := s.cases.entries[i]
		if id := entry.ID.Of(p.text); len(id) > 0 {
			same := func(at int) bool { return bytes.Equal(kept[at].ID.Of(p.text), id) }
			if at, known := s.ids.put(hashOfBytes(id), len(kept), same); known {
				s.repeated(p, &kept[at], &entry)
				continue
			}
		}
		kept = append(kept, entry)
	}
	s.cases.entries = kept
}

func (s *settler) repeated(p *piece, earlier, later *ledger.Entry) {
	if equalEntries(p.text, earlier, later) {
		s.cases.duplicates = append(s.cases.duplicates, later.Position)
		return
	}
	s.cases.rejects = append(s.cases.rejects, ledger.Reject{
		Position: later.Position, Table: ledger.LedgerTable, Code: ledger.ConflictingEntry, Column: "entry_id", CaseID: p.id, Row: true, Rows: 1,
		Other:   earlier.Position,
		Message: "the same entry_id stands with other content on {other}; give each entry an id of its own, or correct one of the two",
	})
}

func equalEntries(text []byte, a, b *ledger.Entry) bool {
	return a.Date == b.Date && a.Type == b.Type && a.Amount == b.Amount && a.Account == b.Account &&
		bytes.Equal(a.Ref.Of(text), b.Ref.Of(text)) && bytes.Equal(normalSource(a.Source.Of(text)), normalSource(b.Source.Of(text)))
}

// normalSource compares sources as they are parsed: lower case, `_` for spaces and `-`.
func normalSource(source []byte) []byte {
	return bytes.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ' || r == '-':
			return '_'
		}
		return r
	}, source)
}

func (s *settler) setFutureAside() {
	kept := s.cases.entries[:0]
	for _, entry := range s.cases.entries {
		if entry.Date > s.asOf {
			s.cases.future = append(s.cases.future, entry.Position)
			continue
		}
		kept = append(kept, entry)
	}
	s.cases.entries = kept
}

// applyReversals removes each reversal and the entry it voids: the one of its ref, of
// its size, dated no later, not voided before and no reversal itself.
func (s *settler) applyReversals(p *piece) {
	entries := s.cases.entries
	s.index(p)
	s.void = append(s.void[:0], make([]bool, len(entries))...)
	for i := range entries {
		reversal := &entries[i]
		if reversal.Type != ledger.Reversal {
			continue
		}
		s.void[i] = true
		at := s.find(p, reversal.Ref.Of(p.text))
		if at >= 0 && !s.void[at] && entries[at].Amount.Abs() == reversal.Amount && entries[at].Date <= reversal.Date {
			s.void[at] = true
			continue
		}
		s.cases.rejects = append(s.cases.rejects, ledger.Reject{
			Position: reversal.Position, Table: ledger.LedgerTable, Code: ledger.UnmatchedReversal, Column: "ref", CaseID: p.id, Row: true, Rows: 1,
			Message: "no entry of the case with this entry_id, this size and a date no later is left to void; check ref and amount",
		})
	}
	kept := entries[:0]
	for i, entry := range entries {
		if !s.void[i] {
			kept = append(kept, entry)
		}
	}
	s.cases.entries = kept
}

// find is the place of the entry with an identifier, no reversal itself; -1 if there is
// none. A case has few reversals, so that looking beats an index.
func (s *settler) find(p *piece, id []byte) int {
	if s.indexed {
		return s.ids.find(hashOfBytes(id), func(at int) bool { return bytes.Equal(s.cases.entries[at].ID.Of(p.text), id) })
	}
	for i := range s.cases.entries {
		e := &s.cases.entries[i]
		if int(e.ID.Length) == len(id) && e.Type != ledger.Reversal && bytes.Equal(e.ID.Of(p.text), id) {
			return i
		}
	}
	return -1
}

// index makes find fast where a case has many reversals.
func (s *settler) index(p *piece) {
	reversals := 0
	for i := range s.cases.entries {
		if s.cases.entries[i].Type == ledger.Reversal {
			reversals++
		}
	}
	if s.indexed = reversals > 100; !s.indexed {
		return
	}
	s.ids.reset(len(s.cases.entries))
	for i := range s.cases.entries {
		if e := &s.cases.entries[i]; e.ID.Length > 0 && e.Type != ledger.Reversal {
			s.ids.put(hashOfBytes(e.ID.Of(p.text)), i, func(int) bool { return false }) // no two are alike any more
		}
	}
}

// boundSum rejects entries that would take the sum of sizes beyond caseSumMax.
func (s *settler) boundSum(p *piece) {
	if len(s.cases.entries) <= int(caseSumMax/ledger.AmountMax) {
		return
	}
	var sum ledger.Cents
	kept := s.cases.entries[:0]
	for _, entry := range s.cases.entries {
		if sum+entry.Amount.Abs() > caseSumMax {
			s.cases.rejects = append(s.cases.rejects, ledger.Reject{
				Position: entry.Position, Table: ledger.LedgerTable, Code: ledger.BadAmount, Column: "amount", CaseID: p.id, Row: true, Rows: 1,
				Message: "the case's amounts add up to more than $100,000,000,000,000.00; check the export",
			})
			continue
		}
		sum += entry.Amount.Abs()
		kept = append(kept, entry)
	}
	s.cases.entries = kept
}
