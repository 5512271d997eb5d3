package statement

import (
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// Balance is what is owed on one account.
type Balance struct {
	Account    string `json:"account"`
	Name       string `json:"name"`
	OwedTo     string `json:"owed_to"`
	Principal  Money  `json:"principal"`
	Interest   Money  `json:"interest"`
	CurrentDue Money  `json:"current_due"`
	OldestDue  Date   `json:"oldest_due"`
}

// CaseFigure is what the case shows in cases.csv.
type CaseFigure struct {
	Arrears          Money `json:"arrears"`
	Compromisable    Money `json:"compromisable"`
	CurrentDue       Money `json:"current_due"`
	HeldCredit       Money `json:"held_credit"`
	Charged          Money `json:"charged"`
	Adjusted         Money `json:"adjusted"`
	InterestAdjusted Money `json:"interest_adjusted"`
	Paid             Money `json:"paid"`
	Entries          int   `json:"entries"`
	DaysPastDue      int   `json:"days_past_due"`
	PaidToArrears    Money `json:"paid_to_arrears_12m"`
	CompliantMonths  int   `json:"compliant_months"`
	// Variances are of principal (with what is currently due) and interest, where the
	// cases table records them.
	Variances []Variance `json:"variances,omitempty"`
}

// Variance is a recorded figure beside the recomputed one; the difference is recomputed
// − recorded.
type Variance struct {
	Of         string `json:"of"`
	Recomputed Money  `json:"recomputed"`
	Recorded   Money  `json:"recorded"`
	Difference Money  `json:"difference"`
}

// NCPCase is what one of the NCP's cases adds to the determination.
type NCPCase struct {
	CaseID              string        `json:"case_id"`
	PrincipalFamily     Money         `json:"principal_family"`
	InterestFamily      Money         `json:"interest_family"`
	PrincipalGovernment Money         `json:"principal_government"`
	InterestGovernment  Money         `json:"interest_government"`
	Arrears             Money         `json:"arrears"`
	Compromisable       Money         `json:"compromisable"`
	Interstate          string        `json:"interstate"` // pass, fail or unknown
	CurrentSupport      OptionalMoney `json:"current_support"`
	DaysPastDue         int           `json:"days_past_due"`
	CompliantMonths     int           `json:"compliant_months"`
}

// NCPFigure is what was decided about the NCP.
type NCPFigure struct {
	Status         string        `json:"status"`
	EligibleOn     Date          `json:"eligible_on,omitzero"`
	Cases          []NCPCase     `json:"cases"`
	Principal      Money         `json:"principal"`
	Interest       Money         `json:"interest"`
	Arrears        Money         `json:"arrears"`
	Compromisable  Money         `json:"compromisable"`
	CurrentSupport Money         `json:"current_support"`
	Capacity       OptionalMoney `json:"capacity"`
	Offer          OptionalMoney `json:"offer"`
	MinimumOffer   Money         `json:"minimum_offer"`
	Forgiven       OptionalMoney `json:"forgiven"`
	PlanMonths     *int32        `json:"plan_months"`
	PlanPayment    OptionalMoney `json:"plan_payment"`
	Remedies       string        `json:"remedies"`
	NextSteps      string        `json:"next_steps"`
	Suppressed     string        `json:"suppressed"`

	words ncpWords
}

// ncpWords is what was decided in the words that all reports for people share.
type ncpWords struct {
	status, meaning, remedies, steps, suppressed string
}

// mayOffer tells whether the NCP may ask for a compromise, now or later; an offer means
// nothing to another.
func (n *NCPFigure) mayOffer() bool {
	return slices.Contains([]string{coap.Eligible.String(), coap.Review.String(), coap.Later.String()}, n.Status)
}

// mayForgive tells whether there can be an offer that forgives something.
func (n *NCPFigure) mayForgive() bool {
	return n.mayOffer() && !(n.Offer.Known() && n.Offer.Money() == 0)
}

func (d *Document) addFigures(s *report.Statement) {
	for _, a := range s.Balance.Accounts {
		account := &s.Policy.Accounts[a.Account-1]
		d.Balances = append(d.Balances, Balance{account.Code, account.Name, account.OwedTo.String(), Money(a.Principal), Money(a.Interest),
			Money(a.CurrentDue), Date(a.OldestDue)})
	}
	b, sums := &s.Balance, s.SumsOf(s.Case)
	d.Case = CaseFigure{Arrears: Money(sums.Arrears()), Compromisable: Money(sums.Compromisable), CurrentDue: Money(sums.CurrentDue),
		HeldCredit: Money(b.HeldCredit), Charged: Money(b.Charged), Adjusted: Money(b.Adjusted), InterestAdjusted: Money(b.InterestAdjusted),
		Paid: Money(b.Paid), Entries: int(b.Entries), DaysPastDue: int(coap.Case{Case: &s.Cases[s.Case], Balance: b}.DaysPastDue(s.AsOf)),
		PaidToArrears: Money(b.PaidToArrears), CompliantMonths: int(b.CompliantMonths)}

	d.addVariances(s)
	d.addNCP(s)
}

// addVariances sets the recorded figures beside the recomputed ones.
func (d *Document) addVariances(s *report.Statement) {
	c := &s.Cases[s.Case]
	principal, interest := report.Variances(s.Report, s.Case)
	for _, v := range []struct {
		of                   string
		difference, recorded ledger.OptionalCents
	}{{"principal and current due", principal, c.RecordedPrincipal}, {"interest", interest, c.RecordedInterest}} {
		if v.difference.Known() {
			d.Case.Variances = append(d.Case.Variances, Variance{v.of, Money(v.difference.Cents() + v.recorded.Cents()),
				Money(v.recorded.Cents()), Money(v.difference.Cents())})
		}
	}
}

func (d *Document) addNCP(s *report.Statement) {
	ncp := s.Cases[s.Case].NCP
	n := &s.Determinations[ncp]
	d.NCP = NCPFigure{Status: n.Status.String(), EligibleOn: Date(n.EligibleOn), Arrears: Money(n.Arrears()), Compromisable: Money(n.Compromisable),
		Principal: Money(n.PrincipalFamily + n.PrincipalGovernment), Interest: Money(n.InterestFamily + n.InterestGovernment),
		CurrentSupport: Money(n.CurrentSupport),
		Capacity:       OptionalMoney{n.Capacity}, Offer: OptionalMoney{n.Offer}, MinimumOffer: Money(n.MinimumOffer), Forgiven: OptionalMoney{n.Forgiven},
		PlanPayment: OptionalMoney{n.PlanPayment}, Remedies: report.RemedyIDs(s.Policy, n.Remedies), NextSteps: n.NextSteps.String(),
		Suppressed: n.Suppressed.String()}
	d.NCP.words = ncpWords{words.Status(n.Status), words.StatusMeaning(n.Status), words.Remedies(s.Policy, n.Remedies), words.Steps(n.NextSteps), words.Suppressed(n.Suppressed)}
	if n.PlanMonths.Known {
		d.NCP.PlanMonths = &n.PlanMonths.Months
	}
	for _, at := range s.CasesOf(int(ncp)) {
		c, sums, balance := &s.Cases[at], s.SumsOf(int(at)), &s.Balances[at]
		d.NCP.Cases = append(d.NCP.Cases, NCPCase{CaseID: c.ID, PrincipalFamily: Money(sums.PrincipalFamily),
			InterestFamily: Money(sums.InterestFamily), PrincipalGovernment: Money(sums.PrincipalGovernment),
			InterestGovernment: Money(sums.InterestGovernment), Arrears: Money(sums.Arrears()), Compromisable: Money(sums.Compromisable),
			Interstate: sums.Interstate.String(), CurrentSupport: OptionalMoney{c.CurrentSupport},
			DaysPastDue:     int(coap.Case{Case: c, Balance: balance}.DaysPastDue(s.AsOf)),
			CompliantMonths: int(balance.CompliantMonths)})
	}
}
