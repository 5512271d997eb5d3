package finished

import (
	"slices"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// ListReport is rows of the outreach list, which keep their ranks, as a report that
// holds nothing else: what writes the list of a run writes them too. Of the run's policy
// it knows the name and the remedies that the rows show.
func (r *Run) ListReport(rows []Outreach) *report.Report {
	applied := r.Manifest.Policy
	rules := &policy.Policy{Name: applied.Name, Version: applied.Version, SHA256: applied.SHA256}
	bits := make(map[string]uint64)
	for i, id := range remedyOrder(rows) {
		rules.Remedies = append(rules.Remedies, policy.Remedy{ID: id})
		bits[id] = 1 << i
	}
	program := strings.TrimPrefix(r.Manifest.Program, "arrears ")
	list := &report.Report{AsOf: r.AsOf, Policy: rules, Register: &ledger.Register{}, Run: report.Run{Program: program}}
	for i := range rows {
		addRow(list, &rows[i], bits)
	}
	list.Link()
	return list
}

// addRow adds an NCP, its county as that of a case, and the row that shows both.
func addRow(list *report.Report, row *Outreach, bits map[string]uint64) {
	at := int32(len(list.NCPs))
	list.NCPs = append(list.NCPs, ledger.NCP{ID: row.NCPID, Contact: row.contact()})
	list.Cases = append(list.Cases, ledger.Case{NCP: at, County: row.County})
	d := coap.Determination{Status: row.Status, EligibleOn: row.EligibleOn, Compromisable: row.Compromisable, Offer: row.Offer, Forgiven: row.Forgiven,
		PlanPayment: row.PlanPayment, NextSteps: row.NextSteps, OnList: true}
	for _, id := range row.Remedies {
		d.Remedies |= bits[id]
	}
	list.Determinations = append(list.Determinations, d)
	list.Outreach = append(list.Outreach, report.OutreachRow{NCP: at, Case: at, Rank: int32(row.Rank), New: row.New.String(), Reason: row.Reason})
}

// remedyOrder puts all remedies that rows show in one order in which each row's list
// stands, as in the policy's. Where no row shows two of them, either may come first.
func remedyOrder(rows []Outreach) (order []string) {
	before := make(map[string]map[string]bool) // remedy → those that some row shows before it
	var left []string
	seen := make(map[string]bool)
	for i := range rows {
		list := strings.Join(rows[i].Remedies, report.ListMark)
		if seen[list] {
			continue
		}
		seen[list] = true
		for k, id := range rows[i].Remedies {
			if before[id] == nil {
				before[id] = make(map[string]bool)
				left = append(left, id)
			}
			for _, earlier := range rows[i].Remedies[:k] {
				before[id][earlier] = true
			}
		}
	}
	for len(left) > 0 {
		next := max(0, slices.IndexFunc(left, func(id string) bool {
			return !slices.ContainsFunc(left, func(other string) bool { return before[id][other] })
		}))
		order = append(order, left[next])
		left = slices.Delete(left, next, next+1)
	}
	return order
}

func (o *Outreach) contact() ledger.Contact {
	return ledger.NewContact([ledger.ContactColumns]string{o.Name, o.Address1, o.Address2, o.City, o.State, o.Zip, o.Phone, o.Email, o.Language})
}
