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

// Bases is the lines, from 1, on which the blocks of a part begin.
type Bases struct {
	Part  int
	Lines []int
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
			break
		}
	}
	return b, r.end()
}

// Line is rows of a table as text, with what they are sorted by.
type Line struct {
	Order  []byte // sorts bytewise
	Bucket uint64 // of a table in one order: sorts as Order does, and is the same for lines that lie near
	Rows   int
	Text   []byte
}

// EncodeLine is the form of a line.
func EncodeLine(l Line) []byte {
	w := writer{append(make([]byte, 0, 16+len(l.Order)+len(l.Text)), version)}
	w.bytes(l.Order)
	w.number(l.Bucket)
	w.number(uint64(l.Rows))
	w.bytes(l.Text)
	return w.data
}

// DecodeLine reads it back; it keeps the bytes.
func DecodeLine(data []byte) (l Line, err error) {
	r := versioned(data)
	l.Order = r.span()
	l.Bucket = r.number()
	l.Rows = int(r.below(1 << 32))
	l.Text = r.span()
	return l, r.end()
}
