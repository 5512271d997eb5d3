package pipeline

import (
	"context"
	"fmt"
	"math"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// What a run holds in memory, at most. Exports of a country stay below; tests make the
// bounds small.
var (
	rejectsMax   = 2_000_000  // kept
	partiesMax   = 20_000_000 // cases, NCPs and events, each
	textsMax     = 4 << 30    // bytes of the texts of all parties
	caseRowsMax  = CaseRowsMax
	caseTextsMax = 1 << 30 // bytes of the texts of one case's rows
	// partitionMax is how many bytes the rows of one partition of a pile may take: the
	// spans of entries are of 32 bits.
	partitionMax int64 = math.MaxUint32
)

// LimitError says that the input holds more than a run takes.
type LimitError struct{ Message string }

func (e *LimitError) Error() string { return e.Message }

// bound fails once the parties or the rejects are too many to be kept.
func (b *book) bound() error {
	for what, held := range [...]int{len(b.register.Cases), len(b.register.NCPs), len(b.events)} {
		if held > partiesMax {
			return &LimitError{fmt.Sprintf("the inputs hold more than %d %s, more than a run takes; check the exports, or run them in parts",
				partiesMax, [...]string{"cases", "NCPs", "events"}[what])}
		}
	}
	if b.texts > textsMax {
		return &LimitError{fmt.Sprintf("the texts of all cases, NCPs, events and rejects take more than %s, more than a run takes; check the exports, or run them in parts", size(int64(textsMax)))}
	}
	if len(b.rejects)+b.badEvents > rejectsMax {
		return b.tooManyToKeep()
	}
	return nil
}

// bound does the same while the ledger is read, when rejects are kept here too.
func (r *replayer) bound() error {
	if len(r.book.rejects)+r.book.badEvents+len(r.unknown)+r.noted > rejectsMax {
		r.addNotes()
		return r.book.tooManyToKeep()
	}
	return r.book.bound()
}

// tooManyToKeep ends a run with more rejects than are kept. Those at hand are made fit to
// be shown.
func (b *book) tooManyToKeep() error {
	b.blankUnknown()
	b.sortRejects()
	failure := &TooManyRejects{Limit: fmt.Sprintf("the %d rejects that are kept", rejectsMax), Kept: rejectsMax, Report: &report.Report{Inputs: b.parts, Rejects: b.rejects}}
	for _, part := range b.parts {
		failure.Read += part.Read
		failure.Rejected += part.Rejected
	}
	return failure
}

// bound fails once a case has more rows than a run takes.
func (p *piece) bound() error { return BoundRows(p.id, len(p.entries), len(p.text)) }

func tooManyRows(id string) error {
	return &LimitError{fmt.Sprintf("case %q has more than %d rows in the ledger, or more than %s of them, more than a run takes; check the column case_id",
		id, caseRowsMax, size(int64(caseTextsMax)))}
}

// caseTexts and ncpTexts are how many bytes the texts of a party take.
func caseTexts(c *ledger.Case, ncpID string) int { return len(c.ID) + len(c.County) + len(ncpID) }

// rejectTexts is the same of what a reject names.
func rejectTexts(r *ledger.Reject) int { return len(r.CaseID) + len(r.NCPID) }

func ncpTexts(n *ledger.NCP) int {
	return len(n.ID) + len(n.Contact)
}

// whyReadingFailed names the file that changed while it was read, if one did: what else
// went wrong then mostly comes of it.
func whyReadingFailed(ctx context.Context, source Source, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	if changed := source.CheckUnchanged(); changed != nil {
		return changed
	}
	return err
}
