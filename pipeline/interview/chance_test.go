package interview

import (
	"math/rand/v2"

	"arrears/pipeline/ledger"
)

// chance makes answers of every sort, near the thresholds more often than not.
type chance struct{ *rand.Rand }

func (c chance) amount(typical ...ledger.Cents) ledger.Cents {
	switch c.IntN(4) {
	case 0:
		return ledger.Cents(c.Int64N(100_000_00))
	case 1:
		return typical[c.IntN(len(typical))]
	}
	return typical[c.IntN(len(typical))] + ledger.Cents(c.IntN(3)) - ledger.Cents(c.IntN(2))*ledger.Cents(c.IntN(2))
}

func (c chance) answer(v Interview, q Question, earlier Answers, unknownOf int) Answer {
	if unknownOf > 0 && c.IntN(unknownOf) == 0 {
		return Answer{Unknown: true}
	}
	switch q.Kind {
	case Amount:
		return Answer{Amount: c.amountFor(q, earlier)}
	case YesNo:
		often := ledger.No
		if q.ID == SupportPaid || q.ID == TwoState {
			often = ledger.Yes
		}
		if c.IntN(12) == 0 {
			often = ledger.Yes + ledger.No - often
		}
		return Answer{Flag: often}
	case State:
		return Answer{State: []string{"CA", "CA", "CA", "CA", "NV", "XX"}[c.IntN(6)]}
	case Occasion:
		if c.IntN(8) > 0 {
			return Answer{Never: true}
		}
	}
	return Answer{Day: v.AsOf - ledger.Date([]int{0, 1, 29, 30, 31, 60, 61, 180, 183, 364, 365, 366, 729, 730, 731, 5000}[c.IntN(16)])}
}

func (c chance) amountFor(q Question, earlier Answers) ledger.Cents {
	switch q.ID {
	case GovernmentInterest, FamilyInterest, GovernmentPermanent:
		whole := earlier[q.Within].Amount
		return []ledger.Cents{0, whole, whole / 3, ledger.Cents(c.Int64N(int64(whole) + 1))}[c.IntN(4)]
	case GovernmentArrears:
		return max(0, c.amount(0, 149_99, 500_99, 5000_00, 20_000_00, 40_000_00, 60_000_00))
	case FamilyArrears:
		return max(0, c.amount(0, 0, 0, 499_99, 1000_00, 2500_00))
	case CurrentSupport:
		return max(0, c.amount(0, 0, 100_00, 300_00, 800_00))
	case MonthlyExpenses:
		return max(0, c.amount(900_00, 1500_00, 1900_00))
	case Assets:
		return max(0, c.amount(0, 0, 300_00, 3500_00))
	}
	return max(0, c.amount(0, 1200_00, 2000_00, 2600_00))
}

// favourable answers make a parent eligible under every embedded policy.
func favourable() Answers {
	return Answers{
		GovernmentArrears: {Amount: 40_000_00}, GovernmentInterest: {Amount: 10_000_00}, GovernmentPermanent: {Amount: 38_000_00},
		FamilyArrears: {Amount: 1000_00}, FamilyInterest: {}, OnlyIncomeExempt: {Flag: ledger.No},
		CurrentSupport: {Amount: 100_00}, SupportPaid: {Flag: ledger.Yes},
		NetMonthlyIncome: {Amount: 2200_00}, MonthlyExpenses: {Amount: 1600_00}, Assets: {Amount: 300_00},
		CPState: {State: "NV"}, TwoState: {Flag: ledger.No},
		Application: {Never: true}, Rescission: {Never: true}, Contempt: {Never: true},
		Nonpayment: {Flag: ledger.No}, Concealment: {Flag: ledger.No},
		OldestDue: {Day: ledger.MustDate("2019-05-01")}, LastPayment: {Never: true},
	}
}

// answers goes through a whole interview. One answer in unknownOf is unknown; none for
// 0. One in anyOf is any; the others are favourable.
func (c chance) answers(v Interview, unknownOf, anyOf int) Answers {
	answers := Answers{}
	for {
		q, _, more := v.Next(answers)
		if !more {
			return answers
		}
		answers[q.ID] = c.answer(v, q, answers, unknownOf)
		good := favourable()[q.ID]
		if c.IntN(anyOf) > 0 && !answers[q.ID].Unknown && v.check(q, good, answers) == nil {
			answers[q.ID] = good
		}
	}
}
