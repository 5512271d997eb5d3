// Package ledger holds the words of the domain: cases, non-custodial parents
// (NCPs), ledger entries, events, dates, cents and rejects. It does no I/O.
//
// Money is whole cents in [Cents]; a date is a day number in [Date]. Neither is
// ever a float.
package ledger
