package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"arrears/pipeline/ledger"
)

// decoder reads values off the tree. It keeps the first fault; after it every value
// read is zero.
type decoder struct {
	policy    *Policy
	citations *node // path to citation, from every layer; nil if there is none
	fault     *Error
}

func (d *decoder) fail(at *node, format string, args ...any) {
	if d.fault == nil {
		d.fault = at.errorf(format, args...)
	}
}

// section is a mapping whose keys are known to be the right ones.
type section struct {
	node  *node
	path  string
	cited bool // its values are cited by path, not inline
}

func (s section) has(key string) bool { return s.node != nil && s.node.value(key) != nil }

func (s section) at(key string) string {
	if s.path == "" {
		return key
	}
	return s.path + "." + key
}

// section is a mapping of the policy, whose values are cited by path.
func (d *decoder) section(n *node, path, required, optional string) section {
	s := d.mapping(n, path, required, optional, "give it, or extend a policy that has it")
	s.cited = true
	return s
}

// entry is a mapping that is taken as a whole and carries its own citation.
func (d *decoder) entry(n *node, path, required, optional string) section {
	return d.mapping(n, path, required, optional, "give it")
}

// mapping checks that n is a mapping with the required keys and no others but the
// optional ones; both are lists with spaces.
func (d *decoder) mapping(n *node, path, required, optional, remedy string) section {
	what := path
	if what == "" {
		what = "the policy"
	}
	if d.fault == nil && n.kind != mapping {
		d.fail(n, "%s is %s; give a mapping of keys", what, n.kind)
	}
	if d.fault != nil {
		return section{}
	}
	s := section{node: n, path: path}
	needed := strings.Fields(required)
	known := slices.Concat(needed, strings.Fields(optional))
	for _, key := range n.keys {
		if !slices.Contains(known, key.text) {
			d.fail(key, "unknown key %s in %s; the keys are %s", quote(key.text), what, strings.Join(known, ", "))
		}
	}
	for _, key := range needed {
		if n.value(key) == nil {
			d.fail(n, "%s is missing; %s", s.at(key), remedy)
		}
	}
	return s
}

// inside is a mapping's value for a key; blank after a fault.
func (d *decoder) inside(s section, key string) *node {
	if d.fault != nil {
		return &node{}
	}
	return s.node.value(key)
}

// value is the single value of a key as text, in quotes or not.
func (d *decoder) value(s section, key string) (string, *node) {
	n := d.inside(s, key)
	text := d.text(n, s.at(key))
	if s.cited {
		d.cite(s.at(key), n)
	}
	return text, n
}

func (d *decoder) text(n *node, what string) string {
	if d.fault != nil {
		return ""
	}
	if n.kind == blank || n.kind == scalar && strings.TrimSpace(n.text) == "" {
		d.fail(n, "%s is blank; give a value", what)
		return ""
	}
	if n.kind != scalar {
		d.fail(n, "%s is %s; give a single value", what, n.kind)
		return ""
	}
	return n.text
}

// words is a text for people, on one line.
func (d *decoder) words(n *node, what string) string {
	text := strings.Join(strings.Fields(d.text(n, what)), " ")
	if d.fault == nil && strings.ContainsFunc(text, unprintable) {
		d.fail(n, "%s holds a character that does not print; remove it", what)
	}
	return text
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// name is a name or version as file names and CSV lists can hold it.
func (d *decoder) name(s section, key string) string {
	text, n := d.value(s, key)
	if d.fault == nil && !nameForm.MatchString(text) {
		d.fail(n, "%s is %s; use at most 64 letters, digits, `.`, `_` and `-`", s.at(key), quote(text))
	}
	return text
}

// choice is the place of the key's value among the options.
func (d *decoder) choice(s section, key string, options ...string) int {
	text, n := d.value(s, key)
	place := slices.Index(options, text)
	if d.fault == nil && place < 0 {
		d.fail(n, "%s is %s; give %s", s.at(key), quote(text), strings.Join(options, " or "))
	}
	return max(place, 0)
}

func (d *decoder) yes(s section, key string) bool {
	text, n := d.value(s, key)
	if d.fault == nil && text != "true" && text != "false" {
		d.fail(n, "%s is %s; give true or false", s.at(key), quote(text))
	}
	return text == "true"
}

func (d *decoder) whole(s section, key string, from, to int) int {
	text, n := d.value(s, key)
	number, err := strconv.ParseUint(text, 10, 31)
	if d.fault == nil && (err != nil || int(number) < from || int(number) > to || len(text) > 1 && text[0] == '0') {
		d.fail(n, "%s is %s; give a whole number from %d to %d", s.at(key), quote(text), from, to)
	}
	return int(number)
}

func (d *decoder) money(s section, key string) ledger.Cents {
	text, n := d.value(s, key)
	cents, ok := ledger.ParseCents([]byte(text))
	if d.fault == nil && (!ok || strings.Trim(text, "0123456789.") != "") {
		d.fail(n, "%s is %s; give dollars such as 2500.00, at most 9999999999.99, with neither sign nor thousands marks nor a third decimal", s.at(key), quote(text))
	}
	return cents
}

// millionths is a rate or a share: 10% or 0.10 is 100,000.
func (d *decoder) millionths(s section, key string) int64 {
	text, n := d.value(s, key)
	size, ok := parseMillionths(text)
	if d.fault == nil && !ok {
		d.fail(n, "%s is %s; give 10%% or 0.10, from 0 to 100%% and to a ten-thousandth of a percent at most", s.at(key), quote(text))
	}
	return size
}

func parseMillionths(text string) (int64, bool) {
	decimals := 6
	if number, percent := strings.CutSuffix(text, "%"); percent {
		text, decimals = number, 4
	}
	whole, fraction, point := strings.Cut(text, ".")
	if whole == "" || len(whole) > 3 || len(fraction) > decimals || point && fraction == "" {
		return 0, false
	}
	size, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 63)
	return int64(size), err == nil && size <= uint64(ledger.RateUnit)
}

func (d *decoder) day(s section, key string) ledger.Date {
	text, n := d.value(s, key)
	date, ok := ledger.ParseDate([]byte(text))
	if d.fault == nil && (!ok || date.String() != text) {
		d.fail(n, "%s is %s; give a day from 1900-01-01 to 2199-12-31 in that form", s.at(key), quote(text))
	}
	return date
}

// entries is the list of a key, each entry with its path for messages.
func (d *decoder) entries(n *node, path string, least, most int) []*node {
	if d.fault != nil {
		return nil
	}
	switch {
	case n.kind == blank:
		d.fail(n, "%s is blank; give a list", path)
	case n.kind != list:
		d.fail(n, "%s is %s; give a list", path, n.kind)
	case len(n.items) < least:
		d.fail(n, "%s is an empty list; give at least one entry", path)
	case len(n.items) > most:
		d.fail(n.items[most], "%s has more than %d entries; remove some", path, most)
	}
	if d.fault != nil {
		return nil
	}
	return n.items
}

func entryPath(path string, place int) string { return fmt.Sprintf("%s[%d]", path, place+1) }
