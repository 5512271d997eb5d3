package oracle

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

const worldsFolder = "../../testdata/worlds"

// worlds are exports with known figures, and how they were run.
var worlds = map[string]struct {
	policy   string
	asOf     string
	dayCount policy.DayCount
	starts   policy.Start
	cases    int // how many must be compared at least
}{
	"coap":           {"california-coap", "2026-10-31", policy.Actual365, policy.NextMonth, 60},
	"debt-reduction": {"california-debt-reduction", "2026-02-28", policy.Actual365, policy.NextMonth, 60},
	"due-date":       {"california-coap", "2026-10-31", policy.ActualActual, policy.DueDate, 25},
	"monthly":        {"california-coap", "2026-11-01", policy.Monthly, policy.NextMonth, 25},
}

func TestWorlds(t *testing.T) {
	folders, err := os.ReadDir(worldsFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		t.Run(folder.Name(), func(t *testing.T) {
			t.Parallel()
			compareWorld(t, folder.Name())
		})
	}
}

// compareWorld replays every case of a world and compares every figure of its cases and
// balances that a replay gives.
func compareWorld(t *testing.T, name string) {
	world, known := worlds[name]
	if !known {
		t.Fatalf("how was world %s run? add it to the table", name)
	}
	p, err := policy.Load(world.policy)
	if err != nil {
		t.Fatal(err)
	}
	p.DayCount, p.Starts = world.dayCount, world.starts
	asOf := ledger.MustDate(world.asOf)
	folder := filepath.Join(worldsFolder, name)
	exports := readExports(t, p, filepath.Join(folder, "input"), asOf)
	balances := map[string]map[string]row{}
	for _, balance := range readTable(t, filepath.Join(folder, "expected", "balances.csv")) {
		id := balance["case_id"]
		if balances[id] == nil {
			balances[id] = map[string]row{}
		}
		balances[id][balance["account"]] = balance
	}
	cases := readTable(t, filepath.Join(folder, "expected", "cases.csv"))
	for _, want := range cases {
		id := want["case_id"]
		export := exports[id]
		result := Replay(p, asOf, export.entries, export.rates)
		compareRow(t, id, want, caseRow(p, asOf, result))
		if len(balances[id]) != len(result.Accounts) {
			t.Errorf("case %s: %d accounts, want %d", id, len(result.Accounts), len(balances[id]))
		}
		for _, account := range result.Accounts {
			code := p.Accounts[account.Number-1].Code
			compareRow(t, id+" "+code, balances[id][code], accountRow(account))
		}
	}
	if len(cases) < world.cases {
		t.Errorf("%d cases compared, want at least %d", len(cases), world.cases)
	}
	t.Logf("%d cases compared", len(cases))
}

func compareRow(t *testing.T, what string, want, got row) {
	for column, value := range got {
		if want[column] != value {
			t.Errorf("case %s: %s is %s, want %s", what, column, value, want[column])
		}
	}
}

func accountRow(account Account) row {
	return row{
		"principal":   account.Principal.String(),
		"interest":    account.Interest.String(),
		"current_due": account.CurrentDue.String(),
		"oldest_due":  account.OldestDue.String(),
	}
}

func caseRow(p *policy.Policy, asOf ledger.Date, result Result) row {
	var principal, interest [3]ledger.Cents
	var currentDue ledger.Cents
	var oldest ledger.Date
	for _, account := range result.Accounts {
		owed := p.Accounts[account.Number-1].OwedTo
		principal[owed] += account.Principal
		interest[owed] += account.Interest
		currentDue += account.CurrentDue
		if account.OldestDue != 0 && (oldest == 0 || account.OldestDue < oldest) {
			oldest = account.OldestDue
		}
	}
	daysPastDue := 0
	if oldest != 0 {
		daysPastDue = int(asOf - oldest)
	}
	lastPaymentAmount := ""
	if result.LastPaymentDate != 0 {
		lastPaymentAmount = result.LastPaymentAmount.String()
	}
	return row{
		"principal_family":     principal[ledger.Family].String(),
		"interest_family":      interest[ledger.Family].String(),
		"principal_government": principal[ledger.Government].String(),
		"interest_government":  interest[ledger.Government].String(),
		"current_due":          currentDue.String(),
		"held_credit":          result.HeldCredit.String(),
		"charged":              result.Charged.String(),
		"adjusted":             result.Adjusted.String(),
		"interest_adjusted":    result.InterestAdjusted.String(),
		"paid":                 result.Paid.String(),
		"entries":              strconv.Itoa(result.Entries),
		"last_payment_date":    result.LastPaymentDate.String(),
		"last_payment_amount":  lastPaymentAmount,
		"oldest_due":           oldest.String(),
		"days_past_due":        strconv.Itoa(daysPastDue),
		"paid_to_arrears_12m":  result.PaidToArrears.String(),
		"compliant_months":     strconv.Itoa(result.CompliantMonths),
	}
}
