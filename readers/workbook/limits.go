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
	// bytes; 1 GiB by default, less than 4 GiB always.
	SharedStrings int64
	// Part is the size of any other part that is read (workbook, relationships,
	// styles) once inflated, in bytes; 64 MiB by default.
	Part int64
	// Fallback is the largest sheet or shared string table, inflated, that is read
	// through excelize, which needs all of it in memory; 512 MiB by default.
	Fallback int64
}

// The largest sheet that the file format allows.
const (
	rowsMax    = 1_048_576
	columnsMax = 16_384
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
	orDefault(&l.SharedStrings, 1<<30)
	orDefault(&l.Part, 64<<20)
	orDefault(&l.Fallback, 512<<20)
	l.SharedStrings = min(l.SharedStrings, math.MaxUint32)
	return l
}

func orDefault(limit *int64, value int64) {
	if *limit <= 0 {
		*limit = value
	}
}
