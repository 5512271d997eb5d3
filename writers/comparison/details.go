package comparison

import (
	"fmt"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// details shows of each list as many as the limit allows.
func (t *texter) details(c *report.Changes) {
	section(t, "Newly eligible", c.NewlyEligible, t.newlyEligible)
	section(t, "No longer eligible, and why", c.NoLongerEligible, t.noLongerEligible)
	section(t, "Newly on the outreach list", c.NewlyListed, t.newlyListed)
	section(t, "No longer on the outreach list, and why", c.NoLongerListed, func(n *report.NCPChange) { t.noLongerListed(n, horizon(c)) })
	section(t, comingLabel(c), c.Coming, t.coming)
	section(t, "NCPs that came", c.NCPsAdded, func(n *report.NCPChange) { t.ncp(n, "") })
	section(t, "NCPs that went", c.NCPsGone, func(n *report.NCPChange) { t.ncp(n, "") })
	section(t, "Cases that came", c.CasesAdded, func(k *report.CaseChange) { t.oneSided(k, &k.After) })
	section(t, "Cases that went", c.CasesGone, func(k *report.CaseChange) { t.oneSided(k, &k.Before) })
	section(t, "Balances that moved without explanation", c.Unexplained, t.movement)
	if len(c.Unexplained) > 0 && t.limit > 0 {
		t.line("")
		t.wrapped("", "", howMovementsAreJudged(c))
	}
}

// section shows the first of a list and says how many more there are.
func section[Item any](t *texter, title string, list []Item, show func(*Item)) {
	if len(list) == 0 || t.limit == 0 {
		return
	}
	t.line("\n%s: %s", title, words.Count(len(list)))
	for i := range list[:min(len(list), t.limit)] {
		show(&list[i])
	}
	if more := len(list) - t.limit; more > 0 {
		t.line("  … and %s more; --limit shows more, --format csv shows all", words.Count(more))
	}
}

// ncp shows who it is and how the status turned.
func (t *texter) ncp(n *report.NCPChange, amount string) {
	text := statusOf(&n.Before) + " → " + statusOf(&n.After)
	if n.Before.Status == n.After.Status && n.Before.EligibleOn == n.After.EligibleOn {
		text = statusOf(&n.After) + " as before"
	}
	if amount != "" {
		text += "; " + amount
	}
	t.wrapped("  "+shown(n.ID())+"  ", margin, text)
}

func statusOf(n *report.SnapshotNCP) string {
	if n.Status == 0 {
		return "not in the run"
	}
	text := words.Status(n.Status)
	if n.Status == coap.Later {
		text += " (from " + words.Date(n.EligibleOn) + ")"
	}
	return text
}

func compromisable(n *report.SnapshotNCP) string {
	return n.Compromisable.Dollars() + " compromisable"
}

// turns says which criteria turned.
func (t *texter) turns(n *report.NCPChange) {
	if turns := words.Turns(n.Turns()); turns != "" {
		t.note(turns)
	}
}

func (t *texter) newlyEligible(n *report.NCPChange) {
	t.ncp(n, compromisable(&n.After))
	t.turns(n)
}

func (t *texter) noLongerEligible(n *report.NCPChange) {
	t.ncp(n, compromisable(&n.Before)+" before")
	t.turns(n)
	if n.After.Status == coap.NoArrears || n.After.Status == coap.NotCollectible {
		t.note(words.StatusMeaning(n.After.Status))
	}
}

func (t *texter) newlyListed(n *report.NCPChange) {
	t.ncp(n, compromisable(&n.After))
	if n.Before.Suppressed != 0 {
		t.note("Kept off the list before: " + words.Suppressed(n.Before.Suppressed))
	}
}

func (t *texter) noLongerListed(n *report.NCPChange, horizon ledger.Date) {
	t.ncp(n, "")
	if n.After.Status == coap.Later && n.After.EligibleOn > horizon {
		t.note("That is later than the list looks ahead, " + words.Date(horizon) + ".")
	}
	if n.After.Suppressed != 0 {
		t.note("Kept off the list: " + words.Suppressed(n.After.Suppressed))
	}
	if n.After.Status <= coap.Ineligible {
		t.turns(n)
	}
}

func (t *texter) coming(n *report.NCPChange) {
	text := compromisable(&n.After)
	if n.Before.Status != coap.Later {
		text += "; was " + statusOf(&n.Before)
	}
	if n.After.Suppressed != 0 {
		text += "; kept off the list: " + words.Suppressed(n.After.Suppressed)
	}
	t.wrapped(fmt.Sprintf("  %-12s  %s  ", words.Date(n.After.EligibleOn), shown(n.ID())), margin, text)
}

// oneSided shows a case of one of the runs.
func (t *texter) oneSided(k *report.CaseChange, side *report.SnapshotCase) {
	t.wrapped("  "+shown(k.ID())+"  ", margin, fmt.Sprintf("of NCP %s, %s", shown(side.NCPID), owes(side)))
}

func owes(c *report.SnapshotCase) string {
	if c.Owed() < 0 {
		return (-c.Owed()).Dollars() + " to its credit"
	}
	return "owes " + c.Owed().Dollars()
}

// howMovementsAreJudged says what counts as explained.
func howMovementsAreJudged(c *report.Changes) string {
	if c.Before.AsOf == c.After.AsOf {
		return "Both runs are as of the same date, so that no total of a case should differ."
	}
	return fmt.Sprintf("How movements are judged: what a case owes (arrears and current due, less held credit) moves by what was charged, adjusted and paid "+
		"since, and by interest. A finished run does not show the interest accrued: it is taken to be what else the balance moved by. It should be "+
		"neither below zero nor above what the most principal of that time could draw at %s a year, the policy's highest rate, give or take %s "+
		"of rounding. A case with a higher rate of its own, or in which a payment of the past was voided or an entry dated back, may show here without fault.",
		policy.FormatRate(c.HighestRate), c.Tolerance.Dollars())
}

func (t *texter) movement(m *report.Movement) {
	was, is := m.Before.Owed(), m.After.Owed()
	t.wrapped("  "+shown(m.After.ID)+"  ", margin, fmt.Sprintf("of NCP %s: %s → %s (%s)", shown(m.After.NCPID), was.Dollars(), is.Dollars(), signed(m.Owed)))
	if m.Before.NCPID != m.After.NCPID {
		t.note("The case belonged to NCP " + shown(m.Before.NCPID) + " before.")
	}
	t.note(fmt.Sprintf("charged %s, adjusted %s, interest adjusted %s, paid %s", plus(m.Charged), plus(m.Adjusted), plus(m.InterestAdjusted), plus(m.Paid)))
	switch m.Doubt {
	case report.InterestTooLow, report.InterestTooHigh:
		t.note(fmt.Sprintf("That leaves %s of interest, where %s to %s could be: %s is not explained.", m.Interest.Dollars(),
			m.InterestAtLeast.Dollars(), m.InterestAtMost.Dollars(), m.Unexplained().Abs().Dollars()))
	case report.PastChanged:
		t.note(fmt.Sprintf("The past changed; %s of the difference is interest.", m.Interest.Dollars()))
	}
	if m.After.Tainted {
		t.note("The case is tainted: rejected input names it.")
	}
}

// plus is an amount that is added to others.
func plus(amount ledger.Cents) string {
	if amount > 0 {
		return "+" + amount.Dollars()
	}
	return amount.Dollars()
}
