package report

import "arrears/pipeline/ledger"

// Totals are the sums over all cases and the counts over all NCPs that head every
// report. Every sum is of the rounded figures of cases.csv, so every report foots.
type Totals struct {
	Cases        int
	CasesTainted int
	NCPs         int

	PrincipalFamily     ledger.Cents
	InterestFamily      ledger.Cents
	PrincipalGovernment ledger.Cents
	InterestGovernment  ledger.Cents
	Compromisable       ledger.Cents // of the NCPs, after the interstate rule
	CurrentDue          ledger.Cents
	HeldCredit          ledger.Cents

	Offered  ledger.Cents // offers of the NCPs on the outreach list
	Forgiven ledger.Cents // estimated forgiveness of the NCPs on the outreach list

	ByStatus [7]StatusTotal // by coap.Status
	ByCounty []CountyTotal  // by county name, bytewise; the blank county is "" and comes first
	ByAge    []AgeTotal     // arrears of cases by days past due, youngest first
}

// StatusTotal sums the NCPs of one status.
type StatusTotal struct {
	NCPs          int
	Arrears       ledger.Cents
	Compromisable ledger.Cents
	Forgiven      ledger.Cents // estimated, where known; of eligible, review and later only
	Outreach      int          // of them on the outreach list

	OutreachOffers   ledger.Cents // offers of those on the list
	OutreachForgiven ledger.Cents // estimated forgiveness of those on the list
}

// CountyTotal sums the cases of one county. Outreach counts the list's rows that show
// the county, OutreachForgiven sums their estimated forgiveness.
type CountyTotal struct {
	County           string
	Cases            int
	Family           ledger.Cents
	Government       ledger.Cents
	Outreach         int
	OutreachForgiven ledger.Cents
}

// AgeTotal sums the arrears of the cases whose oldest past-due installment has an age
// in a range.
type AgeTotal struct {
	Label      string // "under 1 year", "1 to 5 years", …, "interest only"
	Cases      int
	Family     ledger.Cents
	Government ledger.Cents
}

// Arrears is all that is past due, principal and interest, over all cases.
func (t *Totals) Arrears() ledger.Cents {
	return t.PrincipalFamily + t.InterestFamily + t.PrincipalGovernment + t.InterestGovernment
}
