package web

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/cmd/arrears-web/engine"
	"arrears/pipeline/interview"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

var pictures = flag.String("pictures", "", "a folder for pictures of the page in a browser")

const asOf = "2026-10-31"

// written is the file of a page under a policy.
func written(t *testing.T, rules *policy.Policy) string {
	t.Helper()
	encoded, err := engine.EncodePolicy(rules)
	check(t, err)
	var page bytes.Buffer
	check(t, Write(&page, encoded))
	path := filepath.Join(t.TempDir(), "page.html")
	check(t, os.WriteFile(path, page.Bytes(), 0o600))
	return path
}

func load(t *testing.T, name string) *policy.Policy {
	t.Helper()
	rules, err := policy.Load(name)
	check(t, err)
	return rules
}

// eligible are answers that open the program.
func eligible() map[string]string {
	return map[string]string{
		"government_arrears": "40,000.00", "government_interest": "10000", "government_permanent": "38000.50", "family_arrears": "1000", "family_interest": "0",
		"only_income_exempt": "no", "current_support": "100", "support_paid": "yes", "net_monthly_income": "2200", "monthly_expenses": "1600",
		"assets": "300", "cp_state": "nv", "two_state": "no", "coap_application": "never", "coap_rescission": "never", "contempt": "2024-01-15",
		"intentional_nonpayment": "no", "concealment": "no", "oldest_due": "2019-05-01", "last_payment": "2025-03-31",
	}
}

// scenarios are interviews that end in every status.
func scenarios() map[string]map[string]string {
	changed := func(changes ...string) map[string]string {
		answers := eligible()
		for _, change := range changes {
			id, value, _ := strings.Cut(change, "=")
			answers[id] = value
		}
		return answers
	}
	return map[string]map[string]string{
		"eligible":        changed(),
		"range":           changed("government_interest=unknown", "family_interest=unknown", "monthly_expenses=unknown", "oldest_due=unknown"),
		"review":          changed("cp_state=unknown", "two_state=yes", "net_monthly_income=unknown", "concealment=unknown"),
		"later":           changed("coap_application=2026-03-31", "cp_state=CA"),
		"ineligible":      changed("support_paid=no", "net_monthly_income=0", "assets=9000", "intentional_nonpayment=yes"),
		"nothing":         changed("government_permanent=0", "government_interest=0"),
		"not_collectible": changed("only_income_exempt=yes", "current_support=1500"),
		"no_arrears":      changed("government_arrears=0", "family_arrears=0", "current_support=0"),
		"unknown":         changed("government_arrears=unknown", "family_arrears=unknown", "current_support=unknown", "coap_rescission=unknown"),
	}
}

// wanted is the reply that the program gives on the same answers.
func wanted(t *testing.T, rules *policy.Policy, l interview.Language, answers map[string]string) *interview.Reply {
	t.Helper()
	v := interview.Interview{Rules: rules, AsOf: ledger.MustDate(asOf)}
	read := interview.Answers{}
	for {
		q, _, more := v.Next(read)
		if !more {
			break
		}
		answer, err := v.Read(q, answers[q.ID], read)
		if err != nil {
			t.Fatal(q.ID, err)
		}
		read[q.ID] = answer
	}
	outcome, err := v.Decide(read)
	check(t, err)
	return v.Reply(l, outcome)
}

// shown is what the result on the page says, in the shape of a reply.
const shown = `(() => {
	const texts = (selector, read) => [...document.querySelectorAll("#wizard " + selector)].map(read);
	const text = (e, selector) => e.querySelector(selector).textContent;
	return {
		headline: text(document, "#wizard-head"), explanation: text(document, ".headline p"),
		figures: texts(".figures > div", (e) => ({ id: e.dataset.figure, label: text(e, "dt"), value: text(e, "dd") })),
		criteria: texts(".criteria > li", (e) => ({ id: e.dataset.criterion, verdict: e.className, heading: text(e, "h4"), summary: text(e, "p"), citation: text(e, "details p") })),
		next_steps: texts(".steps > li", (e) => ({ id: e.dataset.step, heading: text(e, "h4"), text: text(e, "p") })),
		lists: texts("ul:not([class]) > li", (e) => e.textContent),
		answers: texts(".given > div", (e) => ({ id: e.dataset.answer, short: text(e, "dt"), shown: text(e, "dd") })),
		agency: texts("address", (e) => e.innerText.trim())[0] || "",
	};
})()`

// resultShown is the same of the program's reply.
func resultShown(r *interview.Reply) map[string]any {
	capital := func(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
	criteria := []any{}
	for _, c := range r.Criteria {
		if c.Asked {
			criteria = append(criteria, map[string]any{"id": c.ID, "verdict": c.Verdict, "heading": c.Heading + ": " + c.VerdictWords, "summary": c.Summary, "citation": c.Citation})
		}
	}
	answers := []any{}
	for _, a := range r.Answers {
		answers = append(answers, map[string]any{"id": a.ID, "short": a.Short, "shown": a.Shown})
	}
	lists := []any{}
	for _, remedy := range r.Remedies {
		lists = append(lists, capital(remedy.Name))
	}
	for _, note := range append(slices.Clone(r.Notes), r.Language.Words()["note.not_stored"]) {
		lists = append(lists, note)
	}
	plain := func(value any) (list any) {
		text, _ := json.Marshal(value)
		_ = json.Unmarshal(text, &list)
		return list
	}
	return map[string]any{
		"headline": r.Headline, "explanation": r.Explanation, "figures": plain(r.Figures), "criteria": criteria, "next_steps": plain(r.NextSteps),
		"lists": lists, "answers": answers, "agency": strings.Join(append([]string{r.Agency.Name}, r.Agency.Lines...), "\n"),
	}
}

// begin puts the day of the application in and starts the interview.
func (b *tab) begin() {
	b.t.Helper()
	b.focus("#as-of")
	b.enter("10312026")
	if got := eval[string](b, `document.querySelector("#as-of").value`); got != asOf {
		b.t.Fatalf("the day is %q", got)
	}
	b.click("#wizard .primary")
}

const question = `document.querySelector("form[data-question]")?.dataset.question || ""`

// answer answers the question at hand with mouse and keys.
func (b *tab) answer(id, value string) {
	b.t.Helper()
	q, _ := interview.Find(id)
	switch {
	case value == "unknown":
		b.click("#wizard .buttons button:nth-child(2)")
		return
	case q.Kind == interview.YesNo, value == "never":
		b.click(fmt.Sprintf(`#wizard input[value=%s]`, value))
	case q.Kind == interview.Occasion:
		b.click(`#wizard input[value=day]`)
		b.date(value)
	case q.Kind == interview.Day:
		b.date(value)
	default:
		b.click("#value")
		b.paste(value)
	}
	b.click("#wizard .primary")
}

// date types a day into the date field, as an American keyboard does.
func (b *tab) date(value string) {
	b.t.Helper()
	b.focus("#value")
	b.enter(value[5:7] + value[8:] + value[:4])
}

// interviewed goes through a whole interview.
func (b *tab) interviewed(answers map[string]string) {
	b.t.Helper()
	b.interviewedFrom(answers, false)
}

// interviewedFrom is interviewed; where the fields may hold answers taken back, they are
// emptied first.
func (b *tab) interviewedFrom(answers map[string]string, empty bool) {
	b.t.Helper()
	b.begin()
	for range 30 {
		if empty {
			eval[any](b, `document.querySelector("#value") && (document.querySelector("#value").value = "")`)
		}
		id := eval[string](b, question)
		if id == "" {
			return
		}
		if focused := eval[string](b, `document.activeElement.id`); focused != "wizard-head" {
			b.t.Errorf("%s: the focus is on %q", id, focused)
		}
		b.answer(id, answers[id])
		if fault := eval[string](b, `document.querySelector("#fault")?.textContent || ""`); fault != "" {
			b.t.Fatalf("%s %q: %s", id, answers[id], fault)
		}
	}
	b.t.Fatal("the interview does not end")
}

// The page says what the program says, in every status and both languages. The language
// changes in the middle of each interview's result.
func TestThePageDecidesAsTheProgram(t *testing.T) {
	needsBrowser(t)
	some := map[string][]string{"california-coap": slices.Sorted(maps.Keys(scenarios())), "california-debt-reduction": {"eligible", "review"}}
	for _, name := range policy.Names() {
		rules := load(t, name)
		b := open(t, written(t, rules), 1280, 900)
		for i, scenario := range some[name] {
			answers := scenarios()[scenario]
			for k := range 2 {
				l := interview.Languages()[(i+k)%2]
				b.click(fmt.Sprintf("[data-language=%s]", l))
				if k == 0 {
					b.interviewed(answers)
				}
				got := eval[map[string]any](b, shown)
				if diff := cmp.Diff(resultShown(wanted(t, rules, l, answers)), got); diff != "" {
					t.Errorf("%s, %s, %s: the program (-) and the page (+) differ:\n%s", name, scenario, l, diff)
				}
				if lang := eval[string](b, "document.documentElement.lang"); lang != string(l) {
					t.Errorf("the page's language is %q", lang)
				}
			}
			b.click("#wizard .buttons:last-child button:last-child") // start over
		}
		b.quiet()
	}
}
