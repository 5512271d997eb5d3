package interview

import (
	"maps"
	"math/rand/v2"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// fill answers what was unknown, and what is asked besides.
func (c chance) fill(v Interview, answers Answers) Answers {
	filled := Answers{}
	for {
		q, _, more := v.Next(filled)
		if !more {
			return filled
		}
		answer, given := answers[q.ID]
		if !given || answer.Unknown && v.upper(q.ID) != nil || v.check(q, answer, filled) != nil {
			answer = c.answer(v, q, filled, 0)
		}
		filled[q.ID] = answer
	}
}

// Whatever the truth behind the unknown answers, it does not gainsay what was said
// without it.
func TestWhatIsSaidOfOpenAnswersHoldsForAnyTruth(t *testing.T) {
	unknown, known := 0, 0
	for _, name := range policy.Names() {
		v := Interview{loadPolicy(t, name), ledger.MustDate("2026-10-31")}
		c := chance{rand.New(rand.NewPCG(6, 28))}
		for i := range 120 {
			outcome := decideOrFail(t, v, c.answers(v, 5, 1+i%8))
			for range 8 {
				filled := decideOrFail(t, v, c.fill(v, outcome.Answers))
				u, k := compareWithTruth(t, v, outcome, filled)
				unknown, known = unknown+u, known+k
			}
		}
	}
	if unknown < 500 || known < 500 {
		t.Errorf("%d verdicts unknown, %d known", unknown, known)
	}
}

func compareWithTruth(t *testing.T, v Interview, open, truth *Outcome) (unknown, known int) {
	t.Helper()
	for i := range open.Findings {
		said, is := open.Findings[i], truth.Findings[i]
		if !said.Asked || !is.Asked {
			continue
		}
		if said.Verdict == coap.Unknown {
			unknown++
			if len(said.Missing) == 0 {
				t.Errorf("%s is unknown for no reason: %+v", said.Criterion, open.Answers)
			}
			continue
		}
		known++
		if said.Verdict != is.Verdict {
			t.Errorf("%s: %s, in truth %s\nanswers %+v\ntruth %+v", said.Criterion, said.Verdict, is.Verdict, open.Answers, truth.Answers)
		}
	}
	if truth.Status == coap.NoArrears || !truth.asksFor("government_arrears") || !truth.asks(Nonpayment) && open.asks(Nonpayment) {
		return unknown, known
	}
	switch {
	case open.Status == truth.Status, open.Status == coap.Review:
	case open.Status == coap.Later && truth.Status == coap.Ineligible:
	default:
		t.Errorf("%s, in truth %s\nanswers %+v\ntruth %+v", open.Status, truth.Status, open.Answers, truth.Answers)
	}
	for _, step := range []coap.NextStep{coap.JobServices, coap.ModificationReview} {
		if open.NextSteps&step != 0 && truth.NextSteps&step == 0 {
			t.Errorf("%s, in truth %s\nanswers %+v\ntruth %+v", open.NextSteps, truth.NextSteps, open.Answers, truth.Answers)
		}
	}
	amounts := func(o *Outcome) []Bounds {
		return []Bounds{o.Family, o.Government, o.Compromisable, o.CurrentSupport, o.Capacity, o.Margin, o.Offer, o.MinimumOffer, o.Forgiven, o.PlanPayment, o.PlanMonths}
	}
	for i, said := range amounts(open) {
		is := amounts(truth)[i]
		if said.Known && (!is.Known || is.Low < said.Low || is.High > said.High) {
			t.Errorf("amount %d is %v, in truth %v\nanswers %+v\ntruth %+v", i, said, is, open.Answers, truth.Answers)
		}
	}
	return unknown, known
}

// What a parent who is eligible hears where one answer is unknown.
func TestOneUnknownAtATime(t *testing.T) {
	v := Interview{loadPolicy(t, "california-coap"), ledger.MustDate("2026-10-31")}
	if o := decideOrFail(t, v, favourable()); o.Status != coap.Eligible {
		t.Fatalf("favourable answers: %s", o.Status)
	}
	for id, want := range map[string]struct {
		status  coap.Status
		unknown []string
	}{
		GovernmentArrears:   {coap.Review, []string{"government_arrears", "cannot_pay_all", "can_pay_compromise"}},
		GovernmentInterest:  {coap.Eligible, nil}, // 10,000.00 or 0.00 of interest: too much for 36 months either way
		GovernmentPermanent: {coap.Review, []string{"government_arrears"}},
		FamilyArrears:       {coap.Review, []string{"can_pay_compromise"}},
		FamilyInterest:      {coap.Eligible, nil},
		OnlyIncomeExempt:    {coap.Eligible, nil},
		CurrentSupport:      {coap.Review, []string{"can_pay_compromise"}},
		SupportPaid:         {coap.Review, []string{"current_support_compliance"}},
		NetMonthlyIncome:    {coap.Review, []string{"cannot_pay_all", "can_pay_compromise"}},
		MonthlyExpenses:     {coap.Ineligible, nil}, // half of the income would do
		Assets:              {coap.Eligible, nil},
		CPState:             {coap.Eligible, nil}, // no two-state case
		TwoState:            {coap.Review, []string{"interstate_cp_in_california"}},
		Application:         {coap.Review, []string{"no_recent_application"}},
		Rescission:          {coap.Review, []string{"no_recent_rescission"}},
		Contempt:            {coap.Review, []string{"no_recent_contempt"}},
		Nonpayment:          {coap.Review, []string{"no_intentional_nonpayment"}},
		Concealment:         {coap.Review, []string{"no_concealment"}},
		OldestDue:           {coap.Eligible, nil},
	} {
		answers := favourable()
		answers[id] = Answer{Unknown: true}
		if id == NetMonthlyIncome {
			delete(answers, MonthlyExpenses)
		}
		if id == MonthlyExpenses {
			answers[NetMonthlyIncome] = Answer{Amount: 4000_00}
		}
		o := decideOrFail(t, v, answers)
		unknown := map[string]bool{}
		for _, f := range o.Findings {
			if f.Verdict == coap.Unknown {
				unknown[f.Criterion] = true
			}
		}
		wanted := map[string]bool{}
		for _, criterion := range want.unknown {
			wanted[criterion] = true
		}
		if o.Status != want.status || !maps.Equal(unknown, wanted) {
			t.Errorf("%s unknown: %s with %v unknown; want %s with %v", id, o.Status, unknown, want.status, want.unknown)
		}
	}
}
