package words

import (
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// ChangeWarnings says, one sentence each, what keeps two runs from being compared
// plainly.
func ChangeWarnings(c *report.Changes) []string {
	var warnings []string
	if c.Backwards() {
		warnings = append(warnings, "The earlier run is as of a later date, "+Date(c.Before.AsOf)+": the changes read backwards.")
	}
	if c.OtherRules() {
		warnings = append(warnings, "The earlier run applied "+c.Before.Policy.Label()+" (SHA-256 "+short(c.Before.Policy.SHA256)+"), this one "+
			c.After.Policy.Label()+" (SHA-256 "+short(c.After.Policy.SHA256)+"): a change may be one of the rules.")
	}
	return warnings
}

func short(hash string) string { return hash[:min(len(hash), 8)] }

// Turns lists the criteria that turned: No recent contempt: pass → fail.
func Turns(turns []report.Turn) string {
	var parts []string
	for _, turn := range turns {
		name := turn.Criterion
		for i, id := range policy.Criteria() {
			if id == turn.Criterion {
				name = Criterion(i)
			}
		}
		parts = append(parts, name+": "+turn.From.String()+" → "+turn.To.String())
	}
	return strings.Join(parts, "; ")
}

// Movement says why a balance that moved is not explained.
func Movement(m *report.Movement) string {
	if m.Doubt == report.PastChanged {
		return "Both runs are as of the same date, and yet the totals of the case differ: what lies before that date was changed."
	}
	return "What is owed moved by " + signed(m.Owed) + ". Charges (" + signed(m.Charged) + "), adjustments (" + signed(m.Adjusted+m.InterestAdjusted) +
		") and payments (" + signed(-m.Paid) + ") leave " + signed(m.Interest) + " of interest, where " + signed(m.InterestAtLeast) + " to " + signed(m.InterestAtMost) + " could accrue."
}

// signed is an amount with its sign, so that which way it moved is seen.
func signed(amount ledger.Cents) string {
	switch {
	case amount > 0:
		return "+" + amount.Dollars()
	case amount < 0:
		return "−" + amount.Abs().Dollars()
	}
	return amount.Dollars()
}
