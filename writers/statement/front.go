package statement

import (
	"fmt"
	"strings"

	"arrears/writers/internal/words"
)

// The sheets of the workbook.
const (
	statementSheet = "Statement"
	historySheet   = "Payment history"
	interestSheet  = "Interest"
	entriesSheet   = "Entries"
	criteriaSheet  = "Criteria"
	methodSheet    = "Method"
)

// headSection says whose account this is, as of when, by which rules, and what the paper
// is and is not.
func headSection(d *Document) section {
	name, version, _ := strings.Cut(d.Policy, "@")
	facts := []fact{{"Case", d.CaseID}, {"Parent who owes support (NCP)", d.NCPID}}
	if d.County != "" {
		facts = append(facts, fact{"County", d.County})
	}
	if d.CurrentSupport.Known() {
		facts = append(facts, fact{"Current support on record", d.CurrentSupport.Dollars() + " a month"})
	}
	facts = append(facts, fact{"As of", d.AsOf.People()},
		fact{"Policy", fmt.Sprintf("%s, version %s: %s", name, version, d.PolicyTitle)})
	about := []string{
		"This is an account of what is owed in this case on " + d.AsOf.People() + ", worked out from the entries of the case's ledger by the rules of the policy named above. Every figure can be worked out again by hand from it.",
		"It is not a court order, not a bill and not a certified record, and it is no form of a court. Whoever finds an entry that is wrong or missing should tell the child support agency.",
		"It does not decide about a compromise of arrears. An offer is an estimate; the decision is the agency's. Nothing here is legal advice.",
		d.sourceNote(),
	}
	if note := d.withoutNote(); note != "" {
		about = append(about, note)
	}
	return section{"head", "What this is", statementSheet, append(warnings(d), block{Facts: facts}, block{List: about})}
}

// warnings say what a reader must know before trusting the figures.
func warnings(d *Document) []block {
	var blocks []block
	if d.Tainted {
		warning := "Input that names this case or its NCP could not be used, so the figures may lack something."
		if len(d.Rejects) > 0 {
			warning += " What was left out stands at the end of the entries."
		}
		blocks = append(blocks, block{Warning: warning})
	}
	if n := d.namesNobody; n > 0 {
		blocks = append(blocks, block{Warning: words.Counted(n, "row") + " of the input could not be used and names no case that can be read. It may belong to this one."})
	}
	return blocks
}

// balancesSection says what is owed, to whom, and how it comes about.
func balancesSection(d *Document) section {
	s := section{"balances", "What is owed", statementSheet, []block{{Table: balancesTable(d)}}}
	c := &d.Case
	facts := []fact{{"Arrears (principal past due and interest)", c.Arrears.Dollars()},
		{"Of it owed to the government and open to a compromise", c.Compromisable.Dollars()},
		{"Current support due, not past due yet", c.CurrentDue.Dollars()}}
	if c.HeldCredit != 0 {
		facts = append(facts, fact{"Credit held for what falls due next", c.HeldCredit.Dollars()})
	}
	facts = append(facts, fact{"Days since the oldest unpaid installment", words.Count(c.DaysPastDue)},
		fact{"Paid to arrears in the last 12 complete months", c.PaidToArrears.Dollars()})
	s.Blocks = append(s.Blocks, block{Facts: facts}, block{Table: footingTable(&d.Footing)})
	if len(c.Variances) > 0 {
		s.Blocks = append(s.Blocks, block{Table: variancesTable(c.Variances)})
	}
	return s
}

// balancesTable is the balance of each account with totals by whom it is owed to.
func balancesTable(d *Document) *table {
	t := &table{Caption: "Balance of each account, in dollars", None: "No account has an entry.", Columns: []column{{"Account", text, 26}, {"Principal past due", money, 0},
		{"Interest", money, 0}, {"Arrears", money, 0}, {"Current support due", money, 0}, {"Oldest unpaid since", date, 0}}}
	var all Balance
	sum := func(label string, b *Balance) row {
		r := amounts(total, label, b.Principal, b.Interest, b.Principal+b.Interest, b.CurrentDue)
		r.Cells = append(r.Cells, dateCell(b.OldestDue))
		return r
	}
	for _, owedTo := range []string{"family", "government"} {
		var together Balance
		for i := range d.Balances {
			b := &d.Balances[i]
			if b.OwedTo != owedTo {
				continue
			}
			if together.Account == "" {
				together.Account = b.Account
				t.Rows = append(t.Rows, headerRow(len(t.Columns), "Owed to "+owedToWords(owedTo)))
			}
			line := sum(accountWords(b), b)
			line.Role = body
			t.Rows = append(t.Rows, line)
			together.add(b)
		}
		if together.Account != "" {
			t.Rows = append(t.Rows, sum("Owed to "+owedToWords(owedTo)+", together", &together))
			all.add(&together)
		}
	}
	if len(t.Rows) > 0 {
		t.Rows = append(t.Rows, sum("All accounts", &all))
	}
	return t
}

// add adds another account's balance.
func (b *Balance) add(other *Balance) {
	b.Principal += other.Principal
	b.Interest += other.Interest
	b.CurrentDue += other.CurrentDue
	if other.OldestDue != 0 && (b.OldestDue == 0 || other.OldestDue < b.OldestDue) {
		b.OldestDue = other.OldestDue
	}
}

func accountWords(b *Balance) string { return b.Account + ", " + b.Name }

func headerRow(columns int, label string) row {
	cells := make([]cell, columns)
	cells[0] = textCell(label)
	return row{header, cells}
}

// footingTable shows how what was ordered, paid and borne comes to what is owed.
func footingTable(f *Footing) *table {
	return &table{Caption: "How it comes about, in dollars", Columns: []column{{"What", text, 34}, {"Amount", money, 0}}, Whole: true, Rows: []row{
		amounts(body, "Ordered: charges of support", f.Ordered),
		amounts(body, "Judgments", f.Judgments),
		amounts(body, "Adjustments of principal", f.Adjustments),
		amounts(body, "Interest borne (exactly "+f.InterestBorne.People()+"; each account is rounded to the cent once)", f.Interest),
		amounts(body, "Adjustments of interest", f.InterestAdjustments),
		amounts(body, "Less what was paid", -f.Paid),
		amounts(total, "Owed, less credit held", f.Owed),
		amounts(body, "Principal past due", f.Principal),
		amounts(body, "Interest", f.Payable),
		amounts(body, "Current support due", f.CurrentDue),
		amounts(body, "Less credit held", -f.HeldCredit),
		amounts(total, "The same, from the balances", f.Principal+f.Payable+f.CurrentDue-f.HeldCredit),
	}}
}

func variancesTable(variances []Variance) *table {
	t := &table{Caption: "Compared with the balance on record, in dollars", Whole: true, Columns: []column{{"Balance", text, 30}, {"Worked out here", money, 0}, {"On record", money, 0}, {"Difference", money, 0}}}
	for _, v := range variances {
		t.Rows = append(t.Rows, amounts(body, words.Sentence(v.Of), v.Recomputed, v.Recorded, v.Difference))
	}
	return t
}
