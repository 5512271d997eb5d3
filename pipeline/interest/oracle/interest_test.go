package oracle

import (
	"math/big"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// 200.00 due on the 1st of each month from January 2010 to December 2016, nothing paid,
// as of 2016-12-23. At 10 % an installment earns 20.00 a year.
//
//   - due_date, actual/365: the days since the 84 due dates are 107,998 together;
//     107,998 × 20 / 365 = 5,917.6986.
//   - next_month: each begins a month later, the last one not at all: 105,450 days;
//     105,450 × 20 / 365 = 5,778.0822.
//   - due_date, actual/actual: of the 107,998 days 68,850 are in common years and 39,148
//     in 2012 and 2016; 68,850 × 20 / 365 + 39,148 × 20 / 366 = 3,772.6027 + 2,139.2350.
func TestSevenYearsUnpaid(t *testing.T) {
	var entries []ledger.Entry
	for day := ledger.MustDate("2010-01-01"); day <= ledger.MustDate("2016-12-01"); day = day.NextMonthStart() {
		entries = append(entries, charge(day.String(), naa, 20000))
	}
	for _, c := range []struct {
		dayCount policy.DayCount
		starts   policy.Start
		interest ledger.Cents
	}{
		{policy.Actual365, policy.DueDate, 591770},
		{policy.Actual365, policy.NextMonth, 577808},
		{policy.ActualActual, policy.DueDate, 591184},
	} {
		result := Replay(policyWith(c.dayCount, c.starts), ledger.MustDate("2016-12-23"), entries, nil)
		checkOwed(t, result, map[ledger.AccountNumber]owed{naa: {83 * 20000, c.interest, 20000}}, 0)
		if result.CompliantMonths != 0 || result.Accounts[0].OldestDue != ledger.MustDate("2010-01-01") {
			t.Errorf("compliant for %d months, oldest due %v", result.CompliantMonths, result.Accounts[0].OldestDue)
		}
		if result.LastChargeMonth != ledger.MustDate("2016-11-01") {
			t.Errorf("last charge month %v, want that before the as-of month", result.LastChargeMonth)
		}
	}
}

// An example of interest on entries of one account, with the exact figure in cents.
type interestExample struct {
	name     string
	dayCount policy.DayCount
	starts   policy.Start
	entries  []ledger.Entry
	rates    []ledger.RateEvent
	asOf     string
	want     *big.Rat
}

func checkInterest(t *testing.T, examples []interestExample) {
	for _, c := range examples {
		t.Run(c.name+" as of "+c.asOf, func(t *testing.T) {
			result := Replay(policyWith(c.dayCount, c.starts), ledger.MustDate(c.asOf), c.entries, c.rates)
			if got := result.InterestAccrued; got.Cmp(c.want) != 0 {
				t.Errorf("interest %s cents, want %s", got.RatString(), c.want.RatString())
			}
		})
	}
}

func cents(n int64) *big.Rat { return big.NewRat(n, 1) }

// 3,650.00 earns 0.70 a day at 7 % and 1.00 a day at 10 %.
func TestRateOf1983(t *testing.T) {
	lump := []ledger.Entry{judgment("1982-12-30", naa, 365000)}
	installment := []ledger.Entry{charge("1982-11-15", naa, 365000)}
	checkInterest(t, []interestExample{
		{"judgment", policy.Actual365, policy.NextMonth, lump, nil, "1982-12-30", cents(0)},
		{"judgment", policy.Actual365, policy.NextMonth, lump, nil, "1982-12-31", cents(70)},
		{"judgment", policy.Actual365, policy.NextMonth, lump, nil, "1983-01-01", cents(140)},
		{"judgment", policy.Actual365, policy.NextMonth, lump, nil, "1983-01-02", cents(240)},
		// December's 31 days at 7 %, then one at 10 %: 21.70 + 1.00.
		{"charge", policy.Actual365, policy.NextMonth, installment, nil, "1983-01-02", cents(2270)},
		// 16 days of November besides: 11.20.
		{"charge", policy.Actual365, policy.DueDate, installment, nil, "1983-01-02", cents(3390)},
	})
}

func TestLeapDays(t *testing.T) {
	// 3,650.00 earns 1.00 on a 365th of a year, 365/366 of it on a 366th.
	leap := []ledger.Entry{judgment("2024-02-28", naa, 365000)}
	turn := []ledger.Entry{judgment("2023-12-31", naa, 365000)}
	century := []ledger.Entry{judgment("1900-02-28", naa, 365000)}
	checkInterest(t, []interestExample{
		{"the 28th and the 29th", policy.Actual365, policy.NextMonth, leap, nil, "2024-03-01", cents(200)},
		{"the 28th and the 29th", policy.ActualActual, policy.NextMonth, leap, nil, "2024-03-01", big.NewRat(200*365, 366)},
		{"last day of a common year", policy.ActualActual, policy.NextMonth, turn, nil, "2024-01-01", cents(100)},
		{"and first of a leap year", policy.ActualActual, policy.NextMonth, turn, nil, "2024-01-02", big.NewRat(100*366+100*365, 366)},
		// 1900 was no leap year; the rate was 7 %: 0.70 on the 28th alone.
		{"a century", policy.ActualActual, policy.NextMonth, century, nil, "1900-03-01", cents(70)},
	})
}

func TestRateEvents(t *testing.T) {
	day := ledger.MustDate
	// 3,650.00 earns 0.60 a day at 6 %, 0.20 at 2 %, 1.00 by the schedule.
	lump := []ledger.Entry{judgment("2020-01-01", naa, 365000)}
	six := ledger.RateEvent{From: day("2020-01-03"), To: day("2020-01-05"), Rate: 60_000}
	two := ledger.RateEvent{From: day("2020-01-04"), Rate: 20_000}
	twoFromThird := ledger.RateEvent{From: day("2020-01-03"), To: day("2020-01-03"), Rate: 20_000}
	checkInterest(t, []interestExample{
		// The 1st and the 2nd by the schedule, the 3rd to the 5th at 6 %, the 6th by the schedule.
		{"before", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{six}, "2020-01-03", cents(200)},
		{"first day", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{six}, "2020-01-04", cents(260)},
		{"last day", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{six}, "2020-01-06", cents(380)},
		{"after", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{six}, "2020-01-07", cents(480)},
		// The open one begins later and wins from the 4th on: 2.00 + 0.60 + 3 × 0.20.
		{"overlap", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{six, two}, "2020-01-07", cents(320)},
		{"overlap the other way round", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{two, six}, "2020-01-07", cents(320)},
		// Both begin on the 3rd: the later in input order wins that day.
		{"tie", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{six, twoFromThird}, "2020-01-05", cents(280)},
		{"tie the other way round", policy.Actual365, policy.NextMonth, lump, []ledger.RateEvent{twoFromThird, six}, "2020-01-05", cents(320)},
	})
}

// 1,200.00 earns 10.00 a month at 10 %.
func TestMonthlyInterest(t *testing.T) {
	lump := []ledger.Entry{judgment("2020-01-15", naa, 120000)}
	installment := []ledger.Entry{charge("2020-01-15", naa, 120000)}
	paid := append([]ledger.Entry{payment("2020-01-31", 20000)}, lump...)
	lastDay := []ledger.RateEvent{{From: ledger.MustDate("2020-01-31"), To: ledger.MustDate("2020-01-31"), Rate: 60_000}}
	otherDays := []ledger.RateEvent{{From: ledger.MustDate("2020-01-01"), To: ledger.MustDate("2020-01-30"), Rate: 60_000}}
	checkInterest(t, []interestExample{
		{"a part of a month", policy.Monthly, policy.NextMonth, lump, nil, "2020-01-31", cents(0)},
		{"the month just ended", policy.Monthly, policy.NextMonth, lump, nil, "2020-02-01", cents(1000)},
		{"the next part", policy.Monthly, policy.NextMonth, lump, nil, "2020-02-29", cents(1000)},
		{"two months", policy.Monthly, policy.NextMonth, lump, nil, "2020-03-01", cents(2000)},
		{"principal at the end of the last day", policy.Monthly, policy.NextMonth, paid, nil, "2020-02-01", big.NewRat(100000, 120)},
		{"the last day's rate", policy.Monthly, policy.NextMonth, lump, lastDay, "2020-02-01", cents(600)},
		{"no other day's rate", policy.Monthly, policy.NextMonth, lump, otherDays, "2020-02-01", cents(1000)},
		{"a charge of the month", policy.Monthly, policy.NextMonth, installment, nil, "2020-02-01", cents(0)},
		{"a month later", policy.Monthly, policy.NextMonth, installment, nil, "2020-03-01", cents(1000)},
		{"a charge from its due date", policy.Monthly, policy.DueDate, installment, nil, "2020-02-01", cents(1000)},
	})
}

// 18.25 at 10 % earns half a cent a day. Half a cent is payable as a whole one; the half
// cent paid too much is carried on below zero.
func TestHalfACent(t *testing.T) {
	entries := []ledger.Entry{judgment("2020-01-01", naa, 1825)}
	checkOwed(t, Replay(californiaPolicy(), ledger.MustDate("2020-01-02"), entries, nil), map[ledger.AccountNumber]owed{naa: {1825, 1, 0}}, 0)
	entries = append(entries, payment("2020-01-02", 1827))
	result := Replay(californiaPolicy(), ledger.MustDate("2020-02-02"), entries, nil)
	checkOwed(t, result, nil, 1)
	if exact := result.Accounts[0].UnpaidInterest; exact.Cmp(big.NewRat(-1, 2)) != 0 {
		t.Errorf("exact interest %s cents, want half a cent below zero", exact.RatString())
	}
	// A second judgment on the account makes the half cent good on its first day.
	entries = append(entries, judgment("2020-01-03", naa, 1826))
	checkOwed(t, Replay(californiaPolicy(), ledger.MustDate("2020-01-04"), entries, nil), map[ledger.AccountNumber]owed{naa: {1825, 0, 0}}, 0)
}
