package coap

import (
	"testing"

	"arrears/pipeline/ledger"
)

func TestCompliance(t *testing.T) {
	const august, july, june = "2026-08-01", "2026-07-01", "2026-06-01"
	type part struct {
		support     ledger.OptionalCents
		months      int16
		lastCharged string
	}
	owes := ledger.Some(100_00)
	for _, c := range []struct {
		name  string
		parts []part
		want  Verdict
	}{
		{"no case", nil, Pass},
		{"no current support", []part{{ledger.OptionalCents{}, 0, ""}, {ledger.Some(0), 0, ""}}, Pass},
		{"three months", []part{{owes, 3, august}}, Pass},
		{"two months", []part{{owes, 2, august}}, Fail},
		{"none", []part{{owes, 0, august}}, Fail},
		{"charged in the first of the three months", []part{{owes, 36, july}}, Pass},
		{"charged before them", []part{{owes, 36, june}}, Unknown},
		{"never charged", []part{{owes, 36, ""}}, Unknown},
		{"a case without current support does not matter", []part{{owes, 3, august}, {ledger.Some(0), 0, ""}}, Pass},
		{"every case with it does", []part{{owes, 3, august}, {owes, 2, august}}, Fail},
		{"one is unknown", []part{{owes, 3, august}, {owes, 3, june}, {owes, 3, august}}, Unknown},
		{"a failure outweighs what is unknown", []part{{owes, 3, june}, {owes, 2, august}}, Fail},
		{"an uncharged case can fail too", []part{{owes, 2, june}}, Fail},
	} {
		s := eligible(t)
		s.cases = nil
		for _, part := range c.parts {
			added := s.addCase("1", "PAA", 1000_00)
			added.CurrentSupport, added.Balance.CompliantMonths = part.support, part.months
			if part.lastCharged != "" {
				added.Balance.LastChargeMonth = ledger.MustDate(part.lastCharged)
			}
		}
		d := s.decide(t)
		if d.verdict("current_support_compliance") != c.want {
			t.Errorf("%s: %s, want %s", c.name, d.verdict("current_support_compliance"), c.want)
		}
	}
}

func TestComplianceMonthsAreCompleteOnes(t *testing.T) {
	for asOf, want := range map[string]Verdict{"2026-09-30": Pass, "2026-10-01": Unknown} {
		s := eligible(t)
		s.asOf = ledger.MustDate(asOf)
		s.cases[0].Balance.LastChargeMonth = ledger.MustDate("2026-06-01")
		if d := s.decide(t); d.verdict("current_support_compliance") != want {
			t.Errorf("as of %s: %s, want %s", asOf, d.verdict("current_support_compliance"), want)
		}
	}
}

func TestNoChargeIsNoneEvenInTheFirstMonths(t *testing.T) {
	s := eligible(t)
	s.asOf = ledger.MustDate("1900-02-10")
	s.cases[0].Balance.LastChargeMonth = 0
	if d := s.decide(t); d.verdict("current_support_compliance") != Unknown {
		t.Errorf("%s, want unknown", d.verdict("current_support_compliance"))
	}
}

func TestCurrentSupportIsSummedOverCases(t *testing.T) {
	s := eligible(t)
	s.addCase("2", "NAA", 0).CurrentSupport = ledger.Some(50_01)
	s.addCase("3", "NAA", 0)
	if d := s.decide(t); d.CurrentSupport != 150_01 {
		t.Errorf("current support %s, want 150.01", d.CurrentSupport)
	}
}
