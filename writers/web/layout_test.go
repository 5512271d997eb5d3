package web

import (
	"fmt"
	"testing"

	"arrears/cmd/arrears-web/engine"
)

// flaws lists what a phone, a screen reader or weak eyes would stumble on: what is wider
// than the window, targets that are too small, fields without a name, and text whose
// contrast is below WCAG AA (4.5 to 1, 3 to 1 for large text).
const flaws = `(() => {
	const found = [];
	const wide = document.documentElement.scrollWidth;
	if (wide > innerWidth) found.push("the page is " + wide + " wide in a window of " + innerWidth);
	const visible = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.getClientRects().length > 0;
	const name = (e) => e.outerHTML.slice(0, 100);
	for (const e of document.querySelectorAll("button, input, summary, nav a")) {
		if (!visible(e)) continue;
		const r = (e.closest("label.choice") || e).getBoundingClientRect();
		if (r.height < 24 || r.width < 24) found.push("small: " + name(e));
	}
	for (const e of document.querySelectorAll("input:not([type=radio])")) {
		if (visible(e) && !e.labels.length && !e.getAttribute("aria-label")) found.push("no name: " + name(e));
		for (const id of (e.getAttribute("aria-describedby") || "").split(" ")) {
			if (id && !document.getElementById(id)) found.push("no description " + id + ": " + name(e));
		}
	}
	const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
	if (new Set(ids).size !== ids.length) found.push("an id stands twice: " + ids);
	const levels = [...document.querySelectorAll("h1, h2, h3, h4")].filter(visible).map((e) => Number(e.tagName[1]));
	levels.forEach((level, i) => { if (i > 0 && level > levels[i - 1] + 1) found.push("headings jump: " + levels); });
	const color = (text) => text.match(/[\d.]+/g).map(Number);
	const light = ([r, g, b]) => {
		const part = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
		return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
	};
	const ground = (e) => {
		for (; e; e = e.parentElement) {
			const c = color(getComputedStyle(e).backgroundColor);
			if (c.length < 4 || c[3] > 0) return c;
		}
		return [255, 255, 255];
	};
	for (const e of document.querySelectorAll("body *")) {
		const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
		if (!own || !visible(e) || e.closest("script, style, .skip")) continue;
		const style = getComputedStyle(e);
		const [a, b] = [light(color(style.color)), light(ground(e))].sort((x, y) => y - x);
		const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < (large ? 3 : 4.5)) found.push("contrast " + ratio.toFixed(2) + ": " + name(e));
	}
	return found;
})()`

func (b *tab) flawless(where string) {
	b.t.Helper()
	for _, flaw := range eval[[]string](b, flaws) {
		b.t.Errorf("%s: %s", where, flaw)
	}
}

// Every view is fit for a small phone and a wide screen, in the light and in the dark.
func TestEveryViewAtEverySize(t *testing.T) {
	rules := load(t, "california-coap")
	for _, size := range []struct {
		width, height  int
		language, look string
	}{{320, 640, "es", "light"}, {360, 740, "en", "dark"}, {1280, 900, "en", "light"}, {1280, 900, "es", "dark"}} {
		name := fmt.Sprintf("%d-%s-%s", size.width, size.language, size.look)
		b := open(t, written(t, rules), size.width, size.height)
		b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]any{{"name": "prefers-color-scheme", "value": size.look}}})
		view := func(what string) {
			t.Helper()
			b.flawless(name + " " + what)
			b.shoot(what + "-" + name)
		}
		b.click("[data-language=" + size.language + "]")
		view("1-intro")
		answers := scenarios()["range"]
		answers["contempt"] = "2026-09-01"
		b.begin()
		for id := ""; ; {
			if id = eval[string](b, question); id == "" {
				break
			}
			switch id {
			case "government_permanent", "only_income_exempt":
				b.click("#wizard .primary") // without an answer
				eval[any](b, `document.querySelector("details").open = true`)
				view("2-question-" + id)
			case "contempt":
				b.click("#wizard input[value=day]")
				view("2-question-" + id)
			}
			b.answer(id, answers[id])
		}
		view("3-result")
		b.click(`nav a[href="#calculator"]`)
		b.until(`!document.querySelector("#calculator").hidden`)
		b.click("#payoff .primary")
		view("4-calculator-faults")
		b.fill(engine.PayoffForm{Principal: "30000", Interest: "4125.00", Upfront: "500", By: "months", Months: "36", Start: "2026-12-01"})
		view("5-calculator")
		b.quiet()
	}
}

// The result on paper holds no buttons, and all of its text.
func TestTheResultPrints(t *testing.T) {
	b := open(t, written(t, load(t, "california-coap")), 1280, 900)
	b.interviewed(scenarios()["eligible"])
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": "print"})
	if n := eval[int](b, `[...document.querySelectorAll("button, nav")].filter((e) => e.checkVisibility()).length`); n != 0 {
		t.Errorf("%d buttons are printed", n)
	}
	b.flawless("print")
	b.shoot("6-print")
}
