package pipeline

import (
	"encoding/binary"
	"fmt"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// The steps of a run, each for one row, one case or one NCP. Run takes them over tables in
// memory; a program that brings the rows of a case together elsewhere, on many machines
// say, takes them one by one and comes to the same figures.

// CaseReplayer settles and replays one case after the other. It keeps its memory from
// case to case, so one goroutine owns it.
type CaseReplayer struct {
	settler settler
	engine  *interest.Engine
}

// Replayed is what became of the ledger rows of one case.
type Replayed struct {
	Balance interest.Balance // its Accounts are valid until the next case
	LeftOut []LeftOut        // by part, in no order
	Rejects []ledger.Reject
}

// LeftOut is how many rows of a part settling left out of a case.
type LeftOut struct{ Part, Duplicates, Future int }

// NewCaseReplayer prepares a policy's calendar; that takes about a millisecond.
func NewCaseReplayer(rules *policy.Policy, asOf ledger.Date) *CaseReplayer {
	return &CaseReplayer{settler{asOf: asOf}, interest.NewEngine(rules, asOf)}
}

// Replay settles and replays the entries of a case, which stand in input order and refer
// to text; their memory is reordered. More rows than a run takes are a *LimitError.
func (c *CaseReplayer) Replay(id string, text []byte, entries []ledger.Entry, rates []ledger.RateEvent) (Replayed, error) {
	p := &piece{id: id, text: text, entries: entries}
	if err := p.bound(); err != nil {
		return Replayed{}, err
	}
	result := replayPiece(&c.settler, c.engine, rates, p)
	replayed := Replayed{Balance: result.balance}
	if result.notes != nil {
		replayed.Rejects = result.notes.rejects
		for _, left := range result.notes.left {
			replayed.LeftOut = append(replayed.LeftOut, LeftOut{int(left.part), int(left.duplicates), int(left.future)})
		}
	}
	return replayed, nil
}

// CaseRejects is what is rejected of a row of the cases table: all of it, its bad values,
// or, where an earlier row has its case_id, the repetition.
func CaseRejects(row *ledger.CaseRow, repeated bool) []ledger.Reject {
	if ledger.Refused(row.Rejects) || !repeated {
		return row.Rejects
	}
	return []ledger.Reject{duplicateKey(row.Position, ledger.CasesTable, "case_id", row.CaseColumn, row.Case.ID, row.NCPID)}
}

// NCPRejects is the same of a row of the ncps table.
func NCPRejects(row *ledger.NCPRow, repeated bool) []ledger.Reject {
	if ledger.Refused(row.Rejects) || !repeated {
		return row.Rejects
	}
	return []ledger.Reject{duplicateKey(row.Position, ledger.NCPsTable, "ncp_id", row.Column, "", row.NCP.ID)}
}

// UnknownCaseReject is the one reject of all ledger rows of a case that the cases table
// does not have.
func UnknownCaseReject(id string, first ledger.Position, rows int) ledger.Reject {
	return ledger.Reject{Position: first, Table: ledger.LedgerTable, Code: ledger.UnknownCase, Column: "case_id",
		CaseID: id, Row: true, Rows: rows, Message: unknownCaseMessage(rows)}
}

// OfUnknownCase says what becomes of the reject of a ledger row whose case the cases table
// does not have, for that goes before all else: it is kept, or it is dropped. Counted says
// that its row is still to be counted with the case's.
func OfUnknownCase(code ledger.Code) (kept, counted bool) {
	return code == ledger.MalformedRow, code == ledger.Encoding
}

// RateOf is the rate of a case's own that an event brings, if it is one, is good, and is
// dated no later than the as-of date. Whoever it names must be known besides.
func RateOf(row *ledger.EventRow, asOf ledger.Date) (rate ledger.RateEvent, is bool) {
	return ledger.RateEvent{From: row.Date, To: row.End, Rate: row.Rate}, row.Type == ledger.RateChange && row.Reject == nil && row.Date <= asOf
}

// EventReject is the reject of an event of a table, nil if it is good: an unknown case
// before all else, then the first bad column in header order. Whom it does not name is
// known.
func EventReject(row *ledger.EventRow, table ledger.TableKind, caseKnown, ncpKnown bool) *ledger.Reject {
	if row.Reject != nil && row.Reject.Code == ledger.MalformedRow {
		return row.Reject // its fields may not be what they seem
	}
	unknown := func(code ledger.Code, column string, order int, message string) *ledger.Reject {
		return &ledger.Reject{Position: row.Position, Table: table, Code: code, Column: column, ColumnOrder: order,
			CaseID: row.CaseID, NCPID: row.NCPID, Row: true, Rows: 1, Message: message}
	}
	if !caseKnown {
		return unknown(ledger.UnknownCase, "case_id", row.CaseColumn, "no other table knows this case; add it or correct the identifier")
	}
	if !ncpKnown && (row.Reject == nil || row.NCPColumn < row.Reject.ColumnOrder) {
		return unknown(ledger.UnknownNCP, "ncp_id", row.NCPColumn, "no other table knows this NCP; add it or correct the identifier")
	}
	return row.Reject
}

// NoteEvent notes a good event, dated no later than the as-of date, in the history of its
// NCP. A rate is the case's, and leaves no trace there.
func NoteEvent(history *ledger.History, row *ledger.EventRow) {
	later := func(latest *ledger.Date) { *latest = max(*latest, row.Date) }
	switch row.Type {
	case ledger.COAPApplication:
		later(&history.Application)
	case ledger.COAPRescission:
		later(&history.Rescission)
	case ledger.Contempt:
		later(&history.Contempt)
	case ledger.Conviction:
		later(&history.Conviction)
	case ledger.OutreachContact:
		later(&history.Contact)
	}
}

// MayNameAnything tells that what a reject names as case and NCP may be any text, for the
// row can't be read, or people edited it: it is shown only if a table knows it.
func MayNameAnything(reject *ledger.Reject) bool {
	unreadable := reject.Code == ledger.MalformedRow || reject.Code == ledger.Encoding
	return unreadable || (reject.Table == ledger.OutreachTable && !plainlyIdentifier(reject.NCPID))
}

// Determine decides about the NCPs of a report one after the other, lists outreach and
// sums up. The register, the balances and the as-of date are there; whom rejects name is
// tainted. Decider keeps its memory from report to report.
func (d *Decider) Determine(r *report.Report) (err error) {
	r.Determinations, r.Outreach = grown(r.Determinations, len(r.NCPs)), r.Outreach[:0]
	d.decider.report = r
	for i := range r.NCPs {
		if r.Outreach, err = d.decider.decide(r.Outreach, i); err != nil {
			return undecided(r.NCPs[i].ID, err)
		}
	}
	rank(r)
	r.Totals, err = report.Sum(r)
	return err
}

// Decider decides about small reports. One goroutine owns it.
type Decider struct{ decider decider }

// NewDecider binds the rules.
func NewDecider(rules *policy.Policy, asOf ledger.Date) *Decider {
	return &Decider{decider{job: Job{Rules: rules, AsOf: asOf}}}
}

func undecided(id string, err error) error {
	return fmt.Errorf("ncp %s: %w; check the amounts of its cases", id, err)
}

// grown is memory for n things, zero.
func grown[T any](memory []T, n int) []T {
	if cap(memory) < n {
		return make([]T, n)
	}
	memory = memory[:n]
	clear(memory)
	return memory
}

// Check fails with a *TooManyRejects where more rows of a report's inputs were rejected
// than the limit allows, and fills in the counts of rows accepted.
func (l Limit) Check(r *report.Report) error {
	countAccepted(r.Inputs)
	return checkLimit(l, r)
}

// OutreachOrder is what NCPs on the outreach list are sorted by, bytewise: the list's order
// for whoever does not hold all of it in memory.
func OutreachOrder(d *coap.Determination, id string) []byte {
	order := binary.BigEndian.AppendUint64([]byte{byte(coap.Eligible - d.Status)}, ^uint64(d.Compromisable)^1<<63)
	return append(order, id...)
}

// CaseRowsMax is how many ledger rows of one case a run takes.
const CaseRowsMax = 1_000_000

// BoundRows fails with a *LimitError once a case has more rows, or longer texts in bytes,
// than a run takes.
func BoundRows(id string, rows, texts int) error {
	if rows <= caseRowsMax && texts <= caseTextsMax {
		return nil
	}
	return tooManyRows(id)
}
