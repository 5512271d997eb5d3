// Package statement writes the statement of one case: every entry, how each payment was
// credited, interest by stretch of constant principal and rate, the balances, and the
// NCP's criteria with evidence and citation.
package statement

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// Document is a statement in words and machine figures: dates ISO, money 1234.50.
type Document struct {
	CaseID         string     `json:"case_id"`
	NCPID          string     `json:"ncp_id"`
	County         string     `json:"county,omitempty"`
	AsOf           string     `json:"as_of"`
	Policy         string     `json:"policy"`
	Tainted        bool       `json:"tainted"`
	CurrentSupport string     `json:"current_support,omitempty"`
	Rules          []Rule     `json:"rules"`
	Steps          []Step     `json:"steps"`
	LeftOut        []Row      `json:"left_out"`
	Rejects        []Reject   `json:"rejects"`
	Interest       []Interest `json:"interest"`
	Balances       []Balance  `json:"balances"`
	Case           CaseFigure `json:"case"`
	NCP            NCPFigure  `json:"ncp"`
	Criteria       []Finding  `json:"criteria"`
}

// Rule is a value of the policy that the figures rest on.
type Rule struct {
	Path     string `json:"path"`
	Value    string `json:"value"`
	Citation string `json:"citation"`
}

// Row is a row of the ledger.
type Row struct {
	Place   string `json:"place"`
	Date    string `json:"date"`
	Type    string `json:"type"`
	Amount  string `json:"amount"`
	Account string `json:"account,omitempty"`
	Source  string `json:"source,omitempty"`
	EntryID string `json:"entry_id,omitempty"`
	Ref     string `json:"ref,omitempty"`
	Fate    string `json:"fate,omitempty"`
}

// Step is an entry, or the use of held credit or the turn of a month (then Row is nil),
// with what it did.
type Step struct {
	Date    string   `json:"date"`
	Row     *Row     `json:"entry,omitempty"`
	Event   string   `json:"event,omitempty"`
	Order   string   `json:"order,omitempty"` // the classes a payment was credited to, in order
	Effects []Effect `json:"effects,omitempty"`
}

// Effect is money that paid, took away or became something.
type Effect struct {
	What        string `json:"what"` // current, principal, interest, past_due, held
	Account     string `json:"account,omitempty"`
	Installment string `json:"installment,omitempty"` // due or posting date
	Amount      string `json:"amount"`
}

// Interest is how one account's interest came about: borne over the stretches, plus
// adjustments, less what was paid or taken away, is what is unpaid.
type Interest struct {
	Account   string    `json:"account"`
	Stretches []Stretch `json:"stretches"`
	Borne     string    `json:"borne"` // to six decimals; computed exactly
	Adjusted  string    `json:"adjusted"`
	Paid      string    `json:"paid"`
	Unpaid    string    `json:"unpaid"`  // to six decimals
	Payable   string    `json:"payable"` // rounded half away from zero, never below 0
}

// Stretch is days of constant principal and rate: interest = principal × units / units a
// year × rate.
type Stretch struct {
	From         string `json:"from"`
	To           string `json:"to"`
	Days         int    `json:"days"`
	Principal    string `json:"principal"`
	Rate         string `json:"rate"`
	Units        int    `json:"units"`
	UnitsPerYear int    `json:"units_per_year"`
	Interest     string `json:"interest"` // to six decimals
}

// Reject is a row or value of the input that could not be used and names the case.
type Reject struct {
	Place   string `json:"place"`
	Code    string `json:"code"`
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`
}

// Finding is one criterion.
type Finding struct {
	Criterion string `json:"criterion"`
	Verdict   string `json:"verdict"`
	Evidence  string `json:"evidence"`
	Citation  string `json:"citation"`
}

// New turns a statement into a document.
func New(s *report.Statement) *Document {
	c := &s.Cases[s.Case]
	d := &Document{CaseID: c.ID, NCPID: s.NCPs[c.NCP].ID, County: c.County, AsOf: s.AsOf.String(), Policy: s.Policy.Label(), Tainted: c.Tainted,
		LeftOut: []Row{}, Rejects: []Reject{}, Steps: []Step{}, Interest: []Interest{}}
	if c.CurrentSupport.Known {
		d.CurrentSupport = c.CurrentSupport.Cents.String()
	}
	d.addRules(s)
	d.addSteps(s)
	d.addRejects(s)
	d.addInterest(s)
	d.addFigures(s)
	for _, f := range s.Findings {
		d.Criteria = append(d.Criteria, Finding{f.Criterion, f.Verdict.String(), f.Evidence, f.Citation})
	}
	return d
}

// addRules lists what of the policy, and of the case's own rates, the replay used.
func (d *Document) addRules(s *report.Statement) {
	for _, value := range s.Policy.Values() {
		switch section(value.Path) {
		case "interest", "crediting":
			d.Rules = append(d.Rules, Rule{value.Path, value.Value, value.Citation})
		}
	}
	for _, rate := range s.Cases[s.Case].Rates {
		until := rate.To.String()
		if rate.To == 0 {
			until = "open"
		}
		d.Rules = append(d.Rules, Rule{"rate of this case", fmt.Sprintf("%s from %s to %s", policy.FormatRate(rate.Rate), rate.From, until), "rate event of the case"})
	}
}

func section(path string) string {
	for i, c := range path {
		if c == '.' || c == '[' {
			return path[:i]
		}
	}
	return path
}

func (d *Document) row(s *report.Statement, r *report.StatementRow) *Row {
	row := &Row{Place: report.Place(s.Inputs, r.Position), Date: r.Date.String(), Type: r.Type.String(), Amount: r.Amount.String(),
		Source: r.Source, EntryID: r.EntryID, Ref: r.Ref}
	if r.Account != 0 {
		row.Account = s.Policy.Accounts[r.Account-1].Code
	}
	if r.Fate != report.Replayed {
		row.Fate = r.Fate.String()
	}
	return row
}

func (d *Document) addRejects(s *report.Statement) {
	c := &s.Cases[s.Case]
	for i := range s.Rejects {
		reject := &s.Rejects[i]
		if reject.CaseID == c.ID || (reject.NCPID != "" && reject.NCPID == d.NCPID) {
			d.Rejects = append(d.Rejects, Reject{report.Place(s.Inputs, reject.Position), string(reject.Code), reject.Column, report.RejectMessage(s.Report, reject)})
		}
	}
}

// replayOrder sorts rows as they were replayed: by date, then charges and judgments,
// adjustments, payments, then input order.
func replayOrder(rows []report.StatementRow) []report.StatementRow {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b report.StatementRow) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(interest.ReplayRank(a.Type), interest.ReplayRank(b.Type)))
	})
	return sorted
}

// addInterest adds up the stretches of each account in exact arithmetic.
func (d *Document) addInterest(s *report.Statement) {
	for _, balance := range s.Balance.Accounts {
		account := Interest{Account: s.Policy.Accounts[balance.Account-1].Code, Stretches: []Stretch{}}
		borne := new(big.Rat)
		for _, stretch := range s.Trace.Stretches {
			if stretch.Account != balance.Account {
				continue
			}
			earned := stretchInterest(&stretch)
			borne.Add(borne, earned)
			account.Stretches = append(account.Stretches, Stretch{stretch.From.String(), stretch.To.String(), stretch.Days,
				stretch.Principal.String(), policy.FormatRate(stretch.Rate), stretch.Units, stretch.UnitsPerYear, earned.FloatString(6)})
		}
		adjusted, paid := interestMoved(s, balance.Account)
		unpaid := new(big.Rat).Add(borne, dollars(adjusted-paid))
		account.Borne, account.Unpaid = borne.FloatString(6), unpaid.FloatString(6)
		account.Adjusted, account.Paid, account.Payable = adjusted.String(), paid.String(), balance.Interest.String()
		d.Interest = append(d.Interest, account)
	}
}

// stretchInterest is a stretch's interest in dollars, exactly.
func stretchInterest(s *interest.Stretch) *big.Rat {
	earned := dollars(s.Principal)
	earned.Mul(earned, big.NewRat(int64(s.Units), int64(s.UnitsPerYear)))
	return earned.Mul(earned, big.NewRat(int64(s.Rate), int64(ledger.RateUnit)))
}

func dollars(cents ledger.Cents) *big.Rat { return big.NewRat(int64(cents), 100) }

// interestMoved sums what adjustments added to an account's interest, and what payments,
// held credit and negative adjustments took from it.
func interestMoved(s *report.Statement, n ledger.AccountNumber) (added, taken ledger.Cents) {
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Fate == report.Replayed && row.Type == ledger.InterestAdjustment && row.Account == n && row.Amount > 0 {
			added += row.Amount
		}
	}
	for _, step := range s.Trace.Steps {
		if step.Account == n && step.Class == policy.Interest {
			taken += step.Amount
		}
	}
	return added, taken
}
