package workbook

import (
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

var outreachColumns = []column{
	{"Rank", 9, count},
	{"Status", 11, plain},
	{"New", 8, plain},
	{"NCP ID", 14, plain},
	{"Name", 28, wrapped},
	{"Address", 26, wrapped},
	{"Address 2", 12, wrapped},
	{"City", 16, wrapped},
	{"State", 9, plain},
	{"ZIP", 9, plain},
	{"Phone", 16, plain},
	{"E-mail", 30, plain},
	{"Language", 12, plain},
	{"County", 16, wrapped},
	{"Compromisable arrears", 20, money},
	{"Offer (estimate)", 15, money},
	{"Forgiveness (estimate)", 16, money},
	{"Plan payment a month", 16, money},
	{"Eligible on", 15, day},
	{"Next steps", 26, wrapped},
	{"Remedies at stake", 44, wrapped},
	{"Why", 64, wrapped},
}

// outreachListing is the list of people to write to, by rank, with room for what came of
// it.
func outreachListing(r *report.Report) *listing {
	say := newPhrases(r.Policy)
	own := len(outreachColumns)
	return &listing{name: "Outreach", columns: slices.Concat(outreachColumns, contactColumns), rows: len(r.Outreach),
		none: "No NCP is on the outreach list.", frozen: 5, pages: 3,
		fill: func(to *row, i int) { fillOutreach(to, r, say, i) },
		mail: func(i int) string { return r.NCPs[r.Outreach[i].NCP].Email() }, mailColumn: 12,
		open: (*builder).openContact,
		decor: []decor{
			{2, 2, statusRules(words.Status)},
			{3, 3, []rule{whereWord("Y", fresh)}},
			{19, 19, []rule{whereSoon(r.AsOf)}},
			{1, own, []rule{whereTrue(`=LEN($W{row})>0`, done)}},
		}}
}

func fillOutreach(to *row, r *report.Report, say phrases, i int) {
	line := &r.Outreach[i]
	ncp, d := &r.NCPs[line.NCP], &r.Determinations[line.NCP]
	to.count(r.Rank(i))
	to.word(words.Status(d.Status))
	to.word(line.New)
	for _, text := range [...]string{ncp.ID, ncp.Name(), ncp.Address1(), ncp.Address2(), ncp.City(), ncp.State(), ncp.Zip(), ncp.Phone()} {
		to.text(text)
	}
	to.address(ncp.Email())
	to.text(ncp.Language())
	to.text(countyOf(r, line.Case))
	to.money(d.Compromisable)
	to.optionalMoney(d.Offer)
	to.optionalMoney(d.Forgiven)
	to.optionalMoney(d.PlanPayment)
	to.day(d.EligibleOn)
	to.word(say.steps(d.NextSteps))
	to.word(say.remedies(d.Remedies))
	to.text(words.Dates(line.Reason))
	for range contactColumns {
		to.blank()
	}
}

// countyOf is the county of a case, given by its index; blank for -1.
func countyOf(r *report.Report, index int32) string {
	if index < 0 {
		return ""
	}
	return r.Cases[index].County
}

// largestCase is the NCP's case with the largest arrears, then the smallest identifier:
// the one whose county stands for the NCP; -1 without a case.
func largestCase(r *report.Report, ncp int) int32 {
	largest, most := int32(-1), ledger.Cents(0)
	for _, index := range r.CasesOf(ncp) {
		sums := r.SumsOf(int(index))
		if arrears := sums.Arrears(); largest < 0 || arrears > most {
			largest, most = index, arrears
		}
	}
	return largest
}

// phrases says combinations of steps and of remedies, of which there are few.
type phrases struct {
	steps    func(coap.NextStep) string
	remedies func(uint64) string
}

func newPhrases(p *policy.Policy) phrases {
	return phrases{once(words.Steps), once(func(bits uint64) string { return words.Remedies(p, bits) })}
}
