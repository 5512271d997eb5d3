package interview

import (
	"fmt"
	"maps"
	"slices"
)

// Reply is an outcome as people read it, in one language, beside what programs read:
// identifiers, dates as 2006-01-02 and amounts as 1234.50, null where unknown. The
// terminal and the page show the same reply.
type Reply struct {
	Policy      string        `json:"policy"`
	AsOf        string        `json:"as_of"`
	Language    Language      `json:"language"`
	Program     string        `json:"program"`
	Status      string        `json:"status"`
	EligibleOn  *string       `json:"eligible_on"`
	Headline    string        `json:"headline"`
	Explanation string        `json:"explanation"`
	Amounts     Amounts       `json:"amounts"`
	Ranges      []Range       `json:"ranges"`
	Figures     []Figure      `json:"figures"`
	Criteria    []Criterion   `json:"criteria"`
	NextSteps   []Step        `json:"next_steps"`
	Remedies    []Remedy      `json:"remedies"`
	Notes       []string      `json:"notes"`
	Unknown     []string      `json:"unknown"` // questions without a known answer
	Unused      []string      `json:"unused"`  // questions that were answered and did not matter
	Answers     []GivenAnswer `json:"answers"`
	Agency      *Agency       `json:"agency"`
}

// Amounts are the amounts for programs; Ranges has those that only have bounds.
type Amounts struct {
	GovernmentArrears *string `json:"government_arrears"`
	Compromisable     *string `json:"compromisable"`
	FamilyArrears     *string `json:"family_arrears"`
	CurrentSupport    *string `json:"current_support"`
	Capacity          *string `json:"capacity"`
	Offer             *string `json:"offer"`
	MinimumOffer      *string `json:"minimum_offer"`
	Forgiven          *string `json:"forgiven"`
	PlanMonths        *int    `json:"plan_months"`
	PlanPayment       *string `json:"plan_payment"`
}

// Range is an amount, or a number of months, that lies between two, both included.
type Range struct {
	ID   string `json:"id"`
	Low  string `json:"low"`
	High string `json:"high"`
}

// Figure is an amount with its name.
type Figure struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Value string `json:"value"`
}

// Criterion is one condition of the program.
type Criterion struct {
	ID           string `json:"id"`
	Heading      string `json:"heading"`
	Verdict      string `json:"verdict"`
	VerdictWords string `json:"verdict_words"`
	Asked        bool   `json:"asked"`    // only those asked for are shown to people
	Summary      string `json:"summary"`  // in the reply's language
	Evidence     string `json:"evidence"` // the engine's sentence, in English; blank where answers are open
	Citation     string `json:"citation"`
}

// Step is something to do next.
type Step struct {
	ID      string `json:"id"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// Remedy is a measure of enforcement that is, or may be, at stake.
type Remedy struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// GivenAnswer is a question that mattered with its answer.
type GivenAnswer struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Short    string `json:"short"`
	Answer   string `json:"answer"`
	Shown    string `json:"shown"`
}

// Agency is whom to call; Lines are its address, numbers and hours, ready to be shown.
type Agency struct {
	Name      string   `json:"name"`
	Telephone string   `json:"telephone"`
	Lines     []string `json:"lines"`
}

// Reply words an outcome.
func (v Interview) Reply(l Language, o *Outcome) *Reply {
	values := v.outcomeValues(l, o)
	status := "status." + o.Status.String()
	r := &Reply{
		Policy: v.Rules.Label(), AsOf: v.AsOf.String(), Language: l, Program: v.Program(l), Status: o.Status.String(),
		Headline: l.Say(status+".headline", values), Explanation: l.Say(status+".text", values),
		Amounts: o.amounts(), Ranges: o.ranges(), Figures: v.figures(l, o), NextSteps: v.steps(l, o, values), Remedies: v.remedies(l, o),
		Criteria: []Criterion{}, Notes: v.notes(l, o), Unknown: append([]string{}, o.UnknownAnswers()...), Unused: append([]string{}, o.Unused...),
		Answers: []GivenAnswer{}, Agency: v.agency(l),
	}
	if o.EligibleOn != 0 {
		day := o.EligibleOn.String()
		r.EligibleOn = &day
	}
	for i := range o.Findings {
		f := &o.Findings[i]
		c := Criterion{ID: f.Criterion, Heading: l.text("criterion." + f.Criterion), Verdict: f.Verdict.String(), Asked: f.Asked,
			Evidence: f.Evidence, Citation: f.Citation}
		if f.Asked {
			c.VerdictWords, c.Summary = l.text("verdict."+c.Verdict), v.summary(l, o, i)
		}
		r.Criteria = append(r.Criteria, c)
	}
	for _, q := range o.Asked {
		asking, answer := v.Ask(l, q, o.Answers), o.Answers[q.ID]
		r.Answers = append(r.Answers, GivenAnswer{ID: q.ID, Question: asking.Question, Short: asking.Short, Answer: answer.Text(q), Shown: l.Shown(q, answer)})
	}
	return r
}

// Program is the name of the program: the agency's where the policy has one.
func (v Interview) Program(l Language) string {
	switch a := &v.Rules.Agency; {
	case a.Name == "":
		return v.Rules.Title
	case l == Spanish:
		return a.ProgramSpanish
	default:
		return a.Program
	}
}

// outcomeValues fills the places that the outcome decides.
func (v Interview) outcomeValues(l Language, o *Outcome) map[string]string {
	values := v.Values(l)
	maps.Copy(values, map[string]string{
		"eligible_on": l.Date(o.EligibleOn), "missing": l.names(o.missing()), "support": l.amount(o.CurrentSupport),
		"margin": l.amount(o.Margin), "plan_months": l.planMonths(o),
	})
	return values
}

// missing lists the unknown answers that unknown verdicts wait for, as they are asked.
func (o *Outcome) missing() []string {
	var ids []string
	for _, q := range o.Asked {
		if slices.ContainsFunc(o.Findings, func(f Finding) bool { return f.Asked && slices.Contains(f.Missing, q.ID) }) {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

func (o *Outcome) amounts() Amounts {
	text := func(b Bounds) *string {
		amount := b.Exact()
		if !amount.Known() {
			return nil
		}
		machine := amount.Cents().String()
		return &machine
	}
	a := Amounts{
		GovernmentArrears: text(o.Government), Compromisable: text(o.Compromisable), FamilyArrears: text(o.Family),
		CurrentSupport: text(o.CurrentSupport), Capacity: text(o.Capacity), Offer: text(o.Offer), MinimumOffer: text(o.MinimumOffer),
		Forgiven: text(o.Forgiven), PlanPayment: text(o.PlanPayment),
	}
	if months := o.PlanMonths.Exact(); months.Known() {
		whole := int(months.Cents())
		a.PlanMonths = &whole
	}
	return a
}

func (o *Outcome) ranges() []Range {
	ranges := []Range{}
	for _, amount := range []struct {
		id string
		of Bounds
	}{
		{"compromisable", o.Compromisable}, {"offer", o.Offer}, {"minimum_offer", o.MinimumOffer}, {"forgiven", o.Forgiven},
		{"plan_payment", o.PlanPayment},
	} {
		if amount.of.Low != amount.of.High {
			ranges = append(ranges, Range{amount.id, amount.of.Low.String(), amount.of.High.String()})
		}
	}
	if months := o.PlanMonths; months.Low != months.High {
		ranges = append(ranges, Range{"plan_months", fmt.Sprint(int(months.Low)), fmt.Sprint(int(months.High))})
	}
	return ranges
}
