package statement

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// Balance is what is owed on one account.
type Balance struct {
	Account    string `json:"account"`
	OwedTo     string `json:"owed_to"`
	Principal  string `json:"principal"`
	Interest   string `json:"interest"`
	CurrentDue string `json:"current_due"`
	OldestDue  string `json:"oldest_due"`
}

// CaseFigure is what the case shows in cases.csv.
type CaseFigure struct {
	Arrears          string `json:"arrears"`
	Compromisable    string `json:"compromisable"`
	CurrentDue       string `json:"current_due"`
	HeldCredit       string `json:"held_credit"`
	Charged          string `json:"charged"`
	Adjusted         string `json:"adjusted"`
	InterestAdjusted string `json:"interest_adjusted"`
	Paid             string `json:"paid"`
	Entries          int    `json:"entries"`
	DaysPastDue      int    `json:"days_past_due"`
	PaidToArrears    string `json:"paid_to_arrears_12m"`
	CompliantMonths  int    `json:"compliant_months"`
	// Variances are of principal (with what is currently due) and interest, where the
	// cases table records them.
	Variances []Variance `json:"variances,omitempty"`
}

// Variance is a recorded figure beside the recomputed one; the difference is recomputed
// − recorded.
type Variance struct {
	Of         string `json:"of"`
	Recomputed string `json:"recomputed"`
	Recorded   string `json:"recorded"`
	Difference string `json:"difference"`
}

// NCPCase is what one of the NCP's cases adds to the determination.
type NCPCase struct {
	CaseID              string `json:"case_id"`
	PrincipalFamily     string `json:"principal_family"`
	InterestFamily      string `json:"interest_family"`
	PrincipalGovernment string `json:"principal_government"`
	InterestGovernment  string `json:"interest_government"`
	Arrears             string `json:"arrears"`
	Compromisable       string `json:"compromisable"`
	Interstate          string `json:"interstate"` // pass, fail or unknown
	CurrentSupport      string `json:"current_support"`
	DaysPastDue         int    `json:"days_past_due"`
	CompliantMonths     int    `json:"compliant_months"`
}

// NCPFigure is what was decided about the NCP.
type NCPFigure struct {
	Status         string    `json:"status"`
	EligibleOn     string    `json:"eligible_on,omitempty"`
	Cases          []NCPCase `json:"cases"`
	Principal      string    `json:"principal"`
	Interest       string    `json:"interest"`
	Arrears        string    `json:"arrears"`
	Compromisable  string    `json:"compromisable"`
	CurrentSupport string    `json:"current_support"`
	Capacity       string    `json:"capacity"`
	Offer          string    `json:"offer"`
	MinimumOffer   string    `json:"minimum_offer"`
	Forgiven       string    `json:"forgiven"`
	PlanMonths     *int32    `json:"plan_months"`
	PlanPayment    string    `json:"plan_payment"`
	Remedies       string    `json:"remedies"`
	NextSteps      string    `json:"next_steps"`
	Suppressed     string    `json:"suppressed"`
}

func optional(amount ledger.OptionalCents) string {
	if !amount.Known {
		return ""
	}
	return amount.Cents.String()
}

func (d *Document) addFigures(s *report.Statement) {
	for _, a := range s.Balance.Accounts {
		account := &s.Policy.Accounts[a.Account-1]
		d.Balances = append(d.Balances, Balance{account.Code, account.OwedTo.String(), a.Principal.String(), a.Interest.String(),
			a.CurrentDue.String(), a.OldestDue.String()})
	}
	b, sums := &s.Balance, &s.Sums[s.Case]
	d.Case = CaseFigure{Arrears: sums.Arrears().String(), Compromisable: sums.Compromisable.String(), CurrentDue: sums.CurrentDue.String(),
		HeldCredit: b.HeldCredit.String(), Charged: b.Charged.String(), Adjusted: b.Adjusted.String(), InterestAdjusted: b.InterestAdjusted.String(),
		Paid: b.Paid.String(), Entries: int(b.Entries), DaysPastDue: int(coap.Case{Case: &s.Cases[s.Case], Balance: b}.DaysPastDue(s.AsOf)),
		PaidToArrears: b.PaidToArrears.String(), CompliantMonths: int(b.CompliantMonths)}

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
		if v.difference.Known {
			d.Case.Variances = append(d.Case.Variances, Variance{v.of, (v.difference.Cents + v.recorded.Cents).String(),
				v.recorded.Cents.String(), v.difference.Cents.String()})
		}
	}
}

func (d *Document) addNCP(s *report.Statement) {
	ncp := s.Cases[s.Case].NCP
	n := &s.Determinations[ncp]
	d.NCP = NCPFigure{Status: n.Status.String(), EligibleOn: n.EligibleOn.String(), Arrears: n.Arrears().String(), Compromisable: n.Compromisable.String(),
		Principal: (n.PrincipalFamily + n.PrincipalGovernment).String(), Interest: (n.InterestFamily + n.InterestGovernment).String(),
		CurrentSupport: n.CurrentSupport.String(),
		Capacity:       optional(n.Capacity), Offer: optional(n.Offer), MinimumOffer: n.MinimumOffer.String(), Forgiven: optional(n.Forgiven),
		PlanPayment: optional(n.PlanPayment), Remedies: report.RemedyIDs(s.Policy, n.Remedies), NextSteps: n.NextSteps.String(),
		Suppressed: n.Suppressed.String()}
	if n.PlanMonths.Known {
		d.NCP.PlanMonths = &n.PlanMonths.Months
	}
	for _, at := range s.NCPs[ncp].Cases {
		c, sums, balance := &s.Cases[at], &s.Sums[at], &s.Balances[at]
		d.NCP.Cases = append(d.NCP.Cases, NCPCase{CaseID: c.ID, PrincipalFamily: sums.PrincipalFamily.String(),
			InterestFamily: sums.InterestFamily.String(), PrincipalGovernment: sums.PrincipalGovernment.String(),
			InterestGovernment: sums.InterestGovernment.String(), Arrears: sums.Arrears().String(), Compromisable: sums.Compromisable.String(),
			Interstate: sums.Interstate.String(), CurrentSupport: optional(c.CurrentSupport),
			DaysPastDue:     int(coap.Case{Case: c, Balance: balance}.DaysPastDue(s.AsOf)),
			CompliantMonths: int(balance.CompliantMonths)})
	}
}
