package calendar

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

func TestMonths(t *testing.T) {
	r := &report.Report{Register: &ledger.Register{}}
	add := func(status coap.Status, on string, compromisable ledger.Cents, listed bool) {
		d := coap.Determination{Status: status, OnList: listed, Compromisable: compromisable, Forgiven: ledger.Some(compromisable / 2)}
		if on != "" {
			d.EligibleOn = ledger.MustDate(on)
		}
		r.NCPs, r.Determinations = append(r.NCPs, ledger.NCP{}), append(r.Determinations, d)
	}
	add(coap.Later, "2027-01-01", 100, false)
	add(coap.Eligible, "", 999, true)
	add(coap.Later, "2026-12-31", 10, true)
	add(coap.Later, "2027-01-31", 40, false)
	add(coap.Later, "2027-01-01", 200, false)
	add(coap.Later, "2028-01-15", 2, false)
	later := Later(r)
	if diff := cmp.Diff([]int{2, 4, 0, 3, 5}, later); diff != "" {
		t.Error(diff)
	}
	want := []Month{{2026, 12, 1, 1, 10, 5}, {2027, 1, 3, 0, 340, 170}, {2028, 1, 1, 0, 2, 1}}
	if diff := cmp.Diff(want, Months(r, later)); diff != "" {
		t.Error(diff)
	}
	if got := Months(r, nil); got != nil {
		t.Errorf("nobody becomes eligible in %v", got)
	}
}
