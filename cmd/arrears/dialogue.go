package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"strconv"
	"strings"

	"arrears/pipeline/interview"
)

// dialogue asks the questions in a terminal, one at a time.
type dialogue struct {
	interview interview.Interview
	language  interview.Language
	in        *bufio.Scanner
	out       io.Writer
	answers   interview.Answers
	drafts    interview.Answers // answers taken back; a blank line gives them again
}

func newDialogue(v interview.Interview, l interview.Language, in io.Reader, out io.Writer) *dialogue {
	return &dialogue{interview: v, language: l, in: bufio.NewScanner(in), out: out, answers: interview.Answers{}, drafts: interview.Answers{}}
}

// run asks until no question is left, or the parent quits.
func (d *dialogue) run(ctx context.Context) (answers interview.Answers, quit bool, err error) {
	d.welcome()
	for {
		q, progress, more := d.interview.Next(d.answers)
		if !more {
			return d.answers, false, nil
		}
		d.put(q, progress)
		for asked := true; asked; {
			line, err := d.read(ctx)
			if err != nil {
				return nil, false, err
			}
			switch strings.ToLower(strings.TrimSpace(line)) {
			case "q", "quit", "salir":
				d.say("\n%s\n", d.word("terminal.quit"))
				return nil, true, nil
			case "?", "help", "ayuda":
				d.explain(q)
			case "<", "back", "atrás", "atras":
				asked = !d.back()
			default:
				asked = !d.take(q, line)
			}
		}
	}
}

func (d *dialogue) say(format string, arguments ...any) { fmt.Fprintf(d.out, format, arguments...) }

// word is a word of the dialogue with what the interview knows filled in.
func (d *dialogue) word(key string) string {
	return d.language.Say(key, d.interview.Values(d.language))
}

func (d *dialogue) welcome() {
	values := d.interview.Values(d.language)
	values["name"] = d.interview.Program(d.language)
	for _, key := range []string{"terminal.welcome", "terminal.privacy", "terminal.keys"} {
		d.say("%s\n", wrapped(d.language.Say(key, values), ""))
	}
	if d.language != interview.Spanish {
		d.say("%s\n", "En español: arrears wizard --language es")
	}
}

// put shows a question, what it is for and how to answer, and an answer taken back.
func (d *dialogue) put(q interview.Question, progress interview.Progress) {
	asking := d.interview.Ask(d.language, q, d.answers)
	values := map[string]string{"number": strconv.Itoa(progress.Number), "most": strconv.Itoa(progress.Most)}
	d.say("\n%s\n%s\n%s\n", d.language.Say("terminal.number", values), wrapped(asking.Question, ""), wrapped(asking.Why, "  "))
	form := d.word("terminal.form." + q.Kind.String())
	if draft, ok := d.drafts[q.ID]; ok {
		form += "; Enter = " + d.language.Shown(q, draft)
	}
	d.say("  (%s)\n", form)
	d.prompt()
}

func (d *dialogue) prompt() { d.say("> ") }

func (d *dialogue) explain(q interview.Question) {
	asking := d.interview.Ask(d.language, q, d.answers)
	d.say("%s\n  %s\n", wrapped(asking.Help, "  "), d.word("terminal.keys"))
	d.prompt()
}

// back takes the last answer back; false at the first question.
func (d *dialogue) back() bool {
	asked, _ := d.interview.Asked(d.answers)
	if len(asked) == 0 {
		d.say("  %s\n", d.word("terminal.first"))
		d.prompt()
		return false
	}
	last := asked[len(asked)-1].ID
	d.drafts[last] = d.answers[last]
	delete(d.answers, last)
	return true
}

// take reads an answer and shows how it was understood; false if it does not fit.
func (d *dialogue) take(q interview.Question, line string) bool {
	draft, taken := d.drafts[q.ID]
	answer, err := d.interview.Read(q, line, d.answers)
	if strings.TrimSpace(line) == "" && taken {
		answer, err = d.interview.Read(q, draft.Text(q), d.answers)
	}
	if fault, ok := err.(interview.Fault); ok {
		d.say("%s\n", wrapped(d.interview.Fault(d.language, fault), "  "))
		d.prompt()
		return false
	}
	delete(d.drafts, q.ID)
	d.answers = maps.Clone(d.answers)
	d.answers[q.ID] = answer
	d.say("  = %s\n", d.language.Shown(q, answer))
	return true
}

// read waits for a line. Whoever interrupts the program waits no longer: a terminal that
// is being read cannot be woken, so the reading goroutine then ends with the program; in
// every other case it is received from here.
func (d *dialogue) read(ctx context.Context) (string, error) {
	scanned := make(chan bool, 1)
	go func() { scanned <- d.in.Scan() }()
	select {
	case <-ctx.Done():
		d.say("\n")
		return "", context.Cause(ctx)
	case more := <-scanned:
		if more {
			return d.in.Text(), nil
		}
	}
	d.say("\n")
	if err := d.in.Err(); err != nil {
		return "", fmt.Errorf("read an answer: %w", err)
	}
	return "", usagef("the input ended before the last question, so nothing is decided; q ends the questions")
}
