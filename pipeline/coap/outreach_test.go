package coap

import (
	"testing"

	"arrears/pipeline/ledger"
)

func TestOutreachListTakesLaterWithinTheHorizon(t *testing.T) {
	s := eligible(t)
	applied(s) // eligible on 2027-01-15
	clears := ledger.MustDate("2027-01-15")
	for asOf, want := range map[ledger.Date]bool{clears - 91: false, clears - 90: true, clears - 89: true} {
		s.asOf = asOf
		s.cases[0].Balance.LastChargeMonth = asOf.MonthStart()
		d := s.decide(t)
		if d.Status != Later || d.OnList != want {
			t.Errorf("as of %s: %s, on the list %t; want later, %t", asOf, d.Status, d.OnList, want)
		}
	}
}

func TestOutreachListByStatus(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*situation)
		want   bool
	}{
		"eligible":        {func(*situation) {}, true},
		"review":          {incomeUnknown, true},
		"ineligible":      {concealed, false},
		"not_collectible": {exemptIncome, false},
		"no_arrears":      {noArrears, false},
	} {
		s := eligible(t)
		c.change(s)
		if d := s.decide(t); d.Status.String() != name || d.OnList != c.want {
			t.Errorf("%s, on the list %t; want %s, %t", d.Status, d.OnList, name, c.want)
		}
	}
}

func TestSuppression(t *testing.T) {
	contacted := func(days ledger.Date) func(*situation) {
		return func(s *situation) { s.ncp.History.Contact = s.asOf - days }
	}
	for _, c := range []struct {
		name   string
		change func(*situation)
		want   string
	}{
		{"nothing", func(*situation) {}, ""},
		{"do not contact", func(s *situation) { s.ncp.DoNotContact = ledger.Yes }, "do_not_contact"},
		{"may contact", func(s *situation) { s.ncp.DoNotContact = ledger.No }, ""},
		{"tainted NCP", func(s *situation) { s.ncp.Tainted = true }, "tainted"},
		{"tainted case", func(s *situation) { s.addCase("2", "NAA", 0).Tainted = true }, "tainted"},
		{"case out of balance", func(s *situation) { s.cases[0].Balance.OutOfBalance = true }, "tainted"},
		{"contacted today", contacted(0), "recent_contact"},
		{"contacted 89 days ago", contacted(89), "recent_contact"},
		{"contacted 90 days ago", contacted(90), ""},
		{"contacted 91 days ago", contacted(91), ""},
		{"all at once", func(s *situation) {
			s.ncp.DoNotContact, s.ncp.Tainted = ledger.Yes, true
			contacted(1)(s)
		}, "do_not_contact;tainted;recent_contact"},
	} {
		s := eligible(t)
		c.change(s)
		d := s.decide(t)
		if d.Suppressed.String() != c.want || d.OnList != (c.want == "") {
			t.Errorf("%s: %q, on the list %t; want %q", c.name, d.Suppressed, d.OnList, c.want)
		}
		concealed(s)
		if d = s.decide(t); d.Suppressed.String() != c.want || d.OnList {
			t.Errorf("%s, ineligible: %q, on the list %t; want %q, false", c.name, d.Suppressed, d.OnList, c.want)
		}
	}
}
