package generate

import (
	"math/bits"

	"arrears/pipeline/ledger"
)

// random is a stream of numbers (SplitMix64). It is our own so that no release of the
// standard library changes what a seed makes.
type random struct{ state uint64 }

// stream names what a random stream is for, so that streams of one number differ.
type stream uint64

const (
	caseStream stream = iota + 1
	parentStream
	siblingStream
	identityStream
	defectStream
	shuffleStream
)

// newRandom is the stream for one case, parent or file of a world.
func newRandom(seed uint64, purpose stream, number int) random {
	return random{mix(mix(seed+uint64(purpose)*0x9e3779b97f4a7c15) + uint64(number)*0xd1342543de82ef95)}
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return mix(r.state)
}

// below draws 0 to n-1.
func (r *random) below(n int) int {
	high, _ := bits.Mul64(r.next(), uint64(n))
	return int(high)
}

// between draws low to high, both included.
func (r *random) between(low, high int) int { return low + r.below(high-low+1) }

// permille is true in p of 1,000 draws.
func (r *random) permille(p int) bool { return r.below(1000) < p }

// weighted draws an index of weights, in proportion to them.
func (r *random) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := r.below(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	panic("weights changed while they were drawn from")
}

// dollars draws whole dollars, low to high.
func (r *random) dollars(low, high int) ledger.Cents {
	return ledger.Cents(r.between(low, high)) * 100
}

// cents draws an amount, low to high.
func (r *random) cents(low, high ledger.Cents) ledger.Cents {
	return low + ledger.Cents(r.below(int(high-low+1)))
}

// percent draws low to high percent of an amount.
func (r *random) percent(amount ledger.Cents, low, high int) ledger.Cents {
	return amount * ledger.Cents(r.between(low, high)) / 100
}

// pick draws one of a list.
func pick[T any](r *random, list []T) T { return list[r.below(len(list))] }
