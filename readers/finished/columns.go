package finished

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
)

// setters say, by the name of a column, where in a row its value goes.
type setters[Row any] map[string]func(row *Row, c *cell)

// tables are the definitions of the tables by which the run wrote them.
func tables() []report.Table {
	return report.Tables(&report.Report{Policy: &policy.Policy{}, Register: &ledger.Register{}})
}

var outreachSetters = setters[Outreach]{
	"rank":          func(o *Outreach, c *cell) { o.Rank = c.count() },
	"status":        func(o *Outreach, c *cell) { o.Status = c.status() },
	"new":           func(o *Outreach, c *cell) { o.New = c.flag() },
	"ncp_id":        func(o *Outreach, c *cell) { o.NCPID = c.text() },
	"name":          func(o *Outreach, c *cell) { o.Name = c.text() },
	"address1":      func(o *Outreach, c *cell) { o.Address1 = c.text() },
	"address2":      func(o *Outreach, c *cell) { o.Address2 = c.text() },
	"city":          func(o *Outreach, c *cell) { o.City = c.text() },
	"state":         func(o *Outreach, c *cell) { o.State = c.often() },
	"zip":           func(o *Outreach, c *cell) { o.Zip = c.text() },
	"phone":         func(o *Outreach, c *cell) { o.Phone = c.text() },
	"email":         func(o *Outreach, c *cell) { o.Email = c.text() },
	"language":      func(o *Outreach, c *cell) { o.Language = c.often() },
	"county":        func(o *Outreach, c *cell) { o.County = c.often() },
	"compromisable": func(o *Outreach, c *cell) { o.Compromisable = c.money() },
	"offer":         func(o *Outreach, c *cell) { o.Offer = c.optionalMoney() },
	"forgiven":      func(o *Outreach, c *cell) { o.Forgiven = c.optionalMoney() },
	"plan_payment":  func(o *Outreach, c *cell) { o.PlanPayment = c.optionalMoney() },
	"eligible_on":   func(o *Outreach, c *cell) { o.EligibleOn = c.date() },
	"next_steps":    func(o *Outreach, c *cell) { o.NextSteps = c.nextSteps() },
	"remedies":      func(o *Outreach, c *cell) { o.Remedies = c.list() },
	"reason":        func(o *Outreach, c *cell) { o.Reason = c.text() },
}

// ncpSetters are those of ncps.csv; each criterion has a column of its own.
var ncpSetters = func() setters[NCP] {
	set := setters[NCP]{
		"ncp_id":               func(n *NCP, c *cell) { n.ID = c.text() },
		"name":                 func(n *NCP, c *cell) { n.Name = c.text() },
		"cases":                func(n *NCP, c *cell) { n.Cases = c.count() },
		"status":               func(n *NCP, c *cell) { n.Status = c.status() },
		"eligible_on":          func(n *NCP, c *cell) { n.EligibleOn = c.date() },
		"arrears":              func(n *NCP, c *cell) { n.Arrears = c.money() },
		"principal_family":     func(n *NCP, c *cell) { n.PrincipalFamily = c.money() },
		"interest_family":      func(n *NCP, c *cell) { n.InterestFamily = c.money() },
		"principal_government": func(n *NCP, c *cell) { n.PrincipalGovernment = c.money() },
		"interest_government":  func(n *NCP, c *cell) { n.InterestGovernment = c.money() },
		"compromisable":        func(n *NCP, c *cell) { n.Compromisable = c.money() },
		"current_support":      func(n *NCP, c *cell) { n.CurrentSupport = c.money() },
		"capacity":             func(n *NCP, c *cell) { n.Capacity = c.optionalMoney() },
		"offer":                func(n *NCP, c *cell) { n.Offer = c.optionalMoney() },
		"minimum_offer":        func(n *NCP, c *cell) { n.MinimumOffer = c.money() },
		"forgiven":             func(n *NCP, c *cell) { n.Forgiven = c.optionalMoney() },
		"plan_months":          func(n *NCP, c *cell) { n.PlanMonths = c.months() },
		"plan_payment":         func(n *NCP, c *cell) { n.PlanPayment = c.optionalMoney() },
		"days_past_due":        func(n *NCP, c *cell) { n.DaysPastDue = c.days() },
		"last_payment_date":    func(n *NCP, c *cell) { n.LastPayment = c.date() },
		"remedies":             func(n *NCP, c *cell) { n.Remedies = c.list() },
		"next_steps":           func(n *NCP, c *cell) { n.NextSteps = c.nextSteps() },
		"suppressed":           func(n *NCP, c *cell) { n.Suppressed = c.suppressed() },
		"policy":               func(*NCP, *cell) {}, // the same in every row, and in the manifest
	}
	for i, id := range policy.Criteria() {
		set[id] = func(n *NCP, c *cell) { n.Verdicts[i] = c.verdict() }
	}
	return set
}()

var caseSetters = setters[Case]{
	"case_id":              func(k *Case, c *cell) { k.ID = c.text() },
	"ncp_id":               func(k *Case, c *cell) { k.NCPID = c.text() },
	"county":               func(k *Case, c *cell) { k.County = c.often() },
	"status":               func(k *Case, c *cell) { k.Tainted = c.tainted() },
	"principal_family":     func(k *Case, c *cell) { k.PrincipalFamily = c.money() },
	"interest_family":      func(k *Case, c *cell) { k.InterestFamily = c.money() },
	"principal_government": func(k *Case, c *cell) { k.PrincipalGovernment = c.money() },
	"interest_government":  func(k *Case, c *cell) { k.InterestGovernment = c.money() },
	"compromisable":        func(k *Case, c *cell) { k.Compromisable = c.money() },
	"arrears":              func(k *Case, c *cell) { k.Arrears = c.money() },
	"current_due":          func(k *Case, c *cell) { k.CurrentDue = c.money() },
	"held_credit":          func(k *Case, c *cell) { k.HeldCredit = c.money() },
	"charged":              func(k *Case, c *cell) { k.Charged = c.money() },
	"adjusted":             func(k *Case, c *cell) { k.Adjusted = c.money() },
	"interest_adjusted":    func(k *Case, c *cell) { k.InterestAdjusted = c.money() },
	"paid":                 func(k *Case, c *cell) { k.Paid = c.money() },
	"entries":              func(k *Case, c *cell) { k.Entries = c.count() },
	"last_payment_date":    func(k *Case, c *cell) { k.LastPaymentDate = c.date() },
	"last_payment_amount":  func(k *Case, c *cell) { k.LastPaymentAmount = c.optionalMoney() },
	"oldest_due":           func(k *Case, c *cell) { k.OldestDue = c.date() },
	"days_past_due":        func(k *Case, c *cell) { k.DaysPastDue = c.days() },
	"paid_to_arrears_12m":  func(k *Case, c *cell) { k.PaidToArrears = c.money() },
	"compliant_months":     func(k *Case, c *cell) { k.CompliantMonths = c.count() },
	"principal_variance":   func(k *Case, c *cell) { k.PrincipalVariance = c.optionalMoney() },
	"interest_variance":    func(k *Case, c *cell) { k.InterestVariance = c.optionalMoney() },
}

var balanceSetters = setters[Balance]{
	"case_id":     func(b *Balance, c *cell) { b.CaseID = c.text() },
	"account":     func(b *Balance, c *cell) { b.Account = c.often() },
	"owed_to":     func(b *Balance, c *cell) { b.OwedTo = c.owedTo() },
	"principal":   func(b *Balance, c *cell) { b.Principal = c.money() },
	"interest":    func(b *Balance, c *cell) { b.Interest = c.money() },
	"current_due": func(b *Balance, c *cell) { b.CurrentDue = c.money() },
	"oldest_due":  func(b *Balance, c *cell) { b.OldestDue = c.date() },
}

var rejectSetters = setters[Reject]{
	"file":    func(r *Reject, c *cell) { r.File = c.often() },
	"sheet":   func(r *Reject, c *cell) { r.Sheet = c.often() },
	"line":    func(r *Reject, c *cell) { r.Line = c.count() },
	"table":   func(r *Reject, c *cell) { r.Table = c.often() },
	"case_id": func(r *Reject, c *cell) { r.CaseID = c.text() },
	"ncp_id":  func(r *Reject, c *cell) { r.NCPID = c.text() },
	"column":  func(r *Reject, c *cell) { r.Column = c.often() },
	"code":    func(r *Reject, c *cell) { r.Code = ledger.Code(c.often()) },
	"message": func(r *Reject, c *cell) { r.Message = c.text() },
}
