package workbook

import (
	"slices"

	"arrears/pipeline/report"
)

// dataColumns are the columns of the sheet Data. Their names are those of the CSV files,
// and stay: a pivot table, a query or a formula built on them works on the workbook of
// the next night.
var dataColumns = []column{
	{"case_id", 17, plain},
	{"ncp_id", 14, plain},
	{"county", 18, plain},
	{"language", 13, plain},
	{"case_status", 15, plain},
	{"ncp_status", 15, plain},
	{"on_list", 11, plain},
	{"eligible_on", 15, day},
	{"age", 18, plain},
	{"days_past_due", 12, count},
	{"oldest_due", 15, day},
	{"principal_family", 17, money},
	{"interest_family", 17, money},
	{"principal_government", 19, money},
	{"interest_government", 19, money},
	{"family", 17, money},
	{"government", 17, money},
	{"arrears", 17, money},
	{"compromisable", 19, money},
	{"current_due", 15, money},
	{"held_credit", 15, money},
	{"paid", 17, money},
	{"paid_to_arrears_12m", 17, money},
	{"last_payment_date", 16, day},
	{"compliant_months", 14, count},
}

// dataListing is every case with what its NCP came to, one a row, to make pivot tables
// of. It names nobody.
func dataListing(r *report.Report) *listing {
	columns := slices.Clone(dataColumns)
	for i := range columns {
		// A name is not broken: a reader would take the pieces for words.
		columns[i].width = max(columns[i].width, float64(len(columns[i].heading)+6))
	}
	column := func(name string) int {
		return 1 + slices.IndexFunc(dataColumns, func(c column) bool { return c.heading == name })
	}
	status := column("ncp_status")
	return &listing{name: "Data", columns: columns, rows: len(r.Cases), none: "The input names no case.", frozen: 2, pages: 3,
		fill: func(to *row, i int) { fillData(to, r, i) },
		decor: []decor{{status, status, statusRules(statusWord)},
			{column("case_status"), column("case_status"), []rule{whereWord(taintedWord, bad)}},
			{column("eligible_on"), column("eligible_on"), []rule{whereSoon(r.AsOf)}}}}
}

const taintedWord = "tainted"

func fillData(to *row, r *report.Report, i int) {
	c, sums, balance := &r.Cases[i], r.SumsOf(i), &r.Balances[i]
	ncp, d := &r.NCPs[c.NCP], &r.Determinations[c.NCP]
	to.text(c.ID)
	to.text(ncp.ID)
	to.text(c.County)
	to.text(ncp.Language())
	status := "ok"
	if c.Tainted {
		status = taintedWord
	}
	to.word(status)
	to.word(statusWord(d.Status))
	onList := "N"
	if d.OnList {
		onList = "Y"
	}
	to.word(onList)
	to.day(d.EligibleOn)
	to.word(report.AgeLabel(r, i))
	to.count(int(daysPastDue(r, i)))
	to.day(balance.OldestDue())
	to.money(sums.PrincipalFamily)
	to.money(sums.InterestFamily)
	to.money(sums.PrincipalGovernment)
	to.money(sums.InterestGovernment)
	to.money(sums.PrincipalFamily + sums.InterestFamily)
	to.money(sums.PrincipalGovernment + sums.InterestGovernment)
	to.money(sums.Arrears())
	to.money(sums.Compromisable)
	to.money(sums.CurrentDue)
	to.money(balance.HeldCredit)
	to.money(balance.Paid)
	to.money(balance.PaidToArrears)
	to.day(balance.LastPaymentDate)
	to.count(int(balance.CompliantMonths))
}
