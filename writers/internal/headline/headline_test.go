package headline

import (
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

func TestFigures(t *testing.T) {
	r := fixture.New(60)
	now := Now(r)
	before := *now
	before.Outreach -= 3
	before.Totals.CurrentDue += 1_00
	ids := map[string]string{}
	for _, f := range Figures() {
		if f.Label == "" || ids[f.ID] != "" {
			t.Errorf("%s, %q: a figure without a label, or twice", f.ID, f.Label)
		}
		ids[f.ID] = f.Text(f.Of(now)) + " " + f.Change(&before, now)
	}
	for id, want := range map[string]string{
		"arrears":     r.Totals.Arrears().Dollars() + " no change",
		"outreach":    "21 +3",
		"current":     r.Totals.CurrentDue.Dollars() + " −$1.00",
		"eligible":    "12 no change",
		"forgiveness": r.Totals.Forgiven.Dollars() + " no change",
	} {
		if ids[id] != want {
			t.Errorf("%s: %s, want %s", id, ids[id], want)
		}
	}
	if r.Totals.ByStatus[coap.Eligible].NCPs != 12 || (&report.Headline{}).AsOf != 0 {
		t.Error("the fixture has changed")
	}
}
