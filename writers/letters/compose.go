package letters

import (
	"bytes"
	"fmt"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// compose writes one letter. No error repeats what the letter says.
func (w *Wording) compose(s *Setting, l *Letter) (*document, error) {
	d := &document{language: l.Language, id: tidy(l.Parent.ID), address: l.Parent.lines()}
	data := s.view(l)
	file := l.Kind.String() + "." + l.Language.String() + ".txt"
	for _, part := range []struct {
		name string
		into *[]block
	}{{"letterhead", &d.letterhead}, {"reference", &d.reference}, {file, &d.body}} {
		var text bytes.Buffer
		if err := w.letters[l.Kind][l.Language].ExecuteTemplate(&text, part.name, data); err != nil {
			return nil, w.fault(err)
		}
		blocks, err := read(text.String())
		if err != nil {
			return nil, &TemplateError{fmt.Sprintf("%s: %v", w.place(file), err)}
		}
		*part.into = blocks
	}
	if d.title() == "" {
		return nil, &TemplateError{w.place(file) + ": the letter has no title; begin a line with # and a space"}
	}
	return d, nil
}

// atStake says in sentences what a letter's remedies mean.
func (w *Wording) atStake(l *Letter) (string, error) {
	var sentences []string
	for _, id := range l.Parent.atStake() {
		var text bytes.Buffer
		if err := w.letters[l.Kind][l.Language].ExecuteTemplate(&text, "remedy", id); err != nil {
			return "", w.fault(err)
		}
		sentences = append(sentences, plain(spans(strings.TrimSpace(text.String()))))
	}
	return strings.Join(sentences, " "), nil
}

// tryOut composes letters to parents of every sort, so that a fault in a branch that
// few letters take is found all the same.
func (w *Wording) tryOut() error {
	rules, err := policy.Load(policy.Names()[0])
	if err != nil {
		return err
	}
	for i, parent := range specimens(rules) {
		office := *rules
		if office.Agency.Fax, office.Agency.Email = "", ""; i%2 == 0 {
			office.Agency.Fax, office.Agency.Email = "1", "a@example.org"
		}
		s := &Setting{Date: ledger.DateMin, AsOf: ledger.DateMin, Rules: &office}
		for _, kind := range Kinds() {
			for _, language := range Languages() {
				letter := &Letter{Kind: kind, Language: language, Parent: parent}
				d, err := w.compose(s, letter)
				if err != nil {
					return err
				}
				if signs := lacking(d.text()); signs != "" {
					return &TemplateError{fmt.Sprintf("%s, or the file it shares: the PDF's font lacks %s; write it otherwise",
						w.place(kind.String()+"."+language.String()+".txt"), signs)}
				}
				if _, err := w.atStake(letter); err != nil {
					return err
				}
			}
		}
	}
	return w.tryPage()
}

// specimens are parents of every sort that templates tell apart: in turn one with
// everything there is to say, one with nothing, and one who owes the government alone, may
// apply by now and could pay at once.
func specimens(rules *policy.Policy) (parents []*Parent) {
	contact := Contact{Known: true, Name: "A", Address1: "A", City: "A", State: "CA", Zip: "90000"}
	full := Parent{
		ID: "1", Contact: contact, Rank: 1, EligibleOn: ledger.DateMin + 1,
		PrincipalFamily: 1, InterestFamily: 1, PrincipalGovernment: 1, InterestGovernment: 1, Compromisable: 1, CurrentSupport: 1,
		Capacity: ledger.Some(2), Offer: ledger.Some(1), Forgiven: ledger.Some(1), PlanPayment: ledger.Some(planPaymentMin),
		PlanMonths: coap.OptionalMonths{Months: 2, Known: true}, Remedies: []string{"unheard_of"},
	}
	for _, remedy := range rules.Remedies {
		full.Remedies = append(full.Remedies, remedy.ID)
	}
	for i := range full.Verdicts {
		full.Verdicts[i] = coap.Unknown
	}
	for _, status := range coap.Statuses() {
		with, without, between := full, Parent{ID: "1", Contact: contact}, full
		with.Status, without.Status, between.Status = status, status, status
		between.PrincipalFamily, between.InterestFamily, between.CurrentSupport = 0, 0, 0
		between.EligibleOn, between.PlanMonths.Months = ledger.DateMin, 1
		parents = append(parents, &with, &without, &between)
	}
	return parents
}
