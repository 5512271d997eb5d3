package ledger

// Code is the stable name of what is wrong with a row or a value.
type Code string

// The reject codes.
const (
	MissingColumnValue Code = "missing_column_value" // a required value is blank
	BadDate            Code = "bad_date"
	BadAmount          Code = "bad_amount"
	BadType            Code = "bad_type"
	BadAccount         Code = "bad_account"
	BadFlag            Code = "bad_flag"
	BadRate            Code = "bad_rate"
	BadState           Code = "bad_state"
	Sign               Code = "sign" // an amount on the wrong side of zero
	UnknownCase        Code = "unknown_case"
	UnknownNCP         Code = "unknown_ncp"
	UnmatchedReversal  Code = "unmatched_reversal"
	ConflictingEntry   Code = "conflicting_entry"
	DuplicateKey       Code = "duplicate_key"
	MalformedRow       Code = "malformed_row" // wrong number of fields, broken quoting
	Encoding           Code = "encoding"      // not UTF-8

	// OutOfBalance is no fault of the input: the conservation check of a case failed.
	OutOfBalance Code = "out_of_balance"
)

// Codes lists every code that an input can cause.
func Codes() []Code {
	return []Code{MissingColumnValue, BadDate, BadAmount, BadType, BadAccount, BadFlag, BadRate, BadState, Sign,
		UnknownCase, UnknownNCP, UnmatchedReversal, ConflictingEntry, DuplicateKey, MalformedRow, Encoding}
}

// NoColumn is the ColumnOrder of a reject that concerns a whole row.
const NoColumn = -1

// Reject is one thing in the input that can't be used: data, never a Go error.
type Reject struct {
	Position    Position
	Table       TableKind
	Code        Code
	ColumnOrder int    // place of the column in the header, from 0; NoColumn for the whole row
	Column      string // the column's name in this program's words; blank for the whole row
	CaseID      string // as read from the row; blank where it names none or can't be read
	NCPID       string
	Message     string // what is wrong, then what to do; never a personal value
	// Other is the row that {other} in the message stands for, if the message holds that.
	Other Position
	Row   bool // the whole row is left out, not only the value
	Rows  int  // how many rows this reject stands for; 1, or more for unknown_case
}

// TableKind is one of the tables of the input.
type TableKind uint8

// The tables: the four of the exports, in the order in which a header is tried against
// them, and an outreach list of an earlier run that came back with contacts written in.
const (
	LedgerTable TableKind = iota + 1
	EventsTable
	CasesTable
	NCPsTable
	OutreachTable
)

// String is the table's name: ledger, events, cases, ncps or outreach.
func (k TableKind) String() string {
	return [...]string{"", "ledger", "events", "cases", "ncps", "outreach"}[k]
}

// Part is one table of the input: a CSV file or a sheet of a workbook, with the
// counts that the manifest shows. Read = Accepted + Rejected + Duplicate + Future.
type Part struct {
	File           string // as given on the command line; for a folder, folder/name
	Sheet          string // blank for CSV
	Kind           TableKind
	UnknownColumns []string // header cells that match no column; they are ignored
	IgnoredSheets  []string // of a workbook that this program wrote: those that hold its own results
	Size           int64    // bytes of the file
	Packed         bool     // the file is compressed: what is read of it is larger than Size
	SHA256         string   // of the file, hexadecimal
	Read           int
	Accepted       int
	Rejected       int
	Duplicate      int
	Future         int
	// Ignored counts rows that are accepted but dated after the as-of date in the
	// events table; they are part of Accepted.
	Ignored int
	// LineBases[block] is the physical line, from 1, on which the block begins.
	LineBases []int
}

// Line is the physical line (from 1) of a position within the part.
func (p *Part) Line(position Position) int {
	if position.Block() >= len(p.LineBases) {
		return position.Line()
	}
	return p.LineBases[position.Block()] + position.Line()
}
