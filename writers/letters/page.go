package letters

import (
	"fmt"
	"html"
	"html/template"
	"io"
	"strings"

	"arrears/pipeline/report"
)

// page draws letters as one HTML page, each an article in its own language.
type page struct {
	frame   *template.Template
	wording *Wording
	letters int
}

func (w *Wording) newPage() (*page, error) {
	frame, err := template.New(pageFile).Parse(w.page)
	if err != nil {
		return nil, w.fault(err)
	}
	for _, name := range []string{"begin", "letter", "end"} {
		if frame.Lookup(name) == nil {
			return nil, &TemplateError{fmt.Sprintf("%s: no {{define %q}}; add it, as in the file that --write-templates writes", w.place(pageFile), name)}
		}
	}
	return &page{frame: frame, wording: w}, nil
}

// tryPage tries out page.html.
func (w *Wording) tryPage() error {
	p, err := w.newPage()
	if err != nil {
		return err
	}
	if err := p.begin(io.Discard, English, "A", "A"); err != nil {
		return err
	}
	d := &document{address: []string{"A"}, body: []block{{kind: title, spans: []span{{text: "A"}}}}}
	if err := p.letter(io.Discard, d); err != nil {
		return err
	}
	return p.end(io.Discard)
}

// begin writes what stands before the letters. The language is that of the title and
// the subtitle, which are for those who print the letters.
func (p *page) begin(w io.Writer, language Language, title, subtitle string) error {
	return p.execute(w, "begin", struct{ Language, Title, Subtitle string }{language.String(), title, subtitle})
}

func (p *page) letter(w io.Writer, d *document) error {
	p.letters++
	address := make([]string, len(d.address))
	for i, line := range d.address {
		address[i] = report.Neutral(line) // a spreadsheet opens pages too
	}
	return p.execute(w, "letter", struct {
		Number                      int
		Language, Title             string
		Address                     []string
		Letterhead, Reference, Body template.HTML
	}{p.letters, d.language.String(), d.title(), address, markup(d.letterhead), markup(d.reference), markup(d.body)})
}

func (p *page) end(w io.Writer) error { return p.execute(w, "end", nil) }

func (p *page) execute(w io.Writer, name string, data any) error {
	if err := p.frame.ExecuteTemplate(w, name, data); err != nil {
		return p.wording.fault(err)
	}
	return nil
}

// markup draws blocks as HTML, all but the title. Every text in it is escaped.
func markup(blocks []block) template.HTML {
	var b strings.Builder
	for i := range blocks {
		blocks[i].markup(&b)
	}
	return template.HTML(b.String())
}

func (b *block) markup(to *strings.Builder) {
	switch b.kind {
	case heading:
		element(to, "h3", "", b.spans)
	case paragraph:
		attribute := ""
		if b.language != "" {
			attribute = ` lang="` + html.EscapeString(b.language) + `"`
		}
		element(to, "p", attribute, b.spans)
	case box:
		element(to, "p", ` class="box"`, b.spans)
	case points, steps:
		name := map[blockKind]string{points: "ul", steps: "ol"}[b.kind]
		to.WriteString("<" + name + ">\n")
		for _, item := range b.items {
			element(to, "li", "", item)
		}
		to.WriteString("</" + name + ">\n")
	case table:
		to.WriteString("<table>\n<thead>\n")
		row(to, b.rows[0], "col", "col")
		to.WriteString("</thead>\n<tbody>\n")
		for _, cells := range b.rows[1:] {
			row(to, cells, "row", "")
		}
		to.WriteString("</tbody>\n</table>\n")
	}
}

// row draws a row: its first cell and the others head what their scopes say, blank for a
// plain cell.
func row(to *strings.Builder, cells [][]span, first, others string) {
	to.WriteString("<tr>")
	for i, cell := range cells {
		scope := others
		if i == 0 {
			scope = first
		}
		if scope == "" {
			element(to, "td", "", cell)
			continue
		}
		element(to, "th", ` scope="`+scope+`"`, cell)
	}
	to.WriteString("</tr>\n")
}

func element(to *strings.Builder, name, attributes string, content []span) {
	to.WriteString("<" + name + attributes + ">" + guard(content))
	for _, s := range content {
		text := html.EscapeString(s.text)
		if s.bold && text != "" {
			text = "<strong>" + text + "</strong>"
		}
		to.WriteString(text)
		if s.breaks {
			to.WriteString("<br>")
		}
	}
	to.WriteString("</" + name + ">")
	if name != "td" && name != "th" {
		to.WriteString("\n")
	}
}

// guard is what must stand before a text so that no spreadsheet runs it.
func guard(content []span) string {
	text := ""
	for _, s := range content {
		text += s.text
	}
	safe := report.NeutralOrAmount(text)
	return html.EscapeString(safe[:len(safe)-len(text)])
}
