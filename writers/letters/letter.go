// Package letters writes to parents: letters in English and Spanish out of a finished
// run, as one HTML page, as PDF, and as rows for a mail merge.
//
// The words are templates that a user may override (templates/README.txt). A template
// gives a text with a few plain marks; it is read into a Document, which the page and the
// PDF draw alike, so that both always say the same.
//
// A letter goes through a window of a number 10 envelope: the address stands where the
// window is, however the sheet lies in the envelope, and nothing else does.
package letters

import (
	"fmt"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// Kind is what a letter is about.
type Kind uint8

// The kinds, in the order in which letters are made.
const (
	COAP        Kind = iota // the compromise: to everybody on the outreach list
	PaymentPlan             // a plan: next step payment_plan
	OrderReview             // a review of the order: next step modification_review
	JobServices             // employment services: next step job_services
)

var kindNames = [...]string{"coap", "payment-plan", "order-review", "job-services"}

// String is the kind as the command line and the CSV files spell it.
func (k Kind) String() string { return kindNames[k] }

// Kinds lists every kind, in order.
func Kinds() []Kind { return []Kind{COAP, PaymentPlan, OrderReview, JobServices} }

// ParseKind reads a kind's name; false if there is none of that name.
func ParseKind(name string) (Kind, bool) {
	for _, kind := range Kinds() {
		if kind.String() == name {
			return kind, true
		}
	}
	return 0, false
}

// Parent is what a finished run, and the export of NCPs, know of one NCP.
type Parent struct {
	ID string
	Contact
	Rank int // on the outreach list, from 1; 0: not on it

	Status     coap.Status
	EligibleOn ledger.Date // status later only

	PrincipalFamily     ledger.Cents
	InterestFamily      ledger.Cents
	PrincipalGovernment ledger.Cents
	InterestGovernment  ledger.Cents
	Compromisable       ledger.Cents
	CurrentSupport      ledger.Cents // monthly

	Capacity    ledger.OptionalCents // monthly
	Offer       ledger.OptionalCents
	Forgiven    ledger.OptionalCents
	PlanMonths  coap.OptionalMonths
	PlanPayment ledger.OptionalCents

	Remedies   []string // the policy's identifiers of those at stake
	NextSteps  coap.NextStep
	Suppressed coap.Suppression
	Verdicts   [coap.CriteriaCount]coap.Verdict // in the order of policy.Criteria
}

// Contact is how a parent is reached.
type Contact struct {
	Known    bool // false: neither the outreach list nor the export of NCPs has the NCP
	Name     string
	Address1 string
	Address2 string
	City     string
	State    string
	Zip      string
	Language string // as exported; see ParseLanguage
	County   string
}

// Letter is one letter to one parent.
type Letter struct {
	Kind     Kind
	Language Language
	Parent   *Parent
}

// Skipped is a letter that is not written, or not printed, and why.
type Skipped struct {
	NCPID  string
	Kind   Kind
	Reason string // a code, or several joined by `;`
	Advice string // what it means and what to do
}

// The reasons why a letter is not written, beside those of coap.Suppression.
const (
	NoContact = "no_contact" // no address is known
	NoName    = "no_name"    // nobody to write to
	NoAddress = "no_address" // the address is incomplete
	TooLong   = "too_long"   // a name or address that no envelope's window holds
	NotDue    = "not_due"    // asked for by name, but no such letter is due
	NotInPDF  = "not_in_pdf" // written, but the PDF's font lacks the signs of the address
)

// due tells whether a parent is to get a letter of a kind, suppressed or not; `until` is
// the last day of the outreach list's horizon.
func (p *Parent) due(kind Kind, until ledger.Date) bool {
	switch kind {
	case COAP:
		return p.Rank > 0 || p.Suppressed != 0 &&
			(p.Status == coap.Eligible || p.Status == coap.Review || p.Status == coap.Later && p.EligibleOn <= until)
	case PaymentPlan:
		return p.NextSteps&coap.PaymentPlan != 0
	case OrderReview:
		return p.NextSteps&coap.ModificationReview != 0
	}
	return p.NextSteps&coap.JobServices != 0
}

// partMax bounds each part of an address, in signs.
const partMax = 90

// obstacle says why a parent can't be written to; blank if nothing is in the way.
func (c *Contact) obstacle() (reason, advice string) {
	if !c.Known {
		return NoContact, "the run has addresses of the outreach list only; give the export of NCPs with --ncps"
	}
	if tidy(c.Name) == "" {
		return NoName, "the name is blank; complete the export"
	}
	var blank []string
	for _, part := range []struct{ name, text string }{{"address1", c.Address1}, {"city", c.City}, {"state", c.State}, {"zip", c.Zip}} {
		if tidy(part.text) == "" {
			blank = append(blank, part.name)
		}
	}
	if len(blank) > 0 {
		return NoAddress, strings.Join(blank, ", ") + " is blank; complete the export"
	}
	for _, part := range []struct{ name, text string }{{"name", c.Name}, {"address1", c.Address1}, {"address2", c.Address2},
		{"city", c.City}, {"state", c.State}, {"zip", c.Zip}} {
		if n := len([]rune(tidy(part.text))); n > partMax {
			return TooLong, fmt.Sprintf("%s has %d signs, and an envelope's window holds %d; look at the export", part.name, n, partMax)
		}
	}
	if lines, _ := addressLines(c.lines()); len(lines) > addressLinesMax {
		return TooLong, fmt.Sprintf("name and address take %d lines, and an envelope's window holds %d; look at the export", len(lines), addressLinesMax)
	}
	return "", ""
}

// lines is the address as it stands on an envelope.
func (c *Contact) lines() []string {
	lines := []string{tidy(c.Name), tidy(c.Address1)}
	if second := tidy(c.Address2); second != "" {
		lines = append(lines, second)
	}
	return append(lines, tidy(c.City)+", "+tidy(c.State)+" "+tidy(c.Zip))
}
