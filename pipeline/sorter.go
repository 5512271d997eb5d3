package pipeline

import (
	"encoding/binary"
	"slices"

	"arrears/pipeline/ledger"
)

// sorter brings the rows of a partition together by case, in input order. It keeps its
// memory from partition to partition.
type sorter struct {
	index   map[string]int32
	cases   []caseRows
	unknown []unknownRun
	read    []ledger.Entry // in input order
	of      []int32        // by entry read: its case's place in cases
	sorted  []ledger.Entry // by case
	texts   []byte         // what sorted refers to, by case
	pieces  []piece
}

// caseRows counts what a partition holds of a case.
type caseRows struct {
	id      []byte
	known   bool
	entries int
	texts   int // bytes of their texts
	rows    int
	first   ledger.Position
}

// bring returns the rows of each case that may be replayed, and the rows of the others
// as one run a case. Both are valid until the next call.
func (s *sorter) bring(data []byte, mayReplay func(id []byte) bool) (pieces []piece, unknown []unknownRun, err error) {
	if s.index == nil {
		s.index = make(map[string]int32)
	}
	clear(s.index)
	s.cases, s.read, s.of = s.cases[:0], s.read[:0], s.of[:0]
	if err := s.readAll(data, mayReplay); err != nil {
		return nil, nil, err
	}
	s.pieces, s.unknown = s.pieces[:0], s.unknown[:0]
	entries, texts := 0, 0
	for i := range s.cases {
		entries += s.cases[i].entries
		texts += s.cases[i].texts
	}
	s.sorted, s.texts = slices.Grow(s.sorted[:0], entries)[:entries], slices.Grow(s.texts[:0], texts)[:texts]
	restEntries, restTexts := s.sorted, s.texts
	for i := range s.cases {
		c := &s.cases[i]
		s.pieces = append(s.pieces, piece{id: string(c.id), text: restTexts[:0:c.texts], entries: restEntries[:0:c.entries]})
		restEntries, restTexts = restEntries[c.entries:], restTexts[c.texts:]
	}
	// Texts are read here in the order in which they lie, and settled in that of their cases:
	// each would have to be fetched from afar then.
	for i, at := range s.of {
		s.pieces[at].addOne(data, s.read[i])
	}
	pieces, unknown = s.split()
	return pieces, unknown, nil
}

// readAll reads every row, and counts them by case.
func (s *sorter) readAll(data []byte, mayReplay func(id []byte) bool) error {
	c := cursor{data: data}
	for end := 0; c.at < len(data); {
		if c.at == end {
			end += shareFixed + int(binary.LittleEndian.Uint32(data[end:]))
			c.block = ledger.Position(binary.LittleEndian.Uint64(data[c.at+4:]))
			c.at += shareFixed
		}
		run := c.run()
		at, met := s.index[string(run.id)]
		if !met {
			at = int32(len(s.cases))
			s.cases = append(s.cases, caseRows{id: run.id, known: mayReplay(run.id), first: ^ledger.Position(0)})
			s.index[string(run.id)] = at
		}
		of := &s.cases[at]
		of.rows += run.rows
		if run.others {
			of.first = min(of.first, run.first)
		}
		if err := s.readRun(&c, &run, at); err != nil {
			return err
		}
	}
	return nil
}

// readRun reads the entries of a run. Those of a case that may not be replayed are not
// kept.
func (s *sorter) readRun(c *cursor, run *storedRun, at int32) error {
	of := &s.cases[at]
	if of.known {
		if of.entries += run.entries; of.entries > caseRowsMax {
			return tooManyRows(string(run.id))
		}
	}
	for range run.entries {
		var entry ledger.Entry
		c.entry(&entry)
		of.first = min(of.first, entry.Position)
		if of.known {
			of.texts += int(entry.ID.Length + entry.Ref.Length + entry.Source.Length)
			s.read, s.of = append(s.read, entry), append(s.of, at)
		}
	}
	return nil
}

// split parts the cases that may be replayed from the others.
func (s *sorter) split() (pieces []piece, unknown []unknownRun) {
	kept := s.pieces[:0]
	for i := range s.cases {
		if c := &s.cases[i]; c.known {
			kept = append(kept, s.pieces[i])
		} else {
			s.unknown = append(s.unknown, unknownRun{string(c.id), c.first, c.rows})
		}
	}
	return kept, s.unknown
}
