package workbook

import (
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/coap"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

const summarySheet = "Summary"

// summary is the Summary sheet in the making: its lines, and where the blocks stand
// that the charts draw.
type summary struct {
	canvas
	report   *report.Report
	counties []report.CountyTotal // largest arrears first
	top      int                  // first line below the warnings

	statusLines, ageLines, countyLines lines
}

// lines are the rows of a block, from 1, without its header and total.
type lines struct{ first, last int }

// addSummary fills the first sheet: what was found, as figures and charts.
func (b *builder) addSummary() error {
	s := &summary{canvas: canvas{file: b.file, styles: &b.styles, sheet: summarySheet, row: 1}, report: b.report,
		counties: countiesBySize(b.report.Totals.ByCounty)}
	s.widths(38, 13, 21, 21, 21, 15, 3)
	s.intro()
	s.headline()
	s.byStatus()
	s.byAge()
	s.byCounty()
	s.charts()
	if s.err == nil {
		s.err = b.landscape(summarySheet, 1)
	}
	if s.err == nil {
		hide := false
		s.err = b.file.SetSheetView(summarySheet, 0, &excelize.ViewOptions{ShowGridLines: &hide})
	}
	return s.close()
}

// countiesBySize sorts counties by arrears falling, then by name.
func countiesBySize(counties []report.CountyTotal) []report.CountyTotal {
	sorted := slices.Clone(counties)
	slices.SortFunc(sorted, func(a, b report.CountyTotal) int {
		return cmp.Or(cmp.Compare(b.Family+b.Government, a.Family+a.Government), cmp.Compare(a.County, b.County))
	})
	return sorted
}

func (s *summary) intro() {
	r := s.report
	s.title("Child support arrears and who may ask for a compromise")
	s.height(21)
	s.line(cell{"As of " + words.Date(r.AsOf) + ", by the policy " + r.Policy.Label() + ": " + r.Policy.Title, 0})
	for _, warning := range words.Warnings(r) {
		s.span(1, 6, "Warning: "+warning, s.styles.warning)
	}
	s.top = s.row + 1
}

func (s *summary) headline() {
	t, st := &s.report.Totals, s.styles
	s.section("At a glance")
	s.head(column{heading: "What"}, column{heading: "Count", kind: count}, column{heading: "Principal", kind: money},
		column{heading: "Interest", kind: money}, column{heading: "Together", kind: money})
	blank := cell{nil, st.body[plain]}
	s.line(st.text("Owed to families"), blank, st.money(t.PrincipalFamily), st.money(t.InterestFamily), st.money(t.PrincipalFamily+t.InterestFamily))
	s.line(st.text("Owed to the government"), blank, st.money(t.PrincipalGovernment), st.money(t.InterestGovernment), st.money(t.PrincipalGovernment+t.InterestGovernment))
	s.line(st.asTotal(st.text("All arrears"), blank, st.money(t.PrincipalFamily+t.PrincipalGovernment), st.money(t.InterestFamily+t.InterestGovernment), st.money(t.Arrears()))...)
	s.line(st.text("Of it compromisable"), blank, blank, blank, st.money(t.Compromisable))
	s.line(st.text("Current support due, not past due yet"), blank, blank, blank, st.money(t.CurrentDue))
	s.line(st.text("Held credit"), blank, blank, blank, st.money(t.HeldCredit))
	s.line(st.text("Cases"), st.count(t.Cases), blank, blank, blank)
	s.line(st.text("Cases tainted by rejects"), st.count(t.CasesTainted), blank, blank, blank)
	s.line(st.text("Non-custodial parents (NCPs)"), st.count(t.NCPs), blank, blank, blank)
	s.line(st.text("On the outreach list"), st.count(len(s.report.Outreach)), blank, blank, blank)
	s.line(st.text("Their offers (estimate)"), blank, blank, blank, st.money(t.Offered))
	s.line(st.text("Their forgiveness (estimate)"), blank, blank, blank, st.money(t.Forgiven))
	s.line(st.text("Rejects"), st.count(len(s.report.Rejects)), blank, blank, blank)
}

func (s *summary) byStatus() {
	st := s.styles
	s.section("NCPs by status")
	s.head(column{heading: "Status"}, column{heading: "NCPs", kind: count}, column{heading: "Arrears", kind: money},
		column{heading: "Compromisable", kind: money}, column{heading: "Forgiveness (estimate)", kind: money}, column{heading: "On the list", kind: count})
	var sum report.StatusTotal
	s.statusLines.first = s.row
	for _, status := range slices.Backward(coap.Statuses()) {
		t := s.report.Totals.ByStatus[status]
		s.line(st.text(words.Sentence(words.Status(status))), st.count(t.NCPs), st.money(t.Arrears), st.money(t.Compromisable), st.money(t.Forgiven), st.count(t.Outreach))
		sum.NCPs += t.NCPs
		sum.Arrears += t.Arrears
		sum.Compromisable += t.Compromisable
		sum.Forgiven += t.Forgiven
		sum.Outreach += t.Outreach
	}
	s.statusLines.last = s.row - 1
	s.line(st.asTotal(st.text("All"), st.count(sum.NCPs), st.money(sum.Arrears), st.money(sum.Compromisable), st.money(sum.Forgiven), st.count(sum.Outreach))...)
}

func (s *summary) byAge() {
	st := s.styles
	s.section("Arrears by age of the oldest installment")
	s.head(column{heading: "Age"}, column{heading: "Cases", kind: count}, column{heading: "Owed to family", kind: money},
		column{heading: "Owed to government", kind: money}, column{heading: "Together", kind: money})
	var sum report.AgeTotal
	s.ageLines.first = s.row
	for _, t := range s.report.Totals.ByAge {
		s.line(st.text(words.Sentence(t.Label)), st.count(t.Cases), st.money(t.Family), st.money(t.Government), st.money(t.Family+t.Government))
		sum.Cases += t.Cases
		sum.Family += t.Family
		sum.Government += t.Government
	}
	s.ageLines.last = s.row - 1
	s.line(st.asTotal(st.text("All"), st.count(sum.Cases), st.money(sum.Family), st.money(sum.Government), st.money(sum.Family+sum.Government))...)
}

func (s *summary) byCounty() {
	st := s.styles
	s.section("Arrears by county, the largest first")
	s.head(column{heading: "County"}, column{heading: "Cases", kind: count}, column{heading: "Owed to family", kind: money},
		column{heading: "Owed to government", kind: money}, column{heading: "Together", kind: money}, column{heading: "On the list", kind: count})
	var sum report.CountyTotal
	s.countyLines.first = s.row
	for _, t := range s.counties {
		s.line(st.text(words.County(t.County)), st.count(t.Cases), st.money(t.Family), st.money(t.Government), st.money(t.Family+t.Government), st.count(t.Outreach))
		sum.Cases += t.Cases
		sum.Family += t.Family
		sum.Government += t.Government
		sum.Outreach += t.Outreach
	}
	s.countyLines.last = s.row - 1
	s.line(st.asTotal(st.text("All"), st.count(sum.Cases), st.money(sum.Family), st.money(sum.Government), st.money(sum.Family+sum.Government), st.count(sum.Outreach))...)
}
