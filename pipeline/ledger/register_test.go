package ledger

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every NCP has its own cases, in their order, whatever was linked before.
func TestLink(t *testing.T) {
	var r Register
	if r.NCPs = make([]NCP, 2); r.CasesOf(1) != nil {
		t.Error("somebody has cases before they are linked")
	}
	rapid.Check(t, func(t *rapid.T) {
		r.NCPs = make([]NCP, rapid.IntRange(0, 9).Draw(t, "NCPs"))
		r.Cases = nil
		want := make([][]int32, len(r.NCPs))
		if len(r.NCPs) > 0 {
			for i, ncp := range rapid.SliceOfN(rapid.IntRange(0, len(r.NCPs)-1), 0, 20).Draw(t, "cases") {
				r.Cases = append(r.Cases, Case{NCP: int32(ncp)})
				want[ncp] = append(want[ncp], int32(i))
			}
		}
		r.Link()
		for ncp := range want {
			if got := r.CasesOf(ncp); !slices.Equal(got, want[ncp]) {
				t.Fatalf("NCP %d has %v, want %v", ncp, got, want[ncp])
			}
		}
	})
}
