package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
)

func TestAddTotals(t *testing.T) {
	one := Totals{Cases: 1, CasesTainted: 1, NCPs: 1, PrincipalFamily: 1, InterestFamily: 2, PrincipalGovernment: 3, InterestGovernment: 4, Compromisable: 5,
		CurrentDue: 6, HeldCredit: 7, Offered: 8, Forgiven: 9, ByCounty: []CountyTotal{{"Butte", 1, 2, 3, 4, 5}}, ByAge: noAges()}
	one.ByStatus[3] = StatusTotal{1, 2, 3, 4, 5, 6, 7}
	one.ByAge[2] = AgeTotal{one.ByAge[2].Label, 1, 2, 3}
	other := one
	other.ByCounty = []CountyTotal{{"", 1, 1, 1, 1, 1}, {"Butte", 10, 20, 30, 40, 50}, {"Kern", 1, 1, 1, 1, 1}}
	var sum Totals
	for _, part := range []*Totals{&one, &other} {
		if err := sum.Add(part); err != nil {
			t.Fatal(err)
		}
	}
	want := Totals{Cases: 2, CasesTainted: 2, NCPs: 2, PrincipalFamily: 2, InterestFamily: 4, PrincipalGovernment: 6, InterestGovernment: 8, Compromisable: 10,
		CurrentDue: 12, HeldCredit: 14, Offered: 16, Forgiven: 18, ByAge: noAges(),
		ByCounty: []CountyTotal{{"", 1, 1, 1, 1, 1}, {"Butte", 11, 22, 33, 44, 55}, {"Kern", 1, 1, 1, 1, 1}}}
	want.ByStatus[3] = StatusTotal{2, 4, 6, 8, 10, 12, 14}
	want.ByAge[2] = AgeTotal{want.ByAge[2].Label, 2, 4, 6}
	if d := cmp.Diff(want, sum); d != "" {
		t.Error(d)
	}
	if err := sum.Add(&Totals{Forgiven: 1<<63 - 1}); err != ledger.ErrOverflow {
		t.Errorf("error %v", err)
	}
}
