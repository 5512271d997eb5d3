package oracle

import (
	"math/big"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// yearParts is the least common multiple of 365, 366 and 12: a day and a month are whole
// parts of a year under every day count.
const yearParts = 267_180

// centParts is into how many parts a cent is divided, so that a day's interest on a cent
// at a rate in millionths is a whole number of them.
var centParts = big.NewInt(int64(ledger.RateUnit) * yearParts)

// accrueDay adds the day's interest, after all of the day's entries.
func (r *replay) accrueDay() {
	parts := int64(yearParts / 365)
	if r.policy.DayCount == policy.ActualActual && r.day.LeapYear() {
		parts = yearParts / 366
	}
	r.accrue(r.day, parts)
}

// accrueMonth adds the interest of the month that ended yesterday.
func (r *replay) accrueMonth() {
	r.accrue(r.day-1, yearParts/12)
}

// accrue adds interest at the rate in force on a day, for some parts of a year, on what
// bears interest at the end of that day.
func (r *replay) accrue(day ledger.Date, parts int64) {
	var bearing [ledger.AccountsMax + 1]ledger.Cents
	for _, installment := range r.installments {
		if installment.pastDue || (r.policy.Starts == policy.DueDate && installment.date <= day) {
			bearing[installment.account] += installment.unpaid
		}
	}
	for account, principal := range bearing {
		if principal == 0 {
			continue
		}
		added := big.NewInt(int64(principal))
		added.Mul(added, big.NewInt(int64(r.rateOn(day))*parts))
		r.accrued.Add(&r.accrued, added)
		r.interest[account].Add(&r.interest[account], added)
	}
}

// rateOn is the annual rate in force on a day: of the case's own rates that cover it the
// one that begins last, of several such the last in input order; else the policy's.
func (r *replay) rateOn(day ledger.Date) ledger.Rate {
	var own *ledger.RateEvent
	for i := range r.rates {
		event := &r.rates[i]
		covers := event.From <= day && (event.To == 0 || day <= event.To)
		if covers && (own == nil || event.From >= own.From) {
			own = event
		}
	}
	if own != nil {
		return own.Rate
	}
	var scheduled *policy.DatedRate
	for i := range r.policy.Rates {
		dated := &r.policy.Rates[i]
		if dated.From <= day && (scheduled == nil || dated.From > scheduled.From) {
			scheduled = dated
		}
	}
	if scheduled == nil {
		panic("no rate is in force on " + day.String())
	}
	return scheduled.Rate
}

// payable is the account's unpaid interest rounded half away from zero to the cent,
// never below 0.
func (r *replay) payable(account ledger.AccountNumber) ledger.Cents {
	if r.interest[account].Sign() <= 0 {
		return 0
	}
	twice := new(big.Int).Lsh(&r.interest[account], 1)
	twice.Add(twice, centParts)
	return ledger.Cents(twice.Quo(twice, new(big.Int).Lsh(centParts, 1)).Int64())
}

// addInterest adds whole cents to an account's unpaid interest.
func (r *replay) addInterest(account ledger.AccountNumber, cents ledger.Cents) {
	parts := new(big.Int).Mul(big.NewInt(int64(cents)), centParts)
	r.interest[account].Add(&r.interest[account], parts)
}

// inCents turns parts of a cent into cents.
func inCents(parts *big.Int) *big.Rat { return new(big.Rat).SetFrac(parts, centParts) }
