package engine

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"arrears/pipeline/interview"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

const asOf = "2026-10-31"

func open(t testing.TB, name string) (*Engine, *policy.Policy) {
	t.Helper()
	rules, err := policy.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := EncodePolicy(rules)
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return e, rules
}

// ask calls a function as the page does.
func ask[T any](t testing.TB, e *Engine, function string, request map[string]any) T {
	t.Helper()
	full := map[string]any{"language": "en", "as_of": asOf, "answers": map[string]string{}}
	maps.Copy(full, request)
	input, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	output := e.Call(function, input)
	var result T
	if err := decode(output, &result); err != nil {
		t.Fatalf("%s of %s: %v in %s", function, input, err, output)
	}
	return result
}

// The page computes under the very policy that was loaded.
func TestAPolicyComesThroughWhole(t *testing.T) {
	for _, name := range policy.Names() {
		e, rules := open(t, name)
		if !reflect.DeepEqual(e.rules, rules) {
			t.Errorf("%s:\n%+v\n%+v", name, e.rules, rules)
		}
	}
}

// A policy's texts can't leave the script in which it stands.
func TestAPolicyIsSafeWithinAPage(t *testing.T) {
	_, rules := open(t, "california-coap")
	rules.Title = "</script><script>alert(1)</script><!--"
	encoded, err := EncodePolicy(rules)
	if err != nil || bytes.ContainsAny(encoded, "<>&") {
		t.Errorf("%v: %s", err, encoded)
	}
}

func TestNoPolicy(t *testing.T) {
	for _, text := range []string{"", "{}", "null", "[]", `{"Name":"x"}`, `{"Name":"x","Rates":[{}],"Unknown":1}`, `{"Name":"x","Rates":[{}]} {}`} {
		if _, err := New([]byte(text)); err == nil {
			t.Errorf("%q is a policy", text)
		}
	}
}

// wish are answers to every question.
var wish = map[string]string{
	"government_arrears": "40,000.00", "government_interest": "10000", "government_permanent": "38000", "family_arrears": "$1,000", "family_interest": "0",
	"only_income_exempt": "n", "current_support": "100", "support_paid": "sí", "net_monthly_income": "2200", "monthly_expenses": "1600", "assets": "300",
	"cp_state": "nv", "two_state": "no", "coap_application": "never", "coap_rescission": "nunca", "contempt": "1/15/2024",
	"intentional_nonpayment": "N", "concealment": "no", "oldest_due": "2019-05-01", "last_payment": "never",
}

// Asked question by question, the engine gives what the interview gives.
func TestAWholeInterview(t *testing.T) {
	for _, name := range policy.Names() {
		e, rules := open(t, name)
		v := interview.Interview{Rules: rules, AsOf: ledger.MustDate(asOf)}
		answers := map[string]string{}
		for number := 1; ; number++ {
			next := ask[Next](t, e, "next", map[string]any{"answers": answers})
			if next.Question == nil {
				break
			}
			if next.Number != number || next.Most < number || len(next.Asked) != number-1 {
				t.Errorf("%s: %+v at %d", name, next, number)
			}
			result := ask[Answer](t, e, "answer", map[string]any{"answers": answers, "id": next.Question.ID, "value": wish[next.Question.ID]})
			if result.Fault != "" || result.Shown == "" {
				t.Fatalf("%s %s: %+v", name, next.Question.ID, result)
			}
			answers[next.Question.ID] = result.Value
		}
		given, err := v.ReadAll(answers)
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := v.Decide(given)
		if err != nil || outcome.Status.String() != "eligible" {
			t.Fatalf("%s: %v, %+v", name, err, outcome)
		}
		for _, l := range interview.Languages() {
			got := ask[interview.Reply](t, e, "decide", map[string]any{"language": l, "answers": answers})
			if want := v.Reply(l, outcome); !reflect.DeepEqual(&got, want) {
				t.Errorf("%s %s:\n got %+v\nwant %+v", name, l, got, want)
			}
		}
	}
}

func TestAFaultIsSaidInTheLanguage(t *testing.T) {
	e, _ := open(t, "california-coap")
	for l, want := range map[interview.Language]string{interview.English: "the amount is below zero; it must be zero or more", interview.Spanish: "la cantidad es menor que cero; debe ser cero o más"} {
		if got := ask[Answer](t, e, "answer", map[string]any{"language": l, "id": "assets", "value": "-1"}); got.Fault != want || got.Value != "" {
			t.Errorf("%s: %+v", l, got)
		}
	}
}

func TestWordsAreFilledButForThePagesOwnPlaces(t *testing.T) {
	e, _ := open(t, "california-coap")
	for _, l := range interview.Languages() {
		got := ask[Words](t, e, "words", map[string]any{"language": l})
		for key, word := range got.Words {
			own := key == "page.number" || key == "page.change_of" || key == "terminal.number"
			shown := strings.HasPrefix(key, "page.") || key == "calculator.intro" || strings.HasSuffix(key, "_hint") || key == "fault.no_day"
			if shown && !own && strings.ContainsAny(word, "{}") {
				t.Errorf("%s %s: %s", l, key, word)
			}
		}
		if got.Program == "" || !strings.Contains(got.Words["calculator.intro"], "10%") {
			t.Errorf("%+v", got)
		}
	}
}

func TestARequestThatIsWrong(t *testing.T) {
	e, _ := open(t, "california-coap")
	for _, c := range []struct{ function, request, want string }{
		{"words", "", "read the request"},
		{"words", "{}", "as_of is not a date"},
		{"words", `{"as_of":"2026-10-31","more":1}`, "unknown field"},
		{"nothing", `{"as_of":"2026-10-31"}`, "there is no function"},
		{"answer", `{"as_of":"2026-10-31","id":"x"}`, "there is no question"},
		{"next", `{"as_of":"2026-10-31","answers":{"x":"1"}}`, "x: there is no such question"},
		{"decide", `{"as_of":"2026-10-31","answers":{"assets":"much"}}`, "assets: not an amount"},
	} {
		var result struct{ Error string }
		if err := json.Unmarshal(e.Call(c.function, []byte(c.request)), &result); err != nil || !strings.Contains(result.Error, c.want) {
			t.Errorf("%s %s: %q, %v; want %q", c.function, c.request, result.Error, err, c.want)
		}
	}
}

// FuzzCall: whatever the page sends, the answer is JSON.
func FuzzCall(f *testing.F) {
	for _, function := range Functions() {
		f.Add(function, `{"language":"es","as_of":"2026-10-31","answers":{"assets":"1"},"id":"assets","value":"2","payoff":{"principal":"3000","by":"months","months":"36"}}`)
	}
	e, _ := open(f, "california-coap")
	f.Fuzz(func(t *testing.T, function, request string) {
		if output := e.Call(function, []byte(request)); !json.Valid(output) {
			t.Fatalf("%s", output)
		}
	})
}
