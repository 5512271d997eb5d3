package pipeline

import (
	"hash/maphash"
	"math/bits"
)

// seed makes the hashes of identifiers; it does not show in any result.
var seed = maphash.MakeSeed()

func hashOf(id string) uint32 { return uint32(maphash.String(seed, id)) }

func hashOfBytes(id []byte) uint32 { return uint32(maphash.Bytes(seed, id)) }

// idTable finds things by their identifiers. It holds places, not copies of identifiers,
// and can be emptied without giving up its memory.
type idTable struct {
	slots []idSlot
	held  int
}

// idSlot is a place, plus one, with the hash of its identifier; 0 is an empty slot.
type idSlot struct {
	hash  uint32
	place uint32
}

// reset empties the table and makes room for n identifiers.
func (t *idTable) reset(n int) {
	size := 1 << bits.Len(uint(n+n/2))
	t.held = 0
	if size > cap(t.slots) {
		t.slots = make([]idSlot, size)
		return
	}
	t.slots = t.slots[:size]
	clear(t.slots)
}

// probe is the slot of an identifier, or the empty one where it belongs.
func (t *idTable) probe(hash uint32, same func(place int) bool) *idSlot {
	for at := int(hash); ; at++ {
		slot := &t.slots[at&(len(t.slots)-1)]
		if slot.place == 0 || (slot.hash == hash && same(int(slot.place-1))) {
			return slot
		}
	}
}

// put enters an identifier's hash at a place, unless one that is the same is there
// already: then it returns that one's place and true.
func (t *idTable) put(hash uint32, place int, same func(place int) bool) (at int, known bool) {
	if 4*(t.held+1) > 3*len(t.slots) {
		t.grow()
	}
	slot := t.probe(hash, same)
	if slot.place != 0 {
		return int(slot.place - 1), true
	}
	*slot = idSlot{hash, uint32(place + 1)}
	t.held++
	return place, false
}

func (t *idTable) grow() {
	slots := t.slots
	t.slots = make([]idSlot, max(8, 2*len(slots)))
	for _, slot := range slots {
		if slot.place != 0 {
			*t.probe(slot.hash, func(int) bool { return false }) = slot // no two are alike
		}
	}
}

// find is the place of an identifier, -1 if it was not entered.
func (t *idTable) find(hash uint32, same func(place int) bool) int {
	if len(t.slots) == 0 {
		return -1
	}
	if slot := t.probe(hash, same); slot.place != 0 {
		return int(slot.place - 1)
	}
	return -1
}

// moved says that what was at each place is at to[place] now.
func (t *idTable) moved(to []int32) {
	for i := range t.slots {
		if slot := &t.slots[i]; slot.place != 0 {
			slot.place = uint32(to[slot.place-1] + 1)
		}
	}
}
