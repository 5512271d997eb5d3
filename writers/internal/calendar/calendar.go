// Package calendar says when those become eligible who only have to wait: parents by
// date, and months with their counts and amounts.
package calendar

import (
	"cmp"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// Month sums the NCPs who become eligible in one calendar month.
type Month struct {
	Year, Month   int // Month is 1 to 12
	Parents       int
	OnList        int // of them on the outreach list already
	Compromisable ledger.Cents
	Forgiven      ledger.Cents // estimated, where known
}

// Later lists the NCPs of status later by the day they become eligible, then by
// compromisable arrears falling, then by identifier; as indexes in Register.NCPs.
func Later(r *report.Report) []int {
	var later []int
	for i := range r.Determinations {
		if r.Determinations[i].Status == coap.Later {
			later = append(later, i)
		}
	}
	slices.SortStableFunc(later, func(a, b int) int {
		x, y := &r.Determinations[a], &r.Determinations[b]
		return cmp.Or(cmp.Compare(x.EligibleOn, y.EligibleOn), cmp.Compare(y.Compromisable, x.Compromisable))
	})
	return later
}

// Months sums NCPs, listed by the day they become eligible, by month. Months in which
// nobody does are not listed.
func Months(r *report.Report, later []int) []Month {
	var months []Month
	for _, i := range later {
		d := &r.Determinations[i]
		year, month, _ := d.EligibleOn.Civil()
		if n := len(months); n == 0 || months[n-1].Year != year || months[n-1].Month != month {
			months = append(months, Month{Year: year, Month: month})
		}
		last := &months[len(months)-1]
		last.Parents++
		if d.OnList {
			last.OnList++
		}
		last.Compromisable += d.Compromisable
		last.Forgiven += d.Forgiven.Cents()
	}
	return months
}
