package coap

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Every column of ncps.csv, for every NCP of the generated worlds, and the outreach
// list, agree with what an independent program found.
func TestWorldsAgreeInEveryColumn(t *testing.T) {
	folders, err := filepath.Glob("../testdata/worlds/*/RUN.txt")
	if err != nil || len(folders) == 0 {
		t.Fatal("no worlds", err)
	}
	for _, path := range folders {
		folder := filepath.Dir(path)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			w := readWorld(t, folder)
			w.decideAll()
			if len(w.expected) != len(w.ncps) {
				t.Errorf("%d NCPs, want %d", len(w.ncps), len(w.expected))
			}
			for _, want := range w.expected {
				w.compare(want)
			}
			w.compareCases(rows(t, folder, "expected", "cases.csv"))
			if got := w.list(); !slices.Equal(got, w.outreach) {
				t.Errorf("outreach list %v, want %v", got, w.outreach)
			}
		})
	}
}

func (w *world) decideAll() {
	for i := range w.ncps {
		ncp := &w.ncps[i]
		cases := w.cases[ncp.ID]
		d, err := Decide(w.policy, w.asOf, ncp, cases, sumAll(w.t, w.policy, cases))
		if err != nil {
			w.t.Fatal(err)
		}
		w.evaluated[ncp.ID] = d
	}
}

func (w *world) compare(want map[string]string) {
	d, known := w.evaluated[want["ncp_id"]]
	if !known {
		w.t.Errorf("NCP %s is not decided", want["ncp_id"])
		return
	}
	got := columns(w.policy, &d)
	got["ncp_id"] = want["ncp_id"]
	got["cases"] = strconv.Itoa(len(w.cases[want["ncp_id"]]))
	for column, value := range want {
		if given, ok := got[column]; !ok || given != value {
			w.t.Errorf("NCP %s, %s: %q, want %q", want["ncp_id"], column, given, value)
		}
	}
}

// compareCases holds what SumCase says of each case against the rows of cases.csv.
func (w *world) compareCases(expected []map[string]string) {
	for _, want := range expected {
		cases := w.cases[want["ncp_id"]]
		i := slices.IndexFunc(cases, func(c Case) bool { return c.ID == want["case_id"] })
		sums := sumAll(w.t, w.policy, cases)[i]
		for column, value := range map[string]string{
			"principal_family": sums.PrincipalFamily.String(), "interest_family": sums.InterestFamily.String(),
			"principal_government": sums.PrincipalGovernment.String(),
			"interest_government":  sums.InterestGovernment.String(),
			"compromisable":        sums.Compromisable.String(), "arrears": sums.Arrears().String(),
			"current_due": sums.CurrentDue.String(), "days_past_due": strconv.Itoa(int(cases[i].DaysPastDue(w.asOf))),
		} {
			if value != want[column] {
				w.t.Errorf("case %s, %s: %q, want %q", want["case_id"], column, value, want[column])
			}
		}
	}
}

// columns is a determination as ncps.csv shows it.
func columns(p *policy.Policy, d *Determination) map[string]string {
	months := ""
	if d.PlanMonths.Known {
		months = strconv.Itoa(int(d.PlanMonths.Months))
	}
	var remedies []string
	for i, remedy := range p.Remedies {
		if d.Remedies&(1<<i) != 0 {
			remedies = append(remedies, remedy.ID)
		}
	}
	row := map[string]string{
		"status": d.Status.String(), "eligible_on": d.EligibleOn.String(), "arrears": d.Arrears().String(),
		"principal_family": d.PrincipalFamily.String(), "interest_family": d.InterestFamily.String(),
		"principal_government": d.PrincipalGovernment.String(),
		"interest_government":  d.InterestGovernment.String(),
		"compromisable":        d.Compromisable.String(), "current_support": d.CurrentSupport.String(),
		"capacity": optional(d.Capacity), "offer": optional(d.Offer), "minimum_offer": d.MinimumOffer.String(),
		"forgiven": optional(d.Forgiven), "plan_months": months, "plan_payment": optional(d.PlanPayment),
		"days_past_due": strconv.Itoa(int(d.DaysPastDue)), "last_payment_date": d.LastPayment.String(),
		"remedies": strings.Join(remedies, ";"), "next_steps": d.NextSteps.String(),
		"suppressed": d.Suppressed.String(),
	}
	for i, id := range policy.Criteria() {
		row[id] = d.Verdicts[i].String()
	}
	return row
}

func optional(amount ledger.OptionalCents) string {
	if !amount.Known() {
		return ""
	}
	return amount.Cents().String()
}

// list is the outreach list's NCPs in order.
func (w *world) list() (ids []string) {
	for id, d := range w.evaluated {
		if d.OnList {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := w.evaluated[a], w.evaluated[b]
		return cmp.Or(cmp.Compare(rank(x.Status), rank(y.Status)), cmp.Compare(y.Compromisable, x.Compromisable),
			strings.Compare(a, b))
	})
	return ids
}

func rank(s Status) int { return slices.Index([]Status{Eligible, Review, Later}, s) }

func sumAll(t testing.TB, p *policy.Policy, cases []Case) []CaseSums {
	t.Helper()
	sums := make([]CaseSums, len(cases))
	for i := range cases {
		var err error
		if sums[i], err = SumCase(p, cases[i]); err != nil {
			t.Fatal(err)
		}
	}
	return sums
}
