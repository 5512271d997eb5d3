package ledger

// EventType is what happened to an NCP or a case outside the ledger.
type EventType uint8

// The event types. All but RateChange concern an NCP.
const (
	COAPApplication EventType = iota + 1
	COAPRescission
	Contempt
	Conviction
	OutreachContact
	RateChange // an annual rate of a case's own
)

var eventTypes = [...]string{"", "coap_application", "coap_rescission", "contempt", "conviction", "outreach_contact", "rate"}

// String is the type as an export spells it.
func (t EventType) String() string { return eventTypes[t] }

// EventTypes lists every type as an export spells it, in the order of their numbers
// from 1.
func EventTypes() []string { return eventTypes[1:] }

// CaseRow is one row of the cases table.
type CaseRow struct {
	Position Position
	Case     Case // without its NCP's index
	NCPID    string
	// Rejects are of values that read as blank, or one of the whole row.
	Rejects []Reject
	// Columns are the places of the identifiers in the header.
	CaseColumn, NCPColumn int
}

// NCPRow is one row of the ncps table.
type NCPRow struct {
	Position Position
	NCP      NCP
	Rejects  []Reject
	Column   int // place of ncp_id in the header
}

// EventRow is one row of the events table. Its identifiers are readable or blank; they
// may be unknown, and may stand in a row that is rejected.
type EventRow struct {
	Position  Position
	Type      EventType
	Date, End Date
	NCPID     string
	CaseID    string
	Rate      Rate
	// Reject is the first bad column, if any, leaving aside whether anyone knows the
	// identifiers.
	Reject *Reject
	// Columns are the places of the identifiers in the header.
	CaseColumn, NCPColumn int
}

// Untouched tells a row of an outreach list into which nobody wrote.
func (r *EventRow) Untouched() bool { return r.Type == 0 && r.Reject == nil }

// Refused tells whether a row is left out as a whole.
func Refused(rejects []Reject) bool { return len(rejects) > 0 && rejects[0].Row }
