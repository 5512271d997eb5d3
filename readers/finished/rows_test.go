package finished

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var day = ledger.MustDate

var wantMoved = []Balance{{CaseID: "C1", Account: "NAA", OwedTo: ledger.Family, Principal: 1_00, Interest: 2_00, CurrentDue: 3_00, OldestDue: day("2026-01-01")}}

// The columns that are read are those that a run writes: no more, no less.
func TestTheColumnsAreThoseOfTheReport(t *testing.T) {
	read := map[string][]string{
		"outreach": slices.Sorted(maps.Keys(outreachSetters)), "ncps": slices.Sorted(maps.Keys(ncpSetters)),
		"cases": slices.Sorted(maps.Keys(caseSetters)), "balances": slices.Sorted(maps.Keys(balanceSetters)),
		"rejects": slices.Sorted(maps.Keys(rejectSetters)),
	}
	for _, table := range tables() {
		var names []string
		for _, column := range table.Columns {
			names = append(names, column.Name)
		}
		slices.Sort(names)
		if diff := cmp.Diff(names, read[table.Name]); diff != "" {
			t.Errorf("%s (-written +read)\n%s", table.Name, diff)
		}
	}
}

func TestRowsOfTheCounty(t *testing.T) {
	run := open(t, county)
	ncps, err := All(t.Context(), run.NCPs)
	if err != nil {
		t.Fatal(err)
	}
	allRemedies := strings.Split("license_suspension;passport_hold;federal_tax_intercept;state_tax_intercept;lottery_intercept;bank_levy;property_lien", ";")
	want := NCP{ID: "0300000105", Name: "Darnell Washington", Cases: 1, Status: coap.Later, EligibleOn: day("2026-12-15"),
		Arrears: 10232_03, PrincipalGovernment: 4855_00, InterestGovernment: 5377_03, Compromisable: 10232_03,
		Capacity: ledger.Some(120_00), Offer: ledger.Some(4570_00), MinimumOffer: 1023_20, Forgiven: ledger.Some(5662_03),
		PlanMonths: coap.OptionalMonths{Months: 93, Known: true}, PlanPayment: ledger.Some(294_08), DaysPastDue: 3897, LastPayment: day("2026-10-06"),
		Remedies: allRemedies, NextSteps: coap.WaitCOAP | coap.PaymentPlan,
		Verdicts: [coap.CriteriaCount]coap.Verdict{coap.Pass, coap.Fail, coap.Pass, coap.Pass, coap.Pass, coap.Pass, coap.Pass, coap.Pass, coap.Pass, coap.NotApplicable, coap.Pass}}
	if diff := cmp.Diff(want, ncps[4]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := ncps[7]; got.Name != "O'Malley, Robert Jr." || got.NextSteps != coap.PaymentPlan|coap.EnforcementNotice || got.LastPayment != 0 {
		t.Errorf("%+v", got)
	}
	if ncps[2].Capacity.Known() || ncps[2].PlanMonths.Known || ncps[2].Remedies == nil || ncps[14].Remedies != nil || ncps[18].Suppressed != coap.Tainted {
		t.Errorf("blanks and lists: %+v, %+v, %+v", ncps[2], ncps[14], ncps[18])
	}
	cases, err := All(t.Context(), run.Cases)
	if err != nil || !cases[20].Tainted || cases[0].PrincipalVariance != ledger.Some(-612_00) || cases[1].InterestVariance.Known() || cases[16].HeldCredit != 600_00 ||
		cases[16].OldestDue != 0 || cases[9].LastPaymentAmount.Known() || cases[0].CompliantMonths != 36 {
		t.Errorf("%v, %+v", err, cases[0])
	}
	rejects, err := All(t.Context(), run.Rejects)
	if err != nil || rejects[3].Code == "" || rejects[3].Line == 0 || !strings.HasSuffix(rejects[3].File, "ledger.csv") {
		t.Errorf("%v, %+v", err, rejects)
	}
}

// Whatever the texts and the sizes of amounts, what is read is what was written.
func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReport(t)
		folder := filepath.Join(tempDir(t), "run")
		publisher := writers.Folder{Path: folder, Now: func() time.Time { return time.Unix(0, 0) }}
		if err := publisher.Publish(context.Background(), r); err != nil {
			t.Fatal(err)
		}
		run, err := Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		checkSame(t, r, run)
	})
}

// drawText draws what exports hold at their worst. A leading ' before a formula is lost,
// for it is what makes the formula safe.
func drawText(t *rapid.T, label string) string {
	text := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune("=+-@\t\r\n,;\"'|ñé陳 ")), rapid.Rune())).Draw(t, label)
	return report.Original(text)
}

func drawCents(t *rapid.T) ledger.Cents {
	return ledger.Cents(rapid.Int64Range(-1e15, 1e16).Draw(t, "cents"))
}

func drawReport(t *rapid.T) *report.Report {
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	bits := rapid.Uint64Range(0, 1<<len(rules.Remedies)-1).Draw(t, "remedies")
	amount, owed := drawCents(t), drawCents(t).Abs()
	ncp := ledger.NCP{ID: drawText(t, "id"), Contact: ledger.NewContact([ledger.ContactColumns]string{
		ledger.ContactName: drawText(t, "name"), ledger.ContactAddress1: drawText(t, "address"), ledger.ContactZip: drawText(t, "zip"), ledger.ContactLanguage: drawText(t, "language")})}
	d := coap.Determination{Status: rapid.SampledFrom(coap.Statuses()).Draw(t, "status"), PrincipalFamily: owed, Compromisable: owed, EligibleOn: day("2027-02-28"),
		Offer: ledger.Optional(amount, amount > 0), MinimumOffer: amount, Remedies: bits,
		NextSteps: coap.NextStep(rapid.Uint16Range(0, 255).Draw(t, "steps")), Suppressed: coap.Suppression(rapid.Uint8Range(0, 7).Draw(t, "suppressed"))}
	for i := range d.Verdicts {
		d.Verdicts[i] = coap.Verdict(rapid.Uint8Range(0, 3).Draw(t, "verdict"))
	}
	r := &report.Report{AsOf: day("2026-10-31"), Policy: rules,
		Register:       &ledger.Register{Cases: []ledger.Case{{ID: drawText(t, "case"), County: drawText(t, "county"), Tainted: amount%2 == 0}}, NCPs: []ledger.NCP{ncp}},
		Balances:       []interest.Balance{{Accounts: []interest.AccountBalance{{Account: 1, Principal: owed, Interest: amount}}, Charged: amount, Paid: owed}},
		Determinations: []coap.Determination{d},
		Outreach:       []report.OutreachRow{{NCP: 0, Case: 0, New: rapid.SampledFrom([]string{"", "Y", "N"}).Draw(t, "new"), Reason: drawText(t, "reason")}}}
	r.Link()
	return r
}

// tempDir is a folder that goes when the check is over.
func tempDir(t *rapid.T) string {
	folder, err := os.MkdirTemp("", "arrears-finished-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func checkSame(t *rapid.T, r *report.Report, run *Run) {
	ncps, err := All(context.Background(), run.NCPs)
	if err != nil {
		t.Fatal(err)
	}
	ncp, d := &r.NCPs[0], &r.Determinations[0]
	var remedies []string
	if d.Remedies != 0 {
		remedies = strings.Split(report.RemedyIDs(r.Policy, d.Remedies), ";")
	}
	want := NCP{ID: ncp.ID, Name: ncp.Name(), Cases: 1, Status: d.Status, EligibleOn: d.EligibleOn, Arrears: d.Arrears(), PrincipalFamily: d.PrincipalFamily,
		Compromisable: d.Compromisable, Offer: d.Offer, MinimumOffer: d.MinimumOffer, Remedies: remedies, NextSteps: d.NextSteps, Suppressed: d.Suppressed, Verdicts: d.Verdicts}
	if diff := cmp.Diff([]NCP{want}, ncps); diff != "" {
		t.Fatalf("ncps (-want +got)\n%s", diff)
	}
	list, err := All(context.Background(), run.Outreach)
	wantRow := Outreach{Rank: 1, Status: d.Status, New: map[string]ledger.Flag{"": ledger.Unknown, "Y": ledger.Yes, "N": ledger.No}[r.Outreach[0].New], NCPID: ncp.ID, Name: ncp.Name(),
		Address1: ncp.Address1(), Zip: ncp.Zip(), Language: ncp.Language(), County: r.Cases[0].County, Compromisable: d.Compromisable, Offer: want.Offer,
		EligibleOn: d.EligibleOn, NextSteps: d.NextSteps, Remedies: remedies, Reason: r.Outreach[0].Reason}
	if diff := cmp.Diff([]Outreach{wantRow}, list); diff != "" || err != nil {
		t.Fatalf("outreach: %v (-want +got)\n%s", err, diff)
	}
	cases, err := All(context.Background(), run.Cases)
	sums := r.SumsOf(0)
	wantCase := Case{ID: r.Cases[0].ID, NCPID: ncp.ID, County: r.Cases[0].County, Tainted: r.Cases[0].Tainted, PrincipalFamily: sums.PrincipalFamily, InterestFamily: sums.InterestFamily,
		Arrears: sums.Arrears(), Charged: r.Balances[0].Charged, Paid: r.Balances[0].Paid}
	if diff := cmp.Diff([]Case{wantCase}, cases); diff != "" || err != nil {
		t.Fatalf("cases: %v (-want +got)\n%s", err, diff)
	}
	balances, err := All(context.Background(), run.Balances)
	account := r.Balances[0].Accounts[0]
	if err != nil || len(balances) != 1 || balances[0].Principal != account.Principal || balances[0].Interest != account.Interest || balances[0].OwedTo != r.Policy.Accounts[0].OwedTo {
		t.Fatalf("balances: %v, %+v", err, balances)
	}
}
