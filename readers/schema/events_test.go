package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

// decode is how a PartyDecoder reads a row of one of its tables.
type decode[T any] func(*schema.PartyDecoder, *T, *schema.Texts, []byte, []ledger.Span, ledger.Position)

// party takes the rows of a cases, ncps or events table as they are decoded.
type party[T any] struct {
	decoder *schema.PartyDecoder
	decode  decode[T]
	kept    schema.Texts
	rows    []T
	refused []ledger.Reject
}

func (p *party[T]) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	p.rows = append(p.rows, *new(T))
	p.decode(p.decoder, &p.rows[len(p.rows)-1], &p.kept, batch.Text, fields, position)
}

func (p *party[T]) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	p.refused = append(p.refused, p.decoder.Malformed(batch.Text, fields, position, why))
}

// readParty reads rows under a header.
func readParty[T any](t testing.TB, decode decode[T], header string, rows ...string) *party[T] {
	t.Helper()
	h := headerOf(t, strings.Split(header, ",")...)
	p := &party[T]{decoder: schema.NewPartyDecoder(h), decode: decode}
	readText(t, strings.Join(rows, "\n")+"\n", ',', h, p)
	return p
}

const eventsHeader = "date,type,ncp_id,case_id,end_date,value,note"

func TestEvents(t *testing.T) {
	for row, want := range map[string]string{
		"2020-01-02,coap_application,N1,,,,":              "2020-01-02  coap_application N1  0",
		"2020-01-02,coap_rescission,N1,C1,,,x":            "2020-01-02  coap_rescission N1 C1 0",
		"1/2/2020,Contempt, N1 ,,2020-01-02,,":            "2020-01-02 2020-01-02 contempt N1  0",
		"2020-01-02,conviction,0001,,,12,":                "2020-01-02  conviction 0001  0",
		"2020-01-02,Outreach Contact,N1,,,,\"a\nb\"":      "2020-01-02  outreach_contact N1  0",
		"2020-01-02,rate,,C1,,6%,":                        "2020-01-02  rate  C1 60000",
		"2020-01-02,rate,N1,C1,2020-01-02,0.065,":         "2020-01-02 2020-01-02 rate N1 C1 65000",
		"2020-01-02,RATE,, C1 ,12/31/2020, 0 %,\x00":      "2020-01-02 2020-12-31 rate  C1 0",
		"2020-01-02,contempt,N1,,,not a rate,":            "2020-01-02  contempt N1  0",
		"2020-01-02,contempt,N1,,2199-12-31,\x00formula,": "2020-01-02 2199-12-31 contempt N1  0",
	} {
		events := readParty(t, (*schema.PartyDecoder).Event, eventsHeader, row)
		if len(events.rows) != 1 || events.rows[0].Reject != nil {
			t.Errorf("%q: %+v", row, events)
			continue
		}
		e := events.rows[0]
		if got := fmt.Sprintf("%s %s %s %s %s %d", e.Date, e.End, e.Type, e.NCPID, e.CaseID, e.Rate); got != want {
			t.Errorf("%q: %s, want %s", row, got, want)
		}
	}
}

func TestEventRefusals(t *testing.T) {
	for row, want := range map[string]string{
		",contempt,N1,,,,":                      "missing_column_value date 0 N1 ",
		"x,contempt,N1,,,,":                     "bad_date date 0 N1 ",
		"2020-01-02,,N1,,,,":                    "missing_column_value type 1 N1 ",
		"2020-01-02,hearing,N1,,,,":             "bad_type type 1 N1 ",
		"2020-01-02,contempt,,,,,":              "missing_column_value ncp_id 2  ",
		"2020-01-02,contempt,,C1,,,":            "missing_column_value ncp_id 2  C1",
		"2020-01-02,coap_application, ,,,,":     "missing_column_value ncp_id 2  ",
		"2020-01-02,rate,N1,,,6%,":              "missing_column_value case_id 3 N1 ",
		"2020-01-02,rate,N1,C1,,,":              "missing_column_value value 5 N1 C1",
		"2020-01-02,rate,,C1,,6,":               "bad_rate value 5  C1",
		"2020-01-02,rate,,C1,,100.1%,":          "bad_rate value 5  C1",
		"2020-01-02,rate,,C1,,6.12345%,":        "bad_rate value 5  C1",
		"2020-01-02,rate,,C1,,-6%,":             "bad_rate value 5  C1",
		"2020-01-02,rate,,C1,2020-01-01,6%,":    "bad_date end_date 4  C1",
		"2020-01-02,contempt,N1,,2020-01-01,,":  "bad_date end_date 4 N1 ",
		"2020-01-02,contempt,N1,,soon,,":        "bad_date end_date 4 N1 ",
		"x,contempt,N1,,2020-01-01,,":           "bad_date date 0 N1 ",
		"2020-01-02,rate,,C1,2020-01-01,x,":     "bad_date end_date 4  C1",
		"2020-01-02,contempt,N\xff,,,,":         "encoding ncp_id 2  ",
		"2020-01-02,contempt,N1,C\xff,,,":       "encoding case_id 3 N1 ",
		"2020-01-02,rate,N\xff,C1,,6%,":         "encoding ncp_id 2  C1",
		"2020-01-02,contempt,N1,,,,na\xefve":    "encoding note 6 N1 ",
		"2020-01-02,contempt,N1,,,\xff,":        "encoding value 5 N1 ",
		"2020-01-02,rate,,C1,,\x00formula,":     "missing_column_value value 5  C1",
		"2020-01-02,contempt,\x00date,,,,":      "missing_column_value ncp_id 2  ",
		"2020-01-02,contempt,N1,,\x00formula,,": "bad_date end_date 4 N1 ",
		"2020-01-02,hearing,N\xff,,x,,\xff":     "bad_type type 1  ",
		"2020-01-02,contempt,N1,,,":             "malformed_row  -1 N1 ",
		"2020-01-02,contempt,N1,C1,,\"x,\xff":   "malformed_row  -1 N1 C1",
		"2020-01-02,contempt,N\"1,C1,,,":        "malformed_row  -1  ",
	} {
		events := readParty(t, (*schema.PartyDecoder).Event, eventsHeader, row)
		rejects := events.refused
		for _, event := range events.rows {
			if event.Reject != nil {
				rejects = append(rejects, *event.Reject)
			}
		}
		if len(rejects) != 1 {
			t.Errorf("%q: %+v", row, events)
			continue
		}
		r := rejects[0]
		if got := fmt.Sprintf("%s %s %d %s %s", r.Code, r.Column, r.ColumnOrder, r.NCPID, r.CaseID); got != want {
			t.Errorf("%q: %s, want %s (%s)", row, got, want, r.Message)
		}
		if !r.Row || r.Table != ledger.EventsTable || !wellSaid(r.Message) {
			t.Errorf("%q: %+v", row, r)
		}
	}
}

// A header may hold only one of the identifiers.
func TestEventsOfOneIdentifier(t *testing.T) {
	events := readParty(t, (*schema.PartyDecoder).Event, "value,case_id,type,date", "6%,C1,rate,2020-01-02", ",C1,contempt,2020-01-02")
	if events.rows[0].Reject != nil || events.rows[0].NCPColumn != -1 || events.rows[0].CaseColumn != 1 {
		t.Errorf("%+v", events.rows[0])
	}
	if r := events.rows[1].Reject; r == nil || r.Code != ledger.MissingColumnValue || r.Column != "ncp_id" || r.CaseID != "C1" {
		t.Errorf("%+v", r)
	}
	events = readParty(t, (*schema.PartyDecoder).Event, "ncp_id,type,date", "N1,contempt,2020-01-02", "N1,rate,2020-01-02")
	if events.rows[0].Reject != nil || events.rows[1].Reject == nil || events.rows[1].Reject.Column != "case_id" {
		t.Errorf("%+v", events.rows)
	}
}
