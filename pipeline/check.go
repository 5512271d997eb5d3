package pipeline

import (
	"context"

	"arrears/pipeline/report"
)

// Check reads and validates the input as Run does. The report holds the inputs with
// their counts, the register and the rejects; it comes with a *TooManyRejects
// too, unless there are more rejects than are kept.
func Check(ctx context.Context, job Job, source Source) (*report.Report, error) {
	source = job.disguise(source)
	book := newBook(job, source.Parts())
	if err := book.readParties(ctx, source); err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	if _, err := replay(ctx, job, source, book); err != nil {
		return nil, whyReadingFailed(ctx, source, err)
	}
	if err := source.CheckUnchanged(); err != nil {
		return nil, err
	}
	result := &report.Report{AsOf: job.AsOf, Policy: job.Rules, Inputs: source.Parts(), Register: book.register,
		Rejects: book.rejects, RejectsNamingNobody: namingNobody(book.rejects), Pseudonymized: job.Pseudonyms != nil}
	return result, checkLimit(job.MaxRejects, result)
}
