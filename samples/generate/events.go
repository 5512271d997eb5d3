package generate

import "arrears/pipeline/ledger"

// event is a row of the events table. It names a parent or a case.
type event struct {
	date   ledger.Date
	kind   string
	parent uint64
	caseID uint64
	end    ledger.Date
	value  string
	note   string
}

// events appends what has happened to the parent.
func (p *parent) events(list []event, asOf ledger.Date) []event {
	r := &p.random
	add := func(kind string, days int, note string) {
		list = append(list, event{date: asOf - ledger.Date(r.below(days)), kind: kind, parent: p.id, note: note})
	}
	applied := 60
	if p.profile == recovering {
		applied = 220
	}
	if r.permille(applied) {
		add("coap_application", 1200, pick(r, []string{"", "", "denied", "withdrawn, incomplete papers", "approved"}))
		if r.permille(300) {
			add("coap_rescission", 1100, pick(r, []string{"", "two payments missed", "current support not kept up"}))
		}
	}
	contempt := 20
	if p.profile == never || p.profile == stopped {
		contempt = 100
	}
	if r.permille(contempt) {
		add("contempt", 1200, pick(r, []string{"", "order to show cause", "found in contempt, 5 counts"}))
	}
	if r.permille(contempt / 4) {
		add("conviction", 1500, pick(r, []string{"", "Penal Code 270"}))
	}
	if r.permille(130) {
		add("outreach_contact", 500, pick(r, []string{"letter", "phone", "e-mail", "text message, no answer", "job fair"}))
	}
	return list
}

// events appends the case's own rates.
func (c *caseFile) events(list []event) []event {
	for _, rate := range c.rates {
		list = append(list, event{date: rate.from, kind: "rate", caseID: c.id, end: rate.to, value: rate.rate, note: rate.note})
	}
	return list
}
