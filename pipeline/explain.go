package pipeline

import (
	"context"
	"fmt"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// UnknownCaseError says that the input has no such case, or only rows of it.
type UnknownCaseError struct {
	ID       string
	RowsOnly bool // the ledger has rows of it, but the cases table does not have it
}

func (e *UnknownCaseError) Error() string {
	if e.RowsOnly {
		return fmt.Sprintf("case %q has rows in the ledger, but the cases table does not have it; add it there", e.ID)
	}
	return fmt.Sprintf("case %q is in none of the inputs; check the identifier, leading zeros included", e.ID)
}

// Explain computes what Run computes and then replays one case again, with a trace of
// every step.
func Explain(ctx context.Context, job Job, source Source, caseID string) (*report.Statement, error) {
	source = job.disguise(source)
	asked := caseID
	caseID, err := job.caseID(source, asked)
	if err != nil {
		return nil, err
	}
	book := newBook(job, source.Parts())
	if err := book.readParties(ctx, source); err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	balances, err := replay(ctx, job, source, book)
	if err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	index, known := book.findCase(caseID)
	if !known {
		rowsOnly := slices.ContainsFunc(book.rejects, func(r ledger.Reject) bool { return r.Table == ledger.LedgerTable && r.CaseID == caseID })
		return nil, &UnknownCaseError{asked, rowsOnly}
	}
	result := &report.Report{AsOf: job.AsOf, Policy: job.Rules, Inputs: source.Parts(), Register: book.register,
		Balances: balances, Rejects: book.rejects, RejectsNamingNobody: namingNobody(book.rejects),
		Pseudonymized: job.Pseudonyms != nil}
	if err := decide(ctx, job, result); err != nil {
		return nil, err
	}
	p, err := pick(ctx, job, source, book, caseID)
	if err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	if err := source.CheckUnchanged(); err != nil {
		return nil, err
	}
	return explain(job, result, int(index), p)
}

// pick reads the ledger again for the rows of one case.
func pick(ctx context.Context, job Job, source Source, b *book, caseID string) (*piece, error) {
	r := newReplayer(job, source, b)
	before := r.partCounts()
	defer r.restore(before)
	r.ends, r.picked = make(map[int]int64), &piece{id: caseID}
	err := r.pass(ctx, func() func(taskBlock) (*outcome, error) {
		var batch ledger.Batch
		return func(task taskBlock) (*outcome, error) {
			o, err := parse(&batch, task)
			if err != nil {
				return nil, err
			}
			o.rejects, o.picked = nil, &piece{}
			for i := range batch.Runs {
				run := &batch.Runs[i]
				if string(run.Case.Of(batch.Text)) == caseID {
					o.picked.add(batch.Text, batch.Entries[run.From:run.To])
				}
			}
			return o, nil
		}
	})
	return r.picked, err
}

func explain(job Job, r *report.Report, index int, p *piece) (*report.Statement, error) {
	s := &report.Statement{Report: r, Case: index}
	fates := make(map[ledger.Position]report.Fate)
	settler := &settler{asOf: job.AsOf}
	rows := settler.settle(&piece{id: p.id, text: p.text, entries: slices.Clone(p.entries)})
	for _, position := range rows.duplicates {
		fates[position] = report.DroppedAsDuplicate
	}
	for _, position := range rows.future {
		fates[position] = report.SetAsideAsFuture
	}
	for _, reject := range rows.rejects {
		fates[reject.Position] = report.Rejected
	}
	replayed := make(map[ledger.Position]bool)
	for i := range rows.entries {
		replayed[rows.entries[i].Position] = true
	}
	for _, entry := range p.entries {
		fate, left := fates[entry.Position]
		switch {
		case left || replayed[entry.Position]:
		case entry.Type == ledger.Reversal:
			fate = report.VoidsAnother
		default:
			fate = report.Voided
		}
		s.Rows = append(s.Rows, report.StatementRow{Entry: entry, EntryID: string(entry.ID.Of(p.text)), Ref: string(entry.Ref.Of(p.text)),
			Source: string(entry.Source.Of(p.text)), Fate: fate})
	}
	engine := interest.NewEngine(job.Rules, job.AsOf)
	s.Balance, s.Trace = engine.ReplayTraced(rows.entries, r.RatesOf(int32(index)))

	d := &decider{job: job, report: r}
	ncp := r.Cases[index].NCP
	if err := d.gather(int(ncp)); err != nil {
		return nil, err
	}
	s.Findings = coap.Findings(job.Rules, job.AsOf, &r.NCPs[ncp], d.cases, d.sums, &r.Determinations[ncp])
	return s, nil
}
