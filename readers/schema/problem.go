package schema

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"arrears/pipeline/ledger"
)

// problem is what is wrong with one value: a code and what to do about it.
type problem struct {
	code    ledger.Code
	message string
}

func (p problem) bad() bool { return p.code != "" }

// placed is a column of a table and its place in the header; a column that the header
// lacks comes last.
type placed struct {
	name  string
	place int
}

// inHeaderOrder lists a table's columns as they stand in the header; those it lacks
// follow where a row may need them all the same.
func (h *Header) inHeaderOrder() []placed {
	var order []placed
	for _, name := range slices.Concat(columns[h.Kind].required, columns[h.Kind].optional) {
		order = append(order, placed{name, h.place(name)})
	}
	slices.SortStableFunc(order, func(a, b placed) int { return cmp.Compare(uint(a.place), uint(b.place)) })
	return order
}

// valueOf is the trimmed value of a column in a row; blank where the header lacks it.
func valueOf(text []byte, fields []ledger.Span, place int) []byte {
	if place < 0 {
		return nil
	}
	return trim(fields[place].Of(text))
}

func (p placed) reject(position ledger.Position, table ledger.TableKind, wrong problem) ledger.Reject {
	return ledger.Reject{Position: position, Table: table, Code: wrong.code, Message: wrong.message,
		Column: p.name, ColumnOrder: columnOrder(p.place), Rows: 1}
}

// absentColumn is the order of a column that the header lacks: behind all others.
const absentColumn = 1 << 20

func columnOrder(place int) int {
	if place < 0 {
		return absentColumn
	}
	return place
}

func blankProblem(why string) problem {
	return problem{ledger.MissingColumnValue, "a required value " + why}
}

var notUTF8 = problem{ledger.Encoding, "the value is not UTF-8; export the file as UTF-8"}

// checkRequired finds a value that must be there missing, unusable or wrongly encoded.
func checkRequired(value []byte) problem {
	if why, missing := unusable(value); missing {
		return blankProblem(why)
	}
	if !utf8.Valid(value) {
		return notUTF8
	}
	return problem{}
}

// identifierMax is how long an identifier may be, in bytes: rejects and parties keep them.
const identifierMax = 1024

// checkIdentifier finds an identifier missing, unusable, wrongly encoded or too long.
func checkIdentifier(value []byte) problem {
	if len(value) > identifierMax {
		return problem{ledger.MissingColumnValue, "the value is longer than 1,024 bytes, which no identifier is; check the delimiters and quotes of the row"}
	}
	return checkRequired(value)
}

func checkText(value []byte) problem {
	if !utf8.Valid(value) {
		return notUTF8
	}
	return problem{}
}

// The checks of typed values. What they show of a value they refuse is in shown.go.

func checkDate(value []byte) problem {
	if _, ok := ledger.ParseDate(value); ok {
		return problem{}
	}
	return problem{ledger.BadDate, shown(value, dateLike) + " is not a date from 1900-01-01 to 2199-12-31; write it like 2006-01-02 or 1/2/2006"}
}

func checkAmount(value []byte) problem {
	if _, ok := ledger.ParseCents(value); ok {
		return problem{}
	}
	return problem{ledger.BadAmount, shown(value, amountLike) + " is not an amount in dollars with at most two decimals, up to 9,999,999,999.99; write it like 1234.50"}
}

func checkRate(value []byte) problem {
	if _, ok := parseRate(value); ok {
		return problem{}
	}
	return problem{ledger.BadRate, shown(value, rateLike) + " is not an annual rate from 0 to 100 %, to a ten-thousandth of a percent at most; write it like 6% or 0.06"}
}

func checkFlag(value []byte) problem {
	if _, ok := ledger.ParseFlag(value); ok {
		return problem{}
	}
	return problem{ledger.BadFlag, shown(value, flagLike) + " is not a flag; write Y or N, or leave it blank if unknown"}
}

func checkState(value []byte) problem {
	if _, ok := ledger.ParseState(value); ok {
		return problem{}
	}
	return problem{ledger.BadState, shown(value, stateLike) + " is not a two-letter state; write it like CA"}
}
