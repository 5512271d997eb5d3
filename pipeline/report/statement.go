package report

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
)

// Fate is what became of a row of the ledger that was accepted.
type Fate uint8

// The fates.
const (
	Replayed Fate = iota
	DroppedAsDuplicate
	SetAsideAsFuture
	Rejected
	Voided       // by a reversal
	VoidsAnother // a reversal that matched
)

// String says the fate in words.
func (f Fate) String() string {
	return [...]string{"replayed", "duplicate of an earlier row", "dated after the as-of date", "rejected", "voided by a reversal", "reversal"}[f]
}

// StatementRow is one accepted row of the case's ledger, in input order.
type StatementRow struct {
	ledger.Entry
	EntryID string
	Ref     string
	Source  string
	Fate    Fate
}

// Statement is everything behind the figures of one case: enough to redo them by hand.
type Statement struct {
	*Report
	Case     int // index in Register.Cases
	Rows     []StatementRow
	Trace    *interest.Trace
	Balance  interest.Balance
	Findings []coap.Finding // of the case's NCP
}
