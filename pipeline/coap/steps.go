package coap

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// nextSteps lists what to do about the NCP, given its status, plan, remedies and
// suppression.
func (f *facts) nextSteps(d *Determination) (steps NextStep) {
	switch d.Status {
	case Eligible:
		steps = ApplyCOAP
	case Review:
		steps = ConfirmCOAP
	case Later:
		steps = WaitCOAP
	case NotCollectible:
		steps = StopCollectionReview
	}
	if f.modifiable() {
		steps |= ModificationReview
	}
	if d.PlanMonths.Known && (d.Status == Review || d.Status == Later || d.Status == Ineligible) {
		steps |= PaymentPlan
	}
	if f.arrears > 0 && f.capacity.Known() && f.margin <= 0 && d.Status != NotCollectible {
		steps |= JobServices
	}
	if f.enforceable(d) {
		steps |= EnforcementNotice
	}
	return steps
}

// modifiable tells whether the order of current support may be too high: more than the
// capacity, or than the policy's share of net income. It does not ask for arrears, for a
// modification prevents them.
func (f *facts) modifiable() bool {
	if f.currentSupport == 0 || !f.capacity.Known() {
		return false
	}
	// A whole amount exceeds a share of the income if it exceeds the share's whole part.
	bearable := f.ncp.NetMonthlyIncome.Cents() * ledger.Cents(f.policy.COAP.ModificationShare) / ledger.Cents(ledger.RateUnit)
	return f.margin < 0 || f.currentSupport > bearable
}

// enforceable tells whether a notice of enforcement is due: ineligible on sound data,
// some remedy at stake, and no payment for longer than the policy's days.
func (f *facts) enforceable(d *Determination) bool {
	unpaid := d.LastPayment == 0 || f.asOf-d.LastPayment > ledger.Date(f.policy.Outreach.EnforcementDays)
	return d.Status == Ineligible && d.Suppressed&Tainted == 0 && d.Remedies != 0 && unpaid
}

// remedies sets bit i where the thresholds of the policy's remedy i are met.
func (f *facts) remedies(daysPastDue int32) (bits uint64) {
	for i := range f.policy.Remedies {
		if f.atStake(&f.policy.Remedies[i], int(daysPastDue)) {
			bits |= 1 << i
		}
	}
	return bits
}

// atStake tells whether every threshold given is met; of the government's and the
// family's one is enough.
func (f *facts) atStake(r *policy.Remedy, daysPastDue int) bool {
	owedTo := !r.GovernmentFrom.Known() && !r.FamilyFrom.Known() ||
		r.GovernmentFrom.Known() && f.government.Principal+f.government.Interest >= r.GovernmentFrom.Cents() ||
		r.FamilyFrom.Known() && f.familyArrears() >= r.FamilyFrom.Cents()
	return owedTo &&
		(!r.ArrearsOver.Known() || f.arrears > r.ArrearsOver.Cents()) &&
		(!r.ArrearsFrom.Known() || f.arrears >= r.ArrearsFrom.Cents()) &&
		(!r.DaysOver.Known || daysPastDue > r.DaysOver.Days) &&
		(!r.DaysFrom.Known || daysPastDue >= r.DaysFrom.Days)
}
