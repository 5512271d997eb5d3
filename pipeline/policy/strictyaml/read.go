package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	// SizeMax is how many bytes a file holds at most.
	SizeMax = 1 << 20
	// TokenMax bounds the words and marks of a file: the YAML parser's time grows with
	// their square. An embedded policy has about a thousand.
	TokenMax = 20_000
)

// Error is a fault in a file: where it is, what is wrong and what to do. Line and Column
// count from 1; they are 0 where the fault is not at one place of the file, and File is
// blank where there is no file.
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

// Quote is a value as messages show it: on one line and not too long.
func Quote(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return strconv.Quote(text)
}

// reader reads one file.
type reader struct {
	file string
	what string // policy, configuration: for messages
}

var errNotRegular = errors.New("is not a regular file")

// ReadFile reads little more than a file may hold, so that a wrong path costs nothing. A
// pipe that nobody writes to would be waited for.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, errNotRegular
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, SizeMax+1))
}

// Parse reads the text of a file into a tree; nil if it holds no value. What says what
// kind of file it is: policy, configuration.
func Parse(file, what string, text []byte) (*Node, *Error) {
	r := &reader{file, what}
	plain, fault := r.plain(text)
	if fault != nil {
		return nil, fault
	}
	tokens := lexer.Tokenize(plain)
	if fault := r.check(tokens); fault != nil {
		return nil, fault
	}
	parsed, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, r.syntaxError(err)
	}
	if len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil {
		return nil, nil
	}
	return r.node(parsed.Docs[0].Body)
}

// plain checks size and encoding, and drops a byte order mark and the CR of line ends, so
// that columns are those an editor shows.
func (r *reader) plain(text []byte) (string, *Error) {
	if len(text) > SizeMax {
		return "", &Error{File: r.file, Message: fmt.Sprintf("a %s file holds at most 1 MiB; is this a %s?", r.what, r.what)}
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	line, column := 1, 0
	for rest := text; len(rest) > 0; {
		letter, size := utf8.DecodeRune(rest)
		column++
		if letter == utf8.RuneError && size == 1 {
			return "", &Error{r.file, line, column, "not UTF-8; save the file as UTF-8"}
		}
		if (letter < ' ' && letter != '\n' && letter != '\t') || letter == 0x7f {
			return "", &Error{r.file, line, column, "a control character; remove it"}
		}
		if letter == '\n' {
			line, column = line+1, 0
		}
		rest = rest[size:]
	}
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(bytes.Clone(text), '\n') // the lexer drops a tag that the file ends with
	}
	return string(text), nil
}

// refused lists the YAML that these files have no use for. Aliases can make a small file
// explode.
var refused = map[token.Type]string{
	token.AnchorType:      "an anchor (&)",
	token.AliasType:       "an alias (*)",
	token.TagType:         "a tag (!)",
	token.MergeKeyType:    "a merge key (<<)",
	token.MappingKeyType:  "a complex key (?)",
	token.DirectiveType:   "a directive (%)",
	token.DocumentEndType: "a document end (...)",
}

func (r *reader) check(tokens token.Tokens) *Error {
	if len(tokens) > TokenMax {
		return &Error{File: r.file, Message: fmt.Sprintf("a %s file holds at most %d words and marks; is this a %s?", r.what, TokenMax, r.what)}
	}
	content := false
	for _, t := range tokens {
		what, no := refused[t.Type]
		if t.Type == token.DocumentHeaderType && content {
			what, no = "a second document (---)", true
		}
		if no {
			return r.tokenError(t, fmt.Sprintf("%s is not allowed in a %s file; write the values out in one document", what, r.what))
		}
		content = content || t.Type != token.CommentType
	}
	return nil
}

func (r *reader) tokenError(t *token.Token, message string) *Error {
	if t == nil || t.Position == nil {
		return &Error{File: r.file, Message: message}
	}
	return &Error{r.file, t.Position.Line, t.Position.Column, message}
}

func (r *reader) syntaxError(err error) *Error {
	var positioned interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &positioned) {
		return &Error{File: r.file, Message: fmt.Sprintf("not YAML; compare it with a %s that loads", r.what)}
	}
	message := strings.Join(strings.Fields(strings.ReplaceAll(positioned.GetMessage(), "\t", "tab")), " ")
	return r.tokenError(positioned.GetToken(), "not YAML: "+message+"; correct it here or just before")
}
