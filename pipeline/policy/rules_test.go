package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
)

func TestRates(t *testing.T) {
	p := load(t, "california-coap")
	for day, want := range map[string]ledger.Rate{
		"1900-01-01": 70_000, "1982-12-31": 70_000, "1983-01-01": 100_000, "1983-01-02": 100_000, "2199-12-31": 100_000,
	} {
		if got := p.RateOn(ledger.MustDate(day)); got != want {
			t.Errorf("on %s the rate is %d millionths, want %d", day, got, want)
		}
	}
	if p.DayCount != Actual365 || p.Starts != NextMonth {
		t.Errorf("%v, %v", p.DayCount, p.Starts)
	}
}

func TestOrders(t *testing.T) {
	const (
		interestFirst  = "[current interest principal]"
		principalFirst = "[current principal interest]"
		familyFirst    = "[current principal:family interest:family principal:government interest:government]"
		offsetInterest = "[interest:government principal:government current interest:family principal:family]"
		offset         = "[principal:government interest:government current principal:family interest:family]"
	)
	for _, name := range Names() {
		p := load(t, name)
		taxOffset := p.SourceRule([]byte("federal_tax_offset"))
		if taxOffset == 0 || p.SourceRule([]byte("wage_withholding")) != 0 {
			t.Fatalf("%s: the sources with an order of their own are %v", name, p.BySource)
		}
		for _, c := range []struct{ day, byDefault, byOffset string }{
			{"1900-01-01", interestFirst, offsetInterest},
			{"2008-12-31", interestFirst, offsetInterest},
			{"2009-01-01", principalFirst, offset},
			{"2009-01-02", principalFirst, offset},
			{"2020-04-30", principalFirst, offset},
			{"2020-05-01", familyFirst, familyFirst},
			{"2020-05-02", familyFirst, familyFirst},
			{"2199-12-31", familyFirst, familyFirst},
		} {
			day := ledger.MustDate(c.day)
			if got := fmt.Sprint(p.OrderOn(day, 0)); got != c.byDefault {
				t.Errorf("%s: on %s any payment is credited %s, want %s", name, c.day, got, c.byDefault)
			}
			if got := fmt.Sprint(p.OrderOn(day, taxOffset)); got != c.byOffset {
				t.Errorf("%s: on %s a tax offset is credited %s, want %s", name, c.day, got, c.byOffset)
			}
		}
	}
}

// A source's list may begin late, and its `order: default` goes with later changes of
// the default order.
func TestSourceOrders(t *testing.T) {
	p := parse(t, `crediting:
  default:
    - {from: 1900-01-01, order: [current]}
    - {from: 2030-01-01, order: [principal]}
  by_source:
    lottery:
      - {from: 2010-01-01, order: [interest:family]}
      - {from: 2020-01-01, order: default}
      - {from: 2040-01-01, order: [current:government]}
`)
	lottery := p.SourceRule([]byte("lottery"))
	for day, want := range map[string]string{
		"1900-01-01": "[current]", "2009-12-31": "[current]", "2010-01-01": "[interest:family]", "2019-12-31": "[interest:family]",
		"2020-01-01": "[current]", "2029-12-31": "[current]", "2030-01-01": "[principal]", "2039-12-31": "[principal]",
		"2040-01-01": "[current:government]",
	} {
		if got := fmt.Sprint(p.OrderOn(ledger.MustDate(day), lottery)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	if entry := p.BySource[lottery-1].Orders[1]; !entry.Default || fmt.Sprint(entry.Order) != "[current]" {
		t.Errorf("%+v", entry)
	}
}

func TestAccounts(t *testing.T) {
	want := []Account{
		{Code: "NAA", OwedTo: ledger.Family, Name: "never assigned"},
		{Code: "UDA", OwedTo: ledger.Family, Name: "unassigned during assistance"},
		{Code: "UPA", OwedTo: ledger.Family, Name: "unassigned pre-assistance"},
		{Code: "CAA", OwedTo: ledger.Family, Name: "conditionally assigned"},
		{Code: "SPO", OwedTo: ledger.Family, Name: "spousal"},
		{Code: "MED", OwedTo: ledger.Family, Name: "medical"},
		{Code: "TAA", OwedTo: ledger.Government, Name: "temporarily assigned"},
		{Code: "PAA", OwedTo: ledger.Government, Compromisable: true, Name: "permanently assigned"},
		{Code: "FC", OwedTo: ledger.Government, Compromisable: true, Name: "foster care"},
	}
	for _, name := range Names() {
		accounts := slices.Clone(load(t, name).Accounts)
		for i := range accounts {
			accounts[i].Citation = ""
		}
		if diff := cmp.Diff(want, accounts); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCOAP(t *testing.T) {
	all := COAP{
		MinimumArrears: 1, HorizonMonths: 36, ApplicationWaitMonths: 12, RescissionWaitMonths: 24, ContemptWaitMonths: 6,
		ComplianceMonths: 3, HomeState: "CA", CapacityShare: 500_000, MinimumOfferShare: 100_000, ModificationShare: 500_000, AssetLimit: 3500_00,
	}
	coap, debt := all, all
	coap.Criteria = without("assets_within_limit")
	debt.Criteria = without("no_recent_application", "no_recent_rescission")
	debt.MinimumArrears, debt.HorizonMonths = 501_00, 12
	for name, want := range map[string]COAP{"california-coap": coap, "california-debt-reduction": debt} {
		p := load(t, name)
		if diff := cmp.Diff(want, p.COAP); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if (p.Outreach != Outreach{HorizonDays: 90, QuietDays: 90, EnforcementDays: 60}) || p.Tolerance != 0 {
			t.Errorf("%s: %+v, tolerance %v", name, p.Outreach, p.Tolerance)
		}
	}
}

// without is every criterion but some.
func without(ids ...string) []string {
	return slices.DeleteFunc(Criteria(), func(id string) bool { return slices.Contains(ids, id) })
}

func TestRemedies(t *testing.T) {
	some, days := ledger.Some, func(n int) OptionalDays { return OptionalDays{Days: n, Known: true} }
	want := []Remedy{
		{ID: "license_suspension", ArrearsOver: some(0), DaysOver: days(30)},
		{ID: "passport_hold", ArrearsOver: some(2500_00)},
		{ID: "federal_tax_intercept", GovernmentFrom: some(150_00), FamilyFrom: some(500_00)},
		{ID: "state_tax_intercept", ArrearsOver: some(100_00), DaysOver: days(60)},
		{ID: "lottery_intercept", ArrearsOver: some(100_00), DaysOver: days(60)},
		{ID: "bank_levy", ArrearsOver: some(0), DaysFrom: days(30)},
		{ID: "property_lien", ArrearsOver: some(0)},
	}
	for _, name := range Names() {
		remedies := slices.Clone(load(t, name).Remedies)
		for i := range remedies {
			remedies[i].Citation = ""
		}
		if diff := cmp.Diff(want, remedies); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Every value of an embedded policy names its source; what the law does not give is
// marked, and no more than that.
func TestEveryValueIsCited(t *testing.T) {
	assumptions := []string{
		"interest.day_count", "coap.capacity_share", "coap.minimum_offer_share", "coap.modification_share",
		"outreach.horizon_days", "outreach.quiet_days", "outreach.enforcement_days", "reconciliation.tolerance",
	}
	for _, name := range Names() {
		p := load(t, name)
		paths := map[string]bool{}
		for _, v := range p.Values() {
			if paths[v.Path] {
				t.Errorf("%s: %s is listed twice", name, v.Path)
			}
			paths[v.Path] = true
			if v.Value == "" || v.Citation == "" || strings.Contains(v.Citation, "set by") {
				t.Errorf("%s: %s = %q has the citation %q", name, v.Path, v.Value, v.Citation)
			}
			if v.Assumption != slices.Contains(assumptions, v.Path) {
				t.Errorf("%s: %s marked as an assumption: %v (%s)", name, v.Path, v.Assumption, v.Citation)
			}
		}
		for path := range p.Citations {
			if !paths[path] {
				t.Errorf("%s: %s is cited and not shown", name, path)
			}
		}
	}
}

func TestNotModelled(t *testing.T) {
	if sentences := NotModelled(); len(sentences) != 5 {
		t.Errorf("%d sentences, the specification names 5 things", len(sentences))
	}
}
