// Package strictyaml reads a small YAML file into a tree whose values know their place.
// Policies and configurations are read by it.
//
// It is strict: one document of mappings, lists and plain values, each key once, in UTF-8.
// Anchors, aliases, tags and merges are refused, for they can make a small file explode.
package strictyaml

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Kind is what a value is.
type Kind uint8

// The kinds.
const (
	Blank Kind = iota
	Scalar
	List
	Mapping
)

// String is the kind as messages name it.
func (k Kind) String() string {
	return [...]string{"blank", "a single value", "a list", "a mapping"}[k]
}

// Node is a value of a file and its place there.
type Node struct {
	File         string // as messages name it
	Line, Column int    // from 1
	Kind         Kind
	Text         string  // of a scalar, as written; quotes and escapes resolved
	Keys         []*Node // of a mapping, in file order
	Values       []*Node // of a mapping, by the place of its key
	Items        []*Node // of a list
}

// Errorf is a fault at the value's place.
func (n *Node) Errorf(format string, args ...any) *Error {
	return &Error{n.File, n.Line, n.Column, fmt.Sprintf(format, args...)}
}

// node turns the parser's tree into ours.
func (r *reader) node(from ast.Node) (*Node, *Error) {
	at := from.GetToken().Position
	n := &Node{File: r.file, Line: at.Line, Column: at.Column}
	switch from := from.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		n.Kind, n.Text = Scalar, from.Value
	case *ast.LiteralNode:
		n.Kind, n.Text = Scalar, from.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		n.Kind, n.Text = Scalar, from.GetToken().Value
	case *ast.SequenceNode:
		n.Kind = List
		for _, value := range from.Values {
			item, fault := r.node(value)
			if fault != nil {
				return nil, fault
			}
			n.Items = append(n.Items, item)
		}
	case *ast.MappingNode:
		if text, ok := colonText(from); ok {
			n.Kind, n.Text, n.Column = Scalar, text, from.Values[0].Key.GetToken().Position.Column
			return n, nil
		}
		return n, r.pairs(n, from.Values, from.IsFlowStyle)
	default:
		return nil, n.Errorf("%s is not allowed in a %s file; write a plain value", strings.ToLower(from.Type().String()), r.what)
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
func (r *reader) pairs(n *Node, pairs []*ast.MappingValueNode, braces bool) *Error {
	n.Kind = Mapping
	seen := make(map[string]*Node, len(pairs))
	for i, pair := range pairs {
		t := pair.Key.GetToken()
		key := &Node{File: r.file, Line: t.Position.Line, Column: t.Position.Column, Kind: Scalar, Text: t.Value}
		if first := seen[key.Text]; first != nil {
			return key.Errorf("key %s is here twice, first on line %d; remove one", Quote(key.Text), first.Line)
		}
		seen[key.Text] = key
		value, fault := r.node(pair.Value)
		if fault != nil {
			return fault
		}
		if value.Kind == Blank {
			value.Line, value.Column = key.Line, key.Column
		}
		if i == 0 && !braces {
			n.Line, n.Column = key.Line, key.Column
		}
		n.Keys, n.Values = append(n.Keys, key), append(n.Values, value)
	}
	return nil
}
