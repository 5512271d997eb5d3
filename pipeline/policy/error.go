package policy

import "fmt"

// Error is a fault in a policy: where it is, what is wrong and what to do. Line and
// Column count from 1; they are 0 where the fault is not at one place of the file,
// and File is blank where there is no file.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

// Error is one line, FILE:LINE:COLUMN: MESSAGE, without the parts that are unknown.
func (e *Error) Error() string {
	switch {
	case e.File == "":
		return e.Message
	case e.Line == 0:
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}
