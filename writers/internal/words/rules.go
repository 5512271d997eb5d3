package words

import (
	"fmt"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Rule is a rule that the figures rest on: what the program does, and by what right.
type Rule struct {
	Name    string
	Text    string
	RestsOn string // citations; blank for what is this program's own
}

// Rules says how every figure of the reports comes about under a policy.
func Rules(p *policy.Policy) []Rule {
	return slices.Concat(ledgerRules(p), abilityRules(p), listRules(p))
}

// cited joins the citations of a policy's values whose paths begin so, each once.
func cited(p *policy.Policy, paths ...string) string {
	var texts []string
	for _, value := range p.Values() {
		wanted := slices.ContainsFunc(paths, func(path string) bool { return strings.HasPrefix(value.Path, path) })
		if wanted && value.Citation != "" && !slices.Contains(texts, value.Citation) {
			texts = append(texts, value.Citation)
		}
	}
	return strings.Join(texts, "; ")
}

// share is 10%: shares and rates are both in millionths.
func share(of policy.Share) string { return policy.FormatRate(ledger.Rate(of)) }

func ledgerRules(p *policy.Policy) []Rule {
	starts := "A charge is current support until the last day of its month; what is still unpaid then becomes past-due principal on the first of the next month, and bears interest from that day."
	if p.Starts == policy.DueDate {
		starts = "A charge bears interest from its due date, and counts as current support for crediting until the last day of its month."
	}
	days := map[policy.DayCount]string{
		policy.Actual365:    "Every day counts 1/365 of a year, leap years too.",
		policy.ActualActual: "Every day counts 1/365 of a year, 1/366 in a leap year.",
		policy.Monthly:      "Each full month bears 1/12 of the annual rate on the principal at its end; part months bear none.",
	}[p.DayCount]
	return []Rule{
		{"Order of the entries", "The entries of a case are replayed by date: on one date charges and judgments, then adjustments, then payments, each in the order of the input. Entries after the as-of date, duplicates, and entries that a reversal voids are left out.", ""},
		{"Past due", starts + " Judgments and positive adjustments are past due from their date.", cited(p, "interest.starts")},
		{"Interest", "Simple interest on past-due principal only, never on interest, at the rate in force on each day: that of the case's own rate event, else the policy's. " + days, cited(p, "interest.rates", "interest.day_count")},
		{"Rounding", "Interest is kept exact. What can be paid and is reported is rounded to the cent for each account, half away from zero, and never below 0. Totals are sums of rounded figures.", ""},
		{"Crediting of payments", "A payment pays the classes that the policy lists for its date and source, in their order; within principal the oldest installment first. One that names an account pays that account first. What nothing owed can take is held and used as soon as something is.", cited(p, "crediting.")},
		{"Check of every case", "Charges, judgments, adjustments and interest, less payments, must be principal, current due and interest, less held credit, exactly. A case that fails is marked tainted.", ""},
		{"Compared with records", "A variance is the recomputed balance less the recorded one. Listed are those beyond the policy's tolerance.", cited(p, "reconciliation.")},
	}
}

func abilityRules(p *policy.Policy) []Rule {
	c := &p.COAP
	return []Rule{
		{"Compromisable arrears", "Principal and interest of the government accounts that the policy marks, over the cases that pass the interstate rule or, if none passes, those where it is unknown.", cited(p, "accounts[", "coap.home_state")},
		{"Capacity", "Net monthly income less expenses, not below 0; where expenses are unknown, " + share(p.COAP.CapacityShare) + " of net income. What it leaves after current support can go to arrears.", cited(p, "coap.capacity_share")},
		{"Paying off", "A sum at once, if any, pays principal, then interest. Then each month adds a twelfth of the annual rate, rounded to the cent, and the monthly amount pays principal first, then interest.", cited(p, "coap.horizon_months")},
		{"Offer (estimate)", fmt.Sprintf("Assets and %d months of what the capacity leaves, less the cost of paying the family off; not more than the compromisable arrears. It must be at least %s of them.",
			c.HorizonMonths, share(c.MinimumOfferShare)), cited(p, "coap.horizon_months", "coap.minimum_offer_share")},
		{"Plan", fmt.Sprintf("Plan months: how long it takes to pay all arrears with what the capacity leaves. Plan payment: the smallest monthly amount that pays all within %d months.", c.HorizonMonths), cited(p, "coap.horizon_months")},
	}
}

func listRules(p *policy.Policy) []Rule {
	o := &p.Outreach
	return []Rule{
		{"Status", "The first that holds: no arrears; not collectible; ineligible, where a criterion fails that waiting does not mend; later, where only waiting periods fail; review, where something is unknown; eligible.", cited(p, "coap.criteria")},
		{"Outreach list", fmt.Sprintf("Parents eligible, in review, or eligible within %d days; unless they are not to be contacted, tainted, or were contacted within %d days. By status, then by compromisable arrears, the largest first.",
			o.HorizonDays, o.QuietDays), cited(p, "outreach.horizon_days", "outreach.quiet_days")},
		{"Remedies at stake", "Each remedy of the policy whose thresholds the parent's arrears and days past due meet.", cited(p, "remedies[")},
		{"Enforcement notice", fmt.Sprintf("For one ineligible and not tainted, with a remedy at stake and no payment in the last %d days.", o.EnforcementDays), cited(p, "outreach.enforcement_days")},
		{"Tainted", "A case or parent that a rejected row names is computed without that row, marked, and kept off the outreach list.", ""},
	}
}
