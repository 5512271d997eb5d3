package interview

import (
	"maps"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
)

// summary is one sentence or two that say why a verdict is as it is, with the figures it
// rests on, to the parent and in the parent's language. index is the criterion's in
// policy.Criteria.
func (v Interview) summary(l Language, o *Outcome, index int) string {
	f := &o.Findings[index]
	switch {
	case f.Verdict == coap.Unknown && len(f.Missing) > 0:
		return l.Say("finding.missing", map[string]string{"missing": l.names(f.Missing)})
	case f.Verdict == coap.Unknown:
		return l.text("finding.unknown")
	case f.Open && f.Verdict == coap.Pass:
		return l.text("finding.open_pass")
	case f.Open:
		return l.text("finding.open_fail")
	}
	return l.Say(v.sentence(o, f), v.figureValues(l, o, f, index))
}

// sentence is the key of the sentence for a criterion whose figures are known.
func (v Interview) sentence(o *Outcome, f *Finding) string {
	figures, passed := &f.Figures, f.Verdict == coap.Pass
	key := f.Criterion + "." + f.Verdict.String()
	switch f.Criterion {
	case "government_arrears":
		if !passed && figures.BeforeInterstate != figures.Compromisable {
			key = "government_arrears.interstate"
		}
	case "no_recent_application", "no_recent_rescission", "no_recent_contempt":
		key = "wait." + f.Verdict.String()
		if o.Answers[restsOn[f.Criterion][0]].Day == 0 {
			key = "wait.none"
		}
	case "interstate_cp_in_california":
		switch {
		case passed && figures.BeforeInterstate == 0:
			key = "interstate_cp_in_california.nothing"
		case passed && o.Answers[CPState].State == v.Rules.COAP.HomeState:
			key = "interstate_cp_in_california.home"
		}
	case "cannot_pay_all":
		key = v.allSentence(figures, passed)
	case "can_pay_compromise":
		key = v.compromiseSentence(figures, passed)
	case "assets_within_limit":
		key = v.assetsSentence(figures, passed)
	case "current_support_compliance":
		if figures.CurrentSupport == 0 {
			key = "current_support_compliance.none"
		}
	}
	return key
}

func (v Interview) allSentence(f *coap.Figures, passed bool) string {
	switch {
	case f.All == (payoff.Debt{}):
		return "cannot_pay_all.nothing"
	case !passed && f.AllPayoff.Months == 0:
		return "cannot_pay_all.at_once"
	case !passed:
		return "cannot_pay_all.fail"
	case f.AllPayoff.Never:
		return "cannot_pay_all.never"
	}
	return "cannot_pay_all.pass"
}

func (v Interview) compromiseSentence(f *coap.Figures, passed bool) string {
	switch {
	case passed:
		return "can_pay_compromise.pass"
	case f.Margin < 0:
		return "can_pay_compromise.short"
	case f.FamilyPayoff.Never:
		return "can_pay_compromise.family_never"
	case !f.FamilyPayoff.Within(v.Rules.COAP.HorizonMonths):
		return "can_pay_compromise.family_late"
	}
	return "can_pay_compromise.fail"
}

func (v Interview) assetsSentence(f *coap.Figures, passed bool) string {
	overArrears := f.Assets > f.All.Principal+f.All.Interest
	switch overLimit := f.Assets > v.Rules.COAP.AssetLimit; {
	case passed:
		return "assets_within_limit.pass"
	case overLimit && overArrears:
		return "assets_within_limit.both"
	case overLimit:
		return "assets_within_limit.limit"
	}
	return "assets_within_limit.arrears"
}

// figureValues fills the places of a criterion's sentence.
func (v Interview) figureValues(l Language, o *Outcome, f *Finding, index int) map[string]string {
	figures := &f.Figures
	values := v.Values(l)
	maps.Copy(values, map[string]string{
		"arrears":          (figures.All.Principal + figures.All.Interest).Dollars(),
		"principal":        figures.All.Principal.Dollars(),
		"family":           (figures.Family.Principal + figures.Family.Interest).Dollars(),
		"family_principal": figures.Family.Principal.Dollars(),
		"compromisable":    figures.Compromisable.Dollars(),
		"before":           figures.BeforeInterstate.Dollars(),
		"support":          figures.CurrentSupport.Dollars(),
		"assets":           figures.Assets.Dollars(),
		"income":           o.Answers[NetMonthlyIncome].Amount.Dollars(),
		"expenses":         o.Answers[MonthlyExpenses].Amount.Dollars(),
		"margin":           figures.Margin.Dollars(),
		"shortfall":        figures.Margin.Abs().Dollars(),
		"offer":            figures.Offer.Cents().Dollars(),
		"minimum_offer":    figures.MinimumOffer.Dollars(),
		"months_all":       l.Months(figures.AllPayoff.Months),
		"months_family":    l.Months(figures.FamilyPayoff.Months),
		"family_cost":      figures.FamilyPayoff.Paid.Dollars(),
		"cp_state":         o.Answers[CPState].State,
		"since":            l.Date(figures.Waits[index].Since),
		"until":            l.Date(figures.Waits[index].Until),
		"wait":             l.Months(figures.Waits[index].Months),
	})
	values["family_first"] = l.Say(familySentence(figures), values)
	values["means"] = l.means(o, figures, values)
	return values
}

func familySentence(f *coap.Figures) string {
	switch {
	case f.Family == (payoff.Debt{}):
		return "family.none"
	case f.FamilyPayoff.Months == 0:
		return "family.at_once"
	}
	return "family.months"
}

// means says what is left each month and how it comes about, and what can be paid at
// once.
func (l Language) means(o *Outcome, f *coap.Figures, values map[string]string) string {
	income, expenses := o.Answers.optional(NetMonthlyIncome), o.Answers.optional(MonthlyExpenses)
	key := "means."
	switch {
	case income.Cents() == 0:
		key += "no_income"
	case expenses.Known() && expenses.Cents() > income.Cents():
		key += "exceeded"
	case f.Margin < 0 && expenses.Known():
		key += "short"
	case expenses.Known():
		key += "left"
	case f.Margin < 0:
		key += "assumed_short"
	default:
		key += "assumed_left"
	}
	text := l.Say(key, values)
	if f.Assets > 0 {
		text += " " + l.Say("means.assets", map[string]string{"assets": ledger.Cents(f.Assets).Dollars()})
	}
	return text
}
