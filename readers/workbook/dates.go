package workbook

import "arrears/pipeline/ledger"

const (
	// serialMin is the first serial of the 1900 system that means one day in every
	// program, 1900-03-01: Excel counts a 1900-02-29 that never was.
	serialMin = 61
	// serialBase is the serial of 1899-12-31, day 0 of [ledger.Date], in the 1900
	// system; serialBase1904 in the 1904 system.
	serialBase     = 1
	serialBase1904 = -1461
)

// serialDate is the day of a stored date, the time of day dropped; zero where it is
// no date that a ledger may hold.
func serialDate(text []byte, date1904 bool) ledger.Date {
	number, _, ok := parseDecimal(text)
	if !ok {
		return 0
	}
	serial, ok := number.days()
	base := serialBase
	if date1904 {
		base = serialBase1904
	} else if serial < serialMin {
		return 0
	}
	if !ok || serial-base > int(ledger.DateMax) {
		return 0
	}
	return ledger.Date(serial - base)
}

// isoDate is the day of a date written as 2006-01-02, with or without a time after a
// T; zero for anything else.
func isoDate(text []byte) ledger.Date {
	const width = len("2006-01-02")
	if len(text) < width || text[4] != '-' || (len(text) > width && text[width] != 'T' && text[width] != 'Z') {
		return 0
	}
	date, ok := ledger.ParseDate(text[:width])
	if !ok {
		return 0
	}
	return date
}
