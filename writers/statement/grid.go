package statement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// historySection is the grid of what was ordered and paid. It is laid out as California's
// form FL-421 (Payment History Attachment) asks: the months below one another, for each
// year the amounts ordered and paid side by side, and the year's totals at the foot.
func historySection(d *Document) section {
	s := section{"history", "Payment history", historySheet, []block{{List: []string{
		"Ordered is the sum of the charges that fell due in the month; paid is the sum of the payments received in it, whatever they were credited to. A month in which neither happened is blank. Voided entries are left out.",
		"The grid follows the layout of California's form FL-421, Payment History Attachment: months below one another, for each year what was ordered and what was paid. It is not that form. The form is filled in for each kind of support apart; this grid has all accounts of the case together.",
	}}}}
	years := d.History.Years
	if gaps := emptyYears(years); gaps != "" {
		s.Blocks = append(s.Blocks, block{Text: "No entry is dated in " + gaps + "."})
	}
	for block := range slices.Chunk(years, yearsAcross(years)) {
		s.Blocks = append(s.Blocks, gridBlock(block))
	}
	return section{s.ID, s.Title, s.Sheet, append(s.Blocks, block{Table: yearsTable(&d.History)})}
}

// yearsAcross is how many years stand side by side: as many as a page of Letter paper
// has room for.
func yearsAcross(years []HistoryYear) int {
	widest := 0
	for i := range years {
		widest = max(widest, utf8.RuneCountInString(years[i].Ordered.People()), utf8.RuneCountInString(years[i].Paid.People()))
	}
	switch {
	case widest <= len("999,999.99"):
		return 4
	case widest <= len("99,999,999.99"):
		return 3
	}
	return 2
}

// emptyYears names the years between the first and the last that have no entry.
func emptyYears(years []HistoryYear) string {
	var gaps []string
	for i := 1; i < len(years); i++ {
		from, to := years[i-1].Year+1, years[i].Year-1
		switch {
		case from == to:
			gaps = append(gaps, strconv.Itoa(from))
		case from < to:
			gaps = append(gaps, fmt.Sprintf("%d to %d", from, to))
		}
	}
	return strings.Join(gaps, ", ")
}

func gridBlock(years []HistoryYear) block {
	first, last := years[0].Year, years[len(years)-1].Year
	caption := fmt.Sprintf("%d to %d, in dollars", first, last)
	if first == last {
		caption = fmt.Sprintf("%d, in dollars", first)
	}
	t := &table{Caption: caption, Columns: []column{{"Month", text, 10}}, Whole: true}
	rows := make([]row, len(monthNames)+1)
	for month, name := range monthNames {
		rows[month].Cells = []cell{textCell(name)}
	}
	foot := &rows[len(monthNames)]
	*foot = row{total, []cell{textCell("Total")}}
	for i := range years {
		y := &years[i]
		t.Groups = append(t.Groups, group{strconv.Itoa(y.Year), 2})
		t.Columns = append(t.Columns, column{"Ordered", money, 0}, column{"Paid", money, 0})
		for month := range monthNames {
			rows[month].Cells = append(rows[month].Cells, y.month(month+1)...)
		}
		foot.Cells = append(foot.Cells, moneyCell(y.Ordered), moneyCell(y.Paid))
	}
	t.Rows = rows
	return block{Table: t}
}

// month is the cells of a month, from 1: blank where nothing was ordered or paid.
func (y *HistoryYear) month(number int) []cell {
	for _, m := range y.Months {
		if m.Month == number {
			return []cell{moneyCell(m.Ordered), moneyCell(m.Paid)}
		}
	}
	return make([]cell, 2)
}

// yearsTable sums the years, with what is neither a charge nor a payment.
func yearsTable(h *History) *table {
	t := &table{Caption: "Totals by year, in dollars", None: "There are no entries.", Columns: []column{{"Year", text, 10}, {"Ordered", money, 0}, {"Paid", money, 0},
		{"Judgments", money, 0}, {"Adjustments of principal", money, 0}, {"Adjustments of interest", money, 0}}}
	line := func(role role, label string, y *YearTotal) row {
		return amounts(role, label, y.Ordered, y.Paid, y.Judgments, y.Adjustments, y.InterestAdjustments)
	}
	for i := range h.Years {
		t.Rows = append(t.Rows, line(body, strconv.Itoa(h.Years[i].Year), &h.Years[i].YearTotal))
	}
	if len(t.Rows) > 0 {
		t.Rows = append(t.Rows, line(total, "All years", &h.Total))
	}
	return t
}
