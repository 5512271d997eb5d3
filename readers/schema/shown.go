package schema

import (
	"regexp"
	"strings"
)

// A message shows the value that it refuses where that helps, but never something
// personal: a column that has shifted, or stands under another's name, may hold a name, a
// house number, a phone number or a social security number. So a value is shown only where
// it has the form of what was wanted, or is one of the words below.

// theText stands for a value that is not shown.
const theText = "the text here"

// What has nearly the form of a date, an amount, a rate, a flag and a state. A telephone or
// social security number, a ZIP code with four more digits and a name have none of these.
var (
	dateLike   = regexp.MustCompile(`^(\d{4}([-/.])\d{1,2}([-/.])\d{1,2}|\d{1,2}([-/.])\d{1,2}([-/.])(\d{4}|\d\d)|\d{1,2} (?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6} \d{4})([T ]\d\d:\d\d(:\d\d)?)?$`)
	amountLike = regexp.MustCompile(`^[-(]?\$?[-(]?(\d{1,6}|\d{1,3}(,\d{1,3}){1,3}|(\d{1,11}|\d{1,3}(,\d{1,3}){1,4})\.\d{0,12}|\d{1,3}(\.\d{3}){0,3},\d\d|\d{1,4}(\.\d{1,4})?[eE][-+]?\d{1,3})[-)]?$`)
	rateLike   = regexp.MustCompile(`^-?\d{0,3}([.,]\d{0,20})? ?%?$`)
	flagLike   = regexp.MustCompile(`^[\d?*+xX-]$`)
	stateLike  = regexp.MustCompile(`^([A-Za-z]\d|\d[A-Za-z]|\d\d?)$`)
)

// shown quotes a value in which a number, date, flag or state was expected, if it has
// nearly the form of one or is a placeholder.
func shown(value []byte, form *regexp.Regexp) string {
	if why, missing := unusable(value); missing {
		return "the value " + why + ": it"
	}
	if form.Match(value) || placeholders[strings.ToLower(string(value))] {
		return quoted(value)
	}
	return theText
}

// word quotes a value in which a code was expected, if it is made of words that ledgers use,
// people are not called by and sources of payments are not either. Of one that is nearly a
// code the code is shown: Pat is nearly PAA.
func word(value []byte, known []string) string {
	if why, missing := unusable(value); missing {
		return "the value " + why + ": it"
	}
	name := NormalizeName(string(value))
	if len(name) > 40 {
		return theText
	}
	if placeholders[strings.ToLower(string(value))] {
		return quoted(value)
	}
	for _, code := range known {
		if nearly(name, strings.ToLower(code)) {
			return theText + ", nearly " + quoted([]byte(code)) + ","
		}
	}
	for part := range strings.SplitSeq(name, "_") {
		if !ledgerWords[part] && !placeholders[part] {
			return theText
		}
	}
	return quoted(value)
}

// nearly tells two words that differ in a letter, or in two of six and more.
func nearly(a, b string) bool {
	most := 1
	if len(b) >= 6 {
		most = 2
	}
	if max(len(a), len(b))-min(len(a), len(b)) > most {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := last
			if a[i] != b[j] {
				change++
			}
			last, row[j+1] = row[j+1], min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)] <= most
}

var placeholders = setOf("n/a na null none nil unknown ? - -- tbd blank #n/a #ref! #value! #name? #div/0!")

var ledgerWords = setOf(`accrual accrue accrued account add adj adjust adjusted adjustment allocation amount arrears assessment assigned assignment
	audit balance bank bounced cancel cancelled carry chargeback charge charged charges check child cost costs court credit current debit deduction deposit
	disbursement discount dispute due entry escrow family fee fees final fine forgiven hold income initial installment 	interest invoice judgement judgment late ledger lien loan lump manual medical misc money monthly open opening order
	ordered other over overpayment paid partial past pay payment payments payoff penalty pmt post posted posting prepaid principal prior receipt received
	recovery refund reimbursement release retro return returned reversal reverse reversed rule shortage spousal statement sum support suspend total
	transaction transfer type unassigned undo unpaid void voided waive waived waiver withdrawal writeoff write off`)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
