package engine

import (
	"maps"
	"reflect"
	"testing"
)

// given are answers of which some depend on others.
var given = map[string]string{"government_arrears": "40000.00", "government_interest": "10000.00", "contempt": "2024-01-15", "family_arrears": "unknown"}

func changed(changes ...string) map[string]string {
	answers := maps.Clone(given)
	for i := 0; i < len(changes); i += 2 {
		answers[changes[i]] = changes[i+1]
	}
	return answers
}

// An answer that a change has made impossible is put again, and the others are kept.
func TestAChangeDropsWhatNoLongerFits(t *testing.T) {
	e, _ := open(t, "california-coap")
	for _, c := range []struct {
		asOf, question, dropped string
		answers                 map[string]string
	}{
		{asOf, "government_permanent", "", given},
		{asOf, "government_interest", "government_interest", changed("government_arrears", "5000.00")},
		{"2023-12-31", "government_permanent", "contempt", given},
		{asOf, "government_permanent", "contempt", changed("contempt", "x")},
	} {
		kept := maps.Clone(c.answers)
		delete(kept, c.dropped)
		next := ask[Next](t, e, "next", map[string]any{"as_of": c.asOf, "answers": c.answers})
		if next.Question == nil || next.Question.ID != c.question || !reflect.DeepEqual(next.Answers, kept) {
			t.Errorf("%v on %s: %+v", c.answers, c.asOf, next)
		}
	}
}

// An answer that no longer fits stands in the way of nothing else.
func TestOnlyTheDecisionHangsOnEveryAnswer(t *testing.T) {
	e, _ := open(t, "california-coap")
	request := map[string]any{"as_of": "2023-12-31", "answers": changed("government_arrears", "5000.00")}
	with := func(more map[string]any) map[string]any {
		full := maps.Clone(request)
		maps.Copy(full, more)
		return full
	}
	if got := ask[Words](t, e, "words", request); len(got.Words) == 0 {
		t.Error("no words")
	}
	if got := ask[Payoff](t, e, "payoff", with(map[string]any{"payoff": PayoffForm{Principal: "3000", By: "monthly", Monthly: "50"}})); got.Months == nil || *got.Months != 76 {
		t.Errorf("%+v", got)
	}
	if got := ask[Answer](t, e, "answer", with(map[string]any{"id": "government_interest", "value": "5000"})); got.Value != "5000.00" {
		t.Errorf("%+v", got)
	}
	if got := ask[struct{ Error string }](t, e, "decide", request); got.Error == "" {
		t.Error("decides on answers that contradict one another")
	}
}
