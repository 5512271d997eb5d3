package payoff

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
)

const tenPercent = ledger.RateUnit / 10

func TestPublishedPayoffsTakeTheirMonths(t *testing.T) {
	debt := Debt{Principal: 3000_00}
	for _, c := range []struct {
		monthly ledger.Cents
		order   Order
		months  int
	}{
		{50_00, PrincipalFirst, 76},
		{75_00, PrincipalFirst, 47},
		{50_00, InterestFirst, 84},
	} {
		got := Terms{Debt: debt, Monthly: c.monthly, Rate: tenPercent, Order: c.order}.Schedule()
		if got.Never || got.Months != c.months {
			t.Errorf("3,000.00 at 10 %%, %s a month %s: %d months, want %d", c.monthly, c.order, got.Months, c.months)
		}
		if c.order == PrincipalFirst && Months(debt, 0, c.monthly, tenPercent) != got.Result {
			t.Errorf("%s a month: Months and Schedule differ", c.monthly)
		}
	}
}

func TestMonthsWorkedByHand(t *testing.T) {
	for _, c := range []struct {
		name             string
		debt             Debt
		upfront, monthly ledger.Cents
		want             Result
	}{
		{"nothing owed", Debt{}, 0, 0, Result{}},
		{"nothing owed, nothing to pay with", Debt{}, 500, -1, Result{}},
		{"upfront pays all", Debt{100_00, 50_00}, 150_00, -1, Result{Paid: 150_00}},
		{"upfront pays all and more", Debt{100_00, 50_00}, 999_00, 0, Result{Paid: 150_00}},
		{"one cent is left and nothing a month", Debt{100_00, 50_00}, 149_99, 0, never},
		{"nothing a month", Debt{100_00, 0}, 0, 0, never},
		// Interest does not bear interest: 100.00 in 10 months of 10.00.
		{"interest only", Debt{0, 100_00}, 0, 10_00, Result{Months: 10, Paid: 100_00}},
		// 120.00 bears 1.00, then 60.00 bears 0.50: the third month pays 1.50.
		{"principal first", Debt{120_00, 0}, 0, 60_00, Result{Months: 3, Paid: 121_50, InterestCharged: 1_50}},
		// The upfront sum lessens the principal before the first month: 60.00 bears 0.50.
		{"upfront before interest", Debt{120_00, 0}, 60_00, 60_00,
			Result{Months: 2, Paid: 120_50, InterestCharged: 50}},
		// 0.60 × 10 % / 12 = 0.5 cents, rounded away from zero.
		{"half a cent", Debt{60, 0}, 0, 61, Result{Months: 1, Paid: 61, InterestCharged: 1}},
		{"less than half a cent", Debt{59, 0}, 0, 61, Result{Months: 1, Paid: 59}},
		// Charging comes before paying: principal and interest go in one month.
		{"in one month", Debt{120_00, 0}, 0, 121_00, Result{Months: 1, Paid: 121_00, InterestCharged: 1_00}},
		{"a cent short of one month", Debt{120_00, 0}, 0, 120_99,
			Result{Months: 2, Paid: 121_00, InterestCharged: 1_00}},
		{"1,200 months", Debt{0, 1200}, 0, 1, Result{Months: 1200, Paid: 1200}},
		{"1,201 months", Debt{0, 1201}, 0, 1, never},
	} {
		if got := Months(c.debt, c.upfront, c.monthly, tenPercent); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// plainMonths is the month loop as the rule words it, in integers without a bound.
func plainMonths(d Debt, upfront, monthly ledger.Cents, rate ledger.Rate, order Order) Result {
	rest := [2]*big.Int{big.NewInt(int64(d.Principal)), big.NewInt(int64(d.Interest))}
	paid, charged := new(big.Int), new(big.Int)
	pay := func(amount *big.Int) {
		for i := range rest {
			part := rest[(i+int(order))%2]
			used := new(big.Int).Set(amount)
			if used.Cmp(part) > 0 {
				used.Set(part)
			}
			part.Sub(part, used)
			amount.Sub(amount, used)
			paid.Add(paid, used)
		}
	}
	pay(big.NewInt(int64(upfront)))
	months := 0
	for ; rest[0].Sign() > 0 || rest[1].Sign() > 0; months++ {
		if monthly <= 0 || months == MonthsMax {
			return never
		}
		twice := new(big.Int).Mul(rest[0], big.NewInt(2*int64(rate)))
		interest := twice.Add(twice, big.NewInt(12_000_000)).Div(twice, big.NewInt(24_000_000))
		rest[1].Add(rest[1], interest)
		charged.Add(charged, interest)
		pay(big.NewInt(int64(monthly)))
	}
	if !paid.IsInt64() {
		return never
	}
	return Result{Months: months, Paid: ledger.Cents(paid.Int64()), InterestCharged: ledger.Cents(charged.Int64())}
}

// cents draws amounts of every size up to a limit, small ones as often as large ones.
func cents(limit int64) *rapid.Generator[ledger.Cents] {
	return rapid.Custom(func(t *rapid.T) ledger.Cents {
		digits := rapid.IntRange(0, len(big.NewInt(limit).String())).Draw(t, "digits")
		top := int64(math.Pow10(min(digits, 18)))
		return ledger.Cents(rapid.Int64Range(0, min(top, limit)).Draw(t, "cents"))
	})
}

func drawDebt(t *rapid.T, limit int64) (Debt, ledger.Rate) {
	debt := Debt{cents(limit).Draw(t, "principal"), cents(limit).Draw(t, "interest")}
	rate := rapid.SampledFrom([]ledger.Rate{0, 1, 70_000, 100_000, 99_999, 123_456, 1_000_000}).Draw(t, "rate")
	return debt, rate
}

// drawMonthly draws amounts that end within some hundred months as often as any other.
func drawMonthly(t *rapid.T, debt Debt) ledger.Cents {
	if rapid.Bool().Draw(t, "any") {
		return cents(9e18).Draw(t, "monthly") - 1
	}
	return (debt.Principal/2+debt.Interest/2)/ledger.Cents(rapid.IntRange(1, 1000).Draw(t, "parts")) + 1
}

func TestMonthsEqualsThePlainLoop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		debt, rate := drawDebt(t, 4e18)
		upfront := cents(9e18).Draw(t, "upfront")
		monthly := drawMonthly(t, debt)
		want := plainMonths(debt, upfront, monthly, rate, PrincipalFirst)
		if got := Months(debt, upfront, monthly, rate); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func TestScheduleEqualsThePlainLoop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		debt, rate := drawDebt(t, 1e12)
		terms := Terms{
			Debt: debt, Upfront: cents(1e12).Draw(t, "upfront"), Monthly: drawMonthly(t, debt), Rate: rate,
			Order: rapid.SampledFrom([]Order{PrincipalFirst, InterestFirst}).Draw(t, "order"),
		}
		want := plainMonths(debt, terms.Upfront, terms.Monthly, rate, terms.Order)
		got := terms.Schedule()
		if got.Result != want || len(got.Rows) != want.Months {
			t.Fatalf("%+v in %d rows, want %+v", got.Result, len(got.Rows), want)
		}
		checkRows(t, terms, got)
	})
}

// checkRows checks that money is conserved row by row.
func checkRows(t *rapid.T, terms Terms, schedule Schedule) {
	balance := terms.Debt.Principal + terms.Debt.Interest - schedule.UpfrontPaid
	paid := schedule.UpfrontPaid
	for i, row := range schedule.Rows {
		paid += row.Paid
		balance += row.InterestCharged - row.Paid
		if row.RemainingBalance != balance || row.PrincipalBalance+row.InterestBalance != balance {
			t.Fatalf("row %d does not foot: %+v, want a balance of %s", i, row, balance)
		}
	}
	if !schedule.Never && (balance != 0 || paid != schedule.Paid) {
		t.Fatalf("%s is left and %s was paid, want 0.00 and %s", balance, paid, schedule.Paid)
	}
}

func TestImmenseDebtsSaturateToNever(t *testing.T) {
	for _, debt := range []Debt{{math.MaxInt64, 0}, {math.MaxInt64, math.MaxInt64}, {9e18, 9e18}} {
		for _, rate := range []ledger.Rate{1, tenPercent, ledger.RateUnit, math.MaxInt64} {
			for _, monthly := range []ledger.Cents{1, 1e16, 9e18, math.MaxInt64} {
				result := Months(debt, 0, monthly, rate)
				if debt.Interest > 0 && !result.Never {
					t.Errorf("%+v at %d by %s: %+v, want never", debt, rate, monthly, result)
				}
				Terms{Debt: debt, Monthly: monthly, Rate: rate}.Schedule()
				Terms{Debt: debt, Monthly: monthly, Rate: rate, Order: InterestFirst}.Schedule()
			}
			LevelPayment(debt, 36, rate)
		}
	}
	// 100 months of principal bear 1e15 × (1 + 2 + … + 100) / 120 = 42.08e15.
	if got := Months(Debt{Principal: 1e17}, 0, 1e15, tenPercent); got.Never || got.Months != 143 {
		t.Errorf("1e17 cents by 1e15: %+v, want 143 months", got)
	}
}

func BenchmarkMonths(b *testing.B) {
	for b.Loop() {
		Months(Debt{8_123_456, 5_000_000}, 10_000, 34_567, tenPercent)
	}
}

func BenchmarkLevelPayment(b *testing.B) {
	for b.Loop() {
		LevelPayment(Debt{8_123_456, 5_000_000}, 36, tenPercent)
	}
}
