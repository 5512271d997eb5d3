package generate

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"arrears/pipeline/ledger"
)

// The columns of the contract, written a second time on purpose.
var contractColumns = map[ledger.TableKind]string{
	ledger.LedgerTable: "case_id,date,type,amount,account,source,entry_id,ref",
	ledger.CasesTable:  "case_id,ncp_id,county,current_support,two_state,cp_state,recorded_principal,recorded_interest",
	ledger.NCPsTable: "ncp_id,name,address1,address2,city,state,zip,phone,email,language,net_monthly_income,monthly_expenses," +
		"assets,only_income_exempt,intentional_nonpayment,concealment,do_not_contact",
	ledger.EventsTable: "date,type,ncp_id,case_id,end_date,value,note",
}

// validator judges rows by the contract. It is slow and obvious, and shares with the
// generator nothing but the parsers of dates and amounts.
type validator struct {
	t      *testing.T
	asOf   ledger.Date
	cases  map[string]string // case_id to ncp_id
	ncps   map[string]bool
	tables map[ledger.TableKind]*TableSummary
}

// validate judges a whole world of CSV files.
func validate(t *testing.T, g generated) *validator {
	t.Helper()
	v := &validator{t: t, asOf: g.asOf, cases: map[string]string{}, ncps: map[string]bool{}, tables: map[ledger.TableKind]*TableSummary{}}
	for kind := range contractColumns {
		v.tables[kind] = &TableSummary{Rejects: map[ledger.Code]int{}}
	}
	v.judgeCases(v.records(ledger.CasesTable, g.files["cases.csv"]))
	v.judgeNCPs(v.records(ledger.NCPsTable, g.files["ncps.csv"]))
	v.judgeEvents(v.records(ledger.EventsTable, g.files["events.csv"]))
	var rows [][]string
	for _, name := range g.ledgers() {
		rows = append(rows, v.records(ledger.LedgerTable, g.files[name])...)
	}
	v.judgeLedger(rows)
	return v
}

func (v *validator) reject(kind ledger.TableKind, code ledger.Code) {
	v.tables[kind].Rejected++
	v.tables[kind].Rejects[code]++
}

// records splits a file into its well-formed rows and rejects the others.
func (v *validator) records(kind ledger.TableKind, text []byte) [][]string {
	columns := strings.Split(contractColumns[kind], ",")
	var rows [][]string
	for at := 0; at < len(text); {
		line, _, _ := bytes.Cut(text[at:], []byte("\n"))
		after := at + len(line) + 1
		fields := v.fields(line, text[min(after, len(text)):])
		if at == 0 {
			if strings.Join(fields, ",") != contractColumns[kind] {
				v.t.Fatalf("%s: header %q", kind, fields)
			}
		} else {
			v.tables[kind].Rows++
			if len(fields) != len(columns) {
				v.reject(kind, ledger.MalformedRow)
			} else {
				rows = append(rows, fields)
			}
		}
		at = after
	}
	return rows
}

// fields splits one line; nil where a quote is not closed. Such a quote must be far from
// the next one, or a reader would take that for its end.
func (v *validator) fields(line, rest []byte) []string {
	if !bytes.ContainsRune(line, '"') {
		return strings.Split(string(line), ",")
	}
	fields, err := csv.NewReader(bytes.NewReader(line)).Read()
	if err != nil {
		if next := bytes.IndexByte(rest, '"'); next >= 0 && next <= 1<<20+1<<16 {
			v.t.Errorf("the quote left open in %q is closed %d bytes further on", line, next)
		}
		return nil
	}
	return fields
}

func known(list string, value string) bool {
	return slices.Contains(strings.Split(list, " "), value)
}

func badText(value string) ledger.Code {
	if !utf8.ValidString(value) {
		return ledger.Encoding
	}
	return ""
}

func badDate(value string) ledger.Code {
	if _, ok := ledger.ParseDate([]byte(value)); !ok {
		return ledger.BadDate
	}
	return ""
}

// badMoney judges an optional amount that must not be negative, unless signed.
func badMoney(value string, signed bool) ledger.Code {
	amount, ok := ledger.ParseCents([]byte(value))
	switch {
	case value == "":
		return ""
	case !ok:
		return ledger.BadAmount
	case amount < 0 && !signed:
		return ledger.Sign
	}
	return ""
}

func badFlag(value string) ledger.Code {
	if value != "" && !known("y n yes no true false 1 0", strings.ToLower(value)) {
		return ledger.BadFlag
	}
	return ""
}

func badState(value string) ledger.Code {
	letters := func(c rune) bool { return c < 'A' || c > 'Z' }
	if value != "" && (len(value) != 2 || strings.IndexFunc(strings.ToUpper(value), letters) >= 0) {
		return ledger.BadState
	}
	return ""
}

// values rejects each bad value of a row that stands otherwise.
func (v *validator) values(kind ledger.TableKind, codes ...ledger.Code) {
	for _, code := range codes {
		if code != "" {
			v.tables[kind].Rejects[code]++
		}
	}
}

func (v *validator) judgeCases(rows [][]string) {
	for _, row := range rows {
		_, second := v.cases[row[0]]
		switch {
		case row[0] == "" || row[1] == "":
			v.reject(ledger.CasesTable, ledger.MissingColumnValue)
		case second:
			v.reject(ledger.CasesTable, ledger.DuplicateKey)
		default:
			v.cases[row[0]] = row[1]
			v.ncps[row[1]] = true
			v.values(ledger.CasesTable, badText(row[2]), badMoney(row[3], false), badFlag(row[4]), badState(row[5]),
				badMoney(row[6], true), badMoney(row[7], true))
		}
	}
}

func (v *validator) judgeNCPs(rows [][]string) {
	seen := map[string]bool{}
	for _, row := range rows {
		switch {
		case row[0] == "":
			v.reject(ledger.NCPsTable, ledger.MissingColumnValue)
		case seen[row[0]]:
			v.reject(ledger.NCPsTable, ledger.DuplicateKey)
		default:
			seen[row[0]], v.ncps[row[0]] = true, true
			for _, text := range row[1:10] {
				v.values(ledger.NCPsTable, badText(text))
			}
			v.values(ledger.NCPsTable, badMoney(row[10], false), badMoney(row[11], false), badMoney(row[12], false),
				badFlag(row[13]), badFlag(row[14]), badFlag(row[15]), badFlag(row[16]))
		}
	}
}
