package generate

import "arrears/pipeline/ledger"

// account is an account's place in accountCodes; 0 is none.
type account uint8

const (
	naa account = iota + 1
	uda
	upa
	caa
	spo
	med
	taa
	paa
	fc
)

var accountCodes = [...]string{"", "NAA", "UDA", "UPA", "CAA", "SPO", "MED", "TAA", "PAA", "FC"}

// source is where a payment came from: its place in sourceNames.
type source uint8

const (
	noSource source = iota
	wageAssignment
	federalTaxOffset
	stateTaxOffset
	lotteryIntercept
	bankLevy
	unemploymentOffset
	check
	cash
	moneyOrder
	webPayment
	otherState
)

var sourceNames = [...]string{"", "wage_assignment", "federal_tax_offset", "state_tax_offset", "lottery_intercept", "bank_levy",
	"unemployment_offset", "check", "cash", "money_order", "web_payment", "other_state"}

// byHand is how a parent pays who is not paid for by an employer.
var byHand = []source{check, check, cash, moneyOrder, webPayment, webPayment, otherState, noSource}

// entry is one row of the ledger.
type entry struct {
	amount  ledger.Cents
	date    ledger.Date
	id      int32
	ref     int32 // the entry a reversal voids; 0: none
	kind    ledger.EntryType
	account account
	source  source
}

// rank is the place of an entry among those of one date.
func (e *entry) rank() int {
	switch e.kind {
	case ledger.Charge, ledger.Judgment:
		return 0
	case ledger.Adjustment, ledger.InterestAdjustment:
		return 1
	case ledger.Payment:
		return 2
	default:
		return 3
	}
}
