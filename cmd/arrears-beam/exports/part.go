// Package exports finds and reads the inputs of a run on a cluster, wherever Beam's file
// systems reach: CSV, plain or compressed, and Parquet. What a table, a row and a value
// are is told by arrears/readers, as for arrears run.
package exports

import (
	"encoding/json"
	"fmt"

	"arrears/pipeline/ledger"
	"arrears/readers"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

// Part is one table of the input, as whoever starts the run found it: all that a worker
// must know to read it.
type Part struct {
	Number   int // in input order
	File     string
	Kind     ledger.TableKind
	Size     int64 // bytes
	Modified int64 // in nanoseconds since 1970, if the file system tells
	Parquet  bool
	Packing  readers.Packing
	Head     []byte // of CSV: the text before the first row
	// Block is how many bytes of a ledger one task parses; 0 where the file can only be read
	// from its beginning, or is no ledger.
	Block int64
	// Line is the line, from 1, on which the first row stands; of Parquet, its number.
	Line    int
	Unknown []string // header cells that match no column
	// NamesBoth says that events of the part may name an NCP and a case.
	NamesBoth bool
}

// Blocks is how many pieces the part can be read in side by side.
func (p *Part) Blocks() int64 {
	if p.Block == 0 {
		return 1
	}
	return max(1, (p.Size-int64(len(p.Head))+p.Block-1)/p.Block)
}

// layout is how a CSV part is written, told again from its head.
func (p *Part) layout(aliases map[string]string) (delimited.Layout, error) {
	layout, err := delimited.Sniff(p.Head, true, aliases)
	if err != nil {
		return layout, fmt.Errorf("read %s: %w", p.File, err)
	}
	layout.DataStart, layout.Line = int64(len(p.Head)), p.Line
	return layout, nil
}

// Ledger is the part as the manifest and the rejects show it.
func (p *Part) Ledger() *ledger.Part {
	return &ledger.Part{File: p.File, Kind: p.Kind, UnknownColumns: p.Unknown, Size: p.Size, Packed: p.Packing != readers.Plain || p.Parquet,
		LineBases: []int{p.Line}}
}

// describe fills in what a header says.
func (p *Part) describe(header *schema.Header, line int) {
	p.Kind, p.Unknown, p.Line = header.Kind, header.Unknown, line
	p.NamesBoth = header.Kind == ledger.EventsTable && header.Has("ncp_id") && header.Has("case_id")
}

// EncodePart is the form in which a part travels.
func EncodePart(p Part) ([]byte, error) { return json.Marshal(p) }

// DecodePart reads it back.
func DecodePart(data []byte) (p Part, err error) {
	err = json.Unmarshal(data, &p)
	return p, err
}
