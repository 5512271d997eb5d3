package interview

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

var places = regexp.MustCompile(`\{[a-z_]+\}`)

// Every language has the same words, with the same places to fill.
func TestLanguagesHaveTheSameWords(t *testing.T) {
	english := English.Words()
	for _, l := range Languages() {
		total := 0
		for _, table := range catalog[l] {
			total += len(table)
		}
		words := l.Words()
		if total != len(words) {
			t.Errorf("%s: a key is in two tables: %d words, %d keys", l, total, len(words))
		}
		for key, word := range words {
			if word == "" || word != strings.TrimSpace(word) {
				t.Errorf("%s %s: %q", l, key, word)
			}
			other, there := english[key]
			if !there {
				t.Errorf("%s has %s, English has not", l, key)
				continue
			}
			if got, want := fields(word), fields(other); !slices.Equal(got, want) {
				t.Errorf("%s %s has the places %v, English has %v", l, key, got, want)
			}
		}
		for key := range english {
			if words[key] == "" {
				t.Errorf("%s lacks %s", l, key)
			}
		}
	}
}

func fields(word string) []string {
	found := places.FindAllString(word, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// A question, status, criterion, step, remedy or fault that is added needs its words.
func TestEverythingHasWords(t *testing.T) {
	var needed []string
	need := func(prefix, suffix string, ids ...string) {
		for _, id := range ids {
			needed = append(needed, prefix+id+suffix)
		}
	}
	for _, part := range []string{"short.", "question.", "why.", "help."} {
		need(part, "", Questions()...)
	}
	for _, status := range coap.Statuses() {
		need("status.", ".headline", status.String())
		need("status.", ".text", status.String())
	}
	need("criterion.", "", policy.Criteria()...)
	need("step.", ".heading", coap.NextSteps()...)
	need("step.", ".text", coap.NextSteps()...)
	for _, name := range policy.Names() {
		for _, remedy := range loadPolicy(t, name).Remedies {
			need("remedy.", "", remedy.ID)
		}
	}
	for _, fault := range []Fault{NoAnswer, NoAmount, BelowZero, MoreThanDebt, NoFlag, NoDay, NoOccasion, AfterAsOf, NoState, NoQuestion} {
		need("fault.", "", string(fault))
	}
	for _, kind := range []Kind{Amount, YesNo, Day, Occasion, State} {
		need("terminal.form.", "", kind.String())
	}
	for _, l := range Languages() {
		for _, key := range needed {
			if l.text(key) == "" {
				t.Errorf("%s lacks %s", l, key)
			}
		}
	}
}

var dollars = regexp.MustCompile(`\$[0-9,]+\.[0-9]{2}`)

// amountsIn lists the different amounts of a text.
func amountsIn(text string) []string {
	found := dollars.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// repliesOf makes replies to random answers in every language, with their outcome.
func repliesOf(t *testing.T, visit func(v Interview, o *Outcome, replies map[Language]*Reply)) {
	t.Helper()
	for _, name := range policy.Names() {
		for _, day := range []string{"2026-10-31", "2024-02-29"} {
			v := Interview{loadPolicy(t, name), ledger.MustDate(day)}
			c := chance{rand.New(rand.NewPCG(8, uint64(v.AsOf)))}
			for i := range 80 {
				o := decideOrFail(t, v, c.answers(v, 20*(i%2), 1+i%8))
				replies := map[Language]*Reply{}
				for _, l := range Languages() {
					replies[l] = v.Reply(l, o)
				}
				visit(v, o, replies)
			}
		}
	}
}

// Every text of a reply is filled in.
func TestRepliesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	repliesOf(t, func(v Interview, o *Outcome, replies map[Language]*Reply) {
		for l, r := range replies {
			texts := []string{r.Program, r.Headline, r.Explanation, r.Agency.Name}
			texts = append(texts, r.Agency.Lines...)
			texts = append(texts, r.Notes...)
			for _, f := range r.Figures {
				texts = append(texts, f.Label, f.Value)
			}
			for i, c := range r.Criteria {
				if c.Asked {
					texts = append(texts, c.Heading, c.VerdictWords, c.Summary, c.Citation)
					f := &o.Findings[i]
					if c.Verdict != "unknown" && !f.Open {
						seen[v.sentence(o, f)] = true
					}
				}
			}
			for _, s := range r.NextSteps {
				texts = append(texts, s.Heading, s.Text)
			}
			for _, remedy := range r.Remedies {
				texts = append(texts, remedy.Name)
			}
			for _, a := range r.Answers {
				texts = append(texts, a.Question, a.Short, a.Answer, a.Shown)
			}
			for _, text := range texts {
				if text == "" || strings.ContainsAny(text, "{}_") || strings.Contains(text, "  ") {
					t.Fatalf("%s: %q in %+v", l, text, r)
				}
			}
		}
	})
	for key := range english(t) {
		if !seen[key] {
			t.Errorf("no reply says %s", key)
		}
	}
}

// english lists the keys of the sentences about criteria.
func english(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for key := range englishResults {
		for _, id := range append(policy.Criteria(), "wait") {
			if strings.HasPrefix(key, id+".") {
				keys[key] = true
			}
		}
	}
	delete(keys, "cannot_pay_all.nothing")              // without arrears no criterion is shown
	delete(keys, "interstate_cp_in_california.nothing") // below a minimum no other criterion is
	delete(keys, "assets_within_limit.arrears")
	return keys
}

// A summary holds the figures of the engine's evidence, in either language.
func TestSummariesHoldTheFiguresOfTheEvidence(t *testing.T) {
	compared := 0
	repliesOf(t, func(_ Interview, o *Outcome, replies map[Language]*Reply) {
		for i, c := range replies[English].Criteria {
			if !c.Asked || c.Verdict == "unknown" || o.Findings[i].Open {
				continue
			}
			compared++
			said := amountsIn(c.Summary)
			for _, amount := range amountsIn(c.Evidence) {
				if !slices.Contains(said, amount) && amount != "$0.00" {
					t.Errorf("%s %s:\n%s\n%s", c.ID, c.Verdict, c.Evidence, c.Summary)
				}
			}
			if spanish := replies[Spanish].Criteria[i]; !slices.Equal(amountsIn(spanish.Summary), said) {
				t.Errorf("%s %s:\n%s\n%s", c.ID, c.Verdict, c.Summary, spanish.Summary)
			}
		}
	})
	if compared < 800 {
		t.Errorf("%d compared", compared)
	}
}

func TestDatesAmountsAndMonths(t *testing.T) {
	day := ledger.MustDate("2026-11-22")
	if got := English.Date(day) + "; " + Spanish.Date(day) + "; " + English.Date(0); got != "Nov 22, 2026; 22 de noviembre de 2026; " {
		t.Error(got)
	}
	if got := English.ShortDate(day) + "; " + Spanish.ShortDate(day) + "; " + Spanish.ShortDate(0); got != "Nov 22, 2026; 22 nov 2026; " {
		t.Error(got)
	}
	if got := English.Months(1) + "; " + Spanish.Months(1) + "; " + Spanish.Months(36) + "; " + English.Months(1200); got != "1 month; 1 mes; 36 meses; 1,200 months" {
		t.Error(got)
	}
	for minutes, want := range map[policy.TimeOfDay]string{0: "12:00 a.m.", 8 * 60: "8:00 a.m.", 12 * 60: "12:00 p.m.", 16*60 + 45: "4:45 p.m."} {
		if got := English.clock(minutes); got != want {
			t.Errorf("%s: %s, want %s", minutes, got, want)
		}
	}
	if got := English.Say("terminal.number", map[string]string{"number": "3"}); got != "Question 3 of at most {most}" {
		t.Error(got)
	}
}

// The sentences that chance does not find.
func TestRareSentences(t *testing.T) {
	v := Interview{loadPolicy(t, "california-debt-reduction"), ledger.MustDate("2026-10-31")}
	answers := with(t, v, "government_arrears=600", "government_interest=0", "family_arrears=0", "assets=700")
	answers[GovernmentPermanent] = Answer{Amount: 600_00}
	rules := *v.Rules
	rules.COAP.MinimumArrears = 0
	free := Interview{&rules, v.AsOf}
	nothing := with(t, free, "government_permanent=0")
	for criterion, reply := range map[string]*Reply{
		"assets_within_limit":         v.Reply(English, decideOrFail(t, v, answers)),
		"interstate_cp_in_california": free.Reply(English, decideOrFail(t, free, nothing)),
	} {
		want := map[string]string{
			"assets_within_limit":         "Your assets of $700.00 are more than all $600.00 that you owe.",
			"interstate_cp_in_california": "You owe the government nothing that can be reduced, so it does not matter.",
		}[criterion]
		for _, c := range reply.Criteria {
			if c.ID == criterion && c.Summary != want {
				t.Errorf("%s: %q", criterion, c.Summary)
			}
		}
	}
}

// Policies without an agency, and remedies that have no words here, do.
func TestRepliesUnderACustomPolicy(t *testing.T) {
	v := california(t)
	rules := *v.Rules
	v.Rules = &rules
	rules.Agency = policy.Agency{}
	rules.Remedies = append(slices.Clone(rules.Remedies), policy.Remedy{ID: "boat_hold"})
	r := v.Reply(Spanish, decideOrFail(t, v, favourable()))
	if r.Agency != nil || r.Program != rules.Title || r.Remedies[len(r.Remedies)-1] != (Remedy{"boat_hold", "boat hold"}) {
		t.Errorf("%+v", r)
	}
}

// The words of a reply change with the language; what programs read does not.
func TestProgramsReadTheSameInEveryLanguage(t *testing.T) {
	repliesOf(t, func(_ Interview, _ *Outcome, replies map[Language]*Reply) {
		e, s := *replies[English], *replies[Spanish]
		ids := func(r *Reply) (list []string) {
			list = append(list, r.Policy, r.AsOf, r.Status)
			for _, c := range r.Criteria {
				list = append(list, c.ID, c.Verdict, c.Evidence, c.Citation)
			}
			for _, step := range r.NextSteps {
				list = append(list, step.ID)
			}
			for _, a := range r.Answers {
				list = append(list, a.ID, a.Answer)
			}
			return append(list, r.Unknown...)
		}
		if !slices.Equal(ids(&e), ids(&s)) {
			t.Errorf("%v\n%v", ids(&e), ids(&s))
		}
		if maps.Equal(map[string]bool{e.Headline: true}, map[string]bool{s.Headline: true}) {
			t.Errorf("%q in both languages", e.Headline)
		}
	})
}
