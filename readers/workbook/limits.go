package workbook

import "math"

// Limits bounds what a workbook may ask of the machine. A zero field takes its
// default.
type Limits struct {
	// Entries is how many files the zip may hold; 10,000 by default.
	Entries int
	// Sheet is the size of one sheet's XML once inflated, in bytes; 4 GiB by default.
	Sheet int64
	// SharedStrings is the size of the shared string table's XML once inflated, in
	// bytes; 512 MiB by default, less than 4 GiB always.
	SharedStrings int64
	// Part is the size of any other part that is read (workbook, relationships,
	// styles) once inflated, in bytes; 32 MiB by default.
	Part int64
	// All is the size of all parts together once inflated, in bytes; 8 GiB by default.
	All int64
	// Row is the size of the XML of one row or one shared string, in bytes; 16 MiB by
	// default.
	Row int64
	// Around is the size of the XML before and behind the rows of a sheet, or the
	// strings of the table, in bytes; 64 MiB by default.
	Around int64
	// Fallback is the largest sheet or shared string table, inflated, that is read
	// through excelize, which needs all of it in memory; 64 MiB by default.
	Fallback int64
}

// The largest sheet that the file format allows.
const (
	rowsMax    = 1_048_576
	columnsMax = 16_384
)

// Bounds of what stands in a part, far beyond what spreadsheet programs write: a small
// file may ask for much memory by holding many small things.
const (
	// depthMax is how many elements may stand within one another.
	depthMax = 64
	// elementsMax is how many elements a part other than a sheet may hold.
	elementsMax = 1_000_000
	// placesMax is how many places the rows may take in all, blank cells before others
	// included, where excelize reads a sheet: it makes a text of each.
	placesMax = 32 << 20
	// tokenMax is how long a tag, a text or a comment may be where encoding/xml reads it,
	// in bytes. Excel allows 32,767 characters in a cell.
	tokenMax = 1 << 20
	// nameMax is how long a sheet's name may be, in bytes. Excel allows 31 characters.
	nameMax = 255
	// stylesMax is how many cell styles Excel allows.
	stylesMax = 65_536
	// codeMax is how long a number format may be, in bytes. Excel allows 255 characters.
	codeMax = 1_024
)

// A part that inflates to more than suspectSize and more than suspectRatio times
// its compressed size is taken for a bomb: sheets shrink by a factor of 5 to 30.
const (
	suspectSize  = 100 << 20
	suspectRatio = 1000
)

// directorySize is how many bytes of the file may be read to learn what the zip
// holds: room for 10,000 entries with long names.
const directorySize = 16 << 20

func (l Limits) withDefaults() Limits {
	if l.Entries <= 0 {
		l.Entries = 10_000
	}
	orDefault(&l.Sheet, 4<<30)
	orDefault(&l.SharedStrings, 512<<20)
	orDefault(&l.Part, 32<<20)
	orDefault(&l.All, 8<<30)
	orDefault(&l.Row, 16<<20)
	orDefault(&l.Around, 64<<20)
	orDefault(&l.Fallback, 64<<20)
	l.SharedStrings = min(l.SharedStrings, math.MaxUint32)
	return l
}

func orDefault(limit *int64, value int64) {
	if *limit <= 0 {
		*limit = value
	}
}
