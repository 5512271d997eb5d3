package coap

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// world is one of the generated worlds: its exports, and the balances that an
// independent program found. It lets this package be tested without the replay.
type world struct {
	t         *testing.T
	policy    *policy.Policy
	asOf      ledger.Date
	ncps      []ledger.NCP
	cases     map[string][]Case   // by NCP
	expected  []map[string]string // rows of ncps.csv
	outreach  []string
	evaluated map[string]Determination
}

func readWorld(t *testing.T, folder string) *world {
	t.Helper()
	w := &world{t: t, cases: map[string][]Case{}, evaluated: map[string]Determination{}}
	for line := range strings.Lines(text(t, folder, "RUN.txt")) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "as-of":
			w.asOf = ledger.MustDate(value)
		case "policy":
			name, _, _ := strings.Cut(strings.TrimPrefix(value, "extends "), " ")
			w.policy = load(t, name)
		}
	}
	w.expected = rows(t, folder, "expected", "ncps.csv")
	w.outreach = strings.Fields(text(t, folder, "expected", "outreach.txt"))
	w.readNCPs(rows(t, folder, "input", "ncps.csv"), rows(t, folder, "input", "events.csv"))
	charged := w.chargeMonths(rows(t, folder, "input", "ledger.csv"))
	accounts := w.accounts(rows(t, folder, "expected", "balances.csv"))
	inputs := map[string]map[string]string{}
	for _, row := range rows(t, folder, "input", "cases.csv") {
		inputs[row["case_id"]] = row
	}
	for _, row := range rows(t, folder, "expected", "cases.csv") {
		id := row["case_id"]
		compliant, err := strconv.Atoi(row["compliant_months"])
		if err != nil {
			t.Fatal(err)
		}
		w.cases[row["ncp_id"]] = append(w.cases[row["ncp_id"]], Case{
			Case: w.readCase(id, inputs[id]),
			Balance: &interest.Balance{
				Accounts: accounts[id], LastPaymentDate: w.date(row["last_payment_date"]),
				CompliantMonths: int16(compliant), LastChargeMonth: charged[id],
			},
		})
	}
	return w
}

func (w *world) readCase(id string, row map[string]string) *ledger.Case {
	return &ledger.Case{
		ID: id, CurrentSupport: w.cents(row["current_support"]), TwoState: w.flag(row["two_state"]),
		CPState: ledger.MustState(row["cp_state"]),
	}
}

func (w *world) readNCPs(ncps, events []map[string]string) {
	history := map[string]*ledger.History{}
	for _, row := range ncps {
		id := row["ncp_id"]
		history[id] = &ledger.History{}
		w.ncps = append(w.ncps, ledger.NCP{
			ID: id, NetMonthlyIncome: w.cents(row["net_monthly_income"]),
			MonthlyExpenses: w.cents(row["monthly_expenses"]), Assets: w.cents(row["assets"]),
			OnlyIncomeExempt:      w.flag(row["only_income_exempt"]),
			IntentionalNonpayment: w.flag(row["intentional_nonpayment"]),
			Concealment:           w.flag(row["concealment"]), DoNotContact: w.flag(row["do_not_contact"]),
		})
	}
	for _, row := range events {
		h, date := history[row["ncp_id"]], w.date(row["date"])
		if h == nil || date > w.asOf {
			continue
		}
		latest := map[string]*ledger.Date{
			"coap_application": &h.Application, "coap_rescission": &h.Rescission, "contempt": &h.Contempt,
			"conviction": &h.Conviction, "outreach_contact": &h.Contact,
		}[row["type"]]
		*latest = max(*latest, date)
	}
	for i := range w.ncps {
		w.ncps[i].History = *history[w.ncps[i].ID]
	}
}

// chargeMonths finds the last month with a charge before the as-of month, by case.
// Voided charges do not count.
func (w *world) chargeMonths(entries []map[string]string) map[string]ledger.Date {
	voided := map[string]bool{}
	for _, row := range entries {
		if row["type"] == "reversal" && w.date(row["date"]) <= w.asOf {
			voided[row["case_id"]+"/"+row["ref"]] = true
		}
	}
	months := map[string]ledger.Date{}
	for _, row := range entries {
		month := w.date(row["date"]).MonthStart()
		id := row["case_id"]
		if row["type"] == "charge" && month < w.asOf.MonthStart() && !voided[id+"/"+row["entry_id"]] {
			months[id] = max(months[id], month)
		}
	}
	return months
}

func (w *world) accounts(balances []map[string]string) map[string][]interest.AccountBalance {
	accounts := map[string][]interest.AccountBalance{}
	for _, row := range balances {
		i := slices.IndexFunc(w.policy.Accounts, func(a policy.Account) bool { return a.Code == row["account"] })
		accounts[row["case_id"]] = append(accounts[row["case_id"]], interest.AccountBalance{
			Account: ledger.AccountNumber(i + 1), Principal: w.cents(row["principal"]).Cents(),
			Interest: w.cents(row["interest"]).Cents(), CurrentDue: w.cents(row["current_due"]).Cents(),
			OldestDue: w.date(row["oldest_due"]),
		})
	}
	return accounts
}

func (w *world) cents(value string) ledger.OptionalCents {
	value = strings.TrimSpace(value)
	if value == "" {
		return ledger.OptionalCents{}
	}
	cents, ok := ledger.ParseCents([]byte(value))
	if !ok {
		w.t.Fatalf("not an amount: %q", value)
	}
	return ledger.Some(cents)
}

func (w *world) date(value string) ledger.Date {
	if value == "" {
		return 0
	}
	date, ok := ledger.ParseDate([]byte(strings.TrimSpace(value)))
	if !ok {
		w.t.Fatalf("not a date: %q", value)
	}
	return date
}

func (w *world) flag(value string) ledger.Flag {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "":
		return ledger.Unknown
	case "y", "yes", "true", "1":
		return ledger.Yes
	case "n", "no", "false", "0":
		return ledger.No
	}
	w.t.Fatalf("not a flag: %q", value)
	return 0
}

func text(t *testing.T, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(string(content), "\ufeff")
}

// rows reads a CSV file, whatever its delimiter, as maps by column.
func rows(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	content := text(t, path...)
	reader := csv.NewReader(strings.NewReader(content))
	header, _, _ := strings.Cut(content, "\n")
	for _, delimiter := range ";\t|" {
		if strings.ContainsRune(header, delimiter) {
			reader.Comma = delimiter
		}
	}
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", filepath.Join(path...), err)
	}
	table := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		table = append(table, row)
	}
	return table
}

func load(t *testing.T, name string) *policy.Policy {
	t.Helper()
	p, err := policy.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
