// Package compare says what became of one run until another: who is newly eligible and
// who no longer, whom the outreach list gained and lost, and which balances moved
// otherwise than charges, payments, adjustments and interest explain. It is pure.
package compare

import (
	"cmp"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// Between compares two runs. The rules bound the interest that can accrue between them,
// and say how far ahead to look for those who will become eligible; they are the later
// run's, as a rule.
func Between(before, after *report.Snapshot, rules *policy.Policy) *report.Changes {
	c := &report.Changes{Before: before.Headline, After: after.Headline, HorizonDays: rules.Outreach.HorizonDays}
	horizon := after.AsOf + ledger.Date(rules.Outreach.HorizonDays)
	merge(before.NCPs, after.NCPs, ncpID, func(b, a report.SnapshotNCP) { addNCP(c, report.NCPChange{Before: b, After: a}, horizon) })
	bound := newBound(rules, before.AsOf, after.AsOf)
	c.HighestRate, c.Tolerance = bound.rate, bound.tolerance
	merge(before.Cases, after.Cases, caseID, func(b, a report.SnapshotCase) { addCase(c, report.CaseChange{Before: b, After: a}, bound) })
	sortLists(c)
	return c
}

func ncpID(n *report.SnapshotNCP) string   { return n.ID }
func caseID(c *report.SnapshotCase) string { return c.ID }

// merge pairs two lists that are sorted by identifier. What is in one of them only is
// paired with a zero value.
func merge[Row any](before, after []Row, id func(*Row) string, pair func(before, after Row)) {
	var none Row
	for len(before) > 0 || len(after) > 0 {
		order := 0
		switch {
		case len(before) == 0:
			order = 1
		case len(after) == 0:
			order = -1
		default:
			order = cmp.Compare(id(&before[0]), id(&after[0]))
		}
		switch {
		case order < 0:
			pair(before[0], none)
			before = before[1:]
		case order > 0:
			pair(none, after[0])
			after = after[1:]
		default:
			pair(before[0], after[0])
			before, after = before[1:], after[1:]
		}
	}
}

// addNCP puts an NCP on each list to which it belongs.
func addNCP(c *report.Changes, n report.NCPChange, horizon ledger.Date) {
	was, is := &n.Before, &n.After
	add := func(list *[]report.NCPChange, belongs bool) {
		if belongs {
			*list = append(*list, n)
		}
	}
	add(&c.NCPsAdded, was.Status == 0)
	add(&c.NCPsGone, is.Status == 0)
	add(&c.NewlyEligible, is.Status == coap.Eligible && was.Status != coap.Eligible)
	add(&c.NoLongerEligible, was.Status == coap.Eligible && is.Status != coap.Eligible)
	add(&c.NewlyListed, is.OnList && !was.OnList)
	add(&c.NoLongerListed, was.OnList && !is.OnList)
	add(&c.Coming, is.Status == coap.Later && is.EligibleOn <= horizon)
}

// addCase lists a case that came or went, or whose balance moved without explanation.
func addCase(c *report.Changes, k report.CaseChange, bound bound) {
	switch {
	case k.Before.NCPID == "" && k.After.NCPID == "":
	case k.Before.NCPID == "":
		c.CasesAdded = append(c.CasesAdded, k)
	case k.After.NCPID == "":
		c.CasesGone = append(c.CasesGone, k)
	default:
		if movement := move(&k.Before, &k.After, bound); movement.Doubt != 0 {
			c.Unexplained = append(c.Unexplained, movement)
		}
	}
}

// sortLists puts first in each list what is most worth to look at. Lists came about in
// the order of identifiers, which stays where else nothing decides.
func sortLists(c *report.Changes) {
	listed := func(side func(*report.NCPChange) *report.SnapshotNCP) func(a, b report.NCPChange) int {
		return func(a, b report.NCPChange) int {
			x, y := side(&a), side(&b)
			return cmp.Or(-cmp.Compare(x.Status, y.Status), -cmp.Compare(x.Compromisable, y.Compromisable))
		}
	}
	before := func(n *report.NCPChange) *report.SnapshotNCP { return &n.Before }
	after := func(n *report.NCPChange) *report.SnapshotNCP { return &n.After }
	slices.SortStableFunc(c.NewlyEligible, listed(after))
	slices.SortStableFunc(c.NoLongerEligible, listed(before))
	slices.SortStableFunc(c.NewlyListed, listed(after))
	slices.SortStableFunc(c.NoLongerListed, listed(before))
	slices.SortStableFunc(c.Coming, func(a, b report.NCPChange) int { return cmp.Compare(a.After.EligibleOn, b.After.EligibleOn) })
	slices.SortStableFunc(c.Unexplained, func(a, b report.Movement) int {
		return cmp.Or(-cmp.Compare(a.Unexplained().Abs(), b.Unexplained().Abs()), -cmp.Compare(a.Owed.Abs(), b.Owed.Abs()))
	})
}
