package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/calendar"
	"arrears/writers/internal/words"
)

// laterColumns are as wide as the calendar above them needs: six months and a label.
var laterColumns = []column{
	{"Eligible on", 24, day},
	{"NCP ID", 20, plain},
	{"Name", 20, wrapped},
	{"County", 20, wrapped},
	{"Compromisable arrears", 20, money},
	{"Offer (estimate)", 20, money},
	{"Forgiveness (estimate)", 20, money},
	{"Days to go", 12, count},
	{"On the list", 12, plain},
	{"Kept off the list", 17, wrapped},
	{"Waiting for", 30, wrapped},
	{"Next steps", 30, wrapped},
}

const laterName = "Eligible later"

// laterListing is a calendar by month of those who only have to wait, and the list of
// them by date.
func laterListing(r *report.Report) *listing {
	later := calendar.Later(r)
	say := newPhrases(r.Policy)
	return &listing{name: laterName, columns: laterColumns, rows: len(later), none: "Nobody becomes eligible by waiting alone.", pages: 1,
		fill:    func(to *row, i int) { fillLater(to, r, say, later[i]) },
		preface: func(b *builder, sheet string) (int, error) { return b.addCalendar(sheet, calendar.Months(r, later)) },
		decor:   []decor{{1, 1, []rule{whereSoon(r.AsOf)}}, {10, 10, []rule{taintedRule()}}}}
}

func fillLater(to *row, r *report.Report, say phrases, i int) {
	ncp, d := &r.NCPs[i], &r.Determinations[i]
	to.day(d.EligibleOn)
	to.text(ncp.ID)
	to.text(ncp.Name())
	to.text(countyOf(r, largestCase(r, i)))
	to.money(d.Compromisable)
	to.optionalMoney(d.Offer)
	to.optionalMoney(d.Forgiven)
	to.count(int(d.EligibleOn - r.AsOf))
	to.word(yesIf(d.OnList))
	to.word(words.Suppressed(d.Suppressed))
	to.word(waitingFor(d))
	to.word(say.steps(d.NextSteps))
}

// waitingFor names the criteria that fail, which are waiting periods alone.
func waitingFor(d *coap.Determination) string {
	var names []string
	for i, verdict := range d.Verdicts {
		if verdict == coap.Fail {
			names = append(names, words.Criterion(i))
		}
	}
	return strings.Join(names, "; ")
}

// monthsAcross is how many months stand side by side in the calendar.
const monthsAcross = 6

// addCalendar writes the months above the list, six side by side; half-years in which
// nobody becomes eligible are left out. It says where the list's header stands.
func (b *builder) addCalendar(sheet string, months []calendar.Month) (header int, err error) {
	c := &canvas{file: b.file, styles: &b.styles, sheet: sheet, row: 1}
	for _, column := range laterColumns {
		c.width = append(c.width, column.width)
	}
	c.title("Eligible later, month by month")
	c.span(1, 7, fmt.Sprintf("Parents whose only failing criteria are waiting periods, in the month in which the last of these ends. Who is eligible within %d days is on the outreach list, unless kept off it.",
		b.report.Policy.Outreach.HorizonDays), b.styles.muted)
	half := func(m calendar.Month) int { return m.Year*2 + (m.Month-1)/monthsAcross }
	var sum calendar.Month
	for from := 0; from < len(months); {
		to := from
		for to < len(months) && half(months[to]) == half(months[from]) {
			sum.Parents, sum.Compromisable, sum.Forgiven = sum.Parents+months[to].Parents, sum.Compromisable+months[to].Compromisable, sum.Forgiven+months[to].Forgiven
			to++
		}
		c.row++
		c.halfYear(months[from:to])
		from = to
	}
	c.row++
	if len(months) > 0 {
		c.span(1, 7, fmt.Sprintf("Together: %s with %s compromisable, of which about %s could be forgiven.", words.Counted(sum.Parents, "parent"),
			sum.Compromisable.Dollars(), sum.Forgiven.Dollars()), b.styles.label)
	}
	c.section("The parents, by date")
	return c.row, c.close()
}

// halfYear writes the months of one half-year: their names and, below, what they hold.
func (c *canvas) halfYear(months []calendar.Month) {
	at := make([]*calendar.Month, monthsAcross)
	for i := range months {
		at[(months[i].Month-1)%monthsAcross] = &months[i]
	}
	first := (months[0].Month - 1) / monthsAcross * monthsAcross
	c.height(20)
	c.put(1, cell{strconv.Itoa(months[0].Year), c.styles.label})
	for i := range monthsAcross {
		style := c.styles.headMonth
		if at[i] != nil {
			style = c.styles.headSum
		}
		c.put(i+2, cell{words.Month(first+i+1) + " " + strconv.Itoa(months[0].Year), style})
	}
	c.row++
	amount := func(of func(*calendar.Month) ledger.Cents) func(*calendar.Month) cell {
		return func(m *calendar.Month) cell {
			if of(m) == 0 { // unknown, or nothing
				return cell{nil, c.styles.body[money]}
			}
			return c.styles.money(of(m))
		}
	}
	for _, line := range []struct {
		label string
		value func(*calendar.Month) cell
	}{
		{"Parents", func(m *calendar.Month) cell { return c.styles.count(m.Parents) }},
		{"On the list already", func(m *calendar.Month) cell { return c.styles.count(m.OnList) }},
		{"Compromisable arrears", amount(func(m *calendar.Month) ledger.Cents { return m.Compromisable })},
		{"Forgiveness (estimate)", amount(func(m *calendar.Month) ledger.Cents { return m.Forgiven })},
	} {
		cells := []cell{c.styles.text(line.label)}
		for _, month := range at {
			if month == nil {
				cells = append(cells, cell{nil, c.styles.body[plain]})
				continue
			}
			cells = append(cells, line.value(month))
		}
		c.line(cells...)
	}
}
