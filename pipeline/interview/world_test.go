package interview

import (
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline"
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
)

// exports are the tables that say what a number of parents answered: what an agency
// would export of them.
type exports struct {
	asOf                        ledger.Date
	cases, ncps, events, ledger [][]string
}

func newExports(asOf ledger.Date) *exports {
	return &exports{
		asOf:   asOf,
		cases:  [][]string{{"case_id", "ncp_id", "current_support", "two_state", "cp_state"}},
		ncps:   [][]string{{"ncp_id", "net_monthly_income", "monthly_expenses", "assets", "only_income_exempt", "intentional_nonpayment", "concealment"}},
		events: [][]string{{"date", "type", "ncp_id", "case_id", "value"}},
		ledger: [][]string{{"case_id", "date", "type", "amount", "account"}},
	}
}

// add says of one parent what the answers say, in rows. A rate of 0 % keeps the interest
// at what the answers say it is.
func (e *exports) add(v Interview, id string, o *Outcome) {
	s := v.situation(o.Answers)
	text := func(amount ledger.OptionalCents) string {
		if !amount.Known() {
			return ""
		}
		return amount.Cents().String()
	}
	e.cases = append(e.cases, []string{id, id, text(s.support), s.twoState.String(), s.cpState})
	e.ncps = append(e.ncps, []string{id, text(s.ncp.NetMonthlyIncome), text(s.ncp.MonthlyExpenses), text(s.ncp.Assets),
		s.ncp.OnlyIncomeExempt.String(), s.ncp.IntentionalNonpayment.String(), s.ncp.Concealment.String()})
	e.events = append(e.events, []string{"1900-01-01", "rate", "", id, "0%"})
	for kind, day := range map[string]ledger.Date{"coap_application": s.ncp.History.Application, "coap_rescission": s.ncp.History.Rescission,
		"contempt": s.ncp.History.Contempt} {
		if day != 0 {
			e.events = append(e.events, []string{day.String(), kind, id, "", ""})
		}
	}
	oldest := s.oldest
	if oldest == 0 {
		oldest = e.asOf // of no age
	}
	_, cases := v.parties(&s)
	for _, account := range cases[0].Balance.Accounts {
		code := v.Rules.Accounts[account.Account-1].Code
		if account.Principal > 0 {
			e.enter(id, oldest, "judgment", account.Principal, code)
		}
		if account.Interest > 0 {
			e.enter(id, e.asOf, "interest_adjustment", account.Interest, code)
		}
	}
	e.addSupport(v, id, s.paid)
	if day := o.Answers[LastPayment].Day; day != 0 {
		e.enter(id, day, "judgment", 10_00, "MED")
		e.enter(id, day, "payment", 10_00, "MED")
	}
}

// addSupport charges the last months on an account of their own: paid at the end of each
// month or, for the last one, taken away after it.
func (e *exports) addSupport(v Interview, id string, paid ledger.Flag) {
	if paid == ledger.Unknown {
		return
	}
	for month := 1; month <= v.Rules.COAP.ComplianceMonths; month++ {
		start := e.asOf.MonthStart().AddMonths(-month)
		e.enter(id, start, "charge", 100_00, "UDA")
		if paid == ledger.Yes || month > 1 {
			e.enter(id, start.NextMonthStart()-1, "adjustment", -99_00, "UDA")
		}
		switch {
		case paid == ledger.Yes:
			e.enter(id, start.NextMonthStart()-1, "payment", 1_00, "UDA")
		case month > 1:
			e.enter(id, start.NextMonthStart()-1, "adjustment", -1_00, "UDA")
		default:
			e.enter(id, start.NextMonthStart(), "adjustment", -100_00, "UDA")
		}
	}
}

func (e *exports) enter(id string, day ledger.Date, kind string, amount ledger.Cents, account string) {
	e.ledger = append(e.ledger, []string{id, day.String(), kind, amount.String(), account})
}

// sink keeps what would be published.
type sink struct{}

func (sink) Publish(context.Context, *report.Report) error { return nil }

// run is the whole program over the exports.
func (e *exports) run(t *testing.T, rules *policy.Policy) *report.Report {
	t.Helper()
	folder := t.TempDir()
	for name, rows := range map[string][][]string{"cases": e.cases, "ncps": e.ncps, "events": e.events, "ledger": e.ledger} {
		file, err := os.Create(filepath.Join(folder, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		if err := csv.NewWriter(file).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	source, err := readers.Open([]string{folder}, readers.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	job := pipeline.Job{Rules: rules, AsOf: e.asOf, Workers: 1, Memory: 64 << 20}
	result, err := pipeline.Run(t.Context(), job, source, sink{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Rejects) > 0 {
		t.Fatalf("%d rejects, the first: %+v", len(result.Rejects), result.Rejects[0])
	}
	return result
}

func loadPolicy(t testing.TB, name string) *policy.Policy {
	t.Helper()
	rules, err := policy.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func decideOrFail(t testing.TB, v Interview, answers Answers) *Outcome {
	t.Helper()
	outcome, err := v.Decide(answers)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// native tells whether the engine knows every unknown answer itself, so that there is
// one situation.
func native(v Interview, answers Answers) bool { return len(v.corners(answers)) == 1 }

// The interview's outcome is what the program says of exports that say the same.
func TestOutcomeIsThatOfARunOverTheSameFacts(t *testing.T) {
	seen := map[string]int{}
	for _, name := range policy.Names() {
		for _, day := range []string{"2026-10-31", "2024-02-29", "2026-03-01"} {
			v := Interview{loadPolicy(t, name), ledger.MustDate(day)}
			c := chance{rand.New(rand.NewPCG(4, uint64(v.AsOf)))}
			e := newExports(v.AsOf)
			outcomes := map[string]*Outcome{}
			for i := range 300 {
				answers := c.answers(v, 15*(i%2), 1+i%8)
				if i%50 == 0 {
					answers = c.fill(v, Answers{GovernmentArrears: {}, FamilyArrears: {}})
				}
				outcome := decideOrFail(t, v, answers)
				if native(v, outcome.Answers) {
					id := fmt.Sprintf("P%04d", i)
					outcomes[id] = outcome
					e.add(v, id, outcome)
				}
			}
			result := e.run(t, v.Rules)
			if len(result.NCPs) != len(outcomes) {
				t.Fatalf("%d NCPs of %d", len(result.NCPs), len(outcomes))
			}
			for i := range result.NCPs {
				compareWithRun(t, result, i, outcomes[result.NCPs[i].ID])
			}
			for _, outcome := range outcomes {
				countIn(outcome, seen)
			}
		}
	}
	for _, status := range coap.Statuses() {
		if seen[status.String()] < 10 {
			t.Errorf("only %d outcomes are %s", seen[status.String()], status)
		}
	}
	for _, id := range policy.Criteria() {
		for _, verdict := range []coap.Verdict{coap.Pass, coap.Fail} {
			if seen[id+verdict.String()] == 0 {
				t.Errorf("no outcome has %s %s", id, verdict)
			}
		}
	}
	for _, step := range coap.NextSteps() {
		if seen[step] == 0 {
			t.Errorf("no outcome has the step %s", step)
		}
	}
}

// countIn notes what an outcome has.
func countIn(o *Outcome, seen map[string]int) {
	seen[o.Status.String()]++
	for _, f := range o.Findings {
		seen[f.Criterion+f.Verdict.String()]++
	}
	for _, step := range strings.Split(o.NextSteps.String(), ";") {
		seen[step]++
	}
}

func compareWithRun(t *testing.T, r *report.Report, i int, o *Outcome) {
	t.Helper()
	d, ncp := &r.Determinations[i], &r.NCPs[i]
	at := r.CasesOf(i)[0]
	cases := []coap.Case{{Case: &r.Cases[at], Balance: &r.Balances[at]}}
	sums := []coap.CaseSums{r.SumsOf(int(at))}
	if r.Cases[at].Tainted {
		t.Errorf("%s is tainted", ncp.ID)
	}
	want := map[string]any{
		"status": d.Status, "eligible on": d.EligibleOn, "family": ledger.Some(d.PrincipalFamily + d.InterestFamily),
		"government": ledger.Some(d.PrincipalGovernment + d.InterestGovernment), "compromisable": ledger.Some(d.Compromisable),
		"current support": ledger.Some(d.CurrentSupport), "capacity": d.Capacity, "offer": d.Offer, "minimum offer": ledger.Some(d.MinimumOffer),
		"forgiven": d.Forgiven, "plan months": d.PlanMonths, "plan payment": d.PlanPayment, "remedies": d.Remedies, "next steps": d.NextSteps,
	}
	got := map[string]any{
		"status": o.Status, "eligible on": o.EligibleOn, "family": o.Family.Exact(), "government": o.Government.Exact(), "compromisable": o.Compromisable.Exact(),
		"current support": o.CurrentSupport.Exact(), "capacity": o.Capacity.Exact(), "offer": o.Offer.Exact(), "minimum offer": o.MinimumOffer.Exact(),
		"forgiven": o.Forgiven.Exact(), "plan months": coap.OptionalMonths{Months: int32(o.PlanMonths.Low), Known: o.PlanMonths.Known},
		"plan payment": o.PlanPayment.Exact(), "remedies": o.Remedies, "next steps": o.NextSteps,
	}
	for k, f := range coap.Findings(r.Policy, r.AsOf, ncp, cases, sums, d) {
		f.Evidence = strings.ReplaceAll(f.Evidence, "case "+ncp.ID, "case 1")
		want[f.Criterion], got[f.Criterion] = f, o.Findings[k].Finding
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s, %s: the interview has %v, the run %v\nanswers %+v", ncp.ID, name, got[name], want[name], o.Answers)
		}
	}
}
