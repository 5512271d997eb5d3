package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

// pieceOf makes the rows of one case, each of which stands on the line of its index.
func pieceOf(rows ...string) *piece {
	p := &piece{id: "C1"}
	for i, text := range rows {
		p.entries = append(p.entries, row("C1 "+text).entry(&p.text, ledger.NewPosition(0, 0, i)))
	}
	return p
}

func lines(positions []ledger.Position) (lines []int) {
	for _, position := range positions {
		lines = append(lines, position.Line())
	}
	return lines
}

// settling is which rows stand and which are left out, by index.
type settling struct {
	Stand, Duplicates, Future []int
	Rejects                   []string // "INDEX code"
}

func settleAll(s *settler, p *piece) settling {
	result := s.settle(p)
	got := settling{Duplicates: lines(result.duplicates), Future: lines(result.future)}
	for _, entry := range result.entries {
		got.Stand = append(got.Stand, entry.Position.Line())
	}
	for _, reject := range result.rejects {
		got.Rejects = append(got.Rejects, fmt.Sprintf("%d %s", reject.Position.Line(), reject.Code))
	}
	return got
}

func TestSettle(t *testing.T) {
	charge, payment := "2020-01-05 charge 100.00 NAA", "2020-02-05 payment 40.00"
	for name, c := range map[string]struct {
		rows []string
		want settling
	}{
		"nothing":                             {nil, settling{}},
		"plain rows":                          {[]string{charge, payment}, settling{Stand: []int{0, 1}}},
		"equal rows without an id both stand": {[]string{payment, payment}, settling{Stand: []int{0, 1}}},
		"a duplicate":                         {[]string{charge + " id=7", payment, charge + " id=7"}, settling{Stand: []int{0, 1}, Duplicates: []int{2}}},
		"many duplicates": {[]string{charge + " id=7", charge + " id=7", charge + " id=7"},
			settling{Stand: []int{0}, Duplicates: []int{1, 2}}},
		"a duplicate whose source is spelt otherwise": {
			[]string{payment + " id=7 source=Federal-Tax-Offset", payment + " id=7 source=federal_tax_offset"},
			settling{Stand: []int{0}, Duplicates: []int{1}}},
		"ids that differ in letter case or leading zeros are different ids": {
			[]string{payment + " id=a7", payment + " id=A7", payment + " id=07", payment + " id=7"}, settling{Stand: []int{0, 1, 2, 3}}},
		"conflicts: amount, date, type, account, source, ref": {
			[]string{charge + " id=7", "2020-01-05 charge 100.01 NAA id=7", "2020-01-06 charge 100.00 NAA id=7", "2020-01-05 judgment 100.00 NAA id=7",
				"2020-01-05 charge 100.00 PAA id=7", charge + " id=7 source=cash", charge + " id=7 ref=3"},
			settling{Stand: []int{0}, Rejects: []string{"1 conflicting_entry", "2 conflicting_entry", "3 conflicting_entry",
				"4 conflicting_entry", "5 conflicting_entry", "6 conflicting_entry"}}},
		"a conflict, then a duplicate of the first": {[]string{charge + " id=7", payment + " id=7", charge + " id=7"},
			settling{Stand: []int{0}, Duplicates: []int{2}, Rejects: []string{"1 conflicting_entry"}}},
		"a repeated id among ids that do not ascend": {[]string{payment + " id=9", payment + " id=10", payment + " id=2", payment + " id=10"},
			settling{Stand: []int{0, 1, 2}, Duplicates: []int{3}}},
		"the as-of date itself is no future": {[]string{"2026-10-31 payment 1.00", "2026-11-01 payment 1.00"},
			settling{Stand: []int{0}, Future: []int{1}}},
		"a duplicate of a future entry counts as a duplicate": {[]string{"2026-11-01 payment 1.00 id=1", "2026-11-01 payment 1.00 id=1"},
			settling{Future: []int{0}, Duplicates: []int{1}}},
		"an entry that conflicts with a future one": {[]string{"2026-11-01 payment 1.00 id=1", "2026-10-01 payment 1.00 id=1"},
			settling{Future: []int{0}, Rejects: []string{"1 conflicting_entry"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, settleAll(&settler{asOf: testAsOf}, pieceOf(c.rows...))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReversals(t *testing.T) {
	paid := "2020-02-05 payment 40.00 id=P"
	reversal := "2020-03-01 reversal 40.00 ref=P"
	for name, c := range map[string]struct {
		rows []string
		want settling
	}{
		"a payment is voided":                 {[]string{paid, reversal}, settling{}},
		"a reversal may stand before":         {[]string{reversal, paid}, settling{}},
		"on the same day":                     {[]string{paid, "2020-02-05 reversal 40.00 ref=P"}, settling{}},
		"dated before what it would void":     {[]string{paid, "2020-02-04 reversal 40.00 ref=P"}, settling{Stand: []int{0}, Rejects: []string{"1 unmatched_reversal"}}},
		"of another size":                     {[]string{paid, "2020-03-01 reversal 39.99 ref=P"}, settling{Stand: []int{0}, Rejects: []string{"1 unmatched_reversal"}}},
		"of nothing":                          {[]string{paid, "2020-03-01 reversal 40.00 ref=Q"}, settling{Stand: []int{0}, Rejects: []string{"1 unmatched_reversal"}}},
		"ids are compared to the letter":      {[]string{paid, "2020-03-01 reversal 40.00 ref=p"}, settling{Stand: []int{0}, Rejects: []string{"1 unmatched_reversal"}}},
		"an entry is voided once":             {[]string{paid, reversal, reversal}, settling{Rejects: []string{"2 unmatched_reversal"}}},
		"a reversal that fails leaves room":   {[]string{paid, "2020-02-01 reversal 40.00 ref=P", reversal}, settling{Rejects: []string{"1 unmatched_reversal"}}},
		"a negative adjustment, by its size":  {[]string{"2020-02-05 adjustment -40.00 NAA id=P", reversal}, settling{}},
		"an interest adjustment":              {[]string{"2020-02-05 interest_adjustment -40.00 NAA id=P", reversal}, settling{}},
		"a charge and a judgment":             {[]string{"2020-02-05 charge 40.00 NAA id=P", reversal, "2020-02-05 judgment 5.00 NAA id=Q", "2020-02-05 reversal 5.00 ref=Q"}, settling{}},
		"a reversal is never voided":          {[]string{paid, reversal + " id=R", "2020-04-01 reversal 40.00 ref=R"}, settling{Rejects: []string{"2 unmatched_reversal"}}},
		"nor does it void itself":             {[]string{"2020-04-01 reversal 40.00 id=R ref=R"}, settling{Rejects: []string{"0 unmatched_reversal"}}},
		"a future reversal voids nothing yet": {[]string{paid, "2026-11-01 reversal 40.00 ref=P"}, settling{Stand: []int{0}, Future: []int{1}}},
		"of a future entry":                   {[]string{"2026-11-01 payment 40.00 id=P", "2026-11-02 reversal 40.00 ref=P"}, settling{Future: []int{0, 1}}},
		"of a future entry, dated before it": {[]string{"2026-11-01 payment 40.00 id=P", "2026-10-30 reversal 40.00 ref=P"},
			settling{Future: []int{0}, Rejects: []string{"1 unmatched_reversal"}}},
		"of an entry that has a duplicate voids the one that counts": {[]string{paid, paid, reversal}, settling{Duplicates: []int{1}}},
		"of an entry that has a conflict voids the first": {[]string{paid, "2020-02-05 payment 41.00 id=P", reversal, "2020-03-01 reversal 41.00 ref=P"},
			settling{Rejects: []string{"1 conflicting_entry", "3 unmatched_reversal"}}},
		"given twice with one id is a duplicate":       {[]string{paid, reversal + " id=R", reversal + " id=R"}, settling{Duplicates: []int{2}}},
		"with the id of another entry is a conflict":   {[]string{paid, "2020-03-01 reversal 40.00 ref=P id=P"}, settling{Stand: []int{0}, Rejects: []string{"1 conflicting_entry"}}},
		"only the voided entry goes, the others stand": {[]string{"2020-01-01 charge 9.00 NAA id=1", paid, reversal, "2020-05-01 payment 3.00 id=Z"}, settling{Stand: []int{0, 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, settleAll(&settler{asOf: testAsOf}, pieceOf(c.rows...))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A settler keeps its memory from case to case, and nothing else.
func TestASettlerForgetsTheCaseBefore(t *testing.T) {
	s := &settler{asOf: testAsOf}
	messy := func() *piece {
		return pieceOf("2020-02-05 payment 40.00 id=P", "2020-02-05 payment 40.00 id=P", "2020-02-05 payment 1.00 id=P", "2027-01-01 payment 1.00 id=A",
			"2020-03-01 reversal 40.00 ref=P id=B", "2020-03-01 reversal 40.00 ref=P id=C")
	}
	want := settleAll(&settler{asOf: testAsOf}, messy())
	for range 3 {
		if diff := cmp.Diff(want, settleAll(s, messy())); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		got := settleAll(s, pieceOf("2020-03-01 reversal 40.00 ref=P", "2020-02-05 payment 40.00 id=A"))
		if diff := cmp.Diff(settling{Stand: []int{1}, Rejects: []string{"0 unmatched_reversal"}}, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}

func TestAConflictNamesTheOtherRow(t *testing.T) {
	s := &settler{asOf: testAsOf}
	result := s.settle(pieceOf("2020-02-05 payment 40.00 id=P", "2020-02-06 payment 40.00", "2020-02-05 payment 1.00 id=P"))
	reject := result.rejects[0]
	if reject.Other.Line() != 0 || !strings.Contains(reject.Message, "{other}") || reject.CaseID != "C1" || reject.Column != "entry_id" || !reject.Row {
		t.Errorf("got %+v", reject)
	}
}

// The sizes of a case's amounts together stay within 64 bits even after three centuries
// of interest: what would go beyond the bound is rejected, in input order.
func TestTheSumOfACaseIsBounded(t *testing.T) {
	most := int(caseSumMax / ledger.AmountMax) // entries of the largest amount that fit
	p := &piece{id: "C1"}
	for i := range most + 3 {
		amount := ledger.AmountMax
		if i%2 == 1 {
			amount = -amount // sizes count, not the balance
		}
		p.entries = append(p.entries, ledger.Entry{Date: testAsOf, Type: ledger.Adjustment, Account: 1, Amount: amount, Position: ledger.NewPosition(0, 0, i)})
	}
	p.entries = append(p.entries, ledger.Entry{Date: testAsOf, Type: ledger.Payment, Amount: 1, Position: ledger.NewPosition(0, 0, most+3)})
	s := &settler{asOf: testAsOf}
	result := s.settle(p)
	var got []int
	for _, reject := range result.rejects {
		if reject.Code != ledger.BadAmount || reject.Column != "amount" || !reject.Row || reject.CaseID != "C1" {
			t.Errorf("got %+v", reject)
		}
		got = append(got, reject.Position.Line())
	}
	if want := []int{most, most + 1, most + 2}; !slices.Equal(got, want) || len(result.entries) != most+1 {
		t.Errorf("rejected %v and kept %d entries, want %v and %d", got, len(result.entries), want, most+1)
	}
}
