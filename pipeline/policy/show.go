package policy

import (
	"fmt"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
)

// Value is one value of a policy as reports show it.
type Value struct {
	Path       string // dotted; an entry of a list by its day, code or id: interest.rates[1983-01-01]
	Value      string
	Citation   string
	Assumption bool // this program's or the user's choice, not the law's
}

// Values lists every value with its citation, in the order of a policy file.
func (p *Policy) Values() []Value {
	values := p.interestValues()
	if p.From != 0 {
		values = append([]Value{p.cited("from", p.From.String())}, values...)
	}
	values = append(values, orderValues("crediting.default", p.Default)...)
	for _, source := range p.BySource {
		values = append(values, orderValues("crediting.by_source."+source.Source, source.Orders)...)
	}
	for _, account := range p.Accounts {
		values = append(values, newValue("accounts["+account.Code+"]", account.words(), account.Citation))
	}
	values = append(values, p.coapValues()...)
	values = append(values,
		p.cited("outreach.horizon_days", strconv.Itoa(p.Outreach.HorizonDays)),
		p.cited("outreach.quiet_days", strconv.Itoa(p.Outreach.QuietDays)),
		p.cited("outreach.enforcement_days", strconv.Itoa(p.Outreach.EnforcementDays)))
	for _, remedy := range p.Remedies {
		values = append(values, newValue("remedies["+remedy.ID+"]", remedy.thresholds(), remedy.Citation))
	}
	values = append(values, p.cited("reconciliation.tolerance", p.Tolerance.String()))
	return append(values, p.agencyValues()...)
}

func (p *Policy) interestValues() []Value {
	values := []Value{
		p.cited("interest.day_count", p.DayCount.String()),
		p.cited("interest.starts", p.Starts.String()),
	}
	for _, rate := range p.Rates {
		values = append(values, newValue("interest.rates["+rate.From.String()+"]", percent(int64(rate.Rate)), rate.Citation))
	}
	return values
}

func orderValues(path string, orders []DatedOrder) []Value {
	values := make([]Value, len(orders))
	for i, order := range orders {
		words := make([]string, len(order.Order))
		for j, class := range order.Order {
			words[j] = class.String()
		}
		text := strings.Join(words, ", ")
		if order.Default {
			text = "default"
		}
		values[i] = newValue(path+"["+order.From.String()+"]", text, order.Citation)
	}
	return values
}

func (p *Policy) coapValues() []Value {
	c := p.COAP
	values := []Value{p.cited("coap.criteria", strings.Join(c.Criteria, ", "))}
	for _, id := range c.Criteria {
		values = append(values, p.cited("coap.criteria."+id, "applies"))
	}
	return append(values,
		p.cited("coap.minimum_arrears", c.MinimumArrears.String()),
		p.cited("coap.horizon_months", strconv.Itoa(c.HorizonMonths)),
		p.cited("coap.application_wait_months", strconv.Itoa(c.ApplicationWaitMonths)),
		p.cited("coap.rescission_wait_months", strconv.Itoa(c.RescissionWaitMonths)),
		p.cited("coap.contempt_wait_months", strconv.Itoa(c.ContemptWaitMonths)),
		p.cited("coap.compliance_months", strconv.Itoa(c.ComplianceMonths)),
		p.cited("coap.home_state", c.HomeState),
		p.cited("coap.capacity_share", percent(int64(c.CapacityShare))),
		p.cited("coap.minimum_offer_share", percent(int64(c.MinimumOfferShare))),
		p.cited("coap.modification_share", percent(int64(c.ModificationShare))),
		p.cited("coap.asset_limit", c.AssetLimit.String()))
}

func (p *Policy) cited(path, value string) Value { return newValue(path, value, p.Citations[path]) }

func newValue(path, value, citation string) Value {
	return Value{path, value, citation, strings.HasPrefix(strings.ToLower(citation), "assumption")}
}

func (a *Account) words() string {
	words := a.Name + ", owed to the " + a.OwedTo.String()
	if a.Compromisable {
		words += ", compromisable"
	}
	return words
}

// thresholds is what puts the remedy at stake, in words; blank if nothing does.
func (r *Remedy) thresholds() string {
	var needed, owed []string
	add := func(list *[]string, limit ledger.OptionalCents, words string) {
		if limit.Known() {
			*list = append(*list, words+" "+limit.Cents().String())
		}
	}
	add(&needed, r.ArrearsOver, "arrears >")
	add(&needed, r.ArrearsFrom, "arrears ≥")
	add(&owed, r.GovernmentFrom, "government arrears ≥")
	add(&owed, r.FamilyFrom, "family arrears ≥")
	if len(owed) > 0 {
		needed = append(needed, strings.Join(owed, " or "))
	}
	if r.DaysOver.Known {
		needed = append(needed, fmt.Sprintf("days past due > %d", r.DaysOver.Days))
	}
	if r.DaysFrom.Known {
		needed = append(needed, fmt.Sprintf("days past due ≥ %d", r.DaysFrom.Days))
	}
	return strings.Join(needed, " and ")
}

// percent writes millionths as 10% or 7.25%.
func percent(millionths int64) string {
	fraction := strings.TrimRight(fmt.Sprintf("%04d", millionths%10_000), "0")
	if fraction != "" {
		fraction = "." + fraction
	}
	return strconv.FormatInt(millionths/10_000, 10) + fraction + "%"
}

// ParseRate reads an annual rate such as 10% or 0.10, from 0 to 100 %.
func ParseRate(text string) (ledger.Rate, error) {
	size, ok := parseMillionths(strings.TrimSpace(text))
	if !ok {
		return 0, &Error{Message: fmt.Sprintf("%q is not an annual rate; give 10%% or 0.10, from 0 to 100%%", text)}
	}
	return ledger.Rate(size), nil
}

// FormatRate writes an annual rate as 10% or 7.25%.
func FormatRate(rate ledger.Rate) string { return percent(int64(rate)) }

// NotModelled lists, in sentences, what no policy can express and the figures leave out.
func NotModelled() []string {
	return []string{
		"A conditionally assigned debt does not turn to the government for a tax offset.",
		"Orders of crediting while the family is on aid are not modelled.",
		"Payments passed through to families on aid are not modelled.",
		"The income exemption from licence suspension (SB 1055) is not modelled.",
		"The payoff uses the policy's rate, not a case's own rate.",
	}
}
