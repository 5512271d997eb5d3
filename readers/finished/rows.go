package finished

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// Outreach is a row of the outreach list. Texts are as they stood in the export, without
// the ' that keeps a spreadsheet from running them.
type Outreach struct {
	Rank   int // from 1
	Status coap.Status
	New    ledger.Flag // not on the previous run's list with this status; unknown without one
	NCPID  string

	Name, Address1, Address2, City, State, Zip, Phone, Email, Language string

	County        string // of the case with the largest arrears
	Compromisable ledger.Cents
	Offer         ledger.OptionalCents
	Forgiven      ledger.OptionalCents
	PlanPayment   ledger.OptionalCents
	EligibleOn    ledger.Date // status later only
	NextSteps     coap.NextStep
	Remedies      []string // the policy's identifiers of those at stake; not to be changed
	Reason        string   // one plain sentence
}

// NCP is a row of ncps.csv: what was decided about one NCP. The sentences of evidence are
// not in a finished run.
type NCP struct {
	ID    string
	Name  string
	Cases int

	Status     coap.Status
	EligibleOn ledger.Date // status later only

	Arrears             ledger.Cents
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
	PlanMonths   coap.OptionalMonths
	PlanPayment  ledger.OptionalCents

	DaysPastDue int32
	LastPayment ledger.Date // zero: none
	Remedies    []string    // the policy's identifiers of those at stake; not to be changed
	NextSteps   coap.NextStep
	Suppressed  coap.Suppression
	Verdicts    [coap.CriteriaCount]coap.Verdict // in the order of policy.Criteria
}

// Case is a row of cases.csv.
type Case struct {
	ID      string
	NCPID   string
	County  string
	Tainted bool

	PrincipalFamily     ledger.Cents
	InterestFamily      ledger.Cents
	PrincipalGovernment ledger.Cents
	InterestGovernment  ledger.Cents
	Compromisable       ledger.Cents
	Arrears             ledger.Cents
	CurrentDue          ledger.Cents
	HeldCredit          ledger.Cents

	Charged          ledger.Cents
	Adjusted         ledger.Cents // judgments and adjustments, signed
	InterestAdjusted ledger.Cents
	Paid             ledger.Cents
	Entries          int // replayed

	LastPaymentDate   ledger.Date // zero: none
	LastPaymentAmount ledger.OptionalCents
	OldestDue         ledger.Date // zero: no principal is past due
	DaysPastDue       int32
	PaidToArrears     ledger.Cents // in the 12 complete months before the as-of month
	CompliantMonths   int
	PrincipalVariance ledger.OptionalCents // recomputed − recorded
	InterestVariance  ledger.OptionalCents
}

// Balance is a row of balances.csv: one account of a case.
type Balance struct {
	CaseID     string
	Account    string // the policy's code
	OwedTo     ledger.OwedTo
	Principal  ledger.Cents // past due
	Interest   ledger.Cents // payable
	CurrentDue ledger.Cents
	OldestDue  ledger.Date // zero: no principal is past due
}

// Reject is a row of rejects.csv: something in the input that could not be used.
type Reject struct {
	File    string
	Sheet   string // blank for CSV
	Line    int    // physical, from 1
	Table   string
	CaseID  string
	NCPID   string
	Column  string // blank for the whole row
	Code    ledger.Code
	Message string
}
