package pipeline

import (
	"hash/maphash"
	"math/bits"
)

// idTable finds the entry of a case by its identifier. It holds places, not copies of
// identifiers, and is emptied for each case without giving up its memory.
type idTable struct {
	slots []idSlot
	seed  maphash.Seed
}

// idSlot is a place, plus one, with the hash of its identifier; 0 is an empty slot.
type idSlot struct {
	hash  uint32
	place uint32
}

// reset empties the table and makes room for n identifiers.
func (t *idTable) reset(n int) {
	if t.slots == nil {
		t.seed = maphash.MakeSeed()
	}
	size := 1 << bits.Len(uint(2*n))
	if size > cap(t.slots) {
		t.slots = make([]idSlot, size)
		return
	}
	t.slots = t.slots[:size]
	clear(t.slots)
}

// probe is the slot of an identifier, or the empty one where it belongs.
func (t *idTable) probe(id []byte, same func(place int) bool) (slot *idSlot, hash uint32) {
	hash = uint32(maphash.Bytes(t.seed, id))
	for at := int(hash); ; at++ {
		slot = &t.slots[at&(len(t.slots)-1)]
		if slot.place == 0 || (slot.hash == hash && same(int(slot.place-1))) {
			return slot, hash
		}
	}
}

// put enters an identifier at a place, unless one that is the same is there already:
// then it returns that one's place and true.
func (t *idTable) put(id []byte, place int, same func(place int) bool) (at int, known bool) {
	slot, hash := t.probe(id, same)
	if slot.place != 0 {
		return int(slot.place - 1), true
	}
	*slot = idSlot{hash, uint32(place + 1)}
	return place, false
}

// find is the place of an identifier, -1 if it was not entered.
func (t *idTable) find(id []byte, same func(place int) bool) int {
	if slot, _ := t.probe(id, same); slot.place != 0 {
		return int(slot.place - 1)
	}
	return -1
}
