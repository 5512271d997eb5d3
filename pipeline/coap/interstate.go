package coap

import "arrears/pipeline/ledger"

// casesListed is how many cases a sentence names before it counts the rest.
const casesListed = 3

// compromisableCases lists the cases with compromisable arrears and a verdict of the
// interstate rule, each with the detail given, and says how many there are.
func (f *facts) compromisableCases(v Verdict, detail func(Case, *CaseSums) string) (list string, count int) {
	var items []string
	for i := range f.sums {
		if f.sums[i].Interstate == v && f.sums[i].BeforeInterstate > 0 {
			items = append(items, f.cases[i].ID+detail(f.cases[i], &f.sums[i]))
		}
	}
	return enumerate(items, casesListed), len(items)
}

func amountDetail(_ Case, sums *CaseSums) string { return " (" + sums.BeforeInterstate.Dollars() + ")" }

func (f *facts) passDetail(c Case, sums *CaseSums) string {
	why := "not a two-state case"
	if c.TwoState == ledger.Yes {
		why = "custodial party in " + f.policy.COAP.HomeState
	}
	return " (" + sums.BeforeInterstate.Dollars() + ", " + why + ")"
}

func failDetail(c Case, sums *CaseSums) string {
	return " (" + sums.BeforeInterstate.Dollars() + ", custodial party in " + c.CPState.String() + ")"
}

func interstateEvidence(f facts, v Verdict) string {
	home := f.policy.COAP.HomeState
	switch v {
	case Fail:
		list, count := f.compromisableCases(Fail, failDetail)
		if count == 1 {
			return "The only case with compromisable arrears is a two-state case whose custodial party is not in " +
				home + ": case " + list + "."
		}
		return "All cases with compromisable arrears are two-state cases whose custodial party is not in " + home +
			": cases " + list + "."
	case Unknown:
		list, count := f.compromisableCases(Unknown, amountDetail)
		return "No case with compromisable arrears is known to pass, and it is unknown in which state the custodial party is in the two-state " +
			counted(count, "case ", "cases ") + list + "."
	}
	list, count := f.compromisableCases(Pass, f.passDetail)
	if count == 0 {
		return "No case has compromisable arrears, so no custodial party's state matters."
	}
	return "The compromisable arrears of " + counted(count, "case ", "cases ") + list + " pass the interstate rule."
}

func interstateMissing(f facts) string {
	list, count := f.compromisableCases(Unknown, func(Case, *CaseSums) string { return "" })
	return "the custodial party's state in " + counted(count, "case ", "cases ") + list
}
