package page

import (
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// view is what the template shows: everything is in people's words already.
type view struct {
	AsOf, AsOfISO         string
	PolicyLabel           string
	PolicyTitle           string
	PolicySHA256, Program string

	Warnings []string
	Figures  []figure
	Owed     block
	Ages     block
	Statuses block
	Counties block

	Terms, StatusMeanings []words.Meaning

	Assumptions []policy.Value
	NotModelled []string
	Inputs      table
}

// figure is a number that heads the page.
type figure struct{ Label, Value, Note string }

// block is a chart and the table that says the same. A block without lines has no
// chart.
type block struct {
	Chart *chart
	Table table
}

// table is a table with a caption, whose first column heads the rows. Cells are right-
// aligned, but for the first Texts columns.
type table struct {
	Caption string
	Heads   []string
	Texts   int
	Rows    [][]string
	Total   []string // blank: none
}

func newView(r *report.Report) *view {
	v := &view{AsOf: words.Date(r.AsOf), AsOfISO: r.AsOf.String(), PolicyLabel: r.Policy.Label(), PolicyTitle: r.Policy.Title,
		PolicySHA256: r.Policy.SHA256, Program: r.Run.Program, Warnings: words.Warnings(r), Figures: figures(r),
		Owed: owedBlock(&r.Totals), Ages: agesBlock(&r.Totals), Statuses: statusesBlock(&r.Totals), Counties: countiesBlock(&r.Totals),
		Terms: terms(), StatusMeanings: words.Statuses(), NotModelled: policy.NotModelled(), Inputs: inputsTable(r)}
	for _, value := range r.Policy.Values() {
		if value.Assumption {
			v.Assumptions = append(v.Assumptions, value)
		}
	}
	return v
}

// terms explains the words that the page uses.
func terms() []words.Meaning {
	used := []string{"NCP", "Owed to family", "Owed to government", "Principal", "Interest", "Arrears", "Compromisable",
		"Offer (estimate)", "Forgiveness (estimate)", "Tainted"}
	return slices.DeleteFunc(words.Terms(), func(m words.Meaning) bool { return !slices.Contains(used, m.Term) })
}

func figures(r *report.Report) []figure {
	t := &r.Totals
	family, government := t.PrincipalFamily+t.InterestFamily, t.PrincipalGovernment+t.InterestGovernment
	listed := ""
	for _, status := range []coap.Status{coap.Eligible, coap.Review, coap.Later} {
		if listed != "" {
			listed += ", "
		}
		listed += words.Count(t.ByStatus[status].Outreach) + " " + words.Status(status)
	}
	return []figure{
		{"All arrears", t.Arrears().Dollars(), "in " + words.Counted(t.Cases, "case") + " of " + words.Counted(t.NCPs, "non-custodial parent")},
		{"Owed to families", family.Dollars(), t.InterestFamily.Dollars() + " of it interest"},
		{"Owed to the government", government.Dollars(), t.InterestGovernment.Dollars() + " of it interest"},
		{"Compromisable", t.Compromisable.Dollars(), "government arrears that the program may forgive in part"},
		{"On the outreach list", words.Count(len(r.Outreach)), listed},
		{"Forgiveness within reach", t.Forgiven.Dollars(), "estimated for the outreach list, against offers of " + t.Offered.Dollars()},
		{"Current support due", t.CurrentDue.Dollars(), "this month, not past due yet"},
		{"Rejects", words.Count(len(r.Rejects)), words.Counted(t.CasesTainted, "case") + " tainted"},
	}
}

// inputsTable lists the inputs with what became of their rows.
func inputsTable(r *report.Report) table {
	inputs := table{Caption: "Inputs, and what became of their rows", Texts: 3,
		Heads: []string{"File", "Sheet", "Table", "Rows read", "Accepted", "Rejected", "Duplicate", "Future"}}
	for _, p := range r.Inputs {
		inputs.Rows = append(inputs.Rows, []string{p.File, p.Sheet, p.Kind.String(), words.Count(p.Read), words.Count(p.Accepted),
			words.Count(p.Rejected), words.Count(p.Duplicate), words.Count(p.Future)})
	}
	return inputs
}
