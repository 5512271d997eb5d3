package policy

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"arrears/pipeline/policy/strictyaml"
)

//go:embed policies/*.yaml
var embedded embed.FS

// extendsMax is how many policies one policy may stand on.
const extendsMax = 8

// Names lists the embedded policies, by name.
func Names() []string {
	entries, err := embedded.ReadDir("policies")
	if err != nil {
		panic(err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(entry.Name(), ".yaml")
	}
	return names
}

// Load returns the embedded policy of that name or, where the name has an extension
// or a path separator, the policy of that file. What is wrong with it is an *Error.
func Load(nameOrFile string) (*Policy, error) {
	if text, ok := embeddedText(nameOrFile); ok {
		return Parse(nameOrFile+".yaml", text, strictyaml.ReadFile)
	}
	if !NamesFile(nameOrFile) {
		return nil, &Error{Message: fmt.Sprintf("no policy is called %q; name one of %s, or a file such as ./county.yaml", nameOrFile, strings.Join(Names(), ", "))}
	}
	text, err := strictyaml.ReadFile(nameOrFile)
	if err != nil {
		return nil, &Error{File: nameOrFile, Message: unreadable(err) + "; check the path, or name one of " + strings.Join(Names(), ", ")}
	}
	return Parse(nameOrFile, text, strictyaml.ReadFile)
}

// Parse is Load for a text at hand: file is its path, for messages and for what it
// extends; read opens the files that it extends. The embedded policies need no read.
func Parse(file string, text []byte, read func(path string) ([]byte, error)) (*Policy, error) {
	layers, fault := chain(&layer{file: file, text: text}, read)
	if fault != nil {
		return nil, fault
	}
	var root *node
	var policy *Policy
	hash := sha256.New()
	// Each layer is checked on what it stands on, so that a fault is found even where
	// the layer above restates the value.
	for rank, l := range layers {
		l.rank = rank
		if l.version == "" {
			l.version = layers[rank-1].version
		}
		hash.Write(l.text)
		root = merge(root, l.root)
		if policy, fault = decode(root, l); fault != nil {
			return nil, fault
		}
	}
	policy.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return policy, nil
}

// layer is one policy file of a chain of `extends`.
type layer struct {
	file    string // as messages name it
	text    []byte
	rank    int // 0 for the one that extends nothing
	root    *node
	name    string
	version string
	title   string
	extends *node // nil if it extends nothing
}

// chain reads the policies that the top one stands on and returns all, the root first.
func chain(top *layer, read func(string) ([]byte, error)) ([]*layer, *Error) {
	layers := []*layer{top}
	seen := map[string]bool{filepath.Clean(top.file): true}
	for l := top; ; {
		if fault := l.open(); fault != nil {
			return nil, fault
		}
		if l.extends == nil {
			slices.Reverse(layers)
			return layers, nil
		}
		if len(layers) > extendsMax {
			return nil, l.extends.errorf("more than %d policies extend one another; extend one nearer the root", extendsMax)
		}
		next, id, fault := l.base(read)
		if fault != nil {
			return nil, fault
		}
		if seen[id] {
			return nil, l.extends.errorf("%q extends this policy in turn; extend one that does not", l.extends.text)
		}
		seen[id] = true
		layers, l = append(layers, next), next
	}
}

// base finds the policy that l extends: an embedded one, or a file relative to l's.
// The id tells one policy from another.
func (l *layer) base(read func(string) ([]byte, error)) (base *layer, id string, fault *Error) {
	name := l.extends.text
	if text, ok := embeddedText(name); ok {
		return &layer{file: name + ".yaml", text: text}, "embedded " + name, nil
	}
	if !NamesFile(name) {
		return nil, "", l.extends.errorf("no policy is called %q; extend one of %s, or a file such as ./county.yaml", name, strings.Join(Names(), ", "))
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(l.file), path)
	}
	text, err := read(path)
	if err != nil {
		return nil, "", l.extends.errorf("can't read %q: %s; the path is taken from this file's folder", name, unreadable(err))
	}
	return &layer{file: path, text: text}, filepath.Clean(path), nil
}

// open parses the layer and reads its own name, version, title and extends. A layer that
// extends another may leave out its name, which is then its file's, and its version,
// which is then that of what it extends.
func (l *layer) open() *Error {
	root, fault := l.parse()
	if fault != nil {
		return fault
	}
	l.root = root
	d := &decoder{}
	needed, optional := "name version", "extends title "
	if slices.ContainsFunc(root.keys, func(key *node) bool { return key.text == "extends" }) {
		needed, optional = "", "name version "+optional
	}
	file := d.entry(root, "", needed, optional+optionalKeys+" "+requiredKeys)
	l.name = nameOfFile(l.file)
	if file.has("name") {
		l.name = d.name(file, "name")
	}
	if file.has("version") {
		l.version = d.name(file, "version")
	}
	l.title = l.name
	if file.has("title") {
		l.title = d.words(file.node.value("title"), "title")
	}
	if file.has("extends") {
		l.extends = file.node.value("extends")
		l.extends.text = d.words(l.extends, "extends")
	}
	return d.fault
}

// nameOfFile is what a policy without a name of its own is called: its file's name,
// with `-` for what a name can't hold.
func nameOfFile(path string) string {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	stem = strings.TrimLeft(unfit.ReplaceAllString(stem, "-"), "._-")
	if stem == "" {
		return "policy"
	}
	return stem[:min(len(stem), 64)]
}

var unfit = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// label is name@version.
func (l *layer) label() string { return l.name + "@" + l.version }

var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func embeddedText(name string) ([]byte, bool) {
	if !nameForm.MatchString(name) {
		return nil, false
	}
	text, err := embedded.ReadFile("policies/" + name + ".yaml")
	return text, err == nil
}

// NamesFile tells whether Load takes a name for a file's: it has an extension or a path
// separator.
func NamesFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || filepath.Ext(name) != ""
}

// unreadable is the reason without the path, which the message gives already.
func unreadable(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}
