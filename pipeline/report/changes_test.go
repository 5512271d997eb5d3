package report

import (
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

func TestWhatIsNotExplained(t *testing.T) {
	for interest, want := range map[ledger.Cents]ledger.Cents{-5: -5, 0: 0, 7: 0, 10: 0, 13: 3} {
		m := Movement{Interest: interest, InterestAtMost: 10}
		if got := m.Unexplained(); got != want {
			t.Errorf("of %s between 0 and 0.10, %s is not explained, want %s", interest, got, want)
		}
		back := Movement{Interest: -interest, InterestAtLeast: -10}
		if got := back.Unexplained(); got != -want {
			t.Errorf("of %s between -0.10 and 0, %s is not explained, want %s", -interest, got, -want)
		}
	}
}

// A report in brief is sorted as its register is, and knows the highest rate of a case's
// own.
func TestNewSnapshot(t *testing.T) {
	r := example(t)
	r.SetRates(1, []ledger.RateEvent{{Rate: 50_000}, {Rate: 120_000}, {Rate: 60_000}})
	s := NewSnapshot(r)
	want := SnapshotCase{ID: "C1", NCPID: "N1", Principal: 5_05, Arrears: 12_12, CurrentDue: 9_09, HeldCredit: 7, Charged: 8, Adjusted: -9, InterestAdjusted: -10, Paid: 11}
	if s.Cases[0] != want || s.Cases[0].Owed() != 12_12+9_09-7 || s.Cases[1].HighestRate != 120_000 || !s.Cases[1].Tainted {
		t.Errorf("%+v", s.Cases)
	}
	if n := s.NCPs[1]; n.ID != "N1" || n.Status != coap.Later || n.Arrears != 62_12 || n.Suppressed != coap.Tainted|coap.DoNotContact || !n.OnList {
		t.Errorf("%+v", n)
	}
	if s.Listed("N1") != coap.Later || s.Listed("N0") != 0 || s.Listed("N2") != 0 || s.Outreach != 2 || s.Policy.Label() != r.Policy.Label() {
		t.Errorf("%+v", s.Headline)
	}
}

func TestRanks(t *testing.T) {
	r := example(t)
	r.Outreach[1].Rank = 14
	if r.Rank(0) != 1 || r.Rank(1) != 14 {
		t.Errorf("ranks %d and %d", r.Rank(0), r.Rank(1))
	}
}
