package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/interview"
)

// retype puts another amount in the field of the question at hand.
func (b *tab) retype(value string) {
	b.t.Helper()
	eval[any](b, `document.querySelector("#value").value = ""`)
	b.click("#value")
	b.paste(value)
	b.click("#wizard .primary")
}

const (
	again   = `document.querySelector("#again")?.textContent || ""`
	trouble = `document.querySelector("#trouble").textContent`
)

// A debt that is corrected to less than its interest puts the question of the interest
// again, and the interview goes on to its end.
func TestASmallerDebtAsksForItsPartsAgain(t *testing.T) {
	rules := load(t, "california-coap")
	b := open(t, written(t, rules), 1280, 900)
	answers := eligible()
	b.interviewed(answers)
	b.click("[data-answer=government_arrears] button")
	b.retype("5000")
	for _, id := range []string{"government_interest", "government_permanent"} {
		if got := eval[string](b, question); got != id {
			t.Fatalf("the question is %q, not %q", got, id)
		}
		if eval[string](b, again) != interview.English.Words()["page.again"] {
			t.Errorf("%s: it is not said why the question is put again", id)
		}
		b.click("[data-language=es]")
		if eval[string](b, again) != interview.Spanish.Words()["page.again"] {
			t.Errorf("%s: it is not said in Spanish", id)
		}
		b.shoot("again-" + id)
		b.click("[data-language=en]")
		b.answer(id, "4000")
		answers[id] = "4000"
	}
	answers["government_arrears"] = "5000"
	if diff := cmp.Diff(resultShown(wanted(t, rules, interview.English, answers)), eval[map[string]any](b, shown)); diff != "" {
		t.Errorf("after a change:\n%s", diff)
	}
	b.quiet()
}

// A day of the application before a date that was given is a day; the date is asked for
// again.
func TestAnEarlierDayAsksForLaterDatesAgain(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	answers := eligible()
	b.interviewed(answers)
	b.click("[data-answer=government_arrears] button")
	b.click("#wizard .buttons button:nth-child(3)")
	b.focus("#as-of")
	b.enter("12312023")
	b.click("#wizard .primary")
	if got := eval[string](b, `document.querySelector("#as-of-fault")?.textContent || ""`); got != "" {
		t.Errorf("a day is refused: %s", got)
	}
	b.click("#wizard .primary") // the debt stands in its field
	if got := eval[string](b, question); got != "contempt" {
		t.Errorf("the question is %q", got)
	}
	b.answer("contempt", "2020-01-15")
	if got := eval[string](b, `document.querySelector("[data-answer=contempt] dd").textContent`); got != "Jan 15, 2020" {
		t.Errorf("the date is %q", got)
	}
	b.quiet()
}

// failing makes the engine fail wherever window.failing is set.
const failing = `(() => {
	let open;
	Object.defineProperty(window, "arrearsOpen", {
		get: () => (policy) => { const call = open(policy); return (...request) => {
			if (window.failing === "throws") throw new Error("the engine has ended");
			return window.failing ? '{"error":"a fault"}' : call(...request);
		}; },
		set: (value) => { open = value; },
	});
})()`

// An engine that fails is never a dead end: the page says so, and starts over.
func TestATroubleIsSaid(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900, failing)
	want := interview.English.Words()["page.trouble"] + interview.English.Words()["page.restart"]
	b.begin()
	for _, how := range []string{"errors", "throws"} {
		eval[any](b, `window.failing = "`+how+`"`)
		b.click("#wizard .buttons button:nth-child(2)")
		if got := eval[string](b, trouble); got != want || got == "" {
			t.Errorf("%s, a question: %q", how, got)
		}
		b.shoot("trouble")
		eval[any](b, `location.hash = "#calculator"`)
		b.until(`!document.querySelector("#calculator").hidden`)
		b.click("#payoff .primary")
		if got := eval[string](b, trouble); got != want {
			t.Errorf("%s, the calculator: %q", how, got)
		}
		if how == "throws" {
			break
		}
		eval[any](b, `window.failing = ""`)
		b.click("#trouble button")
		b.until(`document.activeElement.id === "wizard-head"`)
		if got := eval[string](b, trouble); got != "" {
			t.Errorf("%s: not started over: %q", how, got)
		}
		b.begin()
		if got := eval[string](b, question); got != "government_arrears" {
			t.Errorf("%s: the question is %q", how, got)
		}
	}
	eval[any](b, `location.hash = "#wizard"`)
	b.until(`!document.querySelector("#wizard").hidden`)
	b.click("#trouble button") // loads the page again, with an engine that works
	b.until(`window.failing === undefined && document.getElementById("loading")?.hidden`)
	b.begin()
	if got := eval[string](b, question); got != "government_arrears" {
		t.Errorf("loaded again, the question is %q", got)
	}
	if role := eval[string](b, `document.querySelector("#trouble").getAttribute("role")`); role != "alert" {
		t.Errorf("the role is %q", role)
	}
}
