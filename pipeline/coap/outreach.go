package coap

import "arrears/pipeline/ledger"

// candidate tells whether the NCP belongs on the outreach list unless suppressed.
func (f *facts) candidate(d *Determination) bool {
	switch d.Status {
	case Eligible, Review:
		return true
	case Later:
		return d.EligibleOn <= f.asOf+ledger.Date(f.policy.Outreach.HorizonDays)
	}
	return false
}

// suppressed lists the reasons to keep the NCP off the outreach list, whatever its
// status.
func (f *facts) suppressed() (reasons Suppression) {
	if f.ncp.DoNotContact == ledger.Yes {
		reasons |= DoNotContact
	}
	if f.tainted() {
		reasons |= Tainted
	}
	contact := f.ncp.History.Contact
	if contact != 0 && contact+ledger.Date(f.policy.Outreach.QuietDays) > f.asOf {
		reasons |= RecentContact
	}
	return reasons
}

// tainted tells whether a reject names the NCP or one of its cases, or whether money was
// not conserved in one.
func (f *facts) tainted() bool {
	tainted := f.ncp.Tainted
	for _, c := range f.cases {
		tainted = tainted || c.Tainted || c.Balance.OutOfBalance
	}
	return tainted
}
