package web

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/interview"
)

// The keyboard alone goes through the whole interview: Tab, Space, the arrows and Enter.
func TestTheKeyboardAloneCompletesTheWizard(t *testing.T) {
	rules := load(t, "california-coap")
	b := open(t, written(t, rules), 1280, 900)
	answers := scenarios()["later"]
	b.tabTo("#as-of")
	b.enter("10312026")
	b.press("Enter")
	for range 30 {
		id := eval[string](b, question)
		if id == "" {
			break
		}
		q, _ := interview.Find(id)
		switch value := answers[id]; {
		case value == "unknown":
			b.tabTo("#wizard .buttons button:nth-child(2)")
			b.press("Enter")
			continue
		case q.Kind == interview.YesNo && value == "yes", value == "never":
			b.tabTo("#wizard input[type=radio]")
			b.press("Space")
		case q.Kind == interview.YesNo:
			b.tabTo("#wizard input[type=radio]")
			b.press("ArrowDown")
		case q.Kind == interview.Occasion:
			b.tabTo("#wizard input[type=radio]")
			b.press("ArrowDown")
			b.press("Tab")
			fallthrough
		case q.Kind == interview.Day:
			b.tabTo("#value")
			b.enter(value[5:7] + value[8:] + value[:4])
		default:
			b.tabTo("#value")
			b.enter(value)
		}
		b.press("Enter")
	}
	if diff := cmp.Diff(resultShown(wanted(t, rules, interview.English, answers)), eval[map[string]any](b, shown)); diff != "" {
		t.Errorf("the program (-) and the page (+) differ:\n%s", diff)
	}
	if got := eval[string](b, "document.activeElement.id"); got != "wizard-head" {
		t.Errorf("the focus is on %q", got)
	}
	b.tabTo("[data-answer=assets] button")
	b.press("Enter")
	if got := eval[string](b, question); got != "assets" {
		t.Errorf("the question is %q", got)
	}
	b.quiet()
}

// A fault is said beside its field, tied to it, and the focus goes there.
func TestFaultsAreTiedToTheirField(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	b.begin()
	fault := func(selector, want string) {
		t.Helper()
		got := eval[[]any](b, `(() => { const e = document.activeElement; return [e.matches("`+selector+`"), e.getAttribute("aria-invalid"),
			(e.getAttribute("aria-describedby") || "").split(" ").includes("fault"), document.querySelector("#fault").textContent]; })()`)
		if diff := cmp.Diff([]any{true, "true", true, want}, got); diff != "" {
			t.Error(diff)
		}
	}
	b.click("#wizard .primary")
	fault("#value", "No answer; give one, or say that you do not know")
	b.focus("#value")
	b.enter("1.234,50")
	b.press("Enter")
	fault("#value", "Not an amount in dollars with at most two decimals, up to 9,999,999,999.99; write it like 1234.50")
	eval[any](b, `document.querySelector("#value").value = ""`)
	b.focus("#value")
	b.enter("100")
	b.press("Enter")
	b.answer("government_interest", "0")
	b.focus("#value")
	b.enter("100.01")
	b.press("Enter")
	fault("#value", "More than the debt of which it is a part; give a smaller amount, or go back and correct the debt")
	b.quiet()
}

// Back shows the question before with its answer; a changed answer leads on to the next
// open question; starting over forgets everything.
func TestBackChangeAndStartOver(t *testing.T) {
	rules := load(t, "california-coap")
	b := open(t, written(t, rules), 1280, 900)
	answers := scenarios()["eligible"]
	b.begin()
	b.answer("government_arrears", answers["government_arrears"])
	b.answer("government_interest", answers["government_interest"])
	b.click("#wizard .buttons button:nth-child(3)")
	b.click("#wizard .buttons button:nth-child(3)")
	if got := eval[[]string](b, `[document.querySelector("form").dataset.question, document.querySelector("#value").value]`); got[0] != "government_arrears" || got[1] != "40000.00" {
		t.Errorf("back at %q", got)
	}
	b.click("#wizard .buttons button:nth-child(3)")
	if !eval[bool](b, `Boolean(document.querySelector("#as-of"))`) {
		t.Error("back at the first question does not lead to the beginning")
	}
	b.interviewedFrom(answers, true)
	b.click("[data-answer=concealment] button")
	b.answer("concealment", "yes")
	answers["concealment"] = "yes"
	if diff := cmp.Diff(resultShown(wanted(t, rules, interview.English, answers)), eval[map[string]any](b, shown)); diff != "" {
		t.Errorf("after a change:\n%s", diff)
	}
	b.click("#wizard .buttons:last-child button:last-child")
	b.begin()
	if got := eval[[]string](b, `[document.querySelector("form[data-question]").dataset.question, document.querySelector("#value").value]`); got[0] != "government_arrears" || got[1] != "" {
		t.Errorf("started over at %q", got)
	}
	b.quiet()
}

// The language changes in the middle of a question, and what is half typed stays.
func TestTheLanguageChangesAnywhere(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	b.begin()
	b.focus("#value")
	b.enter("12")
	b.click("[data-language=es]")
	got := eval[[]string](b, `[document.documentElement.lang, document.title, document.querySelector("#wizard-head").textContent, document.querySelector("#value").value,
		document.querySelector("nav").getAttribute("aria-label"), document.querySelector("[data-language=es]").getAttribute("aria-pressed")]`)
	want := []string{"es", "¿Se puede reducir su deuda de manutención?", "¿Cuánta manutención atrasada le debe usted al gobierno?", "12", "Secciones", "true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, id := range []string{"government_arrears", "family_arrears"} {
		eval[any](b, `document.querySelector("#value").value = ""`)
		b.answer(id, "600")
		for strings.HasPrefix(eval[string](b, question), strings.TrimSuffix(id, "arrears")) {
			b.answer(eval[string](b, question), "0")
		}
	}
	b.click("#wizard input[value=no]")
	b.click("[data-language=en]")
	if !eval[bool](b, `document.querySelector("#wizard input[value=no]").checked`) {
		t.Error("the choice is lost")
	}
	b.quiet()
}

// A browser that can't unpack the engine says so, in both languages.
func TestAnOldBrowserIsTold(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900, "delete window.DecompressionStream")
	got := eval[[]any](b, `[document.querySelector("#unsupported").hidden, document.querySelector("#main").hidden, document.querySelectorAll("#unsupported [lang=es]").length]`)
	if diff := cmp.Diff([]any{false, true, 1.0}, got); diff != "" {
		t.Error(diff)
	}
}

// The page may ask nobody, even if it wanted to.
func TestThePageMayAskNobody(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	b.quiet()
	for _, attempt := range []string{
		`fetch("data:,x").then(() => "answered", () => "refused")`,
		`new Promise((done) => { const i = new Image(); i.onload = () => done("answered"); i.onerror = () => done("refused"); i.src = "file:///etc/hostname"; })`,
		`new Promise((done) => { const s = document.createElement("script"); s.textContent = "window.ran = true"; document.body.append(s); done(window.ran ? "answered" : "refused"); })`,
	} {
		if got := eval[string](b, attempt); got != "refused" {
			t.Errorf("%s: %s", attempt, got)
		}
	}
}
