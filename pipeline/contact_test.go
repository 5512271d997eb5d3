package pipeline

import (
	"testing"

	"arrears/pipeline/ledger"
)

// In an outreach list that people edited, an identifier that no table knows is repeated
// only where it can be no name, address or number of a person.
func TestContactsOfUnknownNCPs(t *testing.T) {
	for id, repeated := range map[string]bool{"N77": true, "0300000999": true, "a_9": true, "Roe": false, "Ana-Roe": false, "650-555-0100": false, "12Elm!": false, "ana9@example.org": false, "Núñez7": false} {
		e := newExports([]string{"C1 N1"}).addNCPs("N1").addEvents("outreach_contact 2026-10-01 ncp=" + id)
		e.parts[eventsPart].Kind = ledger.OutreachTable
		r := mustRun(t, testJob(), e)
		if len(r.Rejects) != 1 {
			t.Fatalf("%s: %d rejects", id, len(r.Rejects))
		}
		reject := r.Rejects[0]
		if reject.Code != ledger.UnknownNCP || reject.Table != ledger.OutreachTable || reject.NCPID != map[bool]string{true: id}[repeated] {
			t.Errorf("%s: %+v", id, reject)
		}
	}
}

// A contact that came back counts like any other, also where an event says the same.
func TestContactsCount(t *testing.T) {
	e := newExports([]string{"C1 -7"}).addNCPs("-7").addEvents("outreach_contact 2026-10-01 ncp=-7", "outreach_contact 2026-10-01 ncp=-7", "outreach_contact 2026-10-30 ncp=-7 bad_date@0")
	e.events[2].Reject.Table = ledger.OutreachTable
	e.parts[eventsPart].Kind = ledger.OutreachTable
	r := mustRun(t, testJob(), e)
	if got := r.NCPs[0].History.Contact; got != ledger.MustDate("2026-10-01") {
		t.Errorf("the last contact is of %s", got)
	}
	if len(r.Rejects) != 1 || r.Rejects[0].NCPID != "-7" || !r.NCPs[0].Tainted {
		t.Errorf("a known NCP is not named: %+v", r.Rejects)
	}
}
