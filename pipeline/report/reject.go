package report

import (
	"fmt"
	"slices"
	"strings"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
)

// Place is where in the input a row stands, as its user sees it.
func Place(inputs []*ledger.Part, position ledger.Position) string {
	part := inputs[position.Part()]
	sheet := ""
	if part.Sheet != "" {
		sheet = fmt.Sprintf(" sheet %q", part.Sheet)
	}
	return fmt.Sprintf("line %d of %s%s", part.Line(position), ledger.Printable(part.File), sheet)
}

// RejectMessage is what is wrong and what to do, with the other row, if any, named.
func RejectMessage(r *Report, reject *ledger.Reject) string {
	if !strings.Contains(reject.Message, "{other}") {
		return reject.Message
	}
	return strings.Replace(reject.Message, "{other}", Place(r.Inputs, reject.Other), 1)
}

// sortedByCode is a case's accounts bytewise by code, as balances.csv lists them.
func sortedByCode(r *Report, i int) []interest.AccountBalance {
	accounts := r.Balances[i].Accounts
	code := func(a interest.AccountBalance) string { return r.Policy.Accounts[a.Account-1].Code }
	byCode := func(a, b interest.AccountBalance) int { return strings.Compare(code(a), code(b)) }
	if slices.IsSortedFunc(accounts, byCode) {
		return accounts
	}
	sorted := slices.Clone(accounts)
	slices.SortFunc(sorted, byCode)
	return sorted
}
