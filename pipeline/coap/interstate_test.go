package coap

import (
	"testing"

	"arrears/pipeline/ledger"
)

func TestInterstateRuleOfOneCase(t *testing.T) {
	for _, c := range []struct {
		twoState ledger.Flag
		state    string
		want     Verdict
	}{
		{ledger.Unknown, "", Pass},
		{ledger.Unknown, "NV", Pass},
		{ledger.No, "NV", Pass},
		{ledger.Yes, "CA", Pass},
		{ledger.Yes, "ca", Pass},
		{ledger.Yes, "", Unknown},
		{ledger.Yes, "NV", Fail},
	} {
		s := eligible(t)
		s.cases[0].TwoState, s.cases[0].CPState = c.twoState, ledger.MustState(c.state)
		sums := sumAll(t, s.policy, s.cases)[0]
		if sums.Interstate != c.want {
			t.Errorf("two-state %q, state %q: %s, want %s", c.twoState, c.state, sums.Interstate, c.want)
		}
		want := ledger.Cents(60_000_00)
		if c.want == Fail {
			want = 0
		}
		if sums.Compromisable != want || sums.BeforeInterstate != 60_000_00 {
			t.Errorf("two-state %q, state %q: %s of %s, want %s", c.twoState, c.state, sums.Compromisable,
				sums.BeforeInterstate, want)
		}
	}
}

func TestCompromisableOverCases(t *testing.T) {
	type part struct {
		twoState ledger.Flag
		state    string
		code     string
		owed     ledger.Cents
	}
	home, unknown, away := part{code: "PAA", owed: 100}, part{ledger.Yes, "", "PAA", 20}, part{ledger.Yes, "NV", "FC", 3}
	settled, family, temporary := part{code: "PAA"}, part{code: "NAA", owed: 7000}, part{code: "TAA", owed: 50_000}
	for _, c := range []struct {
		name    string
		parts   []part
		want    ledger.Cents
		verdict Verdict
	}{
		{"no case", nil, 0, Pass},
		{"one passes", []part{home}, 100, Pass},
		{"one passes, others do not", []part{away, unknown, home}, 100, Pass},
		{"two pass", []part{home, home}, 200, Pass},
		{"none passes, one is unknown", []part{away, unknown}, 20, Unknown},
		{"two are unknown", []part{unknown, unknown}, 40, Unknown},
		{"all fail", []part{away, away}, 0, Fail},
		{"a case with nothing compromisable passes for nothing", []part{settled, family, temporary, unknown}, 20, Unknown},
		{"nor does it pass beside one that fails", []part{settled, away}, 0, Fail},
		{"nothing is compromisable", []part{family, temporary}, 0, Pass},
	} {
		s := eligible(t)
		s.cases = nil
		for _, part := range c.parts {
			added := s.addCase("1", part.code, part.owed)
			added.TwoState, added.CPState = part.twoState, ledger.MustState(part.state)
		}
		d := s.decide(t)
		if d.Compromisable != c.want || d.verdict("interstate_cp_in_california") != c.verdict {
			t.Errorf("%s: %s %s, want %s %s", c.name, d.Compromisable, d.verdict("interstate_cp_in_california"), c.want,
				c.verdict)
		}
	}
}

func TestSumsByOwedTo(t *testing.T) {
	s := eligible(t)
	for i, code := range []string{"CAA", "TAA", "FC"} {
		s.cases[0].Balance.Accounts[i%2].CurrentDue = 5
		added := s.addCase("2", code, ledger.Cents(i+1)*1000)
		added.Balance.Accounts[0].Interest = ledger.Cents(i + 1)
	}
	d := s.decide(t)
	want := Determination{
		PrincipalFamily: 1000_00 + 10_00, InterestFamily: 1,
		PrincipalGovernment: 50_000_00 + 20_00 + 30_00, InterestGovernment: 10_000_00 + 2 + 3,
	}
	if d.PrincipalFamily != want.PrincipalFamily || d.InterestFamily != want.InterestFamily ||
		d.PrincipalGovernment != want.PrincipalGovernment || d.InterestGovernment != want.InterestGovernment ||
		d.Compromisable != 60_000_00+30_03 || d.Arrears() != want.Arrears() {
		t.Errorf("%+v", d)
	}
	if sums := sumAll(t, s.policy, s.cases)[0]; sums.CurrentDue != 10 {
		t.Errorf("current due %s, want 0.10", sums.CurrentDue)
	}
}
