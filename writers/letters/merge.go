package letters

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// byteOrderMark begins letters.csv: without it Word and Excel take UTF-8 for something
// else and spoil every accent.
const byteOrderMark = "\ufeff"

// mergeRow is what the mail merge says of a letter beside the parent.
type mergeRow struct {
	number   int // from 1
	document *document
	file     string // the PDF file; blank: none
	page     int    // of the PDF file, from 1; 0: not in it
	partly   bool   // the PDF leaves out signs
}

// mergeFields are the columns of letters.csv. What people read is in their language:
// amounts like $1,234.50, days in words.
var mergeFields = []string{"letter", "kind", "language", "date", "ncp_id", "name", "address1", "address2", "city", "state", "zip", "county",
	"title", "status", "as_of", "family_principal", "family_interest", "family_total", "government_principal", "government_interest",
	"government_total", "principal", "interest", "total", "compromisable", "offer", "forgiven", "eligible_on", "current_support",
	"plan_payment", "horizon_months", "margin", "plan_months", "rate", "at_stake", "missing", "program", "agency", "agency_address",
	"agency_city", "telephone", "fax", "email", "opens", "closes", "pdf_file", "pdf_page", "pdf_signs_left_out"}

func mergeHeader() string { return strings.Join(mergeFields, ",") + "\n" }

func (b *Batch) appendMerge(to *bytes.Buffer, l *Letter, row *mergeRow) error {
	if !b.CSV {
		return nil
	}
	v, p := b.view(l), l.Parent
	stakes, err := b.Wording.atStake(l)
	if err != nil {
		return err
	}
	a := b.Rules.Agency
	file, page, partly := row.file, itoa(row.page), ""
	if row.page == 0 {
		file, page = "", ""
	}
	if row.partly {
		partly = "Y"
	}
	cells := []string{itoa(row.number), l.Kind.String(), l.Language.String(), v.Date, tidy(p.ID), tidy(p.Name), tidy(p.Address1), tidy(p.Address2),
		tidy(p.City), tidy(p.State), tidy(p.Zip), tidy(p.County), row.document.title(), v.Status, v.AsOf,
		v.Owed.Family.Principal.String(), v.Owed.Family.Interest.String(), v.Owed.Family.Total.String(),
		v.Owed.Government.Principal.String(), v.Owed.Government.Interest.String(), v.Owed.Government.Total.String(),
		v.Owed.Principal.String(), v.Owed.Interest.String(), v.Owed.Total.String(),
		v.Compromisable.String(), v.Offer.orBlank(), v.Forgiven.orBlank(), v.EligibleOn, v.CurrentSupport.orBlank(),
		v.PlanPayment.orBlank(), itoa(v.Horizon), v.Margin.orBlank(), countOrBlank(v.PlanMonths), v.Rate, stakes, strings.Join(v.Missing, ";"),
		string(v.Agency.Program), a.Name, a.Address, a.City + ", " + a.State + " " + a.Zip, a.Telephone, a.Fax, a.Email, v.Agency.Opens, v.Agency.Closes,
		file, page, partly}
	for i := range cells {
		cells[i] = report.NeutralOrAmount(cells[i])
	}
	w := csv.NewWriter(to)
	if err := w.Write(cells); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// orBlank is the amount in dollars, blank if it is nothing.
func (m money) orBlank() string {
	if m == 0 {
		return ""
	}
	return m.String()
}

func countOrBlank(n int) string {
	if n == 0 {
		return ""
	}
	return itoa(n)
}

func writeSkipped(w io.Writer, skipped []Skipped) error {
	rows := csv.NewWriter(w)
	rows.Write([]string{"ncp_id", "kind", "reason", "advice"})
	for _, s := range skipped {
		rows.Write([]string{report.Neutral(tidy(s.NCPID)), s.Kind.String(), s.Reason, s.Advice})
	}
	rows.Flush()
	return rows.Error()
}

// writeContacts lists the letters as events, for the next run to keep from writing
// again too soon.
func writeContacts(w io.Writer, s *Setting, letters []Letter) error {
	rows := csv.NewWriter(w)
	rows.Write([]string{"date", "type", "ncp_id", "note"})
	for i := range letters {
		l := &letters[i]
		rows.Write([]string{s.Date.String(), ledger.OutreachContact.String(), report.Neutral(l.Parent.ID), "letter " + l.Kind.String()})
	}
	rows.Flush()
	return rows.Error()
}

// fullHash is the SHA-256 of a text, hexadecimal.
func fullHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
