package statement

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/writers/internal/words"
)

// WriteJSON writes the document as one JSON object.
func WriteJSON(w io.Writer, d *Document) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(d)
}

// WriteText writes the document for a person at a terminal. Sentences are in people's
// forms; columns of figures and dates are in machine form, aligned and easy to take on.
func WriteText(w io.Writer, d *Document) error {
	t := &texter{Writer: bufio.NewWriter(w), banner: d.Banner}
	t.head(d)
	t.rules(d)
	t.story(d)
	t.leftOut(d)
	t.interest(d)
	t.balances(d)
	if !d.withoutCriteria() {
		t.determination(d)
	}
	if t.banner != "" {
		t.line("\n%s", t.banner)
	}
	return t.Flush()
}

// texter writes lines. The banner, if there is one, stands at the top, at the end and over
// each part, so that it is on every page and screen.
type texter struct {
	*bufio.Writer
	banner string
}

func (t *texter) line(format string, arguments ...any) {
	for i := range arguments {
		if text, ok := arguments[i].(string); ok {
			arguments[i] = ledger.Printable(text) // a terminal must not obey what an export holds
		}
	}
	text := fmt.Sprintf(format, arguments...)
	_, _ = t.WriteString(strings.TrimRight(text, " ") + "\n") // bufio keeps the error for Flush
}

func (t *texter) title(text string) {
	if t.banner != "" {
		t.line("\n%s", t.banner)
	}
	t.line("\n%s\n%s", text, strings.Repeat("-", len(text)))
}

func (t *texter) head(d *Document) {
	t.line("STATEMENT OF CASE %s", d.CaseID)
	if t.banner != "" {
		t.line("%s", t.banner)
	}
	t.line("as of %s, under policy %s", d.AsOf.People(), d.Policy)
	t.line("NCP %s", d.NCPID)
	if d.County != "" {
		t.line("county %s", d.County)
	}
	if d.CurrentSupport.Known() {
		t.line("current support %s a month", d.CurrentSupport.Dollars())
	}
	if d.Tainted {
		t.line("TAINTED: input that names this case or its NCP was rejected; the figures may lack something")
	}
	t.line("%s", d.sourceNote())
	if note := d.withoutNote(); note != "" {
		t.line("%s", note)
	}
}

func (t *texter) rules(d *Document) {
	t.title("Rules")
	for _, rule := range d.Rules {
		t.line("%s: %s", rule.Path, peopleDates(rule.Value))
		t.line("    %s", peopleDates(rule.Citation))
	}
}

func (t *texter) story(d *Document) {
	t.title("Entries, in the order of the replay")
	if len(d.Steps) == 0 {
		t.line("none")
	}
	for _, step := range d.Steps {
		if step.Row == nil {
			t.line("%s  %s", step.Date, step.Event)
		} else {
			t.entry(step.Row)
		}
		if step.Order != "" {
			t.line("            order: %s", step.Order)
		}
		for _, e := range step.Effects {
			t.line("            %14s  %s", e.Amount, e.words())
		}
	}
}

func (t *texter) entry(r *Row) {
	details := []string{r.Account, r.Source, r.Place}
	if r.EntryID != "" {
		details = append(details, "entry "+r.EntryID)
	}
	if r.Ref != "" {
		details = append(details, "ref "+r.Ref)
	}
	kept := details[:0]
	for _, detail := range details {
		if detail != "" {
			kept = append(kept, detail)
		}
	}
	t.line("%s  %-19s %14s  %s", r.Date, strings.ReplaceAll(r.Type, "_", " "), r.Amount, strings.Join(kept, ", "))
}

// words says what an effect did.
func (e *Effect) words() string {
	switch e.What {
	case "past_due":
		return fmt.Sprintf("of %s due %s becomes past due", e.Account, e.Installment)
	case "held":
		return "is held as credit"
	case "interest":
		return "to interest of " + e.Account
	}
	return fmt.Sprintf("to %s of %s of %s", e.What, e.Account, e.Installment)
}

func (t *texter) leftOut(d *Document) {
	if len(d.LeftOut)+len(d.Rejects) == 0 {
		return
	}
	t.title("Left out")
	for i := range d.LeftOut {
		t.entry(&d.LeftOut[i])
		t.line("            %s", d.LeftOut[i].Fate)
	}
	for _, reject := range d.Rejects {
		t.line("%s: %s: %s", reject.Place, strings.TrimSpace(reject.Code+" "+reject.Column), reject.Message)
	}
}

func (t *texter) interest(d *Document) {
	t.title("Interest, by stretch of constant principal and rate")
	t.line("interest = principal × units / units a year × rate; shown to six decimals, computed exactly")
	for _, account := range d.Interest {
		t.line("\n%s", account.Account)
		if len(account.Stretches) > 0 {
			t.line("  %-10s  %-10s %6s %16s %8s %9s %18s", "from", "to", "days", "principal", "rate", "units", "interest")
		}
		for _, s := range account.Stretches {
			t.line("  %s  %s %6d %16s %8s %9s %18s", s.From, s.To, s.Days, s.Principal, s.Rate, fmt.Sprintf("%d/%d", s.Units, s.UnitsPerYear), s.Interest)
		}
		t.line("  borne %s + adjusted %s - paid or taken away %s = unpaid %s; payable %s", account.Borne, account.Adjusted, account.Paid, account.Unpaid, account.Payable)
	}
}

func (t *texter) balances(d *Document) {
	t.title("Balances")
	t.line("%-8s %-11s %16s %16s %16s  %s", "account", "owed to", "principal", "interest", "current due", "oldest due")
	for _, b := range d.Balances {
		t.line("%-8s %-11s %16s %16s %16s  %s", b.Account, b.OwedTo, b.Principal, b.Interest, b.CurrentDue, b.OldestDue)
	}
	c := &d.Case
	t.line("\narrears %s (of it compromisable %s), current due %s, held credit %s", c.Arrears.Dollars(), c.Compromisable.Dollars(), c.CurrentDue.Dollars(), c.HeldCredit.Dollars())
	t.line("charged %s, adjusted %s, interest adjusted %s, paid %s; %s", c.Charged.Dollars(), c.Adjusted.Dollars(), c.InterestAdjusted.Dollars(), c.Paid.Dollars(), entryCount(c.Entries))
	for _, v := range c.Variances {
		t.line("%s: recomputed %s - recorded %s = variance %s", v.Of, v.Recomputed.Dollars(), v.Recorded.Dollars(), v.Difference.Dollars())
	}
	t.line("%s past due; paid to arrears in the last 12 complete months %s; compliant months %d", words.Counted(c.DaysPastDue, "day"), c.PaidToArrears.Dollars(), c.CompliantMonths)
}

func (t *texter) determination(d *Document) {
	n := &d.NCP
	t.title("NCP " + d.NCPID + ": " + n.words.status)
	t.cases(n)
	t.line("%s", n.means())
	if n.PlanPayment.Known() {
		t.line("plan: at capacity less current support %s; within the horizon at %s a month", n.planWords(), n.PlanPayment.Dollars())
		t.line("      redo it with: arrears payoff --principal %s --interest %s --monthly M, or --months N", n.Principal, n.Interest)
	}
	for _, pair := range [][2]string{{"eligible on", n.EligibleOn.People()}, {"remedies at stake", n.words.remedies}, {"next steps", n.words.steps}, {"kept off the list", n.words.suppressed}} {
		if pair[1] != "" {
			t.line("%s: %s", pair[0], pair[1])
		}
	}
	t.line("")
	for _, f := range d.Criteria {
		t.line("%-8s %s", strings.ToUpper(f.Verdict), f.Criterion)
		t.line("         %s", peopleSentence(f.Evidence))
		t.line("         [%s]", peopleDates(f.Citation))
	}
}

// cases shows what each case adds.
func (t *texter) cases(n *NCPFigure) {
	row := func(name, pf, inf, pg, ig, arrears, compromisable string) {
		t.line("%-16s %14s %14s %14s %14s %14s %14s", name, pf, inf, pg, ig, arrears, compromisable)
	}
	row("", "family", "family", "government", "government", "", "")
	row("case", "principal", "interest", "principal", "interest", "arrears", "compromisable")
	for _, c := range n.Cases {
		support := "not recorded"
		if c.CurrentSupport.Known() {
			support = c.CurrentSupport.Dollars()
		}
		row(c.CaseID, c.PrincipalFamily.String(), c.InterestFamily.String(), c.PrincipalGovernment.String(), c.InterestGovernment.String(),
			c.Arrears.String(), c.Compromisable.String())
		t.line("%-16s interstate rule %s, current support %s, %s past due, compliant months %d", "", c.Interstate, support, words.Counted(c.DaysPastDue, "day"), c.CompliantMonths)
	}
	t.line("together: principal %s, interest %s, arrears %s, compromisable %s, current support %s", n.Principal.Dollars(), n.Interest.Dollars(), n.Arrears.Dollars(), n.Compromisable.Dollars(), n.CurrentSupport.Dollars())
}

// planWords is how long the plan takes, or why it can't be said.
func (n *NCPFigure) planWords() string {
	switch {
	case n.PlanMonths != nil:
		return words.Counted(int(*n.PlanMonths), "month")
	case !n.Capacity.Known():
		return "is not known, for capacity is not"
	}
	return "it never ends"
}

// means says what the NCP can pay, and where a compromise is open, what to offer.
func (n *NCPFigure) means() string {
	text := "capacity " + n.Capacity.Dollars() + " a month"
	if n.mayOffer() {
		text += fmt.Sprintf(", offer %s (at least %s)", n.Offer.Dollars(), n.MinimumOffer.Dollars())
	}
	if n.mayForgive() {
		text += ", forgiven " + n.Forgiven.Dollars()
	}
	return text
}

func entryCount(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return words.Count(n) + " entries"
}
