package engine

import (
	"slices"
	"strconv"
	"strings"

	"arrears/pipeline/interview"
	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

// PayoffForm is the calculator as it is filled in; blank amounts but the principal and
// the one that By names are 0.
type PayoffForm struct {
	Principal string `json:"principal"`
	Interest  string `json:"interest"`
	Upfront   string `json:"upfront"`
	By        string `json:"by"` // monthly or months
	Monthly   string `json:"monthly"`
	Months    string `json:"months"`
	Start     string `json:"start"` // blank: a schedule without dates
}

// Payoff is the calculator's answer: first as programs read it (`arrears payoff --format
// json` gives the same), then as people do.
type Payoff struct {
	Faults map[string]string `json:"faults"` // by field; if there is any, the rest is blank

	Months        *int   `json:"months"` // null: never
	Monthly       string `json:"monthly"`
	TotalPaid     string `json:"total_paid"`
	TotalInterest string `json:"total_interest"`

	Summary   string             `json:"summary"`
	Compared  string             `json:"compared"` // with interest first
	ChartText string             `json:"chart_text"`
	Totals    []interview.Figure `json:"totals"`
	Heads     []string           `json:"heads"`
	Rows      [][]string         `json:"rows"`
	// What remains after each month, in cents, from the first balance on.
	PrincipalFirst []ledger.Cents `json:"principal_first"`
	InterestFirst  []ledger.Cents `json:"interest_first"` // null where it never ends
	AxisTop        string         `json:"axis_top"`
	AxisRight      string         `json:"axis_right"`
}

// monthsMost is the longest payoff, in figures.
var monthsMost = interview.Count(payoff.MonthsMax)

func payoffOf(v interview.Interview, l interview.Language, form PayoffForm) Payoff {
	terms, faults := form.terms(v, l)
	if len(faults) > 0 {
		return Payoff{Faults: faults}
	}
	schedule := terms.Schedule()
	terms.Order = payoff.InterestFirst
	compared := terms.Schedule()
	values := map[string]string{
		"rate":    policy.FormatRate(terms.Rate),
		"monthly": terms.Monthly.Dollars(), "limit": l.Months(payoff.MonthsMax), "months": l.Months(schedule.Months),
		"paid": schedule.Paid.Dollars(), "charged": schedule.InterestCharged.Dollars(),
		"owed": (terms.Debt.Principal + terms.Debt.Interest - schedule.UpfrontPaid).Dollars(),
	}
	result := Payoff{
		Faults: map[string]string{}, Monthly: terms.Monthly.String(), TotalPaid: schedule.Paid.String(), TotalInterest: schedule.InterestCharged.String(),
		Heads: []string{}, Rows: [][]string{}, Totals: []interview.Figure{}, Summary: l.Say("calculator.never", values),
	}
	if schedule.Never {
		return result
	}
	result.Months = &schedule.Months
	result.Totals = totals(l, terms, &schedule)
	if schedule.Months == 0 {
		result.Summary = l.Say("calculator.nothing", values)
		return result
	}
	result.Summary = l.Say("calculator.summary", values)
	result.Compared = comparison(l, &compared)
	values["compared"] = result.Compared
	result.ChartText = l.Say("calculator.chart_text", values)
	result.Heads, result.Rows = table(l, terms, &schedule)
	result.PrincipalFirst, result.InterestFirst = balances(terms, &schedule), balances(terms, &compared)
	highest := max(slices.Max(result.PrincipalFirst), slices.Max(append([]ledger.Cents{0}, result.InterestFirst...)))
	result.AxisTop, result.AxisRight = highest.Dollars(), l.Months(max(schedule.Months, compared.Months))
	return result
}

func comparison(l interview.Language, compared *payoff.Schedule) string {
	if compared.Never {
		return l.Say("calculator.compared_never", nil)
	}
	return l.Say("calculator.compared", map[string]string{"months": l.Months(compared.Months), "paid": compared.Paid.Dollars()})
}

// balances is what remains at the beginning and after each month; nil where it never
// ends.
func balances(terms payoff.Terms, s *payoff.Schedule) []ledger.Cents {
	if s.Never {
		return nil
	}
	list := []ledger.Cents{terms.Debt.Principal + terms.Debt.Interest - s.UpfrontPaid}
	for i := range s.Rows {
		list = append(list, s.Rows[i].RemainingBalance)
	}
	return list
}

func totals(l interview.Language, terms payoff.Terms, s *payoff.Schedule) []interview.Figure {
	list := []interview.Figure{}
	for _, total := range []struct{ id, value string }{
		{"total_monthly", terms.Monthly.Dollars()}, {"total_months", l.Months(s.Months)}, {"total_upfront", s.UpfrontPaid.Dollars()},
		{"total_paid", s.Paid.Dollars()}, {"total_charged", s.InterestCharged.Dollars()},
	} {
		if total.id != "total_upfront" || terms.Upfront > 0 {
			list = append(list, interview.Figure{ID: total.id, Label: l.Say("calculator."+total.id, nil), Value: total.value})
		}
	}
	return list
}

// table is the schedule, with dates where there is a start.
func table(l interview.Language, terms payoff.Terms, s *payoff.Schedule) (heads []string, rows [][]string) {
	for _, column := range []string{"month", "date", "principal_balance", "interest_charged", "interest_balance", "remaining"} {
		if column != "date" || terms.Start != 0 {
			heads = append(heads, l.Say("calculator."+column, nil))
		}
	}
	for i := range s.Rows {
		row := &s.Rows[i]
		cells := []string{strconv.Itoa(i + 1)}
		if terms.Start != 0 {
			cells = append(cells, l.ShortDate(row.Date))
		}
		rows = append(rows, append(cells, row.PrincipalBalance.Dollars(), row.InterestCharged.Dollars(),
			row.InterestBalance.Dollars(), row.RemainingBalance.Dollars()))
	}
	return heads, rows
}

// terms reads the form; what is wrong is said by field.
func (f PayoffForm) terms(v interview.Interview, l interview.Language) (terms payoff.Terms, faults map[string]string) {
	faults = map[string]string{}
	terms.Rate = v.Rules.RateOn(v.AsOf)
	amount := func(field, text string, needed bool, into *ledger.Cents) {
		text = strings.TrimSpace(text)
		cents, ok := ledger.ParseCents([]byte(text))
		switch {
		case text == "" && !needed:
		case text == "":
			faults[field] = v.Fault(l, interview.NoAmount)
		case !ok:
			faults[field] = v.Fault(l, interview.NoAmount)
		case cents < 0:
			faults[field] = v.Fault(l, interview.BelowZero)
		}
		*into = max(0, cents)
	}
	amount("principal", f.Principal, true, &terms.Debt.Principal)
	amount("interest", f.Interest, false, &terms.Debt.Interest)
	amount("upfront", f.Upfront, false, &terms.Upfront)
	if text := strings.TrimSpace(f.Start); text != "" {
		var ok bool
		if terms.Start, ok = ledger.ParseDate([]byte(text)); !ok {
			faults["start"] = v.Fault(l, interview.NoDay)
		}
	}
	if f.By != "months" {
		amount("monthly", f.Monthly, true, &terms.Monthly)
		return terms, faults
	}
	months, err := strconv.Atoi(strings.TrimSpace(f.Months))
	if err != nil || months < 1 || months > payoff.MonthsMax {
		faults["months"] = l.Say("fault.no_months", map[string]string{"limit": monthsMost})
	}
	if len(faults) == 0 {
		var ok bool
		if terms.Monthly, ok = terms.LevelPayment(months); !ok {
			faults["principal"] = l.Say("calculator.too_large", nil)
		}
	}
	return terms, faults
}
