package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

const (
	casesHeader = "case_id,ncp_id,county,current_support,two_state,cp_state,recorded_principal,recorded_interest"
	ncpsHeader  = "ncp_id,name,address1,address2,city,state,zip,phone,email,language,net_monthly_income,monthly_expenses,assets," +
		"only_income_exempt,intentional_nonpayment,concealment,do_not_contact"
)

func TestCases(t *testing.T) {
	full := ledger.Case{ID: "C1", County: "Inyo", CurrentSupport: ledger.Some(25000), TwoState: ledger.Yes, CPState: ledger.MustState("NV"),
		RecordedPrincipal: ledger.Some(-100), RecordedInterest: ledger.Some(120)}
	for row, want := range map[string]ledger.Case{
		"C1,N1,Inyo,250,Y,nv,-1.00,$1.20":         full,
		" C1 ,N1, Inyo , 250.00 ,YES, NV,(1),1.2": full,
		"C1,N1,,,,,,":                {ID: "C1"},
		"C1,N1,\"a,b\",0,0,,0,-0.00": {ID: "C1", County: "a,b", CurrentSupport: ledger.Some(0), TwoState: ledger.No, RecordedPrincipal: ledger.Some(0), RecordedInterest: ledger.Some(0)},
		"C1,N1,\x00formula,,,,,":     {ID: "C1"},
	} {
		cases := readParty(t, (*schema.PartyDecoder).Case, casesHeader, row)
		if len(cases.rows) != 1 || len(cases.rows[0].Rejects) != 0 || cases.rows[0].NCPID != "N1" || cases.rows[0].CaseColumn != 0 || cases.rows[0].NCPColumn != 1 {
			t.Errorf("%q: %+v", row, cases)
			continue
		}
		if diff := cmp.Diff(want, cases.rows[0].Case); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row, diff)
		}
	}
}

// A bad value is rejected alone and read as blank; a bad identifier rejects the row.
func TestCaseRejects(t *testing.T) {
	for row, want := range map[string][]string{
		"C1,N1,In\xffyo,250,Y,NV,1,1":        {"encoding county 2 C1 N1 false"},
		"C1,N1,Inyo,x,Y,NV,1,1":              {"bad_amount current_support 3 C1 N1 false"},
		"C1,N1,Inyo,-1,Y,NV,1,1":             {"sign current_support 3 C1 N1 false"},
		"C1,N1,Inyo,250,maybe,NV,1,1":        {"bad_flag two_state 4 C1 N1 false"},
		"C1,N1,Inyo,250,Y,Nevada,1,1":        {"bad_state cp_state 5 C1 N1 false"},
		"C1,N1,Inyo,250,Y,N1,1,1":            {"bad_state cp_state 5 C1 N1 false"},
		"C1,N1,Inyo,250,Y,NV,1.000,1":        {"bad_amount recorded_principal 6 C1 N1 false"},
		"C1,N1,Inyo,250,Y,NV,1,\x00formula":  {"bad_amount recorded_interest 7 C1 N1 false"},
		"C1,N1,Inyo,250,\x00formula,NV,1,1":  {"bad_flag two_state 4 C1 N1 false"},
		"C1,N1,Inyo,250,Y,\x00formula,1,1":   {"bad_state cp_state 5 C1 N1 false"},
		"C1,N1,Inyo,2\xff0,\xff,\xff,\xff,1": {"encoding current_support 3 C1 N1 false", "encoding two_state 4 C1 N1 false", "encoding cp_state 5 C1 N1 false", "encoding recorded_principal 6 C1 N1 false"},
		"C1,N1,\xff,-1,2,3,x,y":              {"encoding county 2 C1 N1 false", "sign current_support 3 C1 N1 false", "bad_flag two_state 4 C1 N1 false", "bad_state cp_state 5 C1 N1 false", "bad_amount recorded_principal 6 C1 N1 false", "bad_amount recorded_interest 7 C1 N1 false"},
		",N1,Inyo,x,Y,NV,1,1":                {"missing_column_value case_id 0  N1 true"},
		"C1,,Inyo,x,Y,NV,1,1":                {"missing_column_value ncp_id 1 C1  true"},
		",,,,,,,":                            {"missing_column_value case_id 0   true"},
		"C\xff,N1,Inyo,250,Y,NV,1,1":         {"encoding case_id 0  N1 true"},
		"C1,N\xff,Inyo,250,Y,NV,1,1":         {"encoding ncp_id 1 C1  true"},
		"C1,\x00digits,Inyo,250,Y,NV,1,1":    {"missing_column_value ncp_id 1 C1  true"},
		"C1,N1,Inyo":                         {"malformed_row  -1 C1 N1 true"},
		"C1,N1,Inyo,250,Y,NV,1,1,":           {"malformed_row  -1 C1 N1 true"},
		"C1,\"N1,Inyo,250,Y,NV,1,1":          {"malformed_row  -1 C1  true"},
	} {
		cases := readParty(t, (*schema.PartyDecoder).Case, casesHeader, row)
		rejects := cases.refused
		for _, c := range cases.rows {
			rejects = append(rejects, c.Rejects...)
			checkBlank(t, row, c.Rejects, map[string]bool{"county": c.Case.County == "", "current_support": !c.Case.CurrentSupport.Known(), "two_state": c.Case.TwoState == 0,
				"cp_state": c.Case.CPState == (ledger.State{}), "recorded_principal": !c.Case.RecordedPrincipal.Known(), "recorded_interest": !c.Case.RecordedInterest.Known()})
		}
		checkRejects(t, row, rejects, want)
	}
}

// checkBlank wants those values blank that were rejected alone, and the others not.
func checkBlank(t *testing.T, row string, rejects []ledger.Reject, blank map[string]bool) {
	t.Helper()
	if ledger.Refused(rejects) {
		return
	}
	rejected := make(map[string]bool)
	for _, reject := range rejects {
		rejected[reject.Column] = true
	}
	for column, isBlank := range blank {
		if isBlank != rejected[column] {
			t.Errorf("%q: %s is blank: %v", row, column, isBlank)
		}
	}
}

func checkRejects(t *testing.T, row string, rejects []ledger.Reject, want []string) {
	t.Helper()
	var got []string
	for _, r := range rejects {
		got = append(got, fmt.Sprintf("%s %s %d %s %s %v", r.Code, r.Column, r.ColumnOrder, r.CaseID, r.NCPID, r.Row))
		if !wellSaid(r.Message) || r.Rows != 1 {
			t.Errorf("%q: %+v", row, r)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: rejects (-want +got):\n%s", row, diff)
	}
}

func TestNCPs(t *testing.T) {
	row := "N1,José Roe, 1 Elm St ,#2,Bishop,ca,01234,(760) 555-0100,j@example.org,es,\"2,000.50\",0,$3500,N,yes,FALSE,1"
	ncps := readParty(t, (*schema.PartyDecoder).NCP, ncpsHeader, row, "N2,\t=1+1 ,,,,,,,,,,,,,,,")
	want := []ledger.NCP{{ID: "N1", Contact: ledger.NewContact([ledger.ContactColumns]string{
		"José Roe", "1 Elm St", "#2", "Bishop", "ca", "01234", "(760) 555-0100", "j@example.org", "es"}), NetMonthlyIncome: ledger.Some(200050), MonthlyExpenses: ledger.Some(0), Assets: ledger.Some(350000),
		OnlyIncomeExempt: ledger.No, IntentionalNonpayment: ledger.Yes, Concealment: ledger.No, DoNotContact: ledger.Yes}, {ID: "N2", Contact: ledger.NewContact([ledger.ContactColumns]string{"\t=1+1"})}}
	for i, row := range ncps.rows {
		if diff := cmp.Diff(want[i], row.NCP); diff != "" || len(row.Rejects) != 0 || row.Column != 0 || row.Position.Line() != i {
			t.Errorf("%+v (-want +got):\n%s", row, diff)
		}
	}
}

// canaries are values that no message may show, one that fits each column.
var canaries = []string{"Canary Roe", "Kim", "9165550199", "17 Elm", "a@b.co", "555-0199", "Wu 7"}

// Every column of a bad row is a canary in turn. No message of the ncps table shows any
// of it, whatever is wrong with the row.
func TestNCPMessagesShowNothing(t *testing.T) {
	columns := strings.Split(ncpsHeader, ",")
	for _, canary := range canaries {
		for bad := range columns {
			fields := make([]string, len(columns))
			for i := range fields {
				fields[i] = canary
			}
			fields[0] = "N1"
			if fields[bad] = canary + "\xff"; bad == 0 {
				fields[bad] = ""
			}
			rows := []string{strings.Join(fields, ","), strings.Join(fields, ",") + ",more", strings.Join(fields[:bad], ","), strings.Join(fields[:bad+1], ",") + "\"", "\"" + strings.Join(fields, ",")}
			ncps := readParty(t, (*schema.PartyDecoder).NCP, ncpsHeader, rows...)
			rejects := ncps.refused
			for _, row := range ncps.rows {
				rejects = append(rejects, row.Rejects...)
			}
			if len(rejects) < 3 {
				t.Fatalf("%q: %+v", rows, rejects)
			}
			for _, reject := range rejects {
				if shown := fmt.Sprint(reject); strings.Contains(shown, canary) || strings.Contains(shown, strings.Fields(canary)[0]) || (reject.NCPID != "" && reject.NCPID != "N1") {
					t.Errorf("column %s: %+v", columns[bad], reject)
				}
			}
		}
	}
}

func TestNCPRejects(t *testing.T) {
	columns := strings.Split(ncpsHeader, ",")
	good := []string{"N1", "a", "b", "c", "d", "CA", "1", "2", "e", "en", "1", "2", "3", "Y", "Y", "Y", "Y"}
	for i, column := range columns {
		for value, code := range map[string]string{"\xff": "encoding", "x": kindOfFault(column), "-1": signOrFault(column), "\x00formula": kindOfFault(column)} {
			fields := append([]string{}, good...)
			fields[i] = value
			row := readParty(t, (*schema.PartyDecoder).NCP, ncpsHeader, strings.Join(fields, ",")).rows[0]
			want := []string{fmt.Sprintf("%s %s %d  N1 false", code, column, i)}
			if column == "ncp_id" {
				want[0] = fmt.Sprintf("%s ncp_id 0   true", map[string]string{"\xff": "encoding", "\x00formula": "missing_column_value"}[value])
			}
			if (code == "" && column != "ncp_id") || (column == "ncp_id" && (value == "x" || value == "-1")) {
				want = nil
			}
			checkRejects(t, strings.Join(fields, ","), row.Rejects, want)
			if row.NCP.ID == "N1" {
				checkNCPBlank(t, fields, column, &row, want != nil || value == "\x00formula")
			}
		}
	}
}

// kindOfFault is the code of a word in a column of the ncps table, blank for free text.
func kindOfFault(column string) string {
	switch column {
	case "net_monthly_income", "monthly_expenses", "assets":
		return "bad_amount"
	case "only_income_exempt", "intentional_nonpayment", "concealment", "do_not_contact":
		return "bad_flag"
	}
	return ""
}

func signOrFault(column string) string {
	if code := kindOfFault(column); code != "bad_amount" {
		return code
	}
	return "sign"
}

func checkNCPBlank(t *testing.T, fields []string, column string, row *ledger.NCPRow, blank bool) {
	t.Helper()
	n := &row.NCP
	for name, isBlank := range map[string]bool{"name": n.Name() == "", "address1": n.Address1() == "", "address2": n.Address2() == "", "city": n.City() == "", "state": n.State() == "",
		"zip": n.Zip() == "", "phone": n.Phone() == "", "email": n.Email() == "", "language": n.Language() == "", "net_monthly_income": !n.NetMonthlyIncome.Known(),
		"monthly_expenses": !n.MonthlyExpenses.Known(), "assets": !n.Assets.Known(), "only_income_exempt": n.OnlyIncomeExempt == 0,
		"intentional_nonpayment": n.IntentionalNonpayment == 0, "concealment": n.Concealment == 0, "do_not_contact": n.DoNotContact == 0} {
		if isBlank != (blank && name == column) {
			t.Errorf("%q: %s is blank: %v", fields, name, isBlank)
		}
	}
}
