package coap

import (
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// criterion is one condition of the program. To add one, add it to the table below, to
// policy.Criteria at the same place, and to CriteriaCount.
type criterion struct {
	id    string
	judge func(f facts) Verdict
	// evidence is the plain sentence that a verdict rests on.
	evidence func(f facts, v Verdict) string
	// values are the policy's values it rests on, by their dotted paths: the citation is
	// theirs. A policy may also cite the criterion as such, at coap.criteria.<id>.
	values []string
	// missing says what must be known to turn an unknown verdict into another; nil for a
	// criterion that is never unknown.
	missing func(f facts) string
	// wait is the waiting period; nil for a criterion that time alone does not mend.
	wait *waitingPeriod
}

var criteria = [CriteriaCount]criterion{
	{
		id: "government_arrears", judge: judgeGovernmentArrears, evidence: governmentArrearsEvidence,
		values: []string{"coap.minimum_arrears"},
	},
	waiting("no_recent_application", waitingPeriod{
		value: "coap.application_wait_months", name: "COAP application",
		months: func(c *policy.COAP) int { return c.ApplicationWaitMonths },
		event:  func(h *ledger.History) (ledger.Date, string) { return h.Application, "COAP application" },
	}),
	waiting("no_recent_rescission", waitingPeriod{
		value: "coap.rescission_wait_months", name: "COAP rescission",
		months: func(c *policy.COAP) int { return c.RescissionWaitMonths },
		event:  func(h *ledger.History) (ledger.Date, string) { return h.Rescission, "COAP rescission" },
	}),
	waiting("no_recent_contempt", waitingPeriod{
		value: "coap.contempt_wait_months", name: "finding of contempt or conviction",
		months: func(c *policy.COAP) int { return c.ContemptWaitMonths },
		event:  lastContempt,
	}),
	noFinding("no_intentional_nonpayment", "intentional nonpayment",
		func(ncp *ledger.NCP) ledger.Flag { return ncp.IntentionalNonpayment }),
	noFinding("no_concealment", "concealment of income or assets",
		func(ncp *ledger.NCP) ledger.Flag { return ncp.Concealment }),
	{
		id: "interstate_cp_in_california", judge: func(f facts) Verdict { return f.interstate },
		evidence: interstateEvidence, missing: interstateMissing, values: []string{"coap.home_state"},
	},
	{
		id: "cannot_pay_all", judge: judgeCannotPayAll, evidence: cannotPayAllEvidence, missing: incomeMissing,
		values: []string{"coap.horizon_months"},
	},
	{
		id: "can_pay_compromise", judge: judgeCanPayCompromise, evidence: canPayCompromiseEvidence,
		missing: incomeMissing, values: []string{"coap.horizon_months", "coap.minimum_offer_share"},
	},
	{
		id: "assets_within_limit", judge: judgeAssets, evidence: assetsEvidence,
		missing: func(facts) string { return "the value of all assets" }, values: []string{"coap.asset_limit"},
	},
	{
		id: "current_support_compliance", judge: judgeCompliance, evidence: complianceEvidence,
		missing: complianceMissing, values: []string{"coap.compliance_months"},
	},
}

// judge gives the verdict on every criterion of the table; NotApplicable for one that
// the policy does not use.
func judge(f facts) (verdicts [CriteriaCount]Verdict) {
	for i := range criteria {
		if slices.Contains(f.policy.COAP.Criteria, criteria[i].id) {
			verdicts[i] = criteria[i].judge(f)
		}
	}
	return verdicts
}

// passIf is Pass or Fail.
func passIf(passes bool) Verdict {
	if passes {
		return Pass
	}
	return Fail
}

func judgeGovernmentArrears(f facts) Verdict {
	return passIf(f.compromisable >= f.policy.COAP.MinimumArrears)
}

func governmentArrearsEvidence(f facts, v Verdict) string {
	compared := "at least"
	if v == Fail {
		compared = "below"
	}
	text := "Government arrears that can be compromised are " + f.compromisable.Dollars()
	var before ledger.Cents
	for i := range f.sums {
		before += f.sums[i].BeforeInterstate
	}
	if before != f.compromisable {
		text += " (" + before.Dollars() + " before the interstate rule)"
	}
	return text + ", " + compared + " the minimum of " + f.policy.COAP.MinimumArrears.Dollars() + "."
}

// noFinding passes unless a flag says that there is a finding: a blank flag means that
// none is on record.
func noFinding(id, what string, flag func(*ledger.NCP) ledger.Flag) criterion {
	return criterion{
		id:    id,
		judge: func(f facts) Verdict { return passIf(flag(f.ncp) != ledger.Yes) },
		evidence: func(f facts, v Verdict) string {
			switch {
			case v == Fail:
				return "A finding of " + what + " is on record."
			case flag(f.ncp) == ledger.No:
				return "The record says that there is no finding of " + what + "."
			}
			return "No finding of " + what + " is on record."
		},
	}
}
