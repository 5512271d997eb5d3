package generate

// A block of cases belongs to a block of parents, so that the parent of any case, and
// which parents have a case, is known without looking beyond the block.
const (
	blockCases   = 100
	blockParents = 80 // with a case; one more of the block may have none
	blockSize    = blockParents + 1
)

const (
	caseIDFirst = 200_000_000_000
	// caseIDStep is the room of one case: its own identifier lies in the lower half, the
	// upper half is left to identifiers that no case has.
	caseIDStep = 9973
	caseIDOwn  = 4986

	parentIDs = 999_999_937 // a prime, so that multiples below scatter without meeting
)

const (
	caseIDDigits   = 13
	parentIDDigits = 10
)

// caseID is the identifier of a case. Identifiers ascend with the case number.
func caseID(seed uint64, number int) uint64 {
	r := newRandom(seed, identityStream, number)
	return caseIDFirst + uint64(number)*caseIDStep + uint64(r.below(caseIDOwn))
}

// unknownCaseID is an identifier that no case has. It sorts right after the case's own;
// nth is below 4,000.
func unknownCaseID(number, nth int) uint64 {
	return caseIDFirst + uint64(number)*caseIDStep + caseIDOwn + uint64(nth)
}

// parentID is the identifier of a parent (an NCP).
func parentID(seed uint64, number int) uint64 {
	return 1 + (uint64(number)*618_033_989+mix(seed)%parentIDs)%parentIDs
}

// unknownParentID is an identifier that no parent has.
func unknownParentID(nth int) uint64 { return 1_000_000_000 + uint64(nth) }

// parentOf is the number of the parent of a case. 80 of the 100 cases of a block have
// each a parent of their own; the others fall to one of these.
func parentOf(seed uint64, number int) int {
	block := number / blockCases
	shift := newRandom(seed, siblingStream, -1-block)
	slot := (number%blockCases*37 + shift.below(blockCases)) % blockCases
	if slot >= blockParents {
		r := newRandom(seed, siblingStream, number)
		slot = r.below(blockParents)
	}
	return block*blockSize + slot
}

// appendDigits appends an identifier with leading zeros.
func appendDigits(dst []byte, id uint64, width int) []byte {
	start := len(dst)
	for range width {
		dst = append(dst, '0')
	}
	for i := start + width - 1; i >= start; i-- {
		dst[i] = byte('0' + id%10)
		id /= 10
	}
	return dst
}
