// Package headline is the figures that head a report, with what they were in the run
// before.
package headline

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// Figure is a count or an amount of a run.
type Figure struct {
	ID    string // by which a report finds it
	Label string
	Money bool // Of is cents
	Of    func(h *report.Headline) int64
}

// Figures lists the figures in the order in which they are shown.
func Figures() []Figure {
	amount := func(id, label string, of func(t *report.Totals) ledger.Cents) Figure {
		return Figure{id, label, true, func(h *report.Headline) int64 { return int64(of(&h.Totals)) }}
	}
	count := func(id, label string, of func(h *report.Headline) int) Figure {
		return Figure{id, label, false, func(h *report.Headline) int64 { return int64(of(h)) }}
	}
	status := func(status coap.Status, label string) Figure {
		return count(status.String(), label, func(h *report.Headline) int { return h.Totals.ByStatus[status].NCPs })
	}
	return []Figure{
		amount("arrears", "All arrears", func(t *report.Totals) ledger.Cents { return t.Arrears() }),
		amount("family", "Owed to families", func(t *report.Totals) ledger.Cents { return t.PrincipalFamily + t.InterestFamily }),
		amount("government", "Owed to the government", func(t *report.Totals) ledger.Cents { return t.PrincipalGovernment + t.InterestGovernment }),
		amount("compromisable", "Compromisable", func(t *report.Totals) ledger.Cents { return t.Compromisable }),
		count("outreach", "On the outreach list", func(h *report.Headline) int { return h.Outreach }),
		amount("offers", "Their offers (estimate)", func(t *report.Totals) ledger.Cents { return t.Offered }),
		amount("forgiveness", "Their forgiveness (estimate)", func(t *report.Totals) ledger.Cents { return t.Forgiven }),
		status(coap.Eligible, "Parents eligible"), status(coap.Review, "Parents to be reviewed"), status(coap.Later, "Parents eligible later"),
		amount("current", "Current support due", func(t *report.Totals) ledger.Cents { return t.CurrentDue }),
		count("ncps", "Non-custodial parents", func(h *report.Headline) int { return h.Totals.NCPs }),
		count("cases", "Cases", func(h *report.Headline) int { return h.Totals.Cases }),
		count("tainted", "Cases tainted by rejects", func(h *report.Headline) int { return h.Totals.CasesTainted }),
	}
}

// Now is the headline of a report.
func Now(r *report.Report) *report.Headline {
	return &report.Headline{AsOf: r.AsOf, Outreach: len(r.Outreach), Totals: r.Totals}
}

// Text is a value of the figure as people read it.
func (f *Figure) Text(value int64) string {
	if f.Money {
		return ledger.Cents(value).Dollars()
	}
	return words.Count(int(value))
}

// Change says by how much the figure moved: +$12.00, −3, no change.
func (f *Figure) Change(before, after *report.Headline) string {
	switch moved := f.Of(after) - f.Of(before); {
	case moved > 0:
		return "+" + f.Text(moved)
	case moved < 0:
		return "−" + f.Text(-moved)
	}
	return "no change"
}
