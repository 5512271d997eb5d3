package workbook

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

var determinationColumns = []column{
	{"NCP ID", 14, plain},
	{"Name", 28, wrapped},
	{"Status", 15, plain},
	{"Eligible on", 14, day},
	{"On the list", 11, plain},
	{"Kept off the list", 17, wrapped},
	{"County", 16, wrapped},
	{"Cases", 10, count},
	{"Arrears", 16, money},
	{"Family principal", 16, money},
	{"Family interest", 16, money},
	{"Government principal", 16, money},
	{"Government interest", 16, money},
	{"Compromisable arrears", 19, money},
	{"Current support a month", 14, money},
	{"Capacity a month", 14, money},
	{"Offer (estimate)", 15, money},
	{"Minimum offer", 15, money},
	{"Forgiveness (estimate)", 16, money},
	{"Plan months", 11, count},
	{"Plan payment a month", 14, money},
	{"Days past due", 12, count},
	{"Last payment", 14, day},
}

var determinationTail = []column{
	{"Next steps", 34, wrapped},
	{"Remedies at stake", 64, wrapped},
}

// determinationsListing is every NCP with every criterion's verdict.
func determinationsListing(r *report.Report) *listing {
	columns := append([]column(nil), determinationColumns...)
	first := len(columns) + 1
	for i := range coap.CriteriaCount {
		columns = append(columns, column{words.Criterion(i), 15, verdict})
	}
	last := len(columns)
	say := newPhrases(r.Policy)
	return &listing{name: "Determinations", columns: append(columns, determinationTail...), rows: len(r.Determinations), none: "The input names no NCP.", frozen: 3, pages: 5,
		fill: func(to *row, i int) { fillDetermination(to, r, say, i) },
		decor: []decor{{3, 3, statusRules(words.Status)}, {4, 4, []rule{whereSoon(r.AsOf)}}, {6, 6, []rule{taintedRule()}},
			{first, last, verdictRules()}}}
}

func fillDetermination(to *row, r *report.Report, say phrases, i int) {
	ncp, d := &r.NCPs[i], &r.Determinations[i]
	to.text(ncp.ID)
	to.text(ncp.Name())
	to.word(words.Status(d.Status))
	to.day(d.EligibleOn)
	to.word(yesIf(d.OnList))
	to.word(words.Suppressed(d.Suppressed))
	to.text(countyOf(r, largestCase(r, i)))
	to.count(len(r.CasesOf(i)))
	to.money(d.Arrears())
	to.money(d.PrincipalFamily)
	to.money(d.InterestFamily)
	to.money(d.PrincipalGovernment)
	to.money(d.InterestGovernment)
	to.money(d.Compromisable)
	to.money(d.CurrentSupport)
	to.optionalMoney(d.Capacity)
	to.optionalMoney(d.Offer)
	to.money(d.MinimumOffer)
	to.optionalMoney(d.Forgiven)
	if d.PlanMonths.Known {
		to.count(int(d.PlanMonths.Months))
	} else {
		to.blank()
	}
	to.optionalMoney(d.PlanPayment)
	to.count(int(d.DaysPastDue))
	to.day(d.LastPayment)
	for _, v := range d.Verdicts {
		to.word(v.String())
	}
	to.word(say.steps(d.NextSteps))
	to.word(say.remedies(d.Remedies))
}

// statusWord is a status as the CSV files spell it.
func statusWord(status coap.Status) string { return status.String() }

// daysPastDue is the age of a case's oldest past-due installment.
func daysPastDue(r *report.Report, i int) int32 {
	return coap.Case{Case: &r.Cases[i], Balance: &r.Balances[i]}.DaysPastDue(r.AsOf)
}

func yesIf(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}
