package coap

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := text(t, path); got != want {
		t.Errorf("%s differs; run with -update and review the change. Got:\n%s", path, got)
	}
}

// sentence is a change to an eligible NCP under which the evidence on a criterion shows
// one of its forms.
type sentence struct {
	criterion string
	change    func(*situation)
}

func unchanged(*situation)                 {}
func noSupport(s *situation)               { s.cases[0].CurrentSupport = ledger.OptionalCents{} }
func support(s *situation, c ledger.Cents) { s.cases[0].CurrentSupport = ledger.Some(c) }
func away(c *Case)                         { c.TwoState, c.CPState = ledger.Yes, ledger.MustState("NV") }

var sentences = []sentence{
	{"government_arrears", unchanged},
	{"government_arrears", func(s *situation) { s.owe(0, 0) }},
	{"government_arrears", func(s *situation) { away(&s.cases[0]) }},
	{"government_arrears", func(s *situation) { away(s.addCase("0200000000002", "FC", 500_00)) }},
	{"no_recent_application", unchanged},
	{"no_recent_application", func(s *situation) { s.ncp.History.Application = ledger.MustDate("2025-10-31") }},
	{"no_recent_application", applied},
	{"no_recent_rescission", unchanged},
	{"no_recent_rescission", func(s *situation) { s.ncp.History.Rescission = ledger.MustDate("2024-02-29") }},
	{"no_recent_rescission", rescinded},
	{"no_recent_contempt", unchanged},
	{"no_recent_contempt", func(s *situation) { s.ncp.History.Conviction = ledger.MustDate("2020-03-05") }},
	{"no_recent_contempt", inContempt},
	{"no_recent_contempt", func(s *situation) {
		inContempt(s)
		s.ncp.History.Conviction = s.asOf
		s.policy.COAP.ContemptWaitMonths = 1
	}},
	{"no_intentional_nonpayment", unchanged},
	{"no_intentional_nonpayment", func(s *situation) { s.ncp.IntentionalNonpayment = ledger.No }},
	{"no_intentional_nonpayment", func(s *situation) { s.ncp.IntentionalNonpayment = ledger.Yes }},
	{"no_concealment", unchanged},
	{"no_concealment", func(s *situation) { s.ncp.Concealment = ledger.No }},
	{"no_concealment", concealed},
	{"interstate_cp_in_california", unchanged},
	{"interstate_cp_in_california", func(s *situation) { s.owe(100, 0) }},
	{"interstate_cp_in_california", func(s *situation) {
		s.cases[0].TwoState, s.cases[0].CPState = ledger.Yes, ledger.MustState("CA")
		s.addCase("0200000000002", "FC", 500_00)
		away(s.addCase("0200000000003", "FC", 700_00))
	}},
	{"interstate_cp_in_california", func(s *situation) { away(&s.cases[0]) }},
	{"interstate_cp_in_california", func(s *situation) {
		away(&s.cases[0])
		for _, id := range []string{"0200000000002", "0200000000003", "0200000000004", "0200000000005"} {
			away(s.addCase(id, "FC", 500_00))
		}
	}},
	{"interstate_cp_in_california", func(s *situation) { s.cases[0].TwoState = ledger.Yes }},
	{"interstate_cp_in_california", func(s *situation) {
		s.cases[0].TwoState = ledger.Yes
		s.addCase("0200000000002", "FC", 500_00).TwoState = ledger.Yes
		away(s.addCase("0200000000003", "FC", 700_00))
	}},
	{"cannot_pay_all", unchanged},
	{"cannot_pay_all", noArrears},
	{"cannot_pay_all", incomeUnknown},
	{"cannot_pay_all", func(s *situation) { s.ncp.Assets = ledger.Some(70_000_00) }},
	{"cannot_pay_all", func(s *situation) { s.owe(1000_00, 0) }},
	{"cannot_pay_all", func(s *situation) { support(s, 400_00); s.ncp.Assets = ledger.Some(500_00) }},
	{"cannot_pay_all", func(s *situation) { support(s, 412_99); s.ncp.MonthlyExpenses = ledger.Some(2100_00) }},
	{"cannot_pay_all", func(s *situation) { noSupport(s); s.ncp.MonthlyExpenses = ledger.OptionalCents{} }},
	{"cannot_pay_all", func(s *situation) { s.owe(60_00, 0); s.policy.COAP.HorizonMonths = 1 }},
	{"cannot_pay_all", func(s *situation) { support(s, 390_00) }},
	{"can_pay_compromise", unchanged},
	{"can_pay_compromise", incomeUnknown},
	{"can_pay_compromise", func(s *situation) { support(s, 400_01) }},
	{"can_pay_compromise", func(s *situation) { s.owe(20_000_00, 5000_00) }},
	{"can_pay_compromise", func(s *situation) { support(s, 400_00) }},
	{"can_pay_compromise", func(s *situation) { s.owe(1000_00, 5000_000_00) }},
	{"can_pay_compromise", func(s *situation) { s.owe(0, 5000_00) }},
	{"can_pay_compromise", func(s *situation) { s.ncp.Assets = ledger.Some(1000_00) }},
	{"assets_within_limit", unchanged},
	{"assets_within_limit", func(s *situation) { s.ncp.Assets = ledger.Some(3500_00) }},
	{"assets_within_limit", func(s *situation) { s.ncp.Assets = ledger.Some(3500_01) }},
	{"assets_within_limit", func(s *situation) { s.owe(100_00, 0); s.ncp.Assets = ledger.Some(100_01) }},
	{"assets_within_limit", func(s *situation) { s.owe(100_00, 0); s.ncp.Assets = ledger.Some(3500_01) }},
	{"current_support_compliance", unchanged},
	{"current_support_compliance", noSupport},
	{"current_support_compliance", func(s *situation) { s.cases[0].Balance.CompliantMonths = 0 }},
	{"current_support_compliance", func(s *situation) { s.cases[0].Balance.CompliantMonths = 2 }},
	{"current_support_compliance", func(s *situation) {
		s.policy.COAP.ComplianceMonths = 1
		s.cases[0].Balance.CompliantMonths = 0
	}},
	{"current_support_compliance", func(s *situation) { s.cases[0].Balance.LastChargeMonth = 0 }},
	{"current_support_compliance", func(s *situation) {
		s.cases[0].Balance.LastChargeMonth = 0
		added := s.addCase("0200000000002", "NAA", 0)
		added.CurrentSupport, added.Balance.CompliantMonths = ledger.Some(50_00), 36
	}},
}

func TestEvidenceSentences(t *testing.T) {
	var out strings.Builder
	shown := map[string]bool{}
	for _, c := range sentences {
		s := eligible(t)
		s.policy.COAP.Criteria = policy.Criteria()
		c.change(s)
		found := s.findings(t)[slices.Index(policy.Criteria(), c.criterion)]
		shown[c.criterion+" "+found.Verdict.String()] = true
		fmt.Fprintf(&out, "%s %s\n  %s\n", found.Criterion, found.Verdict, found.Evidence)
	}
	for i, id := range policy.Criteria() {
		if !shown[id+" pass"] || !shown[id+" fail"] || criteria[i].missing != nil && !shown[id+" unknown"] {
			t.Errorf("%s: some verdict has no sentence here", id)
		}
	}
	golden(t, "testdata/evidence.txt", out.String())
}

func TestFindingsFollowTheVerdictsAndCite(t *testing.T) {
	s := eligible(t)
	applied(s)
	s.policy.Citations = map[string]string{
		"coap.application_wait_months": "a year", "coap.horizon_months": "three years",
		"coap.minimum_offer_share": "assumption", "coap.criteria.can_pay_compromise": "three years",
		"coap.criteria.no_concealment": "no hiding",
	}
	d := s.decide(t)
	cited := map[string]string{
		"no_recent_application": "a year", "cannot_pay_all": "three years",
		"can_pay_compromise": "three years; assumption", "no_concealment": "no hiding",
	}
	for i, finding := range s.findings(t) {
		if finding.Criterion != policy.Criteria()[i] || finding.Verdict != d.Verdicts[i] ||
			finding.Citation != cited[finding.Criterion] {
			t.Errorf("%d: %+v, want %s %s %q", i, finding, policy.Criteria()[i], d.Verdicts[i], cited[finding.Criterion])
		}
	}
	if got := s.findings(t)[9]; got.Evidence != "The policy "+s.policy.Label()+" does not use this criterion." {
		t.Errorf("n/a: %q", got.Evidence)
	}
}

func TestEmbeddedPoliciesCiteEveryCriterion(t *testing.T) {
	for _, name := range policy.Names() {
		s := eligible(t)
		s.policy = load(t, name)
		for _, finding := range s.findings(t) {
			if finding.Citation == "" {
				t.Errorf("%s: %s has no citation", name, finding.Criterion)
			}
		}
	}
}

func TestReasons(t *testing.T) {
	var out strings.Builder
	for _, c := range []struct {
		name    string
		changes []func(*situation)
	}{
		{"eligible", nil},
		{"eligible, offer covers all", []func(*situation){func(s *situation) {
			s.owe(1000_00, 200_00)
			s.addCase("0200000000002", "TAA", 50_000_00)
		}}},
		{"review, income", []func(*situation){incomeUnknown}},
		{"review, state", []func(*situation){func(s *situation) { s.cases[0].TwoState = ledger.Yes }}},
		{"review, several", []func(*situation){incomeUnknown, func(s *situation) {
			s.cases[0].TwoState = ledger.Yes
			s.addCase("0200000000002", "FC", 500_00).TwoState = ledger.Yes
			s.cases[0].Balance.LastChargeMonth = ledger.MustDate("2026-06-01")
		}}},
		{"review, assets", []func(*situation){func(s *situation) {
			s.policy.COAP.Criteria = append(s.policy.COAP.Criteria, "assets_within_limit")
		}}},
		{"later", []func(*situation){applied}},
		{"later, two waits", []func(*situation){applied, inContempt}},
		{"later, conviction", []func(*situation){func(s *situation) { s.ncp.History.Conviction = s.asOf }}},
		{"later, unknown", []func(*situation){rescinded, incomeUnknown}},
		{"ineligible, two", []func(*situation){concealed, applied}},
		{"ineligible, one", []func(*situation){concealed}},
		{"not collectible", []func(*situation){exemptIncome}},
		{"no arrears", []func(*situation){noArrears}},
	} {
		s := eligible(t)
		for _, change := range c.changes {
			change(s)
		}
		fmt.Fprintf(&out, "%s\n  %s\n", c.name, s.reason(t))
	}
	golden(t, "testdata/reasons.txt", out.String())
}

func TestWords(t *testing.T) {
	for part, want := range map[policy.Share]string{0: "0 %", 500_000: "50 %", 333_333: "33.3333 %", 5_000: "0.5 %",
		1_000_000: "100 %", 100: "0.01 %"} {
		if got := percent(part); got != want {
			t.Errorf("%d: %q, want %q", part, got, want)
		}
	}
	for _, want := range []string{"", "a", "a and b", "a, b and c"} {
		items := strings.FieldsFunc(strings.ReplaceAll(want, " and ", ", "), func(r rune) bool { return r == ',' || r == ' ' })
		if got := enumerate(items, 3); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	items := []string{"a", "b", "c", "d", "e"}
	if got := enumerate(items, 3); got != "a, b, c and 2 more" || items[3] != "d" {
		t.Errorf("%q of %v", got, items)
	}
}
