package schema

import (
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

// FuzzPartyRow decodes any values as a row of each table but the ledger. What is bad makes
// a reject that names its column and says what to do, and never repeats what stands in a
// column of names; texts that are good are kept as they are.
func FuzzPartyRow(f *testing.F) {
	for _, seed := range []string{
		"N1|Ann|1 Elm St||Elm|CA|94063|555|a@b|es|1500|2000.00|0|Y|N||y", "|x|\xff", "N1|\x00formula|||||||||-1|x|1.000|maybe|2|Y|N", "2020-01-01|rate|N1|C1|2019-01-01|6%|note",
		"C1|N1|Alameda|100|Y|nv|0|-5", "1/2/2020|contempt|N1||||", "N1|2020-01-01|called|left a message", " C1\u00a0|\x00digits",
	} {
		for table := range uint8(4) {
			f.Add(table, seed)
		}
	}
	var decoders []*PartyDecoder
	for _, cells := range []string{"ncp_id,name,address1,address2,city,state,zip,phone,email,language,net_monthly_income,monthly_expenses,assets,only_income_exempt,intentional_nonpayment,concealment,do_not_contact",
		"case_id,ncp_id,county,current_support,two_state,cp_state,recorded_principal,recorded_interest", "date,type,ncp_id,case_id,end_date,value,note", "ncp_id,contacted_on,outcome,notes"} {
		header, err := Recognise(strings.Split(cells, ","), DefaultAliases())
		if err != nil {
			f.Fatal(err)
		}
		decoders = append(decoders, NewPartyDecoder(header))
	}
	f.Fuzz(func(t *testing.T, table uint8, text string) {
		d := decoders[int(table)%len(decoders)]
		width := d.header.Width
		values := append(strings.SplitN(text, "|", width), make([]string, width)...)[:width]
		batch, fields := rowOf(values)
		var texts Texts
		position := ledger.NewPosition(1, 2, 3)
		var rejects []ledger.Reject
		switch table % 4 {
		case 0:
			var row ledger.NCPRow
			d.NCP(&row, &texts, batch.Text, fields, position)
			rejects = row.Rejects
			if name := strings.Trim(values[1], " "); !ledger.Refused(rejects) && row.NCP.Name() != "" && row.NCP.Name() != name {
				t.Errorf("the name %q is kept as %q", name, row.NCP.Name())
			}
		case 1:
			var row ledger.CaseRow
			d.Case(&row, &texts, batch.Text, fields, position)
			rejects = row.Rejects
		default:
			var row ledger.EventRow
			if table%4 == 2 {
				d.Event(&row, &texts, batch.Text, fields, position)
			} else {
				d.Contact(&row, &texts, batch.Text, fields, position)
			}
			if row.Reject != nil {
				rejects = append(rejects, *row.Reject)
			}
		}
		for _, reject := range rejects {
			if reject.Position != position || reject.Column == "" || reject.Rows != 1 || !strings.Contains(reject.Message, "; ") || strings.ContainsAny(reject.Message, "\r\n\x00") {
				t.Errorf("not a reject: %+v", reject)
			}
			if len(reject.CaseID) > identifierMax || len(reject.NCPID) > identifierMax {
				t.Errorf("an identifier of %d bytes is kept", max(len(reject.CaseID), len(reject.NCPID)))
			}
		}
	})
}
