package statement

import (
	"bufio"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"arrears/pipeline/report"
)

//go:embed templates
var templates embed.FS

// page is what the template shows.
type page struct {
	*Document
	Sections []section
}

// WriteHTML writes the document as one self-contained page: to be read on a screen of
// any size, and to be printed on Letter paper. It loads nothing.
func WriteHTML(w io.Writer, d *Document) error {
	set := template.New("statement").Funcs(template.FuncMap{"rowGroups": (*table).rowGroups, "size": (*table).size, "quoted": quoted, "neutral": report.NeutralOrAmount})
	set, err := set.ParseFS(templates, "templates/*.html")
	if err != nil {
		return fmt.Errorf("prepare statement page: %w", err)
	}
	out := bufio.NewWriter(w)
	if err = set.ExecuteTemplate(out, "statement.html", &page{d, statementSections(d)}); err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write statement page: %w", err)
	}
	return nil
}

// quoted is a text as a string of a style sheet. The template's own way takes such a
// string for an address and changes it.
func quoted(text string) template.CSS {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		if r == ' ' || r == ',' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			out.WriteRune(r)
		} else {
			fmt.Fprintf(&out, "\\%06x ", r)
		}
	}
	out.WriteByte('"')
	return template.CSS(out.String())
}

// rowGroup is rows of a table that belong together: those below a header, or an entry
// with its parts, which stay on one page.
type rowGroup struct {
	Together bool
	Rows     []pageRow
}

// pageRow is a row of the page's tables.
type pageRow struct {
	Class string
	Cells []pageCell
}

// pageCell is a cell of the page's tables. Its attributes are written by this program
// alone: class, scope and spans.
type pageCell struct {
	Text       string
	Head       bool
	Attributes template.HTMLAttr
}

func newPageCell(text, class, scope string, rows, columns int) pageCell {
	attributes := ""
	add := func(name, value string) { attributes += " " + name + `="` + value + `"` }
	if scope != "" {
		add("scope", scope)
	}
	if class != "" {
		add("class", class)
	}
	if rows > 1 {
		add("rowspan", strconv.Itoa(rows))
	}
	if columns > 1 {
		add("colspan", strconv.Itoa(columns))
	}
	return pageCell{text, scope != "", template.HTMLAttr(attributes)}
}

var roleClasses = map[role]string{event: "event", eventPart: "event", header: "header", total: "total"}

// rowGroups are the rows of a table in groups.
func (t *table) rowGroups() []rowGroup {
	var groups []rowGroup
	for i := 0; i < len(t.Rows); {
		height := 1
		for i+height < len(t.Rows) && t.Rows[i+height].Role.continues() {
			height++
		}
		if n := len(groups); n == 0 || height > 1 || groups[n-1].Together || t.Rows[i].Role == header {
			groups = append(groups, rowGroup{Together: height > 1})
		}
		group := &groups[len(groups)-1]
		for k := range height {
			r := &t.Rows[i+k]
			group.Rows = append(group.Rows, pageRow{roleClasses[r.Role], t.pageCells(r, height)})
		}
		i += height
	}
	return groups
}

// pageCells are the cells of a row that is the first of a group of a height, or one of
// its parts.
func (t *table) pageCells(r *row, height int) []pageCell {
	if r.Role == header {
		return []pageCell{newPageCell(r.Cells[0].String(), "text", "rowgroup", 1, len(t.Columns))}
	}
	var cells []pageCell
	for i := 0; i < len(r.Cells); i++ {
		inParts := i >= t.Parts[0] && i < t.Parts[1]
		if r.Role.continues() && !inParts {
			continue
		}
		scope, rows, columns := "", 1, 1
		if !inParts {
			rows = height
		}
		if i == 0 {
			scope, columns = "row", r.labelSpan()
			if height > 1 {
				scope = "rowgroup"
			}
		}
		shown, class := r.Cells[i].String(), kindClasses[r.Cells[i].Kind]
		if class == "text" && utf8.RuneCountInString(shown) <= shortText {
			class = "text short"
		}
		cells = append(cells, newPageCell(shown, class, scope, rows, columns))
		i += columns - 1
	}
	return cells
}

// shortText is how many characters of a text stay on one line.
const shortText = 14

var kindClasses = map[kind]string{text: "text", date: "date"}

// labelSpan is how many columns the first cell takes: that of a total also the blank ones
// beside it.
func (r *row) labelSpan() int {
	span := 1
	for r.Role == total && span < len(r.Cells) && r.Cells[span] == (cell{}) {
		span++
	}
	return span
}

// size is the class of a table's letters, small enough for a page of Letter paper.
func (t *table) size() string {
	characters := 0
	for i, width := range t.widths() {
		if t.Columns[i].Kind == text {
			width = max(min(width, shortText), width*3/5) // a longer text can break earlier
		}
		characters += width + 2
	}
	switch {
	case characters <= 96:
		return "s9"
	case characters <= 112:
		return "s8"
	case characters <= 132:
		return "s7"
	}
	return "s6"
}

// IsLeft tells whether the column stands to the left.
func (c column) IsLeft() bool { return c.Kind == text || c.Kind == date }
