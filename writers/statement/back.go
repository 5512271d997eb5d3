package statement

import (
	"slices"

	"arrears/writers/internal/words"
)

// criteriaSection is what the rules say of a compromise for the parent, all cases
// together.
func criteriaSection(d *Document) section {
	n := &d.NCP
	s := section{"criteria", "Compromise of arrears: " + n.words.status, criteriaSheet, []block{
		{Text: n.words.meaning + " Judged for NCP " + d.NCPID + " over all cases, as if the application were made on " + d.AsOf.People() + "."},
		{Text: "The evidence holds income and other facts of the parent who owes support. A copy for anybody else is made without this part: arrears explain --without criteria."},
		{Facts: n.facts()},
		{Table: casesTable(n)},
	}}
	if n.leavesOut() {
		s.Blocks = append(s.Blocks, block{Text: "A case whose interstate rule is unknown does not count toward a compromise while another passes it."})
	}
	s.Blocks = append(s.Blocks, block{Table: caseFactsTable(n)})
	var points []point
	for _, f := range d.Criteria {
		points = append(points, point{criterionWords(f.Criterion), verdictWords[f.Verdict], peopleSentence(f.Evidence), words.Sentence(f.Citation)})
	}
	return section{s.ID, s.Title, s.Sheet, append(s.Blocks, block{Heading: "Each criterion, with what it rests on"}, block{Points: points})}
}

// leavesOut tells whether cases have more that is open to a compromise than counts.
func (n *NCPFigure) leavesOut() bool {
	var sum Money
	for i := range n.Cases {
		sum += n.Cases[i].Compromisable
	}
	return sum != n.Compromisable
}

func (n *NCPFigure) facts() []fact {
	facts := []fact{{"Status", words.Sentence(n.words.status)}}
	if n.EligibleOn != 0 {
		facts = append(facts, fact{"May be eligible on", n.EligibleOn.People()})
	}
	facts = append(facts, fact{"Arrears of all cases", n.Arrears.Dollars()},
		fact{"Of it open to a compromise", n.Compromisable.Dollars()},
		fact{"Current support a month", n.CurrentSupport.Dollars()},
		fact{"Left of net income after expenses, a month", n.Capacity.Dollars()})
	if n.mayOffer() {
		facts = append(facts, fact{"Offer (estimate)", n.Offer.Dollars()}, fact{"Smallest offer (estimate)", n.MinimumOffer.Dollars()})
	}
	if n.mayForgive() {
		facts = append(facts, fact{"Forgiven by that offer (estimate)", n.Forgiven.Dollars()})
	}
	if n.PlanPayment.Known() {
		facts = append(facts, fact{"To pay all of it within the program's horizon", n.PlanPayment.Dollars() + " a month"},
			fact{"To pay all of it from what is left after current support", words.Sentence(n.planWords())})
	}
	return facts
}

func casesTable(n *NCPFigure) *table {
	t := &table{Caption: "What each case adds, in dollars", Columns: []column{{"Case", text, 20}, {"Family principal", money, 0}, {"Family interest", money, 0},
		{"Government principal", money, 0}, {"Government interest", money, 0}, {"Arrears", money, 0}, {"Open to a compromise", money, 0}}}
	var all NCPCase
	line := func(role role, label string, c *NCPCase) row {
		return amounts(role, label, c.PrincipalFamily, c.InterestFamily, c.PrincipalGovernment, c.InterestGovernment, c.Arrears, c.Compromisable)
	}
	for i := range n.Cases {
		c := &n.Cases[i]
		t.Rows = append(t.Rows, line(body, c.CaseID, c))
		all.PrincipalFamily += c.PrincipalFamily
		all.InterestFamily += c.InterestFamily
		all.PrincipalGovernment += c.PrincipalGovernment
		all.InterestGovernment += c.InterestGovernment
		all.Arrears += c.Arrears
	}
	all.Compromisable = n.Compromisable
	t.Rows = append(t.Rows, line(total, "All cases", &all))
	return t
}

func caseFactsTable(n *NCPFigure) *table {
	t := &table{Caption: "Other facts of each case", Columns: []column{{"Case", text, 20}, {"Current support a month", text, 16}, {"Interstate rule", text, 10},
		{"Days past due", count, 0}, {"Months in a row paid in full", count, 0}}}
	for i := range n.Cases {
		c := &n.Cases[i]
		support := "not recorded"
		if c.CurrentSupport.Known() {
			support = c.CurrentSupport.Dollars()
		}
		t.Rows = append(t.Rows, row{body, []cell{textCell(c.CaseID), textCell(support), textCell(verdictWords[c.Interstate]), countCell(c.DaysPastDue), countCell(c.CompliantMonths)}})
	}
	return t
}

// methodSection is the rules that the figures rest on, what of them is assumed, and what
// is not modelled.
func methodSection(d *Document) section {
	s := section{"method", "Method", methodSheet, []block{{Heading: "The rules that the figures rest on"}, {Points: points(d.Rules)},
		{Heading: "What is an assumption, not the law"}}}
	assumed := slices.DeleteFunc(slices.Clone(d.Assumptions), func(r Rule) bool {
		return !slices.Contains([]string{"interest", "crediting", "accounts", "coap"}, sectionOf(r.Path))
	})
	if len(assumed) == 0 {
		s.Blocks = append(s.Blocks, block{Text: "None."})
	} else {
		s.Blocks = append(s.Blocks, block{Points: points(assumed)})
	}
	s.Blocks = append(s.Blocks, block{Heading: "What is not modelled"}, block{List: d.NotModelled})
	return s
}

func points(rules []Rule) []point {
	var points []point
	for i := range rules {
		points = append(points, rules[i].point())
	}
	return points
}
