package comparison

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// across is how many characters a line takes, where an identifier is not longer.
const across = 80

// WriteText writes the changes for a person at a terminal: figures first, then of each
// list as many as limit allows.
func WriteText(w io.Writer, c *report.Changes, limit int) error {
	t := &texter{Writer: bufio.NewWriter(w), limit: limit}
	t.head(c)
	t.figures(&c.Before, &c.After)
	t.counts(c)
	t.details(c)
	return t.Flush()
}

type texter struct {
	*bufio.Writer
	limit int
}

func (t *texter) line(format string, arguments ...any) {
	text := fmt.Sprintf(format, arguments...)
	_, _ = t.WriteString(strings.TrimRight(text, " ") + "\n") // bufio keeps the error for Flush
}

// margin stands before what is said about an item.
const margin = "      "

// wrapped writes a sentence behind a first word, broken between words; further lines
// stand behind the margin.
func (t *texter) wrapped(first, margin, text string) {
	line, empty := first, true
	for _, word := range strings.Fields(text) {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > across {
			t.line("%s", line)
			line, empty = margin, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	t.line("%s", line)
}

// note writes a sentence about an item.
func (t *texter) note(text string) { t.wrapped(margin, margin, text) }

func (t *texter) head(c *report.Changes) {
	t.line("Changes from %s to %s", words.Date(c.Before.AsOf), words.Date(c.After.AsOf))
	t.line("Policy %s", c.After.Policy.Label())
	for _, warning := range words.ChangeWarnings(c) {
		t.wrapped("! ", "  ", warning)
	}
	if c.Before.AsOf == c.After.AsOf {
		t.wrapped("! ", "  ", "Both runs are as of the same date: what differs is due to the exports, the rules or the program, not to time.")
	}
}

// figures shows what both runs found, side by side.
func (t *texter) figures(before, after *report.Headline) {
	t.line("\n%-23s %18s %18s %18s", "", "before", "after", "change")
	count := func(label string, b, a int) {
		t.line("%-23s %18s %18s %18s", label, words.Count(b), words.Count(a), signedCount(a-b))
	}
	sum := func(label string, b, a ledger.Cents) {
		t.line("%-23s %18s %18s %18s", label, b.Dollars(), a.Dollars(), signed(a-b))
	}
	b, a := &before.Totals, &after.Totals
	count("NCPs", b.NCPs, a.NCPs)
	for _, status := range []coap.Status{coap.Eligible, coap.Review, coap.Later, coap.Ineligible, coap.NotCollectible, coap.NoArrears} {
		count("  "+words.Status(status), b.ByStatus[status].NCPs, a.ByStatus[status].NCPs)
	}
	count("On the outreach list", before.Outreach, after.Outreach)
	count("Cases", b.Cases, a.Cases)
	count("  tainted", b.CasesTainted, a.CasesTainted)
	sum("Arrears", b.Arrears(), a.Arrears())
	sum("  to families", b.PrincipalFamily+b.InterestFamily, a.PrincipalFamily+a.InterestFamily)
	sum("  to the government", b.PrincipalGovernment+b.InterestGovernment, a.PrincipalGovernment+a.InterestGovernment)
	sum("Compromisable", b.Compromisable, a.Compromisable)
	sum("Current due", b.CurrentDue, a.CurrentDue)
	sum("Held credit", b.HeldCredit, a.HeldCredit)
	sum("Offers on the list", b.Offered, a.Offered)
	sum("Forgiveness on the list", b.Forgiven, a.Forgiven)
}

// signed is a difference as people read it.
func signed(amount ledger.Cents) string {
	switch {
	case amount == 0:
		return "same"
	case amount > 0:
		return "+" + amount.Dollars()
	}
	return amount.Dollars()
}

func signedCount(n int) string {
	switch {
	case n == 0:
		return "same"
	case n > 0:
		return "+" + words.Count(n)
	}
	return words.Count(n)
}

// counts says how long each list is.
func (t *texter) counts(c *report.Changes) {
	t.line("")
	for _, list := range []struct {
		label string
		count int
	}{
		{"Newly eligible", len(c.NewlyEligible)},
		{"No longer eligible", len(c.NoLongerEligible)},
		{"Newly on the outreach list", len(c.NewlyListed)},
		{"No longer on the outreach list", len(c.NoLongerListed)},
		{comingLabel(c), len(c.Coming)},
		{"NCPs that came", len(c.NCPsAdded)},
		{"NCPs that went", len(c.NCPsGone)},
		{"Cases that came", len(c.CasesAdded)},
		{"Cases that went", len(c.CasesGone)},
		{"Balances that moved without explanation", len(c.Unexplained)},
	} {
		t.line("%-50s %10s", list.label, words.Count(list.count))
	}
}

func comingLabel(c *report.Changes) string {
	return "Will become eligible by " + words.Date(horizon(c))
}

// horizon is the last day to which the list of the second run looks ahead.
func horizon(c *report.Changes) ledger.Date { return c.After.AsOf + ledger.Date(c.HorizonDays) }

// shown is an identifier as it is safe on a terminal.
func shown(id string) string {
	if id == "" {
		return `""`
	}
	return ledger.Printable(id)
}
