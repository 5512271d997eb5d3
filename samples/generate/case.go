package generate

import "arrears/pipeline/ledger"

// period is a stretch of months, counted from the case's first; to is not part of it.
type period struct{ from, to int }

func (p period) holds(month int) bool { return month >= p.from && month < p.to }

// habit is how a parent pays up to a month (not included).
type habit struct {
	until  int
	chance int // per mille of months with a payment
	share  int // percent of the support due
	extra  int // percent of the support, paid towards arrears
	parts  int // payments a month
	source source
}

// foreverMonths is beyond any case's last month.
const foreverMonths = 1 << 20

// caseFile is one case while it is made. Its slices are used again for the next one.
type caseFile struct {
	random random
	number int
	id     uint64
	parent parent
	county int
	asOf   ledger.Date

	start    ledger.Date // first day of the first month
	months   int         // of current support
	ongoing  bool        // current support is due at the as-of date
	dueDay   int
	support  ledger.Cents // a month
	payDay   int
	aid      []period // months on aid
	aidKind  account  // what charges on aid are owed as: paa or fc
	extra    period   // months with a second, smaller charge
	extraFor account
	habits   []habit

	balance   balance
	entries   []entry
	nextID    int32
	month     []action // what happens in the month under way
	reversals []reversal

	twoState          ledger.Flag
	cpState           string
	currentSupport    ledger.OptionalCents
	recordedPrincipal ledger.OptionalCents
	recordedInterest  ledger.OptionalCents
	rates             []rateOrder
}

// rateOrder is a rate of the case's own.
type rateOrder struct {
	from, to ledger.Date
	rate     string
	note     string
}

// prepare draws the plan of a case: who, since when, how much, how paid.
func (c *caseFile) prepare(seed uint64, number int, asOf ledger.Date) {
	*c = caseFile{
		random: newRandom(seed, caseStream, number), number: number, id: caseID(seed, number), asOf: asOf,
		parent: newParent(seed, parentOf(seed, number)), balance: c.balance,
		aid: c.aid[:0], habits: c.habits[:0], entries: c.entries[:0], month: c.month[:0],
		reversals: c.reversals[:0], rates: c.rates[:0],
	}
	r := &c.random
	c.county = c.parent.county
	if r.permille(120) {
		c.county = r.county()
	}
	c.nextID = int32(r.between(100, 9000))
	c.planTerm()
	c.balance.reset(c.start)
	c.planSupport()
	c.planAid()
	c.planHabits()
	c.planInterstate()
}

// earliestOrder is the first month of the oldest order there can be.
var earliestOrder = ledger.MustDate("1970-01-01")

// planTerm draws when current support began and ended. Most orders are recent, and most
// ledgers short; a few run monthly for decades.
func (c *caseFile) planTerm() {
	r := &c.random
	switch r.weighted(420, 325, 175, 68, 12) {
	case 0:
		c.months = r.between(2, 14)
	case 1:
		c.months = r.between(12, 40)
	case 2:
		c.months = r.between(36, 96)
	case 3:
		c.months = r.between(96, 216)
	case 4:
		c.months = r.between(216, 540)
	}
	thisMonth := c.asOf.MonthStart()
	if c.ongoing = r.permille(480); c.ongoing {
		c.start = thisMonth.AddMonths(1 - c.months)
	} else {
		age := r.between(6, 12*pick(r, []int{3, 6, 10, 15, 20, 20}))
		if r.permille(110) {
			age = r.between(12*18, 12*55)
		}
		c.start = thisMonth.AddMonths(-age)
		c.months = min(c.months, age-1)
		if r.permille(70) {
			c.months = 0 // a judgment alone
		}
	}
	if late := earliestOrder.MonthIndex() - c.start.MonthIndex(); late > 0 {
		c.start = earliestOrder
		if c.ongoing {
			c.months -= late
		}
	}
}

// planSupport draws the monthly amount: a share of the wage, smaller in older money.
func (c *caseFile) planSupport() {
	r := &c.random
	era := min(100, 25+(c.start.Year()-1970)*75/50)
	c.support = max(5_000, r.percent(c.parent.wage, 10, 24)*ledger.Cents(era)/100)
	if r.permille(880) {
		c.support -= c.support % 100
	}
	c.dueDay = pick(r, []int{1, 1, 1, 1, 1, 1, 1, 1, 15, r.between(2, 31)})
	c.payDay = r.between(3, 24)
	if r.permille(50) && c.months > 4 {
		from := r.below(c.months)
		c.extra = period{from, min(c.months, from+r.between(6, 60))}
		c.extraFor = pick(r, []account{med, med, spo})
	}
}

// planAid draws when the family was on aid, during which support is owed to the
// government.
func (c *caseFile) planAid() {
	r := &c.random
	c.aidKind = paa
	switch r.weighted(28, 34, 22, 10, 6) {
	case 0:
	case 1:
		c.addAid(r.below(c.months/2 + 1))
	case 2:
		c.aid = append(c.aid, period{0, foreverMonths})
	case 3:
		c.addAid(r.below(c.months/4 + 1))
		c.addAid(c.aid[0].to + r.between(4, 24))
	case 4:
		c.aidKind = fc
		c.addAid(r.below(c.months/2 + 1))
	}
}

func (c *caseFile) addAid(from int) {
	c.aid = append(c.aid, period{from, from + c.random.between(4, 60)})
}

func (c *caseFile) onAid(month int) bool {
	for _, p := range c.aid {
		if p.holds(month) {
			return true
		}
	}
	return false
}

// planHabits turns the parent's profile into months of paying and not paying.
func (c *caseFile) planHabits() {
	r := &c.random
	wage := habit{until: foreverMonths, chance: 985, share: 100, extra: pick(r, []int{0, 10, 15, 20, 25}),
		parts: pick(r, []int{1, 1, 1, 2}), source: wageAssignment}
	hand := habit{until: foreverMonths, chance: r.between(200, 450), share: r.between(40, 200), parts: 1, source: pick(r, byHand)}
	if r.permille(120) {
		wage.source = pick(r, byHand)
		wage.parts = 1
	}
	turn := r.below(c.months + 1)
	switch c.parent.profile {
	case steady:
		c.habits = append(c.habits, wage)
	case partial:
		c.habits = append(c.habits, habit{until: foreverMonths, chance: r.between(700, 950), share: r.between(25, 85), parts: wage.parts, source: wage.source})
	case stopped:
		wage.until = max(0, c.months-r.between(3, 36))
		idle := habit{until: wage.until + 7, chance: r.below(500), share: r.between(20, 50), parts: 1, source: unemploymentOffset}
		c.habits = append(c.habits, wage, idle, habit{until: foreverMonths, chance: r.below(30), share: r.between(10, 80), parts: 1, source: cash})
	case never:
		c.habits = append(c.habits, habit{until: foreverMonths})
	case sporadic:
		c.habits = append(c.habits, hand)
	case recovering:
		hand.until, hand.chance = turn, hand.chance/6
		wage.extra = r.between(10, 40)
		c.habits = append(c.habits, hand, wage)
	case disabled:
		wage.until = turn
		c.habits = append(c.habits, wage, habit{until: foreverMonths, chance: r.below(60), share: r.between(5, 20), parts: 1, source: moneyOrder})
	case seasonal:
		c.planSeasons(wage)
	}
}

func (c *caseFile) planSeasons(working habit) {
	for month := 0; month < c.months; {
		working.until = month + c.random.between(4, 14)
		idle := habit{until: working.until + c.random.between(2, 9), chance: 40, share: 50, parts: 1, source: cash}
		c.habits = append(c.habits, working, idle)
		month = idle.until
	}
	working.until, working.chance = foreverMonths, 250
	c.habits = append(c.habits, working)
}

// habitOf is the habit of a month; the last one lasts for ever.
func (c *caseFile) habitOf(month int) *habit {
	i := 0
	for c.habits[i].until <= month {
		i++
	}
	return &c.habits[i]
}
