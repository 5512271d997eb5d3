package schema

// ColumnKind is how a format that types its cells must render a column as text.
type ColumnKind uint8

// The kinds of column.
const (
	FreeText   ColumnKind = iota // as a person reads it
	Identifier                   // with its leading zeros
	Amount                       // dollars and cents
	Day                          // ISO
	Rate                         // a number as stored, whatever its format shows
	YesNo                        // a number as stored, too: 1 or 0
	Unread                       // not at all: no column that is known
)

var columnKinds = map[string]ColumnKind{
	"case_id": Identifier, "ncp_id": Identifier, "entry_id": Identifier, "ref": Identifier,
	"amount": Amount, "current_support": Amount, "recorded_principal": Amount, "recorded_interest": Amount,
	"net_monthly_income": Amount, "monthly_expenses": Amount, "assets": Amount,
	"date": Day, "end_date": Day, "contacted_on": Day, "value": Rate,
	"two_state": YesNo, "only_income_exempt": YesNo, "intentional_nonpayment": YesNo, "concealment": YesNo, "do_not_contact": YesNo,
}

// ColumnKinds is the kind of each field of a row; nobody reads fields of unknown columns.
func (h *Header) ColumnKinds() []ColumnKind {
	kinds := make([]ColumnKind, h.Width)
	for i := range kinds {
		kinds[i] = Unread
	}
	for name, place := range h.at {
		kinds[place] = columnKinds[name]
	}
	return kinds
}
