package policy

import (
	"arrears/pipeline/policy/strictyaml"
)

type kind = strictyaml.Kind

const (
	blank   = strictyaml.Blank
	scalar  = strictyaml.Scalar
	list    = strictyaml.List
	mapping = strictyaml.Mapping
)

// node is a value of a policy file, its place there, and the layer that it is of.
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
	return (&strictyaml.Node{File: n.layer.file, Line: n.line, Column: n.column}).Errorf(format, args...)
}

// parse reads the layer's text into a tree.
func (l *layer) parse() (*node, *Error) {
	root, fault := strictyaml.Parse(l.file, "policy", l.text)
	if fault != nil {
		return nil, fault
	}
	if root == nil {
		return nil, &Error{File: l.file, Message: "the policy file is empty; start from `extends: california-coap`, a name and a version"}
	}
	return l.node(root), nil
}

// node makes a tree the layer's own.
func (l *layer) node(from *strictyaml.Node) *node {
	return &node{layer: l, line: from.Line, column: from.Column, kind: from.Kind, text: from.Text,
		keys: l.nodes(from.Keys), values: l.nodes(from.Values), items: l.nodes(from.Items)}
}

func (l *layer) nodes(from []*strictyaml.Node) (nodes []*node) {
	for _, n := range from {
		nodes = append(nodes, l.node(n))
	}
	return nodes
}

// quote is a value as messages show it: on one line and not too long.
func quote(text string) string { return strictyaml.Quote(text) }
