// Package coap decides about one NCP: the criteria of the Compromise of Arrears
// Program (or of the Debt Reduction Program) with evidence, the status, the offer, the
// plan, the remedies at stake and the next steps. It is pure.
package coap

import (
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
)

// Status is the outcome for an NCP.
type Status uint8

// The statuses, in their order of precedence.
const (
	NoArrears Status = iota + 1
	NotCollectible
	Ineligible
	Later
	Review
	Eligible
)

// Statuses lists every status in the order of precedence.
func Statuses() []Status {
	return []Status{NoArrears, NotCollectible, Ineligible, Later, Review, Eligible}
}

// String is the status as the reports spell it.
func (s Status) String() string {
	return [...]string{"", "no_arrears", "not_collectible", "ineligible", "later", "review", "eligible"}[s]
}

// Verdict is the outcome of one criterion.
type Verdict uint8

// The verdicts. NotApplicable is for a criterion that the policy does not use.
const (
	NotApplicable Verdict = iota
	Pass
	Fail
	Unknown
)

// String is n/a, pass, fail or unknown.
func (v Verdict) String() string { return [...]string{"n/a", "pass", "fail", "unknown"}[v] }

// CriteriaCount is how many criteria there are (policy.Criteria).
const CriteriaCount = 11

// NextStep is something to do about an NCP; steps combine as bits.
type NextStep uint16

// The next steps, in the order in which reports list them.
const (
	ApplyCOAP NextStep = 1 << iota
	ConfirmCOAP
	WaitCOAP
	ModificationReview
	PaymentPlan
	JobServices
	EnforcementNotice
	StopCollectionReview
)

var nextSteps = []string{"apply_coap", "confirm_coap", "wait_coap", "modification_review", "payment_plan",
	"job_services", "enforcement_notice", "stop_collection_review"}

// String lists the steps, joined by `;`.
func (s NextStep) String() string { return joinBits(uint64(s), nextSteps) }

// NextSteps lists every step's name; the step of index i is 1 << i.
func NextSteps() []string { return nextSteps }

// Suppression is a reason to keep an NCP off the outreach list; reasons combine as bits.
type Suppression uint8

// The reasons, in the order in which reports list them.
const (
	DoNotContact Suppression = 1 << iota
	Tainted
	RecentContact
)

// String lists the reasons, joined by `;`.
func (s Suppression) String() string {
	return joinBits(uint64(s), []string{"do_not_contact", "tainted", "recent_contact"})
}

func joinBits(bits uint64, names []string) string {
	text := ""
	for i, name := range names {
		if bits&(1<<i) == 0 {
			continue
		}
		if text != "" {
			text += ";"
		}
		text += name
	}
	return text
}

// Case is one case of an NCP: its row in the register and its replayed balance.
type Case struct {
	*ledger.Case
	Balance *interest.Balance
}

// OptionalMonths is a number of months that may be unknown or never end.
type OptionalMonths struct {
	Months int32
	Known  bool
}

// Determination is everything the rules say of one NCP. Amounts are cents, summed over
// the NCP's cases.
type Determination struct {
	PrincipalFamily     ledger.Cents
	InterestFamily      ledger.Cents
	PrincipalGovernment ledger.Cents
	InterestGovernment  ledger.Cents
	Compromisable       ledger.Cents
	CurrentSupport      ledger.Cents // monthly

	Capacity     ledger.OptionalCents // monthly
	Offer        ledger.OptionalCents
	MinimumOffer ledger.Cents
	Forgiven     ledger.OptionalCents
	PlanMonths   OptionalMonths
	PlanPayment  ledger.OptionalCents

	Remedies    uint64      // bit i: the policy's remedy i is at stake
	EligibleOn  ledger.Date // status Later only: the last of the waiting periods' clearing dates
	LastPayment ledger.Date
	DaysPastDue int32 // the largest of the cases
	NextSteps   NextStep
	Suppressed  Suppression
	OnList      bool // on the outreach list
	Status      Status
	Verdicts    [CriteriaCount]Verdict
}

// Arrears is all that is past due, principal and interest.
func (d *Determination) Arrears() ledger.Cents {
	return d.PrincipalFamily + d.InterestFamily + d.PrincipalGovernment + d.InterestGovernment
}

// Finding is one criterion's verdict with what it rests on.
type Finding struct {
	Criterion string
	Verdict   Verdict
	Evidence  string // one sentence with the dates and amounts
	Citation  string
}

// CaseSums is what a case adds to its NCP, in cents.
type CaseSums struct {
	PrincipalFamily     ledger.Cents
	InterestFamily      ledger.Cents
	PrincipalGovernment ledger.Cents
	InterestGovernment  ledger.Cents
	CurrentDue          ledger.Cents
	// Compromisable is principal and interest of the accounts that the policy marks
	// compromisable; 0 for a case that fails the interstate rule.
	Compromisable ledger.Cents
	// BeforeInterstate is the same before the interstate rule.
	BeforeInterstate ledger.Cents
	Interstate       Verdict
}

// Arrears is all that is past due in the case, principal and interest.
func (s *CaseSums) Arrears() ledger.Cents {
	return s.PrincipalFamily + s.InterestFamily + s.PrincipalGovernment + s.InterestGovernment
}
