package interview

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
)

// debt is what is owed to one side, and what of it is interest.
type debt struct{ total, interest ledger.Cents }

// situation is one way in which the facts can stand: the answers, with one extreme of
// each that is open.
type situation struct {
	family     debt
	government debt
	permanent  ledger.Cents // of the government's, what the program can reduce
	ncp        ledger.NCP
	support    ledger.OptionalCents
	paid       ledger.Flag // the support of the last months
	twoState   ledger.Flag
	cpState    string
	oldest     ledger.Date
	last       ledger.Date // payment
}

// situation takes over the answers; an open one is at its lower extreme.
func (v Interview) situation(answers Answers) situation {
	s := situation{
		family:     debt{answers[FamilyArrears].Amount, answers[FamilyInterest].Amount},
		government: debt{answers[GovernmentArrears].Amount, answers[GovernmentInterest].Amount},
		permanent:  answers[GovernmentPermanent].Amount,
		support:    answers.optional(CurrentSupport),
		paid:       answers[SupportPaid].Flag,
		last:       v.lastPayment(answers),
		ncp: ledger.NCP{
			ID: "1", NetMonthlyIncome: answers.optional(NetMonthlyIncome), MonthlyExpenses: answers.optional(MonthlyExpenses),
			Assets: answers.optional(Assets), OnlyIncomeExempt: answers[OnlyIncomeExempt].Flag,
			IntentionalNonpayment: answers[Nonpayment].Flag, Concealment: answers[Concealment].Flag,
			History: ledger.History{Application: answers[Application].Day, Rescission: answers[Rescission].Day, Contempt: answers[Contempt].Day},
		},
	}
	if _, asked := answers[GovernmentPermanent]; !asked {
		s.permanent = v.reducible(s.government.total)
	}
	s.twoState, s.cpState = v.interstate(answers)
	if _, asked := answers[OldestDue]; asked {
		s.oldest = v.AsOf.AddMonths(-12)
		if known := answers[OldestDue]; !known.Unknown {
			s.oldest = known.Day
		}
	}
	return s
}

// reducible is what of a debt to the government the program can reduce where that is
// not asked: all where the policy has no other account, else nothing.
func (v Interview) reducible(total ledger.Cents) ledger.Cents {
	if v.account(ledger.Government, true) != 0 && v.account(ledger.Government, false) == 0 {
		return total
	}
	return 0
}

// optional is an amount that the engine knows as blank where it is unknown or not asked.
func (a Answers) optional(id string) ledger.OptionalCents {
	answer, given := a[id]
	if !given || answer.Unknown {
		return ledger.OptionalCents{}
	}
	return ledger.Some(answer.Amount)
}

// lastPayment is the day answered or, where the support of the last months was paid,
// the end of the last one. Unknown is as never.
func (v Interview) lastPayment(answers Answers) ledger.Date {
	if answers[SupportPaid].Flag == ledger.Yes {
		return v.AsOf.MonthStart() - 1
	}
	return answers[LastPayment].Day
}

// interstate is the case's two_state and cp_state. The rule asks for both, so where
// either is unknown and decides, the state is blank, which the engine knows as unknown.
func (v Interview) interstate(answers Answers) (ledger.Flag, string) {
	state, two := answers[CPState], answers[TwoState]
	switch {
	case two.Flag == ledger.No:
		return ledger.No, state.State
	case two.Flag == ledger.Yes:
		return ledger.Yes, state.State
	case two.Unknown:
		return ledger.Yes, ""
	}
	return ledger.Unknown, state.State // not asked, for it does not matter
}

// parties is the situation as the engine takes it: one NCP with one case.
func (v Interview) parties(s *situation) (*ledger.NCP, []coap.Case) {
	balance := &interest.Balance{LastPaymentDate: s.last}
	months := v.Rules.COAP.ComplianceMonths
	if s.paid != ledger.No {
		balance.CompliantMonths = int16(months)
	}
	if s.paid != ledger.Unknown {
		balance.LastChargeMonth = v.AsOf.MonthStart().AddMonths(-1)
	}
	principal := s.government.total - s.government.interest
	onPermanent := min(s.permanent, principal)
	owed := []struct {
		account             ledger.AccountNumber
		principal, interest ledger.Cents
	}{
		{v.account(ledger.Family, false), s.family.total - s.family.interest, s.family.interest},
		{v.account(ledger.Government, true), onPermanent, s.permanent - onPermanent},
		{v.account(ledger.Government, false), principal - onPermanent, s.government.interest - (s.permanent - onPermanent)},
	}
	for _, o := range owed {
		if o.account == 0 || o.principal == 0 && o.interest == 0 {
			continue
		}
		account := interest.AccountBalance{Account: o.account, Principal: o.principal, Interest: o.interest}
		if o.principal > 0 {
			account.OldestDue = s.oldest
		}
		balance.Accounts = append(balance.Accounts, account)
	}
	c := &ledger.Case{ID: "1", CurrentSupport: s.support, TwoState: s.twoState, CPState: ledger.MustState(s.cpState)}
	return &s.ncp, []coap.Case{{Case: c, Balance: balance}}
}

// corners lists the situation at every combination of the extremes of what is open; one
// where nothing is. Every verdict rises or falls all the way from one extreme to the
// other, so one that is the same at all corners is the same in between.
func (v Interview) corners(answers Answers) []situation {
	corners := []situation{v.situation(answers)}
	for _, q := range questions {
		raise := v.upper(q.ID)
		if raise == nil || !answers[q.ID].Unknown {
			continue
		}
		for _, lower := range corners {
			upper := lower
			raise(&upper)
			corners = append(corners, upper)
		}
	}
	return corners
}

// upper brings an open answer to its upper extreme; nil for a question whose unknown the
// engine knows itself. The largest amount is that of the exports.
func (v Interview) upper(id string) func(*situation) {
	switch id {
	case GovernmentArrears:
		return func(s *situation) {
			s.government.total = ledger.AmountMax
			if v.account(ledger.Government, true) != 0 {
				s.permanent = ledger.AmountMax
			}
		}
	case GovernmentInterest:
		return func(s *situation) { s.government.interest = s.government.total }
	case GovernmentPermanent:
		return func(s *situation) { s.permanent = s.government.total }
	case FamilyArrears:
		return func(s *situation) { s.family.total = ledger.AmountMax }
	case FamilyInterest:
		return func(s *situation) { s.family.interest = s.family.total }
	case CurrentSupport:
		return func(s *situation) { s.support = ledger.Some(ledger.AmountMax) }
	case Application:
		return func(s *situation) { s.ncp.History.Application = v.AsOf }
	case Rescission:
		return func(s *situation) { s.ncp.History.Rescission = v.AsOf }
	case Contempt:
		return func(s *situation) { s.ncp.History.Contempt = v.AsOf }
	case Nonpayment:
		return func(s *situation) { s.ncp.IntentionalNonpayment = ledger.Yes }
	case Concealment:
		return func(s *situation) { s.ncp.Concealment = ledger.Yes }
	}
	return nil
}
