package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// Whoever sorts the outreach list by OutreachOrder gets the list's order.
func TestOutreachOrderIsThatOfTheList(t *testing.T) {
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	r := &report.Report{Policy: rules, Register: &ledger.Register{}}
	amounts := []ledger.Cents{-1 << 63, -5, 0, 1, 2, 1000, 1001, 1<<63 - 1}
	for i := range 200 {
		r.NCPs = append(r.NCPs, ledger.NCP{ID: fmt.Sprintf("N%03d", i)})
		r.Determinations = append(r.Determinations, coap.Determination{OnList: true,
			Status: []coap.Status{coap.Later, coap.Review, coap.Eligible}[random.IntN(3)], Compromisable: amounts[random.IntN(len(amounts))]})
	}
	for i := range r.NCPs {
		r.Outreach = append(r.Outreach, report.OutreachRow{NCP: int32(i)})
	}
	rank(r)
	if !slices.IsSortedFunc(r.Outreach, func(a, b report.OutreachRow) int {
		order := func(row report.OutreachRow) []byte {
			return OutreachOrder(&r.Determinations[row.NCP], r.NCPs[row.NCP].ID)
		}
		return bytes.Compare(order(a), order(b))
	}) {
		t.Error("the list has another order")
	}
}

// A case of more rows than a run takes is refused, whoever brings its rows together.
func TestCaseReplayerIsBounded(t *testing.T) {
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	replayer := NewCaseReplayer(rules, ledger.MustDate("2026-10-31"))
	_, err = replayer.Replay("C1", nil, make([]ledger.Entry, CaseRowsMax+1), nil)
	if limit := (*LimitError)(nil); !errors.As(err, &limit) || !strings.Contains(err.Error(), `"C1"`) {
		t.Errorf("error %v", err)
	}
}

func TestParseLimit(t *testing.T) {
	for text, want := range map[string]string{"0": "0", "100": "100", "5%": "5%", "0.5%": "0.5%", "100%": "100%"} {
		if limit, ok := ParseLimit(text); !ok || limit.String() != want {
			t.Errorf("%s: %s, %v", text, limit, ok)
		}
	}
	for _, text := range []string{"", "-1", "x", "101%", "-1%", "NaN%", "%", "5 %"} {
		if limit, ok := ParseLimit(text); ok {
			t.Errorf("%q is %s", text, limit)
		}
	}
}
