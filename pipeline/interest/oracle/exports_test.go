package oracle

import (
	"bytes"
	"encoding/csv"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// row is a row of a table by its column names, trimmed.
type row map[string]string

// export is what the exports hold of one case, reversals applied.
type export struct {
	entries []ledger.Entry
	rates   []ledger.RateEvent
}

func readTable(t *testing.T, path string) []row {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	if header, _, _ := bytes.Cut(text, []byte("\n")); bytes.Contains(header, []byte(";")) {
		reader.Comma = ';'
	}
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var rows []row
	for _, record := range records[1:] {
		fields := row{}
		for i, column := range records[0] {
			fields[strings.TrimSpace(column)] = strings.TrimSpace(record[i])
		}
		rows = append(rows, fields)
	}
	return rows
}

// readExports reads what a replay needs: each case's entries up to the as-of date in
// input order, and its rate events.
func readExports(t *testing.T, p *policy.Policy, folder string, asOf ledger.Date) map[string]export {
	rows := map[string][]row{}
	for _, fields := range readTable(t, filepath.Join(folder, "ledger.csv")) {
		rows[fields["case_id"]] = append(rows[fields["case_id"]], fields)
	}
	exports := map[string]export{}
	for id, caseRows := range rows {
		exports[id] = export{entries: readEntries(t, p, caseRows, asOf)}
	}
	for _, fields := range readTable(t, filepath.Join(folder, "events.csv")) {
		if fields["type"] == "rate" {
			id := fields["case_id"]
			exports[id] = export{exports[id].entries, append(exports[id].rates, readRate(t, fields))}
		}
	}
	return exports
}

// readEntries reads a case's rows without duplicates, future entries, reversals and what
// these void.
func readEntries(t *testing.T, p *policy.Policy, rows []row, asOf ledger.Date) []ledger.Entry {
	var entries []ledger.Entry
	var ids, refs []string
	seen := map[string]row{}
	for i, fields := range rows {
		id := fields["entry_id"]
		if earlier, twice := seen[id]; id != "" && twice {
			if !maps.Equal(earlier, fields) {
				t.Fatalf("case %s: entry %s twice with different content", fields["case_id"], id)
			}
			continue
		}
		seen[id] = fields
		if entry := readEntry(t, p, fields); entry.Date <= asOf {
			entry.Position = ledger.NewPosition(0, 0, i)
			entries, ids, refs = append(entries, entry), append(ids, id), append(refs, fields["ref"])
		}
	}
	gone := make([]bool, len(entries))
	for i, reversal := range entries {
		if reversal.Type != ledger.Reversal {
			continue
		}
		voided := slices.Index(ids, refs[i])
		if voided < 0 || gone[voided] || entries[voided].Amount.Abs() != reversal.Amount || entries[voided].Date > reversal.Date {
			t.Fatalf("case %s: reversal %s matches nothing", rows[0]["case_id"], ids[i])
		}
		gone[i], gone[voided] = true, true
	}
	var left []ledger.Entry
	for i, entry := range entries {
		if !gone[i] {
			left = append(left, entry)
		}
	}
	return left
}

func readEntry(t *testing.T, p *policy.Policy, fields row) ledger.Entry {
	source := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(fields["source"]))
	account := slices.IndexFunc(p.Accounts, func(a policy.Account) bool { return a.Code == fields["account"] })
	if account < 0 && fields["account"] != "" {
		t.Fatalf("no account %q", fields["account"])
	}
	entryType := slices.Index(ledger.EntryTypes(), fields["type"])
	if entryType < 0 {
		t.Fatalf("no entry type %q", fields["type"])
	}
	return ledger.Entry{
		Amount:     readCents(t, fields["amount"]),
		Date:       readDate(t, fields["date"]),
		Type:       ledger.EntryType(entryType + 1),
		Account:    ledger.AccountNumber(account + 1),
		SourceRule: p.SourceRule([]byte(source)),
	}
}

func readRate(t *testing.T, fields row) ledger.RateEvent {
	text, percent := strings.CutSuffix(fields["value"], "%")
	rate, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("no rate: %q", fields["value"])
	}
	rate.Mul(rate, big.NewRat(int64(ledger.RateUnit), 1))
	if percent {
		rate.Quo(rate, big.NewRat(100, 1))
	}
	if !rate.IsInt() {
		t.Fatalf("rate %q is finer than a ten-thousandth of a percent", fields["value"])
	}
	event := ledger.RateEvent{From: readDate(t, fields["date"]), Rate: ledger.Rate(rate.Num().Int64())}
	if fields["end_date"] != "" {
		event.To = readDate(t, fields["end_date"])
	}
	return event
}

func readDate(t *testing.T, text string) ledger.Date {
	date, ok := ledger.ParseDate([]byte(text))
	if !ok {
		t.Fatalf("no date: %q", text)
	}
	return date
}

func readCents(t *testing.T, text string) ledger.Cents {
	cents, ok := ledger.ParseCents([]byte(text))
	if !ok {
		t.Fatalf("no amount: %q", text)
	}
	return cents
}
