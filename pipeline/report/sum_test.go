package report

import (
	"errors"
	"math"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

func TestSum(t *testing.T) {
	got, err := Sum(example(t))
	if err != nil {
		t.Fatal(err)
	}
	want := Totals{Cases: 3, CasesTainted: 1, NCPs: 2,
		PrincipalFamily: 1_01, InterestFamily: 52_02, PrincipalGovernment: 4_04, InterestGovernment: 5_05,
		Compromisable: 9_09, CurrentDue: 9_09, HeldCredit: 7, Offered: 21, Forgiven: 23,
		ByCounty: []CountyTotal{{County: "", Cases: 1}, {County: "=Kern", Cases: 1, Family: 50_00, Outreach: 1, OutreachForgiven: 23}, {County: "Kern", Cases: 1, Family: 3_03, Government: 9_09}},
		ByAge: []AgeTotal{{Label: "interest only", Cases: 1, Family: 50_00}, {Label: "under 1 year", Cases: 1, Family: 3_03, Government: 9_09},
			{Label: "1 to 5 years"}, {Label: "5 to 10 years"}, {Label: "10 to 20 years"}, {Label: "20 years or more"}},
	}
	want.ByStatus[coap.NoArrears] = StatusTotal{NCPs: 1}
	want.ByStatus[coap.Later] = StatusTotal{NCPs: 1, Arrears: 62_12, Compromisable: 9_09, Forgiven: 23, Outreach: 1, OutreachOffers: 21, OutreachForgiven: 23}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got.Arrears() != 62_12 {
		t.Errorf("arrears %s", got.Arrears())
	}
}

// Each case with arrears is in one range of age, by the days since its oldest
// installment.
func TestAges(t *testing.T) {
	for days, want := range map[ledger.Date]string{0: "under 1 year", 1: "under 1 year", 364: "under 1 year", 365: "1 to 5 years", 5*365 - 1: "1 to 5 years",
		5 * 365: "5 to 10 years", 10 * 365: "10 to 20 years", 20*365 - 1: "10 to 20 years", 20 * 365: "20 years or more", 46_000: "20 years or more"} {
		r := example(t)
		r.Balances[2].Accounts = []interest.AccountBalance{{Account: naa, Principal: 5, OldestDue: asOf - days}}
		totals, err := Sum(r)
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for i, age := range totals.ByAge {
			count += age.Cases
			if own := age.Family == 5 || age.Family == 3_03+5; own != (age.Label == want) {
				t.Errorf("%d days: %d is %+v, want the case in %s", days, i, age, want)
			}
		}
		if count != 3 {
			t.Errorf("%d days: %d cases have an age, want 3", days, count)
		}
	}
}

func TestSumsOverflow(t *testing.T) {
	for name, spoil := range map[string]func(r *Report){
		"principal": func(r *Report) {
			r.Balances[0].Accounts[0].Principal, r.Balances[1].Accounts[0].Principal = math.MaxInt64-100_00, 101_00
		},
		"held": func(r *Report) { r.Balances[0].HeldCredit, r.Balances[1].HeldCredit = math.MaxInt64, 1 },
		"forgiven": func(r *Report) {
			r.Determinations[0], r.Determinations[1].Forgiven = r.Determinations[1], ledger.Some(math.MaxInt64)
		},
		"compromise": func(r *Report) { r.Determinations[0].Compromisable = math.MaxInt64 },
	} {
		r := example(t)
		spoil(r)
		if _, err := Sum(r); !errors.Is(err, ledger.ErrOverflow) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestVariances(t *testing.T) {
	r := example(t)
	principal, own := Variances(r, 0)
	if principal != ledger.Some(1_01+4_04+9_09-100_00) || own != ledger.Some(2_02+5_05+1_00) {
		t.Errorf("got %v and %v", principal, own)
	}
	if principal, own := Variances(r, 1); principal.Known() || own.Known() {
		t.Errorf("nothing is recorded, but the variances are %v and %v", principal, own)
	}
}
