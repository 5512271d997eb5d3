package page

import (
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

func TestQuality(t *testing.T) {
	if q := newQuality(fixture.Empty()); q != nil {
		t.Errorf("a clean run warns: %+v", q)
	}
	r := fixture.Empty()
	r.Inputs = []*ledger.Part{{Read: 4000, Rejected: 1}, {Read: 1000, Rejected: 30}}
	r.Rejects = []ledger.Reject{{Code: ledger.BadDate, Row: true}, {Code: ledger.BadFlag}, {Code: ledger.BadDate, Row: true}, {Code: ledger.OutOfBalance}}
	q := newQuality(r)
	text := strings.Join(q.Warnings, "\n")
	for _, want := range []string{"31 rows of 5,000 read were rejected, 0.6%.", "2 values in a row that counts could not be used, and were read as blank."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	if got := q.Rejects.Rows; len(got) != 3 || strings.Join(got[0], " ") != "bad_date 2" || strings.Join(got[2], " ") != "out_of_balance 1" || q.Rejects.Total[1] != "4" {
		t.Errorf("%+v", q.Rejects)
	}
	// What needs a second look comes before the figures.
	page := written(t, fixture.New(60))
	if first, second := strings.Index(page, "Before you trust"), strings.Index(page, "At a glance</h2>"); first < 0 || second < first {
		t.Error("the warning does not stand on top")
	}
}

func TestPermille(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{1, 1000, "0.1%"}, {1, 1001, "less than 0.1%"}, {1, 3, "33.3%"}, {5, 5, "100.0%"}, {1, 0, "less than 0.1%"}, {29, 1000, "2.9%"}} {
		if got := permille(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.part, c.whole, got, c.want)
		}
	}
}

func TestChangesAreCounted(t *testing.T) {
	r := fixture.New(60)
	if page := written(t, r); strings.Contains(page, `id="changes"`) || strings.Contains(page, "since") {
		t.Error("a run without one before it has changes")
	}
	now := report.NewSnapshot(r)
	r.Changes = &report.Changes{Before: now.Headline, After: now.Headline, HorizonDays: 90, NewlyEligible: make([]report.NCPChange, 3), Unexplained: make([]report.Movement, 1234)}
	r.Changes.Before.AsOf -= 7
	r.Changes.Before.Outreach -= 4
	r.Changes.Before.Totals.CurrentDue += 1_00
	page := written(t, r)
	for _, want := range []string{`<dd class="change">&#43;4 <span>since Nov 15, 2026</span></dd>`, `<dd class="change">−$1.00 <span>`, `no change <span>`, "<th scope=\"row\">Newly eligible parents</th><td>3</td>",
		"<th scope=\"row\">Balances that are not explained</th><td>1,234</td>", `<a href="#changes">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	elements(t, page)
}

// The page points to the workbook only where the run writes one.
func TestPageNamesTheWorkbookOnlyWhereThereIsOne(t *testing.T) {
	r := fixture.New(60)
	now := report.NewSnapshot(r)
	r.Changes = &report.Changes{Before: now.Headline, After: now.Headline}
	for workbook, said := range map[bool][]string{
		true:  {"on the sheet Changes of the workbook", "rejects.csv and in the workbook", "The workbook that comes with this page"},
		false: {"<code>arrears diff</code>", "the rows themselves stand in rejects.csv.", "<code>arrears policy show</code>"},
	} {
		var out strings.Builder
		if err := Write(&out, r, workbook); err != nil {
			t.Fatal(err)
		}
		page := out.String()
		for _, want := range said {
			if !strings.Contains(page, want) {
				t.Errorf("with a workbook %t: the page lacks %q", workbook, want)
			}
		}
		if !workbook && strings.Contains(strings.ToLower(page), "workbook") {
			t.Error("the page names a workbook that there is not")
		}
	}
}
