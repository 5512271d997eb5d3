package pipeline

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	"arrears/pipeline/ledger"
)

// A run with more rejects than are kept ends, and those at hand are fit to be shown.
func TestMoreRejectsThanAreKept(t *testing.T) {
	defer func(most int) { rejectsMax = most }(rejectsMax)
	rejectsMax = 20
	for _, arrange := range []arrangement{lyingTogether, byRound} {
		exports := newExports(nil, blocksOf(arrange(400), 31))
		_, err := Check(t.Context(), testJob(), exports)
		var failure *TooManyRejects
		if !errors.As(err, &failure) {
			t.Fatalf("error %v", err)
		}
		rejects := failure.Report.Rejects
		if len(rejects) <= 20 || failure.Rejected < 20 || failure.Read < failure.Rejected {
			t.Errorf("%d rejects, %d rows of %d rejected", len(rejects), failure.Rejected, failure.Read)
		}
		if !slices.IsSortedFunc(rejects, func(a, b ledger.Reject) int { return cmp.Compare(a.Position, b.Position) }) {
			t.Error("the rejects are not in input order")
		}
	}
}
