package wire

// Edge is where a block of a part began and ended, so that guesses can be held against
// what they were to find, and how many lines and rows it has.
type Edge struct {
	Block    int
	From, To int64 // bytes; From is -1 where the guess failed
	Lines    int
	Rows     int
}

// EncodeEdge is the form of an edge.
func EncodeEdge(e Edge) []byte {
	w := writer{append(make([]byte, 0, 16), version)}
	w.number(uint64(e.Block))
	w.signed(e.From)
	w.signed(e.To)
	w.number(uint64(e.Lines))
	w.number(uint64(e.Rows))
	return w.data
}

// DecodeEdge reads it back.
func DecodeEdge(data []byte) (e Edge, err error) {
	r := versioned(data)
	e.Block = int(r.below(lineMax))
	e.From, e.To = r.signed(), r.signed()
	e.Lines, e.Rows = int(r.below(1<<48)), int(r.below(1<<48))
	return e, r.end()
}

// versioned begins to read a form that is of no item.
func versioned(data []byte) reader {
	r := reader{data: data}
	if r.octet() != version {
		r.fail()
	}
	return r
}

// Bases is what is known of the blocks of a part once all of them were read: the lines,
// from 1, on which they begin, and the numbers of those that began with a wrong guess.
type Bases struct {
	Part  int
	Lines []int
	Wrong []int
}

// EncodeBases is the form of bases.
func EncodeBases(b Bases) []byte {
	w := writer{append(make([]byte, 0, 8+3*len(b.Lines)), version)}
	w.number(uint64(b.Part))
	w.number(uint64(len(b.Lines)))
	before := 0
	for _, line := range b.Lines {
		w.signed(int64(line - before))
		before = line
	}
	w.number(uint64(len(b.Wrong)))
	for _, block := range b.Wrong {
		w.number(uint64(block))
	}
	return w.data
}

// DecodeBases reads them back.
func DecodeBases(data []byte) (b Bases, err error) {
	r := versioned(data)
	b.Part = int(r.below(1<<16 - 1))
	before := 0
	for range r.count() {
		before += int(r.signed())
		b.Lines = append(b.Lines, before)
		if r.err != nil {
			return b, r.err
		}
	}
	for range r.count() {
		b.Wrong = append(b.Wrong, int(r.below(lineMax)))
		if r.err != nil {
			return b, r.err
		}
	}
	return b, r.end()
}

// Line is rows of a table as text, with what they are sorted by.
type Line struct {
	Order []byte // sorts bytewise
	Rows  int
	Text  []byte
}

// EncodeLine is the form of a line.
func EncodeLine(l Line) []byte {
	w := writer{append(make([]byte, 0, 16+len(l.Order)+len(l.Text)), version)}
	w.bytes(l.Order)
	w.number(uint64(l.Rows))
	w.bytes(l.Text)
	return w.data
}

// DecodeLine reads it back; it keeps the bytes.
func DecodeLine(data []byte) (l Line, err error) {
	r := versioned(data)
	l.Order = r.span()
	l.Rows = int(r.below(1 << 32))
	l.Text = r.span()
	return l, r.end()
}

// Place is where the rows of a bucket of a table in one order belong.
type Place struct {
	Bucket int
	Rows   int // of the bucket
	Shard  int
	Before int // rows of the buckets before it
}

// EncodePlace is the form of a place.
func EncodePlace(p Place) []byte {
	w := writer{append(make([]byte, 0, 16), version)}
	for _, n := range [...]int{p.Bucket, p.Rows, p.Shard, p.Before} {
		w.number(uint64(n))
	}
	return w.data
}

// DecodePlace reads it back.
func DecodePlace(data []byte) (p Place, err error) {
	r := versioned(data)
	for _, n := range [...]*int{&p.Bucket, &p.Rows, &p.Shard, &p.Before} {
		*n = int(r.below(1 << 62))
	}
	return p, r.end()
}
