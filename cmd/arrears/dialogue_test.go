package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"arrears/pipeline/interview"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func testInterview(t testing.TB) interview.Interview {
	t.Helper()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	return interview.Interview{Rules: rules, AsOf: ledger.MustDate("2026-10-31")}
}

// Who interrupts a question that waits for an answer waits no longer.
func TestAnInterruptedDialogueEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	in, typing := io.Pipe()
	defer typing.Close()
	var out strings.Builder
	d := newDialogue(testInterview(t), interview.English, in, &out)
	why := errors.New("interrupted")
	go func() {
		_, _ = io.WriteString(typing, "40000\n")
		cancel(why)
	}()
	if _, quit, err := d.run(ctx); quit || !errors.Is(err, why) {
		t.Errorf("%v, %v", quit, err)
	}
	if !strings.Contains(out.String(), "Question 1 of") {
		t.Error(out.String())
	}
}

// An error of the terminal is one of the program, not of the parent.
func TestATerminalThatFails(t *testing.T) {
	fails := errors.New("input/output error")
	d := newDialogue(testInterview(t), interview.English, io.MultiReader(strings.NewReader("1\n"), failing{fails}), io.Discard)
	var usage *usageError
	if _, _, err := d.run(t.Context()); !errors.Is(err, fails) || errors.As(err, &usage) {
		t.Error(err)
	}
}

// failing is an input that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// What was taken back is offered again, and a blank line takes it.
func TestAnAnswerTakenBackIsOfferedAgain(t *testing.T) {
	var out strings.Builder
	d := newDialogue(testInterview(t), interview.Spanish, strings.NewReader("0\n0\n250\n<\n\nq\n"), &out)
	if _, quit, err := d.run(t.Context()); !quit || err != nil {
		t.Error(quit, err)
	}
	if got := d.answers[interview.CurrentSupport].Amount; got != 250_00 {
		t.Errorf("current support is %s", got)
	}
	if !strings.Contains(out.String(), "Enter = $250.00") {
		t.Error(out.String())
	}
}

// Lines fit a terminal, whatever the language.
func TestDialogueAndReplyFitATerminal(t *testing.T) {
	v := testInterview(t)
	for _, l := range interview.Languages() {
		var out strings.Builder
		answers, quit, err := newDialogue(v, l, strings.NewReader(strings.Repeat("?\nx\nd\n", 20)), &out).run(t.Context())
		if quit || err != nil {
			t.Fatal(quit, err)
		}
		outcome, err := v.Decide(answers)
		if err != nil {
			t.Fatal(err)
		}
		if err := writeReply(&out, l, v.Reply(l, outcome)); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(line); n > 90 {
				t.Errorf("%s: %d characters: %s", l, n, line)
			}
		}
		if strings.ContainsAny(out.String(), "{}") {
			t.Errorf("%s: a place is not filled", l)
		}
	}
}
