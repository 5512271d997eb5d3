package oracle

import (
	"math/rand"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Case is what a replay takes in: a case under a policy as of a date.
type Case struct {
	Policy  *policy.Policy
	AsOf    ledger.Date
	Entries []ledger.Entry // in input order, some dated after AsOf
	Rates   []ledger.RateEvent
}

// turns are days about which cases are made, for something changes there.
var turns = []ledger.Date{
	ledger.DateMin, ledger.DateMax, ledger.MustDate("1976-02-29"), ledger.MustDate("1983-01-01"),
	ledger.MustDate("2000-02-29"), ledger.MustDate("2004-12-31"), ledger.MustDate("2009-01-01"), ledger.MustDate("2012-12-31"), ledger.MustDate("2020-05-01"), ledger.MustDate("2024-02-29"),
}

// Random makes a small case with many collisions: few accounts, few distinct days and
// amounts, within a few days or years, seldom within decades. Its policy is the base with
// other options and often with other orders and rates.
func Random(random *rand.Rand, base *policy.Policy) Case {
	middle := turns[random.Intn(len(turns))]
	if random.Intn(2) == 0 {
		middle = ledger.MustDate("1970-01-01") + ledger.Date(random.Intn(56*365))
	}
	days := []int{3, 20, 70, 200, 800}[random.Intn(5)]
	if random.Intn(50) == 0 {
		days = 9000
	}
	from := max(middle-ledger.Date(random.Intn(days)), ledger.DateMin)
	asOf := min(from+ledger.Date(days), ledger.DateMax)
	switch random.Intn(5) {
	case 0:
		asOf = asOf.MonthStart()
	case 1:
		asOf = asOf.NextMonthStart() - 1
	}
	c := Case{Policy: randomPolicy(random, base, from, asOf), AsOf: asOf}
	c.Entries, c.Rates = RandomLedger(random, c.Policy, from, asOf)
	return c
}

// RandomLedger makes the entries and rates of one more case, from a day on, under a
// policy as of a date.
func RandomLedger(random *rand.Rand, p *policy.Policy, from, asOf ledger.Date) ([]ledger.Entry, []ledger.RateEvent) {
	dates := randomDates(random, max(from, ledger.DateMin), asOf)
	accounts := make([]ledger.AccountNumber, 1+random.Intn(4))
	for i := range accounts {
		accounts[i] = ledger.AccountNumber(1 + random.Intn(len(p.Accounts)))
	}
	amounts := randomAmounts(random)
	weights := entryWeights[random.Intn(len(entryWeights))]
	entries := make([]ledger.Entry, random.Intn(30))
	for i := range entries {
		entries[i] = ledger.Entry{
			Type:     weights[random.Intn(len(weights))],
			Date:     dates[random.Intn(len(dates))],
			Account:  accounts[random.Intn(len(accounts))],
			Amount:   amounts[random.Intn(len(amounts))],
			Position: ledger.NewPosition(0, i/7, i%7),
		}
		adapt(random, p, &entries[i])
	}
	if random.Intn(3) == 0 {
		slices.SortStableFunc(entries, func(a, b ledger.Entry) int { return int(a.Date) - int(b.Date) })
		for i := range entries {
			entries[i].Position = ledger.NewPosition(0, 0, i)
		}
	}
	return entries, randomRates(random, dates)
}

// entryWeights are mixtures of entry types to draw from.
var entryWeights = [][]ledger.EntryType{
	{ledger.Charge, ledger.Charge, ledger.Payment, ledger.Payment, ledger.Judgment, ledger.Adjustment, ledger.InterestAdjustment},
	{ledger.Charge, ledger.Charge, ledger.Charge, ledger.Payment, ledger.Payment},
	{ledger.Judgment, ledger.Payment, ledger.Adjustment, ledger.InterestAdjustment},
	{ledger.Charge, ledger.Payment, ledger.Payment, ledger.Payment, ledger.Adjustment},
	{ledger.Charge, ledger.Judgment, ledger.Judgment, ledger.Payment},
}

// adapt turns some amounts below zero and gives payments their source and account.
func adapt(random *rand.Rand, p *policy.Policy, entry *ledger.Entry) {
	switch entry.Type {
	case ledger.Adjustment, ledger.InterestAdjustment:
		if random.Intn(3) > 0 {
			entry.Amount = -entry.Amount
		}
	case ledger.Payment:
		if random.Intn(3) > 0 {
			entry.Account = 0
		}
		if random.Intn(3) == 0 {
			entry.SourceRule = uint8(random.Intn(len(p.BySource) + 1))
		}
	}
}

// randomDates draws the days on which a case's entries fall: some alone, some about the
// starts and ends of months, some about the as-of date.
func randomDates(random *rand.Rand, from, asOf ledger.Date) []ledger.Date {
	dates := make([]ledger.Date, 1+random.Intn(12))
	for i := range dates {
		date := from + ledger.Date(random.Intn(int(max(asOf-from, 0))+1))
		if i == 0 {
			dates[0] = date
		}
		switch random.Intn(7) {
		case 0:
			date = date.MonthStart()
		case 1:
			date = date.NextMonthStart() - 1
		case 2:
			date = date.NextMonthStart() + ledger.Date(random.Intn(3)-1)
		case 3:
			date = dates[0] + ledger.Date(random.Intn(3)-1)
		}
		dates[i] = date
	}
	if random.Intn(3) == 0 {
		dates = append(dates, asOf-1, asOf, asOf+1)
	}
	for i := range dates {
		dates[i] = min(max(dates[i], ledger.DateMin), ledger.DateMax)
	}
	return dates
}

// randomAmounts draws few amounts, so that debts and payments often meet exactly, of a
// size at which a day's interest is a part of a cent or many cents.
func randomAmounts(random *rand.Rand) []ledger.Cents {
	common := []ledger.Cents{1, 2, 5, 100, 1825, 3650, 3660, 10000, 20000, 33333}
	amounts := []ledger.Cents{common[random.Intn(len(common))], common[random.Intn(len(common))]}
	largest := []int64{9, 500, 20_000, 20_000, 5_000_000, 5_000_000, 900_000_000, int64(ledger.AmountMax)}[random.Intn(8)]
	for range random.Intn(4) {
		amounts = append(amounts, 1+ledger.Cents(random.Int63n(largest)))
	}
	return append(amounts, amounts[0]+amounts[1], 2*amounts[0])
}

// randomRates draws rates of the case's own, which often overlap and at times begin on
// the same day.
func randomRates(random *rand.Rand, dates []ledger.Date) []ledger.RateEvent {
	if random.Intn(2) == 0 {
		return nil
	}
	rates := make([]ledger.RateEvent, random.Intn(5))
	for i := range rates {
		rates[i].From = dates[random.Intn(len(dates))] + ledger.Date(random.Intn(5)-2)
		rates[i].Rate = []ledger.Rate{0, 60_000, 47_500, 123_456, 1_000_000}[random.Intn(5)]
		if random.Intn(3) > 0 {
			rates[i].To = rates[i].From + ledger.Date(random.Intn(120))
		}
	}
	return rates
}
