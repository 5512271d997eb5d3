package workbook

import (
	"slices"
	"strings"

	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

const methodSheet = "Method"

// method is the Method sheet in the making.
type method struct {
	canvas
	book   *builder
	report *report.Report
	sheets []sheet
}

// addMethod fills the last sheet: by which rules and from which files the figures
// came, and what the words mean.
func (b *builder) addMethod() error {
	m := &method{canvas: canvas{file: b.file, styles: &b.styles, sheet: methodSheet, row: 1}, book: b, report: b.report, sheets: b.sheets}
	if _, err := b.file.NewSheet(m.sheet); err != nil {
		return err
	}
	m.widths(48, 70, 60, 16, 10, 15, 13, 13, 11, 11, 11)
	m.facts()
	m.contents()
	m.rules()
	m.policy()
	m.inputs()
	m.limits()
	m.words("What the words mean", words.Terms())
	m.words("Statuses", words.Statuses())
	m.words("Criteria", words.Criteria(b.report.Policy))
	m.words("Next steps", words.NextSteps())
	if m.err == nil {
		m.err = b.landscape(m.sheet, 1)
	}
	return m.close()
}

func (m *method) facts() {
	r := m.report
	m.title("Method")
	fact := func(name, value string) {
		m.line(cell{name, m.styles.label}, cell{value, m.styles.body[wrapped]})
	}
	fact("As-of date", words.Date(r.AsOf))
	fact("Policy", r.Policy.Label())
	fact("Policy's title", r.Policy.Title)
	fact("Policy's SHA-256", r.Policy.SHA256)
	m.book.mark(methodSheet, m.at(2))
	fact("Program version", r.Run.Program)
}

// sheetMeanings says what the sheets are for.
var sheetMeanings = map[string]string{
	summarySheet:     "What was found, in figures and charts.",
	"Outreach":       "Whom to write to, by rank. Fill in the columns at the right end, and give the workbook to the next run as one more input: each dated row becomes a contact, and keeps the parent off the list for a while. Do not change the header or the NCP IDs.",
	laterName:        "Who becomes eligible by waiting alone: a calendar by month, and the list by date.",
	changesName:      "What changed since the previous run.",
	"Determinations": "Every parent with every criterion.",
	"Data":           "Every case with what its parent came to, one a row, for pivot tables, queries and formulas: the column names stay the same from run to run. It names nobody.",
	"Variances":      "Cases whose recomputed balance is not the recorded one.",
	"Rejects":        "What in the input could not be used, and what to do about it.",
	methodSheet:      "By which rules and from which files the figures came, and what the words mean.",
}

// contents says what each sheet holds, and names the ranges that other workbooks can ask
// for.
func (m *method) contents() {
	m.section("The sheets")
	describe := func(name, holds string) {
		m.line(cell{name, m.styles.label}, cell{holds, m.styles.body[wrapped]}, cell{sheetMeanings[name], m.styles.body[wrapped]})
	}
	describe(summarySheet, "")
	for i := range m.sheets {
		s := &m.sheets[i]
		holds := words.Counted(s.to-s.from, "row") + continuation(s)
		if s.unlinked > 0 {
			holds += ". " + m.book.tooManyLinks(s.unlinked)
		}
		describe(s.name, holds)
	}
	describe(methodSheet, "")
	var names []string
	for i := range m.book.names {
		if m.book.names[i].Name != report.WorkbookMark {
			names = append(names, m.book.names[i].Name)
		}
	}
	m.line(cell{"Named ranges", m.styles.label}, cell{strings.Join(names, ", "), m.styles.body[wrapped]},
		cell{"For formulas and queries; they stay the same from run to run. The sheets' tables are called after them, with _table behind.", m.styles.body[wrapped]})
}

// rules says how the figures come about.
func (m *method) rules() {
	m.section("How the figures come about")
	m.head(column{heading: "Rule"}, column{heading: "What the program does"}, column{heading: "Rests on"})
	for _, rule := range words.Rules(m.report.Policy) {
		m.line(cell{rule.Name, m.styles.label}, m.styles.text(rule.Text), m.styles.text(rule.RestsOn))
	}
}

// continuation says that a listing has more sheets than one.
func continuation(s *sheet) string {
	if s.to-s.from == s.listing.rows {
		return ""
	}
	return " of " + words.Count(s.listing.rows) + ": a sheet holds no more, the list continues on the next"
}

var inputColumns = []column{{heading: "File"}, {heading: "SHA-256 of the file"}, {heading: "Ignored: columns not known, sheets of an earlier run"}, {heading: "Sheet"}, {heading: "Table"},
	{heading: "Bytes", kind: count}, {heading: "Rows read", kind: count}, {heading: "Accepted", kind: count}, {heading: "Rejected", kind: count},
	{heading: "Duplicate", kind: count}, {heading: "Future", kind: count}}

func (m *method) inputs() {
	st := m.styles
	m.section("Inputs")
	m.span(1, 4, "Rows read are accepted, rejected, dropped as a duplicate of an earlier one, or left out because they are dated after the as-of date.", st.muted)
	m.head(inputColumns...)
	for _, p := range m.report.Inputs {
		m.line(st.text(p.File), st.text(p.SHA256), st.text(strings.Join(slices.Concat(p.UnknownColumns, p.IgnoredSheets), ", ")), st.text(p.Sheet), st.text(p.Kind.String()), st.count(int(p.Size)),
			st.count(p.Read), st.count(p.Accepted), st.count(p.Rejected), st.count(p.Duplicate), st.count(p.Future))
	}
}

func (m *method) policy() {
	st := m.styles
	m.section("The policy's values")
	m.span(1, 4, "A value marked “assumption” is this program's or its user's choice, not the law's.", st.muted)
	m.head(column{heading: "Value of"}, column{heading: "Is"}, column{heading: "Rests on"}, column{heading: "Basis"})
	for _, v := range m.report.Policy.Values() {
		basis := st.text("cited")
		if v.Assumption {
			basis = cell{"assumption", st.assumption}
		}
		m.line(st.text(v.Path), st.text(v.Value), st.text(v.Citation), basis)
	}
}

func (m *method) limits() {
	m.section("What the program does not model")
	for _, sentence := range policy.NotModelled() {
		m.span(1, 4, "• "+sentence, m.styles.body[wrapped])
	}
	m.span(1, 4, "• An amount of more than 15 digits is written as text: a spreadsheet's number would not keep its cents.", m.styles.body[wrapped])
}

func (m *method) words(heading string, meanings []words.Meaning) {
	m.section(heading)
	for _, meaning := range meanings {
		m.put(1, cell{meaning.Term, m.styles.label})
		m.span(2, 4, meaning.Text, m.styles.body[wrapped])
	}
}
