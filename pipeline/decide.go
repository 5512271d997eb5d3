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

// decide sums every case, decides about every NCP and lists whom to reach.
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
	newWorker := func() func(int) ([]report.OutreachRow, error) {
		decider := &decider{job: job, report: r}
		return func(from int) (listed []report.OutreachRow, err error) {
			for i := from; i < min(from+decideChunk, len(r.NCPs)); i++ {
				if listed, err = decider.decide(listed, i); err != nil {
					return nil, undecided(r.NCPs[i].ID, err)
				}
			}
			return listed, nil
		}
	}
	err := ordered.Do(ctx, job.Workers, produce, newWorker, func(listed []report.OutreachRow) error {
		r.Outreach = append(r.Outreach, listed...)
		return nil
	})
	rank(r)
	return err
}

// decider decides about one NCP at a time, keeping its memory.
type decider struct {
	job    Job
	report *report.Report
	cases  []coap.Case
	sums   []coap.CaseSums
}

// decide decides about an NCP, and appends its row of the outreach list if it is on it.
func (d *decider) decide(listed []report.OutreachRow, i int) ([]report.OutreachRow, error) {
	r := d.report
	if err := d.gather(i); err != nil {
		return listed, err
	}
	var err error
	r.Determinations[i], err = coap.Decide(d.job.Rules, d.job.AsOf, &r.NCPs[i], d.cases, d.sums)
	if err == nil && r.Determinations[i].OnList {
		listed = append(listed, d.outreachRow(i))
	}
	return listed, err
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

// outreachRow is the row of an NCP whose cases are gathered.
func (d *decider) outreachRow(i int) report.OutreachRow {
	r, ncp := d.report, &d.report.NCPs[i]
	row := report.OutreachRow{NCP: int32(i), Case: -1,
		Reason: coap.Reason(d.job.Rules, d.job.AsOf, ncp, d.cases, d.sums, &r.Determinations[i])}
	most := ledger.Cents(0)
	for k, at := range r.CasesOf(i) { // by identifier, so that the smallest wins a tie
		if arrears := d.sums[k].Arrears(); row.Case < 0 || arrears > most {
			row.Case, most = at, arrears
		}
	}
	if d.job.Previous != nil {
		row.New = "Y"
		if d.job.Previous.Listed(ncp.ID) == r.Determinations[i].Status {
			row.New = "N"
		}
	}
	return row
}

// rank brings the outreach list into its order: by status (eligible, review, later), then
// compromisable arrears falling, then identifier.
func rank(r *report.Report) {
	slices.SortFunc(r.Outreach, func(a, b report.OutreachRow) int {
		x, y := &r.Determinations[a.NCP], &r.Determinations[b.NCP]
		return cmp.Or(-cmp.Compare(x.Status, y.Status), -cmp.Compare(x.Compromisable, y.Compromisable), cmp.Compare(a.NCP, b.NCP))
	})
}

// changes is what became of the previous run until this one, nil without one.
func changes(job Job, r *report.Report) *report.Changes {
	if job.Previous == nil {
		return nil
	}
	return compare.Between(job.Previous, report.NewSnapshot(r), job.Rules)
}
