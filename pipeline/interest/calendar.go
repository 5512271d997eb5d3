package interest

import (
	"cmp"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// calendar turns days into interest. Interest on one cent from day a up to, not
// including, day b is (rated[b] − rated[a]) / denominator cents; at a rate of a case's
// own it is rate × (units[b] − units[a]) / denominator.
//
// Each day has a unit: with actual/365 always 1 of 365; with actual/actual 366 or 365
// of 365 × 366, so that both lengths of year share a denominator; with monthly 1 of 12
// on the last day of a month and 0 on the others. Rates are in millionths.
type calendar struct {
	denominator int64
	units       []int64 // cumulated, by ledger.Date
	rated       []int64 // cumulated units × the schedule's rate of the day

	// From steadyFrom on a day's unit times the schedule's rate is always steady: then no
	// table needs to be looked at.
	steadyFrom ledger.Date
	steady     int64
}

func newCalendar(rules *policy.Policy) *calendar {
	c := &calendar{
		units: make([]int64, ledger.DateMax+2),
		rated: make([]int64, ledger.DateMax+2),
	}
	c.denominator = int64(ledger.RateUnit) * map[policy.DayCount]int64{
		policy.Actual365: 365, policy.ActualActual: 365 * 366, policy.Monthly: 12,
	}[rules.DayCount]
	next, rate := 0, ledger.Rate(0)
	for day := ledger.DateMin; day <= ledger.DateMax; day++ {
		for next < len(rules.Rates) && rules.Rates[next].From <= day {
			rate = rules.Rates[next].Rate
			next++
		}
		unit := dayUnit(rules.DayCount, day)
		if bears := unit * int64(rate); bears != c.steady || day == ledger.DateMin {
			c.steadyFrom, c.steady = day, bears
		}
		c.units[day+1] = c.units[day] + unit
		c.rated[day+1] = c.rated[day] + unit*int64(rate)
	}
	return c
}

func dayUnit(count policy.DayCount, day ledger.Date) int64 {
	switch {
	case count == policy.Monthly && (day+1).MonthStart() != day+1:
		return 0
	case count == policy.ActualActual && !day.LeapYear():
		return 366
	case count == policy.ActualActual:
		return 365
	}
	return 1
}

// rateSpan is the rate of a case from a day on, until the next span.
type rateSpan struct {
	from ledger.Date
	rate ledger.Rate
}

// rateSpans lays a case's rate events over the policy's schedule: of the events that
// cover a day the one with the latest first day wins, then the later in input order.
func rateSpans(dst []rateSpan, events []ledger.RateEvent, schedule []policy.DatedRate) []rateSpan {
	if len(events) == 0 {
		return dst
	}
	ranked := slices.Clone(events)
	slices.SortStableFunc(ranked, func(a, b ledger.RateEvent) int { return cmp.Compare(a.From, b.From) })
	days := []ledger.Date{ledger.DateMin}
	for _, event := range ranked {
		days = append(days, event.From)
		if event.To != 0 {
			days = append(days, event.To+1)
		}
	}
	for _, rate := range schedule {
		days = append(days, max(rate.From, ledger.DateMin))
	}
	slices.Sort(days)

	// The events in force form a stack: the last one pushed wins, and one that has
	// ended is dropped when it comes to the top.
	var open []ledger.RateEvent
	next, scheduled := 0, 0
	for _, day := range slices.Compact(days) {
		for ; next < len(ranked) && ranked[next].From <= day; next++ {
			open = append(open, ranked[next])
		}
		for len(open) > 0 && open[len(open)-1].To != 0 && open[len(open)-1].To < day {
			open = open[:len(open)-1]
		}
		for scheduled+1 < len(schedule) && schedule[scheduled+1].From <= day {
			scheduled++
		}
		rate := schedule[scheduled].Rate
		if len(open) > 0 {
			rate = open[len(open)-1].Rate
		}
		dst = append(dst, rateSpan{day, rate})
	}
	return dst
}

// weight is what one cent bears from day `from` up to, not including, day `to`, over
// the denominator.
func (c *calendar) weight(spans []rateSpan, from, to ledger.Date) int64 {
	if from >= c.steadyFrom && len(spans) == 0 {
		return int64(to-from) * c.steady
	}
	return c.unsteady(spans, from, to)
}

// unsteady is weight where the rate changes, or days do not bear alike.
func (c *calendar) unsteady(spans []rateSpan, from, to ledger.Date) int64 {
	if len(spans) == 0 {
		return c.rated[to] - c.rated[from]
	}
	i, _ := slices.BinarySearchFunc(spans, from+1, func(s rateSpan, day ledger.Date) int { return cmp.Compare(s.from, day) })
	var sum int64
	for i--; i < len(spans) && spans[i].from < to; i++ {
		end := to
		if i+1 < len(spans) {
			end = min(to, spans[i+1].from)
		}
		sum += int64(spans[i].rate) * (c.units[end] - c.units[max(from, spans[i].from)])
	}
	return sum
}
