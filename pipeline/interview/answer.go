package interview

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
)

// Answer is the answer to one question; which field counts is the question's kind. The
// zero Answer is an amount of 0.00, for a question of another kind it is none.
type Answer struct {
	Unknown bool // I don't know
	Never   bool // of an Occasion
	Amount  ledger.Cents
	Flag    ledger.Flag
	Day     ledger.Date
	State   string
}

// Answers are those given, by the question's id.
type Answers map[string]Answer

// Fault is what is wrong with an answer; it is also the key of its words.
type Fault string

// The faults.
const (
	NoAnswer     Fault = "no_answer"
	NoAmount     Fault = "no_amount"
	BelowZero    Fault = "below_zero"
	MoreThanDebt Fault = "more_than_debt"
	NoFlag       Fault = "no_flag"
	NoDay        Fault = "no_day"
	NoOccasion   Fault = "no_occasion"
	AfterAsOf    Fault = "after_as_of"
	NoState      Fault = "no_state"
	NoQuestion   Fault = "no_question"
)

// Error is the fault in English, without what was typed.
func (f Fault) Error() string { return English.text("fault." + string(f)) }

// What people type for "I don't know", "never" and "yes" in either language; a flag, a
// date and an amount are read as in the exports.
var (
	unknownWords = []string{"d", "unknown", "don't know", "dont know", "i don't know", "no sé", "no se", "no lo sé", "no lo se"}
	neverWords   = []string{"n", "no", "never", "nunca"}
	yesWords     = []string{"s", "si", "sí"}
)

// Read reads an answer as it is typed, and checks that it fits the answers given to
// earlier questions. What is wrong is a Fault.
func (v Interview) Read(q Question, text string, earlier Answers) (Answer, error) {
	answer, err := q.parse(text)
	if err == nil {
		err = v.check(q, answer, earlier)
	}
	if err != nil {
		return Answer{}, err
	}
	return answer, nil
}

func (q Question) parse(text string) (Answer, error) {
	value := bytes.TrimSpace([]byte(text))
	plain := strings.ToLower(strings.ReplaceAll(string(value), "’", "'"))
	switch {
	case len(value) == 0:
		return Answer{}, NoAnswer
	case slices.Contains(unknownWords, plain):
		return Answer{Unknown: true}, nil
	}
	switch q.Kind {
	case Amount:
		cents, ok := ledger.ParseCents(value)
		return Answer{Amount: cents}, unless(ok, NoAmount)
	case YesNo:
		if slices.Contains(yesWords, plain) {
			return Answer{Flag: ledger.Yes}, nil
		}
		flag, ok := ledger.ParseFlag(value)
		return Answer{Flag: flag}, unless(ok, NoFlag)
	case State:
		state, ok := ledger.ParseState(value)
		return Answer{State: state.String()}, unless(ok, NoState)
	case Occasion:
		if slices.Contains(neverWords, plain) {
			return Answer{Never: true}, nil
		}
		day, ok := ledger.ParseDate(value)
		return Answer{Day: day}, unless(ok, NoOccasion)
	}
	day, ok := ledger.ParseDate(value)
	return Answer{Day: day}, unless(ok, NoDay)
}

func unless(ok bool, fault Fault) error {
	if ok {
		return nil
	}
	return fault
}

// check holds an answer against its question and the earlier answers.
func (v Interview) check(q Question, answer Answer, earlier Answers) error {
	if answer.Unknown {
		return nil
	}
	switch q.Kind {
	case Amount:
		whole, given := earlier[q.Within]
		switch {
		case answer.Amount < 0:
			return BelowZero
		case q.Within != "" && given && !whole.Unknown && answer.Amount > whole.Amount:
			return MoreThanDebt
		}
		return nil
	case YesNo:
		return unless(answer.Flag != ledger.Unknown, NoFlag)
	case State:
		return unless(answer.State != "", NoState)
	case Occasion:
		if answer.Never {
			return nil
		}
	}
	if answer.Day == 0 {
		return NoDay
	}
	return unless(answer.Day <= v.AsOf, AfterAsOf)
}

// Text is the answer as Read takes it, in machine form.
func (a Answer) Text(q Question) string {
	switch {
	case a.Unknown:
		return "unknown"
	case a.Never:
		return "never"
	case q.Kind == Amount:
		return a.Amount.String()
	case q.Kind == State:
		return a.State
	case q.Kind == YesNo && a.Flag == ledger.Yes:
		return "yes"
	case q.Kind == YesNo:
		return "no"
	}
	return a.Day.String()
}

// ReadAll reads answers by the id of their question. The error is an *AnswerError: of an
// id that is no question (NoQuestion) or, in the order in which questions are asked, of
// the first answer that does not fit.
func (v Interview) ReadAll(texts map[string]string) (Answers, error) {
	return v.readAll(texts, func(err *AnswerError) error { return err })
}

// ReadFitting is ReadAll, but it leaves out the answers that do not fit those before
// them, so that they are asked for again. The error is of an id that is no question.
func (v Interview) ReadFitting(texts map[string]string) (Answers, error) {
	return v.readAll(texts, func(*AnswerError) error { return nil })
}

// readAll asks misfit whether an answer that does not fit is an error or is left out.
func (v Interview) readAll(texts map[string]string, misfit func(*AnswerError) error) (Answers, error) {
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		if _, known := Find(id); !known {
			return nil, &AnswerError{id, NoQuestion}
		}
	}
	answers := Answers{}
	for _, q := range questions {
		text, given := texts[q.ID]
		if !given {
			continue
		}
		answer, err := v.Read(q, text, answers)
		if err == nil {
			answers[q.ID] = answer
		} else if err := misfit(&AnswerError{q.ID, err}); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// Texts are the answers as ReadAll takes them.
func (a Answers) Texts() map[string]string {
	texts := make(map[string]string, len(a))
	for _, q := range questions {
		if answer, given := a[q.ID]; given {
			texts[q.ID] = answer.Text(q)
		}
	}
	return texts
}
