package pipeline

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"arrears/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

// someRows draws rows of one case with so few identifiers, amounts and dates that they
// repeat, conflict and void one another all the time.
func someRows(random *rand.Rand) (rows []string) {
	types := []string{"charge", "payment", "adjustment", "reversal", "reversal"}
	for range random.IntN(12) {
		kind := types[random.IntN(len(types))]
		text := fmt.Sprintf("%s %s %d.00", testAsOf-ledger.Date(random.IntN(5))+2, kind, 1+random.IntN(2))
		if kind == "charge" || kind == "adjustment" {
			text += " NAA"
		}
		if random.IntN(4) > 0 {
			text += fmt.Sprintf(" id=%d", random.IntN(6))
		}
		if kind == "reversal" || random.IntN(9) == 0 {
			text += fmt.Sprintf(" ref=%d", random.IntN(6))
		}
		rows = append(rows, text)
	}
	return rows
}

// settleSlowly does what the contract says of duplicates, conflicts, future entries and
// reversals, sentence by sentence.
func settleSlowly(p *piece) (s settling) {
	type fate struct{ gone, void bool }
	fates := make([]fate, len(p.entries))
	text := func(span ledger.Span) string { return string(span.Of(p.text)) }
	reject := func(i int, code ledger.Code) {
		fates[i].gone = true
		s.Rejects = append(s.Rejects, fmt.Sprintf("%d %s", i, code))
	}
	for i, e := range p.entries {
		for j, first := range p.entries[:i] {
			if fates[j].gone || text(e.ID) == "" || text(first.ID) != text(e.ID) {
				continue
			}
			if e.Date == first.Date && e.Type == first.Type && e.Amount == first.Amount && e.Account == first.Account && text(e.Ref) == text(first.Ref) {
				fates[i].gone = true
				s.Duplicates = append(s.Duplicates, i)
			} else {
				reject(i, ledger.ConflictingEntry)
			}
			break
		}
	}
	for i, e := range p.entries {
		if !fates[i].gone && e.Date > testAsOf {
			fates[i].gone = true
			s.Future = append(s.Future, i)
		}
	}
	for i, e := range p.entries {
		if fates[i].gone || e.Type != ledger.Reversal {
			continue
		}
		matched := false
		for j, other := range p.entries {
			if !matched && !fates[j].gone && !fates[j].void && other.Type != ledger.Reversal && text(other.ID) == text(e.Ref) && text(other.ID) != "" &&
				other.Amount.Abs() == e.Amount && other.Date <= e.Date {
				matched, fates[j].void, fates[i].void = true, true, true
			}
		}
		if !matched {
			reject(i, ledger.UnmatchedReversal)
		}
	}
	for i := range p.entries {
		if !fates[i].gone && !fates[i].void {
			s.Stand = append(s.Stand, i)
		}
	}
	return s
}

func TestSettlingIsWhatTheContractSays(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	s := &settler{asOf: testAsOf}
	for range 20_000 {
		rows := someRows(random)
		want := settleSlowly(pieceOf(rows...))
		if diff := cmp.Diff(want, settleAll(s, pieceOf(rows...))); diff != "" {
			t.Fatalf("%q (-contract +settler)\n%s", rows, diff)
		}
	}
}
