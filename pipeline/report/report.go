// Package report is the neutral result of a run and the one table of columns that
// every writer uses. It does no I/O.
package report

import (
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Report is everything a run found out. Slices named after cases and NCPs run parallel
// to the register's, which is sorted by identifier.
type Report struct {
	AsOf   ledger.Date
	Policy *policy.Policy
	Inputs []*ledger.Part // in input order

	*ledger.Register
	Balances       []interest.Balance   // of Register.Cases
	Determinations []coap.Determination // of Register.NCPs

	Outreach []OutreachRow   // the outreach list, by rank
	Rejects  []ledger.Reject // in input order

	// RejectsNamingNobody counts rejects that name no readable case or NCP: some case
	// may lack a row.
	RejectsNamingNobody int
	// Pseudonymized tells that nobody is named by a true identifier, name or address.
	Pseudonymized bool
	// Previous tells whether a previous run was given to compare with.
	Previous bool
	// Changes is what became of the previous run until this one; nil without one.
	Changes *Changes

	Totals Totals
	Run    Run
}

// SumsOf is what a case adds to its NCP, by its index. It is computed when it is asked for,
// for a state has millions of cases; that the sums fit was found when the NCPs were decided
// about.
func (r *Report) SumsOf(i int) coap.CaseSums {
	sums, _ := coap.SumCase(r.Policy, coap.Case{Case: &r.Cases[i], Balance: &r.Balances[i]})
	return sums
}

// Run says how the figures came about. Everything in it that differs from one run to
// the next on the same input is in the manifest only.
type Run struct {
	ID        string // tells it from others in logs; blank if it has none
	Program   string // version
	Arguments []string
	Compared  *TrailRun // the earlier run that it was compared with, by its path; nil without one
	Started   time.Time
	Host      string
	Durations []Duration
}

// Duration is how long one stage took.
type Duration struct {
	Stage   string
	Elapsed time.Duration
}

// OutreachRow is one line of the outreach list.
type OutreachRow struct {
	NCP    int32  // index in Register.NCPs
	Case   int32  // the case with the largest arrears, whose county is shown; -1 if none
	Rank   int32  // in the list from which the row was chosen; 0: its place in this one
	New    string // Y or N against the previous run, blank without one
	Reason string // one plain sentence
}

// Rank is the rank of row i of the outreach list, from 1.
func (r *Report) Rank(i int) int {
	if rank := r.Outreach[i].Rank; rank != 0 {
		return int(rank)
	}
	return i + 1
}

// Kind is how a column's values are to be understood.
type Kind uint8

// The kinds of value.
const (
	Text  Kind = iota // written so that no spreadsheet runs it
	Money             // Value.Number is cents
	Day               // Value.Number is a ledger.Date
	Count             // Value.Number is a whole number
	Word              // a word of this program's own (a status, a list of steps): safe as it is
)

// Value is one cell. Blank values are blank whatever the kind.
type Value struct {
	Kind   Kind
	Blank  bool
	Number int64
	Text   string
}

// Column is a column of a table: its name in CSV, the heading people read, its kind.
type Column struct {
	Name    string
	Heading string
	Kind    Kind
	List    bool // a Word that is several, joined by ListMark; blank is none, and never unknown
	Flag    bool // a Word that is Yes or No
}

// ListMark stands between the words of a list.
const ListMark = ";"

// The words of a flag.
const (
	Yes = "Y"
	No  = "N"
)

// Table is one of the CSV files: columns, and rows by item. An item (a case, say) has
// zero or more rows.
type Table struct {
	Name    string // balances, cases, ncps, outreach, rejects
	Columns []Column
	Items   int
	// Append appends the values of item i's rows to dst, len(Columns) values a row. It
	// may be called from several goroutines.
	Append func(dst []Value, i int) []Value
}
