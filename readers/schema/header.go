// Package schema knows the four tables of the input, and the outreach list that comes
// back with contacts: which header makes which table, and how the fields of a row become
// entries, cases, NCPs and events. It is the one schema of every format; formats only
// deliver fields as text.
package schema

import (
	"fmt"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
)

// columns lists each table's columns; the required ones come first.
var columns = map[ledger.TableKind]struct {
	required []string
	optional []string
}{
	ledger.LedgerTable: {[]string{"case_id", "date", "type", "amount"}, []string{"account", "source", "entry_id", "ref"}},
	ledger.EventsTable: {[]string{"date", "type"}, []string{"ncp_id", "case_id", "end_date", "value", "note"}},
	ledger.CasesTable: {[]string{"case_id", "ncp_id"}, []string{"county", "current_support", "two_state", "cp_state",
		"recorded_principal", "recorded_interest"}},
	ledger.OutreachTable: {[]string{"ncp_id", "contacted_on", "outcome"}, []string{"notes"}},
	ledger.NCPsTable: {[]string{"ncp_id"}, []string{"name", "address1", "address2", "city", "state", "zip", "phone", "email",
		"language", "net_monthly_income", "monthly_expenses", "assets", "only_income_exempt", "intentional_nonpayment",
		"concealment", "do_not_contact"}},
}

// tables is the order in which a header is tried. The outreach list comes before the NCPs,
// of which it has columns too.
var tables = []ledger.TableKind{ledger.LedgerTable, ledger.EventsTable, ledger.CasesTable, ledger.OutreachTable, ledger.NCPsTable}

// DefaultAliases maps other names that exports use to the columns' own.
func DefaultAliases() map[string]string {
	return map[string]string{
		"case_number":            "case_id",
		"participant_id":         "ncp_id",
		"noncustodial_parent_id": "ncp_id",
		"txn_date":               "date",
		"transaction_date":       "date",
		"transaction_type":       "type",
		"account_type":           "account",
		"transaction_id":         "entry_id",
	}
}

// KnownColumn tells whether some table has a column of that name.
func KnownColumn(name string) bool {
	for _, table := range columns {
		if slices.Contains(table.required, name) || slices.Contains(table.optional, name) {
			return true
		}
	}
	return false
}

// Header is a recognised header.
type Header struct {
	Kind    ledger.TableKind
	Width   int
	Unknown []string // header cells that match no column, as written

	at map[string]int // column name → place in the row
}

// Has tells whether the header has a column.
func (h *Header) Has(column string) bool {
	_, ok := h.at[column]
	return ok
}

// place is the column's place in a row, or -1.
func (h *Header) place(column string) int {
	if at, ok := h.at[column]; ok {
		return at
	}
	return -1
}

var underscores = strings.NewReplacer(" ", "_", "-", "_")

// NormalizeName brings a header cell into the form in which names are matched.
func NormalizeName(cell string) string {
	return underscores.Replace(strings.ToLower(strings.TrimSpace(cell)))
}

// Recognise finds the table that a header belongs to. The error names the nearest
// table's missing columns: that which lacks the smallest share of what it needs, and of
// several the one that most of the header's columns are known to.
func Recognise(cells []string, aliases map[string]string) (*Header, error) {
	names := make([]string, len(cells))
	for i, cell := range cells {
		names[i] = NormalizeName(cell)
	}
	var nearest *Header
	for _, kind := range tables {
		h := newHeader(kind, cells, names, aliases)
		if len(h.missing()) == 0 {
			return h, twice(kind, names, aliases)
		}
		if nearest == nil || h.nearerThan(nearest) {
			nearest = h
		}
	}
	lacking := nearest.missing()
	return nil, fmt.Errorf("no table has this header: the nearest is %s, which also needs the column%s %s; rename columns, add --alias NAME=COLUMN, or leave it out",
		nearest.Kind, plural(len(lacking)), strings.Join(lacking, ", "))
}

// needed is how many columns a table can't do without.
func needed(kind ledger.TableKind) int {
	if kind == ledger.EventsTable {
		return len(columns[kind].required) + 1 // an identifier
	}
	return len(columns[kind].required)
}

// twice refuses a header that has a column of its table twice: either could be meant.
func twice(kind ledger.TableKind, names []string, aliases map[string]string) error {
	for i, name := range names {
		known := slices.Contains(columns[kind].required, name) || slices.Contains(columns[kind].optional, name)
		if _, other := aliases[name]; known && !other && slices.Contains(names[:i], name) {
			return fmt.Errorf("the header names the column %s twice; remove or rename one", name)
		}
	}
	return nil
}

// missing lists the columns without which a header is not of its table.
func (h *Header) missing() []string {
	var lacking []string
	for _, name := range columns[h.Kind].required {
		if !h.Has(name) {
			lacking = append(lacking, name)
		}
	}
	if h.Kind == ledger.EventsTable && !h.Has("ncp_id") && !h.Has("case_id") {
		lacking = append(lacking, "ncp_id or case_id")
	}
	return lacking
}

func (h *Header) nearerThan(other *Header) bool {
	mine, theirs := len(h.missing())*needed(other.Kind), len(other.missing())*needed(h.Kind)
	return mine < theirs || (mine == theirs && len(h.at) > len(other.at))
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// newHeader places the columns. Where an exact name and an alias both stand, the exact
// name counts; of two that are alike, the first.
func newHeader(kind ledger.TableKind, cells, names []string, aliases map[string]string) *Header {
	h := &Header{Kind: kind, Width: len(cells), at: make(map[string]int)}
	known := slices.Concat(columns[kind].required, columns[kind].optional)
	used := make([]bool, len(cells))
	place := func(column string, match func(name string) bool) {
		if h.Has(column) {
			return
		}
		for i, name := range names {
			if !used[i] && match(name) {
				h.at[column], used[i] = i, true
				return
			}
		}
	}
	for _, column := range known {
		place(column, func(name string) bool { return name == column })
	}
	for _, column := range known {
		place(column, func(name string) bool { return aliases[name] == column })
	}
	for i, cell := range cells {
		own := kind == ledger.OutreachTable && slices.Contains(outreachOwn, names[i])
		if !used[i] && !own && strings.TrimSpace(cell) != "" {
			h.Unknown = append(h.Unknown, strings.TrimSpace(cell))
		}
	}
	return h
}
