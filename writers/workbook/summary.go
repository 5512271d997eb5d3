package workbook

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/headline"
	"arrears/writers/internal/words"
)

const summarySheet = "Summary"

// summaryWidth is how many columns the tables of the sheet take.
const summaryWidth = 7

// summary is the Summary sheet in the making: its lines, and where the blocks stand
// that the charts draw.
type summary struct {
	canvas
	book     *builder
	report   *report.Report
	counties []report.CountyTotal // largest arrears first

	top int // first line below the warnings

	statusLines, offerLines, ageLines, countyLines lines
}

// lines are the rows of a block, from 1, without its header and total.
type lines struct{ first, last int }

// addSummary fills the first sheet: what was found, as figures and charts.
func (b *builder) addSummary() error {
	s := &summary{canvas: canvas{file: b.file, styles: &b.styles, sheet: summarySheet, row: 1}, book: b, report: b.report,
		counties: countiesBySize(b.report.Totals.ByCounty)}
	s.widths(38, 16, 17, 17, 17, 17, 17, 3)
	s.intro()
	s.contents()
	s.headline()
	s.byStatus()
	s.onOffer()
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
	s.named("AsOf", 2)
	s.line(cell{"As of", s.styles.label}, cell{serial(r.AsOf), s.styles.asOf})
	s.named("Policy", 2)
	s.line(cell{"Policy", s.styles.label}, cell{r.Policy.Label() + ": " + r.Policy.Title, s.styles.fact})
	for _, warning := range words.Warnings(r) {
		s.span(1, summaryWidth, "Warning: "+warning, s.styles.warning)
	}
}

// named gives the cell of a column of the line in hand a name.
func (s *summary) named(name string, column int) { s.book.define(name, summarySheet, s.at(column)) }

// contents leads to the other sheets.
func (s *summary) contents() {
	s.row++
	column := 1
	link := func(sheet, text string) {
		if column > summaryWidth {
			column, s.row = 1, s.row+1
		}
		s.put(column, cell{text, s.styles.link})
		if s.err == nil {
			s.err = s.file.SetCellHyperLink(s.sheet, s.at(column), "'"+sheet+"'!A1", "Location")
		}
		column++
	}
	for _, sheet := range s.book.sheets {
		if sheet.page == 1 {
			link(sheet.name, sheet.name)
		}
	}
	link(methodSheet, methodSheet)
	s.row++
	s.top = s.row + 1
}

// glance is a line of the block At a glance: a name under which the figure is found, its
// words, its figures, and by which headline figure it is compared with the run before.
type glance struct {
	name   string
	words  string
	cells  []cell // from column B on
	figure string // blank for none
}

func (s *summary) headline() {
	s.section("At a glance")
	heads := []column{{heading: "What"}, {heading: "Count", kind: count}, {heading: "Principal", kind: money},
		{heading: "Interest", kind: money}, {heading: "Together", kind: money}}
	if s.report.Changes != nil {
		heads = append(heads, column{heading: "Change since\n" + words.Date(s.report.Changes.Before.AsOf), kind: money})
	}
	s.head(heads...)
	for _, g := range s.glances() {
		label := s.styles.text(g.words)
		if g.name == "TotalArrears" {
			label = s.styles.asTotal(label)[0]
		}
		place := 5
		if g.cells[0].value != nil {
			place = 2
		}
		s.named(g.name, place)
		s.line(append(append([]cell{label}, g.cells...), s.sinceBefore(g.figure)...)...)
	}
}

func (s *summary) glances() []glance {
	t, st := &s.report.Totals, s.styles
	blank := cell{nil, st.body[plain]}
	owed := func(principal, interest ledger.Cents) []cell {
		return []cell{blank, st.money(principal), st.money(interest), st.money(principal + interest)}
	}
	amount := func(cents ledger.Cents) []cell { return []cell{blank, blank, blank, st.money(cents)} }
	number := func(n int) []cell { return []cell{st.count(n), blank, blank, blank} }
	return []glance{
		{"TotalFamily", "Owed to families", owed(t.PrincipalFamily, t.InterestFamily), "family"},
		{"TotalGovernment", "Owed to the government", owed(t.PrincipalGovernment, t.InterestGovernment), "government"},
		{"TotalArrears", "All arrears", st.asTotal(owed(t.PrincipalFamily+t.PrincipalGovernment, t.InterestFamily+t.InterestGovernment)...), "arrears"},
		{"TotalCompromisable", "Of it compromisable", amount(t.Compromisable), "compromisable"},
		{"TotalCurrentDue", "Current support due, not past due yet", amount(t.CurrentDue), "current"},
		{"TotalHeldCredit", "Held credit", amount(t.HeldCredit), ""},
		{"CountCases", "Cases", number(t.Cases), "cases"},
		{"CountTainted", "Cases tainted by rejects", number(t.CasesTainted), "tainted"},
		{"CountNCPs", "Non-custodial parents (NCPs)", number(t.NCPs), "ncps"},
		{"CountOutreach", "On the outreach list", number(len(s.report.Outreach)), "outreach"},
		{"TotalOffers", "Their offers (estimate)", amount(t.Offered), "offers"},
		{"TotalForgiveness", "Their forgiveness (estimate)", amount(t.Forgiven), "forgiveness"},
		{"CountRejects", "Rejects", number(len(s.report.Rejects)), ""},
	}
}

// sinceBefore is the cell that says by how much a headline figure changed since the run
// before; none without one.
func (s *summary) sinceBefore(id string) []cell {
	changes := s.report.Changes
	if changes == nil {
		return nil
	}
	for _, figure := range headline.Figures() {
		if figure.ID == id {
			return []cell{s.styles.moved(figure.Money, figure.Of(&changes.After)-figure.Of(&changes.Before))}
		}
	}
	return []cell{{nil, s.styles.body[plain]}}
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
		s.line(s.statusCell(status), st.count(t.NCPs), st.money(t.Arrears), st.money(t.Compromisable), st.money(t.Forgiven), st.count(t.Outreach))
		sum.NCPs += t.NCPs
		sum.Arrears += t.Arrears
		sum.Compromisable += t.Compromisable
		sum.Forgiven += t.Forgiven
		sum.Outreach += t.Outreach
	}
	s.statusLines.last = s.row - 1
	s.line(st.asTotal(st.text("All"), st.count(sum.NCPs), st.money(sum.Arrears), st.money(sum.Compromisable), st.money(sum.Forgiven), st.count(sum.Outreach))...)
}

func (s *summary) statusCell(status coap.Status) cell {
	return cell{words.Sentence(words.Status(status)), s.styles.status[status]}
}

// onOffer says what those on the list could have forgiven.
func (s *summary) onOffer() {
	st := s.styles
	s.section("Forgiveness on offer: the outreach list")
	s.head(column{heading: "Status"}, column{heading: "On the list", kind: count}, column{heading: "Offers (estimate)", kind: money},
		column{heading: "Forgiveness (estimate)", kind: money}, column{heading: "Together", kind: money})
	s.offerLines.first = s.row
	for _, status := range []coap.Status{coap.Eligible, coap.Review, coap.Later} {
		t := s.report.Totals.ByStatus[status]
		s.line(s.statusCell(status), st.count(t.Outreach), st.money(t.OutreachOffers), st.money(t.OutreachForgiven), st.money(t.OutreachOffers+t.OutreachForgiven))
	}
	s.offerLines.last = s.row - 1
	t := &s.report.Totals
	s.line(st.asTotal(st.text("All"), st.count(len(s.report.Outreach)), st.money(t.Offered), st.money(t.Forgiven), st.money(t.Offered+t.Forgiven))...)
}

func (s *summary) byAge() {
	st := s.styles
	s.section("Arrears by age of the oldest installment")
	s.head(column{heading: "Age"}, column{heading: "Cases", kind: count}, column{heading: "Owed to families", kind: money},
		column{heading: "Owed to the government", kind: money}, column{heading: "Together", kind: money})
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
	if s.err == nil {
		// On paper the counties begin a page, so that no chart is cut.
		s.err = s.file.InsertPageBreak(s.sheet, fmt.Sprintf("A%d", s.row+1))
	}
	s.section("Arrears by county, the largest first")
	s.head(column{heading: "County"}, column{heading: "Cases", kind: count}, column{heading: "Owed to families", kind: money},
		column{heading: "Owed to the government", kind: money}, column{heading: "Together", kind: money}, column{heading: "On the list", kind: count},
		column{heading: "Their forgiveness (estimate)", kind: money})
	var sum report.CountyTotal
	line := func(label cell, t *report.CountyTotal) []cell {
		return []cell{label, st.count(t.Cases), st.money(t.Family), st.money(t.Government), st.money(t.Family + t.Government), st.count(t.Outreach), st.money(t.OutreachForgiven)}
	}
	s.countyLines.first = s.row
	for i := range s.counties {
		t := &s.counties[i]
		s.line(line(st.text(words.County(t.County)), t)...)
		sum.Cases += t.Cases
		sum.Family += t.Family
		sum.Government += t.Government
		sum.Outreach += t.Outreach
		sum.OutreachForgiven += t.OutreachForgiven
	}
	s.countyLines.last = s.row - 1
	s.line(st.asTotal(line(st.text("All"), &sum)...)...)
}
