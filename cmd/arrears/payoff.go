package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline/ledger"
	"arrears/pipeline/payoff"
	"arrears/pipeline/policy"
)

// payoffFlags are the flags of the arrears calculator.
type payoffFlags struct {
	principal, interest, monthly, upfront string
	months                                int
	rate, order, start, format            string
}

func newPayoff() *cobra.Command {
	f := &payoffFlags{}
	command := &cobra.Command{
		Use:   "payoff --principal P (--monthly M | --months N)",
		Short: "The arrears calculator: how long a debt takes to pay off, or what it takes a month",
		Long: `Payoff pays a debt off month by month. An upfront sum first pays principal, then interest.
Then each month a twelfth of the annual rate of the principal, rounded to the cent, is
added to the interest, and the monthly amount pays principal first, then interest.`,
		Example: `  arrears payoff --principal 3000 --monthly 50
  arrears payoff --principal 3000 --interest 412.50 --months 36
  arrears payoff --principal 3000 --monthly 75 --order interest-first --format csv`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return f.run(command) },
	}
	flags := command.Flags()
	flags.StringVar(&f.principal, "principal", "", "past-due principal, `DOLLARS`")
	flags.StringVar(&f.interest, "interest", "0", "unpaid interest, `DOLLARS`")
	flags.StringVar(&f.monthly, "monthly", "", "what is paid a month, `DOLLARS`")
	flags.IntVar(&f.months, "months", 0, "in how many months to be done, `N`: the smallest monthly amount is found")
	flags.StringVar(&f.upfront, "upfront", "0", "a sum paid at once, `DOLLARS`")
	flags.StringVar(&f.rate, "rate", "10%", "annual rate, `P%`")
	flags.StringVar(&f.order, "order", "principal-first", "the `ORDER`: principal-first, or interest-first for comparison")
	flags.StringVar(&f.start, "start", "", "the `DATE` of the first monthly payment")
	flags.StringVar(&f.format, "format", "text", "the `FORMAT`: text, csv or json")
	return command
}

func (f *payoffFlags) run(command *cobra.Command) error {
	terms, err := f.terms(command)
	if err != nil {
		return err
	}
	schedule := terms.Schedule()
	out := command.OutOrStdout()
	switch f.format {
	case "text":
		writePayoffText(out, terms, &schedule)
		return nil
	case "csv":
		return writePayoffCSV(out, &schedule)
	case "json":
		return writePayoffJSON(out, terms, &schedule)
	}
	return usagef("--format %q: give text, csv or json", f.format)
}

func (f *payoffFlags) terms(command *cobra.Command) (terms payoff.Terms, err error) {
	changed := command.Flags().Changed
	if !changed("principal") || changed("monthly") == changed("months") {
		return terms, usagef("give --principal and one of --monthly and --months; see %q", command.CommandPath()+" --help")
	}
	for _, amount := range []struct {
		name, text string
		into       *ledger.Cents
	}{{"principal", f.principal, &terms.Debt.Principal}, {"interest", f.interest, &terms.Debt.Interest}, {"upfront", f.upfront, &terms.Upfront}, {"monthly", f.monthly, &terms.Monthly}} {
		if amount.name == "monthly" && !changed("monthly") {
			continue
		}
		cents, ok := ledger.ParseCents([]byte(strings.TrimSpace(amount.text)))
		if !ok || cents < 0 {
			return terms, usagef("--%s %q is not an amount of dollars of zero or more; write it like 1234.50", amount.name, amount.text)
		}
		*amount.into = cents
	}
	if terms.Rate, err = policy.ParseRate(f.rate); err != nil {
		return terms, usagef("--rate %q is not an annual rate from 0 to 100 %%; write it like 10%%", f.rate)
	}
	switch f.order {
	case "principal-first":
	case "interest-first":
		terms.Order = payoff.InterestFirst
	default:
		return terms, usagef("--order %q: give principal-first or interest-first", f.order)
	}
	if f.start != "" {
		var ok bool
		if terms.Start, ok = ledger.ParseDate([]byte(f.start)); !ok {
			return terms, usagef("--start %q is not a date; write it like 2026-12-01", f.start)
		}
	}
	if changed("months") {
		var ok bool
		if f.months < 1 || f.months > payoff.MonthsMax {
			return terms, usagef("--months %d: give 1 to %d", f.months, payoff.MonthsMax)
		}
		if terms.Monthly, ok = terms.LevelPayment(f.months); !ok {
			return terms, usagef("the debt is too large to be computed; check --principal and --interest")
		}
	}
	return terms, nil
}

var payoffColumns = []string{"payment_date", "principal_balance", "interest_charged", "interest_balance", "remaining_balance"}

func payoffRow(row *payoff.Row) []string {
	return []string{row.Date.String(), row.PrincipalBalance.String(), row.InterestCharged.String(), row.InterestBalance.String(), row.RemainingBalance.String()}
}

func writePayoffText(out io.Writer, terms payoff.Terms, s *payoff.Schedule) {
	fmt.Fprintf(out, "Principal %s, interest %s, at %s a year, paid %s\n", terms.Debt.Principal.Dollars(), terms.Debt.Interest.Dollars(),
		policy.FormatRate(terms.Rate), terms.Order)
	if terms.Upfront > 0 {
		fmt.Fprintf(out, "Upfront %s, of which %s is used\n", terms.Upfront.Dollars(), s.UpfrontPaid.Dollars())
	}
	if s.Never {
		fmt.Fprintf(out, "At %s a month the debt is never paid off within %d months.\n", terms.Monthly.Dollars(), payoff.MonthsMax)
		return
	}
	fmt.Fprintf(out, "At %s a month: %d months, %s paid in all, %s of it interest charged on the way\n", terms.Monthly.Dollars(), s.Months, s.Paid.Dollars(), s.InterestCharged.Dollars())
	if len(s.Rows) == 0 {
		return
	}
	dates := ""
	if terms.Start != 0 {
		dates = fmt.Sprintf("  %-10s", "date")
	}
	fmt.Fprintf(out, "\n%5s%s %18s %16s %18s %18s\n", "month", dates, "principal", "interest charged", "interest", "remaining")
	for i := range s.Rows {
		row := payoffRow(&s.Rows[i])
		if terms.Start != 0 {
			dates = "  " + row[0]
		}
		fmt.Fprintf(out, "%5d%s %18s %16s %18s %18s\n", i+1, dates, row[1], row[2], row[3], row[4])
	}
}

func writePayoffCSV(out io.Writer, s *payoff.Schedule) error {
	w := csv.NewWriter(out)
	rows := [][]string{payoffColumns}
	for i := range s.Rows {
		rows = append(rows, payoffRow(&s.Rows[i]))
	}
	return w.WriteAll(rows)
}

// payoffJSON is the calculator's answer; months is null where the debt is never paid.
type payoffJSON struct {
	Months        *int          `json:"months"`
	Monthly       string        `json:"monthly"`
	TotalPaid     string        `json:"total_paid"`
	TotalInterest string        `json:"total_interest"`
	Schedule      []payoffMonth `json:"schedule"`
}

// payoffMonth is a row of the schedule.
type payoffMonth struct {
	PaymentDate      string `json:"payment_date"` // blank without --start
	PrincipalBalance string `json:"principal_balance"`
	InterestCharged  string `json:"interest_charged"`
	InterestBalance  string `json:"interest_balance"`
	RemainingBalance string `json:"remaining_balance"`
}

func writePayoffJSON(out io.Writer, terms payoff.Terms, s *payoff.Schedule) error {
	answer := payoffJSON{Monthly: terms.Monthly.String(), TotalPaid: s.Paid.String(), TotalInterest: s.InterestCharged.String(), Schedule: []payoffMonth{}}
	if !s.Never {
		answer.Months = &s.Months
	}
	for i := range s.Rows {
		row := payoffRow(&s.Rows[i])
		answer.Schedule = append(answer.Schedule, payoffMonth{row[0], row[1], row[2], row[3], row[4]})
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(answer)
}
