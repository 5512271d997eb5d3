package engine

import (
	"strings"
	"testing"

	"arrears/pipeline/interview"
)

func calculate(t testing.TB, l interview.Language, form PayoffForm) Payoff {
	t.Helper()
	e, _ := open(t, "california-coap")
	return ask[Payoff](t, e, "payoff", map[string]any{"language": l, "payoff": form})
}

// The published checks: 3,000.00 at 10 %.
func TestPayoffOfThePublishedChecks(t *testing.T) {
	for monthly, want := range map[string]int{"50": 76, "$75.00": 47} {
		got := calculate(t, interview.English, PayoffForm{Principal: "3,000", By: "monthly", Monthly: monthly})
		if got.Months == nil || *got.Months != want || len(got.Rows) != want || len(got.PrincipalFirst) != want+1 || len(got.Heads) != 5 {
			t.Errorf("%s a month: %+v", monthly, got)
		}
		if got.PrincipalFirst[0] != 3000_00 || got.PrincipalFirst[want] != 0 || got.Rows[want-1][4] != "$0.00" {
			t.Errorf("%s a month: from %s to %s", monthly, got.PrincipalFirst[0], got.PrincipalFirst[want])
		}
		if monthly == "50" && (len(got.InterestFirst) != 85 || got.TotalPaid != "3762.50" || got.TotalInterest != "762.50" || got.AxisRight != "84 months" || got.AxisTop != "$3,000.00") {
			t.Errorf("%+v", got)
		}
	}
}

func TestPayoffInWords(t *testing.T) {
	form := PayoffForm{Principal: "3000", Interest: "412.50", Upfront: "500", By: "months", Months: " 36 ", Start: "2026-12-01"}
	for l, want := range map[interview.Language]string{
		interview.English: "At $89.30 a month it takes 36 months. You pay $3,714.55 in all, $302.05 of it new interest.",
		interview.Spanish: "Con $89.30 al mes se tarda 36 meses. Paga $3,714.55 en total, de los cuales $302.05 son intereses nuevos.",
	} {
		got := calculate(t, l, form)
		if got.Summary != want || got.Monthly != "89.30" || len(got.Totals) != 5 || len(got.Heads) != 6 || !strings.Contains(got.Rows[0][1], "2026") {
			t.Errorf("%+v", got)
		}
	}
}

func TestPayoffThatNeverEndsOrIsOver(t *testing.T) {
	never := calculate(t, interview.English, PayoffForm{Principal: "3000", By: "monthly", Monthly: "0"})
	if never.Months != nil || len(never.Rows) != 0 || !strings.Contains(never.Summary, "never") || !strings.Contains(never.Summary, "1,200 months") {
		t.Errorf("%+v", never)
	}
	over := calculate(t, interview.English, PayoffForm{Principal: "3000", Upfront: "3500", By: "monthly", Monthly: "10"})
	if over.Months == nil || *over.Months != 0 || len(over.Rows) != 0 || over.TotalPaid != "3000.00" {
		t.Errorf("%+v", over)
	}
	// Of 25.00 interest a month, 20.00 never reach the principal if interest comes first.
	first := calculate(t, interview.English, PayoffForm{Principal: "3000", By: "monthly", Monthly: "20"})
	if first.Months == nil || first.InterestFirst != nil || !strings.Contains(first.Compared, "never") || !strings.Contains(first.ChartText, "never") {
		t.Errorf("%+v", first)
	}
}

func TestPayoffFaultsAreSaidByField(t *testing.T) {
	for field, form := range map[string]PayoffForm{
		"principal": {By: "monthly", Monthly: "1"},
		"interest":  {Principal: "1", Interest: "x", By: "monthly", Monthly: "1"},
		"upfront":   {Principal: "1", Upfront: "-1", By: "monthly", Monthly: "1"},
		"monthly":   {Principal: "1", By: "monthly"},
		"months":    {Principal: "1", By: "months", Months: "1201"},
		"start":     {Principal: "1", By: "monthly", Monthly: "1", Start: "31/12/2026"},
	} {
		got := calculate(t, interview.Spanish, form)
		if len(got.Faults) != 1 || got.Faults[field] == "" || strings.Contains(got.Faults[field], "{") {
			t.Errorf("%s: %+v", field, got)
		}
	}
	several := calculate(t, interview.English, PayoffForm{By: "months", Months: "many"})
	if len(several.Faults) != 2 {
		t.Errorf("%+v", several.Faults)
	}
}
