package page

import (
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// changed is what became of the run before, in counts.
type changed struct {
	Warnings []string
	Counts   table
}

func newChanged(c *report.Changes) *changed {
	if c == nil {
		return nil
	}
	row := func(label string, n int) []string { return []string{label, words.Count(n)} }
	return &changed{Warnings: words.ChangeWarnings(c), Counts: table{Caption: "Changes since " + words.Date(c.Before.AsOf), Texts: 1, Heads: []string{"What changed", "How many"}, Rows: [][]string{
		row("Newly eligible parents", len(c.NewlyEligible)),
		row("No longer eligible", len(c.NoLongerEligible)),
		row("Newly on the outreach list", len(c.NewlyListed)),
		row("No longer on the outreach list", len(c.NoLongerListed)),
		row("Eligible within "+words.Counted(c.HorizonDays, "day"), len(c.Coming)),
		row("Balances that are not explained", len(c.Unexplained)),
		row("New parents", len(c.NCPsAdded)),
		row("Parents gone", len(c.NCPsGone)),
		row("New cases", len(c.CasesAdded)),
		row("Cases gone", len(c.CasesGone)),
	}}}
}
