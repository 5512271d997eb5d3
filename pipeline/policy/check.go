package policy

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
)

// The keys of a complete policy besides name, version, title and extends.
const (
	requiredKeys = "interest crediting accounts coap outreach remedies reconciliation"
	optionalKeys = "from agency citations"
)

const (
	monthsMax = 1200
	daysMax   = 36_500
	listMax   = 1000 // entries of a dated list
	remedyMax = 64
	sourceMax = math.MaxUint8 // SourceRule is one byte
	codeMax   = 64            // bytes of an account code
)

// decode turns a merged tree into the policy of its top layer.
func decode(root *node, top *layer) (*Policy, *Error) {
	p := &Policy{Name: top.name, Version: top.version, Title: top.title, Citations: map[string]string{}}
	d := &decoder{policy: p}
	file := d.section(root, "", requiredKeys, "name version title extends "+optionalKeys)
	if file.has("citations") {
		d.readCitations(file.node.value("citations"))
	}
	if file.has("from") {
		p.From = d.day(file, "from")
	}
	d.interest(d.inside(file, "interest"))
	d.crediting(d.inside(file, "crediting"))
	d.accounts(d.inside(file, "accounts"))
	d.coap(d.inside(file, "coap"))
	outreach := d.section(d.inside(file, "outreach"), "outreach", "horizon_days quiet_days enforcement_days", "")
	p.Outreach = Outreach{
		HorizonDays:     d.whole(outreach, "horizon_days", 0, daysMax),
		QuietDays:       d.whole(outreach, "quiet_days", 0, daysMax),
		EnforcementDays: d.whole(outreach, "enforcement_days", 0, daysMax),
	}
	d.remedies(d.inside(file, "remedies"))
	if file.has("agency") {
		d.agency(d.inside(file, "agency"))
	}
	reconciliation := d.section(d.inside(file, "reconciliation"), "reconciliation", "tolerance", "")
	p.Tolerance = d.money(reconciliation, "tolerance")
	d.checkCitations()
	return p, d.fault
}

func (d *decoder) interest(n *node) {
	s := d.section(n, "interest", "day_count starts rates", "")
	p := d.policy
	p.DayCount = DayCount(d.choice(s, "day_count", Actual365.String(), ActualActual.String(), Monthly.String()))
	p.Starts = Start(d.choice(s, "starts", NextMonth.String(), DueDate.String()))
	items := d.entries(d.inside(s, "rates"), "interest.rates", 1, listMax)
	entries := make([]section, len(items))
	for i, item := range items {
		entries[i] = d.entry(item, entryPath("interest.rates", i), "from rate", "to citation")
		p.Rates = append(p.Rates, DatedRate{
			From:     d.day(entries[i], "from"),
			Rate:     ledger.Rate(d.millionths(entries[i], "rate")),
			Citation: d.inline(entries[i]),
		})
	}
	for i, entry := range entries {
		d.follows(entry, i, ledger.DateMin, func(i int) ledger.Date { return p.Rates[i].From })
	}
	for i, entry := range entries {
		if entry.has("to") {
			d.ends(entry, p.Rates[i+1:])
		}
	}
}

// follows checks that a dated list begins on a day (any day if it is zero) and that
// each later entry comes after the one before.
func (d *decoder) follows(entry section, place int, first ledger.Date, from func(int) ledger.Date) {
	at := d.inside(entry, "from")
	switch {
	case d.fault != nil:
	case place == 0 && first != 0 && from(0) != first:
		d.fail(at, "%s: gap: days from %s to %s have no entry; begin the list on %s", entry.path, first, from(0)-1, first)
	case place > 0 && from(place) <= from(place-1):
		d.fail(at, "%s: %s does not come after %s; list each day once, in order", entry.path, from(place), from(place-1))
	}
}

// ends checks a rate's last day: the day before the next rate, or the last day of all.
func (d *decoder) ends(entry section, later []DatedRate) {
	to, last := d.day(entry, "to"), ledger.DateMax
	if len(later) > 0 {
		last = later[0].From - 1
	}
	at := d.inside(entry, "to")
	switch {
	case d.fault != nil:
	case to < last:
		d.fail(at, "%s: gap: days from %s to %s have no rate; leave `to` out, or give %s", entry.path, to+1, last, last)
	case to > last:
		d.fail(at, "%s: overlap: days from %s to %s have two rates; leave `to` out, or give %s", entry.path, last+1, to, last)
	}
}

func (d *decoder) accounts(n *node) {
	seen := map[string]bool{}
	for i, item := range d.entries(n, "accounts", 1, ledger.AccountsMax) {
		s := d.entry(item, entryPath("accounts", i), "code owed_to compromisable name", "citation")
		account := Account{
			Code:          d.words(d.inside(s, "code"), s.at("code")),
			OwedTo:        ledger.Family + ledger.OwedTo(d.choice(s, "owed_to", "family", "government")),
			Compromisable: d.yes(s, "compromisable"),
			Name:          d.words(d.inside(s, "name"), s.at("name")),
			Citation:      d.inline(s),
		}
		code := strings.ToUpper(account.Code)
		switch {
		case d.fault != nil:
		case seen[code]:
			d.fail(d.inside(s, "code"), "account %s is here twice, letter case ignored; remove one", quote(account.Code))
		case len(account.Code) > codeMax || strings.ContainsFunc(account.Code, func(r rune) bool { return r < ' ' || r > '~' }):
			d.fail(d.inside(s, "code"), "account %s; a code has at most %d plain letters, digits and signs", quote(account.Code), codeMax)
		case account.Compromisable && account.OwedTo == ledger.Family:
			d.fail(d.inside(s, "compromisable"), "account %s is owed to the family, which the government can't compromise; give false", quote(account.Code))
		}
		seen[code] = true
		d.policy.Accounts = append(d.policy.Accounts, account)
	}
}

func (d *decoder) coap(n *node) {
	s := d.section(n, "coap", "criteria minimum_arrears horizon_months application_wait_months rescission_wait_months "+
		"contempt_wait_months compliance_months home_state capacity_share minimum_offer_share modification_share asset_limit", "")
	d.policy.COAP = COAP{
		Criteria:              d.criteria(d.inside(s, "criteria")),
		MinimumArrears:        d.money(s, "minimum_arrears"),
		HorizonMonths:         d.whole(s, "horizon_months", 1, monthsMax),
		ApplicationWaitMonths: d.whole(s, "application_wait_months", 0, monthsMax),
		RescissionWaitMonths:  d.whole(s, "rescission_wait_months", 0, monthsMax),
		ContemptWaitMonths:    d.whole(s, "contempt_wait_months", 0, monthsMax),
		ComplianceMonths:      d.whole(s, "compliance_months", 0, monthsMax),
		HomeState:             d.state(s, "home_state"),
		CapacityShare:         Share(d.millionths(s, "capacity_share")),
		MinimumOfferShare:     Share(d.millionths(s, "minimum_offer_share")),
		ModificationShare:     Share(d.millionths(s, "modification_share")),
		AssetLimit:            d.money(s, "asset_limit"),
	}
}

// criteria returns the criteria that apply, in the order in which reports show them.
func (d *decoder) criteria(n *node) []string {
	var criteria []string
	for _, item := range d.entries(n, "coap.criteria", 1, listMax) {
		text := d.text(item, "coap.criteria")
		switch {
		case d.fault != nil:
		case !slices.Contains(Criteria(), text):
			d.fail(item, "unknown criterion %s; the criteria are %s", quote(text), strings.Join(Criteria(), ", "))
		case slices.Contains(criteria, text):
			d.fail(item, "criterion %s is here twice; remove one", text)
		}
		criteria = append(criteria, text)
	}
	d.citeCriteria(n, criteria)
	slices.SortFunc(criteria, func(a, b string) int { return slices.Index(Criteria(), a) - slices.Index(Criteria(), b) })
	return criteria
}

var stateForm = regexp.MustCompile(`^[A-Za-z]{2}$`)

func (d *decoder) state(s section, key string) string {
	text, n := d.value(s, key)
	if d.fault == nil && !stateForm.MatchString(text) {
		d.fail(n, "%s is %s; give a state's two letters", s.at(key), quote(text))
	}
	return strings.ToUpper(text)
}

var remedyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

func (d *decoder) remedies(n *node) {
	seen := map[string]bool{}
	for i, item := range d.entries(n, "remedies", 0, remedyMax) {
		s := d.entry(item, entryPath("remedies", i), "id",
			"arrears_over arrears_from government_from family_from days_over days_from citation")
		id, at := d.value(s, "id")
		remedy := Remedy{
			ID:             id,
			ArrearsOver:    d.optionalMoney(s, "arrears_over"),
			ArrearsFrom:    d.optionalMoney(s, "arrears_from"),
			GovernmentFrom: d.optionalMoney(s, "government_from"),
			FamilyFrom:     d.optionalMoney(s, "family_from"),
			DaysOver:       d.optionalDays(s, "days_over"),
			DaysFrom:       d.optionalDays(s, "days_from"),
			Citation:       d.inline(s),
		}
		switch {
		case d.fault != nil:
		case !remedyForm.MatchString(id):
			d.fail(at, "remedy %s; an id has at most 64 small letters, digits and `_`", quote(id))
		case seen[id]:
			d.fail(at, "remedy %s is here twice; remove one", id)
		case remedy.thresholds() == "":
			d.fail(at, "remedy %s has no threshold; give at least arrears_over: 0.00", id)
		}
		seen[id] = true
		d.policy.Remedies = append(d.policy.Remedies, remedy)
	}
}

func (d *decoder) optionalMoney(s section, key string) ledger.OptionalCents {
	if !s.has(key) {
		return ledger.OptionalCents{}
	}
	return ledger.Some(d.money(s, key))
}

func (d *decoder) optionalDays(s section, key string) OptionalDays {
	if !s.has(key) {
		return OptionalDays{}
	}
	return OptionalDays{Days: d.whole(s, key, 0, daysMax), Known: true}
}
