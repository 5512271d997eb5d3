package interview

import (
	"fmt"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

// asksFor tells whether a criterion was asked for.
func (o *Outcome) asksFor(id string) bool {
	return slices.ContainsFunc(o.Findings, func(f Finding) bool { return f.Criterion == id && f.Asked })
}

// figures lists the amounts that matter for the status.
func (v Interview) figures(l Language, o *Outcome) []Figure {
	values := v.Values(l)
	list := []Figure{}
	add := func(id, value string) {
		list = append(list, Figure{ID: id, Label: l.Say("figure."+id, values), Value: value})
	}
	if o.Status != coap.NoArrears {
		total := Bounds{o.Government.Low + o.Family.Low, o.Government.High + o.Family.High, o.Government.Known && o.Family.Known}
		add("government", l.amount(o.Government))
		add("compromisable", l.amount(o.Compromisable))
		add("family", l.amount(o.Family))
		add("arrears", l.amount(total))
	}
	add("current_support", l.amount(o.CurrentSupport))
	if o.asks(NetMonthlyIncome) {
		add("capacity", l.amount(o.Capacity))
		add("margin", l.amount(o.Margin))
	}
	if o.asksFor("can_pay_compromise") {
		add("offer", l.amount(o.Offer))
		add("minimum_offer", l.amount(o.MinimumOffer))
		add("forgiven", l.amount(o.Forgiven))
	}
	if o.Status != coap.NoArrears && o.Status != coap.NotCollectible {
		add("plan_months", l.planMonths(o))
		add("plan_payment", l.amount(o.PlanPayment))
	}
	return list
}

func (o *Outcome) asks(id string) bool {
	return slices.ContainsFunc(o.Asked, func(q Question) bool { return q.ID == id })
}

func (l Language) planMonths(o *Outcome) string {
	months := o.PlanMonths
	switch {
	case months.Known && months.Low != months.High:
		return l.Say("figure.between", map[string]string{"low": Count(int(months.Low)), "high": l.Months(int(months.High))})
	case months.Known:
		return l.Months(int(months.Low))
	case o.Margin.Known && o.Margin.Low <= 0 && o.Government.Known && o.Family.Known:
		return l.text("figure.never")
	case o.Margin.Known && o.PlanPayment.Exact().Known():
		return l.Say("figure.longer", map[string]string{"limit": l.Months(payoff.MonthsMax)})
	}
	return l.text("figure.unknown")
}

func (v Interview) steps(l Language, o *Outcome, values map[string]string) []Step {
	steps := []Step{}
	for i, id := range coap.NextSteps() {
		if o.NextSteps&(1<<i) == 0 {
			continue
		}
		text := "step." + id + ".text"
		if id == "payment_plan" && o.PlanMonths.Known && o.Margin.Exact().Known() {
			text = "step.payment_plan.figures"
		}
		steps = append(steps, Step{ID: id, Heading: l.Say("step."+id+".heading", values), Text: l.Say(text, values)})
	}
	return steps
}

// remedies lists what is at stake; nothing for one whose income is exempt.
func (v Interview) remedies(l Language, o *Outcome) []Remedy {
	remedies := []Remedy{}
	for i := range v.Rules.Remedies {
		if id := v.Rules.Remedies[i].ID; o.Remedies&(1<<i) != 0 && o.Status != coap.NotCollectible {
			remedies = append(remedies, Remedy{id, l.remedy(id)})
		}
	}
	return remedies
}

func (v Interview) notes(l Language, o *Outcome) []string {
	unknown := func(id string) bool { return o.Answers[id].Unknown && o.asks(id) }
	offered := o.asksFor("can_pay_compromise")
	values := v.Values(l)
	values["unused"] = l.names(o.Unused)
	notes := []string{}
	for _, note := range []struct {
		id      string
		applies bool
	}{
		{"not_asked", o.Status == coap.Ineligible && !offered && slices.Contains(v.Rules.COAP.Criteria, "can_pay_compromise")},
		{"exempt", unknown(OnlyIncomeExempt)}, {"assets", unknown(Assets)}, {"oldest_due", unknown(OldestDue)},
		{"one_case", o.asks(CPState)}, {"interest", o.Status != coap.NoArrears}, {"estimate", offered}, {"unused", len(o.Unused) > 0},
		{"custom_rules", true},
	} {
		if note.applies {
			notes = append(notes, l.Say("note."+note.id, values))
		}
	}
	return notes
}

func (v Interview) agency(l Language) *Agency {
	a := &v.Rules.Agency
	if a.Name == "" {
		return nil
	}
	lines := []string{a.Address, a.City + ", " + a.State + " " + a.Zip, l.Say("agency.telephone", map[string]string{"number": a.Telephone})}
	if a.Fax != "" {
		lines = append(lines, l.Say("agency.fax", map[string]string{"number": a.Fax}))
	}
	if a.Email != "" {
		lines = append(lines, l.Say("agency.email", map[string]string{"address": a.Email}))
	}
	lines = append(lines, l.Say("agency.hours", map[string]string{"opens": l.clock(a.Opens), "closes": l.clock(a.Closes)}))
	return &Agency{Name: a.Name, Telephone: a.Telephone, Lines: lines}
}

// clock is 8:00 a.m. or 4:45 p.m.; in Spanish with a space within, as it is written.
func (l Language) clock(t policy.TimeOfDay) string {
	half := "am"
	if t >= 12*60 {
		half = "pm"
	}
	return fmt.Sprintf("%d:%02d ", (t/60+11)%12+1, t%60) + l.text("clock."+half)
}
