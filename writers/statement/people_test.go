package statement

import (
	"math/big"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func TestFormsOfValues(t *testing.T) {
	for amount, want := range map[Money]string{0: "0.00", -5: "-0.05", 123456789: "1,234,567.89", -123456: "-1,234.56"} {
		var again Money
		if err := again.UnmarshalText([]byte(amount.String())); err != nil || again != amount || amount.People() != want {
			t.Errorf("%s: read as %s (%v), people see %s", amount, again, err, amount.People())
		}
	}
	for _, bad := range []string{"", ".50", "12", "1,00", "a.00"} {
		if new(Money).UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q is taken for an amount", bad)
		}
	}
	for text, want := range map[string]string{"0.000001": "0.000001", "-1234567.5": "-1,234,567.500000", "999.9999999": "1,000.000000"} {
		r, _ := new(big.Rat).SetString(text)
		if got := (Exact{r}).People(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := (Exact{}).String(); got != "0.000000" {
		t.Errorf("no interest is %s", got)
	}
	if err := new(Date).UnmarshalText([]byte("2026-02-30")); err == nil {
		t.Error("a day that there is not is read")
	}
	if got := (OptionalMoney{}).Dollars(); got != "unknown" {
		t.Error(got)
	}
}

func TestRulesInPeoplesWords(t *testing.T) {
	for _, test := range []struct {
		rule Rule
		want point
	}{
		{Rule{"interest.rates[1983-01-01]", "10%", "CCP 685.010"}, point{"Rate of interest, from Jan 1, 1983", "", "10% a year", "CCP 685.010"}},
		{Rule{"interest.starts", "next_month", "x"}, point{"When interest begins", "", "A charge bears interest from the first day of the month after it falls due.", "X"}},
		{Rule{"crediting.default[2020-05-01]", "current, principal:family, interest:government", "AB 135"},
			point{"Order in which payments are credited, from May 1, 2020", "", "Current support, then past-due principal owed to the family, then interest owed to the government.", "AB 135"}},
		{Rule{"crediting.by_source.lottery[2020-05-01]", "default", "collections from 2009-01-01 to 2020-04-30"},
			point{`Order in which payments of the source "lottery" are credited, from May 1, 2020`, "", "As any other payment.", "Collections from Jan 1, 2009 to Apr 30, 2020"}},
		{Rule{caseRate, "5% from 2020-02-01 to open", "rate event of the case"}, point{"Rate ordered for this case", "", "5% from Feb 1, 2020 to open", "Rate event of the case"}},
		{Rule{"coap.unheard_of", "7", "assumption: y"}, point{"coap.unheard_of", "", "7", "Assumption: y"}},
	} {
		if got := test.rule.point(); got != test.want {
			t.Errorf("%s:\n got %+v\nwant %+v", test.rule.Path, got, test.want)
		}
	}
}

// Every rule and assumption of the policies that come with the program has words.
func TestEveryRuleHasWords(t *testing.T) {
	for _, name := range policy.Names() {
		rules, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range rules.Values() {
			rule := Rule{value.Path, value.Value, value.Citation}
			shown := sectionOf(value.Path) == "interest" || sectionOf(value.Path) == "crediting" || value.Assumption && sectionOf(value.Path) == "coap"
			if p := rule.point(); shown && (p.Term == value.Path || strings.Contains(p.Text, "_") || strings.Contains(p.Text, ":")) {
				t.Errorf("%s: %+v", name, p)
			}
		}
		for _, id := range rules.COAP.Criteria {
			if criterionWords(id) == id {
				t.Errorf("%s: the criterion %s has no words", name, id)
			}
		}
	}
	for _, kind := range ledger.EntryTypes() {
		if entryNames[kind] == "" {
			t.Errorf("the type %s has no words", kind)
		}
	}
}

func TestDatesOfSentences(t *testing.T) {
	for text, want := range map[string]string{
		"up to 2026-10-31, and from 2020-02-29.":                     "up to Oct 31, 2026, and from Feb 29, 2020.",
		"2026-13-45 is no day; 12026-10-31 and 2026-10-311 are none": "2026-13-45 is no day; 12026-10-31 and 2026-10-311 are none",
	} {
		if got := peopleDates(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestPartsAreGathered(t *testing.T) {
	d := func(iso string) Date { return Date(ledger.MustDate(iso)) }
	parts := partsOf([]Effect{{"principal", "NAA", d("2010-01-01"), 100}, {"principal", "PAA", d("2010-02-01"), 200}, {"principal", "NAA", d("2010-03-01"), 300},
		{"interest", "NAA", 0, 5}, {"held", "", 0, 7}})
	var got []string
	for i := range parts {
		got = append(got, Money(parts[i].amount).String()+" "+parts[i].words())
	}
	want := "4.00 Principal of NAA, of 2 installments, Jan 1, 2010 to Mar 1, 2010|2.00 Principal of PAA, of Feb 1, 2010|0.05 Interest of NAA|0.07 Held as credit"
	if strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
}

func TestYearsAcrossAndGaps(t *testing.T) {
	year := func(number int, ordered Money) HistoryYear {
		return HistoryYear{Year: number, YearTotal: YearTotal{Ordered: ordered}}
	}
	for _, test := range []struct {
		years  []HistoryYear
		across int
		gaps   string
	}{
		{nil, 4, ""},
		{[]HistoryYear{year(1990, 99_999_999), year(1991, 0), year(1993, 0), year(1999, 0)}, 4, "1992, 1994 to 1998"},
		{[]HistoryYear{year(1990, 100_000_000)}, 3, ""},
		{[]HistoryYear{year(1990, 10_000_000_000)}, 2, ""},
	} {
		if across, gaps := yearsAcross(test.years), emptyYears(test.years); across != test.across || gaps != test.gaps {
			t.Errorf("%+v: %d across, gaps %q", test.years, across, gaps)
		}
	}
}
