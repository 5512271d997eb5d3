package readers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"arrears/pipeline/report"
)

// reportBook is a workbook such as a run writes, with contacts filled in as people do.
func reportBook(t *testing.T, marked bool) *excelize.File {
	t.Helper()
	book := excelize.NewFile()
	must(t, book.SetSheetName("Sheet1", "Summary"))
	must(t, book.SetSheetRow("Summary", "A1", &[]string{"Child support arrears"}))
	if marked {
		must(t, book.SetDefinedName(&excelize.DefinedName{Name: strings.ToUpper(report.WorkbookMark), RefersTo: "Summary!$A$1"}))
	}
	for sheet, rows := range map[string][][]any{
		"Outreach": {
			{"Rank", "Status", "NCP ID", "Name", "E-mail", "Contacted on", "Outcome", "Notes", nil, "Rows 1 to 5 of 6; continues on the sheet Outreach (2)."},
			{1, "eligible", "0007", "Ana Roe", "ana@example.org", time.Date(2026, 10, 30, 9, 0, 0, 0, time.UTC), "reached", "call back"},
			{2, "eligible", "N2", "Ben Roe"},
			{3, "review", "N3", "Cy Roe", nil, "10/29/2026", "letter sent"},
			{4, "review", "N4", "Di Roe", nil, "yesterday, at 12 Elm St", "reached"},
			{5, "review", "N5", "Ed Roe", nil, nil, "wrong number", "moved to 5 Oak St"},
		},
		"Outreach (2)": {{"Rank", "NCP ID", "Contacted on", "Outcome", "Notes"}, {6, "N6", 46325, "reached", nil}},
		"Data":         {{"case_id", "ncp_id"}, {"C1", "N1"}},
	} {
		_, err := book.NewSheet(sheet)
		must(t, err)
		for i, row := range rows {
			must(t, book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row))
		}
	}
	style, err := book.NewStyle(&excelize.Style{CustomNumFmt: ptr("mm/dd/yyyy")})
	must(t, err)
	must(t, book.SetCellStyle("Outreach", "F2", "F2", style))
	must(t, book.SetCellStyle("Outreach (2)", "C2", "C2", style))
	return book
}

// Of a workbook that a run wrote, the contacts of its outreach list come back; its other
// sheets are known and passed over.
func TestWorkbookComesBack(t *testing.T) {
	write(t, map[string]string{"outreach.xlsx": saved(t, reportBook(t, true))})
	source := open(t, "outreach.xlsx")
	want := []string{
		"outreach.xlsx[Outreach]:2 event outreach_contact 2026-10-30  ncp 0007 case  0",
		"outreach.xlsx[Outreach]:4 event outreach_contact 2026-10-29  ncp N3 case  0",
		"outreach.xlsx[Outreach]:5 bad_date contacted_on  N4",
		"outreach.xlsx[Outreach]:6 missing_column_value contacted_on  N5",
		"outreach.xlsx[Outreach (2)]:2 event outreach_contact 2026-10-30  ncp N6 case  0",
	}
	got := readParties(t, source)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	parts := source.Parts()
	if len(parts) != 2 || parts[0].Kind.String() != "outreach" || parts[0].UnknownColumns != nil || len(parts[0].IgnoredSheets) != 2 || parts[1].IgnoredSheets != nil {
		t.Fatalf("%+v", parts)
	}
	read := parts[0].Read + parts[1].Read
	if !slices.Contains(parts[0].IgnoredSheets, "Summary") || !slices.Contains(parts[0].IgnoredSheets, "Data") || read != 6 {
		t.Errorf("%d rows read, ignored %q", read, parts[0].IgnoredSheets)
	}
}

// Without the mark every sheet is an input as any other; a list that lost its columns is
// of no use.
func TestWorkbookThatLostSomething(t *testing.T) {
	renamed := reportBook(t, true)
	for _, sheet := range []string{"Outreach", "Outreach (2)"} {
		must(t, renamed.SetCellStr(sheet, "A1", "a remark"))
		must(t, renamed.InsertRows(sheet, 1, 1))
		must(t, renamed.SetCellStr(sheet, "A1", "October's list"))
	}
	write(t, map[string]string{"renamed.xlsx": saved(t, renamed), "unmarked.xlsx": saved(t, reportBook(t, false))})
	const want = "renamed.xlsx: is a workbook that this program wrote, and no sheet of it begins with the columns NCP ID, Contacted on and Outcome; " +
		"give back the sheet Outreach with its header row, or leave the workbook out"
	if got := refuse(t, "renamed.xlsx"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := refuse(t, "unmarked.xlsx"); !strings.HasPrefix(got, `unmarked.xlsx: sheet "Summary": no table has this header`) {
		t.Error(got)
	}
}

func TestOutreachCSVComesBack(t *testing.T) {
	write(t, map[string]string{"outreach.csv": "rank,status,ncp_id,name,reason,Contacted On,outcome,notes\n1,eligible,'=N1,Ana Roe,x,2026-10-30,reached,\n2,review,N2,Ben Roe,y,,,\n"})
	source := open(t, "outreach.csv")
	if diff := cmp.Diff([]string{"outreach.csv:2 event outreach_contact 2026-10-30  ncp =N1 case  0"}, readParties(t, source)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if part := source.Parts()[0]; part.Kind.String() != "outreach" || part.Read != 2 || part.UnknownColumns != nil {
		t.Errorf("%+v", part)
	}
}
