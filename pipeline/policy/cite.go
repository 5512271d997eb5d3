package policy

import (
	"slices"
	"strings"
)

// readCitations checks the texts of the `citations` mapping; checkCitations checks its
// paths, once the values are known.
func (d *decoder) readCitations(n *node) {
	if d.fault == nil && n.kind != mapping {
		d.fail(n, "citations is %s; give a mapping from a value's path to its citation", n.kind)
	}
	if d.fault != nil {
		return
	}
	for i, key := range n.keys {
		d.words(n.values[i], "the citation of "+quote(key.text))
	}
	d.citations = n
}

// cite notes what the value at a path rests on. A citation from a layer below the
// value's does not count: it speaks of another value.
func (d *decoder) cite(path string, value *node) {
	if d.fault != nil {
		return
	}
	if citation := d.citation(path); citation != nil && citation.layer.rank >= value.layer.rank {
		d.policy.Citations[path] = d.words(citation, path)
		return
	}
	d.policy.Citations[path] = assumed(value)
}

// citeCriteria notes what the choice of criteria rests on and what each of them does.
// A criterion's own source stays the same whichever layer chooses it.
func (d *decoder) citeCriteria(list *node, criteria []string) {
	d.cite("coap.criteria", list)
	for _, id := range criteria {
		if d.fault != nil {
			return
		}
		path := "coap.criteria." + id
		if citation := d.citation(path); citation != nil {
			d.policy.Citations[path] = d.words(citation, path)
			continue
		}
		d.policy.Citations[path] = assumed(list)
	}
}

// inline is the citation that an entry of a list carries.
func (d *decoder) inline(s section) string {
	if d.fault != nil {
		return ""
	}
	if citation := s.node.value("citation"); citation != nil {
		return d.words(citation, s.at("citation"))
	}
	return assumed(s.node)
}

func (d *decoder) citation(path string) *node {
	if d.citations == nil {
		return nil
	}
	return d.citations.value(path)
}

func assumed(value *node) string { return "assumption: set by " + value.layer.label() }

func (d *decoder) checkCitations() {
	if d.fault != nil || d.citations == nil {
		return
	}
	optional := []string{"from", "agency.fax", "agency.email"}
	for _, key := range d.citations.keys {
		_, known := d.policy.Citations[key.text]
		criterion, ok := strings.CutPrefix(key.text, "coap.criteria.")
		if known || slices.Contains(optional, key.text) || ok && slices.Contains(Criteria(), criterion) {
			continue
		}
		d.fail(key, "no value %s to cite; give a path such as coap.horizon_months (an entry of a list carries its own citation)", quote(key.text))
	}
}
