package flow

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"strconv"

	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// The outreach list has one order and its ranks over all shards. It is cut by buckets: rows
// that lie near share one, rows are counted by bucket, and each shard gets consecutive
// buckets of about as many rows. The rows of a bucket, and of a shard, are sorted in the
// memory of one worker.

// outreachBucket sorts as the outreach list does: by status, then by compromisable arrears
// falling, those within a 64th of each other together.
func outreachBucket(status coap.Status, compromisable ledger.Cents) int {
	amount := uint64(max(compromisable, 0))
	size := bits.Len64(amount)
	near := int(amount >> max(0, size-7))
	return int(coap.Eligible-status)<<16 | (1<<15 - 1 - (size<<8 | near))
}

// tally counts a line in its bucket.
func tally(bucket int, line wire.Line) (int, int) { return bucket, line.Rows }

func add(a, b int) int { return a + b }

// toPlace brings the counts of all buckets to one worker.
func toPlace(bucket, rows int) (int, wire.Place) {
	return 0, wire.Place{Bucket: bucket, Rows: rows}
}

// placeFn says where the rows of each bucket belong.
type placeFn struct{ Shards int }

// ProcessElement takes the counts of all buckets.
func (fn *placeFn) ProcessElement(_ int, buckets func(*wire.Place) bool, places func(int, wire.Place)) (err error) {
	defer tell(&err)
	all, total := collect(buckets), 0
	slices.SortFunc(all, func(a, b wire.Place) int { return cmp.Compare(a.Bucket, b.Bucket) })
	for i := range all {
		total += all[i].Rows
	}
	before := 0
	for _, place := range all {
		place.Before = before
		place.Shard = int(int64(before) * int64(fn.Shards) / int64(max(total, 1)))
		places(place.Bucket, place)
		before += place.Rows
	}
	return nil
}

// rankFn gives the lines of a bucket their ranks and their shard.
type rankFn struct{ Shards int }

// ProcessElement takes the lines of a bucket, without their ranks, and its one place.
func (fn *rankFn) ProcessElement(bucket int, lines func(*wire.Line) bool, places func(*wire.Place) bool, ranked func(int, wire.Line)) (err error) {
	defer tell(&err)
	var place wire.Place
	if !places(&place) {
		return fmt.Errorf("bucket %d of the outreach list was not counted", bucket)
	}
	all := collect(lines)
	sortLines(all)
	for i, line := range all {
		rank := place.Before + i + 1
		line.Order = binary.BigEndian.AppendUint64(nil, uint64(rank))
		line.Text = append(append(strconv.AppendInt(make([]byte, 0, len(line.Text)+12), int64(rank), 10), ','), line.Text...)
		ranked(outreachTable*fn.Shards+place.Shard, line)
	}
	return nil
}
