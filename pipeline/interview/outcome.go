package interview

import (
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Outcome is what the rules say of the answers. Where nothing is open, all of it is the
// engine's determination; else an amount that the open answers decide has bounds, or is
// unknown where nothing bounds it.
type Outcome struct {
	Status     coap.Status
	EligibleOn ledger.Date // Later only

	Family         Bounds // arrears
	Government     Bounds // arrears
	Compromisable  Bounds
	CurrentSupport Bounds // monthly
	Capacity       Bounds // monthly
	Margin         Bounds // monthly: capacity less current support
	Offer          Bounds
	MinimumOffer   Bounds
	Forgiven       Bounds
	PlanMonths     Bounds // months, not cents
	PlanPayment    Bounds

	Remedies  uint64 // bit i: the policy's remedy i is, or may be, at stake
	NextSteps coap.NextStep
	Findings  []Finding // in the order of policy.Criteria

	Asked   []Question // those that mattered
	Answers Answers    // to those, unknown where none was given
	Unused  []string   // the questions that were answered and did not matter
}

// Bounds are an amount where Low is High, and else what it lies between, both included.
type Bounds struct {
	Low, High ledger.Cents
	Known     bool
}

// Exact is the amount; unknown where it only has bounds.
func (b Bounds) Exact() ledger.OptionalCents {
	if !b.Known || b.Low != b.High {
		return ledger.OptionalCents{}
	}
	return ledger.Some(b.Low)
}

// Finding is the verdict on one criterion.
type Finding struct {
	coap.Finding // Evidence is blank where open answers leave no one sentence
	// Asked tells whether the interview asked for the criterion: it does not where other
	// answers decide.
	Asked   bool
	Missing []string     // the unknown answers that an unknown verdict waits for
	Figures coap.Figures // what the verdict rests on; where Open, at one extreme only
	Open    bool         // the figures rest on unknown answers
}

// Decide says what the rules say. An answer that does not matter changes nothing; a
// question that matters and has no answer counts as unknown. The error is an
// *AnswerError of the first answer that does not fit, or ledger.ErrOverflow.
func (v Interview) Decide(answers Answers) (*Outcome, error) {
	s := &sheet{Interview: v, answers: Answers{}}
	var asked []Question
	for _, q := range questions {
		if !s.matters(q.ID) {
			continue
		}
		answer, given := answers[q.ID]
		if !given {
			answer = Answer{Unknown: true}
		}
		if err := v.check(q, answer, s.answers); err != nil {
			return nil, &AnswerError{q.ID, err}
		}
		s.answers[q.ID] = answer
		asked = append(asked, q)
	}
	outcome, err := v.decide(s.answers)
	if err != nil {
		return nil, err
	}
	outcome.Asked = asked
	for _, q := range questions {
		if _, given := answers[q.ID]; given && !s.has(q.ID) {
			outcome.Unused = append(outcome.Unused, q.ID)
		}
	}
	for i := range outcome.Findings {
		f := &outcome.Findings[i]
		f.Asked = f.Verdict != coap.NotApplicable && s.collectible() && (s.candidate() || f.Criterion == "government_arrears")
	}
	return outcome, nil
}

// AnswerError says which question's answer is at fault.
type AnswerError struct {
	Question string
	Fault    error
}

func (e *AnswerError) Error() string { return e.Question + ": " + e.Fault.Error() }

// Unwrap is the fault.
func (e *AnswerError) Unwrap() error { return e.Fault }

// corner is a decided situation.
type corner struct {
	ncp           *ledger.NCP
	cases         []coap.Case
	sums          []coap.CaseSums
	determination coap.Determination
	figures       coap.Figures
}

// decide decides at every corner of what is open and keeps what is the same at all. Every
// question that matters is answered.
func (v Interview) decide(answers Answers) (*Outcome, error) {
	situations := v.corners(answers)
	corners := make([]corner, len(situations))
	for i := range situations {
		if err := v.decideCorner(&situations[i], &corners[i]); err != nil {
			return nil, err
		}
	}
	verdicts := agreed(corners)
	for i := range corners {
		c := &corners[i]
		given, err := coap.DecideGiven(v.Rules, v.AsOf, c.ncp, c.cases, c.sums, verdicts)
		if err != nil {
			return nil, err
		}
		c.determination = given
	}
	outcome := v.merge(answers, corners)
	outcome.Answers = answers
	outcome.Findings = v.findings(answers, corners)
	return outcome, nil
}

func (v Interview) decideCorner(s *situation, c *corner) (err error) {
	c.ncp, c.cases = v.parties(s)
	c.sums = make([]coap.CaseSums, 1)
	if c.sums[0], err = coap.SumCase(v.Rules, c.cases[0]); err != nil {
		return err
	}
	if c.determination, err = coap.Decide(v.Rules, v.AsOf, c.ncp, c.cases, c.sums); err != nil {
		return err
	}
	c.figures, err = coap.NewFigures(v.Rules, v.AsOf, c.ncp, c.cases, c.sums)
	return err
}

// agreed is each verdict that is the same at all corners, and unknown for the others.
func agreed(corners []corner) [coap.CriteriaCount]coap.Verdict {
	verdicts := corners[0].determination.Verdicts
	for _, c := range corners[1:] {
		for i, verdict := range c.determination.Verdicts {
			if verdict != verdicts[i] {
				verdicts[i] = coap.Unknown
			}
		}
	}
	return verdicts
}

// merge brings the corners together. A remedy is at stake where it is at any; a step is
// to be taken where it is at all with arrears: where arrears are open, it is for those
// who have some.
func (v Interview) merge(answers Answers, corners []corner) *Outcome {
	first := &corners[len(corners)-1].determination // at the upper extremes: it has arrears if any has
	o := &Outcome{Status: first.Status, EligibleOn: first.EligibleOn, NextSteps: first.NextSteps}
	for i := range corners {
		d := &corners[i].determination
		o.Remedies |= d.Remedies
		if d.Status != coap.NoArrears {
			o.NextSteps &= d.NextSteps
		}
	}
	bounded := !answers[GovernmentArrears].Unknown && !answers[FamilyArrears].Unknown && !answers[CurrentSupport].Unknown
	bounds := func(of func(*coap.Determination, *coap.Figures) ledger.OptionalCents) Bounds {
		return boundsOf(corners, bounded, of)
	}
	some := func(of func(*coap.Determination) ledger.Cents) Bounds {
		return bounds(func(d *coap.Determination, _ *coap.Figures) ledger.OptionalCents { return ledger.Some(of(d)) })
	}
	o.Family = some(func(d *coap.Determination) ledger.Cents { return d.PrincipalFamily + d.InterestFamily })
	o.Government = some(func(d *coap.Determination) ledger.Cents { return d.PrincipalGovernment + d.InterestGovernment })
	o.Compromisable = some(func(d *coap.Determination) ledger.Cents { return d.Compromisable })
	o.CurrentSupport = some(func(d *coap.Determination) ledger.Cents { return d.CurrentSupport })
	o.MinimumOffer = some(func(d *coap.Determination) ledger.Cents { return d.MinimumOffer })
	o.Capacity = bounds(func(d *coap.Determination, _ *coap.Figures) ledger.OptionalCents { return d.Capacity })
	o.Margin = bounds(func(_ *coap.Determination, f *coap.Figures) ledger.OptionalCents {
		return ledger.Optional(f.Margin, f.Capacity.Known())
	})
	o.Offer = bounds(func(d *coap.Determination, _ *coap.Figures) ledger.OptionalCents { return d.Offer })
	o.Forgiven = bounds(func(d *coap.Determination, _ *coap.Figures) ledger.OptionalCents { return d.Forgiven })
	o.PlanPayment = bounds(func(d *coap.Determination, _ *coap.Figures) ledger.OptionalCents { return d.PlanPayment })
	o.PlanMonths = bounds(func(d *coap.Determination, _ *coap.Figures) ledger.OptionalCents {
		return ledger.Optional(ledger.Cents(d.PlanMonths.Months), d.PlanMonths.Known)
	})
	return o
}

// boundsOf spans an amount over the corners. It is unknown where it is at a corner, or
// where it varies with an answer that has no bounds.
func boundsOf(corners []corner, bounded bool, of func(*coap.Determination, *coap.Figures) ledger.OptionalCents) Bounds {
	var span Bounds
	for i := range corners {
		amount := of(&corners[i].determination, &corners[i].figures)
		if !amount.Known() {
			return Bounds{}
		}
		if i == 0 {
			span = Bounds{amount.Cents(), amount.Cents(), true}
		}
		span.Low, span.High = min(span.Low, amount.Cents()), max(span.High, amount.Cents())
	}
	if span.Low != span.High && !bounded {
		return Bounds{}
	}
	return span
}

// restsOn lists, for each criterion, the questions whose answers decide it.
var restsOn = map[string][]string{
	"government_arrears":          {GovernmentArrears, GovernmentPermanent},
	"no_recent_application":       {Application},
	"no_recent_rescission":        {Rescission},
	"no_recent_contempt":          {Contempt},
	"no_intentional_nonpayment":   {Nonpayment},
	"no_concealment":              {Concealment},
	"interstate_cp_in_california": {CPState, TwoState, GovernmentArrears, GovernmentPermanent},
	"cannot_pay_all":              {GovernmentArrears, GovernmentInterest, FamilyArrears, FamilyInterest, CurrentSupport, NetMonthlyIncome},
	"can_pay_compromise":          {GovernmentArrears, GovernmentPermanent, FamilyArrears, FamilyInterest, CurrentSupport, NetMonthlyIncome},
	"assets_within_limit":         {Assets, GovernmentArrears, FamilyArrears},
	"current_support_compliance":  {CurrentSupport, SupportPaid},
}

// findings words the agreed verdicts.
func (v Interview) findings(answers Answers, corners []corner) []Finding {
	var findings []Finding
	first := &corners[0]
	sentences := coap.Findings(v.Rules, v.AsOf, first.ncp, first.cases, first.sums, &first.determination)
	for i, id := range policy.Criteria() {
		f := Finding{Finding: sentences[i], Figures: first.figures}
		for _, question := range restsOn[id] {
			if !answers[question].Unknown {
				continue
			}
			f.Open = f.Open || v.upper(question) != nil
			if f.Verdict == coap.Unknown {
				f.Missing = append(f.Missing, question)
			}
		}
		if f.Open {
			f.Evidence = ""
		}
		findings = append(findings, f)
	}
	return findings
}

// UnknownAnswers lists the questions whose answers are unknown.
func (o *Outcome) UnknownAnswers() []string {
	var ids []string
	for _, q := range o.Asked {
		if o.Answers[q.ID].Unknown {
			ids = append(ids, q.ID)
		}
	}
	return slices.Clip(ids)
}
