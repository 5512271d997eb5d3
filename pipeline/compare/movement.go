package compare

import (
	"math"
	"math/bits"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// bound is what interest can accrue between two dates, by the rules.
type bound struct {
	backwards bool        // the first run is as of the later date
	sameDay   bool        // both are as of one date
	rate      ledger.Rate // the highest of the schedule's on the days between
	units     uint64      // days, or months where interest is monthly
	ofYear    uint64      // units in a year, at fewest
	tolerance ledger.Cents
}

func newBound(rules *policy.Policy, before, after ledger.Date) bound {
	b := bound{backwards: before > after, sameDay: before == after,
		// Each account shows its interest rounded to the cent, half a cent off at most, in
		// either run.
		tolerance: ledger.Cents(len(rules.Accounts))}
	first, last := min(before, after), max(before, after)
	b.rate = rules.RateOn(first)
	for _, dated := range rules.Rates {
		if dated.From > first && dated.From < last {
			b.rate = max(b.rate, dated.Rate)
		}
	}
	b.units, b.ofYear = uint64(last-first), 365
	if rules.DayCount == policy.Monthly {
		b.units, b.ofYear = uint64(last.MonthIndex()-first.MonthIndex()), 12
	}
	return b
}

// atMost is the interest that a principal can draw between the dates, rounded up to the
// cent; a case's own rate counts where it is higher than the schedule's.
func (b *bound) atMost(principal ledger.Cents, own ledger.Rate) ledger.Cents {
	if principal <= 0 {
		return 0
	}
	unit := uint64(ledger.RateUnit) * b.ofYear
	hi, lo := bits.Mul64(uint64(principal), uint64(max(b.rate, own))*b.units)
	lo, carry := bits.Add64(lo, unit-1, 0)
	hi += carry
	if hi >= unit {
		return math.MaxInt64
	}
	most, _ := bits.Div64(hi, lo, unit)
	return ledger.Cents(min(most, math.MaxInt64))
}

// move holds what a case's balance moved by against what explains it. The movement is
// that from the first run to the second, whichever is as of the later date.
func move(before, after *report.SnapshotCase, b bound) report.Movement {
	m := report.Movement{Before: *before, After: *after, Owed: after.Owed() - before.Owed(),
		Charged: after.Charged - before.Charged, Adjusted: after.Adjusted - before.Adjusted,
		InterestAdjusted: after.InterestAdjusted - before.InterestAdjusted, Paid: after.Paid - before.Paid}
	m.Interest = m.Owed - (m.Charged + m.Adjusted + m.InterestAdjusted - m.Paid)
	if b.sameDay {
		if amounts(before) != amounts(after) {
			m.Doubt = report.PastChanged
		}
		return m
	}
	own := max(before.HighestRate, after.HighestRate)
	if b.backwards {
		m.InterestAtLeast = -b.atMost(highestPrincipal(after, before), own)
	} else {
		m.InterestAtMost = b.atMost(highestPrincipal(before, after), own)
	}
	switch unexplained := m.Unexplained(); {
	case unexplained < -b.tolerance:
		m.Doubt = report.InterestTooLow
	case unexplained > b.tolerance:
		m.Doubt = report.InterestTooHigh
	}
	return m
}

// amounts are what must be the same in two runs as of one date.
func amounts(c *report.SnapshotCase) [8]ledger.Cents {
	return [...]ledger.Cents{c.Principal, c.Arrears, c.CurrentDue, c.HeldCredit, c.Charged, c.Adjusted, c.InterestAdjusted, c.Paid}
}

// highestPrincipal is the most that can have borne interest between an earlier and a
// later date: what was past due or became so, and all that was charged or added since, as
// though it had been on the first day and nothing had been paid. A payment that was
// voided since counts as added.
func highestPrincipal(earlier, later *report.SnapshotCase) ledger.Cents {
	since := earlier.Principal + earlier.CurrentDue + max(0, later.Charged-earlier.Charged) +
		max(0, later.Adjusted-earlier.Adjusted) + max(0, earlier.Paid-later.Paid)
	return max(since, later.Principal)
}
