package workbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
	"arrears/writers/internal/fixture"
)

// The caseworker's columns stand at the right end, take what they should, look different,
// and stay open when the sheet is locked.
func TestContactColumns(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, spreadsheetLimits)
	last := len(r.Outreach) + 1
	if got := rawRows(t, f, "Outreach")[0][22:]; !slices.Equal(got, []string{"Contacted on", "Outcome", "Notes"}) {
		t.Fatalf("the last headings are %q", got)
	}
	validations, err := f.GetDataValidations("Outreach")
	if err != nil || len(validations) != 3 {
		t.Fatalf("%d validations, %v", len(validations), err)
	}
	for i, want := range []struct{ kind, area, first, second string }{
		{"date", fmt.Sprintf("W2:W%d", last), "45982", "46714"},
		{"list", fmt.Sprintf("X2:X%d", last), `"reached,left message,letter sent,`, ""},
		{"textLength", fmt.Sprintf("Y2:Y%d", last), "0", "2000"},
	} {
		v := validations[i]
		if v.Type != want.kind || v.Sqref != want.area || !strings.HasPrefix(v.Formula1, want.first) || v.Formula2 != want.second || !v.AllowBlank || !v.ShowErrorMessage {
			t.Errorf("%+v, want %+v", v, want)
		}
	}
	for cell, wantLocked := range map[string]bool{"V2": true, "W2": false, "X2": false, fmt.Sprintf("Y%d", last): false} {
		number, err := f.GetCellStyle("Outreach", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(number)
		if err != nil {
			t.Fatal(err)
		}
		if locked := style.Protection == nil || style.Protection.Locked; locked != wantLocked || (len(style.Fill.Color) > 0) == wantLocked {
			t.Errorf("%s is locked: %v, filled with %v", cell, locked, style.Fill.Color)
		}
	}
	empty := opened(t, fixture.Empty(), spreadsheetLimits)
	if validations, err := empty.GetDataValidations("Outreach"); err != nil || len(validations) != 0 {
		t.Errorf("an empty list validates %+v, %v", validations, err)
	}
}

func TestConditionalFormats(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, spreadsheetLimits)
	formats, err := f.GetConditionalFormats("Outreach")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(formats["B2:B22"]); got != 6 {
		t.Errorf("%d statuses are coloured", got)
	}
	soon := formats["S2:S22"]
	if len(soon) != 1 || soon[0].MinValue != "46348" || soon[0].MaxValue != "46378" {
		t.Errorf("soon is %+v", soon)
	}
	if done := formats["A2:V22"]; len(done) != 1 || done[0].Criteria != "=LEN($W2)>0" {
		t.Errorf("a row that is done is %+v", done)
	}
	formats, err = f.GetConditionalFormats("Determinations")
	if err != nil || len(formats["F2:F61"]) != 1 || formats["F2:F61"][0].Value != "tainted" {
		t.Errorf("%+v, %v", formats["F2:F61"], err)
	}
}

func TestPlainAddress(t *testing.T) {
	for text, want := range map[string]bool{
		"maria@example.org": true, "o.neil+court@mail.example-county.org": true, "A_b-9@x9.io": true,
		"": false, "@": false, "none": false, "a@b": false, "a@b.c": false, "a@.org": false, "a@b..org": false, "a@example.org,b@example.org": false,
		"a@example.org?subject=x": false, "a b@example.org": false, "a@exa mple.org": false, "a%0a@example.org": false, "=a@example.org": false,
		"+a@example.org": false, "-a@example.org": false, ".a@example.org": false, "a.@example.org": false, "a@-b.org": false, "a@b-.org": false,
		"a@b@example.org": false, "ana@exámple.org": false, "a@10.0.0.1": false, "a@example.123": false, "see notes": false, "a@example.org\n": false,
		"\"a\"@example.org": false, "a@example.org>": false, "javascript:alert(1)@example.org": false, strings.Repeat("a", 250) + "@example.org": false,
	} {
		if got := plainAddress(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestAddressesAreLinks(t *testing.T) {
	r := fixture.New(60)
	addresses := []string{"first@example.org", "two@example.org; three@example.org", "", "=cmd@example.org", "last+1@example.org"}
	want := []string{"mailto:first@example.org", "", "", "", "mailto:last+1@example.org"}
	for i := range r.Outreach {
		ncp := &r.NCPs[r.Outreach[i].NCP]
		texts := ncp.Texts()
		texts[ledger.ContactEmail] = addresses[i%len(addresses)]
		ncp.Contact = ledger.NewContact(texts)
	}
	f := opened(t, r, limits{rows: 13, links: 100})
	for i := range r.Outreach {
		sheet, cell := "Outreach", fmt.Sprintf("L%d", i%13+2)
		if i >= 13 {
			sheet = "Outreach (2)"
		}
		linked, target, err := f.GetCellHyperLink(sheet, cell)
		if err != nil || linked != (want[i%5] != "") || target != want[i%5] {
			t.Errorf("%s %s: %v, %q, %v", sheet, cell, linked, target, err)
		}
		number, err := f.GetCellStyle(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if style, err := f.GetStyle(number); err != nil || linked != (style.Font != nil && style.Font.Underline == "single") {
			t.Errorf("%s %s is a link: %v, and looks like %+v", sheet, cell, linked, style.Font)
		}
	}
	if linked, target, err := f.GetCellHyperLink("Outreach", "A1"); err != nil || linked {
		t.Errorf("A1 leads to %s, %v", target, err)
	}
	tables, err := f.GetTables("Outreach")
	if err != nil || len(tables) != 1 {
		t.Errorf("beside the links, %d tables: %v", len(tables), err)
	}
}

// Where a sheet has more addresses than a spreadsheet takes, none is a link, and the
// sheet and Method say so.
func TestTooManyLinks(t *testing.T) {
	r := fixture.New(60)
	f := opened(t, r, limits{rows: 100, links: 20})
	if linked, _, err := f.GetCellHyperLink("Outreach", "L2"); err != nil || linked {
		t.Errorf("one address of too many is a link: %v, %v", linked, err)
	}
	const remark = "The 21 e-mail addresses are not links: a sheet holds no more than 20."
	if got := rawRows(t, f, "Outreach")[0][26]; got != remark {
		t.Errorf("the sheet says %q", got)
	}
	if !slices.ContainsFunc(rawRows(t, f, "Method"), func(row []string) bool { return len(row) > 1 && strings.Contains(row[1], remark) }) {
		t.Error("Method does not say so")
	}
	enough := opened(t, r, limits{rows: 100, links: 21})
	if linked, _, err := enough.GetCellHyperLink("Outreach", "L2"); err != nil || !linked {
		t.Errorf("as many addresses as fit are no links: %v", err)
	}
}

// The number of an as-of date, as spreadsheets count.
func TestSerial(t *testing.T) {
	if got, err := excelize.ExcelDateToTime(float64(serial(ledger.MustDate("2026-11-22"))), false); err != nil || got.Format("2006-01-02") != "2026-11-22" {
		t.Errorf("%v, %v", got, err)
	}
}
