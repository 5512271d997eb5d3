package pipeline

import (
	"testing"

	"pgregory.net/rapid"
)

// The table finds what a map finds, however it grew and wherever things were moved.
func TestIDTableFindsWhatAMapFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var table idTable
		if rapid.Bool().Draw(t, "reset") {
			table.reset(rapid.IntRange(0, 20).Draw(t, "room"))
		}
		ids, places := []string{}, map[string]int{}
		find := func(id string) int {
			return table.find(hashOf(id)&3, func(place int) bool { return ids[place] == id }) // few hashes: many collide
		}
		for _, id := range rapid.SliceOfN(rapid.StringMatching("[a-e]{0,2}"), 0, 60).Draw(t, "ids") {
			at, known := table.put(hashOf(id)&3, len(ids), func(place int) bool { return ids[place] == id })
			want, expected := places[id]
			if known != expected || (known && at != want) || (!known && at != len(ids)) {
				t.Fatalf("put %q: %d, %t; a map has %d, %t", id, at, known, want, expected)
			}
			if !known {
				places[id] = len(ids)
				ids = append(ids, id)
			}
		}
		order := rapid.Permutation(intsTo(len(ids))).Draw(t, "order")
		moved := make([]string, len(ids))
		for to, from := range order {
			moved[to] = ids[from]
		}
		table.moved(inverse(order))
		ids = moved
		for to, id := range ids {
			if at := find(id); at != to {
				t.Fatalf("%q is at %d, not %d", id, at, to)
			}
		}
		if at := find("unheard of"); at != -1 {
			t.Fatalf("found at %d what was never put", at)
		}
	})
}

func intsTo(n int) []int32 {
	ints := make([]int32, n)
	for i := range ints {
		ints[i] = int32(i)
	}
	return ints
}
