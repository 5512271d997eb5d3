package statement

import (
	"strings"
	"unicode/utf8"

	"arrears/writers/internal/words"
)

// section is a part of the statement as people see it: a chapter of the page, and a
// sheet of the workbook or a part of one.
type section struct {
	ID, Title string
	Sheet     string // of the workbook
	Blocks    []block
}

// block is a piece of a section; one of its fields is set.
type block struct {
	Heading string
	Text    string
	Warning string
	List    []string
	Facts   []fact
	Points  []point
	Table   *table
}

// fact is a figure or a word with its name.
type fact struct{ Label, Value string }

// point is something that needs sentences: a criterion, a rule.
type point struct {
	Term string
	Mark string // a word such as Pass; blank: none
	Text string
	Rest string // what it rests on
}

// table is rows under heads. Every row has a cell for each column.
type table struct {
	Caption string
	Groups  []group // heads over several columns, the first column left out; none if empty
	Columns []column
	Rows    []row
	None    string // stands where there are no rows
	// Parts are the columns, from the first to before the second, that alone hold
	// something in rows of the role part.
	Parts [2]int
	Whole bool // not to be split over pages
	Main  bool // alone on its sheet: its heads stay in view
}

// group is a head over several columns.
type group struct {
	Head string
	Span int
}

// column is a column of a table. Width is how many characters of a text stand on a line.
type column struct {
	Head  string
	Kind  kind
	Width int
}

// kind is what a cell holds.
type kind uint8

// The kinds of cell.
const (
	text kind = iota
	money
	exact
	date
	count
)

// cell is a value of a table. Blank cells are of the kind text.
type cell struct {
	Kind  kind
	Text  string
	Money Money
	Exact Exact
	Date  Date
	Count int
}

func textCell(text string) cell   { return cell{Text: text} }
func moneyCell(amount Money) cell { return cell{Kind: money, Money: amount} }
func exactCell(amount Exact) cell { return cell{Kind: exact, Exact: amount} }
func dateCell(day Date) cell      { return cell{Kind: date, Date: day} }
func countCell(n int) cell        { return cell{Kind: count, Count: n} }

// String is what people read in the cell.
func (c *cell) String() string {
	switch c.Kind {
	case money:
		return c.Money.People()
	case exact:
		return c.Exact.People()
	case date:
		return c.Date.People()
	case count:
		return words.Count(c.Count)
	}
	return c.Text
}

// role is what a row is in its table.
type role uint8

// The roles.
const (
	body      role = iota
	part           // continues the row above
	event          // what no entry brought about
	eventPart      // continues an event
	header         // names the rows below it; only its first cell counts
	total          // sums rows above
)

// continues tells whether a row belongs to the one above.
func (r role) continues() bool { return r == part || r == eventPart }

// row is a row of a table.
type row struct {
	Role  role
	Cells []cell
}

// amounts makes a row of a text and amounts.
func amounts(role role, label string, figures ...Money) row {
	cells := []cell{textCell(label)}
	for _, figure := range figures {
		cells = append(cells, moneyCell(figure))
	}
	return row{role, cells}
}

// widths is how many characters each column needs: a number never breaks, a text breaks
// at its column's width.
func (t *table) widths() []int {
	widths := make([]int, len(t.Columns))
	for i, column := range t.Columns {
		if column.Kind == date {
			widths[i] = len("Sep 30, 2026")
		}
		for word := range strings.FieldsSeq(column.Head) {
			widths[i] = max(widths[i], utf8.RuneCountInString(word))
		}
	}
	for _, row := range t.Rows {
		for i := range row.Cells {
			size := utf8.RuneCountInString(row.Cells[i].String())
			switch {
			case row.Role == header || row.Role == total && i == 0:
			case row.Cells[i].Kind == text:
				widths[i] = max(widths[i], min(size, t.Columns[i].Width))
			default:
				widths[i] = max(widths[i], size)
			}
		}
	}
	return widths
}

// statementSections is the whole statement for people, in the order of reading.
func statementSections(d *Document) []section {
	sections := []section{headSection(d), balancesSection(d), historySection(d), interestSection(d), entriesSection(d)}
	if !d.withoutCriteria() {
		sections = append(sections, criteriaSection(d))
	}
	return append(sections, methodSection(d))
}
