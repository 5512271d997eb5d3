// The page asks and shows; every figure, verdict and sentence comes from the program's
// engine, which runs in this page as WebAssembly. Nothing is stored and nothing is sent.
"use strict";

(() => {
  const byID = (id) => document.getElementById(id);
  const wizard = byID("wizard");

  const state = {
    language: (navigator.language || "").toLowerCase().startsWith("es") ? "es" : "en",
    asOf: today(),
    answers: {}, // by question, in machine form
    drafts: {}, // what was answered before going back
    dropped: new Set(), // the questions whose answers a change has made impossible
    view: "intro",
    payoffShown: false,
  };
  let words = {};
  let call; // call(name, more) asks the engine; an error is in its result
  let ended = false; // whether the engine has broken off, so that only a new one helps

  // today is the day where the reader is, as 2006-01-02.
  function today() {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  // make makes an element; an attribute that is true stands without a value, one that is
  // false or null is left out. Children are elements or text.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "click") element.addEventListener("click", value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // say is a word of the language at hand with its places filled.
  function say(key, values = {}) {
    return (words[key] || "").replace(/\{([a-z_]+)\}/g, (place, name) => (name in values ? values[name] : place));
  }

  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const button = (key, click, primary) => make("button", { type: "button", class: primary && "primary", click }, say(key));

  // ask is call; where the engine fails, the page says so and the result is null.
  function ask(name, more) {
    const result = call(name, more);
    if (!result.error) return result;
    trouble();
    return null;
  }

  function trouble() {
    byID("trouble").replaceChildren(make("div", { class: "warning" }, make("p", {}, say("page.trouble")), button("page.restart", restart)));
    byID("trouble").scrollIntoView({ block: "nearest" });
  }

  const settle = () => byID("trouble").replaceChildren();

  // ---- the wizard

  function showIntro(focus) {
    state.view = "intro";
    const day = make("input", { id: "as-of", type: "date", value: state.asOf, "aria-describedby": "as-of-hint as-of-fault" });
    const fault = make("p", { id: "as-of-fault", class: "fault" });
    const form = make("form", { novalidate: true },
      make("div", { class: "field" },
        make("label", { for: "as-of" }, say("page.as_of")),
        make("p", { class: "hint", id: "as-of-hint" }, say("page.as_of_hint")), day, fault),
      make("div", { class: "buttons" }, make("button", { type: "submit", class: "primary" }, say("page.start"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!setAsOf(day.value)) return ended ? trouble() : complain(day, fault, say("fault.no_day"));
      showNext(true);
    });
    const head = heading(say("page.wizard"));
    settle();
    wizard.replaceChildren(head, make("p", {}, say("page.intro")), make("p", {}, say("page.private")), form);
    if (focus) head.focus();
  }

  function setAsOf(day) {
    const before = state.asOf;
    state.asOf = day;
    if (learnWords()) return true;
    state.asOf = before;
    return false;
  }

  const heading = (...children) => make("h2", { id: "wizard-head", tabindex: "-1" }, ...children);

  // showNext puts the next question, or the result once there is none. It goes on with the
  // answers that fit one another.
  function showNext(focus) {
    const next = ask("next");
    if (!next) return;
    for (const id of Object.keys(state.answers)) {
      if (!(id in next.answers)) state.dropped.add(id);
    }
    state.answers = next.answers;
    if (next.question) showQuestion(next, focus);
    else showResult(focus);
  }

  function showQuestion(next, focus) {
    state.view = "question";
    const question = next.question;
    const fault = make("p", { id: "fault", class: "fault" });
    const entry = entryFor(question, state.drafts[question.id]);
    const answer = (value) => {
      const result = ask("answer", { id: question.id, value });
      if (!result) return;
      if (result.fault) return complain(entry.focus(), fault, sentence(result.fault));
      delete state.drafts[question.id];
      state.dropped.delete(question.id);
      state.answers[question.id] = result.value;
      showNext(true);
    };
    const buttons = make("div", { class: "buttons" },
      make("button", { type: "submit", class: "primary" }, say("page.next")),
      button("page.unknown", () => answer("unknown")),
      button("page.back", () => goBack(next.asked)));
    const form = make("form", { novalidate: true, autocomplete: "off", "data-question": question.id }, ...entry.elements, fault, buttons);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(entry.value());
    });
    settle();
    wizard.replaceChildren(
      make("p", { class: "number", id: "number" }, say("page.number", next)),
      make("progress", { max: next.most, value: next.number - 1, "aria-hidden": "true" }), form);
    if (state.dropped.has(question.id)) form.before(make("p", { id: "again", class: "fault", role: "status" }, say("page.again")));
    if (focus) byID("wizard-head").focus();
  }

  // goBack puts the question before this one again, with its answer filled in.
  function goBack(asked) {
    if (asked.length === 0) return showIntro(true);
    change(asked[asked.length - 1]);
  }

  function change(id) {
    state.drafts[id] = state.answers[id];
    delete state.answers[id];
    showNext(true);
  }

  // entryFor is what a question of each kind is answered with: its elements, its value,
  // and the element that takes the focus when the value is at fault.
  function entryFor(question, draft) {
    const known = draft && draft !== "unknown" ? draft : "";
    const about = [make("p", { id: "why" }, question.why),
      make("details", {}, make("summary", {}, say("page.help")), make("p", {}, question.help))];
    const described = { "aria-describedby": "why fault" };
    if (question.kind === "yes_no") return choices(question, about, [["yes", "answer.yes"], ["no", "answer.no"]], known);
    if (question.kind === "occasion") return occasion(question, about, known);
    const input = make("input", {
      id: "value", value: known, ...described,
      ...{
        amount: { type: "text", inputmode: "decimal" },
        day: { type: "date", max: state.asOf },
        state: { type: "text", maxlength: "2", autocapitalize: "characters", spellcheck: "false" },
      }[question.kind],
    });
    const form = { amount: "page.amount", day: "page.date", state: "page.state" }[question.kind];
    const head = heading(make("label", { for: "value" }, question.question));
    const hint = make("p", { class: "hint", "aria-hidden": "true" }, say(form));
    return { elements: [head, ...about, hint, input], value: () => input.value, focus: () => input };
  }

  function radio(value, label, checked) {
    return make("label", { class: "choice" },
      make("input", { type: "radio", name: "choice", value, checked, "aria-describedby": "fault" }), label);
  }

  function choices(question, about, list, known) {
    const set = make("fieldset", { "aria-describedby": "why" },
      make("legend", {}, heading(question.question)), ...about,
      ...list.map(([value, key]) => radio(value, say(key), value === known)));
    return {
      elements: [set],
      value: () => set.querySelector("input:checked")?.value || "",
      focus: () => set.querySelector("input"),
    };
  }

  function occasion(question, about, known) {
    const day = make("input", { id: "value", type: "date", max: state.asOf, value: known === "never" ? "" : known,
      "aria-label": say("page.date"), "aria-describedby": "fault" });
    const entry = choices(question, about, [["never", "answer.never"], ["day", "page.on_day"]], known && known !== "never" ? "day" : known);
    const choice = entry.value, first = entry.focus;
    const show = () => { day.hidden = choice() !== "day"; };
    entry.elements[0].append(day);
    entry.elements[0].addEventListener("change", show);
    show();
    entry.value = () => (choice() === "day" ? day.value : choice());
    entry.focus = () => (choice() === "day" ? day : first());
    return entry;
  }

  // complain says what is wrong beside an input and takes the reader there.
  function complain(input, fault, text) {
    fault.textContent = text;
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  function showResult(focus) {
    const reply = ask("decide");
    if (!reply) return;
    state.view = "result";
    settle();
    const head = heading(reply.headline);
    const parts = [
      make("div", { class: "headline", role: "status" }, head, make("p", {}, reply.explanation)),
      part("result.steps", reply.next_steps.length && steps(reply)),
      part("result.agency", reply.agency && agency(reply.agency)),
      part("result.figures", figures(reply.figures)),
      part("result.criteria", reply.criteria.some((c) => c.asked) && criteria(reply)),
      part("result.remedies", reply.remedies.length && plainList(reply.remedies.map((remedy) => sentence(remedy.name)))),
      part("result.notes", plainList([...reply.notes, say("note.not_stored")])),
      part("result.answers", given(reply)),
      make("div", { class: "buttons" }, button("page.print", () => window.print(), true), button("page.restart", restart)),
    ];
    wizard.replaceChildren(...parts.flat().filter(Boolean));
    if (focus) head.focus();
  }

  const part = (key, content) => content && [make("h3", {}, say(key)), content];
  const plainList = (texts) => make("ul", {}, ...texts.map((text) => make("li", {}, text)));

  function restart() {
    if (ended) return location.reload(); // nothing is stored, so that this forgets everything too
    state.answers = {};
    state.drafts = {};
    state.dropped.clear();
    showIntro(true);
    if (location.hash === "#calculator") location.hash = "#wizard"; // its event shows the section
  }

  const steps = (reply) => make("ol", { class: "steps" }, ...reply.next_steps.map((step) =>
    make("li", { "data-step": step.id }, make("h4", {}, step.heading), make("p", {}, step.text))));

  const agency = (a) => make("address", { class: "address" },
    ...[a.name, ...a.lines].flatMap((line) => [line, make("br", {})]));

  const figures = (list) => make("dl", { class: "figures" }, ...list.map((figure) =>
    make("div", { "data-figure": figure.id }, make("dt", {}, figure.label), make("dd", {}, figure.value))));

  const criteria = (reply) => make("ul", { class: "criteria" }, ...reply.criteria.filter((c) => c.asked).map((c) =>
    make("li", { class: c.verdict, "data-criterion": c.id },
      make("h4", {}, c.heading, ": ", make("span", { class: "verdict" }, c.verdict_words)),
      make("p", {}, c.summary),
      make("details", { class: "small" }, make("summary", {}, say("result.rests_on")), make("p", { lang: "en" }, c.citation)))));

  const given = (reply) => make("dl", { class: "given" }, ...reply.answers.map((answer) =>
    make("div", { "data-answer": answer.id }, make("dt", {}, answer.short), make("dd", {}, answer.shown),
      make("button", { type: "button", "aria-label": say("page.change_of", answer), click: () => change(answer.id) }, say("page.change")))));

  // ---- the calculator

  const payoffForm = byID("payoff");
  const payoffFields = [...payoffForm.querySelectorAll(".field input")];

  function choosePayoff() {
    const by = payoffForm.elements.by.value;
    byID("field-monthly").hidden = by !== "monthly";
    byID("field-months").hidden = by !== "months";
  }

  // compute fills in the result; focus says whether to take the reader to what is wrong.
  function compute(focus) {
    const form = { by: payoffForm.elements.by.value };
    for (const input of payoffFields) form[input.name] = input.value;
    const result = ask("payoff", { payoff: form });
    if (!result) return;
    settle();
    for (const input of payoffFields) {
      const fault = result.faults[input.name];
      byID(`fault-${input.name}`).textContent = fault ? sentence(fault) : "";
      input.toggleAttribute("aria-invalid", false);
      if (fault) input.setAttribute("aria-invalid", "true");
    }
    const wrong = payoffFields.find((input) => result.faults[input.name]);
    state.payoffShown = !wrong;
    byID("payoff-live").replaceChildren(...(wrong ? [] : [make("h3", {}, say("calculator.result")), make("p", {}, result.summary)]));
    byID("payoff-result").replaceChildren(...(wrong ? [] : payoffResult(result)));
    if (wrong && focus) wrong.focus();
  }

  function payoffResult(result) {
    if (result.months === null) return [];
    const parts = [result.compared && make("p", {}, result.compared), figures(result.totals)];
    if (result.rows.length > 0) {
      parts.push(chart(result),
        make("div", { class: "scroll", role: "region", "aria-label": say("calculator.schedule"), tabindex: "0" }, schedule(result)));
    }
    parts.push(make("p", { class: "small" }, say("calculator.estimate")),
      make("div", { class: "buttons" }, button("page.print", () => window.print())));
    return parts.filter(Boolean);
  }

  const schedule = (result) => make("table", {},
    make("caption", {}, say("calculator.schedule")),
    make("thead", {}, make("tr", {}, ...result.heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...result.rows.map((row) => make("tr", {},
      make("th", { scope: "row" }, row[0]), ...row.slice(1).map((cell) => make("td", {}, cell))))));

  // chart draws what remains after each month. Its words are in HTML, so that they keep
  // their size on a small screen.
  function chart(result) {
    const lines = [["interest-first", result.interest_first], ["principal-first", result.principal_first]].filter(([, list]) => list);
    const longest = Math.max(...lines.map(([, list]) => list.length - 1));
    const highest = Math.max(...lines.flatMap(([, list]) => list));
    const points = (list) => list.map((cents, month) => `${(month / longest) * 1000},${300 - (cents / highest) * 300}`).join(" ");
    const picture = svg("svg", { viewBox: "0 0 1000 300", preserveAspectRatio: "none", role: "img", "aria-labelledby": "chart-title chart-text" },
      svg("title", { id: "chart-title" }, say("calculator.chart")), svg("desc", { id: "chart-text" }, result.chart_text),
      ...lines.map(([name, list]) => svg("polyline", { class: name, points: points(list) })));
    const swatch = (name) => svg("svg", { viewBox: "0 0 40 12", "aria-hidden": "true" }, svg("line", { class: name, x1: 0, y1: 6, x2: 40, y2: 6 }));
    return make("figure", { class: "chart" },
      make("figcaption", {}, make("strong", {}, say("calculator.chart")),
        make("ul", { class: "legend" }, ...lines.reverse().map(([name]) => make("li", {}, swatch(name), say(`calculator.${name.replace("-", "_")}`))))),
      make("div", { class: "axis", "aria-hidden": "true" }, make("span", {}, result.axis_top)), picture,
      make("div", { class: "axis", "aria-hidden": "true" }, make("span", {}, "0"), make("span", {}, result.axis_right)));
  }

  // ---- the page around them

  // learnWords fetches the words of the language and day at hand; false for no such day.
  function learnWords() {
    const learned = call("words");
    if (learned.error) return false;
    words = learned.words;
    document.documentElement.lang = state.language;
    document.title = say("page.title");
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
    for (const element of document.querySelectorAll("[data-language]")) {
      element.setAttribute("aria-pressed", String(element.dataset.language === state.language));
    }
    byID("program").textContent = `${say("page.program")} ${learned.program}`;
    byID("footer").textContent = say("page.footer");
    return true;
  }

  // speak changes the language and keeps everything else, what is half typed too.
  function speak(language) {
    const typed = byID("value")?.value;
    const chosen = wizard.querySelector("input[type=radio]:checked")?.value;
    state.language = language;
    learnWords();
    if (state.view === "question") {
      showNext(false);
      for (const input of wizard.querySelectorAll("input[type=radio]")) input.checked = input.value === chosen;
      wizard.querySelector("fieldset")?.dispatchEvent(new Event("change"));
      if (byID("value")) byID("value").value = typed || "";
    } else if (state.view === "result") showResult(false);
    else showIntro(false);
    if (state.payoffShown) compute(false);
    else clearPayoff();
  }

  function clearPayoff() {
    for (const input of payoffFields) {
      byID(`fault-${input.name}`).textContent = "";
      input.removeAttribute("aria-invalid");
    }
  }

  // showSection shows the part of the page that the address names.
  function showSection(focus) {
    const calculator = location.hash === "#calculator";
    wizard.hidden = calculator;
    byID("calculator").hidden = !calculator;
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === (calculator ? "#calculator" : "#wizard")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (focus) byID(calculator ? "calculator-head" : "wizard-head")?.focus();
  }

  // openEngine unpacks the engine and starts it.
  async function openEngine() {
    const packed = Uint8Array.from(atob(byID("engine").textContent), (character) => character.charCodeAt(0));
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const go = new Go();
    const { instance } = await WebAssembly.instantiate(await new Response(unpacked).arrayBuffer(), go.importObject);
    go.run(instance);
    byID("engine").remove();
    const opened = arrearsOpen(byID("policy").textContent);
    if (typeof opened !== "function") throw new Error(opened);
    call = (name, more) => {
      try {
        return JSON.parse(opened(name, JSON.stringify({ language: state.language, as_of: state.asOf, answers: state.answers, ...more })));
      } catch (fault) {
        ended = true;
        return { error: String(fault) };
      }
    };
    if (!learnWords()) throw new Error("the engine knows no words");
  }

  async function begin() {
    try {
      await openEngine();
    } catch (fault) {
      console.error(fault);
      byID("unsupported").hidden = false;
      byID("loading").hidden = true;
      return;
    }
    for (const element of document.querySelectorAll("[data-language]")) element.addEventListener("click", () => speak(element.dataset.language));
    payoffForm.addEventListener("submit", (event) => { event.preventDefault(); compute(true); });
    payoffForm.addEventListener("change", choosePayoff);
    window.addEventListener("hashchange", () => { if (location.hash !== "#main") showSection(true); });
    choosePayoff();
    showIntro(false);
    showSection(false);
    byID("loading").hidden = true;
    document.querySelector("nav").hidden = false;
    byID("main").hidden = false;
  }

  begin();
})();
