package coap

import (
	"slices"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Findings gives each criterion's verdict in d, in the order of policy.Criteria, with a
// plain sentence of evidence and the citation. The arguments are those of the Decide
// that returned d.
func Findings(p *policy.Policy, asOf ledger.Date, ncp *ledger.NCP, cases []Case, sums []CaseSums,
	d *Determination) []Finding {
	f, err := newFacts(p, asOf, ncp, cases, sums)
	findings := make([]Finding, 0, CriteriaCount)
	for i := range criteria {
		finding := Finding{Criterion: criteria[i].id, Verdict: d.Verdicts[i], Citation: criteria[i].citation(p)}
		switch {
		case finding.Verdict == NotApplicable:
			finding.Evidence = "The policy " + p.Label() + " does not use this criterion."
		case err == nil:
			finding.Evidence = criteria[i].evidence(f, finding.Verdict)
		default:
			finding.Evidence = "Not judged: " + err.Error() + "."
		}
		findings = append(findings, finding)
	}
	return findings
}

// citation joins what the policy cites for the criterion and for the values that it
// rests on.
func (c *criterion) citation(p *policy.Policy) string {
	var cited []string
	for _, path := range append([]string{"coap.criteria." + c.id}, c.values...) {
		if text := p.Citations[path]; text != "" && !slices.Contains(cited, text) {
			cited = append(cited, text)
		}
	}
	return strings.Join(cited, "; ")
}
