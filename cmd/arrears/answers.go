package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"arrears/pipeline/interview"
	"arrears/pipeline/policy/strictyaml"
)

// readAnswers reads the answers in a file, or on standard input for -: one flat mapping
// of question ids to plain values, in YAML or JSON. A blank value is unknown. It is
// strict; what is wrong is a *strictyaml.Error with its place, which never repeats an
// answer.
func readAnswers(v interview.Interview, name string, stdin io.Reader) (interview.Answers, error) {
	text, name, err := answersText(name, stdin)
	if err != nil {
		return nil, err
	}
	root, fault := strictyaml.Parse(name, "questionnaire", text)
	switch {
	case fault != nil:
		return nil, fault
	case root == nil:
		return nil, &strictyaml.Error{File: name, Message: "no answers; write lines such as government_arrears: 12345.67"}
	case root.Kind != strictyaml.Mapping:
		return nil, root.Errorf("%s and no answers by question; write lines such as government_arrears: 12345.67", root.Kind)
	}
	texts, places := map[string]string{}, map[string]*strictyaml.Node{}
	for i, key := range root.Keys {
		value := root.Values[i]
		if value.Kind == strictyaml.List || value.Kind == strictyaml.Mapping {
			return nil, value.Errorf("the answer to %s is %s; write one amount, date or word", strictyaml.Quote(key.Text), value.Kind)
		}
		texts[key.Text], places[key.Text] = value.Text, value
		if strings.TrimSpace(value.Text) == "" {
			texts[key.Text] = "unknown"
		}
		if _, known := interview.Find(key.Text); !known {
			return nil, key.Errorf("there is no question %s; the questions are %s", strictyaml.Quote(key.Text), strings.Join(interview.Questions(), ", "))
		}
	}
	answers, err := v.ReadAll(texts)
	var wrong *interview.AnswerError
	var why interview.Fault
	if errors.As(err, &wrong) && errors.As(err, &why) {
		return nil, places[wrong.Question].Errorf("%s: %s", wrong.Question, v.Fault(interview.English, why))
	}
	return answers, err
}

// answersText is what the file holds, and how messages name it.
func answersText(name string, stdin io.Reader) ([]byte, string, error) {
	if name == "-" {
		text, err := io.ReadAll(io.LimitReader(stdin, strictyaml.SizeMax+1))
		if err != nil {
			return nil, "", fmt.Errorf("read standard input: %w", err)
		}
		return text, "standard input", nil
	}
	text, err := strictyaml.ReadFile(name)
	if err != nil {
		return nil, "", usagef("%s can't be read; name a file of answers, or - for standard input", name)
	}
	return text, name, nil
}
