package generate

import (
	"fmt"
	"strconv"

	"arrears/pipeline/ledger"
)

// profile is how a parent pays.
type profile uint8

const (
	steady     profile = iota // in full, by wage withholding
	partial                   // a part of what is due, most months
	stopped                   // in full until the job was lost
	never                     // nothing but what is intercepted
	sporadic                  // now and then, by hand
	recovering                // nothing for a time; now in full and something for the arrears
	disabled                  // until Social Security became the only income
	seasonal                  // in and out of work
)

// parent is a non-custodial parent (NCP). The traits are drawn at once, what the ncps
// table shows of them by record.
type parent struct {
	random  random
	id      uint64
	number  int
	profile profile
	county  int
	wage    ledger.Cents // net a month when the orders were made, in the money of 2020
	refunds int          // per mille of springs with a tax refund to intercept
}

// incomes holds, by profile, today's net monthly income in dollars.
var incomes = [...][2]int{
	steady: {2200, 6400}, partial: {1500, 3600}, stopped: {0, 1500}, never: {0, 1900},
	sporadic: {900, 2900}, recovering: {2300, 4900}, disabled: {943, 1650}, seasonal: {900, 3100},
}

func newParent(seed uint64, number int) parent {
	p := parent{random: newRandom(seed, parentStream, number), id: parentID(seed, number), number: number}
	r := &p.random
	p.profile = profile(r.weighted(23, 14, 16, 10, 10, 15, 5, 7))
	p.county = r.county()
	p.wage = r.dollars(1400, 3800)
	if p.profile == steady || p.profile == recovering {
		p.wage = r.dollars(2000, 6200)
	}
	p.refunds = pick(r, []int{0, 150, 350, 500})
	if p.profile == steady {
		p.refunds = pick(r, []int{400, 700, 900})
	}
	return p
}

// ncp is a row of the ncps table.
type ncp struct {
	id                                                       uint64
	name, address1, address2, city, state, zip, phone, email string
	language                                                 string
	income, expenses, assets                                 ledger.OptionalCents
	onlyIncomeExempt, intentional, concealment, doNotContact ledger.Flag
}

// record draws what is known of the parent.
func (p *parent) record() ncp {
	r := &p.random
	n := ncp{id: p.id}
	p.callAndReach(&n)
	low, high := incomes[p.profile][0], incomes[p.profile][1]
	if r.permille(740) {
		income := r.cents(ledger.Cents(low)*100, ledger.Cents(high)*100)
		n.income = ledger.Some(income)
		if r.permille(860) {
			n.expenses = ledger.Some(r.percent(income, 62, 97))
		}
	}
	if r.permille(650) {
		n.assets = ledger.Some(p.assets())
	}
	n.onlyIncomeExempt = r.flag(0)
	if p.profile == disabled {
		n.onlyIncomeExempt = r.flag(850)
	}
	n.intentional = r.flag(20)
	if p.profile == never {
		n.intentional = r.flag(110)
	}
	n.concealment = r.flag(12)
	n.doNotContact = r.flag(25)
	return n
}

func (p *parent) assets() ledger.Cents {
	r := &p.random
	switch r.weighted(45, 40, 10, 5) {
	case 0:
		return 0
	case 1:
		return r.cents(2_000, 350_000)
	case 2:
		return r.dollars(35, 90) * 100
	default:
		return r.dollars(9_000, 45_000)
	}
}

// flag draws yes in so many of 1,000, else no or blank.
func (r *random) flag(yes int) ledger.Flag {
	if r.permille(yes) {
		return ledger.Yes
	}
	if r.permille(600) {
		return ledger.No
	}
	return ledger.Unknown
}

// callAndReach draws name, address, phone, e-mail and language. Phone numbers are of
// the range 555-0100 to 555-0199 and mail domains are of RFC 2606: neither exists.
func (p *parent) callAndReach(n *ncp) {
	r := &p.random
	naming := r.naming()
	given, family := pick(r, naming.given), pick(r, naming.family)
	switch {
	case naming.joined:
		n.name = family.shown + given.shown
	case naming.familyFirst:
		n.name = family.shown + " " + given.shown
	default:
		n.name = given.shown + " " + family.shown
	}
	n.language = naming.language
	if r.permille(250) {
		n.language = "en"
	}
	home := place{counties[p.county].town, "CA", counties[p.county].areaCode, counties[p.county].zip}
	if r.permille(60) {
		home = pick(r, elsewhere)
	}
	if r.permille(940) {
		n.address1 = strconv.Itoa(r.between(1, 9899)) + " " + pick(r, streets)
		n.city, n.state, n.zip = home.town, home.state, home.zip
		if r.permille(300) {
			n.address2 = pick(r, []string{"Apt ", "Unit ", "Space ", "# "}) + strconv.Itoa(r.between(1, 240))
		}
	}
	if r.permille(830) {
		n.phone = fmt.Sprintf("(%s) 555-01%02d", home.areaCode, r.below(100))
	}
	if r.permille(560) {
		n.email = fmt.Sprintf("%s.%s%d@%s", given.plain, family.plain, r.between(1, 9999), pick(r, []string{"example.org", "example.com"}))
	}
}
