package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers/schema"
)

func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		header  string
		table   ledger.TableKind
		unknown []string
	}{
		{"case_id,date,type,amount", ledger.LedgerTable, nil},
		{"amount,type,date,case_id,account,source,entry_id,ref", ledger.LedgerTable, nil},
		{"case_id,date,type,amount,ncp_id,value,end_date", ledger.LedgerTable, []string{"ncp_id", "value", "end_date"}},
		{"case_id,date,type", ledger.EventsTable, nil},
		{"ncp_id,date,type", ledger.EventsTable, nil},
		{"date,type,ncp_id,case_id,end_date,value,note", ledger.EventsTable, nil},
		{"ncp_id,case_id,type,date,county", ledger.EventsTable, []string{"county"}},
		{"ncp_id,case_id", ledger.CasesTable, nil},
		{"case_id,ncp_id,county,current_support,two_state,cp_state,recorded_principal,recorded_interest", ledger.CasesTable, nil},
		{"case_id,ncp_id,date,amount,name", ledger.CasesTable, []string{"date", "amount", "name"}},
		{"ncp_id", ledger.NCPsTable, nil},
		{"ncp_id,name,address1,address2,city,state,zip,phone,email,language,net_monthly_income,monthly_expenses,assets," +
			"only_income_exempt,intentional_nonpayment,concealment,do_not_contact", ledger.NCPsTable, nil},
		{"ncp_id,date,amount,type_of_order", ledger.NCPsTable, []string{"date", "amount", "type_of_order"}},
		{" Case ID ,DATE,Type,Amount,Entry-ID", ledger.LedgerTable, nil},
		{"CASE-ID,\tdate\t,type\r,amount\u00a0", ledger.LedgerTable, nil},
		{"case_number,txn_date,transaction_type,amount,account_type,transaction_id", ledger.LedgerTable, nil},
		{"Case Number,Transaction Date,type,amount", ledger.LedgerTable, nil},
		{"participant_id,case_number", ledger.CasesTable, nil},
		{"noncustodial_parent_id", ledger.NCPsTable, nil},
		{"case_id,case_number,date,type,amount", ledger.LedgerTable, []string{"case_number"}},
		{"case_number,case_id,date,type,amount", ledger.LedgerTable, []string{"case_number"}},
		{"participant_id,noncustodial_parent_id,Name", ledger.NCPsTable, []string{"noncustodial_parent_id"}},
		{"case_id,date,type,amount,,  ,Wage Garnishment", ledger.LedgerTable, []string{"Wage Garnishment"}},
		{"case_id,date,type,amount,\xff\xfe", ledger.LedgerTable, []string{"\xff\xfe"}},
	} {
		header, err := schema.Recognise(strings.Split(c.header, ","), schema.DefaultAliases())
		if err != nil {
			t.Errorf("%q: %v", c.header, err)
			continue
		}
		if header.Kind != c.table || header.Width != strings.Count(c.header, ",")+1 {
			t.Errorf("%q is %s with %d columns, want %s", c.header, header.Kind, header.Width, c.table)
		}
		if diff := cmp.Diff(c.unknown, header.Unknown); diff != "" {
			t.Errorf("%q: unknown columns (-want +got):\n%s", c.header, diff)
		}
	}
}

// A header that is no table's may be a row of data: the message tells nothing of it.
func TestRecogniseNothing(t *testing.T) {
	for header, want := range map[string]string{
		"case_id,date,amount":          "the nearest is ledger, which also needs the column type",
		"date,amount,account":          "the nearest is ledger, which also needs the columns case_id, type",
		"date,type,note":               "the nearest is events, which also needs the column ncp_id or case_id",
		"parent,name,zip,phone":        "the nearest is ncps, which also needs the column ncp_id",
		"parent,county,two_state":      "the nearest is cases, which also needs the columns case_id, ncp_id",
		"case_id,county":               "the nearest is cases, which also needs the column ncp_id",
		"Ana Roe,55 Elm St,9165550100": "the nearest is ledger, which also needs the columns case_id, date, type, amount",
		"":                             "the nearest is ledger, which also needs the columns case_id, date, type, amount",
		"case,id,txn date":             "the nearest is events, which also needs the columns type, ncp_id or case_id",
	} {
		_, err := schema.Recognise(strings.Split(header, ","), schema.DefaultAliases())
		if err == nil || err.Error() != "no table has this header: "+want+"; rename columns, add --alias NAME=COLUMN, or leave it out" {
			t.Errorf("%q: %v, want … %s", header, err, want)
		}
	}
}

func TestRecogniseUserAliases(t *testing.T) {
	aliases := schema.DefaultAliases()
	aliases["docket"], aliases["posted"], aliases["money"] = "case_id", "date", "amount"
	header, err := schema.Recognise([]string{"Docket", "Posted", "TYPE", "Money"}, aliases)
	if err != nil || header.Kind != ledger.LedgerTable || !header.Has("case_id") || !header.Has("amount") || header.Has("account") {
		t.Errorf("%+v, %v", header, err)
	}
	header, err = schema.Recognise([]string{"docket", "case_id", "date", "posted", "type", "amount"}, aliases)
	if want := []string{"docket", "posted"}; err != nil || !slices.Equal(header.Unknown, want) {
		t.Errorf("where names and aliases stand, unknown are %q, want %q (%v)", header.Unknown, want, err)
	}
}

// Two columns of one name are refused: either could be meant. Unknown ones may repeat.
func TestAColumnTwice(t *testing.T) {
	_, err := schema.Recognise([]string{"case_id", "date", "type", "amount", "Amount "}, schema.DefaultAliases())
	if err == nil || err.Error() != "the header names the column amount twice; remove or rename one" {
		t.Errorf("error %v", err)
	}
	if _, err := schema.Recognise([]string{"ncp_id", "date", "date", "x", "x"}, schema.DefaultAliases()); err != nil {
		t.Error(err)
	}
}

// An alias may be a column's own name: one cell is still one column.
func TestOneCellIsOneColumn(t *testing.T) {
	aliases := map[string]string{"amount": "date", "case_id": "ncp_id"}
	for header, want := range map[string]ledger.TableKind{
		"case_id,type,amount":        ledger.EventsTable,
		"case_id,type,amount,amount": ledger.LedgerTable,
		"case_id,county":             ledger.NCPsTable,
		"case_id,case_id,county":     ledger.CasesTable,
	} {
		if got, err := schema.Recognise(strings.Split(header, ","), aliases); err != nil || got.Kind != want {
			t.Errorf("%q: %+v, %v; want %s", header, got, err, want)
		}
	}
}

func TestNormalizeName(t *testing.T) {
	for cell, want := range map[string]string{" Case ID ": "case_id", "end-DATE": "end_date", "a - b": "a___b", "\tx\n": "x", "": ""} {
		if got := schema.NormalizeName(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}

// FuzzHeader recognises any cells with any alias. A table that is recognised has what it
// needs, and its decoder can read a row.
func FuzzHeader(f *testing.F) {
	for _, seed := range []string{"case_id,date,type,amount", "date,type,ncp_id", "case_id,ncp_id", "ncp_id", "Case Number,,\xff,date", "NCP ID,Contacted on,Outcome,Notes", ""} {
		f.Add(seed, "docket", "case_id")
		f.Add(seed, "amount", "date")
		f.Add(seed, "date", "type")
	}
	required := map[ledger.TableKind][]string{ledger.LedgerTable: {"case_id", "date", "type", "amount"},
		ledger.EventsTable: {"date", "type"}, ledger.CasesTable: {"case_id", "ncp_id"}, ledger.NCPsTable: {"ncp_id"},
		ledger.OutreachTable: {"ncp_id", "contacted_on", "outcome"}}
	rules := rules(f)
	f.Fuzz(func(t *testing.T, text, name, column string) {
		cells := strings.Split(text, ",")
		aliases := schema.DefaultAliases()
		aliases[name] = column
		header, err := schema.Recognise(cells, aliases)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") || !strings.HasPrefix(err.Error(), "no table has this header: the nearest is ") && !strings.HasPrefix(err.Error(), "the header names the column ") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		for _, name := range required[header.Kind] {
			if !header.Has(name) {
				t.Errorf("%q, alias %q for %q: a %s table without %s", text, name, column, header.Kind, name)
			}
		}
		if header.Kind == ledger.EventsTable && !header.Has("ncp_id") && !header.Has("case_id") {
			t.Errorf("%q: events of nobody", text)
		}
		decodeBlanks(header, rules)
	})
}

// decodeBlanks decodes a row of blanks.
func decodeBlanks(header *schema.Header, rules *policy.Policy) {
	fields, position := make([]ledger.Span, header.Width), ledger.NewPosition(0, 0, 0)
	parties := schema.NewPartyDecoder(header)
	switch header.Kind {
	case ledger.LedgerTable:
		schema.NewLedgerDecoder(header, rules).Row(&ledger.Batch{}, fields, position)
	case ledger.EventsTable:
		parties.Event(&ledger.EventRow{}, &schema.Texts{}, nil, fields, position)
	case ledger.CasesTable:
		parties.Case(&ledger.CaseRow{}, &schema.Texts{}, nil, fields, position)
	case ledger.NCPsTable:
		parties.NCP(&ledger.NCPRow{}, &schema.Texts{}, nil, fields, position)
	case ledger.OutreachTable:
		parties.Contact(&ledger.EventRow{}, &schema.Texts{}, nil, fields, position)
	}
}
