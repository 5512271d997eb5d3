// Package statement writes the statement of one case: every entry, how each payment was
// credited, what was ordered and paid month by month, interest by stretch of constant
// principal and rate, the balances, and the NCP's criteria with evidence and citation.
//
// A Document is the statement as it is, without what its audience must not see; every
// format (text, JSON, HTML, a workbook) is written from it alone.
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

// Document is a statement. Its JSON form holds machine figures: dates ISO, money 1234.50.
type Document struct {
	CaseID         string        `json:"case_id"`
	NCPID          string        `json:"ncp_id"`
	County         string        `json:"county,omitempty"`
	AsOf           Date          `json:"as_of"`
	Audience       Audience      `json:"audience"`
	Banner         string        `json:"banner,omitempty"`        // see Audience.banner
	Pseudonymized  bool          `json:"pseudonymized,omitempty"` // identifiers are made up from a key
	Policy         string        `json:"policy"`
	PolicyTitle    string        `json:"policy_title"`
	Tainted        bool          `json:"tainted"`
	CurrentSupport OptionalMoney `json:"current_support,omitzero"`
	Rules          []Rule        `json:"rules"`
	Steps          []Step        `json:"steps"`
	LeftOut        []Row         `json:"left_out"`
	Rejects        []Reject      `json:"rejects"`
	History        History       `json:"history"`
	Interest       []Interest    `json:"interest"`
	Balances       []Balance     `json:"balances"`
	Footing        Footing       `json:"footing"`
	Case           CaseFigure    `json:"case"`
	NCP            NCPFigure     `json:"ncp,omitzero"`
	Criteria       []Finding     `json:"criteria,omitzero"`
	Assumptions    []Rule        `json:"assumptions"`
	NotModelled    []string      `json:"not_modelled"`
	Without        []string      `json:"without,omitempty"` // the parts that this copy leaves out

	// namesNobody counts rejects that name no case: one of them may be a row of this case.
	namesNobody int
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
	Date    Date   `json:"date"`
	Type    string `json:"type"`
	Amount  Money  `json:"amount"`
	Account string `json:"account,omitempty"`
	Source  string `json:"source,omitempty"` // of a payment, for those who may see it
	EntryID string `json:"entry_id,omitempty"`
	Ref     string `json:"ref,omitempty"`
	Fate    string `json:"fate,omitempty"`

	line int // of its file
}

// Step is an entry, or the use of held credit or the turn of a month (then Row is nil),
// with what it did.
type Step struct {
	Date  Date   `json:"date"`
	Row   *Row   `json:"entry,omitempty"`
	Event string `json:"event,omitempty"`
	// Order is the classes a payment was credited to, in order, for those who may see it.
	Order   string   `json:"order,omitempty"`
	Effects []Effect `json:"effects,omitempty"`

	ownOrder bool // the order is that of the payment's source, not the default
}

// Effect is money that paid, took away or became something.
type Effect struct {
	What        string `json:"what"` // current, principal, interest, past_due, held
	Account     string `json:"account,omitempty"`
	Installment Date   `json:"installment,omitzero"` // due or posting date
	Amount      Money  `json:"amount"`
}

// Interest is how one account's interest came about: borne over the stretches, plus
// adjustments, less what was paid or taken away, is what is unpaid.
type Interest struct {
	Account   string    `json:"account"`
	Stretches []Stretch `json:"stretches"`
	Borne     Exact     `json:"borne"`
	Adjusted  Money     `json:"adjusted"`
	Paid      Money     `json:"paid"`
	Unpaid    Exact     `json:"unpaid"`
	Payable   Money     `json:"payable"` // rounded half away from zero, never below 0
}

// Stretch is days of constant principal and rate: interest = principal × units / units a
// year × rate.
type Stretch struct {
	From         Date   `json:"from"`
	To           Date   `json:"to"`
	Days         int    `json:"days"`
	Principal    Money  `json:"principal"`
	Rate         string `json:"rate"`
	Units        int    `json:"units"`
	UnitsPerYear int    `json:"units_per_year"`
	Interest     Exact  `json:"interest"`
}

// Reject is a row or value of the input that could not be used and names the case.
type Reject struct {
	Place   string `json:"place"`
	Code    string `json:"code"`
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`

	ofCase bool // not only of the NCP
}

// Finding is one criterion.
type Finding struct {
	Criterion string `json:"criterion"`
	Verdict   string `json:"verdict"`
	Evidence  string `json:"evidence"`
	Citation  string `json:"citation"`
}

// New turns a statement into a document for an audience.
func New(s *report.Statement, audience Audience) *Document {
	c := &s.Cases[s.Case]
	d := &Document{CaseID: c.ID, NCPID: s.NCPs[c.NCP].ID, County: c.County, AsOf: Date(s.AsOf), Audience: audience, Banner: audience.banner(), Pseudonymized: s.Pseudonymized, Policy: s.Policy.Label(),
		PolicyTitle: s.Policy.Title, Tainted: c.Tainted, CurrentSupport: OptionalMoney{c.CurrentSupport},
		LeftOut: []Row{}, Rejects: []Reject{}, Steps: []Step{}, Interest: []Interest{}, Balances: []Balance{}, Assumptions: []Rule{},
		NotModelled: policy.NotModelled(), namesNobody: s.RejectsNamingNobody}
	rows := replayOrder(s.Rows)
	d.addRules(s)
	d.addSteps(s, rows)
	d.addRejects(s)
	d.addHistory(rows)
	d.addInterest(s)
	d.addFigures(s)
	d.addFooting()
	for _, f := range s.Findings {
		d.Criteria = append(d.Criteria, Finding{f.Criterion, f.Verdict.String(), f.Evidence, f.Citation})
	}
	return d
}

// Criteria is the name of the part that LeaveOutCriteria leaves out.
const Criteria = "criteria"

// LeaveOutCriteria takes out what is of the NCP and not of the case: the criteria, what
// they rest on, the offer and the plan, the other cases, rejects that name only the NCP
// or another case, and what is assumed of compromises. What is left can be handed to
// others than the NCP.
func (d *Document) LeaveOutCriteria() {
	d.NCP, d.Criteria, d.Without = NCPFigure{}, nil, []string{Criteria}
	d.Rejects = slices.DeleteFunc(d.Rejects, func(r Reject) bool { return !r.ofCase })
	d.Assumptions = slices.DeleteFunc(d.Assumptions, func(r Rule) bool { return sectionOf(r.Path) == "coap" })
}

// withoutCriteria tells whether the criteria are left out.
func (d *Document) withoutCriteria() bool { return slices.Contains(d.Without, Criteria) }

// withoutNote says what is left out; blank for a whole statement.
func (d *Document) withoutNote() string {
	if !d.withoutCriteria() {
		return ""
	}
	return "Left out of this copy: the criteria for a compromise with what they rest on, the offer and the plan, and the parent's other cases."
}

// caseRate is the path of a rate of the case's own among the rules.
const caseRate = "rate of this case"

// addRules lists what of the policy, and of the case's own rates, the replay used, and
// every value that is an assumption.
func (d *Document) addRules(s *report.Statement) {
	for _, value := range s.Policy.Values() {
		if !d.Audience.shows(&value) {
			continue
		}
		rule := Rule{value.Path, value.Value, value.Citation}
		switch sectionOf(value.Path) {
		case "interest", "crediting":
			d.Rules = append(d.Rules, rule)
		}
		if value.Assumption {
			d.Assumptions = append(d.Assumptions, rule)
		}
	}
	for _, rate := range s.RatesOf(int32(s.Case)) {
		until := rate.To.String()
		if rate.To == 0 {
			until = "open"
		}
		d.Rules = append(d.Rules, Rule{caseRate, fmt.Sprintf("%s from %s to %s", policy.FormatRate(rate.Rate), rate.From, until), "rate event of the case"})
	}
}

// sectionOf is the section of a policy to which a path belongs.
func sectionOf(path string) string {
	for i, c := range path {
		if c == '.' || c == '[' {
			return path[:i]
		}
	}
	return path
}

func (d *Document) row(s *report.Statement, r *report.StatementRow) *Row {
	row := &Row{Place: report.Place(s.Inputs, r.Position), Date: Date(r.Date), Type: r.Type.String(), Amount: Money(r.Amount),
		EntryID: r.EntryID, Ref: r.Ref, line: s.Inputs[r.Position.Part()].Line(r.Position)}
	if d.Audience.seesSources() {
		row.Source = r.Source
	}
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
			d.Rejects = append(d.Rejects, Reject{report.Place(s.Inputs, reject.Position), string(reject.Code), reject.Column, report.RejectMessage(s.Report, reject), reject.CaseID == c.ID})
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
			account.Stretches = append(account.Stretches, Stretch{Date(stretch.From), Date(stretch.To), stretch.Days,
				Money(stretch.Principal), policy.FormatRate(stretch.Rate), stretch.Units, stretch.UnitsPerYear, Exact{earned}})
		}
		adjusted, paid := interestMoved(s, balance.Account)
		unpaid := new(big.Rat).Add(borne, dollars(adjusted-paid))
		account.Borne, account.Unpaid = Exact{borne}, Exact{unpaid}
		account.Adjusted, account.Paid, account.Payable = Money(adjusted), Money(paid), Money(balance.Interest)
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
