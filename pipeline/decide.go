package pipeline

import (
	"cmp"
	"context"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/compare"
	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
	"arrears/pipeline/report"
)

// decideChunk is how many NCPs a worker decides about at a time.
const decideChunk = 4096

// decide sums every case and decides about every NCP.
func decide(ctx context.Context, job Job, r *report.Report) error {
	r.Determinations = make([]coap.Determination, len(r.NCPs))
	produce := func(_ context.Context, yield func(int) error) error {
		for from := 0; from < len(r.NCPs); from += decideChunk {
			if err := yield(from); err != nil {
				return err
			}
		}
		return nil
	}
	newWorker := func() func(int) (struct{}, error) {
		decider := &decider{job: job, report: r}
		return func(from int) (struct{}, error) {
			for i := from; i < min(from+decideChunk, len(r.NCPs)); i++ {
				if err := decider.decide(i); err != nil {
					return struct{}{}, undecided(r.NCPs[i].ID, err)
				}
			}
			return struct{}{}, nil
		}
	}
	return ordered.Do(ctx, job.Workers, produce, newWorker, func(struct{}) error { return nil })
}

// decider decides about one NCP at a time, keeping its memory.
type decider struct {
	job    Job
	report *report.Report
	cases  []coap.Case
	sums   []coap.CaseSums
}

func (d *decider) decide(i int) (err error) {
	r, ncp := d.report, &d.report.NCPs[i]
	if err := d.gather(i); err != nil {
		return err
	}
	r.Determinations[i], err = coap.Decide(d.job.Rules, d.job.AsOf, ncp, d.cases, d.sums)
	return err
}

// gather collects an NCP's cases with their balances and sums.
func (d *decider) gather(i int) error {
	d.cases, d.sums = d.cases[:0], d.sums[:0]
	for _, at := range d.report.CasesOf(i) {
		c := coap.Case{Case: &d.report.Cases[at], Balance: &d.report.Balances[at]}
		sums, err := coap.SumCase(d.job.Rules, c)
		if err != nil {
			return err
		}
		d.cases, d.sums = append(d.cases, c), append(d.sums, sums)
	}
	return nil
}

// listOutreach makes the outreach list: by status (eligible, review, later), then
// compromisable arrears falling, then identifier.
func listOutreach(job Job, r *report.Report) error {
	return (&decider{job: job, report: r}).listOutreach()
}

func (d *decider) listOutreach() error {
	job, r := d.job, d.report
	for i := range r.Determinations {
		if r.Determinations[i].OnList {
			r.Outreach = append(r.Outreach, report.OutreachRow{NCP: int32(i), Case: -1})
		}
	}
	slices.SortFunc(r.Outreach, func(a, b report.OutreachRow) int {
		x, y := &r.Determinations[a.NCP], &r.Determinations[b.NCP]
		return cmp.Or(-cmp.Compare(x.Status, y.Status), -cmp.Compare(x.Compromisable, y.Compromisable), cmp.Compare(a.NCP, b.NCP))
	})
	for k := range r.Outreach {
		row := &r.Outreach[k]
		if err := d.gather(int(row.NCP)); err != nil {
			return err
		}
		ncp := &r.NCPs[row.NCP]
		row.Reason = coap.Reason(job.Rules, job.AsOf, ncp, d.cases, d.sums, &r.Determinations[row.NCP])
		most := ledger.Cents(0)
		for k, at := range r.CasesOf(int(row.NCP)) { // by identifier, so that the smallest wins a tie
			if arrears := d.sums[k].Arrears(); row.Case < 0 || arrears > most {
				row.Case, most = at, arrears
			}
		}
		if job.Previous != nil {
			row.New = "Y"
			if job.Previous.Listed(ncp.ID) == r.Determinations[row.NCP].Status {
				row.New = "N"
			}
		}
	}
	return nil
}

// changes is what became of the previous run until this one, nil without one.
func changes(job Job, r *report.Report) *report.Changes {
	if job.Previous == nil {
		return nil
	}
	return compare.Between(job.Previous, report.NewSnapshot(r), job.Rules)
}
