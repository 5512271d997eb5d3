package interview

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func california(t testing.TB) Interview {
	return Interview{loadPolicy(t, "california-coap"), ledger.MustDate("2026-10-31")}
}

// with is the favourable answers with some others, read as they are typed.
func with(t testing.TB, v Interview, changes ...string) Answers {
	t.Helper()
	answers := favourable()
	for _, change := range changes {
		id, text, _ := strings.Cut(change, "=")
		q, known := Find(id)
		answer, err := v.Read(q, text, Answers{})
		if !known || err != nil {
			t.Fatal(change, err)
		}
		answers[id] = answer
	}
	return answers
}

func askedIDs(o *Outcome) string {
	var ids []string
	for _, q := range o.Asked {
		ids = append(ids, q.ID)
	}
	return strings.Join(ids, " ")
}

// Questions that do not matter are not asked.
func TestOnlyWhatMattersIsAsked(t *testing.T) {
	const all = "government_arrears government_interest government_permanent family_arrears family_interest only_income_exempt current_support support_paid " +
		"net_monthly_income monthly_expenses assets cp_state two_state coap_application coap_rescission contempt intentional_nonpayment concealment oldest_due"
	v := california(t)
	drp := Interview{loadPolicy(t, "california-debt-reduction"), v.AsOf}
	for _, c := range []struct {
		name    string
		v       Interview
		changes []string
		want    string
	}{
		{"eligible", v, nil, all},
		{"other parent at home", v, []string{"cp_state=ca"}, strings.Replace(all, "two_state ", "", 1)},
		{"no family debt", v, []string{"family_arrears=0"}, strings.Replace(all, "family_interest ", "", 1)},
		{"no current support", v, []string{"current_support=0"}, strings.Replace(all, "support_paid ", "", 1)},
		{"no income", v, []string{"net_monthly_income=0"}, strings.Replace(all, "monthly_expenses ", "", 1)},
		{"income unknown", v, []string{"net_monthly_income=d"}, strings.Replace(all, "monthly_expenses ", "", 1)},
		{"debt unknown", v, []string{"government_arrears=d"}, strings.Replace(all, "government_interest government_permanent ", "", 1)},
		{"interest only", v, []string{"government_interest=40000", "family_arrears=0"},
			strings.Replace(strings.Replace(all, " oldest_due", "", 1), "family_interest ", "", 1)},
		{"debt reduction", drp, nil, strings.Replace(all, "coap_application coap_rescission ", "", 1)},
		{"nothing owed", v, []string{"government_arrears=0", "family_arrears=0"},
			"government_arrears family_arrears current_support net_monthly_income monthly_expenses"},
		{"nothing owed or due", v, []string{"government_arrears=0", "family_arrears=0", "current_support=0"},
			"government_arrears family_arrears current_support"},
		{"exempt", v, []string{"only_income_exempt=y", "current_support=0"},
			"government_arrears government_interest government_permanent family_arrears family_interest only_income_exempt current_support"},
		{"nothing to reduce", v, []string{"government_permanent=0"},
			"government_arrears government_interest government_permanent family_arrears family_interest only_income_exempt current_support " +
				"net_monthly_income monthly_expenses oldest_due last_payment"},
		{"below the minimum", drp, []string{"government_arrears=500.99", "government_interest=0"},
			"government_arrears government_interest government_permanent family_arrears family_interest only_income_exempt current_support " +
				"net_monthly_income monthly_expenses oldest_due last_payment"},
		{"ineligible, support paid", v, []string{"concealment=y"}, all},
		{"ineligible, support not paid", v, []string{"support_paid=n"}, all + " last_payment"},
	} {
		answers := with(t, c.v, c.changes...)
		if c.name == "below the minimum" {
			answers[GovernmentPermanent] = Answer{Amount: 500_99}
		}
		if got := askedIDs(decideOrFail(t, c.v, answers)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Asked one at a time, the number rises by one and the most never rises.
func TestProgress(t *testing.T) {
	v := california(t)
	answers, most := Answers{}, len(questions)
	for number := 1; ; number++ {
		q, progress, more := v.Next(answers)
		if !more {
			if number != 20 {
				t.Errorf("%d questions", number-1)
			}
			return
		}
		if progress.Number != number || progress.Most > most || progress.Most < number {
			t.Errorf("%s: %+v at %d, %d before", q.ID, progress, number, most)
		}
		most = progress.Most
		answers[q.ID] = favourable()[q.ID]
	}
}

// An answer that no longer fits the one it is a part of is asked for again, and what no
// longer matters is left out.
func TestAChangedAnswerIsHeldAgainstTheOthers(t *testing.T) {
	v := california(t)
	answers := favourable()
	answers[GovernmentArrears] = Answer{Amount: 30_000_00}
	if q, _, more := v.Next(answers); !more || q.ID != GovernmentPermanent {
		t.Errorf("next is %v", q)
	}
	_, err := v.Decide(answers)
	var fault *AnswerError
	if !errors.As(err, &fault) || fault.Question != GovernmentPermanent || !errors.Is(err, MoreThanDebt) {
		t.Errorf("decided: %v", err)
	}
	answers[GovernmentArrears] = Answer{}
	if q, _, more := v.Next(answers); more {
		t.Errorf("asks %s", q.ID)
	}
	asked, kept := v.Asked(answers)
	if _, there := kept[GovernmentPermanent]; there || len(kept) != len(asked) {
		t.Errorf("kept %v", kept)
	}
}

// What is not answered counts as unknown.
func TestNoAnswersAtAll(t *testing.T) {
	for _, name := range policy.Names() {
		v := Interview{loadPolicy(t, name), ledger.MustDate("2026-10-31")}
		o := decideOrFail(t, v, nil)
		if o.Status != coap.Review || o.NextSteps != coap.ConfirmCOAP || o.Government.Known || o.Offer.Known {
			t.Errorf("%s: %+v", name, o)
		}
		for _, f := range o.Findings {
			if f.Asked && f.Verdict != coap.Unknown {
				t.Errorf("%s: %s is %s", name, f.Criterion, f.Verdict)
			}
		}
	}
}

func TestWaitingPeriodsToTheDay(t *testing.T) {
	v := california(t)
	for day, want := range map[string]string{"2025-10-31": "eligible", "2025-11-01": "later 2026-11-01", "2026-10-31": "later 2027-10-31"} {
		o := decideOrFail(t, v, with(t, v, "coap_application="+day))
		got := o.Status.String()
		if o.EligibleOn != 0 {
			got += " " + o.EligibleOn.String()
		}
		if got != want {
			t.Errorf("applied on %s: %s, want %s", day, got, want)
		}
	}
}

func TestACustomPolicy(t *testing.T) {
	v := california(t)
	rules := *v.Rules
	v.Rules = &rules
	rules.Accounts = slices.DeleteFunc(slices.Clone(rules.Accounts), func(a policy.Account) bool { return a.OwedTo == ledger.Government && !a.Compromisable })
	answers := favourable()
	delete(answers, GovernmentPermanent)
	o := decideOrFail(t, v, answers)
	if o.Compromisable.Exact() != ledger.Some(40_000_00) || strings.Contains(askedIDs(o), GovernmentPermanent) {
		t.Errorf("all accounts compromisable: %v of %s", o.Compromisable, askedIDs(o))
	}
	rules.Accounts = slices.DeleteFunc(rules.Accounts, func(a policy.Account) bool { return a.OwedTo == ledger.Government })
	o = decideOrFail(t, v, maps.Clone(answers))
	if o.Status != coap.Ineligible || strings.Contains(askedIDs(o), "government") {
		t.Errorf("no account of the government: %s of %s", o.Status, askedIDs(o))
	}
	rules.COAP.Criteria = slices.DeleteFunc(slices.Clone(rules.COAP.Criteria), func(id string) bool { return id == "government_arrears" })
	if o = decideOrFail(t, v, answers); o.Status == coap.NoArrears || !o.asks(CPState) {
		t.Errorf("without the criterion: %s of %s", o.Status, askedIDs(o))
	}
}
