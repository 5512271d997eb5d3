package words

import (
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/policy"
)

// Status names a status: eligible, no arrears.
func Status(status coap.Status) string { return spaced(status.String()) }

var statusMeanings = map[coap.Status]string{
	coap.NoArrears:      "Nothing is past due: neither principal nor interest.",
	coap.NotCollectible: "The only income is Social Security, CAPI or veterans' disability: collection is to be reviewed, not the compromise.",
	coap.Ineligible:     "A criterion fails that waiting alone does not mend.",
	coap.Later:          "The only criteria that fail are waiting periods; “Eligible on” is the day on which the last of them ends.",
	coap.Review:         "No criterion fails, but at least one is unknown: a fact is missing from the exports.",
	coap.Eligible:       "Every criterion that the policy uses passes.",
}

// StatusMeaning says in one sentence what a status means.
func StatusMeaning(status coap.Status) string { return statusMeanings[status] }

var stepNames = [...]string{"apply for COAP", "confirm COAP facts", "wait for COAP", "modification review", "payment plan",
	"job services", "enforcement notice", "stop-collection review"}

var stepMeanings = [...]string{
	"Invite the parent to apply for the compromise.",
	"Ask the parent for the facts that are missing, then decide again.",
	"Come back on the “Eligible on” day.",
	"Current support looks too high for the income: offer a review of the order.",
	"All arrears can be paid in monthly amounts: offer a plan.",
	"Income leaves nothing over: offer employment services.",
	"A remedy is at stake and no payment came lately: send the notice.",
	"The income is exempt: review whether collection should stop.",
}

// Steps lists next steps, joined by a semicolon; blank for none.
func Steps(steps coap.NextStep) string {
	if steps == 0 {
		return ""
	}
	var names []string
	for i, name := range stepNames {
		if steps&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "; ")
}

// Remedies lists the policy's remedies whose bits are set, joined by a semicolon;
// blank for none.
func Remedies(p *policy.Policy, bits uint64) string {
	if bits == 0 {
		return ""
	}
	var names []string
	for i := range p.Remedies {
		if bits&(1<<i) != 0 {
			names = append(names, spaced(p.Remedies[i].ID))
		}
	}
	return strings.Join(names, "; ")
}

// Suppressed lists the reasons to keep an NCP off the outreach list; blank for none.
func Suppressed(reasons coap.Suppression) string {
	return strings.ReplaceAll(spaced(reasons.String()), ";", "; ")
}

var criterionNames = [coap.CriteriaCount]string{"Government arrears", "No recent application", "No recent rescission",
	"No recent contempt", "No intentional nonpayment", "No concealment", "CP in home state (two-state cases)", "Cannot pay all",
	"Can pay compromise", "Assets within limit", "Current support compliance"}

// Criterion is the heading of the criterion of an index in policy.Criteria.
func Criterion(index int) string { return criterionNames[index] }
