// Package policy holds the rules as data: dated rates, orders of crediting, accounts,
// thresholds and waiting periods, each with the statute or policy it rests on.
//
// Load reads YAML strictly; the embedded policies are california-coap and
// california-debt-reduction.
package policy

import "arrears/pipeline/ledger"

// DayCount is how days turn into interest.
type DayCount uint8

// The day counts.
const (
	Actual365    DayCount = iota // every day is 1/365 of a year
	ActualActual                 // a day of a leap year is 1/366
	Monthly                      // each complete month is 1/12 of a year
)

// String is the day count as a policy file spells it.
func (d DayCount) String() string { return [...]string{"actual/365", "actual/actual", "monthly"}[d] }

// Start is when a charge begins to bear interest.
type Start uint8

// The starts.
const (
	NextMonth Start = iota // on the first day of the month after it falls due (Family Code 17433.5)
	DueDate                // on its due date (CCP 685.020(b))
)

// String is the start as a policy file spells it.
func (s Start) String() string { return [...]string{"next_month", "due_date"}[s] }

// DatedRate is the annual rate from a day on, until the next one.
type DatedRate struct {
	From     ledger.Date
	Rate     ledger.Rate
	Citation string
}

// ClassKind is what a payment can be credited to.
type ClassKind uint8

// The classes.
const (
	Current   ClassKind = iota + 1 // unpaid charges of the payment's month
	Principal                      // past-due principal
	Interest                       // payable interest
)

// Class is one step of an order of crediting, perhaps narrowed to debts owed to the
// family or to the government.
type Class struct {
	Kind ClassKind
	Owed ledger.OwedTo // Anyone: not narrowed
}

// String is the class as a policy file spells it: principal, interest:government.
func (c Class) String() string {
	name := [...]string{"", "current", "principal", "interest"}[c.Kind]
	if c.Owed != ledger.Anyone {
		name += ":" + c.Owed.String()
	}
	return name
}

// DatedOrder is the order of crediting of payments from a day on, until the next one.
type DatedOrder struct {
	From     ledger.Date
	Order    []Class
	Default  bool // `order: default`: as any other payment; Order is the default's then
	Citation string
}

// SourceOrders is the order of crediting for one source of payment. On days before its
// first entry the default order applies.
type SourceOrders struct {
	Source string // normalised: lower case, `_` for spaces and `-`
	Orders []DatedOrder
}

// Account is what a debt is owed for and to whom.
type Account struct {
	Code          string
	OwedTo        ledger.OwedTo
	Compromisable bool
	Name          string
	Citation      string
}

// Remedy is an enforcement remedy with the thresholds that put it at stake. Every
// threshold given must be met, but of GovernmentFrom and FamilyFrom one is enough.
// "Over" is >, "from" is ≥.
type Remedy struct {
	ID             string
	ArrearsOver    ledger.OptionalCents
	ArrearsFrom    ledger.OptionalCents
	GovernmentFrom ledger.OptionalCents
	FamilyFrom     ledger.OptionalCents
	DaysOver       OptionalDays
	DaysFrom       OptionalDays
	Citation       string
}

// OptionalDays is a number of days that a remedy may not ask for.
type OptionalDays struct {
	Days  int
	Known bool
}

// Share is a part of a whole in millionths: 50 % is 500,000.
type Share int64

// COAP holds the parameters of the compromise program.
type COAP struct {
	Criteria              []string // the criteria that apply, in the order of section 5
	MinimumArrears        ledger.Cents
	HorizonMonths         int
	ApplicationWaitMonths int
	RescissionWaitMonths  int
	ContemptWaitMonths    int
	ComplianceMonths      int
	HomeState             string
	CapacityShare         Share
	MinimumOfferShare     Share
	ModificationShare     Share
	AssetLimit            ledger.Cents
}

// Outreach holds the parameters of the outreach list, in days.
type Outreach struct {
	HorizonDays     int
	QuietDays       int
	EnforcementDays int
}

// Policy is a complete, checked set of rules.
type Policy struct {
	Name    string
	Version string
	Title   string      // a line for people
	From    ledger.Date // the program's first day; zero: not limited
	SHA256  string      // of the policy as loaded (its own text and what it extends), hexadecimal

	DayCount  DayCount
	Starts    Start
	Rates     []DatedRate
	Default   []DatedOrder
	BySource  []SourceOrders
	Accounts  []Account
	COAP      COAP
	Outreach  Outreach
	Remedies  []Remedy
	Agency    Agency
	Tolerance ledger.Cents // variances beyond it are shown

	// Citations gives, for each value by its dotted path (coap.horizon_months), the
	// statute or policy it rests on, or a text that begins with "assumption".
	Citations map[string]string
}

// Label is name@version, as every report shows it.
func (p *Policy) Label() string { return p.Name + "@" + p.Version }

// RateOn is the schedule's rate in force on a day.
func (p *Policy) RateOn(day ledger.Date) ledger.Rate {
	rate := p.Rates[0].Rate
	for _, r := range p.Rates {
		if r.From <= day {
			rate = r.Rate
		}
	}
	return rate
}

// Criteria lists every criterion's id in the order in which reports show them.
func Criteria() []string {
	return []string{"government_arrears", "no_recent_application", "no_recent_rescission", "no_recent_contempt",
		"no_intentional_nonpayment", "no_concealment", "interstate_cp_in_california", "cannot_pay_all",
		"can_pay_compromise", "assets_within_limit", "current_support_compliance"}
}

// SourceRule is the place, from 1, of a normalised source among BySource; 0 if it has
// no order of its own.
func (p *Policy) SourceRule(source []byte) uint8 {
	for i := range p.BySource {
		if string(source) == p.BySource[i].Source {
			return uint8(i + 1)
		}
	}
	return 0
}
