package words

import (
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

func TestNumbersAndDates(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -12345: "-12,345", -999: "-999"} {
		if got := Count(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 cases", 1: "1 case", 2: "2 cases", 12345: "12,345 cases"} {
		if got := Counted(n, "case"); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for date, want := range map[string]string{"2026-11-22": "Nov 22, 2026", "1900-01-01": "Jan 1, 1900", "2199-12-31": "Dec 31, 2199"} {
		if got := Date(ledger.MustDate(date)); got != want {
			t.Errorf("%s: %s, want %s", date, got, want)
		}
	}
	if got := Date(0); got != "" {
		t.Errorf("no date: %q", got)
	}
	for phrase, want := range map[string]string{"": "", "no arrears": "No arrears", "20 years": "20 years", "COAP": "COAP"} {
		if got := Sentence(phrase); got != want {
			t.Errorf("%q: %q, want %q", phrase, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for sentence, want := range map[string]string{
		"":                                   "",
		"from 2026-11-30, after 2026-05-31.": "from Nov 30, 2026, after May 31, 2026.",
		"2026-01-02":                         "Jan 2, 2026",
		"case 1-2026-01-02":                  "case 1-2026-01-02",
		"case 2026-01-023":                   "case 2026-01-023",
		"case N2026-01-02":                   "case N2026-01-02",
		"2026-13-02 is none":                 "2026-13-02 is none",
		"“2026-01-02”":                       "“2026-01-02”",
	} {
		if got := Dates(sentence); got != want {
			t.Errorf("%q: %q, want %q", sentence, got, want)
		}
	}
}

// TestEveryWordHasALabel: a status, step or criterion that is added needs its words.
func TestEveryWordHasALabel(t *testing.T) {
	for _, status := range coap.Statuses() {
		if StatusMeaning(status) == "" || strings.Contains(Status(status), "_") {
			t.Errorf("%v: %q means %q", status, Status(status), StatusMeaning(status))
		}
	}
	if len(stepNames) != len(coap.NextSteps()) {
		t.Errorf("%d names for %d next steps", len(stepNames), len(coap.NextSteps()))
	}
	for i := range coap.NextSteps() {
		if Steps(1<<i) == "" || stepMeanings[i] == "" {
			t.Errorf("%s has no words", coap.NextSteps()[i])
		}
	}
	if got, want := len(policy.Criteria()), len(criterionNames); got != want {
		t.Errorf("%d names for %d criteria", want, got)
	}
	if got := Steps(coap.ApplyCOAP | coap.JobServices); got != "apply for COAP; job services" {
		t.Error(got)
	}
	if got := Suppressed(coap.DoNotContact | coap.RecentContact); got != "do not contact; recent contact" {
		t.Error(got)
	}
	p := &policy.Policy{Remedies: []policy.Remedy{{ID: "bank_levy"}, {ID: "passport_hold"}, {ID: "property_lien"}}}
	if got := Remedies(p, 0b101); got != "bank levy; property lien" {
		t.Error(got)
	}
}

func TestCriteriaSayWhatIsNotUsed(t *testing.T) {
	for _, name := range policy.Names() {
		p, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		unused := 0
		for _, meaning := range Criteria(p) {
			if strings.Contains(meaning.Text, "Not used") {
				unused++
			}
		}
		if want := coap.CriteriaCount - len(p.COAP.Criteria); unused != want {
			t.Errorf("%s: %d criteria not used, want %d", name, unused, want)
		}
	}
}

// TestRulesRestOnThePolicy: every value of a policy is a rule's ground or a criterion's.
func TestRulesRestOnThePolicy(t *testing.T) {
	for _, name := range policy.Names() {
		p, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		grounds := ""
		for _, rule := range Rules(p) {
			if rule.Name == "" || !strings.HasSuffix(rule.Text, ".") || strings.Contains(rule.Text, "%!") {
				t.Errorf("%s: %+v", name, rule)
			}
			grounds += rule.RestsOn + "\n"
		}
		for _, value := range p.Values() {
			theme, _, _ := strings.Cut(value.Path, ".")
			if theme != "coap" && theme != "from" && theme != "agency" && !strings.Contains(grounds, value.Citation) {
				t.Errorf("%s: no rule rests on %s, %q", name, value.Path, value.Citation)
			}
		}
	}
	p, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	p.Starts, p.DayCount = policy.DueDate, policy.Monthly
	if text := Rules(p)[1].Text + Rules(p)[2].Text; !strings.Contains(text, "from its due date") || !strings.Contains(text, "1/12 of the annual rate") {
		t.Errorf("the rules of another policy are %s", text)
	}
}

func TestChangesInWords(t *testing.T) {
	c := &report.Changes{Before: report.Headline{AsOf: ledger.MustDate("2026-11-01"), Policy: report.ManifestPolicy{Name: "a", Version: "1", SHA256: "0123456789"}},
		After: report.Headline{AsOf: ledger.MustDate("2026-10-01"), Policy: report.ManifestPolicy{Name: "a", Version: "2", SHA256: "abc"}}}
	if got := ChangeWarnings(c); len(got) != 2 || !strings.Contains(got[0], "Nov 1, 2026") || !strings.Contains(got[1], "a@1 (SHA-256 01234567), this one a@2 (SHA-256 abc)") {
		t.Errorf("%q", got)
	}
	if got := ChangeWarnings(&report.Changes{}); got != nil {
		t.Errorf("like runs warn: %q", got)
	}
	turns := []report.Turn{{Criterion: "no_recent_contempt", From: coap.Pass, To: coap.Fail}, {Criterion: "cannot_pay_all", From: coap.Unknown, To: coap.Pass}}
	if got := Turns(turns); got != "No recent contempt: pass → fail; Cannot pay all: unknown → pass" {
		t.Error(got)
	}
	m := &report.Movement{Doubt: report.InterestTooHigh, Owed: 50_00, Charged: 100_00, Paid: 70_00, Interest: 20_00, InterestAtMost: 5_00}
	if got, want := Movement(m), "What is owed moved by +$50.00. Charges (+$100.00), adjustments ($0.00) and payments (−$70.00) leave +$20.00 of interest, where $0.00 to +$5.00 could accrue."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	m.Doubt = report.PastChanged
	if got := Movement(m); !strings.Contains(got, "same date") {
		t.Error(got)
	}
}

func TestWarnings(t *testing.T) {
	r := &report.Report{RejectsNamingNobody: 1, Totals: report.Totals{Cases: 1200, CasesTainted: 1}}
	got := Warnings(r)
	if len(got) != 2 || !strings.HasPrefix(got[0], "1 rejected row or value in the input names no case") || !strings.HasPrefix(got[1], "1 of 1,200 cases is tainted") {
		t.Errorf("%q", got)
	}
	r.RejectsNamingNobody, r.Totals.CasesTainted = 2, 3
	got = Warnings(r)
	if len(got) != 2 || !strings.HasPrefix(got[0], "2 rejected rows or values in the input name no case") || !strings.HasPrefix(got[1], "3 of 1,200 cases are tainted") {
		t.Errorf("%q", got)
	}
	r.RejectsNamingNobody, r.Totals.CasesTainted = 0, 0
	if got := Warnings(r); got != nil {
		t.Errorf("a clean run warns: %q", got)
	}
}
