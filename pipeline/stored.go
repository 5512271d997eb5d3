package pipeline

import (
	"encoding/binary"

	"arrears/pipeline/ledger"
)

// The form of rows in a pile. A share is what a block has for a partition: the length of
// what follows and the position of the block (its part and number), both of fixed
// length, then runs. A run is its case, the number of its entries and whether it has
// other rows too; then, if so, where the first row stands and how many rows there are;
// then the entries. Other numbers are of variable length.
const (
	shareFixed = 4 + 8
	lineBits   = 24 // of a position

	typeBits  = 0x07
	hasRef    = 0x08
	hasSource = 0x10
)

// spreader puts the rows of a block into the form of a pile. It keeps its memory from
// block to block.
type spreader struct {
	kept   []keptRun
	order  []int32             // the kept runs by partition
	places [partitions + 1]int // order[places[p]:places[p+1]] are those of partition p
	data   []byte
}

// keptRun is a run of a batch on its way into a pile.
type keptRun struct {
	run       int32
	partition uint16
}

// spread spreads the runs of a batch over the partitions of g, leaving out those that are
// not kept.
func (s *spreader) spread(g *gathered, batch *ledger.Batch, choose func(id []byte) (partition uint16, kept bool)) {
	s.kept = s.kept[:0]
	for i := range batch.Runs {
		if partition, kept := choose(batch.Runs[i].Case.Of(batch.Text)); kept {
			s.kept = append(s.kept, keptRun{int32(i), partition})
		}
	}
	s.sort()
	s.data = s.data[:0]
	for part := range partitions {
		if runs := s.order[s.places[part]:s.places[part+1]]; len(runs) > 0 {
			s.data = appendShare(s.data, batch, runs)
		}
		g.ends[part] = int64(len(s.data))
	}
	g.data = append(g.data[:0], s.data...)
}

// sort brings the kept runs into the order of their partitions, each partition's in
// input order.
func (s *spreader) sort() {
	clear(s.places[:])
	for _, k := range s.kept {
		s.places[int(k.partition)+1]++
	}
	for part := range partitions {
		s.places[part+1] += s.places[part]
	}
	if cap(s.order) < len(s.kept) {
		s.order = make([]int32, len(s.kept))
	}
	s.order = s.order[:len(s.kept)]
	next := s.places
	for _, k := range s.kept {
		s.order[next[k.partition]] = k.run
		next[k.partition]++
	}
}

func appendShare(dst []byte, batch *ledger.Batch, runs []int32) []byte {
	start := len(dst)
	dst = append(dst, make([]byte, shareFixed)...)
	block := batch.Runs[runs[0]].First >> lineBits
	for _, i := range runs {
		dst = appendRun(dst, &batch.Runs[i], batch)
	}
	binary.LittleEndian.PutUint32(dst[start:], uint32(len(dst)-start-shareFixed))
	binary.LittleEndian.PutUint64(dst[start+4:], uint64(block<<lineBits))
	return dst
}

func appendRun(dst []byte, run *ledger.Run, batch *ledger.Batch) []byte {
	entries := batch.Entries[run.From:run.To]
	dst = appendText(dst, run.Case.Of(batch.Text))
	if len(entries) == run.Rows {
		dst = binary.AppendUvarint(dst, uint64(len(entries))<<1)
	} else {
		dst = binary.AppendUvarint(dst, uint64(len(entries))<<1|1)
		dst = binary.AppendUvarint(dst, uint64(run.First.Line()))
		dst = binary.AppendUvarint(dst, uint64(run.Rows))
	}
	for i := range entries {
		dst = appendEntry(dst, &entries[i], batch.Text)
	}
	return dst
}

func appendEntry(dst []byte, e *ledger.Entry, text []byte) []byte {
	head := byte(e.Type)
	if e.Ref.Length > 0 {
		head |= hasRef
	}
	if e.Source.Length > 0 {
		head |= hasSource
	}
	dst = append(dst, head, byte(e.Account), e.SourceRule)
	dst = binary.AppendUvarint(dst, uint64(e.Position.Line()))
	dst = binary.AppendUvarint(dst, uint64(e.Date))
	dst = binary.AppendVarint(dst, int64(e.Amount))
	dst = appendText(dst, e.ID.Of(text))
	if e.Ref.Length > 0 {
		dst = appendText(dst, e.Ref.Of(text))
	}
	if e.Source.Length > 0 {
		dst = appendText(dst, e.Source.Of(text))
	}
	return dst
}

func appendText(dst, text []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
}

// cursor reads a pile's form back.
type cursor struct {
	data  []byte
	at    int
	block ledger.Position // of the share at hand
}

func (c *cursor) number() uint64 {
	if n := c.data[c.at]; n < 0x80 {
		c.at++
		return uint64(n)
	}
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

func (c *cursor) position() ledger.Position { return c.block | ledger.Position(c.number()) }

// storedRun is what a pile says of a run before its entries.
type storedRun struct {
	id      []byte
	entries int
	others  bool            // the run has other rows than entries
	first   ledger.Position // if it has
	rows    int
}

func (c *cursor) run() (run storedRun) {
	run.id = c.span().Of(c.data)
	n := c.number()
	run.entries, run.others = int(n>>1), n&1 == 1
	run.rows = run.entries
	if run.others {
		run.first = c.position()
		run.rows = int(c.number())
	}
	return run
}

func (c *cursor) entry(e *ledger.Entry) {
	head := c.data[c.at]
	e.Type, e.Account, e.SourceRule = ledger.EntryType(head&typeBits), ledger.AccountNumber(c.data[c.at+1]), c.data[c.at+2]
	c.at += 3
	e.Position = c.position()
	e.Date = ledger.Date(c.number())
	amount := c.number()
	e.Amount = ledger.Cents(amount>>1) ^ -ledger.Cents(amount&1) // as binary.Varint
	e.ID, e.Ref, e.Source = c.span(), ledger.Span{}, ledger.Span{}
	if head&hasRef != 0 {
		e.Ref = c.span()
	}
	if head&hasSource != 0 {
		e.Source = c.span()
	}
}
