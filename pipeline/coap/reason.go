package coap

import (
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Reason is the plain sentence that says why an NCP stands where it does; for one on the
// outreach list, what there is to win and what is still to be known. The arguments are
// those of the Decide that returned d.
func Reason(p *policy.Policy, asOf ledger.Date, ncp *ledger.NCP, cases []Case, sums []CaseSums,
	d *Determination) string {
	f, err := newFacts(p, asOf, ncp, cases, sums)
	if err != nil {
		return "Not decided: " + err.Error() + "."
	}
	owes := "Owes " + f.compromisable.Dollars() + " that can be compromised"
	switch d.Status {
	case Eligible:
		return owes + " and meets all criteria; " + f.prospect() + "."
	case Review:
		return owes + " and fails no criterion, but it can't be decided until " + f.missing(d) + "; " + f.prospect() + "."
	case Later:
		text := owes + " and can apply from " + d.EligibleOn.String() + ", when " + f.lastWait(d) + " is over"
		if missing := f.missing(d); missing != "" {
			text += ", if by then " + missing
		}
		return text + "; " + f.prospect() + "."
	case Ineligible:
		return "Owes " + f.arrears.Dollars() + " and fails " + failedCriteria(d) + "."
	case NotCollectible:
		return "Owes " + f.arrears.Dollars() + ", but the only income is exempt from collection."
	}
	return "Owes no arrears."
}

// prospect says what an offer could achieve.
func (f *facts) prospect() string {
	switch {
	case !f.capacity.Known():
		return "no offer can be estimated without net monthly income"
	case !f.offer.Known():
		return "no offer can be estimated, as capacity is below current support"
	case f.offer.Cents() == f.compromisable:
		return "an offer of about " + f.offer.Cents().Dollars() + " would pay it in full and forgive nothing"
	}
	return "an offer of about " + f.offer.Cents().Dollars() + " could forgive " +
		(f.compromisable - f.offer.Cents()).Dollars()
}

// missing lists what must be known for the unknown verdicts, as "… is known"; blank if
// none is unknown.
func (f *facts) missing(d *Determination) string {
	var items []string
	for i, verdict := range d.Verdicts {
		if verdict != Unknown {
			continue
		}
		if item := criteria[i].missing(*f); !slices.Contains(items, item) {
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		return ""
	}
	return enumerate(items, CriteriaCount) + counted(len(items), " is known", " are known")
}

// lastWait names the failed waiting period that is over last.
func (f *facts) lastWait(d *Determination) string {
	for i, verdict := range d.Verdicts {
		if verdict == Fail && criteria[i].wait != nil && criteria[i].wait.clears(f) == d.EligibleOn {
			return "the waiting period after " + criteria[i].wait.describe(f)
		}
	}
	return "the waiting period"
}

func failedCriteria(d *Determination) string {
	var ids []string
	for i, verdict := range d.Verdicts {
		if verdict == Fail {
			ids = append(ids, criteria[i].id)
		}
	}
	return enumerate(ids, CriteriaCount)
}
