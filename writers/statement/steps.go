package statement

import (
	"slices"
	"strings"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// addSteps tells the case's story in the order of the replay, in which the rows are.
func (d *Document) addSteps(s *report.Statement, rows []report.StatementRow) {
	traced := s.Trace.Steps
	for i := range rows {
		row := &rows[i]
		if row.Fate != report.Replayed {
			d.LeftOut = append(d.LeftOut, *d.row(s, row))
			continue
		}
		traced = d.addTurns(s, traced, row)
		step := Step{Date: Date(row.Date), Row: d.row(s, row)}
		if row.Type == ledger.Payment {
			d.addOrder(&step, s.Policy, row.SourceRule)
		}
		count := 0
		for count < len(traced) && traced[count].Position == row.Position && ofEntry(traced[count].Kind) {
			count++
		}
		for _, did := range d.Audience.sequence(traced[:count]) {
			step.Effects = append(step.Effects, effect(s, &did))
		}
		traced = traced[count:]
		d.Steps = append(d.Steps, step)
	}
	d.addTurns(s, traced, nil)
}

// The events that no entry brings about.
const (
	becamePastDue = "unpaid charges become past due"
	heldUsed      = "held credit is used"
)

// addOrder notes in which order money of a source was credited, for those who may see
// it: an order that is missing for some payments alone would tell as much.
func (d *Document) addOrder(step *Step, rules *policy.Policy, sourceRule uint8) {
	if !d.Audience.seesSources() {
		return
	}
	order := rules.OrderOn(step.Date.Day(), sourceRule)
	step.Order = orderText(order)
	step.ownOrder = !slices.Equal(order, rules.OrderOn(step.Date.Day(), 0))
}

// ofEntry tells that a step belongs to the entry whose position it bears.
func ofEntry(kind interest.StepKind) bool {
	return kind == interest.Credited || kind == interest.TakenAway || kind == interest.Held
}

// addTurns adds the steps that no entry brings about and that come before a row: charges
// that become past due, held credit that is used.
func (d *Document) addTurns(s *report.Statement, traced []interest.Step, row *report.StatementRow) []interest.Step {
	for len(traced) > 0 && !ofEntry(traced[0].Kind) && (row == nil || comesBefore(&traced[0], row)) {
		first := &traced[0]
		step := Step{Date: Date(first.Day), Event: becamePastDue}
		if first.Kind == interest.HeldUsed {
			step.Event = heldUsed
			d.addOrder(&step, s.Policy, 0)
		}
		kind, day := first.Kind, first.Day
		for len(traced) > 0 && traced[0].Kind == kind && traced[0].Day == day {
			step.Effects = append(step.Effects, effect(s, &traced[0]))
			traced = traced[1:]
		}
		d.Steps = append(d.Steps, step)
	}
	return traced
}

// comesBefore tells whether a turn happened before a row was replayed: on an earlier day,
// at the start of its day, or as held credit before the day's payments.
func comesBefore(turn *interest.Step, row *report.StatementRow) bool {
	if turn.Day != row.Date {
		return turn.Day < row.Date
	}
	return turn.Kind == interest.BecamePastDue || row.Type == ledger.Payment || turn.AtMonthStart
}

func effect(s *report.Statement, step *interest.Step) Effect {
	e := Effect{What: policy.Class{Kind: step.Class}.String(), Installment: Date(step.Installment), Amount: Money(step.Amount)}
	switch step.Kind {
	case interest.BecamePastDue:
		e.What = "past_due"
	case interest.Held:
		e.What = "held"
	}
	if step.Account != 0 {
		e.Account = s.Policy.Accounts[step.Account-1].Code
	}
	return e
}

func orderText(order []policy.Class) string {
	names := make([]string, len(order))
	for i, class := range order {
		names[i] = class.String()
	}
	return strings.Join(names, ", ")
}
