package policy

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func values(p *Policy) map[string]Value {
	values := map[string]Value{}
	for _, v := range p.Values() {
		values[v.Path] = v
	}
	return values
}

// A policy that restates nothing is its parent under another name.
func TestNothingRestated(t *testing.T) {
	identity := cmpopts.IgnoreFields(Policy{}, "Name", "Version", "Title", "SHA256")
	if diff := cmp.Diff(load(t, "california-coap"), parse(t, ""), identity); diff != "" {
		t.Error(diff)
	}
}

func TestMappingsMergeByKey(t *testing.T) {
	got, parent := values(parse(t, "coap:\n  horizon_months: 24\noutreach: {quiet_days: 30}\nfrom: 2027-01-01\n")), values(load(t, "california-coap"))
	for path, want := range map[string]string{"coap.horizon_months": "24", "outreach.quiet_days": "30", "from": "2027-01-01"} {
		if v := got[path]; v.Value != want || v.Citation != "assumption: set by county@1" || !v.Assumption {
			t.Errorf("%+v, want %s", v, want)
		}
		delete(got, path)
		delete(parent, path)
	}
	if diff := cmp.Diff(parent, got); diff != "" {
		t.Errorf("what was not restated changed: %s", diff)
	}
}

func TestListsAreReplaced(t *testing.T) {
	p := parse(t, `interest:
  rates: [{from: 1900-01-01, rate: 0.0725}]
remedies: []
accounts:
  - {code: X1, owed_to: family, compromisable: false, name: first, citation: County order 7}
  - {code: x 2, owed_to: government, compromisable: true, name: second}
`)
	if len(p.Rates) != 1 || p.Rates[0].Rate != 72_500 || len(p.Remedies) != 0 || len(p.Accounts) != 2 {
		t.Errorf("%v, %v, %v", p.Rates, p.Remedies, p.Accounts)
	}
	got := values(p)
	for path, want := range map[string]Value{
		"interest.rates[1900-01-01]": {Value: "7.25%", Citation: "assumption: set by county@1", Assumption: true},
		"accounts[X1]":               {Value: "first, owed to the family", Citation: "County order 7"},
		"accounts[x 2]":              {Value: "second, owed to the government, compromisable", Citation: "assumption: set by county@1", Assumption: true},
	} {
		if want.Path = path; got[path] != want {
			t.Errorf("%+v, want %+v", got[path], want)
		}
	}
}

func TestSourcesMergeByKey(t *testing.T) {
	p := parse(t, "crediting:\n  by_source:\n    lottery:\n      - {from: 2020-01-01, order: [principal, interest]}\n")
	if len(p.BySource) != 2 || p.BySource[0].Source != "federal_tax_offset" || p.BySource[1].Source != "lottery" {
		t.Errorf("sources %v", p.BySource)
	}
	if len(p.BySource[0].Orders) != 3 || len(p.Default) != 3 {
		t.Error("a source that was not restated lost its orders")
	}
	p = parse(t, "crediting:\n  by_source:\n    federal_tax_offset:\n      - {from: 1900-01-01, order: default}\n")
	if len(p.BySource) != 1 || len(p.BySource[0].Orders) != 1 {
		t.Errorf("the orders of a source that was restated: %v", p.BySource)
	}
}

// A citation goes with the value that its layer or a lower one gives, never with one
// that a later layer puts in its place.
func TestCitations(t *testing.T) {
	texts := map[string]string{
		"a.yaml": "extends: california-coap\nname: a\nversion: 1\ncoap: {horizon_months: 24, asset_limit: 1}\ncitations: {coap.horizon_months: Order 1, coap.asset_limit: Order 2}\n",
		"b.yaml": "extends: a.yaml\nname: b\nversion: 1\ncoap: {horizon_months: 12}\ncitations: {coap.home_state: 'ASSUMPTION: as in Order 3'}\n",
	}
	p, err := Parse("b.yaml", []byte(texts["b.yaml"]), files(texts))
	if err != nil {
		t.Fatal(err)
	}
	got := values(p)
	for path, want := range map[string]Value{
		"coap.horizon_months": {Value: "12", Citation: "assumption: set by b@1", Assumption: true},
		"coap.asset_limit":    {Value: "1.00", Citation: "Order 2"},
		"coap.home_state":     {Value: "CA", Citation: "ASSUMPTION: as in Order 3", Assumption: true},
	} {
		if want.Path = path; got[path] != want {
			t.Errorf("%+v, want %+v", got[path], want)
		}
	}
}

// Who chooses the criteria is the user's matter; what each rests on stays the law's.
func TestCriteria(t *testing.T) {
	p := parse(t, "coap:\n  criteria: [cannot_pay_all, assets_within_limit, government_arrears]\n")
	if want := []string{"government_arrears", "cannot_pay_all", "assets_within_limit"}; !slices.Equal(p.COAP.Criteria, want) {
		t.Errorf("criteria %v, want %v", p.COAP.Criteria, want)
	}
	if got := p.Citations["coap.criteria"]; got != "assumption: set by county@1" {
		t.Errorf("the choice rests on %q", got)
	}
	parent := load(t, "california-coap").Citations
	if path := "coap.criteria.cannot_pay_all"; p.Citations[path] != parent[path] {
		t.Errorf("%s rests on %q", path, p.Citations[path])
	}
	if got := p.Citations["coap.criteria.assets_within_limit"]; !strings.Contains(got, "Debt Reduction") {
		t.Errorf("a criterion that the parent does not use rests on %q", got)
	}
}

// A complete policy needs no parent; without citations all of it is an assumption.
func TestCompleteWithoutCitations(t *testing.T) {
	text, err := os.ReadFile("testdata/county-pilot.yaml")
	if err != nil {
		t.Fatal(err)
	}
	complete := strings.Replace(string(text), "extends: california-coap\n", "", 1)
	p, err := Parse("county.yaml", []byte(complete), noFiles)
	if err != nil {
		t.Fatal(err)
	}
	for path, citation := range p.Citations {
		if citation != "assumption: set by county-pilot@2026-11" {
			t.Errorf("%s rests on %q", path, citation)
		}
	}
	for _, key := range strings.Fields(requiredKeys) {
		_, err := Parse("county.yaml", []byte(strings.Replace(complete, "\n"+key+":", "\n# "+key+":\n#", 1)), noFiles)
		if err == nil {
			t.Errorf("loads without %s", key)
		}
	}
}

func TestDayCountsAndStarts(t *testing.T) {
	for _, count := range []DayCount{Actual365, ActualActual, Monthly} {
		for _, start := range []Start{NextMonth, DueDate} {
			p := parse(t, "interest: {day_count: "+count.String()+", starts: "+start.String()+"}\n")
			if p.DayCount != count || p.Starts != start || len(p.Rates) != 2 {
				t.Errorf("%v, %v: read as %v, %v with %d rates", count, start, p.DayCount, p.Starts, len(p.Rates))
			}
		}
	}
}

func TestNameAndVersionMayBeLeftOut(t *testing.T) {
	text := "extends: california-coap\ncoap: {horizon_months: \"24\", minimum_arrears: '100.00'}\n"
	rules, err := Parse("some/County pilot.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := rules.Label(); got != "County-pilot@2026.1" {
		t.Errorf("a policy without a name is called %s", got)
	}
	if rules.COAP.HorizonMonths != 24 || rules.COAP.MinimumArrears != 10000 {
		t.Errorf("values in quotes read as %d and %s", rules.COAP.HorizonMonths, rules.COAP.MinimumArrears)
	}
}
