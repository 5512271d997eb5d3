package statement

import (
	"math/big"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// History is what was ordered and paid month by month, in the years that have an entry,
// with what is neither charge nor payment beside it. Voided entries are left out.
type History struct {
	Years []HistoryYear `json:"years"`
	Total YearTotal     `json:"total"`
}

// HistoryYear is a calendar year with at least one entry.
type HistoryYear struct {
	Year   int            `json:"year"`
	Months []HistoryMonth `json:"months"` // those in which something was ordered or paid
	YearTotal
}

// HistoryMonth is what was ordered and paid in a calendar month: charges by their due
// date, payments by theirs.
type HistoryMonth struct {
	Month   int   `json:"month"` // 1 to 12
	Ordered Money `json:"ordered"`
	Paid    Money `json:"paid"`
}

// YearTotal sums entries by type.
type YearTotal struct {
	Ordered             Money `json:"ordered"`
	Paid                Money `json:"paid"`
	Judgments           Money `json:"judgments"`
	Adjustments         Money `json:"adjustments"`
	InterestAdjustments Money `json:"interest_adjustments"`
}

func (t *YearTotal) add(kind ledger.EntryType, amount Money) {
	switch kind {
	case ledger.Charge:
		t.Ordered += amount
	case ledger.Payment:
		t.Paid += amount
	case ledger.Judgment:
		t.Judgments += amount
	case ledger.Adjustment:
		t.Adjustments += amount
	case ledger.InterestAdjustment:
		t.InterestAdjustments += amount
	}
}

// addHistory sums the entries that were replayed, which are given in order of date.
func (d *Document) addHistory(rows []report.StatementRow) {
	h := &d.History
	h.Years = []HistoryYear{}
	for i := range rows {
		row := &rows[i]
		if row.Fate != report.Replayed {
			continue
		}
		amount := Money(row.Amount)
		year, month, _ := row.Date.Civil()
		if n := len(h.Years); n == 0 || h.Years[n-1].Year != year {
			h.Years = append(h.Years, HistoryYear{Year: year, Months: []HistoryMonth{}})
		}
		current := &h.Years[len(h.Years)-1]
		current.add(row.Type, amount)
		h.Total.add(row.Type, amount)
		current.addMonth(month, row.Type, amount)
	}
}

func (y *HistoryYear) addMonth(month int, kind ledger.EntryType, amount Money) {
	if kind != ledger.Charge && kind != ledger.Payment {
		return
	}
	if n := len(y.Months); n == 0 || y.Months[n-1].Month != month {
		y.Months = append(y.Months, HistoryMonth{Month: month})
	}
	current := &y.Months[len(y.Months)-1]
	if kind == ledger.Charge {
		current.Ordered += amount
	} else {
		current.Paid += amount
	}
}

// Footing is how what is owed comes about: ordered + judgments + adjustments − paid +
// interest + interest adjustments = owed; and owed = principal + current due + interest
// payable − held credit.
type Footing struct {
	YearTotal
	// InterestBorne is exact; Interest is what of it counts, for each account is rounded
	// to the cent once.
	InterestBorne Exact `json:"interest_borne"`
	Interest      Money `json:"interest"`
	Owed          Money `json:"owed"`
	Principal     Money `json:"principal"`
	CurrentDue    Money `json:"current_due"`
	Payable       Money `json:"interest_payable"`
	HeldCredit    Money `json:"held_credit"`
}

func (d *Document) addFooting() {
	f := &d.Footing
	f.YearTotal, f.HeldCredit = d.History.Total, d.Case.HeldCredit
	for _, b := range d.Balances {
		f.Principal += b.Principal
		f.CurrentDue += b.CurrentDue
		f.Payable += b.Interest
	}
	borne := new(big.Rat)
	for _, account := range d.Interest {
		borne.Add(borne, account.Borne.Dollars())
	}
	f.InterestBorne = Exact{borne}
	f.Owed = f.Principal + f.CurrentDue + f.Payable - f.HeldCredit
	f.Interest = f.Owed - (f.Ordered + f.Judgments + f.Adjustments - f.Paid + f.InterestAdjustments)
}
