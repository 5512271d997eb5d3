package coap

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// waitingPeriod is a number of months to wait after the latest event of a kind.
type waitingPeriod struct {
	value  string // the policy's value, by its dotted path
	name   string // of any such event
	months func(*policy.COAP) int
	// event is the latest one on or before the as-of date and its name; zero if none.
	event func(*ledger.History) (ledger.Date, string)
}

// clears is the first day on which the period is over; zero if none runs.
func (w *waitingPeriod) clears(f *facts) ledger.Date {
	last, _ := w.event(&f.ncp.History)
	if last == 0 {
		return 0
	}
	return last.AddMonths(w.months(&f.policy.COAP))
}

// waiting passes from the very day on which the period is over, and without an event.
func waiting(id string, period waitingPeriod) criterion {
	return criterion{
		id:       id,
		judge:    func(f facts) Verdict { return passIf(period.clears(&f) <= f.asOf) },
		evidence: period.evidence,
		values:   []string{period.value},
		wait:     &period,
	}
}

func (w *waitingPeriod) evidence(f facts, v Verdict) string {
	last, name := w.event(&f.ncp.History)
	if last == 0 {
		return "No " + w.name + " is on record up to " + f.asOf.String() + "."
	}
	text := "The last " + name + " was on " + last.String() + "; the waiting period of " +
		monthCount(w.months(&f.policy.COAP))
	if v == Pass {
		return text + " was over on " + w.clears(&f).String() + "."
	}
	return text + " is not over until " + w.clears(&f).String() + "."
}

// describe names the event with its date.
func (w *waitingPeriod) describe(f *facts) string {
	last, name := w.event(&f.ncp.History)
	return "the " + name + " of " + last.String()
}

// lastContempt is the later of a finding of contempt and a conviction.
func lastContempt(h *ledger.History) (ledger.Date, string) {
	if h.Conviction > h.Contempt {
		return h.Conviction, "conviction"
	}
	return h.Contempt, "finding of contempt"
}
