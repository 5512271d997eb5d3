package readers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Rows keep the numbers that Excel shows. Trailing cells may be missing; those behind
// the header are no column's.
func TestSheetRows(t *testing.T) {
	book := handMade(t, false, []string{"Front", "Ledger A", "Empty", "Cases", "Blank"}, "",
		rowAt(3, text("case_id"), text("date"), blank, text("type"), text("amount"), text("account"), text("Memo"))+
			rowAt(4, text("C1"), text("2020-01-01"), text("x"), text("payment"), number("1", 0))+
			rowAt(7, text("C1"), text("2020-01-01"))+
			rowAt(9)+rowAt(10, blank, blank)+
			rowAt(12, text("C2"), text("2020-01-02"), blank, text("charge"), number("2", 0), text("PAA"), fault("#N/A"), text("beyond"), unstored)+
			rowAt(20, blank, blank, blank, blank, blank, blank, blank, text("a note")),
		"", rowAt(2, text("ncp_id"), text("case_id"))+rowAt(3, text("N1"), text("C1"))+rowAt(5, blank, text("C2")), rowAt(1, blank))
	write(t, map[string]string{"a.xlsx": book})
	source := open(t, "a.xlsx")
	want := []string{"a.xlsx[Cases]:3 case C1 of N1  -  -", "a.xlsx[Cases]:5 missing_column_value ncp_id C2",
		"a.xlsx[Ledger A]:4 C1 2020-01-01 payment 1.00 0", "a.xlsx[Ledger A]:7 missing_column_value type C1", "a.xlsx[Ledger A]:12 C2 2020-01-02 charge 2.00 8",
		"a.xlsx[Ledger A]:20 missing_column_value case_id"}
	if diff := cmp.Diff(want, append(readParties(t, source), readLedger(t, source)...)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if parts := source.Parts(); len(parts) != 2 || parts[0].Sheet != "Ledger A" || fmt.Sprint(parts[0].UnknownColumns) != "[Memo]" || parts[1].Read != 2 {
		t.Errorf("%+v", parts)
	}
}

func TestWorkbookRefusals(t *testing.T) {
	hidden := excelize.NewFile()
	must(t, hidden.SetSheetRow("Sheet1", "A1", &[]string{"ncp_id"}))
	_, err := hidden.NewSheet("Lists")
	must(t, err)
	must(t, hidden.SetSheetRow("Lists", "A1", &[]string{"Yes", "No"}))
	must(t, hidden.SetSheetVisible("Lists", false))
	good := header("ncp_id") + row(text("N1"))
	damaged := handMade(t, false, []string{"Good", "Ledger"}, good, header("case_id,date,type,amount")+row(text("C1"))+`<row r="1"><c/></row>`)
	write(t, map[string]string{
		"unknown.xlsx": handMade(t, false, []string{"Good", "Q&amp;A “x”"}, good, header("case_id,date,amount")), "title.xlsx": handMade(t, false, []string{"S"}, row(text("Export of 2020"))+good),
		"empty.xlsx": handMade(t, false, []string{"A", "B"}, "", row(blank)), "hidden.xlsx": saved(t, hidden), "damaged.xlsx": damaged,
		"first.xlsx": handMade(t, false, []string{"S"}, `<row r="2"><c t="s"><v>5</v></c></row>`),
	})
	for name, want := range map[string]string{
		"unknown.xlsx": `sheet "Q&A “x”": no table has this header: the nearest is ledger, which also needs the column type; rename columns, add --alias NAME=COLUMN, or leave it out`,
		"title.xlsx":   `sheet "S": no table has this header: the nearest is ledger, which also needs the columns case_id, date, type, amount; rename columns, add --alias NAME=COLUMN, or leave it out`,
		"empty.xlsx":   "the workbook has no sheet with a row; it needs a header row",
		"hidden.xlsx":  `hidden sheet "Lists": no table has this header: the nearest is ledger, which also needs the columns case_id, date, type, amount; rename columns, add --alias NAME=COLUMN, or leave it out`,
		"first.xlsx":   `sheet "S": row 2: a cell names a shared string that is not among the 0 of the workbook; open the workbook in Excel and save it again`,
	} {
		if got := refuse(t, name); got != name+": "+want {
			t.Errorf("%s\nwant %s: %s", got, name, want)
		}
	}
	source := open(t, "damaged.xlsx")
	_, err = tryLedger(t, source)
	if want := `damaged.xlsx: sheet "Ledger": row 2: rows do not ascend; open the workbook in Excel and save it again`; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// A workbook that excelize writes, with its dates, formats and several sheets of a
// table, holds what the same CSV files hold.
func TestWorkbookAgreesWithCSV(t *testing.T) {
	const rows = 300
	book, csv := excelize.NewFile(), map[string]*strings.Builder{}
	dates, err := book.NewStyle(&excelize.Style{CustomNumFmt: ptr("yyyy-mm-dd;@")})
	must(t, err)
	padded, err := book.NewStyle(&excelize.Style{CustomNumFmt: ptr("0000000000000")})
	must(t, err)
	for _, sheet := range []string{"North", "South"} {
		_, err := book.NewSheet(sheet)
		must(t, err)
		writer, err := book.NewStreamWriter(sheet)
		must(t, err)
		csv[sheet] = &strings.Builder{}
		csv[sheet].WriteString("Case Number,Date,Type,Amount,Account,Entry ID\n")
		must(t, writer.SetRow("A1", []any{"Case Number", "Date", "Type", "Amount", "Account", "Entry ID"}))
		for i := range rows {
			day := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
			must(t, writer.SetRow(fmt.Sprintf("A%d", i+2), []any{excelize.Cell{StyleID: padded, Value: i}, excelize.Cell{StyleID: dates, Value: day}, "charge", float64(i+1) / 100, "FC", fmt.Sprintf("%06d", i)}))
			fmt.Fprintf(csv[sheet], "%013d,%s,charge,%d.%02d,FC,%06d\n", i, day.Format("1/2/2006"), (i+1)/100, (i+1)%100, i)
		}
		must(t, writer.Flush())
	}
	must(t, book.DeleteSheet("Sheet1"))
	write(t, map[string]string{"book.xlsx": saved(t, book), "North.csv": csv["North"].String(), "South.csv": csv["South"].String()})
	got, want := readLedger(t, open(t, "book.xlsx")), readLedger(t, open(t, "North.csv", "South.csv"))
	if len(got) != 2*rows || len(got) != len(want) {
		t.Fatalf("%d rows of %d", len(got), len(want))
	}
	for i := range got {
		if sheet := strings.NewReplacer("book.xlsx[North]", "North.csv", "book.xlsx[South]", "South.csv").Replace(got[i]); sheet != want[i] {
			t.Fatalf("%s, want %s", sheet, want[i])
		}
	}
}

// The rows of a sheet of several blocks keep their numbers, gaps and all.
func TestSheetOfManyBlocks(t *testing.T) {
	const rows = 30_000
	var sheet strings.Builder
	sheet.WriteString(header("case_id,date,type,amount"))
	for i := range rows {
		sheet.WriteString(rowAt(3*i+5, text(fmt.Sprintf("Case number %d", i)), number("43890", dateStyle), text("payment"), number("1.5", moneyStyle)))
	}
	write(t, map[string]string{"a.xlsx": handMade(t, false, []string{"S"}, sheet.String())})
	source := open(t, "a.xlsx")
	got := readLedger(t, source)
	if blocks := len(source.Parts()[0].LineBases) - 1; blocks < 2 || len(got) != rows {
		t.Fatalf("%d blocks, %d rows of %d", blocks, len(got), rows)
	}
	for i, line := range got {
		if want := fmt.Sprintf("a.xlsx[S]:%d Case number %d 2020-02-29 payment 1.50 0", 3*i+5, i); line != want {
			t.Fatalf("%s, want %s", line, want)
		}
	}
}

func ptr(text string) *string { return &text }
