package flow

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"arrears/pipeline"
	"arrears/readers"
	"arrears/readers/delimited"
)

// A runner hands on what a step says as a text, behind all that it has to say itself. So
// steps say it between marks.
const (
	toldFrom = "[[arrears-beam "
	toldTo   = "]]"
)

// ToldError is what a step says that failed.
type ToldError struct {
	Unusable bool // the input can't be used; else something failed
	Message  string
}

func (e *ToldError) Error() string { return e.Message }

// tell marks a step's error.
func tell(err *error) {
	if *err == nil || strings.Contains((*err).Error(), toldFrom) {
		return
	}
	_, input := errors.AsType[*readers.Error](*err)
	_, limit := errors.AsType[*pipeline.LimitError](*err)
	_, broken := errors.AsType[*delimited.BrokenError](*err)
	*err = fmt.Errorf("%s%t: %w%s", toldFrom, input || limit || broken, *err, toldTo)
}

// Told finds what a step said in what a runner says, nil if no step said anything.
func Told(err error) *ToldError {
	text := err.Error()
	at := strings.LastIndex(text, toldFrom)
	if at < 0 {
		return nil
	}
	text, _, _ = strings.Cut(text[at+len(toldFrom):], toldTo)
	unusable, message, ok := strings.Cut(text, ": ")
	if !ok {
		return nil
	}
	is, _ := strconv.ParseBool(unusable)
	return &ToldError{is, message}
}
