package ledger

// OptionalCents is an amount that an export may leave blank.
type OptionalCents struct {
	Cents Cents
	Known bool
}

// Some is a known amount.
func Some(cents Cents) OptionalCents { return OptionalCents{cents, true} }

// Flag is yes, no, or unknown where the export is blank.
type Flag uint8

// The values of a flag.
const (
	Unknown Flag = iota
	No
	Yes
)

// String is Y, N, or blank for unknown.
func (f Flag) String() string { return [...]string{"", "N", "Y"}[f] }

// Case is a row of the cases table, or a case known only from the ledger.
type Case struct {
	ID                string
	NCP               int32 // index in Register.NCPs
	County            string
	CurrentSupport    OptionalCents // monthly, cents
	TwoState          Flag
	CPState           string // upper case, two letters; blank if unknown
	RecordedPrincipal OptionalCents
	RecordedInterest  OptionalCents
	Tainted           bool        // a reject names the case or its conservation check failed
	Rates             []RateEvent // court-ordered and other rates, in input order
}

// RateEvent is an annual rate of one case's own, in force from From to To inclusive.
type RateEvent struct {
	From Date
	To   Date // zero: open
	Rate Rate
}

// Rate is an annual rate in millionths: 10 % is 100,000.
type Rate int64

// RateUnit is the rate of 100 %.
const RateUnit Rate = 1_000_000

// NCP is a non-custodial parent: a row of the ncps table, or a parent known only
// from the cases, with all columns blank.
type NCP struct {
	ID, Name, Address1, Address2, City, State, Zip, Phone, Email, Language string

	NetMonthlyIncome OptionalCents
	MonthlyExpenses  OptionalCents
	Assets           OptionalCents

	OnlyIncomeExempt      Flag
	IntentionalNonpayment Flag
	Concealment           Flag
	DoNotContact          Flag

	Cases   []int32 // indexes in Register.Cases, by case ID
	Tainted bool    // a reject names the NCP itself; its cases carry their own taint
	History History
}

// History is the latest date of each kind of event of an NCP, on or before the as-of
// date; zero where there is none.
type History struct {
	Application Date // coap_application
	Rescission  Date // coap_rescission
	Contempt    Date
	Conviction  Date
	Contact     Date // outreach_contact
}

// Register holds every case and NCP of a run, each sorted bytewise by ID.
type Register struct {
	Cases []Case
	NCPs  []NCP
}
