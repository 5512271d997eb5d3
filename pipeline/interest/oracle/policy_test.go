package oracle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// The account numbers of californiaPolicy.
const (
	naa ledger.AccountNumber = iota + 1
	uda
	upa
	caa
	spo
	med
	taa
	paa
	fc
)

// The source rules of californiaPolicy.
const taxOffset uint8 = 1

// californiaPolicy holds what a replay needs of the rules of California, written down
// here once more so that the oracle rests on no loader.
func californiaPolicy() *policy.Policy {
	current, principal, interest := policy.Class{Kind: policy.Current}, policy.Class{Kind: policy.Principal}, policy.Class{Kind: policy.Interest}
	to := func(kind policy.ClassKind, owed ledger.OwedTo) policy.Class {
		return policy.Class{Kind: kind, Owed: owed}
	}
	familyPrincipal, familyInterest := to(policy.Principal, ledger.Family), to(policy.Interest, ledger.Family)
	governmentPrincipal, governmentInterest := to(policy.Principal, ledger.Government), to(policy.Interest, ledger.Government)
	familyFirst := []policy.Class{current, familyPrincipal, familyInterest, governmentPrincipal, governmentInterest}
	p := &policy.Policy{
		Rates: []policy.DatedRate{
			{From: ledger.MustDate("1900-01-01"), Rate: 70_000},
			{From: ledger.MustDate("1983-01-01"), Rate: 100_000},
		},
		Default: []policy.DatedOrder{
			{From: ledger.MustDate("1900-01-01"), Order: []policy.Class{current, interest, principal}},
			{From: ledger.MustDate("2009-01-01"), Order: []policy.Class{current, principal, interest}},
			{From: ledger.MustDate("2020-05-01"), Order: familyFirst},
		},
		BySource: []policy.SourceOrders{{Source: "federal_tax_offset", Orders: []policy.DatedOrder{
			{From: ledger.MustDate("1900-01-01"), Order: []policy.Class{governmentInterest, governmentPrincipal, current, familyInterest, familyPrincipal}},
			{From: ledger.MustDate("2009-01-01"), Order: []policy.Class{governmentPrincipal, governmentInterest, current, familyPrincipal, familyInterest}},
			{From: ledger.MustDate("2020-05-01"), Order: familyFirst, Default: true},
		}}},
		COAP: policy.COAP{ComplianceMonths: 3},
	}
	for _, code := range []string{"NAA", "UDA", "UPA", "CAA", "SPO", "MED"} {
		p.Accounts = append(p.Accounts, policy.Account{Code: code, OwedTo: ledger.Family})
	}
	for _, code := range []string{"TAA", "PAA", "FC"} {
		p.Accounts = append(p.Accounts, policy.Account{Code: code, OwedTo: ledger.Government, Compromisable: code != "TAA"})
	}
	return p
}

// The embedded policy says of a replay what californiaPolicy says.
func TestEmbeddedPolicy(t *testing.T) {
	loaded, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	type replayed struct {
		DayCount policy.DayCount
		Starts   policy.Start
		Rates    []policy.DatedRate
		Default  []policy.DatedOrder
		BySource []policy.SourceOrders
		Accounts []policy.Account
		Months   int
	}
	of := func(p *policy.Policy) replayed {
		return replayed{p.DayCount, p.Starts, p.Rates, p.Default, p.BySource, p.Accounts, p.COAP.ComplianceMonths}
	}
	difference := cmp.Diff(of(californiaPolicy()), of(loaded),
		cmpopts.IgnoreFields(policy.DatedRate{}, "Citation"),
		cmpopts.IgnoreFields(policy.DatedOrder{}, "Citation"),
		cmpopts.IgnoreFields(policy.Account{}, "Citation", "Name"))
	if difference != "" {
		t.Error(difference)
	}
}
