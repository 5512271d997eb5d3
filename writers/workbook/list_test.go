package workbook

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

func list(t *testing.T, r *report.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteList(&out, r, []Fact{{"Chosen by", "=county Kern"}, {"Rows", "2 of 9"}}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openList(t *testing.T, r *report.Report) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(list(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// A list of its own is the sheet of the run's workbook, row by row, with the ranks of the
// list from which it was chosen.
func TestAListOfItsOwn(t *testing.T) {
	r := fixture.New(90)
	whole := rawRows(t, opened(t, r, spreadsheetLimits), "Outreach")
	for i := range r.Outreach {
		r.Outreach[i].Rank = int32(i + 1)
	}
	r.Outreach = r.Outreach[3:5]
	f := openList(t, r)
	if diff := cmp.Diff([]string{"Outreach", "About"}, f.GetSheetList()); diff != "" || f.GetActiveSheetIndex() != 0 {
		t.Errorf("sheets, of which %d is shown (-want +got)\n%s", f.GetActiveSheetIndex(), diff)
	}
	if diff := cmp.Diff([][]string{whole[0], whole[4], whole[5]}, rawRows(t, f, "Outreach")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	about := rawRows(t, f, "About")
	if diff := cmp.Diff([][]string{{"Chosen by", "'=county Kern"}, {"Rows", "2 of 9"}}, about[4:6]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	marked := false
	for _, name := range f.GetDefinedName() {
		marked = marked || name.Name == report.WorkbookMark && name.RefersTo == "'About'!$B$4"
	}
	if !marked || about[3][1] != r.Run.Program {
		t.Errorf("the next run does not know the list again: %+v", f.GetDefinedName())
	}
	if !bytes.Equal(list(t, r), list(t, r)) {
		t.Error("the same list gives different workbooks")
	}
}

func TestAListOfNobody(t *testing.T) {
	r := fixture.New(30)
	r.Outreach = nil
	if rows := rawRows(t, openList(t, r), "Outreach"); len(rows) != 2 || rows[1][0] != "No row of the run's outreach list was chosen." {
		t.Errorf("%q", rows)
	}
}
