package pipeline

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/maphash"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
)

// partitions is into how many parts cases are spread by a hash of their identifier when
// their rows lie apart. Each part is processed alone.
const partitions = 256

// gathered is the rows of a block, spread over the partitions.
type gathered [partitions][]byte

// gatherPass reads the ledger again, or for the first time where it was seen at once
// that rows lie apart. Rows are spread over partitions, in memory or in files, and the
// cases of each partition are replayed together. wanted nil stands for all cases.
func (r *replayer) gatherPass(ctx context.Context, wanted map[string]bool) (err error) {
	r.pile = newPile(r.job.Memory, r.job.TempDir)
	defer func() { err = errors.Join(err, r.pile.remove()) }()
	seed := maphash.MakeSeed()
	again := wanted != nil
	if again {
		before := r.partCounts()
		defer r.restore(before)
	}
	r.ends = make(map[int]int64)
	err = r.pass(ctx, func() func(taskBlock) (*outcome, error) {
		return r.gatherWorker(seed, wanted)
	})
	if err != nil {
		return err
	}
	return r.replayPile(ctx)
}

// gatherWorker makes a worker that parses a block and spreads its rows.
func (r *replayer) gatherWorker(seed maphash.Seed, wanted map[string]bool) func(taskBlock) (*outcome, error) {
	var batch ledger.Batch
	return func(task taskBlock) (*outcome, error) {
		o, err := parse(&batch, task)
		if err != nil {
			return nil, err
		}
		o.gather = new(gathered)
		if wanted != nil {
			o.rejects = nil // the first pass has them
		}
		for i := range batch.Runs {
			run := &batch.Runs[i]
			id := run.Case.Of(batch.Text)
			if wanted != nil && !wanted[string(id)] {
				continue
			}
			part := &o.gather[maphash.Bytes(seed, id)%partitions]
			*part = appendRun(*part, run, &batch)
		}
		return o, nil
	}
}

// lyingApart names the cases that a second pass must gather, and forgets what the first
// made of them.
func (r *replayer) lyingApart() map[string]bool {
	wanted := make(map[string]bool, r.apart)
	for i, met := range r.met {
		if met == lyingApart {
			wanted[r.book.register.Cases[i].ID] = true
			r.met[i] = unmet
		}
	}
	return wanted
}

// partCount is what a pass over the ledger counts in a part.
type partCount struct {
	read, rejected int
	lineBases      []int
}

// partCounts and restore keep the counts of the first pass from being counted twice.
func (r *replayer) partCounts() []partCount {
	counts := make([]partCount, len(r.book.parts))
	for i, part := range r.book.parts {
		counts[i] = partCount{part.Read, part.Rejected, part.LineBases}
		if part.Kind == ledger.LedgerTable {
			part.LineBases = part.LineBases[:1:1]
		}
	}
	return counts
}

func (r *replayer) restore(before []partCount) {
	for i, part := range r.book.parts {
		part.Read, part.Rejected, part.LineBases = before[i].read, before[i].rejected, before[i].lineBases
	}
}

// replayPile replays the cases of each partition.
func (r *replayer) replayPile(ctx context.Context) error {
	produce := func(_ context.Context, yield func(int) error) error {
		for i := range partitions {
			if err := yield(i); err != nil {
				return err
			}
		}
		return nil
	}
	newWorker := func() func(int) ([]caseResult, error) {
		engine, settler := r.engine.Fork(), &settler{asOf: r.job.AsOf}
		var sorter sorter
		return func(part int) ([]caseResult, error) {
			data, err := r.pile.load(part)
			if err != nil {
				return nil, err
			}
			var results []caseResult
			pieces, unknown := sorter.pieces(data, r.mayReplay)
			for i := range unknown {
				results = append(results, caseResult{unknown: &unknown[i]})
			}
			for _, p := range pieces {
				result := replayPiece(settler, engine, r.book, &p)
				result.balance.Accounts = append([]interest.AccountBalance(nil), result.balance.Accounts...)
				results = append(results, result)
			}
			return results, nil
		}
	}
	return ordered.Do(ctx, r.job.Workers, produce, newWorker, func(results []caseResult) error {
		for i := range results {
			if results[i].unknown != nil {
				r.takeUnknown(results[i].unknown)
				continue
			}
			if err := r.takeCase(&results[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// mayReplay tells whether a case is in the cases table, or none was given.
func (r *replayer) mayReplay(id []byte) bool {
	if !r.book.casesGiven {
		return true // the index still grows, in another goroutine
	}
	_, known := r.book.caseIndex[string(id)]
	return known
}

// The form of a run in a pile: its case, its first row's position, the number of its
// rows and of its entries, and for each entry the fixed fields, the lengths of its
// texts, and the texts.
const entryFixed = 8 + 8 + 4 + 1 + 1 + 1

func appendRun(dst []byte, run *ledger.Run, batch *ledger.Batch) []byte {
	text, entries := batch.Text, batch.Entries[run.From:run.To]
	dst = binary.AppendUvarint(dst, uint64(run.Case.Length))
	dst = append(dst, run.Case.Of(text)...)
	dst = binary.AppendUvarint(dst, uint64(run.First))
	dst = binary.AppendUvarint(dst, uint64(run.Rows))
	dst = binary.AppendUvarint(dst, uint64(len(entries)))
	for i := range entries {
		e := &entries[i]
		dst = binary.LittleEndian.AppendUint64(dst, uint64(e.Amount))
		dst = binary.LittleEndian.AppendUint64(dst, uint64(e.Position))
		dst = binary.LittleEndian.AppendUint32(dst, uint32(e.Date))
		dst = append(dst, byte(e.Type), byte(e.Account), e.SourceRule)
		for _, span := range [...]ledger.Span{e.ID, e.Ref, e.Source} {
			dst = binary.AppendUvarint(dst, uint64(span.Length))
			dst = append(dst, span.Of(text)...)
		}
	}
	return dst
}

// cursor reads a pile's form back.
type cursor struct {
	data []byte
	at   int
}

func (c *cursor) number() uint64 {
	n, size := binary.Uvarint(c.data[c.at:])
	c.at += size
	return n
}

func (c *cursor) span() ledger.Span {
	length := c.number()
	span := ledger.Span{Start: uint32(c.at), Length: uint32(length)}
	c.at += int(length)
	return span
}

func (c *cursor) entry(e *ledger.Entry) {
	fixed := c.data[c.at : c.at+entryFixed]
	c.at += entryFixed
	*e = ledger.Entry{
		Amount:     ledger.Cents(binary.LittleEndian.Uint64(fixed)),
		Position:   ledger.Position(binary.LittleEndian.Uint64(fixed[8:])),
		Date:       ledger.Date(binary.LittleEndian.Uint32(fixed[16:])),
		Type:       ledger.EntryType(fixed[20]),
		Account:    ledger.AccountNumber(fixed[21]),
		SourceRule: fixed[22],
	}
	e.ID, e.Ref, e.Source = c.span(), c.span(), c.span()
}

// sorter brings the rows of a partition together by case, in input order. It keeps its
// memory from partition to partition.
type sorter struct {
	index   map[string]int
	counts  []int
	entries []ledger.Entry
}

// pieces returns the rows of each case that may be replayed, and the runs of the others.
// Both are valid until the next call.
func (s *sorter) pieces(data []byte, mayReplay func(id []byte) bool) (pieces []piece, unknown []unknownRun) {
	if s.index == nil {
		s.index = make(map[string]int)
	}
	clear(s.index)
	s.counts = s.counts[:0]
	total := 0
	s.each(data, func(c *cursor, run storedRun) {
		at, met := s.index[string(run.id)]
		if !met {
			at = -1
			if mayReplay(run.id) {
				at = len(pieces)
				pieces = append(pieces, piece{id: string(run.id), text: data})
				s.counts = append(s.counts, 0)
			}
			s.index[string(run.id)] = at
		}
		if at < 0 {
			unknown = append(unknown, unknownRun{string(run.id), run.first, run.rows})
		} else {
			s.counts[at] += run.entries
			total += run.entries
		}
		c.skip(run.entries)
	})
	if cap(s.entries) < total {
		s.entries = make([]ledger.Entry, total)
	}
	rest := s.entries[:total]
	for i, n := range s.counts {
		pieces[i].entries, rest = rest[:0:n], rest[n:]
	}
	s.each(data, func(c *cursor, run storedRun) {
		at := s.index[string(run.id)]
		if at < 0 {
			c.skip(run.entries)
			return
		}
		p := &pieces[at]
		for range run.entries {
			p.entries = p.entries[:len(p.entries)+1]
			c.entry(&p.entries[len(p.entries)-1])
		}
	})
	return pieces, unknown
}

// storedRun is what a pile says of a run before its entries.
type storedRun struct {
	id      []byte
	first   ledger.Position
	rows    int
	entries int
}

func (s *sorter) each(data []byte, visit func(c *cursor, run storedRun)) {
	c := cursor{data: data}
	for c.at < len(data) {
		run := storedRun{id: c.span().Of(data)}
		run.first, run.rows, run.entries = ledger.Position(c.number()), int(c.number()), int(c.number())
		visit(&c, run)
	}
}

// skip passes over entries.
func (c *cursor) skip(entries int) {
	for range entries {
		c.at += entryFixed
		c.span()
		c.span()
		c.span()
	}
}
