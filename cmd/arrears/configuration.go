package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"arrears/pipeline/policy/strictyaml"
	"arrears/readers"
)

// configuration is what a configuration file says, by key.
type configuration map[string]*entry

// entry is one key of a configuration file.
type entry struct {
	at     *strictyaml.Node
	values []string // as the flag takes them, one after the other
}

// origin is the entry's place, as an editor takes it.
func (e *entry) origin() string { return fmt.Sprintf("%s:%d:%d", e.at.File, e.at.Line, e.at.Column) }

// readConfiguration reads a configuration file; a blank path is none. What is wrong with it
// is an error that names file, line and column.
func readConfiguration(path string) (configuration, error) {
	if path == "" {
		return nil, nil
	}
	text, err := strictyaml.ReadFile(path)
	if err != nil {
		return nil, readers.Unreadable(path, err)
	}
	root, fault := strictyaml.Parse(path, "configuration", text)
	if fault == nil && root == nil {
		fault = &strictyaml.Error{File: path, Message: "the configuration is empty; give inputs and out, or whatever differs from the defaults"}
	}
	if fault == nil && root.Kind != strictyaml.Mapping {
		fault = root.Errorf("the configuration is %s; give a mapping of keys, such as out: runs/{as_of}", root.Kind)
	}
	if fault != nil {
		return nil, fault
	}
	return takeEntries(root)
}

// takeEntries makes sure that every key is a setting, and its value one that it can have.
func takeEntries(root *strictyaml.Node) (configuration, error) {
	flags := make(map[string]*pflag.Flag)
	keys := []string{inputsKey}
	for _, flag := range runSettings() {
		flags[keyOf(flag.Name)] = flag
		keys = append(keys, keyOf(flag.Name))
	}
	file := make(configuration)
	for i, key := range root.Keys {
		if !slices.Contains(keys, key.Text) {
			return nil, key.Errorf("unknown key %s%s; the keys are %s", strictyaml.Quote(key.Text), meant(strings.ReplaceAll(key.Text, "-", "_"), keys), strings.Join(keys, ", "))
		}
		values, fault := takeValues(key.Text, flags[key.Text], root.Values[i])
		if fault != nil {
			return nil, fault
		}
		file[key.Text] = &entry{root.Values[i], values}
	}
	return file, nil
}

// takeValues reads the value of a key. Flag is nil for the inputs.
func takeValues(key string, flag *pflag.Flag, at *strictyaml.Node) (values []string, fault *strictyaml.Error) {
	many := flag == nil || flag.Value.Type() == "stringArray"
	joined := flag != nil && placeholderOf(flag) == listPlaceholder
	switch at.Kind {
	case strictyaml.Scalar:
		values, fault = takeTexts(key, []*strictyaml.Node{at})
	case strictyaml.List:
		if !many && !joined {
			return nil, at.Errorf("%s is a list; give a single value", key)
		}
		values, fault = takeTexts(key, at.Items)
	case strictyaml.Mapping:
		if key != "alias" {
			return nil, at.Errorf("%s is a mapping; give %s", key, map[bool]string{true: "a list", false: "a single value, in quotes if it begins with {"}[many || joined])
		}
		values, fault = takeTexts(key, at.Values)
		for i := range values {
			values[i] = at.Keys[i].Text + "=" + values[i]
		}
	default:
		return nil, at.Errorf("%s is blank; give a value, or remove the key", key)
	}
	if fault == nil && joined {
		values = []string{strings.Join(values, ",")}
	}
	return values, fault
}

func takeTexts(key string, nodes []*strictyaml.Node) (texts []string, fault *strictyaml.Error) {
	for _, n := range nodes {
		switch {
		case n.Kind == strictyaml.Blank || n.Kind == strictyaml.Scalar && strings.TrimSpace(n.Text) == "":
			return nil, n.Errorf("%s is blank; give a value, or remove the key", key)
		case n.Kind != strictyaml.Scalar:
			return nil, n.Errorf("%s holds %s; give single values", key, n.Kind)
		case strings.ContainsAny(n.Text, "\n\x00"):
			return nil, n.Errorf("%s has more than one line; give one", key)
		}
		texts = append(texts, n.Text)
	}
	return texts, nil
}

// placeholderOf is what stands for a flag's value in the help: DIR, LIST.
func placeholderOf(flag *pflag.Flag) string {
	name, _ := pflag.UnquoteUsage(flag)
	return name
}
