package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

// written is a report's workbook as bytes.
func written(t testing.TB, r *report.Report, most limits) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, r, most); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// opened is a report's workbook read back.
func opened(t testing.TB, r *report.Report, most limits) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, r, most)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// rawRows are a sheet's cells as they are stored.
func rawRows(t testing.TB, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestSameBytes(t *testing.T) {
	first, again := fixture.New(300), fixture.New(300)
	again.Run.Started = time.Date(2031, 5, 4, 3, 2, 1, 0, time.Local)
	again.Run.Host = "another-host"
	again.Run.Arguments = []string{"--workers", "7"}
	again.Run.Durations = []report.Duration{{Stage: "replay", Elapsed: time.Hour}}
	want := written(t, first, spreadsheetLimits)
	for range 5 {
		if !bytes.Equal(want, written(t, again, spreadsheetLimits)) {
			t.Fatal("two runs on the same input give different workbooks")
		}
	}
}

func TestPartsAreSortedAndUndated(t *testing.T) {
	content := written(t, fixture.New(20), spreadsheetLimits)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
		if !f.Modified.Equal(archive.File[0].Modified) {
			t.Errorf("%s has a time of its own: %v", f.Name, f.Modified)
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("parts out of order: %v", names)
	}
}

func TestSheets(t *testing.T) {
	f := opened(t, fixture.New(60), spreadsheetLimits)
	want := []string{"Summary", "Outreach", "Eligible later", "Determinations", "Data", "Variances", "Rejects", "Method"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	if index := f.GetActiveSheetIndex(); index != 0 {
		t.Errorf("opens on sheet %d", index)
	}
	for _, sheet := range want[1:7] {
		rows := rawRows(t, f, sheet)
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 {
			t.Fatalf("%s: %d tables, %v", sheet, len(tables), err)
		}
		header := 1 + slices.IndexFunc(rows, func(row []string) bool { return len(row) > 8 })
		last, _ := excelize.CoordinatesToCellName(len(rows[header-1]), len(rows))
		if got, want := tables[0].Range, fmt.Sprintf("A%d:%s", header, last); got != want {
			t.Errorf("%s: the table covers %s, the rows %s", sheet, got, want)
		}
		if panes, err := f.GetPanes(sheet); err != nil || panes.Freeze != (header == 1) || header == 1 && panes.YSplit != 1 {
			t.Errorf("%s: the header is not frozen: %+v, %v", sheet, panes, err)
		}
		layout, err := f.GetPageLayout(sheet)
		if err != nil || *layout.Orientation != "landscape" || *layout.FitToHeight != 0 {
			t.Errorf("%s: not set up for paper: %+v, %v", sheet, layout, err)
		}
		titled := slices.ContainsFunc(f.GetDefinedName(), func(name excelize.DefinedName) bool {
			return name.Name == "_xlnm.Print_Titles" && name.Scope == sheet && strings.HasSuffix(name.RefersTo, fmt.Sprintf("$%d:$%d", header, header))
		})
		if !titled {
			t.Errorf("%s: the header is not repeated on paper", sheet)
		}
	}
}

func TestSummary(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, spreadsheetLimits)
	rows := rawRows(t, f, "Summary")
	text := ""
	for _, row := range rows {
		text += strings.Join(row, "|") + "\n"
	}
	for _, want := range []string{"As of|46348\n", r.Policy.Label(), "Warning: 4 rejected rows", "of 114 cases", "All arrears||", "Eligible|12|", "(no county given)"} {
		if !strings.Contains(text, want) {
			t.Errorf("Summary lacks %q:\n%s", want, text)
		}
	}
	owed := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "All arrears" })
	if got, want := rows[owed][4], string(appendNumber(nil, r.Totals.Arrears())); got != want {
		t.Errorf("all arrears: %s, want %s", got, want)
	}
	content := written(t, r, spreadsheetLimits)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for _, part := range archive.File {
		if strings.HasPrefix(part.Name, "xl/charts/chart") {
			charts++
		}
	}
	if charts != 4 {
		t.Errorf("%d charts", charts)
	}
}

func TestEmptyReport(t *testing.T) {
	f := opened(t, fixture.Empty(), spreadsheetLimits)
	for sheet, want := range map[string]string{"Outreach": "No NCP is on the outreach list.", "Determinations": "The input names no NCP.", "Data": "The input names no case.",
		"Eligible later": "Nobody becomes eligible by waiting alone.", "Variances": "None: the input records no balance to compare with.", "Rejects": "Nothing was rejected."} {
		rows := rawRows(t, f, sheet)
		if last := rows[len(rows)-1]; last[0] != want || len(rows) != 2 && sheet != laterName {
			t.Errorf("%s: %q", sheet, rows)
		}
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 || !strings.HasSuffix(tables[0].Range, strconv.Itoa(len(rows))) {
			t.Errorf("%s: a table needs a row below its header: %+v, %v", sheet, tables, err)
		}
	}
	for _, row := range rawRows(t, f, "Summary") {
		if len(row) > 0 && strings.HasPrefix(row[0], "Warning") {
			t.Errorf("a clean run warns: %s", row[0])
		}
	}
}

func TestContinuation(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, limits{rows: 10, links: 100})
	var ids []string
	for i, sheet := range []string{"Outreach", "Outreach (2)", "Outreach (3)"} {
		rows := rawRows(t, f, sheet)
		beside := rows[0][len(outreachColumns)+len(contactColumns)+1]
		if want := []string{"Rows 1 to 10 of 21; continues on the sheet Outreach (2).", "Rows 11 to 20 of 21; continues on the sheet Outreach (3).", "Rows 21 to 21 of 21."}[i]; beside != want {
			t.Errorf("%s says %q", sheet, beside)
		}
		for _, row := range rows[1:] {
			ids = append(ids, row[3])
		}
		if tables, err := f.GetTables(sheet); err != nil || len(tables) != 1 {
			t.Errorf("%s: %d tables, %v", sheet, len(tables), err)
		}
	}
	if len(ids) != len(r.Outreach) {
		t.Fatalf("%d of %d rows", len(ids), len(r.Outreach))
	}
	for i, id := range ids {
		if want := r.NCPs[r.Outreach[i].NCP].ID; id != want {
			t.Errorf("row %d is %s, want %s", i+1, id, want)
		}
	}
	method := rawRows(t, f, "Method")
	if !slices.ContainsFunc(method, func(row []string) bool {
		return len(row) > 1 && row[0] == "Outreach (2)" && row[1] == "10 rows of 21: a sheet holds no more, the list continues on the next"
	}) {
		t.Error("Method does not list the further sheets")
	}
}

// brokenWriter fails once it has taken a number of bytes.
type brokenWriter struct{ room int }

var errFull = errors.New("disk full")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if len(p) > w.room {
		return w.room, errFull
	}
	w.room -= len(p)
	return len(p), nil
}

func TestWriterFails(t *testing.T) {
	r := fixture.New(200)
	size := len(written(t, r, spreadsheetLimits))
	for room := 0; room < size; room += size/9 + 1 {
		if err := Write(&brokenWriter{room}, r); !errors.Is(err, errFull) {
			t.Errorf("with room for %d of %d bytes: %v", room, size, err)
		}
	}
}
