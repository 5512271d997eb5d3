package flow

import (
	"math/bits"

	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// A table in one order over all its shards (the outreach list with its ranks, the rejects
// as they stand in the input) is cut by buckets: near lines share one, rows are counted by
// bucket, and each shard gets consecutive buckets of about as many rows. The rows of a
// bucket, and of a shard, are sorted in the memory of one worker.

// outreachBucket sorts as the outreach list does: by status, then by compromisable arrears
// falling, those within a 64th of each other together.
func outreachBucket(status coap.Status, compromisable ledger.Cents) uint64 {
	amount := uint64(max(compromisable, 0))
	size := uint64(bits.Len64(amount))
	near := amount
	if size > 7 {
		near = amount >> (size - 7)
	}
	return uint64(coap.Eligible-status)<<32 | (1<<32 - 1 - (size<<8 | near))
}

// histogramFn counts rows by bucket.
type histogramFn struct{}

// CreateAccumulator begins to count.
func (*histogramFn) CreateAccumulator() wire.Histogram { return wire.Histogram{} }

// AddInput counts a line.
func (*histogramFn) AddInput(h wire.Histogram, line wire.Line) wire.Histogram {
	h.Add(line.Bucket, int64(line.Rows))
	return h
}

// MergeAccumulators adds counts up.
func (*histogramFn) MergeAccumulators(a, b wire.Histogram) wire.Histogram {
	for bucket, rows := range b.Rows {
		a.Add(bucket, rows)
	}
	return a
}

// ranks is how buckets are spread over shards.
type ranks struct {
	shards  int
	shard   map[uint64]int
	before  []int64 // by shard: the rows in those before it
	learned bool
}

// learn takes the counts from a side input, once a bundle.
func (r *ranks) learn(next func(*wire.Histogram) bool) {
	if r.learned {
		return
	}
	var h wire.Histogram
	next(&h) // there is none without a line
	r.learned, r.shard, r.before = true, make(map[uint64]int), make([]int64, r.shards)
	var total, met int64
	for _, rows := range h.Rows {
		total += rows
	}
	at := 0
	for _, bucket := range h.Buckets() {
		for want := int(met * int64(r.shards) / max(total, 1)); at < want; {
			at++
			r.before[at] = met
		}
		r.shard[bucket] = at
		met += h.Rows[bucket]
	}
	for at++; at < r.shards; at++ {
		r.before[at] = met
	}
}

// assignFn gives each line of a table its shard.
type assignFn struct {
	Table, Shards int

	ranks
}

// StartBundle forgets the counts of the bundle before.
func (fn *assignFn) StartBundle(_ func(*wire.Histogram) bool, _ func(int, wire.Line)) {
	fn.ranks = ranks{shards: fn.Shards}
}

// ProcessElement keys a line by its shard.
func (fn *assignFn) ProcessElement(line wire.Line, counted func(*wire.Histogram) bool, lines func(int, wire.Line)) {
	fn.learn(counted)
	lines(fn.Table*fn.Shards+fn.shard[line.Bucket], line)
}
