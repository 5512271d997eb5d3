package payoff

import (
	"math"

	"arrears/pipeline/ledger"
)

// Terms is what the arrears calculator is asked.
type Terms struct {
	Debt    Debt
	Upfront ledger.Cents // paid at once, in the order given, before any interest is charged
	Monthly ledger.Cents
	Rate    ledger.Rate // annual, not negative
	Order   Order
	Start   ledger.Date // of the first monthly payment; zero: the schedule has no dates
}

// Row is one month of a schedule; the balances are those after its payment.
type Row struct {
	Date             ledger.Date // zero without a start
	InterestCharged  ledger.Cents
	Paid             ledger.Cents
	PrincipalBalance ledger.Cents
	InterestBalance  ledger.Cents
	RemainingBalance ledger.Cents
}

// Schedule is a payoff month by month. One that never ends has no rows.
type Schedule struct {
	Result
	UpfrontPaid ledger.Cents // what was used of the upfront sum
	Rows        []Row
}

// Schedule pays the debt off month by month, as Months says, in either order.
func (t Terms) Schedule() Schedule {
	debt, used := t.Debt.pay(t.Upfront, t.Order)
	schedule := Schedule{Result: Result{Paid: used}, UpfrontPaid: used}
	for debt != (Debt{}) {
		row, after, ok := t.month(debt, schedule.Months)
		paid, err := schedule.Paid.Add(row.Paid)
		if !ok || err != nil || schedule.Months == MonthsMax {
			return Schedule{Result: never, UpfrontPaid: used}
		}
		debt = after
		schedule.Months++
		schedule.Paid = paid
		schedule.InterestCharged += row.InterestCharged
		schedule.Rows = append(schedule.Rows, row)
	}
	return schedule
}

// month charges one month's interest on the debt and pays the monthly amount. It is
// false if nothing is paid or if an amount leaves 64 bits.
func (t Terms) month(debt Debt, number int) (row Row, after Debt, ok bool) {
	charged, remainder, ok := share(uint64(debt.Principal), uint64(t.Rate))
	if remainder >= interestUnit/2 {
		charged++
	}
	interest, err := debt.Interest.Add(ledger.Cents(charged))
	if !ok || ledger.Cents(charged) < 0 || err != nil || t.Monthly <= 0 {
		return Row{}, debt, false
	}
	after, paid := Debt{debt.Principal, interest}.pay(t.Monthly, t.Order)
	remaining, err := after.Principal.Add(after.Interest)
	row = Row{
		InterestCharged: ledger.Cents(charged), Paid: paid,
		PrincipalBalance: after.Principal, InterestBalance: after.Interest, RemainingBalance: remaining,
	}
	if t.Start != 0 {
		row.Date = t.Start.AddMonths(number)
	}
	return row, after, err == nil
}

// LevelPayment is the smallest monthly amount, to the cent, that after the upfront sum
// pays the debt off within so many months (at most MonthsMax count) in the order given.
// The terms' own monthly amount is not looked at. It is false as LevelPayment says.
func (t Terms) LevelPayment(months int) (ledger.Cents, bool) {
	t.Debt, _ = t.Debt.pay(t.Upfront, t.Order)
	t.Upfront = 0
	if t.Order == PrincipalFirst || t.Debt == (Debt{}) || months < 1 {
		return LevelPayment(t.Debt, months, t.Rate)
	}
	atOnce, _, ok := t.Debt.cost(math.MaxInt64, t.Rate)
	if !ok {
		return 0, false
	}
	low, high := ledger.Cents(1), ledger.Cents(atOnce)
	for low < high {
		t.Monthly = low + (high-low)/2
		if t.Schedule().Within(min(months, MonthsMax)) {
			high = t.Monthly
		} else {
			low = t.Monthly + 1
		}
	}
	return high, true
}
