// Package pipeline is the whole way of the data: from rows of exports to reports.
package pipeline

import (
	"context"
	"fmt"
	"sync/atomic"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/pseudonym"
	"arrears/pipeline/report"
)

// Job says what to compute and within which bounds.
type Job struct {
	Rules      *policy.Policy
	AsOf       ledger.Date
	Workers    int   // cases replayed side by side, at least 1
	Memory     int64 // bytes of ledger rows held where they do not stand by case, before temporary files are used
	TempDir    string
	MaxRejects Limit
	Previous   *report.Snapshot // an earlier run to compare with; nil without one
	// Pseudonyms, if not nil, replaces whatever names somebody in the input: see
	// pseudonymized.
	Pseudonyms *pseudonym.Key
	Progress   *Progress // may be nil
	// Notice is told what whoever watches should know while the run goes on; may be nil.
	Notice func(text string)
}

// Source is the opened input. Rows come in input order, each valid until yield returns;
// Parts collects their counts.
type Source interface {
	Parts() []*ledger.Part
	NCPs(ctx context.Context, yield func(*ledger.NCPRow) error) error
	Cases(ctx context.Context, yield func(*ledger.CaseRow) error) error
	Events(ctx context.Context, yield func(*ledger.EventRow) error) error
	Ledger(ctx context.Context, yield func(part int, block ledger.Block) error) error
	// Digest fills in each part's SHA-256; it may run beside the others.
	Digest(ctx context.Context) error
	// CheckUnchanged fails if an input changed while it was read.
	CheckUnchanged() error
}

// Sink publishes a report, whole or not at all.
type Sink interface {
	Publish(ctx context.Context, r *report.Report) error
}

// Run is the whole flow. Exports become parties (cases, NCPs, events) and ledger rows;
// the rows of a case are settled (duplicates, reversals, future entries) and replayed
// into its balance; the balances of an NCP's cases are summed and the policy decides;
// the outreach list and the totals follow, and what changed since an earlier run; the
// sink publishes all reports together.
//
// What is wrong with a row is data and ends up in Report.Rejects. An error ends the
// run, and nothing is published.
func Run(ctx context.Context, job Job, source Source, sink Sink) (*report.Report, error) {
	source = job.disguise(source)
	clock := newStopwatch(job.Progress)
	digested := start(ctx, source.Digest)
	defer digested.stop()

	book := newBook(job, source.Parts())
	clock.stage("read parties")
	if err := book.readParties(ctx, source); err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	clock.stage("replay the ledger")
	balances, err := replay(ctx, job, source, book)
	if err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	clock.stage("decide")
	result := &report.Report{AsOf: job.AsOf, Policy: job.Rules, Inputs: source.Parts(), Register: book.register,
		Balances: balances, Rejects: book.rejects, RejectsNamingNobody: namingNobody(book.rejects), Previous: job.Previous != nil,
		Pseudonymized: job.Pseudonyms != nil}
	if err := checkLimit(job.MaxRejects, result); err != nil {
		return nil, err
	}
	if err := decide(ctx, job, result); err != nil {
		return nil, err
	}
	if result.Totals, err = report.Sum(result); err != nil {
		return nil, err
	}
	result.Changes = changes(job, result)
	clock.stage("check the inputs")
	if err := digested.wait(); err != nil {
		return nil, err
	}
	if err := source.CheckUnchanged(); err != nil {
		return nil, err
	}
	clock.stage("write")
	result.Run.Durations = clock.laps()
	return result, sink.Publish(ctx, result)
}

// Limit is how many rows may be rejected before the run fails.
type Limit struct {
	ByRow bool         // Rows is the limit; else Share is
	Rows  int          // a number of rows
	Share policy.Share // of the rows read in all tables, in millionths
}

// String is the limit as the command line takes it: 100 or 5%.
func (l Limit) String() string {
	if l.ByRow {
		return fmt.Sprint(l.Rows)
	}
	return fmt.Sprintf("%g%%", float64(l.Share)/10_000)
}

// TooManyRejects ends a run whose input is too bad to trust. The report holds the
// rejects and the inputs, nothing else.
type TooManyRejects struct {
	Rejected, Read int
	Limit          string
	Kept           int // not 0: there are more rejects than are kept, this many, whatever the limit
	Report         *report.Report
}

func (e *TooManyRejects) Error() string {
	if e.Kept > 0 {
		return fmt.Sprintf("the inputs give more than %d rejects, the most that are kept; mend the exports, or run them in parts", e.Kept)
	}
	return fmt.Sprintf("%d of %d rows were rejected, more than %s allows; mend the exports or raise --max-rejects", e.Rejected, e.Read, e.Limit)
}

// countAccepted fills in the counts of rows accepted, once all others are known.
func countAccepted(parts []*ledger.Part) {
	for _, part := range parts {
		part.Accepted = part.Read - part.Rejected - part.Duplicate - part.Future
	}
}

// checkLimit fails where too many rows were rejected.
func checkLimit(limit Limit, r *report.Report) error {
	read, rejected := 0, 0
	for _, part := range r.Inputs {
		read += part.Read
		rejected += part.Rejected
	}
	allowed := limit.Rows
	if !limit.ByRow {
		allowed = int(int64(read) * int64(limit.Share) / 1_000_000)
	}
	if rejected <= allowed {
		return nil
	}
	return &TooManyRejects{Rejected: rejected, Read: read, Limit: "--max-rejects " + limit.String(), Report: r}
}

// namingNobody counts the rejects that name no case and no NCP: some case may lack a
// row.
func namingNobody(rejects []ledger.Reject) (count int) {
	for i := range rejects {
		if rejects[i].CaseID == "" && rejects[i].NCPID == "" {
			count++
		}
	}
	return count
}

// Progress is what a run has done so far, for another goroutine to look at.
type Progress struct {
	Rows  atomic.Int64 // ledger rows read
	Stage atomic.Pointer[string]
	// Began is told each stage when it begins, by the goroutine that runs the run; may be nil.
	Began func(stage string)
}

func (p *Progress) add(rows int) {
	if p != nil {
		p.Rows.Add(int64(rows))
	}
}
