package letters

import (
	"slices"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Setting is what all letters of a batch share.
type Setting struct {
	Date  ledger.Date // of the letters
	AsOf  ledger.Date // of the amounts
	Rules *policy.Policy
}

// money is an amount as templates see it: $1,234.50, and false where it is nothing.
type money ledger.Cents

// String is the amount in dollars.
func (m money) String() string { return ledger.Cents(m).Dollars() }

// debt is past-due principal, interest and their sum.
type debt struct{ Principal, Interest, Total money }

func newDebt(principal, interest ledger.Cents) debt {
	return debt{money(principal), money(interest), money(principal + interest)}
}

// owed is what a parent owes to whom.
type owed struct {
	debt
	Family     debt
	Government debt
}

// agency is the policy's agency as templates see it.
type agency struct {
	Name, Program, Address, City, State, Zip, Telephone, Fax, Email Text
	TollFree                                                        bool
	Opens, Closes                                                   string
}

// view is what a template may show. templates/README.txt explains each field.
type view struct {
	ID     Text
	Name   Text
	Status string

	Date, AsOf, EligibleOn string
	Month                  string // that of AsOf
	Open                   bool   // status later, and yet the waiting periods are over by Date

	Owed           owed
	Compromisable  money
	Offer          money
	Forgiven       money
	CurrentSupport money
	PlanPayment    money
	Margin         money
	PlanMonths     int
	AtOnce         bool // a plan is not worth while: one payment could settle all
	Horizon        int
	Rate           string

	Remedies []string
	Missing  []string
	Agency   agency
}

func (s *Setting) view(l *Letter) *view {
	p := l.Parent
	v := &view{
		ID: Text(tidy(p.ID)), Name: Text(tidy(p.Name)), Status: p.Status.String(),
		Date: l.Language.day(s.Date), AsOf: l.Language.day(s.AsOf), EligibleOn: l.Language.day(p.EligibleOn),
		Month: l.Language.month(s.AsOf), Open: p.Status == coap.Later && p.EligibleOn <= s.Date,
		Owed: owed{
			debt:       newDebt(p.PrincipalFamily+p.PrincipalGovernment, p.InterestFamily+p.InterestGovernment),
			Family:     newDebt(p.PrincipalFamily, p.InterestFamily),
			Government: newDebt(p.PrincipalGovernment, p.InterestGovernment),
		},
		Compromisable: money(p.Compromisable), CurrentSupport: money(p.CurrentSupport),
		PlanPayment: money(p.PlanPayment.Cents()), PlanMonths: int(p.PlanMonths.Months), AtOnce: p.paidAtOnce(), Horizon: s.Rules.COAP.HorizonMonths,
		Rate: policy.FormatRate(s.Rules.RateOn(s.AsOf)), Remedies: p.atStake(), Missing: p.missing(),
		Agency: s.agency(l.Language),
	}
	if margin := p.Capacity.Cents() - p.CurrentSupport; p.Capacity.Known() && margin > 0 {
		v.Margin = money(margin)
	}
	if p.mayApply() && p.Offer.Cents() != 0 {
		v.Offer, v.Forgiven = money(p.Offer.Cents()), money(p.Forgiven.Cents())
	}
	return v
}

// mayApply tells whether the program is open to the parent, now or later: to others an
// offer is not to be shown.
func (p *Parent) mayApply() bool {
	return p.Status == coap.Eligible || p.Status == coap.Review || p.Status == coap.Later
}

// atStake is the remedies that a letter may name: none to a parent whose income is
// exempt, whose collection is to be reviewed and not to be threatened with.
func (p *Parent) atStake() []string {
	if p.Status == coap.NotCollectible {
		return nil
	}
	return p.Remedies
}

// planPaymentMin is the least that is worth paying a month: below it, over the policy's
// months, what is owed is small enough for one payment.
const planPaymentMin ledger.Cents = 5_00

// paidAtOnce tells whether one payment could settle all: it is within one month's
// margin, or too little for a plan.
func (p *Parent) paidAtOnce() bool {
	return p.PlanMonths.Known && p.PlanMonths.Months == 1 || p.PlanPayment.Cents() > 0 && p.PlanPayment.Cents() < planPaymentMin
}

// missingFacts names, for each criterion that can be unknown, the fact that is missing.
var missingFacts = map[string]string{
	"interstate_cp_in_california": "other_parent",
	"cannot_pay_all":              "income",
	"can_pay_compromise":          "income",
	"assets_within_limit":         "assets",
	"current_support_compliance":  "current_support",
}

// missing lists the facts that keep a parent in review, each once; none for another
// status.
func (p *Parent) missing() (facts []string) {
	if p.Status != coap.Review {
		return nil
	}
	for i, id := range policy.Criteria() {
		if p.Verdicts[i] == coap.Unknown && !slices.Contains(facts, missingFacts[id]) {
			facts = append(facts, missingFacts[id])
		}
	}
	return facts
}

func (s *Setting) agency(language Language) agency {
	a := s.Rules.Agency
	program := a.Program
	if language == Spanish {
		program = a.ProgramSpanish
	}
	return agency{
		Name: Text(a.Name), Program: Text(program), Address: Text(a.Address), City: Text(a.City), State: Text(a.State), Zip: Text(a.Zip),
		Telephone: Text(a.Telephone), TollFree: tollFree(a.Telephone), Fax: Text(a.Fax), Email: Text(a.Email),
		Opens: timeOfDay(a.Opens), Closes: timeOfDay(a.Closes),
	}
}

// tollFree tells by its area code whether a telephone number costs the caller nothing.
func tollFree(telephone string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, telephone)
	digits = strings.TrimPrefix(digits, "1")
	return len(digits) == 10 && slices.Contains([]string{"800", "833", "844", "855", "866", "877", "888"}, digits[:3])
}
