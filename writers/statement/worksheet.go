package statement

import "fmt"

// interestSection is the interest worksheet: a line for each stretch of days on which
// principal and rate stayed the same.
func interestSection(d *Document) section {
	t := &table{Caption: "Interest by stretch of constant principal and rate, in dollars", None: "No account has an entry.", Main: true,
		Columns: []column{{"From", date, 0}, {"To", date, 0}, {"Days", count, 0}, {"Principal", money, 0}, {"Rate", text, 8}, {"Part of a year", text, 9}, {"Interest", exact, 0}}}
	names := make(map[string]string)
	for i := range d.Balances {
		names[d.Balances[i].Account] = accountWords(&d.Balances[i]) + ", owed to " + owedToWords(d.Balances[i].OwedTo)
	}
	var payable Money
	for i := range d.Interest {
		account := &d.Interest[i]
		t.Rows = append(t.Rows, headerRow(len(t.Columns), names[account.Account]))
		t.Rows = append(t.Rows, account.rows(len(t.Columns))...)
		payable += account.Payable
	}
	if len(d.Interest) > 0 {
		t.Rows = append(t.Rows, sumRow(total, len(t.Columns), "Interest payable, all accounts", moneyCell(payable)))
	}
	return section{"interest", "Interest worksheet", interestSheet, []block{{List: []string{
		"Interest is simple. It is borne by past-due principal alone, never by interest, for the days from the first to the last of a stretch, both counted.",
		"Interest of a stretch = principal × part of a year × rate a year. It is shown to six decimals and reckoned exactly; only what is payable is rounded, once for each account, half a cent up.",
	}}, {Table: t}}}
}

// sumRow is a text at the left and a figure in the last column.
func sumRow(role role, columns int, label string, figure cell) row {
	cells := make([]cell, columns)
	cells[0], cells[columns-1] = textCell(label), figure
	return row{role, cells}
}

// rows are an account's stretches and how they come to what is payable.
func (a *Interest) rows(columns int) []row {
	var rows []row
	for _, s := range a.Stretches {
		rows = append(rows, row{body, []cell{dateCell(s.From), dateCell(s.To), countCell(s.Days), moneyCell(s.Principal), textCell(s.Rate),
			textCell(fmt.Sprintf("%d/%d", s.Units, s.UnitsPerYear)), exactCell(s.Interest)}})
	}
	return append(rows,
		sumRow(total, columns, "Borne", exactCell(a.Borne)),
		sumRow(total, columns, "Added by adjustments", moneyCell(a.Adjusted)),
		sumRow(total, columns, "Less paid or taken away", moneyCell(-a.Paid)),
		sumRow(total, columns, "Unpaid, exactly", exactCell(a.Unpaid)),
		sumRow(total, columns, "Payable: "+a.Account, moneyCell(a.Payable)))
}
