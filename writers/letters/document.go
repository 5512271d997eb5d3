package letters

import (
	"fmt"
	"strings"
)

// blockKind is what a block of a document is.
type blockKind uint8

const (
	title     blockKind = iota // what the letter is about
	heading                    // of a section
	paragraph                  //
	points                     // a list
	steps                      // a numbered list
	table                      // its first row is the header
	box                        // a paragraph that stands out
)

// span is a run of text in one weight. A span that breaks ends its line.
type span struct {
	text   string
	bold   bool
	breaks bool
}

// block is a part of a document. Which fields it has depends on its kind.
type block struct {
	kind     blockKind
	language string     // of a paragraph in another language than the letter's; blank: the letter's
	spans    []span     // of title, heading, paragraph and box
	items    [][]span   // of points and steps
	rows     [][][]span // of a table: cells by row, as many in each
}

// document is one letter, drawn alike as HTML and as PDF.
type document struct {
	language   Language
	id         string
	address    []string
	letterhead []block
	reference  []block
	body       []block
}

// title is the letter's own title; blank if it has none.
func (d *document) title() string {
	for i := range d.body {
		if d.body[i].kind == title {
			return plain(d.body[i].spans)
		}
	}
	return ""
}

// text is all that the letter says beside the address, a space between its parts.
func (d *document) text() string {
	var all []string
	for _, blocks := range [][]block{d.letterhead, d.reference, d.body} {
		for i := range blocks {
			for _, spans := range blocks[i].parts() {
				all = append(all, plain(spans))
			}
		}
	}
	return strings.Join(all, " ")
}

// parts lists the texts of a block: its own, its items', its cells'.
func (b *block) parts() (parts [][]span) {
	if len(b.spans) > 0 {
		parts = append(parts, b.spans)
	}
	parts = append(parts, b.items...)
	for _, cells := range b.rows {
		parts = append(parts, cells...)
	}
	return parts
}

// plain is the text of spans without its weights.
func plain(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
		if s.breaks {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// reader turns a marked text into blocks. Blank lines end a paragraph; the items of a
// list and the rows of a table may have blank lines between them.
type reader struct {
	blocks []block
	open   bool // the last block takes the next line on
}

// read reads a marked text; templates/README.txt lists the marks. An error says which
// line of the text it is in.
func read(text string) ([]block, error) {
	var r reader
	number := 0
	for line := range strings.Lines(text) {
		number++
		if err := r.line(strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("line %d of the text it gives: %w", number, err)
		}
	}
	return r.blocks, nil
}

func (r *reader) line(line string) error {
	if line == "" {
		r.open = false
		return nil
	}
	mark, rest := markOf(line)
	switch mark {
	case "#", "##":
		r.add(block{kind: map[string]blockKind{"#": title, "##": heading}[mark], spans: spans(rest)})
		r.open = false
	case "-", "1.":
		r.item(map[string]blockKind{"-": points, "1.": steps}[mark], rest)
	case "|":
		return r.row(rest)
	case ">":
		r.text(block{kind: box}, rest)
	case "@":
		language, text, _ := strings.Cut(rest, " ")
		if !isLanguage(language) || strings.TrimSpace(text) == "" {
			return fmt.Errorf("%q is no language and a text; write it like @es Gracias", mark+language)
		}
		r.open = false
		r.text(block{kind: paragraph, language: language}, strings.TrimSpace(text))
	default:
		r.text(block{kind: paragraph}, line)
	}
	return nil
}

// markOf is the mark that a line begins with, blank for none, and what follows it.
func markOf(line string) (mark, rest string) {
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	switch {
	case strings.HasPrefix(line, "## "):
		return "##", line[3:]
	case strings.HasPrefix(line, "# "), strings.HasPrefix(line, "- "), strings.HasPrefix(line, "> "):
		return line[:1], line[2:]
	case line[0] == '|', line[0] == '@':
		return line[:1], strings.TrimSpace(line[1:])
	case digits > 0 && strings.HasPrefix(line[digits:], ". "):
		return "1.", line[digits+2:]
	}
	return "", line
}

func isLanguage(tag string) bool {
	return len(tag) >= 2 && strings.Trim(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == ""
}

func (r *reader) add(b block) { r.blocks = append(r.blocks, b) }

// last is the last block if it is of a kind, else nil.
func (r *reader) last(kind blockKind) *block {
	if len(r.blocks) == 0 || r.blocks[len(r.blocks)-1].kind != kind {
		return nil
	}
	return &r.blocks[len(r.blocks)-1]
}

// text begins a paragraph or a box, or goes on with the block at hand.
func (r *reader) text(begin block, text string) {
	if r.open {
		last := &r.blocks[len(r.blocks)-1]
		switch {
		case begin.kind == paragraph && (last.kind == points || last.kind == steps):
			item := &last.items[len(last.items)-1]
			*item = goOn(*item, text)
			return
		case begin.kind == last.kind || begin.kind == paragraph && last.kind == box:
			last.spans = goOn(last.spans, text)
			return
		}
	}
	begin.spans = spans(text)
	r.add(begin)
	r.open = true
}

// goOn puts a further line behind spans.
func goOn(before []span, text string) []span {
	if n := len(before); n > 0 && !before[n-1].breaks {
		before = append(before, span{text: " "})
	}
	return append(before, spans(text)...)
}

func (r *reader) item(kind blockKind, text string) {
	list := r.last(kind)
	if list == nil {
		r.add(block{kind: kind})
		list = r.last(kind)
	}
	list.items = append(list.items, spans(text))
	r.open = true
}

func (r *reader) row(text string) error {
	pieces := cut(text, '|')
	if n := len(pieces); n > 1 && pieces[n-1] == "" {
		pieces = pieces[:n-1] // a closing |
	}
	var cells [][]span
	for _, piece := range pieces {
		cells = append(cells, spans(strings.TrimSpace(piece)))
	}
	t := r.last(table)
	if t == nil {
		r.add(block{kind: table})
		t = r.last(table)
	} else if want := len(t.rows[0]); len(cells) != want {
		return fmt.Errorf("a row of the table has %d cells, its header %d; give each row as many", len(cells), want)
	}
	t.rows = append(t.rows, cells)
	r.open = false
	return nil
}

// cut splits a text where a sign stands that is not escaped.
func cut(text string, at byte) (pieces []string) {
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case at:
			pieces = append(pieces, text[from:i])
			from = i + 1
		}
	}
	return append(pieces, text[from:])
}

// spans reads the marks within a line: ** turns bold on and off, \ takes the next sign
// as it is, and breaks the line at its end.
func spans(text string) (all []span) {
	var piece strings.Builder
	bold := false
	end := func(breaks bool) {
		if piece.Len() > 0 || breaks {
			all = append(all, span{piece.String(), bold, breaks})
			piece.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 == len(text):
			end(true)
		case text[i] == '\\':
			i++
			piece.WriteByte(text[i])
		case strings.HasPrefix(text[i:], "**"):
			end(false)
			bold = !bold
			i++
		default:
			piece.WriteByte(text[i])
		}
	}
	end(false)
	return all
}
