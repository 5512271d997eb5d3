package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
	"arrears/writers/letters"
)

// parents reads of the run those parents that are due a letter, in the order of ncps.csv,
// with the contacts that are known.
func (f *lettersFlags) parents(ctx context.Context, job *lettersJob, choice *letters.Choice) ([]letters.Parent, error) {
	list := make(map[string]finished.Outreach)
	err := job.run.Outreach(ctx, func(row finished.Outreach) error {
		list[row.NCPID] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	var parents []letters.Parent
	at := make(map[string]int)
	err = job.run.NCPs(ctx, func(ncp finished.NCP) error {
		parent := newParent(&ncp)
		if row, on := list[ncp.ID]; on {
			parent.Rank, parent.Contact = row.Rank, letters.Contact{Known: true, Name: row.Name, Address1: row.Address1, Address2: row.Address2,
				City: row.City, State: row.State, Zip: row.Zip, Language: row.Language, County: row.County}
		}
		if choice.Wants(&parent) {
			at[ncp.ID] = len(parents)
			parents = append(parents, parent)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(choice.NCPs)) {
		if _, found := at[id]; !found {
			return nil, usagef("--ncp %s: %s has no NCP of that identifier", id, job.run.Name)
		}
	}
	if err := addCounties(ctx, job.run, parents, at); err != nil {
		return nil, err
	}
	return parents, f.addContacts(ctx, job, parents, at)
}

func newParent(ncp *finished.NCP) letters.Parent {
	return letters.Parent{
		ID: ncp.ID, Status: ncp.Status, EligibleOn: ncp.EligibleOn,
		PrincipalFamily: ncp.PrincipalFamily, InterestFamily: ncp.InterestFamily,
		PrincipalGovernment: ncp.PrincipalGovernment, InterestGovernment: ncp.InterestGovernment,
		Compromisable: ncp.Compromisable, CurrentSupport: ncp.CurrentSupport, Capacity: ncp.Capacity,
		Offer: ncp.Offer, Forgiven: ncp.Forgiven, PlanMonths: ncp.PlanMonths, PlanPayment: ncp.PlanPayment,
		Remedies: ncp.Remedies, NextSteps: ncp.NextSteps, Suppressed: ncp.Suppressed, Verdicts: ncp.Verdicts,
	}
}

// addCounties gives those who are not on the outreach list the county of their case with
// the largest arrears, then the smallest case_id.
func addCounties(ctx context.Context, run *finished.Run, parents []letters.Parent, at map[string]int) error {
	if !slices.ContainsFunc(parents, func(p letters.Parent) bool { return p.Rank == 0 }) {
		return nil
	}
	largest := make(map[string]ledger.Cents)
	return run.Cases(ctx, func(c finished.Case) error {
		i, wanted := at[c.NCPID]
		if !wanted || parents[i].Rank > 0 {
			return nil
		}
		// Cases come by case_id: the first of the largest counts.
		if arrears, before := largest[c.NCPID]; !before || c.Arrears > arrears {
			largest[c.NCPID], parents[i].County = c.Arrears, c.County
		}
		return nil
	})
}

// addContacts gives those who are not on the outreach list the address of the export of
// NCPs. Who is not to be contacted by now is not, on the list or not.
func (f *lettersFlags) addContacts(ctx context.Context, job *lettersJob, parents []letters.Parent, at map[string]int) (err error) {
	if len(f.files) == 0 {
		return nil
	}
	aliases, err := parseAliases(f.aliases)
	if err != nil {
		return err
	}
	source, err := readers.Open(f.files, readers.Options{Rules: job.batch.Rules, Aliases: aliases})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if !slices.ContainsFunc(source.Parts(), func(part *ledger.Part) bool { return part.Kind == ledger.NCPsTable }) {
		return usagef("no table of NCPs among the --ncps; give the file or sheet with ncp_id, name and address")
	}
	seen := make(map[string]bool)
	return source.NCPs(ctx, func(row *ledger.NCPRow) error {
		n := &row.NCP
		i, wanted := at[n.ID]
		if !wanted { // perhaps a list that this program wrote, and kept spreadsheets from running
			n.ID = report.Original(n.ID)
			i, wanted = at[n.ID]
		}
		if !wanted {
			return nil
		}
		parents[i].Suppressed |= suppressedBy(row)
		if seen[n.ID] {
			return nil
		}
		seen[n.ID] = true
		if parents[i].Rank == 0 {
			parents[i].Contact = letters.Contact{Known: true, Name: report.Original(n.Name()), Address1: report.Original(n.Address1()),
				Address2: report.Original(n.Address2()), City: report.Original(n.City()), State: n.State(), Zip: n.Zip(), Language: n.Language(), County: parents[i].County}
		}
		return nil
	})
}

// suppressedBy is what a row of NCPs, any of those of a parent, has against a letter: a
// flag that can't be read, or a row that is refused, may hold a Y.
func suppressedBy(row *ledger.NCPRow) (reasons coap.Suppression) {
	if row.NCP.DoNotContact == ledger.Yes {
		reasons |= coap.DoNotContact
	}
	if slices.ContainsFunc(row.Rejects, func(reject ledger.Reject) bool { return reject.Row || reject.Column == "do_not_contact" }) {
		reasons |= coap.Tainted
	}
	return reasons
}

// whyNone says in one line why there is no letter.
func (f *lettersFlags) whyNone(job *lettersJob) string {
	const none = "no letters, and nothing is written: "
	if len(job.skipped) > 0 {
		by, advice := make(map[string]int), make(map[string]string)
		for _, s := range job.skipped {
			by[s.Reason]++
			advice[s.Reason] = s.Advice
		}
		var parts []string
		for _, reason := range slices.Sorted(maps.Keys(by)) {
			parts = append(parts, fmt.Sprintf("%s %d (%s)", reason, by[reason], advice[reason]))
		}
		return fmt.Sprintf("%sof %d due or asked for, left out are %s", none, len(job.skipped), strings.Join(parts, ", "))
	}
	if county := strings.TrimSpace(f.county); county != "" {
		return fmt.Sprintf("%snobody of %s who is due one is of --county %q", none, job.run.Name, county)
	}
	return fmt.Sprintf("%snobody of %s is due one of --kind %s", none, job.run.Name, f.kind)
}

// writeLettersSummary says what was written, and what to do with it.
func writeLettersSummary(w io.Writer, m *letters.Manifest, out string) {
	noun := "letters"
	if m.Letters == 1 {
		noun = "letter"
	}
	fmt.Fprintf(w, "%d %s with amounts as of %s", m.Letters, noun, m.Run.AsOf)
	if m.Letters > 0 {
		fmt.Fprintf(w, ": %s; %s", counts(m.ByKind), counts(m.ByLang))
	}
	fmt.Fprintln(w)
	if m.OtherLang > 0 {
		fmt.Fprintf(w, "  %d of them in English, though the NCP's language is neither English nor Spanish\n", m.OtherLang)
	}
	if m.Partly > 0 {
		fmt.Fprintf(w, "  %d of them without signs of the name or address that the PDF's font lacks; the HTML has them all\n", m.Partly)
	}
	if m.Beyond > 0 {
		fmt.Fprintf(w, "  %s more due, left out by --limit\n", grouped(m.Beyond))
	}
	if len(m.Skipped) > 0 {
		fmt.Fprintf(w, "  left out: %s; see skipped.csv\n", counts(m.Skipped))
	}
	fmt.Fprintf(w, "  Letters are in %s; once they are sent, give its contacts.csv to the next run\n", out)
}

// counts lists what was counted: coap 8, payment-plan 2.
func counts(by map[string]int) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(by)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, by[name]))
	}
	return strings.Join(parts, ", ")
}
