package policy

import "slices"

// merge lays a child over its parent: mappings merge key by key, the parent's keys
// first; anything else is replaced whole. Neither tree is changed.
func merge(parent, child *node) *node {
	if parent == nil || parent.kind != mapping || child.kind != mapping {
		return child
	}
	merged := *child
	merged.keys, merged.values = slices.Clone(parent.keys), slices.Clone(parent.values)
	places := make(map[string]int, len(parent.keys))
	for i, key := range parent.keys {
		places[key.text] = i
	}
	for i, key := range child.keys {
		if place, ok := places[key.text]; ok {
			merged.keys[place], merged.values[place] = key, merge(parent.values[place], child.values[i])
			continue
		}
		merged.keys, merged.values = append(merged.keys, key), append(merged.values, child.values[i])
	}
	return &merged
}
