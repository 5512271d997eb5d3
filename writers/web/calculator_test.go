package web

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/cmd/arrears-web/engine"
	"arrears/pipeline/interview"
)

// calculated is what the calculator shows, and the program's answer in the same shape.
const calculated = `({
	summary: document.querySelector("#payoff-live p").textContent,
	text: document.querySelector("#chart-text")?.textContent || "",
	totals: [...document.querySelectorAll("#payoff-result .figures > div")].map((e) => ({ id: e.dataset.figure, label: e.querySelector("dt").textContent, value: e.querySelector("dd").textContent })),
	heads: [...document.querySelectorAll("#payoff-result thead th")].map((e) => e.textContent),
	rows: [...document.querySelectorAll("#payoff-result tbody tr")].map((e) => [...e.children].map((cell) => cell.textContent)),
})`

func calculatedBy(t *testing.T, l interview.Language, form engine.PayoffForm) map[string]any {
	t.Helper()
	encoded, err := engine.EncodePolicy(load(t, "california-coap"))
	check(t, err)
	e, err := engine.New(encoded)
	check(t, err)
	request, err := json.Marshal(map[string]any{"language": l, "as_of": asOf, "payoff": form})
	check(t, err)
	var p engine.Payoff
	check(t, json.Unmarshal(e.Call("payoff", request), &p))
	text, err := json.Marshal(map[string]any{"summary": p.Summary, "text": p.ChartText, "totals": p.Totals, "heads": p.Heads, "rows": p.Rows})
	check(t, err)
	var shown map[string]any
	check(t, json.Unmarshal(text, &shown))
	return shown
}

// fill fills the calculator in and sends it off.
func (b *tab) fill(form engine.PayoffForm) {
	b.t.Helper()
	b.click("#payoff input[value=" + form.By + "]")
	for name, value := range map[string]string{"principal": form.Principal, "interest": form.Interest, "upfront": form.Upfront, form.By: form.Monthly + form.Months} {
		eval[any](b, `document.querySelector("#payoff-`+name+`").value = ""`)
		b.click("#payoff-" + name)
		b.paste(value)
	}
	eval[any](b, `document.querySelector("#payoff-start").value = ""`)
	if form.Start != "" {
		b.focus("#payoff-start")
		b.enter(form.Start[5:7] + form.Start[8:] + form.Start[:4])
	}
	b.click("#payoff .primary")
}

// The calculator shows what the program computes.
func TestTheCalculatorComputesAsTheProgram(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	b.click(`nav a[href="#calculator"]`)
	b.until(`!document.querySelector("#calculator").hidden`)
	b.until(`document.activeElement.id === "calculator-head"`)
	for i, form := range []engine.PayoffForm{
		{Principal: "3,000", By: "monthly", Monthly: "50"},
		{Principal: "3000", Interest: "412.50", Upfront: "500", By: "months", Months: "36", Start: "2026-12-31"},
		{Principal: "3000", By: "monthly", Monthly: "20"},
		{Principal: "3000", By: "monthly", Monthly: "1"},
		{Principal: "100", Upfront: "100", By: "monthly", Monthly: "1"},
	} {
		b.fill(form)
		for k := range 2 {
			l := interview.Languages()[(i+k)%2]
			b.click("[data-language=" + string(l) + "]")
			if diff := cmp.Diff(calculatedBy(t, l, form), eval[map[string]any](b, calculated)); diff != "" {
				t.Errorf("%+v, %s: the program (-) and the page (+) differ:\n%s", form, l, diff)
			}
		}
	}
	b.quiet()
}

// What is wrong is said beside each field, and the focus goes to the first.
func TestTheCalculatorsFaults(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	b.click(`nav a[href="#calculator"]`)
	b.until(`!document.querySelector("#calculator").hidden`)
	b.fill(engine.PayoffForm{Principal: "", Interest: "-1", By: "months", Months: "0"})
	got := eval[[]any](b, `[document.activeElement.id, ...["principal", "interest", "upfront", "months"].map((name) => {
		const input = document.querySelector("#payoff-" + name);
		return input.getAttribute("aria-invalid") === "true" && input.getAttribute("aria-describedby").includes("fault-" + name) && document.querySelector("#fault-" + name).textContent !== "";
	}), document.querySelector("#payoff-live").textContent]`)
	if diff := cmp.Diff([]any{"payoff-principal", true, true, false, true, ""}, got); diff != "" {
		t.Error(diff)
	}
	b.fill(engine.PayoffForm{Principal: "10", By: "months", Months: "1"})
	if n := eval[int](b, `document.querySelectorAll("#payoff [aria-invalid]").length`); n != 0 {
		t.Errorf("%d fields are still at fault", n)
	}
	b.quiet()
}
