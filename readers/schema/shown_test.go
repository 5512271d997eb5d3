package schema

import (
	"regexp"
	"slices"
	"testing"

	"arrears/pipeline/ledger"
)

// What a message shows of a value has the form of what was wanted, or is a placeholder.
func TestShown(t *testing.T) {
	for _, c := range []struct {
		form   *regexp.Regexp
		shown  []string
		hidden []string
	}{
		{dateLike, []string{"2025-02-30", "13/05/2025", "1899-12-31", "5 May 2025", "2025.1.1", "1/2/25", "2025-01-01 10:00:00", "N/A", "#REF!"},
			[]string{"May", "555-0199", "650-555-0199", "123-45-6789", "12", "94110", "94110-1234", "Ana Roe", "12 Secret Road", "a@b.org", "12 Main 2025"}},
		{amountLike, []string{"1.000", "12.345", "1,23.00", "1E3", "10000000000.00", "(12.345)", "-$1.234", "1.234,50", "12.34-", "none", "?", "1,2,3"},
			[]string{"555-0199", "5550199", "6505550199", "+16505550199", "650.555.0199", "(650) 555-0199", "123-45-6789", "123456789", "Ana", "Al", "12 Oak", "1a2b3c"}},
		{rateLike, []string{"6,5%", "150%", "6", "6.00001%", "-1%", "0.0600000000001"}, []string{"94110", "5550199", "Al", "123-45-6789"}},
		{flagLike, []string{"2", "?", "X", "N/A", "unknown"}, []string{"Al", "Lee", "12", "maybe", "Ana Roe"}},
		{stateLike, []string{"N9", "9N", "06", "N/A"}, []string{"Lee", "CAL", "Al Roe", "941"}},
	} {
		for _, text := range c.shown {
			if got := shown([]byte(text), c.form); got != "“"+text+"”" {
				t.Errorf("%s: %q is shown as %s", c.form, text, got)
			}
		}
		for _, text := range c.hidden {
			if got := shown([]byte(text), c.form); got != theText {
				t.Errorf("%s: %q is shown as %s", c.form, text, got)
			}
		}
	}
	if got, want := shown(FormulaWithoutValue, dateLike), "the value is a formula without a stored value; recalculate and save the workbook: it"; got != want {
		t.Errorf("a formula is shown as %s", got)
	}
}

func TestWord(t *testing.T) {
	accounts := []string{"NAA", "UPA", "MED", "TAA", "PAA", "FC"}
	for text, known := range map[string][]string{"fee": ledger.EntryTypes(), "late fee": ledger.EntryTypes(), "audit": ledger.EventTypes(), "N/A": accounts} {
		if got := word([]byte(text), known); got != "“"+text+"”" {
			t.Errorf("%q is shown as %s", text, got)
		}
	}
	for text, code := range map[string]string{"paymnt": "payment", "Charges": "charge", "contempts": "contempt", "NPA": "NAA", "naaa": "NAA", "Charles": "charge", "Kate": "rate", "Pat": "PAA", "Ted": "MED"} {
		known := slices.Concat(accounts, ledger.EntryTypes(), ledger.EventTypes())
		if got := word([]byte(text), known); got != theText+", nearly “"+code+"”," {
			t.Errorf("%q is shown as %s", text, got)
		}
	}
	for _, text := range []string{"Smith", "Ana Roe", "lee", "12", "5550199", "canary", "garcia-lopez", "a@b.org", "payment to Ana",
		"tax intercept", "tax_offset", "Offset", "intercept", "bank levy", "insurance", "employer withholding"} {
		for _, known := range [][]string{ledger.EntryTypes(), ledger.EventTypes(), accounts} {
			if got := word([]byte(text), known); got != theText {
				t.Errorf("%q is shown as %s", text, got)
			}
		}
	}
}

func TestNearly(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"", "", true}, {"a", "", true}, {"ab", "", false}, {"payment", "paymnet", true}, {"pymt", "payment", false}, {"charge", "chrage", true}, {"fee", "fc", false}} {
		if got := nearly(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
