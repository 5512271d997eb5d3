package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// errUnknown says that the scanner met what it does not know: the part is read again
// through the fallback, which knows more and names what is wrong.
var errUnknown = errors.New("a construct that the scanner does not know")

// errMore says that the window ends within the row.
var errMore = errors.New("the window ends within the row")

// fault is what is wrong with a sheet in some row. It never tells what a cell holds.
type fault struct {
	row  int
	what string
}

func (f fault) Error() string {
	if f.row == 0 {
		return f.what
	}
	return fmt.Sprintf("row %d: %s", f.row, f.what)
}

var (
	errEndsEarly = errors.New("its XML ends early")
	errNotUTF8   = errors.New("its XML holds text that is not valid UTF-8")
	errBrokenXML = errors.New("its XML is broken")
	errAround    = errors.New("too much stands before or behind its rows")
	errRowLong   = errors.New("a row or a text is longer than any spreadsheet program writes")
)

// asFault replaces an error of encoding/xml, which may quote the part, by one that
// does not.
func asFault(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return errEndsEarly
	case !errors.As(err, &syntax):
		if strings.HasPrefix(err.Error(), "xml: ") {
			return errBrokenXML
		}
		return err
	case strings.HasPrefix(syntax.Msg, "unexpected EOF"):
		return errEndsEarly
	case strings.HasPrefix(syntax.Msg, "invalid UTF-8"):
		return errNotUTF8
	}
	return errBrokenXML
}
