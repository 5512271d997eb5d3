package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

const contactHeader = "rank,status,new,ncp_id,name,phone,contacted_on,outcome,notes"

func TestContacts(t *testing.T) {
	for row, want := range map[string]string{
		"1,eligible,Y,N1,Ana Roe,555,2026-10-30,reached,will apply": "2026-10-30 outreach_contact N1",
		"1,eligible,Y, 0007 ,Ana Roe,555,10/30/2026,,":              "2026-10-30 outreach_contact 0007",
		"1,,,'-7,,,2026-10-30,\"a\nb\",\"c,d\"":                     "2026-10-30 outreach_contact -7",
		"1,,,''7,,,2026-10-30,,":                                    "2026-10-30 outreach_contact ''7",
	} {
		contacts := readParty(t, (*schema.PartyDecoder).Contact, contactHeader, row)
		if len(contacts.rows) != 1 || contacts.rows[0].Reject != nil {
			t.Errorf("%q: %+v", row, contacts)
			continue
		}
		c := contacts.rows[0]
		if got := fmt.Sprintf("%s %s %s", c.Date, c.Type, c.NCPID); got != want || c.CaseColumn != -1 || c.NCPColumn != 3 || c.CaseID != "" || c.End != 0 {
			t.Errorf("%q: %s, want %s", row, got, want)
		}
	}
	for _, row := range []string{"1,eligible,Y,N1,Ana Roe,555,,,", ",,,,,,, ,\t", "No NCP is on the outreach list.,,,,,,,,"} {
		contacts := readParty(t, (*schema.PartyDecoder).Contact, contactHeader, row)
		if len(contacts.rows) != 1 || contacts.rows[0].Type != 0 || contacts.rows[0].Reject != nil {
			t.Errorf("%q: nobody wrote into it: %+v", row, contacts.rows)
		}
	}
}

// What is wrong is said without what stands in the row, for that may be anything.
func TestContactRejects(t *testing.T) {
	for row, want := range map[string]string{
		"1,,,N1,Ana Roe,555,,reached,":                  "missing_column_value contacted_on 6  N1 true",
		"1,,,N1,Ana Roe,555,,,call her mother":          "missing_column_value contacted_on 6  N1 true",
		"1,,,,Ana Roe,555,2026-10-30,,":                 "missing_column_value ncp_id 3   true",
		"1,,,N1,Ana Roe,555,10/31,,":                    "bad_date contacted_on 6  N1 true",
		"1,,,N1,Ana Roe,555,12 Elm,reached,":            "bad_date contacted_on 6  N1 true",
		"1,,,N1,Ana Roe,555,(650) 555-0100,,":           "bad_date contacted_on 6  N1 true",
		"1,,,N1,Ana Roe,555,2026-02-30,,":               "bad_date contacted_on 6  N1 true",
		"1,,,N1,Ana Roe,555,\x00formula,,":              "missing_column_value contacted_on 6  N1 true",
		"1,,,N1,Ana Roe,555,2026-10-30,\xff,":           "encoding outcome 7  N1 true",
		"1,,,N1,Ana Roe,555,2026-10-30,,\xff":           "encoding notes 8  N1 true",
		"1,,,N\xff,Ana Roe,555,2026-10-30,,":            "encoding ncp_id 3   true",
		"1,,,N1,Roe, Ana,555,2026-10-30,reached,a note": "malformed_row  -1  N1 true",
	} {
		contacts := readParty(t, (*schema.PartyDecoder).Contact, contactHeader, row)
		rejects := contacts.refused
		for _, c := range contacts.rows {
			if c.Reject != nil {
				rejects = append(rejects, *c.Reject)
			}
		}
		checkRejects(t, row, rejects, []string{want})
		for _, reject := range rejects {
			for _, personal := range []string{"Ana", "Roe", "555", "Elm", "mother", "10/31", "note"} {
				if strings.Contains(strings.ReplaceAll(reject.Message, "notes", ""), personal) {
					t.Errorf("%q: the message repeats %s: %s", row, personal, reject.Message)
				}
			}
			if reject.Table != ledger.OutreachTable {
				t.Errorf("%q: rejected in %s", row, reject.Table)
			}
		}
	}
}

func TestOutreachHeaders(t *testing.T) {
	for header, want := range map[string]ledger.TableKind{
		"ncp_id,contacted_on,outcome":                          ledger.OutreachTable,
		contactHeader:                                          ledger.OutreachTable,
		"NCP ID,Contacted on,Outcome,Notes,Rank":               ledger.OutreachTable,
		"Participant-ID,CONTACTED ON,outcome":                  ledger.OutreachTable,
		"rank,status,ncp_id,name,reason":                       ledger.NCPsTable,
		"ncp_id,contacted_on,notes":                            ledger.NCPsTable,
		"ncp_id,name,assets,outcome":                           ledger.NCPsTable,
		"ncp_id,case_id,contacted_on,outcome":                  ledger.CasesTable,
		"ncp_id,date,type,contacted_on,outcome,notes":          ledger.EventsTable,
		"case_id,date,type,amount,ncp_id,contacted_on,outcome": ledger.LedgerTable,
	} {
		if got, err := schema.Recognise(strings.Split(header, ","), schema.DefaultAliases()); err != nil || got.Kind != want {
			t.Errorf("%s: %+v, %v; want %s", header, got, err, want)
		}
	}
	header := headerOf(t, "rank", "ncp_id", "E-mail", "Forgiveness (estimate)", "contacted_on", "outcome", "notes", "supervisor")
	if want := []string{"supervisor"}; !slices.Equal(header.Unknown, want) {
		t.Errorf("unknown columns %q, want %q", header.Unknown, want)
	}
}

// Beside a list a remark may stand; it is no column.
func TestIsOutreach(t *testing.T) {
	for header, want := range map[string]int{"ncp_id,contacted_on,outcome,,Rows 1 to 10 of 20": 3, "ncp_id,contacted_on,outcome": 3, "ncp_id,,contacted_on,outcome": -1, "": -1, "case_id,date,type,amount": -1} {
		width, is := schema.IsOutreach(strings.Split(header, ","), schema.DefaultAliases())
		if is != (want > 0) || is && width != want {
			t.Errorf("%q: %d, %v", header, width, is)
		}
	}
}

// What no column reads is not rendered, however it is formatted.
func TestColumnKinds(t *testing.T) {
	got := headerOf(t, "NCP ID", "Offer (estimate)", "Contacted on", "Outcome", "supervisor", "notes").ColumnKinds()
	if want := []schema.ColumnKind{schema.Identifier, schema.Unread, schema.Day, schema.FreeText, schema.Unread, schema.FreeText}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
