package interview

import (
	"maps"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// sheet is the answers so far, as the questions look at them to tell whether they
// matter. An answer that is still to come counts as one that may be any.
type sheet struct {
	Interview
	answers Answers
}

// matters tells whether the answer to a question can make a difference.
func (s *sheet) matters(id string) bool {
	switch id {
	case GovernmentArrears:
		return s.account(ledger.Government, true) != 0 || s.account(ledger.Government, false) != 0
	case GovernmentInterest:
		return s.somethingOf(GovernmentArrears)
	case GovernmentPermanent:
		return s.account(ledger.Government, true) != 0 && s.account(ledger.Government, false) != 0 && s.somethingOf(GovernmentArrears)
	case FamilyArrears:
		return s.account(ledger.Family, false) != 0
	case FamilyInterest:
		return s.somethingOf(FamilyArrears)
	case OnlyIncomeExempt:
		return s.owes()
	case CurrentSupport:
		return true
	case SupportPaid:
		return s.serves("current_support_compliance") && !s.zero(CurrentSupport) && s.Rules.COAP.ComplianceMonths > 0
	case NetMonthlyIncome:
		return s.collectible() || !s.zero(CurrentSupport)
	case MonthlyExpenses:
		return s.somethingOf(NetMonthlyIncome)
	case Assets, CPState:
		return s.candidate()
	case TwoState:
		return s.candidate() && s.answers[CPState].State != s.Rules.COAP.HomeState
	case Application:
		return s.serves("no_recent_application")
	case Rescission:
		return s.serves("no_recent_rescission")
	case Contempt:
		return s.serves("no_recent_contempt")
	case Nonpayment:
		return s.serves("no_intentional_nonpayment")
	case Concealment:
		return s.serves("no_concealment")
	case OldestDue:
		return s.ageMatters()
	}
	return s.lastPaymentMatters()
}

// has tells whether the question is answered at all.
func (s *sheet) has(id string) bool { _, ok := s.answers[id]; return ok }

// known is a known amount.
func (s *sheet) known(id string) (ledger.Cents, bool) {
	answer, ok := s.answers[id]
	return answer.Amount, ok && !answer.Unknown
}

// zero tells whether the answer is an amount of zero.
func (s *sheet) zero(id string) bool {
	amount, known := s.known(id)
	return known && amount == 0
}

// somethingOf tells whether an amount that matters is above zero, or still to come.
func (s *sheet) somethingOf(id string) bool {
	amount, known := s.known(id)
	return s.matters(id) && (!s.has(id) || known && amount > 0)
}

// owes tells whether there may be arrears.
func (s *sheet) owes() bool {
	return s.matters(GovernmentArrears) && !s.zero(GovernmentArrears) || s.matters(FamilyArrears) && !s.zero(FamilyArrears)
}

// collectible tells whether there may be arrears that may be collected.
func (s *sheet) collectible() bool {
	return s.owes() && s.answers[OnlyIncomeExempt].Flag != ledger.Yes
}

// candidate tells whether the program may be open: not without arrears, nor with exempt
// income only, nor where what it can reduce is below the minimum.
func (s *sheet) candidate() bool {
	return s.collectible() && !s.hopeless()
}

// hopeless tells whether what the program can reduce is sure to be below the minimum.
func (s *sheet) hopeless() bool {
	most, known := s.known(GovernmentPermanent)
	if !known {
		most, known = s.known(GovernmentArrears)
	}
	if s.account(ledger.Government, true) == 0 {
		most, known = 0, true
	}
	return known && most < s.Rules.COAP.MinimumArrears && slices.Contains(s.Rules.COAP.Criteria, "government_arrears")
}

// serves tells whether a criterion that the policy uses is still to be judged.
func (s *sheet) serves(criterion string) bool {
	return s.candidate() && slices.Contains(s.Rules.COAP.Criteria, criterion)
}

// ageMatters asks for the age of what is unpaid where a remedy looks at it. Interest
// alone has no age.
func (s *sheet) ageMatters() bool {
	if !s.collectible() || s.interestOnly(GovernmentArrears, GovernmentInterest) && s.interestOnly(FamilyArrears, FamilyInterest) {
		return false
	}
	return slices.ContainsFunc(s.Rules.Remedies, func(r policy.Remedy) bool { return r.DaysOver.Known || r.DaysFrom.Known })
}

// interestOnly tells whether a debt is known to be nothing but interest.
func (s *sheet) interestOnly(debt, interest string) bool {
	owed, known := s.known(debt)
	part, partKnown := s.known(interest)
	return !s.matters(debt) || known && (owed == 0 || partKnown && part == owed)
}

// lastPaymentMatters asks for the last payment where a notice of enforcement hangs on
// it, once all else is answered.
func (s *sheet) lastPaymentMatters() bool {
	if !s.collectible() || s.answers[SupportPaid].Flag == ledger.Yes {
		return false
	}
	for _, q := range questions {
		if q.ID != LastPayment && s.matters(q.ID) && !s.has(q.ID) {
			return true
		}
	}
	answers := maps.Clone(s.answers)
	answers[LastPayment] = Answer{Never: true}
	outcome, err := s.decide(answers)
	return err == nil && outcome.NextSteps&coap.EnforcementNotice != 0
}

// account is the number of the policy's first account owed to one or the other, and
// compromisable or not; 0 if there is none.
func (v Interview) account(owedTo ledger.OwedTo, compromisable bool) ledger.AccountNumber {
	for i := range v.Rules.Accounts {
		if a := &v.Rules.Accounts[i]; a.OwedTo == owedTo && a.Compromisable == compromisable {
			return ledger.AccountNumber(i + 1)
		}
	}
	return 0
}
