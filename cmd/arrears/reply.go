package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"arrears/pipeline/interview"
)

// lineWidth is how many characters a line for people holds at most.
const lineWidth = 78

// writeReply writes a reply for a terminal or a printer.
func writeReply(w io.Writer, l interview.Language, r *interview.Reply) error {
	t := &replyText{words: l.Words()}
	t.line(r.Program)
	t.line("")
	t.line(r.Headline)
	t.line(strings.Repeat("=", utf8.RuneCountInString(r.Headline)))
	t.line(wrapped(r.Explanation, ""))
	if len(r.NextSteps) > 0 {
		t.section("result.steps")
		for i, step := range r.NextSteps {
			t.line(fmt.Sprintf("%d. %s", i+1, step.Heading))
			t.line(wrapped(step.Text, "   "))
		}
	}
	if r.Agency != nil {
		t.section("result.agency")
		for _, line := range append([]string{r.Agency.Name}, r.Agency.Lines...) {
			t.line("   " + line)
		}
	}
	t.section("result.figures")
	t.pairs(len(r.Figures), func(i int) (string, string) { return r.Figures[i].Label, r.Figures[i].Value })
	t.criteria(r)
	if len(r.Remedies) > 0 {
		t.section("result.remedies")
		for _, remedy := range r.Remedies {
			t.line("   - " + remedy.Name)
		}
	}
	t.section("result.notes")
	for _, note := range append(r.Notes, t.words["note.not_stored"]) {
		t.item("- ", note)
	}
	t.section("result.answers")
	t.pairs(len(r.Answers), func(i int) (string, string) { return r.Answers[i].Short, r.Answers[i].Shown })
	_, err := w.Write(t.buffer.Bytes())
	return err
}

// replyText gathers the lines of a reply.
type replyText struct {
	words  map[string]string
	buffer bytes.Buffer
}

func (t *replyText) line(text string) { t.buffer.WriteString(strings.TrimRight(text, " ") + "\n") }

func (t *replyText) section(key string) {
	t.line("")
	t.line(t.words[key])
	t.line(strings.Repeat("-", utf8.RuneCountInString(t.words[key])))
}

// item writes a text behind a mark.
func (t *replyText) item(mark, text string) {
	lines := wrapped(text, "   "+strings.Repeat(" ", len(mark)))
	t.line("   " + mark + strings.TrimLeft(lines, " "))
}

// criteria writes every condition that was asked for.
func (t *replyText) criteria(r *interview.Reply) {
	first := true
	for _, c := range r.Criteria {
		if !c.Asked {
			continue
		}
		if first {
			t.section("result.criteria")
			first = false
		}
		t.line("   " + c.Heading + ": " + strings.ToUpper(c.VerdictWords))
		t.line(wrapped(c.Summary, "     "))
		t.line(wrapped(t.words["result.rests_on"]+": "+c.Citation, "     "))
	}
}

// pairs writes labels and values in two columns.
func (t *replyText) pairs(n int, pair func(i int) (label, value string)) {
	width := 0
	for i := range n {
		label, _ := pair(i)
		width = max(width, utf8.RuneCountInString(label))
	}
	for i := range n {
		label, value := pair(i)
		t.line("   " + label + strings.Repeat(" ", width-utf8.RuneCountInString(label)+2) + value)
	}
}

// wrapped breaks a text into lines of at most lineWidth characters, each behind an
// indent.
func wrapped(text, indent string) string {
	var lines []string
	line, width := indent, len(indent)
	for _, word := range strings.Fields(text) {
		size := utf8.RuneCountInString(word)
		if width > len(indent) && width+1+size > lineWidth {
			lines = append(lines, line)
			line, width = indent, len(indent)
		}
		if width > len(indent) {
			line, width = line+" ", width+1
		}
		line, width = line+word, width+size
	}
	return strings.Join(append(lines, line), "\n")
}
