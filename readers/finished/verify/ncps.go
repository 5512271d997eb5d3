package verify

import (
	"context"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/readers/finished"
)

func (a *adding) readOutreach(ctx context.Context) error {
	row := 1
	return a.run.Outreach(ctx, func(o finished.Outreach) error {
		row++
		a.Checked.Outreach++
		a.number(outreachFile, row, "rank", o.Rank, row-1, "its place in the list")
		if _, twice := a.listed[o.NCPID]; twice {
			a.addf(outreachFile, row, "ncp_id", "stands in an earlier row already")
		}
		a.listed[o.NCPID] = listedRow{o, row}
		return nil
	})
}

func (a *adding) readNCPs(ctx context.Context) error {
	row := 1
	met := make(map[string]bool)
	byStatus := make(map[coap.Status]int)
	err := a.run.NCPs(ctx, func(n finished.NCP) error {
		row++
		a.Checked.NCPs++
		byStatus[n.Status]++
		if met[n.ID] {
			a.addf(ncpsFile, row, "ncp_id", "stands in an earlier row already")
		}
		met[n.ID] = true
		a.checkNCP(row, &n)
		a.checkListed(row, &n)
		return nil
	})
	if err != nil {
		return err
	}
	if len(a.cases) > 0 {
		a.addf(casesFile, 0, "ncp_id", "has cases of %d NCPs that %s does not have", len(a.cases), ncpsFile)
	}
	var unknown []int
	for _, left := range a.listed {
		unknown = append(unknown, left.row)
	}
	slices.Sort(unknown)
	for _, row := range unknown {
		a.addf(outreachFile, row, "ncp_id", "is not in %s", ncpsFile)
	}
	counts := &a.run.Manifest.Counts
	a.count("ncps", counts.NCPs, a.Checked.NCPs)
	a.count("outreach", counts.Outreach, a.Checked.Outreach)
	for _, status := range coap.Statuses() {
		a.count("by_status."+status.String(), counts.ByStatus[status.String()], byStatus[status])
	}
	return nil
}

func (a *adding) checkNCP(row int, n *finished.NCP) {
	sums := a.cases[n.ID]
	if sums == nil {
		sums = &caseSums{}
	}
	delete(a.cases, n.ID)
	const of = "adding up its cases in " + casesFile
	a.number(ncpsFile, row, "cases", n.Cases, sums.cases, "counting them in "+casesFile)
	a.amount(ncpsFile, row, "principal_family", n.PrincipalFamily, sums.principalFamily, of)
	a.amount(ncpsFile, row, "interest_family", n.InterestFamily, sums.interestFamily, of)
	a.amount(ncpsFile, row, "principal_government", n.PrincipalGovernment, sums.principalGovernment, of)
	a.amount(ncpsFile, row, "interest_government", n.InterestGovernment, sums.interestGovernment, of)
	a.amount(ncpsFile, row, "arrears", n.Arrears, n.PrincipalFamily+n.InterestFamily+n.PrincipalGovernment+n.InterestGovernment, "adding up its principal and interest")
	// Cases that the interstate rule leaves open count only where none passes it.
	if n.Compromisable < 0 || n.Compromisable > sums.compromisable {
		a.addf(ncpsFile, row, "compromisable", "is %s, and its cases in %s have %s", n.Compromisable, casesFile, sums.compromisable)
	}
	if n.Offer.Known() != n.Forgiven.Known() {
		a.addf(ncpsFile, row, "forgiven", "does not go with offer")
	} else if n.Offer.Known() {
		a.amount(ncpsFile, row, "forgiven", n.Forgiven.Cents(), n.Compromisable-n.Offer.Cents(), "compromisable less offer")
	}
	a.number(ncpsFile, row, "days_past_due", int(n.DaysPastDue), int(sums.daysPastDue), "the largest of its cases")
	a.date(ncpsFile, row, "last_payment_date", n.LastPayment, sums.lastPayment, "the latest of its cases")
	if (n.EligibleOn != 0) != (n.Status == coap.Later) {
		a.addf(ncpsFile, row, "eligible_on", "does not go with the status %s", n.Status)
	}
}

// checkListed holds an NCP against its row of the outreach list. Whether one who is
// eligible later only is to be listed, the policy's horizon says, which a run does not
// hold.
func (a *adding) checkListed(row int, n *finished.NCP) {
	listed, ok := a.listed[n.ID]
	delete(a.listed, n.ID)
	may := mayBeListed(n.Status) && n.Suppressed == 0
	switch {
	case !ok && may && n.Status != coap.Later:
		a.addf(ncpsFile, row, "status", "is %s and nothing is suppressed, and %s does not have it", n.Status, outreachFile)
	case ok && !may:
		a.addf(outreachFile, listed.row, "ncp_id", "is kept off the list by %s: status %s, suppressed %q", ncpsFile, n.Status, n.Suppressed)
	case ok:
		a.compareListed(&listed, n)
	}
}

func (a *adding) compareListed(o *listedRow, n *finished.NCP) {
	const of = "its row in " + ncpsFile
	if o.Status != n.Status {
		a.addf(outreachFile, o.row, "status", "is %s, and %s gives %s", o.Status, of, n.Status)
	}
	a.amount(outreachFile, o.row, "compromisable", o.Compromisable, n.Compromisable, of)
	for _, amount := range []struct {
		column       string
		shown, given ledger.OptionalCents
	}{{"offer", o.Offer, n.Offer}, {"forgiven", o.Forgiven, n.Forgiven}, {"plan_payment", o.PlanPayment, n.PlanPayment}} {
		if amount.shown.Known() != amount.given.Known() {
			a.addf(outreachFile, o.row, amount.column, "is blank here or in %s, and not in both", of)
			continue
		}
		a.amount(outreachFile, o.row, amount.column, amount.shown.Cents(), amount.given.Cents(), of)
	}
	a.date(outreachFile, o.row, "eligible_on", o.EligibleOn, n.EligibleOn, of)
	if o.NextSteps != n.NextSteps {
		a.addf(outreachFile, o.row, "next_steps", "are %s, and %s gives %s", o.NextSteps, of, n.NextSteps)
	}
	if !slices.Equal(o.Remedies, n.Remedies) {
		a.addf(outreachFile, o.row, "remedies", "are not those of %s", of)
	}
	if o.Name != n.Name {
		a.addf(outreachFile, o.row, "name", "is not that of %s", of)
	}
}
