package policy

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	sizeMax = 1 << 20 // bytes of a policy file
	// tokenMax bounds the words and marks of a policy file: the YAML parser's time
	// grows with their square. An embedded policy has about a thousand.
	tokenMax = 20_000
)

type kind uint8

const (
	blank kind = iota
	scalar
	list
	mapping
)

func (k kind) String() string {
	return [...]string{"blank", "a single value", "a list", "a mapping"}[k]
}

// node is a value of a policy file and its place there.
type node struct {
	layer        *layer
	line, column int
	kind         kind
	text         string  // of a scalar, as written; quotes and escapes resolved
	keys         []*node // of a mapping, in file order
	values       []*node // of a mapping, by the place of its key
	items        []*node // of a list
}

// value is the value of a mapping's key; nil if it has none.
func (n *node) value(key string) *node {
	for i := range n.keys {
		if n.keys[i].text == key {
			return n.values[i]
		}
	}
	return nil
}

func (n *node) errorf(format string, args ...any) *Error {
	return &Error{n.layer.file, n.line, n.column, fmt.Sprintf(format, args...)}
}

// parse reads the layer's text into a tree. Positions are kept; anchors, aliases,
// tags and further documents are refused.
func (l *layer) parse() (*node, *Error) {
	text, fault := l.plainText()
	if fault != nil {
		return nil, fault
	}
	tokens := lexer.Tokenize(text)
	if fault := l.checkTokens(tokens); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, l.syntaxError(err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, &Error{File: l.file, Message: "the policy file is empty; start from `extends: california-coap`, a name and a version"}
	}
	return l.node(file.Docs[0].Body)
}

// plainText checks size and encoding, and drops a byte order mark and the CR of line
// ends, so that columns are those an editor shows.
func (l *layer) plainText() (string, *Error) {
	if len(l.text) > sizeMax {
		return "", &Error{File: l.file, Message: "a policy file holds at most 1 MiB; is this a policy?"}
	}
	text := bytes.TrimPrefix(l.text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	line, column := 1, 0
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		column++
		if r == utf8.RuneError && size == 1 {
			return "", &Error{l.file, line, column, "not UTF-8; save the file as UTF-8"}
		}
		if (r < ' ' && r != '\n' && r != '\t') || r == 0x7f {
			return "", &Error{l.file, line, column, "a control character; remove it"}
		}
		if r == '\n' {
			line, column = line+1, 0
		}
		rest = rest[size:]
	}
	return string(text), nil
}

// refused lists the YAML that a policy file has no use for. Aliases can make a small
// file explode.
var refused = map[token.Type]string{
	token.AnchorType:      "an anchor (&)",
	token.AliasType:       "an alias (*)",
	token.TagType:         "a tag (!)",
	token.MergeKeyType:    "a merge key (<<)",
	token.MappingKeyType:  "a complex key (?)",
	token.DirectiveType:   "a directive (%)",
	token.DocumentEndType: "a document end (...)",
}

func (l *layer) checkTokens(tokens token.Tokens) *Error {
	if len(tokens) > tokenMax {
		return &Error{File: l.file, Message: fmt.Sprintf("a policy file holds at most %d words and marks; is this a policy?", tokenMax)}
	}
	content := false
	for _, t := range tokens {
		what, no := refused[t.Type]
		if t.Type == token.DocumentHeaderType && content {
			what, no = "a second document (---)", true
		}
		if no {
			return l.tokenError(t, what+" is not allowed in a policy file; write the values out in one document")
		}
		content = content || t.Type != token.CommentType
	}
	return nil
}

func (l *layer) tokenError(t *token.Token, message string) *Error {
	if t == nil || t.Position == nil {
		return &Error{File: l.file, Message: message}
	}
	return &Error{l.file, t.Position.Line, t.Position.Column, message}
}

func (l *layer) syntaxError(err error) *Error {
	var positioned interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &positioned) {
		return &Error{File: l.file, Message: "not YAML; compare it with a policy that loads"}
	}
	message := strings.Join(strings.Fields(strings.ReplaceAll(positioned.GetMessage(), "\t", "tab")), " ")
	return l.tokenError(positioned.GetToken(), "not YAML: "+message+"; correct it here or just before")
}

// node turns the parser's tree into ours.
func (l *layer) node(from ast.Node) (*node, *Error) {
	at := from.GetToken().Position
	n := &node{layer: l, line: at.Line, column: at.Column}
	switch from := from.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		n.kind, n.text = scalar, from.Value
	case *ast.LiteralNode:
		n.kind, n.text = scalar, from.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		n.kind, n.text = scalar, from.GetToken().Value
	case *ast.SequenceNode:
		n.kind = list
		for _, value := range from.Values {
			item, fault := l.node(value)
			if fault != nil {
				return nil, fault
			}
			n.items = append(n.items, item)
		}
	case *ast.MappingNode:
		if text, ok := colonText(from); ok {
			n.kind, n.text, n.column = scalar, text, from.Values[0].Key.GetToken().Position.Column
			return n, nil
		}
		return n, l.pairs(n, from.Values, from.IsFlowStyle)
	default:
		return nil, n.errorf("%s is not allowed in a policy file; write a plain value", strings.ToLower(from.Type().String()))
	}
	return n, nil
}

// colonText is the text of a plain value such as principal:family. YAML has it so that
// a colon without a space after it is text; within braces the parser takes it for a
// mapping.
func colonText(from *ast.MappingNode) (string, bool) {
	if from.IsFlowStyle || len(from.Values) != 1 {
		return "", false
	}
	key, value := from.Values[0].Key.GetToken(), from.Values[0].Value.GetToken()
	if key.Type != token.StringType || value.Type != token.StringType || key.Position.Line != value.Position.Line {
		return "", false
	}
	joined := value.Position.Column == key.Position.Column+utf8.RuneCountInString(key.Value)+1
	return key.Value + ":" + value.Value, joined
}

// pairs fills a mapping. Its place is that of its brace or, without one, of its first
// key.
func (l *layer) pairs(n *node, pairs []*ast.MappingValueNode, braces bool) *Error {
	n.kind = mapping
	seen := make(map[string]*node, len(pairs))
	for i, pair := range pairs {
		t := pair.Key.GetToken()
		key := &node{layer: l, line: t.Position.Line, column: t.Position.Column, kind: scalar, text: t.Value}
		if first := seen[key.text]; first != nil {
			return key.errorf("key %s is here twice, first on line %d; remove one", quote(key.text), first.line)
		}
		seen[key.text] = key
		value, fault := l.node(pair.Value)
		if fault != nil {
			return fault
		}
		if value.kind == blank {
			value.line, value.column = key.line, key.column
		}
		if i == 0 && !braces {
			n.line, n.column = key.line, key.column
		}
		n.keys, n.values = append(n.keys, key), append(n.values, value)
	}
	return nil
}
