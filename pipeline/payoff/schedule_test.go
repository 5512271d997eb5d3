package payoff

import (
	"testing"

	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
)

func TestScheduleWorkedByHand(t *testing.T) {
	start := ledger.MustDate("2027-01-31")
	february, march := ledger.MustDate("2027-02-28"), ledger.MustDate("2027-03-31")
	for _, c := range []struct {
		name  string
		terms Terms
		want  []Row
	}{
		{"principal first", Terms{Debt: Debt{120_00, 5_00}, Monthly: 60_00, Rate: tenPercent, Start: start}, []Row{
			{start, 1_00, 60_00, 60_00, 6_00, 66_00},
			{february, 50, 60_00, 0, 6_50, 6_50},
			{march, 0, 6_50, 0, 0, 0},
		}},
		// 60.00 pays 5.00 + 1.00 of interest and 54.00 of principal; 66.00 bears 0.55, 6.55 bears 0.05.
		{"interest first", Terms{Debt: Debt{120_00, 5_00}, Monthly: 60_00, Rate: tenPercent, Order: InterestFirst}, []Row{
			{0, 1_00, 60_00, 66_00, 0, 66_00},
			{0, 55, 60_00, 6_55, 0, 6_55},
			{0, 5, 6_60, 0, 0, 0},
		}},
		{"upfront, interest first", Terms{Debt: Debt{120_00, 5_00}, Upfront: 65_00, Monthly: 60_50, Rate: tenPercent,
			Order: InterestFirst}, []Row{
			{0, 50, 60_50, 0, 0, 0},
		}},
	} {
		got := c.terms.Schedule()
		if len(got.Rows) != len(c.want) {
			t.Errorf("%s: %d rows, want %d: %+v", c.name, len(got.Rows), len(c.want), got.Rows)
			continue
		}
		for i, want := range c.want {
			if got.Rows[i] != want {
				t.Errorf("%s, row %d: %+v, want %+v", c.name, i, got.Rows[i], want)
			}
		}
	}
}

func TestScheduleThatNeverEndsHasNoRows(t *testing.T) {
	for _, order := range []Order{PrincipalFirst, InterestFirst} {
		for _, monthly := range []ledger.Cents{-1, 0, 1} {
			got := Terms{Debt: Debt{3000_00, 0}, Monthly: monthly, Rate: tenPercent, Order: order, Upfront: 7}.Schedule()
			if !got.Never || len(got.Rows) != 0 || got.UpfrontPaid != 7 {
				t.Errorf("%s a month %s: %+v, want never", monthly, order, got)
			}
		}
	}
}

func TestScheduleEndsByTheLongestPayoff(t *testing.T) {
	if got := (Terms{Debt: Debt{0, MonthsMax}, Monthly: 1}).Schedule(); got.Never || len(got.Rows) != MonthsMax {
		t.Errorf("%d rows, want %d", len(got.Rows), MonthsMax)
	}
	if got := (Terms{Debt: Debt{0, MonthsMax + 1}, Monthly: 1}).Schedule(); !got.Never {
		t.Errorf("%d months, want never", got.Months)
	}
}

func TestLevelPaymentIsTheSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		debt, rate := drawDebt(t, 1e17)
		months := rapid.SampledFrom([]int{1, 2, 12, 36, 120, 1200, 5000}).Draw(t, "months")
		got, ok := LevelPayment(debt, months, rate)
		if !ok {
			t.Fatal("no level payment")
		}
		checkSmallest(t, Terms{Debt: debt, Rate: rate}, months, got)
	})
}

func TestTermsLevelPaymentIsTheSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		debt, rate := drawDebt(t, 1e9)
		terms := Terms{
			Debt: debt, Upfront: cents(1e9).Draw(t, "upfront"), Rate: rate,
			Order: rapid.SampledFrom([]Order{PrincipalFirst, InterestFirst}).Draw(t, "order"),
		}
		months := rapid.SampledFrom([]int{1, 2, 12, 36}).Draw(t, "months")
		got, ok := terms.LevelPayment(months)
		if !ok {
			t.Fatal("no level payment")
		}
		checkSmallest(t, terms, months, got)
	})
}

func checkSmallest(t *rapid.T, terms Terms, months int, monthly ledger.Cents) {
	months = min(months, MonthsMax)
	within := func(monthly ledger.Cents) bool {
		return plainMonths(terms.Debt, terms.Upfront, monthly, terms.Rate, terms.Order).Within(months)
	}
	if !within(monthly) {
		t.Fatalf("%s a month does not pay it off in %d months", monthly, months)
	}
	if monthly > 0 && within(monthly-1) {
		t.Fatalf("%s a month, one cent less, pays it off in %d months too", monthly-1, months)
	}
}

func TestLevelPaymentWorkedByHand(t *testing.T) {
	for _, c := range []struct {
		debt   Debt
		months int
		want   ledger.Cents
		ok     bool
	}{
		{Debt{}, 0, 0, true},
		{Debt{}, 36, 0, true},
		{Debt{1, 0}, 0, 0, false},
		{Debt{1, 0}, -1, 0, false},
		{Debt{0, 36_01}, 36, 1_01, true},
		{Debt{120_00, 0}, 1, 121_00, true},
		// 120.00 bears 1.00, the rest 0.49: 121.49 in all, and 2 × 60.74 is a cent short of it.
		{Debt{120_00, 0}, 2, 60_75, true},
		{Debt{9e18, 9e18}, 36, 0, false},
	} {
		if got, ok := LevelPayment(c.debt, c.months, tenPercent); got != c.want || ok != c.ok {
			t.Errorf("%+v in %d months: %s %t, want %s %t", c.debt, c.months, got, ok, c.want, c.ok)
		}
	}
}
