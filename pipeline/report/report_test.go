package report

import (
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

var asOf = ledger.MustDate("2026-10-31")

// Places in the list of accounts: NAA is owed to the family, FC and PAA to the government.
const (
	naa = 1
	paa = 8
	fc  = 9
)

func coapPolicy(t *testing.T) *policy.Policy {
	t.Helper()
	p, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	for number, code := range map[int]string{naa: "NAA", paa: "PAA", fc: "FC"} {
		if p.Accounts[number-1].Code != code {
			t.Fatalf("account %d is %s, not %s", number, p.Accounts[number-1].Code, code)
		}
	}
	return p
}

// example is a report of three cases of two NCPs, made up so that each figure can be
// told from the others.
func example(t *testing.T) *Report {
	t.Helper()
	day := ledger.MustDate
	r := &Report{AsOf: asOf, Policy: coapPolicy(t), Previous: true,
		Inputs: []*ledger.Part{{File: "in/cases.csv", Kind: ledger.CasesTable, LineBases: []int{2}},
			{File: "in/book.xlsx", Sheet: "Ledger 1", Kind: ledger.LedgerTable, LineBases: []int{4, 104, 1004}}},
		Register: &ledger.Register{
			Cases: []ledger.Case{
				{ID: "C1", NCP: 1, County: "Kern", RecordedPrincipal: ledger.Some(100_00), RecordedInterest: ledger.Some(-1_00)},
				{ID: "C2", NCP: 1, County: "=Kern", Tainted: true},
				{ID: "C3", NCP: 0}},
			NCPs: []ledger.NCP{{ID: "N0"},
				{ID: "N1", Contact: ledger.NewContact([ledger.ContactColumns]string{
					"@Ames, Lee", "1 Main St", "#2", "Fresno", "CA", "01234", "+1 650", "a@example.org", "es"})}}},
		Balances: []interest.Balance{
			{Accounts: []interest.AccountBalance{{Account: naa, Principal: 1_01, Interest: 2_02, CurrentDue: 3_03, OldestDue: day("2026-10-01")},
				{Account: paa, Principal: 4_04, Interest: 5_05, OldestDue: day("2026-09-30")}, {Account: fc, CurrentDue: 6_06}},
				HeldCredit: 7, Charged: 8, Adjusted: -9, InterestAdjusted: -10, Paid: 11, PaidToArrears: 12, LastPaymentAmount: 13,
				LastPaymentDate: day("2020-02-29"), Entries: 14, CompliantMonths: 15},
			{Accounts: []interest.AccountBalance{{Account: naa, Interest: 50_00}}},
			{}},
		Determinations: []coap.Determination{{Status: coap.NoArrears},
			{Status: coap.Later, EligibleOn: day("2026-12-01"), PrincipalFamily: 1_01, InterestFamily: 52_02, PrincipalGovernment: 4_04, InterestGovernment: 5_05,
				Compromisable: 9_09, CurrentSupport: 20, Capacity: ledger.Some(0), Offer: ledger.Some(21), MinimumOffer: 22, Forgiven: ledger.Some(23),
				PlanMonths: coap.OptionalMonths{Months: 24, Known: true}, PlanPayment: ledger.Some(25), DaysPastDue: 31, LastPayment: day("2020-02-29"),
				Remedies: 0b11, NextSteps: coap.WaitCOAP | coap.PaymentPlan, Suppressed: coap.Tainted | coap.DoNotContact, OnList: true,
				Verdicts: [coap.CriteriaCount]coap.Verdict{coap.Pass, coap.Fail, coap.Unknown}}},
		Outreach: []OutreachRow{{NCP: 1, Case: 1, New: "Y", Reason: "+a reason"}, {NCP: 0, Case: -1}},
		Rejects: []ledger.Reject{
			{Position: ledger.NewPosition(0, 0, 3), Table: ledger.CasesTable, Code: ledger.BadFlag, Column: "two_state", CaseID: "-C1", NCPID: "N1", Message: "mend it"},
			{Position: ledger.NewPosition(1, 1, 7), Table: ledger.LedgerTable, Code: ledger.ConflictingEntry, Column: "entry_id", CaseID: "C2",
				Message: "see {other}; mend one", Other: ledger.NewPosition(1, 0, 0)},
			{Position: ledger.NewPosition(1, 2, 0), Table: ledger.LedgerTable, Code: ledger.MalformedRow, ColumnOrder: ledger.NoColumn, Message: "see {other}", Other: ledger.NewPosition(0, 0, 0)}},
	}
	r.Link()
	return r
}
