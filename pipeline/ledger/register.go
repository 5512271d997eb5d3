package ledger

import (
	"math"
	"slices"
	"strconv"
)

// OptionalCents is an amount that an export may leave blank; the zero value is blank.
type OptionalCents struct {
	// stored is the amount with its sign bit turned, so that no amount is 0: a register
	// holds many of these.
	stored int64
}

const signBit = math.MinInt64

// Some is a known amount. The one amount of MinInt64 cents is none.
func Some(cents Cents) OptionalCents { return OptionalCents{int64(cents) ^ signBit} }

// Optional is an amount if it is known.
func Optional(cents Cents, known bool) OptionalCents {
	if !known {
		return OptionalCents{}
	}
	return Some(cents)
}

// Known tells whether the amount is not blank.
func (o OptionalCents) Known() bool { return o.stored != 0 }

// Cents is the amount, 0 where it is blank.
func (o OptionalCents) Cents() Cents {
	if o.stored == 0 {
		return 0
	}
	return Cents(o.stored ^ signBit)
}

// Equal tells whether both are blank or the same amount.
func (o OptionalCents) Equal(other OptionalCents) bool { return o == other }

// MarshalText lets encoders such as JSON see the amount in cents; nothing where it is
// blank.
func (o OptionalCents) MarshalText() ([]byte, error) {
	if !o.Known() {
		return nil, nil
	}
	return strconv.AppendInt(nil, int64(o.Cents()), 10), nil
}

// UnmarshalText reads what MarshalText writes.
func (o *OptionalCents) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*o = OptionalCents{}
		return nil
	}
	cents, err := strconv.ParseInt(string(text), 10, 64)
	*o = Optional(Cents(cents), err == nil)
	return err
}

// GoString shows the amount to whoever debugs or reads a failed test.
func (o OptionalCents) GoString() string {
	if !o.Known() {
		return "blank"
	}
	return o.Cents().String()
}

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
	County            string
	CurrentSupport    OptionalCents // monthly, cents
	RecordedPrincipal OptionalCents
	RecordedInterest  OptionalCents
	NCP               int32 // index in Register.NCPs
	CPState           State
	TwoState          Flag
	Tainted           bool // a reject names the case or its conservation check failed
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
	ID string
	Contact

	NetMonthlyIncome OptionalCents
	MonthlyExpenses  OptionalCents
	Assets           OptionalCents

	OnlyIncomeExempt      Flag
	IntentionalNonpayment Flag
	Concealment           Flag
	DoNotContact          Flag

	Tainted bool // a reject names the NCP itself; its cases carry their own taint
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

// Register holds every case and NCP of a run, each sorted bytewise by ID. A state has
// millions of them, so both are small.
type Register struct {
	Cases []Case
	NCPs  []NCP

	rates  map[int32][]RateEvent // by index in Cases
	rated  []bool                // of Cases: which of them are in rates, for few are
	linked []int32               // indexes in Cases, by NCP, then by case
	starts []int32               // by NCP: where its own begin in linked; at the end, how many there are
}

// SetRates gives a case, by index in Cases, rates of its own: court-ordered and other ones,
// in input order. All cases are there by then.
func (r *Register) SetRates(of int32, rates []RateEvent) {
	if r.rates == nil {
		r.rates, r.rated = make(map[int32][]RateEvent), make([]bool, len(r.Cases))
	}
	r.rates[of], r.rated[of] = rates, true
}

// RatesOf is what SetRates gave to a case; nil if it has no rates of its own.
func (r *Register) RatesOf(of int32) []RateEvent {
	if r.rated == nil || !r.rated[of] {
		return nil
	}
	return r.rates[of]
}

// Link makes CasesOf tell what Case.NCP says.
func (r *Register) Link() {
	// First starts[n+2] counts the cases of NCP n; added up, starts[n+1] is where its first
	// one goes, then its next one; in the end it is where those of NCP n+1 begin.
	r.starts = slices.Grow(r.starts[:0], len(r.NCPs)+1)[:len(r.NCPs)+1]
	r.linked = slices.Grow(r.linked[:0], len(r.Cases))[:len(r.Cases)]
	clear(r.starts)
	for i := range r.Cases {
		if ncp := r.Cases[i].NCP; int(ncp)+2 < len(r.starts) {
			r.starts[ncp+2]++
		}
	}
	for i := 2; i < len(r.starts); i++ {
		r.starts[i] += r.starts[i-1]
	}
	for i := range r.Cases {
		next := &r.starts[r.Cases[i].NCP+1]
		r.linked[*next] = int32(i)
		*next++
	}
}

// CasesOf is an NCP's cases, as indexes in Cases, by case ID. It is what Link found;
// before, nobody has any.
func (r *Register) CasesOf(ncp int) []int32 {
	if r.linked == nil {
		return nil
	}
	from, to := r.starts[ncp], r.starts[ncp+1]
	return r.linked[from:to:to]
}
