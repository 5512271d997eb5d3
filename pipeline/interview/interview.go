// Package interview asks one parent, a question at a time, what the decision about a
// compromise needs, and answers as package coap decides on exports. It is pure.
//
// The answers become one NCP with one case, and coap.Decide decides about them. Where
// the engine needs a fact that a ledger gives, a simple question stands for it:
//
//	compliant months     support_paid: was the current support of the last months paid?
//	days past due        oldest_due: since when has something been unpaid?
//	the last payment     last_payment; or, where current support was paid, the last month
//
// "I don't know" is an answer to every question. What the engine knows as blank (income,
// expenses, assets, the custodial party's state) is left blank. Any other unknown is
// tried at both of its extremes, and a verdict stands only if it is the same at all.
package interview

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Interview is one sitting: the rules and the assumed day of application.
type Interview struct {
	Rules *policy.Policy
	AsOf  ledger.Date
}

// Kind is what an answer looks like.
type Kind uint8

// The kinds.
const (
	Amount   Kind = iota + 1 // dollars, zero or more
	YesNo                    // yes or no
	Day                      // a date, up to the as-of date
	Occasion                 // the same, or never
	State                    // two letters
)

// String is the kind in one word.
func (k Kind) String() string {
	return [...]string{"", "amount", "yes_no", "day", "occasion", "state"}[k]
}

// The questions, by id. An id is the column or the event of the exports where there is
// one.
const (
	GovernmentArrears   = "government_arrears"
	GovernmentInterest  = "government_interest"
	GovernmentPermanent = "government_permanent"
	FamilyArrears       = "family_arrears"
	FamilyInterest      = "family_interest"
	OnlyIncomeExempt    = "only_income_exempt"
	CurrentSupport      = "current_support"
	SupportPaid         = "support_paid"
	NetMonthlyIncome    = "net_monthly_income"
	MonthlyExpenses     = "monthly_expenses"
	Assets              = "assets"
	CPState             = "cp_state"
	TwoState            = "two_state"
	Application         = "coap_application"
	Rescission          = "coap_rescission"
	Contempt            = "contempt"
	Nonpayment          = "intentional_nonpayment"
	Concealment         = "concealment"
	OldestDue           = "oldest_due"
	LastPayment         = "last_payment"
)

// Question is one thing to ask.
type Question struct {
	ID   string
	Kind Kind
	// Within is the question whose amount this one's is a part of; blank if none.
	Within string
}

// questions is every question, in the order in which they are asked.
var questions = []Question{
	{GovernmentArrears, Amount, ""},
	{GovernmentInterest, Amount, GovernmentArrears},
	{GovernmentPermanent, Amount, GovernmentArrears},
	{FamilyArrears, Amount, ""},
	{FamilyInterest, Amount, FamilyArrears},
	{OnlyIncomeExempt, YesNo, ""},
	{CurrentSupport, Amount, ""},
	{SupportPaid, YesNo, ""},
	{NetMonthlyIncome, Amount, ""},
	{MonthlyExpenses, Amount, ""},
	{Assets, Amount, ""},
	{CPState, State, ""},
	{TwoState, YesNo, ""},
	{Application, Occasion, ""},
	{Rescission, Occasion, ""},
	{Contempt, Occasion, ""},
	{Nonpayment, YesNo, ""},
	{Concealment, YesNo, ""},
	{OldestDue, Day, ""},
	{LastPayment, Occasion, ""},
}

// Questions lists the ids of all questions, in the order in which they are asked.
func Questions() []string {
	ids := make([]string, len(questions))
	for i := range questions {
		ids[i] = questions[i].ID
	}
	return ids
}

// Find is the question of an id.
func Find(id string) (Question, bool) {
	for _, q := range questions {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}

// Progress is how far an interview is: the number of the question at hand, and how many
// there are at most.
type Progress struct{ Number, Most int }

// Next is the first question that matters and has no answer that fits those before it;
// false once there is none.
func (v Interview) Next(answers Answers) (next Question, progress Progress, more bool) {
	s := &sheet{Interview: v, answers: Answers{}}
	for _, q := range questions {
		if !s.matters(q.ID) {
			continue
		}
		progress.Most++
		if more {
			continue
		}
		progress.Number++
		if answer, answered := answers[q.ID]; answered && v.check(q, answer, s.answers) == nil {
			s.answers[q.ID] = answer
			continue
		}
		next, more = q, true
	}
	return next, progress, more
}

// Asked lists the questions that matter and have an answer that fits, up to the first
// that has none, with their answers alone.
func (v Interview) Asked(answers Answers) ([]Question, Answers) {
	s := &sheet{Interview: v, answers: Answers{}}
	var list []Question
	for _, q := range questions {
		if !s.matters(q.ID) {
			continue
		}
		answer, answered := answers[q.ID]
		if !answered || v.check(q, answer, s.answers) != nil {
			break
		}
		s.answers[q.ID] = answer
		list = append(list, q)
	}
	return list, s.answers
}
