package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"

	"github.com/google/go-cmp/cmp"
)

// The places of the identifiers in the events header of these tests: date, type, ncp_id,
// case_id, end_date, value, note.
const (
	dateColumn = iota
	typeColumn
	ncpColumn
	caseColumn
	endColumn
	valueColumn
	noteColumn
)

// addEvents adds events, each "TYPE DATE ncp=… case=… to=… rate=… CODE@COLUMN", the last
// being what the reader found wrong with the row.
func (e *exports) addEvents(texts ...string) *exports {
	for _, text := range texts {
		words := strings.Fields(text)
		event := ledger.EventRow{Position: ledger.NewPosition(eventsPart, 0, len(e.events)), Date: ledger.MustDate(words[1]), NCPColumn: ncpColumn, CaseColumn: caseColumn}
		event.Type = ledger.EventType(slices.Index(ledger.EventTypes(), words[0]) + 1)
		for _, word := range words[2:] {
			name, value, _ := strings.Cut(word, "=")
			switch name {
			case "ncp":
				event.NCPID = value
			case "case":
				event.CaseID = value
			case "to":
				event.End = ledger.MustDate(value)
			case "rate":
				fmt.Sscan(value, &event.Rate)
			default:
				code, column, _ := strings.Cut(word, "@")
				reject := ledger.Reject{Position: event.Position, Table: ledger.EventsTable, Code: ledger.Code(code), Row: true, Rows: 1,
					CaseID: event.CaseID, NCPID: event.NCPID, ColumnOrder: ledger.NoColumn}
				if column != "" {
					fmt.Sscan(column, &reject.ColumnOrder)
				}
				event.Reject = &reject
			}
		}
		e.events = append(e.events, event)
	}
	return e
}

// addNCPs adds rows of the ncps table by their identifiers.
func (e *exports) addNCPs(ids ...string) *exports {
	for _, id := range ids {
		e.ncps = append(e.ncps, ledger.NCPRow{Position: ledger.NewPosition(ncpsPart, 0, len(e.ncps)), NCP: ledger.NCP{ID: id}})
	}
	return e
}

func wantRejects(t *testing.T, r *report.Report, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, rejectsOf(r)); diff != "" {
		t.Errorf("rejects (-want +got)\n%s", diff)
	}
}

func wantTainted(t *testing.T, r *report.Report, cases, ncps string) {
	t.Helper()
	gotCases, gotNCPs := taintedOf(r)
	if got := strings.Join(gotCases, " "); got != cases {
		t.Errorf("tainted cases %q, want %q", got, cases)
	}
	if got := strings.Join(gotNCPs, " "); got != ncps {
		t.Errorf("tainted NCPs %q, want %q", got, ncps)
	}
}

func TestASecondRowOfAKeyIsRejected(t *testing.T) {
	e := newExports([]string{"C1 N1", "C2 N1", "C1 N2", "C3 N9"}).addNCPs("N1", "N2", "N1")
	for i, name := range map[int]string{0: "First", 2: "Second"} {
		e.ncps[i].NCP.Contact = ledger.NewContact([ledger.ContactColumns]string{name})
	}
	// A value of the second row that can't be used either makes no reject of its own.
	e.ncps[2].Rejects = []ledger.Reject{{Position: e.ncps[2].Position, Table: ledger.NCPsTable, Code: ledger.BadFlag, NCPID: "N1", Rows: 1}}
	e.cases[2].Case.County = "Kern"
	e.cases[2].Rejects = []ledger.Reject{{Position: e.cases[2].Position, Table: ledger.CasesTable, Code: ledger.BadAmount, CaseID: "C1", NCPID: "N2", Rows: 1}}
	r := mustRun(t, testJob(), e)
	wantRejects(t, r, "ncps.csv:4 duplicate_key ncp=N1", "cases.csv:4 duplicate_key case=C1 ncp=N2")
	if r.NCPs[0].Name() != "First" || r.Cases[0].County != "" || r.NCPs[r.Cases[0].NCP].ID != "N1" {
		t.Errorf("the first row does not count: %+v %+v", r.NCPs[0], r.Cases[0])
	}
	// C1 and N2 are named by one reject, N1 by the other; N2 has no case of its own.
	wantTainted(t, r, "C1 C2", "N1 N2")
	if got := countsOf(r.Inputs[casesPart]); got != [5]int{4, 3, 1, 0, 0} {
		t.Errorf("counts of the cases table: %v", got)
	}
	if got := countsOf(r.Inputs[ncpsPart]); got != [5]int{3, 2, 1, 0, 0} {
		t.Errorf("counts of the ncps table: %v", got)
	}
}

// A row that is refused as a whole leaves its key free for the next.
func TestARefusedRowTakesNoKey(t *testing.T) {
	e := newExports([]string{"C1 N1", "C1 N1"}).addNCPs("N1", "N1")
	e.ncps[0].Rejects = []ledger.Reject{{Position: e.ncps[0].Position, Table: ledger.NCPsTable, Code: ledger.MalformedRow, NCPID: "N1", Row: true, Rows: 1}}
	e.cases[0].Rejects = []ledger.Reject{{Position: e.cases[0].Position, Table: ledger.CasesTable, Code: ledger.MissingColumnValue, CaseID: "C1", Row: true, Rows: 1}}
	r := mustRun(t, testJob(), e)
	wantRejects(t, r, "ncps.csv:2 malformed_row ncp=N1", "cases.csv:2 missing_column_value case=C1")
	wantTainted(t, r, "C1", "N1")
	if len(r.Cases) != 1 || len(r.NCPs) != 1 {
		t.Errorf("%d cases and %d NCPs, want one of each", len(r.Cases), len(r.NCPs))
	}
}

// Values that are rejected by themselves leave their row standing.
func TestARejectedValueLeavesTheRowStanding(t *testing.T) {
	e := newExports([]string{"C1 N1", "C2 N1", "C3 N3"}).addNCPs("N1")
	for i, code := range []ledger.Code{ledger.BadAmount, ledger.BadState} {
		e.cases[0].Rejects = append(e.cases[0].Rejects, ledger.Reject{Position: e.cases[0].Position, Table: ledger.CasesTable, Code: code,
			CaseID: "C1", NCPID: "N1", ColumnOrder: 5 - i, Rows: 1})
	}
	r := mustRun(t, testJob(), e)
	wantRejects(t, r, "cases.csv:2 bad_state case=C1 ncp=N1", "cases.csv:2 bad_amount case=C1 ncp=N1") // in column order
	wantTainted(t, r, "C1 C2", "N1")                                                                   // both named, and all cases of the NCP
	if got := countsOf(r.Inputs[casesPart]); got != [5]int{3, 3, 0, 0, 0} {
		t.Errorf("counts of the cases table: %v", got)
	}
}

func TestEventRejects(t *testing.T) {
	for name, c := range map[string]struct{ event, reject, cases, ncps string }{
		"good":                                 {"contempt 2026-01-01 ncp=N1", "", "", ""},
		"unknown NCP":                          {"contempt 2026-01-01 ncp=N7", "unknown_ncp ncp=N7", "", ""},
		"unknown case":                         {"rate 2026-01-01 case=C7 rate=60000", "unknown_case case=C7", "", ""},
		"unknown case of a known NCP":          {"contempt 2026-01-01 ncp=N1 case=C7", "unknown_case case=C7 ncp=N1", "C1 C2", "N1"},
		"unknown NCP of a known case":          {"rate 2026-01-01 ncp=N7 case=C3", "unknown_ncp case=C3 ncp=N7", "C3", ""},
		"both unknown":                         {"contempt 2026-01-01 ncp=N7 case=C7", "unknown_case case=C7 ncp=N7", "", ""},
		"unknown case before all else":         {"rate 2026-01-01 case=C7 bad_date@0", "unknown_case case=C7", "", ""},
		"an earlier column before the NCP":     {"contempt 2026-01-01 ncp=N7 bad_date@0", "bad_date ncp=N7", "", ""},
		"the NCP before a later column":        {"contempt 2026-01-01 ncp=N7 bad_date@4", "unknown_ncp ncp=N7", "", ""},
		"a bad column taints whom it names":    {"rate 2026-01-01 case=C1 ncp=N2 bad_rate@5", "bad_rate case=C1 ncp=N2", "C1 C3", "N2"},
		"in the future, and unknown":           {"contempt 2027-01-01 ncp=N7", "unknown_ncp ncp=N7", "", ""},
		"malformed, naming nobody":             {"contempt 2026-01-01 malformed_row", "malformed_row", "", ""},
		"malformed, naming the known":          {"contempt 2026-01-01 ncp=N1 case=C3 malformed_row", "malformed_row case=C3 ncp=N1", "C1 C2 C3", "N1"},
		"malformed, naming the unknown":        {"contempt 2026-01-01 ncp=N7 case=C7 malformed_row", "malformed_row", "", ""},
		"malformed, naming one of each":        {"contempt 2026-01-01 ncp=N1 case=C7 malformed_row", "malformed_row ncp=N1", "C1 C2", "N1"},
		"wrongly encoded note":                 {"contempt 2026-01-01 ncp=N1 encoding@6", "encoding ncp=N1", "C1 C2", "N1"},
		"wrongly encoded, unknown case":        {"contempt 2026-01-01 ncp=N1 case=C7 encoding@6", "unknown_case case=C7 ncp=N1", "C1 C2", "N1"},
		"wrongly encoded behind unknown NCP":   {"contempt 2026-01-01 ncp=N7 encoding@6", "unknown_ncp ncp=N7", "", ""},
		"wrongly encoded before unknown NCP":   {"contempt 2026-01-01 ncp=N7 case=C1 encoding@0", "encoding case=C1", "C1", ""},
		"an NCP without a case may be tainted": {"contempt 2026-01-01 ncp=N4 bad_date@4", "bad_date ncp=N4", "", "N4"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newExports([]string{"C1 N1", "C2 N1", "C3 N2"}).addNCPs("N1", "N4").addEvents(c.event)
			r := mustRun(t, testJob(), e)
			rejected := 0
			if c.reject == "" {
				wantRejects(t, r)
			} else {
				rejected = 1
				wantRejects(t, r, "events.csv:2 "+c.reject)
			}
			wantTainted(t, r, c.cases, c.ncps)
			if got := countsOf(r.Inputs[eventsPart]); got != [5]int{1, 1 - rejected, rejected, 0, 0} {
				t.Errorf("counts of the events table: %v", got)
			}
			nobody := 0
			if rejected == 1 && !strings.Contains(c.reject, "=") {
				nobody = 1
			}
			if r.RejectsNamingNobody != nobody {
				t.Errorf("%d rejects name nobody, want %d", r.RejectsNamingNobody, nobody)
			}
		})
	}
}

func TestEventsMakeTheHistory(t *testing.T) {
	e := newExports(nil).addNCPs("N1", "N2").addEvents(
		"coap_application 2020-05-01 ncp=N1", "coap_application 2019-05-01 ncp=N1", // the latest counts, whatever the order
		"coap_rescission 2018-01-01 ncp=N1", "contempt 2026-10-31 ncp=N1", "conviction 2026-10-30 ncp=N1", "outreach_contact 1999-12-31 ncp=N1",
		"contempt 2026-11-01 ncp=N1", "outreach_contact 2199-12-31 ncp=N2")
	r := mustRun(t, testJob(), e)
	want := ledger.History{Application: ledger.MustDate("2020-05-01"), Rescission: ledger.MustDate("2018-01-01"), Contempt: testAsOf,
		Conviction: testAsOf - 1, Contact: ledger.MustDate("1999-12-31")}
	if diff := cmp.Diff(want, r.NCPs[0].History); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if r.NCPs[1].History != (ledger.History{}) {
		t.Errorf("a future event counts: %+v", r.NCPs[1].History)
	}
	// Future events are accepted and ignored.
	if part := r.Inputs[eventsPart]; part.Ignored != 2 || part.Accepted != 8 {
		t.Errorf("%d accepted and %d ignored, want 8 and 2", part.Accepted, part.Ignored)
	}
}

func TestNCPsWithoutCasesAreListed(t *testing.T) {
	r := mustRun(t, testJob(), newExports([]string{"C2 N3", "C1 N3"}).addNCPs("N2", "N1"))
	var got []string
	for i := range r.NCPs {
		got = append(got, fmt.Sprint(r.NCPs[i].ID, r.CasesOf(i)))
	}
	if want := []string{"N1[]", "N2[]", "N3[0 1]"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for i := range r.Determinations {
		if status := r.Determinations[i].Status.String(); status != "no_arrears" {
			t.Errorf("%s: %s", r.NCPs[i].ID, status)
		}
	}
}
