package coap

import (
	"strconv"

	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

func incomeMissing(facts) string { return "net monthly income" }

func judgeCannotPayAll(f facts) Verdict {
	if !f.capacity.Known() {
		return Unknown
	}
	return passIf(!f.allPayoff.Within(f.policy.COAP.HorizonMonths))
}

func judgeCanPayCompromise(f facts) Verdict {
	if !f.capacity.Known() {
		return Unknown
	}
	return passIf(f.margin >= 0 && f.familyPayoff.Within(f.policy.COAP.HorizonMonths) &&
		f.offer.Cents() >= f.minimumOffer)
}

func judgeAssets(f facts) Verdict {
	if !f.ncp.Assets.Known() {
		return Unknown
	}
	return passIf(f.assets <= f.policy.COAP.AssetLimit && f.assets <= f.arrears)
}

func cannotPayAllEvidence(f facts, v Verdict) string {
	switch {
	case f.arrears == 0:
		return "No arrears are owed."
	case v == Unknown:
		return "Net monthly income is not on record, so it is unknown whether arrears of " + f.arrears.Dollars() +
			" could be paid off within " + monthCount(f.policy.COAP.HorizonMonths) + "."
	case v == Fail && f.allPayoff.Months == 0:
		return "Assets of " + f.assets.Dollars() + " cover all arrears of " + f.arrears.Dollars() + " at once."
	}
	return "Arrears of " + f.owed(f.all()) + f.takes(f.allPayoff) + ": " + f.means() + "."
}

// owed is a debt with what of it bears interest.
func (f *facts) owed(debt payoff.Debt) string {
	return (debt.Principal + debt.Interest).Dollars() + " (" + debt.Principal.Dollars() + " of it principal, at " +
		percent(policy.Share(f.rate)) + " a year)"
}

// takes says how long a payoff takes against the horizon.
func (f *facts) takes(result payoff.Result) string {
	horizon := f.policy.COAP.HorizonMonths
	switch {
	case result.Never && f.margin > 0:
		return " would not be paid off in " + monthCount(payoff.MonthsMax)
	case result.Never:
		return " would never be paid off"
	case result.Within(horizon):
		return " would be paid off in " + monthCount(result.Months) + ", within the limit of " + strconv.Itoa(horizon)
	}
	return " would take " + monthCount(result.Months) + " to pay off, more than the limit of " + strconv.Itoa(horizon)
}

// means says what is left each month and how it comes about, and what can be paid at
// once.
func (f *facts) means() string {
	text := f.capacityText()
	if f.currentSupport > 0 {
		text += " less current support of " + f.currentSupport.Dollars()
	}
	switch {
	case f.margin > 0:
		text += " leaves " + f.margin.Dollars() + " a month"
	case f.margin == 0:
		text += " leaves nothing a month"
	default:
		text += " is short by " + f.margin.Abs().Dollars() + " a month"
	}
	if f.assets > 0 {
		text += ", and assets come to " + f.assets.Dollars()
	}
	return text
}

func (f *facts) capacityText() string {
	income, expenses := f.ncp.NetMonthlyIncome.Cents().Dollars(), f.ncp.MonthlyExpenses
	switch {
	case !expenses.Known():
		return percent(f.policy.COAP.CapacityShare) + " of net income of " + income + " (assumed, as expenses are not on record)"
	case expenses.Cents() > f.ncp.NetMonthlyIncome.Cents():
		return "capacity of $0.00 (expenses of " + expenses.Cents().Dollars() + " exceed net income of " + income + ")"
	}
	return "net income of " + income + " less expenses of " + expenses.Cents().Dollars()
}

func canPayCompromiseEvidence(f facts, v Verdict) string {
	switch {
	case v == Unknown:
		return "Net monthly income is not on record, so it is unknown what could be offered for compromisable arrears of " +
			f.compromisable.Dollars() + "."
	case f.margin < 0:
		return "Nothing can be offered: " + f.means() + "."
	case !f.familyPayoff.Within(f.policy.COAP.HorizonMonths):
		return "Family arrears of " + f.owed(f.family) + f.takes(f.familyPayoff) + ": " + f.means() + "."
	}
	return f.familyText() + ", and the means of " + monthCount(f.policy.COAP.HorizonMonths) +
		" then allow an offer of " + f.offer.Cents().Dollars() + ", " + f.offerCompared(v) + ": " + f.means() + "."
}

func (f *facts) familyArrears() ledger.Cents { return f.family.Principal + f.family.Interest }

// familyText says how family arrears that can be paid off are, and what that costs.
func (f *facts) familyText() string {
	switch {
	case f.familyArrears() == 0:
		return "No family arrears are owed"
	case f.familyPayoff.Months == 0:
		return "Assets cover family arrears of " + f.familyArrears().Dollars() + " at once"
	}
	return "Family arrears of " + f.owed(f.family) + " would be paid off in " + monthCount(f.familyPayoff.Months) +
		" for " + f.familyPayoff.Paid.Dollars()
}

// offerCompared sets the offer against the minimum offer.
func (f *facts) offerCompared(v Verdict) string {
	compared := "at least"
	if v == Fail {
		compared = "below"
	}
	return compared + " the minimum offer of " + f.minimumOffer.Dollars() + " (" +
		percent(f.policy.COAP.MinimumOfferShare) + " of " + f.compromisable.Dollars() + ")"
}

func assetsEvidence(f facts, v Verdict) string {
	limit, arrears := f.policy.COAP.AssetLimit, f.arrears.Dollars()
	if v == Unknown {
		return "Assets are not on record, so it is unknown whether they are within the limit of " + limit.Dollars() +
			" and the arrears of " + arrears + "."
	}
	text := "Assets of " + f.assets.Dollars() + " are "
	switch {
	case v == Pass:
		return text + "no more than the limit of " + limit.Dollars() + " and the arrears of " + arrears + "."
	case f.assets <= limit:
		return text + "more than all arrears of " + arrears + "."
	case f.assets <= f.arrears:
		return text + "more than the limit of " + limit.Dollars() + "."
	}
	return text + "more than the limit of " + limit.Dollars() + " and all arrears of " + arrears + "."
}
