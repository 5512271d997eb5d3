package generate

import (
	"fmt"

	"arrears/pipeline/ledger"
)

// The formats that Write knows.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

const (
	casesMax = 10_000_000
	dirtyMax = 500_000
	filesMax = len(counties)
)

// The as-of dates that leave room for an order before them and a future entry after.
var (
	asOfMin = ledger.MustDate("1980-01-01")
	asOfMax = ledger.MustDate("2198-12-31")
)

// Options say what to make. Equal options make equal bytes.
type Options struct {
	Seed  uint64
	Cases int         // 1 to 10,000,000
	AsOf  ledger.Date // 1980-01-01 to 2198-12-31; no entry of a clean world is dated later
	// Dirty is the share of rows, in millionths, that hold a planted defect: 10,000 is
	// 1 %; at most half of the rows.
	Dirty int
	// Files splits the ledger by county into that many files, 1 to 58; 0 is 1. CSV only.
	Files int
	// Shuffle writes the rows of each ledger file in random order, by way of temporary
	// files in the output folder. CSV only.
	Shuffle bool
	Format  string // CSV or XLSX; blank is CSV
}

// Check refuses options that can't be made.
func (o Options) Check() error {
	_, err := o.complete()
	return err
}

// complete fills in what may be left blank and refuses what can't be made.
func (o Options) complete() (Options, error) {
	if o.Files == 0 {
		o.Files = 1
	}
	if o.Format == "" {
		o.Format = CSV
	}
	switch {
	case o.Cases < 1 || o.Cases > casesMax:
		return o, fmt.Errorf("%d cases: give 1 to %d", o.Cases, casesMax)
	case o.AsOf < asOfMin || o.AsOf > asOfMax:
		return o, fmt.Errorf("as-of date %q: give %s to %s", o.AsOf.String(), asOfMin, asOfMax)
	case o.Dirty < 0 || o.Dirty > dirtyMax:
		return o, fmt.Errorf("dirty share of %d millionths: give 0 to %d", o.Dirty, dirtyMax)
	case o.Files < 1 || o.Files > filesMax:
		return o, fmt.Errorf("%d ledger files: give 1 to %d, for a county is not split", o.Files, filesMax)
	case o.Format != CSV && o.Format != XLSX:
		return o, fmt.Errorf("format %q: give %s or %s", o.Format, CSV, XLSX)
	case o.Format == XLSX && (o.Files > 1 || o.Shuffle):
		return o, fmt.Errorf("several ledger files and shuffled rows are made as %s only: leave them out or choose %s", CSV, CSV)
	}
	return o, nil
}

// Summary says what was written, and what a reader has to find in it.
type Summary struct {
	Ledger TableSummary
	Cases  TableSummary
	NCPs   TableSummary
	Events TableSummary
	Files  []File // in the order of their names
}

// TableSummary counts one table. Rows = accepted + Rejected + Duplicates + Future.
type TableSummary struct {
	Rows     int // written, planted ones included, headers not
	Rejected int // rows to be left out as rejects
	// Rejects is how many rejects of each code the table causes: one a bad row or bad
	// value, but one a case for the ledger rows of an unknown case.
	Rejects map[ledger.Code]int
	// Duplicates counts ledger rows to be dropped without a reject, for they repeat an
	// earlier row.
	Duplicates int
	// Future counts rows dated after the as-of date. In the ledger they are left out; in
	// the events they are accepted and ignored.
	Future int
}

// File is one file written.
type File struct {
	Name  string
	Bytes int64
}

// Rejects sums the rejects of all tables by code.
func (s *Summary) Rejects() map[ledger.Code]int {
	sum := map[ledger.Code]int{}
	for _, t := range []*TableSummary{&s.Ledger, &s.Cases, &s.NCPs, &s.Events} {
		for code, n := range t.Rejects {
			sum[code] += n
		}
	}
	return sum
}

// Rejected is how many rows of all tables are to be left out as rejects.
func (s *Summary) Rejected() int {
	return s.Ledger.Rejected + s.Cases.Rejected + s.NCPs.Rejected + s.Events.Rejected
}

// Rows is how many rows all tables hold.
func (s *Summary) Rows() int { return s.Ledger.Rows + s.Cases.Rows + s.NCPs.Rows + s.Events.Rows }

func newSummary() Summary {
	table := func() TableSummary { return TableSummary{Rejects: map[ledger.Code]int{}} }
	return Summary{Ledger: table(), Cases: table(), NCPs: table(), Events: table()}
}
