package coap

import (
	"testing"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// situation is an NCP in the hand of a test: one that is eligible, to be changed.
type situation struct {
	policy *policy.Policy
	asOf   ledger.Date
	ncp    *ledger.NCP
	cases  []Case
}

// eligible is a parent who owes 60,000.00 that can be compromised and 1,000.00 to the
// family, has 300.00 a month beyond current support of 100.00, and paid last month.
func eligible(t testing.TB) *situation {
	t.Helper()
	p, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	return &situation{
		policy: p,
		asOf:   ledger.MustDate("2026-10-31"),
		ncp: &ledger.NCP{
			ID: "0000000001", NetMonthlyIncome: ledger.Some(2000_00), MonthlyExpenses: ledger.Some(1600_00),
		},
		cases: []Case{{
			Case: &ledger.Case{ID: "0200000000001", CurrentSupport: ledger.Some(100_00)},
			Balance: &interest.Balance{
				Accounts: []interest.AccountBalance{
					{Account: account(p, "UDA"), Principal: 1000_00, OldestDue: ledger.MustDate("2016-02-01")},
					{Account: account(p, "PAA"), Principal: 50_000_00, Interest: 10_000_00,
						OldestDue: ledger.MustDate("2012-05-01")},
				},
				LastPaymentDate: ledger.MustDate("2026-09-15"), CompliantMonths: 36,
				LastChargeMonth: ledger.MustDate("2026-09-01"),
			},
		}},
	}
}

// account is the number of an account of the policy by its code.
func account(p *policy.Policy, code string) ledger.AccountNumber {
	for i := range p.Accounts {
		if p.Accounts[i].Code == code {
			return ledger.AccountNumber(i + 1)
		}
	}
	panic("no account " + code)
}

// addCase adds a case with one account.
func (s *situation) addCase(id, code string, principal ledger.Cents) *Case {
	s.cases = append(s.cases, Case{
		Case: &ledger.Case{ID: id},
		Balance: &interest.Balance{Accounts: []interest.AccountBalance{
			{Account: account(s.policy, code), Principal: principal},
		}},
	})
	return &s.cases[len(s.cases)-1]
}

// owe sets what is owed to the family and what can be compromised, without interest.
func (s *situation) owe(family, government ledger.Cents) {
	accounts := s.cases[0].Balance.Accounts
	accounts[0].Principal, accounts[0].Interest = family, 0
	accounts[1].Principal, accounts[1].Interest = government, 0
}

func (s *situation) decide(t testing.TB) Determination {
	t.Helper()
	d, err := Decide(s.policy, s.asOf, s.ncp, s.cases, sumAll(t, s.policy, s.cases))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (s *situation) reason(t testing.TB) string {
	t.Helper()
	d := s.decide(t)
	return Reason(s.policy, s.asOf, s.ncp, s.cases, sumAll(t, s.policy, s.cases), &d)
}

func (s *situation) findings(t testing.TB) []Finding {
	t.Helper()
	d := s.decide(t)
	return Findings(s.policy, s.asOf, s.ncp, s.cases, sumAll(t, s.policy, s.cases), &d)
}

// verdict is the verdict of the criterion with an id.
func (d *Determination) verdict(id string) Verdict {
	for i, name := range policy.Criteria() {
		if name == id {
			return d.Verdicts[i]
		}
	}
	panic("no criterion " + id)
}
