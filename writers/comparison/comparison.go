// Package comparison writes what became of one run until another: as text for a person
// at a terminal, and as a table that holds everything. Neither names anybody but by
// identifier.
package comparison

import (
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// kind is what a row of the table tells.
type kind string

// The kinds, in the order of the table.
const (
	newlyEligible    kind = "newly_eligible"
	noLongerEligible kind = "no_longer_eligible"
	newlyListed      kind = "newly_on_outreach_list"
	noLongerListed   kind = "no_longer_on_outreach_list"
	coming           kind = "coming_eligible"
	ncpAdded         kind = "ncp_added"
	ncpGone          kind = "ncp_gone"
	caseAdded        kind = "case_added"
	caseGone         kind = "case_gone"
	unexplained      kind = "unexplained_movement"
)

// row is one row of the table: an NCP, a case, or a movement.
type row struct {
	kind     kind
	ncp      *report.NCPChange
	caseOnly *report.CaseChange
	movement *report.Movement
}

// rows are all changes, list by list.
func rows(c *report.Changes) []row {
	var all []row
	for _, list := range []struct {
		kind kind
		ncps []report.NCPChange
	}{{newlyEligible, c.NewlyEligible}, {noLongerEligible, c.NoLongerEligible}, {newlyListed, c.NewlyListed}, {noLongerListed, c.NoLongerListed},
		{coming, c.Coming}, {ncpAdded, c.NCPsAdded}, {ncpGone, c.NCPsGone}} {
		for i := range list.ncps {
			all = append(all, row{kind: list.kind, ncp: &list.ncps[i]})
		}
	}
	for i := range c.CasesAdded {
		all = append(all, row{kind: caseAdded, caseOnly: &c.CasesAdded[i]})
	}
	for i := range c.CasesGone {
		all = append(all, row{kind: caseGone, caseOnly: &c.CasesGone[i]})
	}
	for i := range c.Unexplained {
		all = append(all, row{kind: unexplained, movement: &c.Unexplained[i]})
	}
	return all
}

// Table is every change, a row each: NCPs with their statuses and the criteria that
// turned, cases with what they owe, movements with what explains them. Columns that do
// not apply to a row are blank. Beside a doubt stands what may be behind it without fault. Totals (charged, …) of a movement are its own, after less
// before.
func Table(c *report.Changes) report.Table {
	all := rows(c)
	var columns []report.Column
	add := func(kind report.Kind, list bool, names ...string) {
		for _, name := range names {
			columns = append(columns, report.Column{Name: name, Heading: name, Kind: kind, List: list})
		}
	}
	add(report.Word, false, "change")
	add(report.Text, false, "ncp_id", "case_id")
	add(report.Word, false, "status_before", "status_after")
	add(report.Word, true, "turned")
	add(report.Day, false, "eligible_on")
	add(report.Word, true, "suppressed_before", "suppressed_after")
	add(report.Money, false, "compromisable_before", "compromisable_after", "arrears_before", "arrears_after", "owed_before", "owed_after",
		"charged", "adjusted", "interest_adjusted", "paid", "interest_implied", "interest_at_least", "interest_at_most", "unexplained")
	add(report.Word, false, "doubt")
	add(report.Word, true, "perhaps")
	return report.Table{Name: "changes", Columns: columns, Items: len(all), Append: func(dst []report.Value, i int) []report.Value {
		return appendRow(dst, &all[i])
	}}
}

func word(text string) report.Value {
	return report.Value{Kind: report.Word, Text: text, Blank: text == ""}
}

func text(s string) report.Value { return report.Value{Kind: report.Text, Text: s, Blank: s == ""} }

func day(date ledger.Date) report.Value {
	return report.Value{Kind: report.Day, Number: int64(date), Blank: date == 0}
}

// moneyIf is an amount, blank where it does not apply.
func moneyIf(applies bool, amount ledger.Cents) report.Value {
	return report.Value{Kind: report.Money, Number: int64(amount), Blank: !applies}
}

func appendRow(dst []report.Value, r *row) []report.Value {
	var n report.NCPChange
	var m report.Movement
	var k report.CaseChange
	caseID, ncpID := "", ""
	switch {
	case r.ncp != nil:
		n, ncpID = *r.ncp, r.ncp.ID()
	case r.caseOnly != nil:
		k = *r.caseOnly
		caseID, ncpID = k.ID(), k.Before.NCPID+k.After.NCPID // one of them is blank
	default:
		m = *r.movement
		k = report.CaseChange{Before: m.Before, After: m.After}
		caseID, ncpID = m.After.ID, m.After.NCPID
	}
	was, is, moved := n.Before.Status != 0, n.After.Status != 0, r.movement != nil
	caseWas, caseIs := k.Before.NCPID != "", k.After.NCPID != ""
	return append(dst, word(string(r.kind)), text(ncpID), text(caseID), word(n.Before.Status.String()), word(n.After.Status.String()),
		word(turned(&n)), day(n.After.EligibleOn), word(n.Before.Suppressed.String()), word(n.After.Suppressed.String()),
		moneyIf(was, n.Before.Compromisable), moneyIf(is, n.After.Compromisable),
		moneyIf(was || caseWas, n.Before.Arrears+k.Before.Arrears), moneyIf(is || caseIs, n.After.Arrears+k.After.Arrears),
		moneyIf(caseWas, k.Before.Owed()), moneyIf(caseIs, k.After.Owed()),
		moneyIf(moved, m.Charged), moneyIf(moved, m.Adjusted), moneyIf(moved, m.InterestAdjusted), moneyIf(moved, m.Paid),
		moneyIf(moved, m.Interest), moneyIf(moved, m.InterestAtLeast), moneyIf(moved, m.InterestAtMost), moneyIf(moved, m.Unexplained()),
		word(m.Doubt.String()), word(strings.Join(perhaps[m.Doubt], report.ListMark)))
}

// perhaps is what may be behind a doubt without fault, and a finished run does not tell: a
// higher rate of the case's own, a payment of the past that was voided, an entry dated back.
var perhaps = map[report.Doubt][]string{
	report.InterestTooHigh: {"own_rate", "voided_payment", "dated_back"},
	report.InterestTooLow:  {"dated_back"},
}

// turned lists the criteria that turned: no_recent_contempt:pass>fail, joined by `;`.
func turned(n *report.NCPChange) string {
	var all []string
	for _, turn := range n.Turns() {
		all = append(all, turn.Criterion+":"+turn.From.String()+">"+turn.To.String())
	}
	return strings.Join(all, report.ListMark)
}
