// Package engine is what the page asks of the program: functions that take and give
// JSON, so that the browser and the command compute with the same code. It keeps nothing
// from call to call.
package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"arrears/pipeline/interview"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Engine answers under one policy.
type Engine struct{ rules *policy.Policy }

// New takes a policy as EncodePolicy gives it.
func New(rules []byte) (*Engine, error) {
	e := &Engine{rules: &policy.Policy{}}
	if err := decode(rules, e.rules); err != nil {
		return nil, fmt.Errorf("read the policy: %w", err)
	}
	if e.rules.Name == "" || len(e.rules.Rates) == 0 {
		return nil, errors.New("read the policy: it has no name or no rates")
	}
	return e, nil
}

// EncodePolicy is a loaded and checked policy in the form that New takes, so that the
// page needs no YAML. It is safe within a page: <, > and & are escaped.
func EncodePolicy(rules *policy.Policy) ([]byte, error) { return json.Marshal(rules) }

// decode reads JSON strictly: an unknown field or anything behind the value is an error.
func decode(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if decoder.More() {
		return errors.New("there is something behind the value")
	}
	return nil
}

// request is what every function takes: in which language, for which day, and the
// answers so far in machine form.
type request struct {
	Language interview.Language `json:"language"`
	AsOf     string             `json:"as_of"`
	Answers  map[string]string  `json:"answers"`
	ID       string             `json:"id"`    // answer: the question
	Value    string             `json:"value"` // answer: what was typed
	Payoff   PayoffForm         `json:"payoff"`
}

// Functions lists the names that Call knows.
func Functions() []string { return []string{"words", "next", "answer", "decide", "payoff"} }

// Call runs a function of Functions on a request. The result is JSON; what went wrong
// is {"error": "..."}, and then the page is at fault.
func (e *Engine) Call(function string, input []byte) []byte {
	result, err := e.call(function, input)
	if err != nil {
		result = map[string]string{"error": err.Error()}
	}
	output, err := json.Marshal(result)
	if err != nil {
		panic(err) // results are plain structures
	}
	return output
}

func (e *Engine) call(function string, input []byte) (any, error) {
	var r request
	if err := decode(input, &r); err != nil {
		return nil, fmt.Errorf("%s: read the request: %w", function, err)
	}
	asOf, ok := ledger.ParseDate([]byte(r.AsOf))
	if !ok {
		return nil, fmt.Errorf("%s: as_of is not a date", function)
	}
	v := interview.Interview{Rules: e.rules, AsOf: asOf}
	switch function {
	case "words":
		return words(v, r.Language), nil
	case "payoff":
		return payoffOf(v, r.Language, r.Payoff), nil
	}
	result, err := interviewed(v, function, &r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", function, err)
	}
	return result, nil
}

// interviewed is the functions that look at the answers so far. A change may have left
// some that no longer fit: only decide takes them for an error, the others leave them out.
func interviewed(v interview.Interview, function string, r *request) (any, error) {
	read := v.ReadFitting
	if function == "decide" {
		read = v.ReadAll
	}
	answers, err := read(r.Answers)
	if err != nil {
		return nil, err
	}
	switch function {
	case "next":
		return next(v, r.Language, answers), nil
	case "answer":
		return answer(v, r, answers)
	case "decide":
		return decide(v, r.Language, answers)
	}
	return nil, errors.New("there is no function of that name")
}

// Words is everything that the page says by itself.
type Words struct {
	Language interview.Language `json:"language"`
	Program  string             `json:"program"`
	Words    map[string]string  `json:"words"`
}

func words(v interview.Interview, l interview.Language) Words {
	values := v.Values(l)
	values["limit"] = monthsMost
	all := l.Words()
	for key := range all {
		all[key] = l.Say(key, values)
	}
	return Words{Language: l, Program: v.Program(l), Words: all}
}

// Next is the question to put now; Question is null once there is none.
type Next struct {
	Question *interview.Asking `json:"question"`
	Number   int               `json:"number"`
	Most     int               `json:"most"`
	Asked    []string          `json:"asked"`   // the questions answered so far, in order
	Answers  map[string]string `json:"answers"` // those that fit one another, to go on with
}

func next(v interview.Interview, l interview.Language, answers interview.Answers) Next {
	asked, kept := v.Asked(answers)
	result := Next{Asked: []string{}, Answers: answers.Texts()}
	for _, q := range asked {
		result.Asked = append(result.Asked, q.ID)
	}
	question, progress, more := v.Next(answers)
	result.Number, result.Most = progress.Number, progress.Most
	if more {
		asking := v.Ask(l, question, kept)
		result.Question = &asking
	}
	return result
}

// Answer is an answer as it was understood, or what is wrong with it.
type Answer struct {
	Fault string `json:"fault"` // blank if the answer fits
	Value string `json:"value"` // in machine form
	Shown string `json:"shown"`
}

func answer(v interview.Interview, r *request, answers interview.Answers) (Answer, error) {
	question, known := interview.Find(r.ID)
	if !known {
		return Answer{}, fmt.Errorf("there is no question %q", r.ID)
	}
	given, err := v.Read(question, r.Value, answers)
	var fault interview.Fault
	switch {
	case errors.As(err, &fault):
		return Answer{Fault: v.Fault(r.Language, fault)}, nil
	case err != nil:
		return Answer{}, err
	}
	return Answer{Value: given.Text(question), Shown: r.Language.Shown(question, given)}, nil
}

func decide(v interview.Interview, l interview.Language, answers interview.Answers) (*interview.Reply, error) {
	outcome, err := v.Decide(answers)
	if err != nil {
		return nil, err
	}
	return v.Reply(l, outcome), nil
}
