package report

import (
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func money(cents ledger.Cents) Value { return Value{Kind: Money, Number: int64(cents)} }

func optionalMoney(amount ledger.OptionalCents) Value {
	return Value{Kind: Money, Number: int64(amount.Cents()), Blank: !amount.Known()}
}

func day(date ledger.Date) Value { return Value{Kind: Day, Number: int64(date), Blank: date == 0} }

func count[N int | int16 | int32 | int64](n N) Value { return Value{Kind: Count, Number: int64(n)} }

func word(text string) Value { return Value{Kind: Word, Text: text, Blank: text == ""} }

func text(s string) Value { return Value{Kind: Text, Text: s, Blank: s == ""} }

func columnsOf(kind Kind, pairs ...string) []Column {
	var columns []Column
	for i := 0; i < len(pairs); i += 2 {
		columns = append(columns, Column{Name: pairs[i], Heading: pairs[i+1], Kind: kind})
	}
	return columns
}

// listsOf is columns of words that are several.
func listsOf(pairs ...string) []Column {
	columns := columnsOf(Word, pairs...)
	for i := range columns {
		columns[i].List = true
	}
	return columns
}

// flagsOf is columns of words that are Yes or No.
func flagsOf(pairs ...string) []Column {
	columns := columnsOf(Word, pairs...)
	for i := range columns {
		columns[i].Flag = true
	}
	return columns
}

// Tables lists the tables of a report, in the order in which they are written.
func Tables(r *Report) []Table {
	return []Table{Balances(r), Cases(r), NCPs(r), Outreach(r), Rejects(r)}
}

// join puts lists of columns one behind the other.
func join(lists ...[]Column) (columns []Column) {
	for _, list := range lists {
		columns = append(columns, list...)
	}
	return columns
}

// Balances is one row for each account that a case's ledger names.
func Balances(r *Report) Table {
	return Table{Name: "balances", Items: len(r.Cases),
		Columns: join(columnsOf(Text, "case_id", "Case", "account", "Account"), columnsOf(Word, "owed_to", "Owed to"),
			columnsOf(Money, "principal", "Principal", "interest", "Interest", "current_due", "Current due"),
			columnsOf(Day, "oldest_due", "Oldest due")),
		Append: func(dst []Value, i int) []Value {
			for _, a := range sortedByCode(r, i) {
				account := &r.Policy.Accounts[a.Account-1]
				dst = append(dst, text(r.Cases[i].ID), text(account.Code), word(account.OwedTo.String()),
					money(a.Principal), money(a.Interest), money(a.CurrentDue), day(a.OldestDue))
			}
			return dst
		}}
}

// Cases is one row a case.
func Cases(r *Report) Table {
	return Table{Name: "cases", Items: len(r.Cases),
		Columns: join(columnsOf(Text, "case_id", "Case", "ncp_id", "NCP", "county", "County"), columnsOf(Word, "status", "Status"),
			columnsOf(Money, "principal_family", "Principal, family", "interest_family", "Interest, family",
				"principal_government", "Principal, government", "interest_government", "Interest, government",
				"compromisable", "Compromisable", "arrears", "Arrears", "current_due", "Current due", "held_credit", "Held credit",
				"charged", "Charged", "adjusted", "Adjusted", "interest_adjusted", "Interest adjusted", "paid", "Paid"),
			columnsOf(Count, "entries", "Entries"), columnsOf(Day, "last_payment_date", "Last payment"),
			columnsOf(Money, "last_payment_amount", "Last payment amount"), columnsOf(Day, "oldest_due", "Oldest due"),
			columnsOf(Count, "days_past_due", "Days past due"), columnsOf(Money, "paid_to_arrears_12m", "Paid to arrears, 12 months"),
			columnsOf(Count, "compliant_months", "Compliant months"),
			columnsOf(Money, "principal_variance", "Principal variance", "interest_variance", "Interest variance")),
		Append: func(dst []Value, i int) []Value { return appendCase(dst, r, i) }}
}

func appendCase(dst []Value, r *Report, i int) []Value {
	c, b, s := &r.Cases[i], &r.Balances[i], r.SumsOf(i)
	status := "ok"
	if c.Tainted {
		status = "tainted"
	}
	lastAmount := ledger.Optional(b.LastPaymentAmount, b.LastPaymentDate != 0)
	principal, interest := variances(c, &s)
	return append(dst, text(c.ID), text(r.NCPs[c.NCP].ID), text(c.County), word(status),
		money(s.PrincipalFamily), money(s.InterestFamily), money(s.PrincipalGovernment), money(s.InterestGovernment),
		money(s.Compromisable), money(s.Arrears()), money(s.CurrentDue), money(b.HeldCredit),
		money(b.Charged), money(b.Adjusted), money(b.InterestAdjusted), money(b.Paid), count(b.Entries),
		day(b.LastPaymentDate), optionalMoney(lastAmount), day(b.OldestDue()),
		count(coap.Case{Case: c, Balance: b}.DaysPastDue(r.AsOf)), money(b.PaidToArrears), count(b.CompliantMonths),
		optionalMoney(principal), optionalMoney(interest))
}

// Variances is recomputed − recorded of a case, where recorded: principal (with what is
// currently due) and interest.
func Variances(r *Report, i int) (principal, interest ledger.OptionalCents) {
	sums := r.SumsOf(i)
	return variances(&r.Cases[i], &sums)
}

func variances(c *ledger.Case, s *coap.CaseSums) (principal, interest ledger.OptionalCents) {
	if c.RecordedPrincipal.Known() {
		principal = ledger.Some(s.PrincipalFamily + s.PrincipalGovernment + s.CurrentDue - c.RecordedPrincipal.Cents())
	}
	if c.RecordedInterest.Known() {
		interest = ledger.Some(s.InterestFamily + s.InterestGovernment - c.RecordedInterest.Cents())
	}
	return principal, interest
}

// NCPs is one row an NCP.
func NCPs(r *Report) Table {
	columns := join(columnsOf(Text, "ncp_id", "NCP", "name", "Name"), columnsOf(Count, "cases", "Cases"),
		columnsOf(Word, "status", "Status"), columnsOf(Day, "eligible_on", "Eligible on"),
		columnsOf(Money, "arrears", "Arrears", "principal_family", "Principal, family", "interest_family", "Interest, family",
			"principal_government", "Principal, government", "interest_government", "Interest, government",
			"compromisable", "Compromisable", "current_support", "Current support", "capacity", "Capacity", "offer", "Offer",
			"minimum_offer", "Minimum offer", "forgiven", "Forgiven"),
		columnsOf(Count, "plan_months", "Plan months"), columnsOf(Money, "plan_payment", "Plan payment"),
		columnsOf(Count, "days_past_due", "Days past due"), columnsOf(Day, "last_payment_date", "Last payment"),
		listsOf("remedies", "Remedies at stake", "next_steps", "Next steps", "suppressed", "Suppressed"))
	for _, id := range policy.Criteria() {
		columns = append(columns, Column{Name: id, Heading: id, Kind: Word})
	}
	remedies, label := remedyLists(r), r.Policy.Label()
	return Table{Name: "ncps", Items: len(r.NCPs), Columns: join(columns, columnsOf(Text, "policy", "Policy")),
		Append: func(dst []Value, i int) []Value {
			return append(appendNCP(dst, r, i, remedies), text(label))
		}}
}

// remedyLists names every combination of remedies that occurs, once.
func remedyLists(r *Report) map[uint64]string {
	lists := make(map[uint64]string)
	for i := range r.Determinations {
		bits := r.Determinations[i].Remedies
		if _, known := lists[bits]; !known {
			lists[bits] = RemedyIDs(r.Policy, bits)
		}
	}
	return lists
}

func appendNCP(dst []Value, r *Report, i int, remedies map[uint64]string) []Value {
	n, d := &r.NCPs[i], &r.Determinations[i]
	dst = append(dst, text(n.ID), text(n.Name()), count(len(r.CasesOf(i))), word(d.Status.String()), day(d.EligibleOn),
		money(d.Arrears()), money(d.PrincipalFamily), money(d.InterestFamily), money(d.PrincipalGovernment), money(d.InterestGovernment),
		money(d.Compromisable), money(d.CurrentSupport), optionalMoney(d.Capacity), optionalMoney(d.Offer),
		money(d.MinimumOffer), optionalMoney(d.Forgiven),
		Value{Kind: Count, Number: int64(d.PlanMonths.Months), Blank: !d.PlanMonths.Known}, optionalMoney(d.PlanPayment),
		count(d.DaysPastDue), day(d.LastPayment), word(remedies[d.Remedies]), word(d.NextSteps.String()), word(d.Suppressed.String()))
	for _, verdict := range d.Verdicts {
		dst = append(dst, word(verdict.String()))
	}
	return dst
}

// RemedyIDs lists the remedies whose bits are set, joined by `;`.
func RemedyIDs(p *policy.Policy, bits uint64) string {
	ids := ""
	for i := range p.Remedies {
		if bits&(1<<i) == 0 {
			continue
		}
		if ids != "" {
			ids += ";"
		}
		ids += p.Remedies[i].ID
	}
	return ids
}

// Outreach is the outreach list, one row an NCP by rank.
func Outreach(r *Report) Table {
	remedies := remedyLists(r)
	return Table{Name: "outreach", Items: len(r.Outreach),
		Columns: join(columnsOf(Count, "rank", "Rank"), columnsOf(Word, "status", "Status"), flagsOf("new", "New"),
			columnsOf(Text, "ncp_id", "NCP", "name", "Name", "address1", "Address", "address2", "Address 2", "city", "City",
				"state", "State", "zip", "ZIP", "phone", "Phone", "email", "E-mail", "language", "Language", "county", "County"),
			columnsOf(Money, "compromisable", "Compromisable", "offer", "Offer", "forgiven", "Forgiven", "plan_payment", "Plan payment"),
			columnsOf(Day, "eligible_on", "Eligible on"),
			listsOf("next_steps", "Next steps", "remedies", "Remedies at stake"), columnsOf(Text, "reason", "Reason")),
		Append: func(dst []Value, i int) []Value { return appendOutreach(dst, r, i, remedies) }}
}

func appendOutreach(dst []Value, r *Report, i int, remedies map[uint64]string) []Value {
	row := &r.Outreach[i]
	n, d := &r.NCPs[row.NCP], &r.Determinations[row.NCP]
	county := ""
	if row.Case >= 0 {
		county = r.Cases[row.Case].County
	}
	return append(dst, count(r.Rank(i)), word(d.Status.String()), word(row.New), text(n.ID), text(n.Name()), text(n.Address1()), text(n.Address2()),
		text(n.City()), text(n.State()), text(n.Zip()), text(n.Phone()), text(n.Email()), text(n.Language()), text(county),
		money(d.Compromisable), optionalMoney(d.Offer), optionalMoney(d.Forgiven), optionalMoney(d.PlanPayment), day(d.EligibleOn),
		word(d.NextSteps.String()), word(remedies[d.Remedies]), text(row.Reason))
}

// Rejects is everything in the input that could not be used, in input order.
func Rejects(r *Report) Table {
	return Table{Name: "rejects", Items: len(r.Rejects),
		Columns: join(columnsOf(Text, "file", "File", "sheet", "Sheet"), columnsOf(Count, "line", "Line"), columnsOf(Word, "table", "Table"),
			columnsOf(Text, "case_id", "Case", "ncp_id", "NCP", "column", "Column"), columnsOf(Word, "code", "Code"),
			columnsOf(Text, "message", "Message")),
		Append: func(dst []Value, i int) []Value {
			reject := &r.Rejects[i]
			part := r.Inputs[reject.Position.Part()]
			return append(dst, text(part.File), text(part.Sheet), count(part.Line(reject.Position)), word(reject.Table.String()),
				text(reject.CaseID), text(reject.NCPID), text(reject.Column), word(string(reject.Code)), text(RejectMessage(r, reject)))
		}}
}
