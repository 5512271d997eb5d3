package workbook

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

func TestProperties(t *testing.T) {
	r := fixture.New(20)
	p, err := opened(t, r, spreadsheetLimits).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Child support arrears as of Nov 22, 2026" || !strings.HasSuffix(p.Subject, r.Policy.Label()) || p.Creator != "arrears" ||
		p.Created != "2026-11-22T00:00:00Z" || p.Modified != p.Created || p.Version != "1.0.0" || p.Language != "en-US" {
		t.Errorf("%+v", p)
	}
}

// Names lead to what they say, also on another night's workbook, and none is a table's
// too: a spreadsheet repairs such a workbook, and drops one of the two.
func TestNames(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, limits{rows: 12, links: 100})
	names, taken := map[string]string{}, map[string]bool{}
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Titles" {
			continue
		}
		names[name.Name] = name.RefersTo
		taken[strings.ToLower(name.Name)] = true
	}
	for _, sheet := range f.GetSheetList() {
		tables, err := f.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			if taken[strings.ToLower(table.Name)] || !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).MatchString(table.Name) {
				t.Errorf("%s has a table %s", sheet, table.Name)
			}
			taken[strings.ToLower(table.Name)] = true
		}
	}
	cell := func(name string) string {
		t.Helper()
		sheet, at, found := strings.Cut(names[name], "!")
		value, err := f.GetCellValue(strings.Trim(sheet, "'"), strings.ReplaceAll(at, "$", ""))
		if !found || err != nil {
			t.Fatalf("%s leads to %q: %v", name, names[name], err)
		}
		return value
	}
	for name, want := range map[string]string{
		"AsOf": "Nov 22, 2026", "Policy": r.Policy.Label() + ": " + r.Policy.Title, report.WorkbookMark: "1.0.0",
		"TotalArrears": r.Totals.Arrears().Dollars(), "TotalFamily": (r.Totals.PrincipalFamily + r.Totals.InterestFamily).Dollars(),
		"TotalGovernment": (r.Totals.PrincipalGovernment + r.Totals.InterestGovernment).Dollars(), "TotalCompromisable": r.Totals.Compromisable.Dollars(),
		"TotalOffers": r.Totals.Offered.Dollars(), "TotalForgiveness": r.Totals.Forgiven.Dollars(), "TotalHeldCredit": r.Totals.HeldCredit.Dollars(),
		"TotalCurrentDue": r.Totals.CurrentDue.Dollars(), "CountCases": fmt.Sprint(r.Totals.Cases), "CountNCPs": fmt.Sprint(r.Totals.NCPs),
		"CountOutreach": fmt.Sprint(len(r.Outreach)), "CountRejects": fmt.Sprint(len(r.Rejects)), "CountTainted": fmt.Sprint(r.Totals.CasesTainted),
	} {
		if got := cell(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"Outreach": "'Outreach'!$A$1:$Y$13", "Data": "'Data'!$A$1:$Y$13", "Rejects": "'Rejects'!$A$1:$J$13"} {
		if names[name] != want {
			t.Errorf("%s is %s, want %s", name, names[name], want)
		}
	}
}

func TestAbsolute(t *testing.T) {
	for area, want := range map[string]string{"A1": "$A$1", "A1:B2": "$A$1:$B$2", "AB12:XFD1048576": "$AB$12:$XFD$1048576"} {
		if got := absolute(area); got != want {
			t.Errorf("%s: %s, want %s", area, got, want)
		}
	}
}
