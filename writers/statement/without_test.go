package statement

import (
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

// A copy without the criteria holds no income, no offer and no other case of the parent,
// in any format, and says what it leaves out.
func TestCriteriaAreLeftOut(t *testing.T) {
	folder := varied(t)
	whole, without := explained(t, folder, "C1", General), explained(t, folder, "C1", General)
	without.LeaveOutCriteria()
	for format := range formats {
		text := unpacked(t, format, written(t, format, without))
		if format == "xlsx" {
			text = inBook(t, without).text
		}
		for _, word := range []string{"net income", "2,500.00", "C2", "Offer (estimate)", "capacity", "PASS", "leaves $500"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: the copy without criteria holds %q", format, word)
			}
		}
		if said := "the criteria for a compromise"; format != "json" && !strings.Contains(text, said) {
			t.Errorf("%s: the copy does not say that it leaves out %s", format, said)
		}
		if format == "json" && !strings.Contains(text, `"without"`) {
			t.Error("the data does not say what it leaves out")
		}
		if text = unpacked(t, format, written(t, format, whole)); strings.Contains(text, "Left out of this copy") {
			t.Errorf("%s: the whole statement says that it leaves something out", format)
		}
	}
	if first, again := written(t, "json", without), written(t, "json", reread(t, without)); string(first) != string(again) {
		t.Error("JSON without criteria that was read and written again differs")
	}
}

// What of the input could not be used and is not of the case itself is of the parent.
func TestRejectsOfTheParentAreLeftOutWithTheCriteria(t *testing.T) {
	d := explained(t, exports(t, map[string]string{
		"ledger": ledgerHead + "C1,2020-01-01,judgment,100.00,PAA,,,\nC1,2020-01-02,payment,1.000,,,,\nC2,2020-01-01,judgment,100.00,PAA,,,\n",
		"cases":  "case_id,ncp_id,current_support\nC1,N1,\nC2,N1,no\n",
		"ncps":   "ncp_id,net_monthly_income\nN1,much\n"}), "C1", General)
	if len(d.Rejects) < 2 {
		t.Fatalf("rejects %+v", d.Rejects)
	}
	d.LeaveOutCriteria()
	if len(d.Rejects) != 1 || !strings.Contains(d.Rejects[0].Place, "ledger") {
		t.Errorf("rejects %+v", d.Rejects)
	}
}

// Who may not ask for a compromise is shown neither offer nor forgiveness; where nothing
// can be offered, nothing is forgiven.
func TestOffersAreForThoseWhoQualify(t *testing.T) {
	known := func(cents Money) OptionalMoney { return OptionalMoney{ledger.Some(ledger.Cents(cents))} }
	for _, test := range []struct {
		status         string
		offer          Money
		offers, spares bool
	}{
		{"eligible", 1000_00, true, true}, {"review", 1000_00, true, true}, {"later", 1000_00, true, true}, {"later", 0, true, false},
		{"ineligible", 1000_00, false, false}, {"not_collectible", 0, false, false}, {"no_arrears", 0, false, false},
	} {
		d := explained(t, varied(t), "C1", General)
		d.NCP.Status, d.NCP.Offer, d.NCP.Forgiven, d.NCP.MinimumOffer = test.status, known(test.offer), known(777_00), 50_00
		for form, s := range bothForms(t, d) {
			if got := strings.Contains(s.text, "Offer (estimate)"); got != test.offers || got != strings.Contains(s.text, "Smallest offer (estimate)") {
				t.Errorf("%s, %s: an offer is shown: %t", form, test.status, got)
			}
			if got := strings.Contains(s.text, "Forgiven by that offer (estimate)"); got != test.spares {
				t.Errorf("%s, %s with an offer of %s: forgiveness is shown: %t", form, test.status, test.offer, got)
			}
		}
		text := string(written(t, "text", d))
		if strings.Contains(text, "offer $") != test.offers || strings.Contains(text, "forgiven $777.00") != test.spares {
			t.Errorf("text, %s with an offer of %s:\n%s", test.status, test.offer, text)
		}
		if data := string(written(t, "json", d)); !strings.Contains(data, `"forgiven": "777.00"`) {
			t.Errorf("%s: data lacks a field", test.status)
		}
	}
}

func TestPercentOfSentences(t *testing.T) {
	for text, want := range map[string]string{
		"at 10 % a year, 33.3333 % of it (10 % of $5.00).": "at 10% a year, 33.3333% of it (10% of $5.00).",
		"up to 2026-10-31":     "up to Oct 31, 2026",
		"case A % is no share": "case A % is no share",
	} {
		if got := peopleSentence(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
