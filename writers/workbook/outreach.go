package workbook

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

var outreachColumns = []column{
	{"Rank", 10, count},
	{"Status", 11, plain},
	{"New", 8, plain},
	{"NCP ID", 14, plain},
	{"Name", 28, wrapped},
	{"Address", 26, wrapped},
	{"Address 2", 14, wrapped},
	{"City", 16, wrapped},
	{"State", 9, plain},
	{"ZIP", 9, plain},
	{"Phone", 16, plain},
	{"E-mail", 24, plain},
	{"Language", 11, plain},
	{"County", 16, wrapped},
	{"Compromisable arrears", 19, money},
	{"Offer (estimate)", 15, money},
	{"Forgiveness (estimate)", 16, money},
	{"Plan payment a month", 14, money},
	{"Eligible on", 14, day},
	{"Next steps", 26, wrapped},
	{"Remedies at stake", 40, wrapped},
	{"Why", 60, wrapped},
}

// outreachListing is the list of people to write to, by rank.
func outreachListing(r *report.Report) *listing {
	say := newPhrases(r.Policy)
	return &listing{name: "Outreach", columns: outreachColumns, rows: len(r.Outreach), none: "No NCP is on the outreach list.", frozen: 5, pages: 3,
		fill:  func(to *row, i int) { fillOutreach(to, r, say, i) },
		decor: []decor{{2, 2, statusFormats()}}}
}

// statusFormats colours statuses by what they ask for.
func statusFormats() []wordFormat {
	return []wordFormat{{words.Status(coap.Eligible), good}, {words.Status(coap.Review), unsure}, {words.Status(coap.Ineligible), bad},
		{words.Status(coap.NoArrears), faint}}
}

func fillOutreach(to *row, r *report.Report, say phrases, i int) {
	line := &r.Outreach[i]
	ncp, d := &r.NCPs[line.NCP], &r.Determinations[line.NCP]
	to.count(i + 1)
	to.word(words.Status(d.Status))
	to.word(line.New)
	for _, text := range [...]string{ncp.ID, ncp.Name, ncp.Address1, ncp.Address2, ncp.City, ncp.State, ncp.Zip, ncp.Phone, ncp.Email, ncp.Language} {
		to.text(text)
	}
	county := ""
	if line.Case >= 0 {
		county = r.Cases[line.Case].County
	}
	to.text(county)
	to.money(d.Compromisable)
	to.optionalMoney(d.Offer)
	to.optionalMoney(d.Forgiven)
	to.optionalMoney(d.PlanPayment)
	to.day(d.EligibleOn)
	to.word(say.steps(d.NextSteps))
	to.word(say.remedies(d.Remedies))
	to.text(line.Reason)
}

// phrases says combinations of steps and of remedies, of which there are few.
type phrases struct {
	steps    func(coap.NextStep) string
	remedies func(uint64) string
}

func newPhrases(p *policy.Policy) phrases {
	return phrases{once(words.Steps), once(func(bits uint64) string { return words.Remedies(p, bits) })}
}
