package wire

import (
	"bytes"
	"encoding/json"
	"io"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// Count is what was counted of a part's rows.
type Count struct{ Read, Rejected, Duplicate, Future, Ignored int }

func (c *Count) add(other Count) {
	c.Read += other.Read
	c.Rejected += other.Rejected
	c.Duplicate += other.Duplicate
	c.Future += other.Future
	c.Ignored += other.Ignored
}

// Counts is what was counted of the input.
type Counts struct {
	Parts   map[int]Count  // by number
	Rejects map[string]int // by code
	Nobody  int            // rejects that name no case and no NCP
}

// Add adds other counts.
func (c *Counts) Add(other *Counts) {
	for part, count := range other.Parts {
		c.AddPart(part, count)
	}
	for code, n := range other.Rejects {
		if c.Rejects == nil {
			c.Rejects = make(map[string]int)
		}
		c.Rejects[code] += n
	}
	c.Nobody += other.Nobody
}

// AddPart adds what was counted of a part.
func (c *Counts) AddPart(part int, count Count) {
	if c.Parts == nil {
		c.Parts = make(map[int]Count)
	}
	sum := c.Parts[part]
	sum.add(count)
	c.Parts[part] = sum
}

// Figures is totals of a run, and the sums of the money columns of its tables.
type Figures struct {
	Totals   report.Totals
	Columns  map[string][]ledger.Cents // by table, as many as it has columns
	Overflow bool                      // a sum left 64 bits
}

// Add adds other figures.
func (f *Figures) Add(other *Figures) {
	f.Overflow = f.Overflow || other.Overflow || f.Totals.Add(&other.Totals) != nil
	for table, sums := range other.Columns {
		f.AddColumns(table, sums)
	}
}

// AddColumns adds sums of the columns of a table.
func (f *Figures) AddColumns(table string, sums []ledger.Cents) {
	if f.Columns == nil {
		f.Columns = make(map[string][]ledger.Cents)
	}
	if f.Columns[table] == nil {
		f.Columns[table] = make([]ledger.Cents, len(sums))
	}
	own := f.Columns[table]
	for i, sum := range sums {
		total, err := own[i].Add(sum)
		f.Overflow = f.Overflow || err != nil
		own[i] = total
	}
}

// Written is a file that was written.
type Written struct {
	Path   string // below the folder of the run
	Table  string
	Rows   int
	Size   int64
	SHA256 string
}

// What is sent rarely travels as JSON behind the version.

func encodeJSON(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	return append([]byte{version}, text...), err
}

func decodeJSON(data []byte, value any) error {
	if len(data) == 0 || data[0] != version {
		return ErrForm
	}
	decoder := json.NewDecoder(bytes.NewReader(data[1:]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return ErrForm
	}
	if _, err := decoder.Token(); err != io.EOF {
		return ErrForm
	}
	return nil
}

// EncodeCounts is the form of counts.
func EncodeCounts(c Counts) ([]byte, error) { return encodeJSON(c) }

// DecodeCounts reads them back.
func DecodeCounts(data []byte) (c Counts, err error) {
	err = decodeJSON(data, &c)
	return c, err
}

// EncodeFigures is the form of figures.
func EncodeFigures(f Figures) ([]byte, error) { return encodeJSON(f) }

// DecodeFigures reads them back.
func DecodeFigures(data []byte) (f Figures, err error) {
	err = decodeJSON(data, &f)
	return f, err
}

// EncodeWritten is the form of a written file.
func EncodeWritten(w Written) ([]byte, error) { return encodeJSON(w) }

// DecodeWritten reads it back.
func DecodeWritten(data []byte) (w Written, err error) {
	err = decodeJSON(data, &w)
	return w, err
}
