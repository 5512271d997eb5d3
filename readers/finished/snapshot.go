package finished

import (
	"cmp"
	"context"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// Snapshot is the run in brief, to be compared with another. Its totals are those of the
// run, but for the ages of the arrears, which they do without.
func (r *Run) Snapshot(ctx context.Context) (*report.Snapshot, error) {
	s := &report.Snapshot{Headline: report.Headline{AsOf: r.AsOf, Policy: r.Manifest.Policy, Outreach: r.Manifest.Counts.Outreach}}
	if err := r.takeNCPs(ctx, s); err != nil {
		return nil, err
	}
	counties := make(map[string]*report.CountyTotal)
	if err := r.takeCases(ctx, s, counties); err != nil {
		return nil, err
	}
	sortByID(s.NCPs, func(n *report.SnapshotNCP) string { return n.ID })
	sortByID(s.Cases, func(c *report.SnapshotCase) string { return c.ID })
	if err := r.takeOutreach(ctx, s, counties); err != nil {
		return nil, err
	}
	for _, county := range counties {
		s.Totals.ByCounty = append(s.Totals.ByCounty, *county)
	}
	slices.SortFunc(s.Totals.ByCounty, func(x, y report.CountyTotal) int { return cmp.Compare(x.County, y.County) })
	return s, nil
}

// sortByID sorts rows whose identifiers, for once, are not in order as they were written:
// one may have lost a ' that was taken for the mark of a text made safe.
func sortByID[Row any](rows []Row, id func(*Row) string) {
	byID := func(a, b Row) int { return cmp.Compare(id(&a), id(&b)) }
	if !slices.IsSortedFunc(rows, byID) {
		slices.SortStableFunc(rows, byID)
	}
}

// No sum of what follows overflows: the run summed the same and was finished.

func (r *Run) takeNCPs(ctx context.Context, s *report.Snapshot) error {
	t := &s.Totals
	return r.NCPs(ctx, func(n NCP) error {
		s.NCPs = append(s.NCPs, report.SnapshotNCP{ID: n.ID, Status: n.Status, EligibleOn: n.EligibleOn, Arrears: n.Arrears,
			Compromisable: n.Compromisable, Suppressed: n.Suppressed, Verdicts: n.Verdicts})
		t.NCPs++
		t.Compromisable += n.Compromisable
		status := &t.ByStatus[n.Status]
		status.NCPs++
		status.Arrears += n.Arrears
		status.Compromisable += n.Compromisable
		if n.Status >= coap.Later { // the others have nothing forgiven
			status.Forgiven += n.Forgiven.Cents()
		}
		return nil
	})
}

func (r *Run) takeCases(ctx context.Context, s *report.Snapshot, counties map[string]*report.CountyTotal) error {
	t := &s.Totals
	return r.Cases(ctx, func(c Case) error {
		s.Cases = append(s.Cases, report.SnapshotCase{ID: c.ID, NCPID: c.NCPID, Tainted: c.Tainted,
			Principal: c.PrincipalFamily + c.PrincipalGovernment, Arrears: c.Arrears, CurrentDue: c.CurrentDue, HeldCredit: c.HeldCredit,
			Charged: c.Charged, Adjusted: c.Adjusted, InterestAdjusted: c.InterestAdjusted, Paid: c.Paid})
		t.Cases++
		if c.Tainted {
			t.CasesTainted++
		}
		for _, sum := range []struct {
			of     *ledger.Cents
			amount ledger.Cents
		}{{&t.PrincipalFamily, c.PrincipalFamily}, {&t.InterestFamily, c.InterestFamily}, {&t.PrincipalGovernment, c.PrincipalGovernment},
			{&t.InterestGovernment, c.InterestGovernment}, {&t.CurrentDue, c.CurrentDue}, {&t.HeldCredit, c.HeldCredit}} {
			*sum.of += sum.amount
		}
		county := countyOf(counties, c.County)
		county.Cases++
		county.Family += c.PrincipalFamily + c.InterestFamily
		county.Government += c.PrincipalGovernment + c.InterestGovernment
		return nil
	})
}

func countyOf(counties map[string]*report.CountyTotal, name string) *report.CountyTotal {
	if counties[name] == nil {
		counties[name] = &report.CountyTotal{County: name}
	}
	return counties[name]
}

func (r *Run) takeOutreach(ctx context.Context, s *report.Snapshot, counties map[string]*report.CountyTotal) error {
	t := &s.Totals
	return r.Outreach(ctx, func(o Outreach) error {
		if at, found := slices.BinarySearchFunc(s.NCPs, o.NCPID, func(n report.SnapshotNCP, id string) int { return cmp.Compare(n.ID, id) }); found {
			s.NCPs[at].OnList = true
		}
		t.Offered += o.Offer.Cents()
		t.Forgiven += o.Forgiven.Cents()
		status := &t.ByStatus[o.Status]
		status.Outreach++
		status.OutreachOffers += o.Offer.Cents()
		status.OutreachForgiven += o.Forgiven.Cents()
		county := countyOf(counties, o.County)
		county.Outreach++
		county.OutreachForgiven += o.Forgiven.Cents()
		return nil
	})
}
