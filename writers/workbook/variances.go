package workbook

import (
	"cmp"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

var varianceColumns = []column{
	{"Case ID", 17, plain},
	{"NCP ID", 14, plain},
	{"County", 18, wrapped},
	{"Tainted", 10, plain},
	{"Recorded principal", 17, money},
	{"Recomputed principal", 17, money},
	{"Principal difference", 17, money},
	{"Recorded interest", 17, money},
	{"Recomputed interest", 17, money},
	{"Interest difference", 17, money},
}

// variance is a case whose recomputed balance differs from the recorded one.
type variance struct {
	index               int                  // in Register.Cases
	principal, interest ledger.OptionalCents // recomputed less recorded, where recorded
}

// size is the larger of the two differences.
func (v *variance) size() ledger.Cents {
	return max(v.principal.Cents().Abs(), v.interest.Cents().Abs())
}

// variances lists the cases that differ by more than the policy's tolerance in
// principal or interest, the largest difference first, then by case ID.
func variances(r *report.Report) []variance {
	var found []variance
	for i := range r.Cases {
		v := variance{index: i}
		v.principal, v.interest = report.Variances(r, i)
		if v.size() > r.Policy.Tolerance {
			found = append(found, v)
		}
	}
	slices.SortFunc(found, func(a, b variance) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(a.index, b.index))
	})
	return found
}

// variancesListing compares recorded balances with recomputed ones.
func variancesListing(r *report.Report) *listing {
	found := variances(r)
	return &listing{name: "Variances", columns: varianceColumns, rows: len(found), frozen: 1, pages: 1,
		none:  noVariances(r),
		fill:  func(to *row, i int) { fillVariance(to, r, &found[i]) },
		decor: []decor{{4, 4, []rule{whereWord(yesIf(true), bad)}}}}
}

func fillVariance(to *row, r *report.Report, v *variance) {
	recorded, sums := &r.Cases[v.index], r.SumsOf(v.index)
	to.text(recorded.ID)
	to.text(r.NCPs[recorded.NCP].ID)
	to.text(recorded.County)
	to.word(yesIf(recorded.Tainted))
	to.optionalMoney(recorded.RecordedPrincipal)
	to.money(sums.PrincipalFamily + sums.PrincipalGovernment + sums.CurrentDue)
	to.optionalMoney(v.principal)
	to.optionalMoney(recorded.RecordedInterest)
	to.money(sums.InterestFamily + sums.InterestGovernment)
	to.optionalMoney(v.interest)
}

// noVariances says why there is nothing to show.
func noVariances(r *report.Report) string {
	recorded := slices.ContainsFunc(r.Cases, func(c ledger.Case) bool { return c.RecordedPrincipal.Known() || c.RecordedInterest.Known() })
	if !recorded {
		return "None: the input records no balance to compare with."
	}
	return "None: no recorded balance differs by more than the policy's tolerance of " + r.Policy.Tolerance.Dollars() + "."
}
