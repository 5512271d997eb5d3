package report

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Changes is what became of one run until another. Each list holds those that it is
// most worth to look at first.
type Changes struct {
	Before, After Headline
	// HorizonDays is how far ahead Coming looks, from the later run's as-of date.
	HorizonDays int
	// HighestRate is the highest annual rate of the rules on the days between the two
	// dates: by it the interest is bounded that could accrue. Tolerance is what the
	// rounding of each account's interest to the cent may add.
	HighestRate ledger.Rate
	Tolerance   ledger.Cents

	NewlyEligible    []NCPChange // compromisable arrears falling
	NoLongerEligible []NCPChange // compromisable arrears before, falling
	NewlyListed      []NCPChange // on the outreach list, in its order
	NoLongerListed   []NCPChange // in the order of the list before
	// Coming is every NCP whose last waiting period ends within the horizon, by that day;
	// some of them were coming before too.
	Coming []NCPChange

	NCPsAdded   []NCPChange // by identifier
	NCPsGone    []NCPChange
	CasesAdded  []CaseChange // by identifier
	CasesGone   []CaseChange
	Unexplained []Movement // by how much is not explained, falling
}

// Backwards tells that the first run is as of a later date than the second.
func (c *Changes) Backwards() bool { return c.Before.AsOf > c.After.AsOf }

// OtherRules tells that the two runs applied different policies, so that a change may be
// one of the rules.
func (c *Changes) OtherRules() bool { return c.Before.Policy != c.After.Policy }

// NCPChange is an NCP before and after; on the side on which it is not in the run, its
// status is zero.
type NCPChange struct {
	Before, After SnapshotNCP
}

// ID is the NCP's identifier.
func (c *NCPChange) ID() string {
	if c.After.Status == 0 {
		return c.Before.ID
	}
	return c.After.ID
}

// Turn is a criterion whose verdict is another one than before.
type Turn struct {
	Criterion string
	From, To  coap.Verdict
}

// Turns lists the criteria that turned, in the order in which reports show them; none
// where the NCP is in one of the runs only. One that passes and that the other run's
// policy does not use has not turned.
func (c *NCPChange) Turns() (turns []Turn) {
	if c.Before.Status == 0 || c.After.Status == 0 {
		return nil
	}
	for i, id := range policy.Criteria() {
		from, to := c.Before.Verdicts[i], c.After.Verdicts[i]
		if from != to && max(from, to) > coap.Pass {
			turns = append(turns, Turn{id, from, to})
		}
	}
	return turns
}

// CaseChange is a case that is in one of the runs only; on the side of the other its
// NCPID is blank.
type CaseChange struct {
	Before, After SnapshotCase
}

// ID is the case's identifier.
func (c *CaseChange) ID() string {
	if c.After.NCPID == "" {
		return c.Before.ID
	}
	return c.After.ID
}

// Doubt is why a movement is not explained.
type Doubt uint8

// The doubts.
const (
	// InterestTooLow: the balance is lower than payments and what was taken away explain.
	InterestTooLow Doubt = iota + 1
	// InterestTooHigh: it is higher than what was charged and added explains, with the most
	// interest that could accrue.
	InterestTooHigh
	// PastChanged: both runs are as of the same date, and yet the totals differ.
	PastChanged
)

// String is the doubt as machines read it.
func (d Doubt) String() string {
	return [...]string{"", "interest_too_low", "interest_too_high", "past_changed"}[d]
}

// Movement is a case whose balance moved otherwise than charges, adjustments, payments
// and interest explain. Owed moves by Charged + Adjusted + InterestAdjusted − Paid and the
// interest accrued, which a finished run does not tell: Interest is what it must have been.
type Movement struct {
	Before, After SnapshotCase
	Doubt         Doubt

	Owed             ledger.Cents // what the case owes, after less before
	Charged          ledger.Cents // totals, after less before; so the next three
	Adjusted         ledger.Cents
	InterestAdjusted ledger.Cents
	Paid             ledger.Cents

	Interest        ledger.Cents // implied: Owed − (Charged + Adjusted + InterestAdjusted − Paid)
	InterestAtLeast ledger.Cents // what it may be: 0 and more, or 0 and less where the
	InterestAtMost  ledger.Cents // second run is as of an earlier date than the first
}

// Unexplained is how far the implied interest lies outside of what it may be: below it is
// negative.
func (m *Movement) Unexplained() ledger.Cents {
	return m.Interest - min(max(m.Interest, m.InterestAtLeast), m.InterestAtMost)
}
