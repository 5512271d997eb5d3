package coap

import (
	"strconv"

	"arrears/pipeline/ledger"
)

// judgeCompliance asks of each case with current support whether enough months in a row,
// up to the as-of month, ended with nothing unpaid. A case that passes but had no charge
// due in those months passes for nothing: ledger and case list disagree.
func judgeCompliance(f facts) Verdict {
	verdict := Pass
	for i := range f.cases {
		if orZero(f.cases[i].CurrentSupport) == 0 {
			continue
		}
		if !f.compliant(i) {
			return Fail
		}
		if !f.charged(i) {
			verdict = Unknown
		}
	}
	return verdict
}

func (f *facts) compliant(i int) bool {
	return int(f.cases[i].Balance.CompliantMonths) >= f.policy.COAP.ComplianceMonths
}

// charged tells whether the case had a charge due in any of the complete months looked
// at.
func (f *facts) charged(i int) bool {
	last := f.cases[i].Balance.LastChargeMonth
	return last != 0 && last >= f.complianceStart()
}

// complianceStart is the first day of the complete months looked at; the last one is the
// day before the as-of month.
func (f *facts) complianceStart() ledger.Date {
	return f.asOf.MonthStart().AddMonths(-f.policy.COAP.ComplianceMonths)
}

// complianceCases lists the cases with current support of which something holds.
func (f *facts) complianceCases(holds func(i int) bool) (list string, count int) {
	var items []string
	for i := range f.cases {
		if orZero(f.cases[i].CurrentSupport) > 0 && holds(i) {
			items = append(items, f.cases[i].ID)
		}
	}
	return enumerate(items, casesListed), len(items)
}

func complianceEvidence(f facts, v Verdict) string {
	support := f.currentSupport.Dollars() + " a month"
	period := f.complianceStart().String() + " to " + (f.asOf.MonthStart() - 1).String()
	switch {
	case f.currentSupport == 0:
		return "Current support is $0.00 a month."
	case v == Fail:
		return "Current support is " + support + ", and " + f.shortfall() + "."
	case v == Unknown:
		list, count := f.complianceCases(func(i int) bool { return !f.charged(i) })
		return "Current support is " + support + " by the list of cases, but the ledger of " +
			counted(count, "case ", "cases ") + list + " shows no charge due from " + period + "."
	}
	return "Current support is " + support + ", and all that fell due from " + period +
		" was paid by the end of its month."
}

// shortfall names the first case that is not compliant and the last month that ended
// with something due in it unpaid.
func (f *facts) shortfall() string {
	months := f.policy.COAP.ComplianceMonths
	for i, c := range f.cases {
		if orZero(c.CurrentSupport) == 0 || f.compliant(i) {
			continue
		}
		month := f.asOf.MonthStart().AddMonths(-int(c.Balance.CompliantMonths)) - 1
		return "in case " + c.ID + " what fell due in the month to " + month.String() +
			" was not all paid by then; the last " +
			counted(months, "complete month", strconv.Itoa(months)+" complete months") + " must be paid in full"
	}
	return ""
}

func complianceMissing(f facts) string {
	list, count := f.complianceCases(func(i int) bool { return !f.charged(i) })
	return "whether current support has fallen due in " + counted(count, "case ", "cases ") + list +
		" since " + f.complianceStart().String()
}
