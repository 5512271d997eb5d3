package words

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/policy"
)

// Meaning is a term of the reports and what it means.
type Meaning struct {
	Term string
	Text string
}

// Terms explains the columns and amounts of every report.
func Terms() []Meaning {
	return []Meaning{
		{"NCP", "Non-custodial parent, who owes support. One NCP may have several cases."},
		{"CP", "Custodial party."},
		{"Owed to family", "Debts on the accounts that the policy gives to the family."},
		{"Owed to government", "Debts on the accounts that the policy gives to the government."},
		{"Principal", "Past-due principal: unpaid charges of earlier months, judgments and adjustments. Interest accrues on it, and on nothing else."},
		{"Interest", "Unpaid simple interest, rounded to the cent for each account."},
		{"Arrears", "Past-due principal and unpaid interest together."},
		{"Compromisable", "Principal and interest of the government accounts that the policy marks so, over the cases that pass the interstate rule."},
		{"Current due", "Unpaid charges that are not past due yet."},
		{"Held credit", "Payments received that nothing owed could take yet."},
		{"Current support", "What the NCP is ordered to pay a month, over all cases."},
		{"Capacity", "Net monthly income less expenses; blank when the income is unknown."},
		{"Offer (estimate)", "What the NCP could pay toward the compromise within the horizon. An estimate: the official calculator is not public."},
		{"Minimum offer", "The policy's smallest share of the compromisable arrears."},
		{"Forgiveness (estimate)", "Compromisable arrears less the offer."},
		{"Plan months", "Months to pay all arrears from what the capacity leaves after current support; blank when unknown or never."},
		{"Plan payment", "The smallest monthly amount that pays all arrears within the horizon."},
		{"Days past due", "Days since the oldest installment that is past due; 0 for one who owes interest alone."},
		{"Tainted", "A rejected row names the case or the NCP, or the case did not balance. It is computed all the same, and its NCP is kept off the outreach list."},
		{"Kept off the list", "Why an NCP is not to be contacted: the do-not-contact flag, tainted data, or a recent contact."},
		{"Verdicts", "pass, fail, unknown (a fact is missing) or n/a (the policy does not use the criterion)."},
	}
}

// Statuses explains every status, in the order of precedence.
func Statuses() []Meaning {
	var meanings []Meaning
	for _, status := range coap.Statuses() {
		meanings = append(meanings, Meaning{Sentence(Status(status)), StatusMeaning(status)})
	}
	return meanings
}

// NextSteps explains every next step, in the order in which reports list them.
func NextSteps() []Meaning {
	var meanings []Meaning
	for i, name := range stepNames {
		meanings = append(meanings, Meaning{Sentence(name), stepMeanings[i]})
	}
	return meanings
}

var criterionMeanings = [coap.CriteriaCount]string{
	"The compromisable arrears reach the policy's minimum.",
	"The last application for the compromise is old enough, or there is none.",
	"The last rescinded compromise is old enough, or there is none.",
	"The last contempt finding or conviction is old enough, or there is none.",
	"No finding of intentional nonpayment is on record.",
	"No finding of concealed income or assets is on record.",
	"Of the cases with compromisable arrears one has its custodial party in the policy's home state, or is not a two-state case.",
	"All arrears cannot be paid off within the horizon from assets and what the capacity leaves.",
	"The family's arrears can be paid off within the horizon, and the offer reaches the minimum offer.",
	"Assets exceed neither the policy's limit nor the arrears.",
	"Current support was paid in full in each of the policy's last months.",
}

// Criteria explains every criterion of the policy, in the order in which reports
// show them.
func Criteria(p *policy.Policy) []Meaning {
	used := map[string]bool{}
	for _, id := range p.COAP.Criteria {
		used[id] = true
	}
	var meanings []Meaning
	for i, id := range policy.Criteria() {
		text := criterionMeanings[i]
		if !used[id] {
			text += " Not used by this policy."
		}
		text += " In the CSV files: " + id + "."
		meanings = append(meanings, Meaning{criterionNames[i], text})
	}
	return meanings
}
