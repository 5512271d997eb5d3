package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/calendar"
	"arrears/writers/internal/words"
)

// countiesCharted is how many counties the chart shows; the table shows them all.
const countiesCharted = 12

func dollars(amounts ...ledger.Cents) []string {
	texts := make([]string, len(amounts))
	for i, amount := range amounts {
		texts[i] = amount.Dollars()
	}
	return texts
}

// owedBlock says to whom the arrears are owed, principal and interest.
func owedBlock(t *report.Totals) block {
	family, government := t.PrincipalFamily+t.InterestFamily, t.PrincipalGovernment+t.InterestGovernment
	b := newChart("owed", "Arrears by whom they are owed to", []series{{"principal", "Principal"}, {"interest", "Interest"}})
	b.add("Families", family.Dollars(), t.PrincipalFamily, t.InterestFamily)
	b.add("Government", government.Dollars(), t.PrincipalGovernment, t.InterestGovernment)
	b.describe(fmt.Sprintf("Families are owed %s, of it %s interest; the government %s, of it %s interest.",
		family.Dollars(), t.InterestFamily.Dollars(), government.Dollars(), t.InterestGovernment.Dollars()))
	return block{b, table{Caption: "Arrears by whom they are owed to", Texts: 1, Heads: []string{"Owed to", "Principal", "Interest", "Together"},
		Rows: [][]string{
			append([]string{"Families"}, dollars(t.PrincipalFamily, t.InterestFamily, family)...),
			append([]string{"Government"}, dollars(t.PrincipalGovernment, t.InterestGovernment, government)...)},
		Total: append([]string{"All"}, dollars(t.PrincipalFamily+t.PrincipalGovernment, t.InterestFamily+t.InterestGovernment, t.Arrears())...)}}
}

var owedTo = []series{{"family", "Owed to families"}, {"government", "Owed to the government"}}

// agesBlock says how old the arrears are.
func agesBlock(t *report.Totals) block {
	chart := newChart("age", "Arrears by age of the oldest installment", owedTo)
	rows := table{Caption: "Arrears by age of the oldest installment", Texts: 1, Heads: []string{"Age", "Cases", "Families", "Government", "Together"}}
	var sum, largest report.AgeTotal
	for _, age := range t.ByAge {
		label := words.Sentence(age.Label)
		chart.add(label, (age.Family + age.Government).Dollars(), age.Family, age.Government)
		rows.Rows = append(rows.Rows, append([]string{label, words.Count(age.Cases)}, dollars(age.Family, age.Government, age.Family+age.Government)...))
		sum.Cases, sum.Family, sum.Government = sum.Cases+age.Cases, sum.Family+age.Family, sum.Government+age.Government
		if age.Family+age.Government > largest.Family+largest.Government {
			largest = age
		}
	}
	rows.Total = append([]string{"All", words.Count(sum.Cases)}, dollars(sum.Family, sum.Government, sum.Family+sum.Government)...)
	if largest.Label == "" {
		chart.describe("Nothing is past due.")
	} else {
		chart.describe(fmt.Sprintf("The largest part, %s in %s, is of this age: %s.", (largest.Family + largest.Government).Dollars(),
			words.Counted(largest.Cases, "case"), largest.Label))
	}
	return block{chart, rows}
}

// statusesBlock counts the NCPs by status, those who may apply first.
func statusesBlock(t *report.Totals) block {
	chart := newChart("status", "Non-custodial parents by status", []series{{"ncps", "Non-custodial parents"}})
	rows := table{Caption: "Non-custodial parents by status", Texts: 1,
		Heads: []string{"Status", "Parents", "Arrears", "Compromisable", "On the list"}}
	var sum report.StatusTotal
	for _, status := range slices.Backward(coap.Statuses()) {
		total := t.ByStatus[status]
		label := words.Sentence(words.Status(status))
		chart.add(label, words.Count(total.NCPs), ledger.Cents(total.NCPs))
		chart.Bars[len(chart.Bars)-1].Colour = "status-" + status.String()
		rows.Rows = append(rows.Rows, statusRow(label, total))
		sum.NCPs, sum.Outreach = sum.NCPs+total.NCPs, sum.Outreach+total.Outreach
		sum.Arrears, sum.Compromisable = sum.Arrears+total.Arrears, sum.Compromisable+total.Compromisable
	}
	rows.Total = statusRow("All", sum)
	chart.describe(fmt.Sprintf("%s: %s eligible now, %s to be reviewed, %s who may apply later.", words.Sentence(words.Counted(t.NCPs, "parent")),
		words.Count(t.ByStatus[coap.Eligible].NCPs), words.Count(t.ByStatus[coap.Review].NCPs), words.Count(t.ByStatus[coap.Later].NCPs)))
	return block{chart, rows}
}

func statusRow(label string, t report.StatusTotal) []string {
	row := append([]string{label, words.Count(t.NCPs)}, dollars(t.Arrears, t.Compromisable)...)
	return append(row, words.Count(t.Outreach))
}

// countiesBlock shows the counties, the largest arrears first.
func countiesBlock(t *report.Totals) block {
	counties := slices.Clone(t.ByCounty)
	slices.SortFunc(counties, func(a, b report.CountyTotal) int {
		return cmp.Or(cmp.Compare(b.Family+b.Government, a.Family+a.Government), cmp.Compare(a.County, b.County))
	})
	title := "Arrears by county"
	if len(counties) > countiesCharted {
		title = fmt.Sprintf("Arrears by county, the %d largest of %d", countiesCharted, len(counties))
	}
	chart := newChart("county", title, owedTo)
	rows := table{Caption: "Arrears by county, the largest first", Texts: 1, Sortable: true,
		Heads: []string{"County", "Cases", "Families", "Government", "Together", "On the list", "Their forgiveness (estimate)"}}
	sum := report.CountyTotal{County: "All"}
	for i, county := range counties {
		county.County = report.Neutral(words.County(county.County))
		if i < countiesCharted {
			chart.add(county.County, (county.Family + county.Government).Dollars(), county.Family, county.Government)
		}
		rows.Rows = append(rows.Rows, countyRow(county))
		sum.Cases, sum.Outreach = sum.Cases+county.Cases, sum.Outreach+county.Outreach
		sum.Family, sum.Government = sum.Family+county.Family, sum.Government+county.Government
		sum.OutreachForgiven += county.OutreachForgiven
	}
	rows.Total = countyRow(sum)
	if len(counties) == 0 {
		return block{nil, rows}
	}
	chart.describe(fmt.Sprintf("The largest is %s with %s.", words.County(counties[0].County), (counties[0].Family + counties[0].Government).Dollars()))
	return block{chart, rows}
}

func countyRow(c report.CountyTotal) []string {
	row := append([]string{c.County, words.Count(c.Cases)}, dollars(c.Family, c.Government, c.Family+c.Government)...)
	return append(row, words.Count(c.Outreach), c.OutreachForgiven.Dollars())
}

// offerBlock says what those on the outreach list would pay and could have forgiven.
func offerBlock(t *report.Totals) block {
	const title = "Forgiveness on offer to the outreach list"
	chart := newChart("offer", title, []series{{"offered", "Offers (estimate)"}, {"forgiven", "Forgiveness (estimate)"}})
	rows := table{Caption: title, Texts: 1, Heads: []string{"Status", "On the list", "Offers (estimate)", "Forgiveness (estimate)", "Together"}}
	for _, status := range []coap.Status{coap.Eligible, coap.Review, coap.Later} {
		s, label := t.ByStatus[status], words.Sentence(words.Status(status))
		chart.add(label, (s.OutreachOffers + s.OutreachForgiven).Dollars(), s.OutreachOffers, s.OutreachForgiven)
		rows.Rows = append(rows.Rows, append([]string{label, words.Count(s.Outreach)}, dollars(s.OutreachOffers, s.OutreachForgiven, s.OutreachOffers+s.OutreachForgiven)...))
	}
	listed := t.ByStatus[coap.Eligible].Outreach + t.ByStatus[coap.Review].Outreach + t.ByStatus[coap.Later].Outreach
	rows.Total = append([]string{"All", words.Count(listed)}, dollars(t.Offered, t.Forgiven, t.Offered+t.Forgiven)...)
	chart.describe(fmt.Sprintf("Offers of about %s could have about %s forgiven, %s of it to those who are eligible now.", t.Offered.Dollars(), t.Forgiven.Dollars(),
		t.ByStatus[coap.Eligible].OutreachForgiven.Dollars()))
	return block{chart, rows}
}

// monthsCharted is how many months the chart shows; the table shows them all.
const monthsCharted = 12

// laterBlock says in which months those become eligible who only have to wait.
func laterBlock(r *report.Report) block {
	months := calendar.Months(r, calendar.Later(r))
	title := "Parents who become eligible by waiting"
	rows := table{Caption: title + ", by month", Texts: 1, Heads: []string{"Month", "Parents", "On the list", "Compromisable", "Forgiveness (estimate)"}}
	if len(months) == 0 {
		return block{nil, rows}
	}
	if len(months) > monthsCharted {
		title = fmt.Sprintf("%s, the first %d months of %d", title, monthsCharted, len(months))
	}
	chart := newChart("later", title, []series{{"listed", "On the list already"}, {"waiting", "Later"}})
	var sum calendar.Month
	for i, m := range months {
		label := words.Month(m.Month) + " " + strconv.Itoa(m.Year)
		if i < monthsCharted {
			chart.add(label, words.Counted(m.Parents, "parent"), ledger.Cents(m.OnList), ledger.Cents(m.Parents-m.OnList))
		}
		rows.Rows = append(rows.Rows, append([]string{label, words.Count(m.Parents), words.Count(m.OnList)}, dollars(m.Compromisable, m.Forgiven)...))
		sum.Parents, sum.OnList = sum.Parents+m.Parents, sum.OnList+m.OnList
		sum.Compromisable, sum.Forgiven = sum.Compromisable+m.Compromisable, sum.Forgiven+m.Forgiven
	}
	rows.Total = append([]string{"All", words.Count(sum.Parents), words.Count(sum.OnList)}, dollars(sum.Compromisable, sum.Forgiven)...)
	chart.describe(fmt.Sprintf("%s by %s %d, the first in %s %d.", words.Sentence(words.Counted(sum.Parents, "parent")),
		words.Month(months[len(months)-1].Month), months[len(months)-1].Year, words.Month(months[0].Month), months[0].Year))
	return block{chart, rows}
}
