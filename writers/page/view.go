package page

import (
	"html/template"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/writers/internal/headline"
	"arrears/writers/internal/words"
)

// view is what the template shows: everything is in people's words already.
type view struct {
	AsOf, AsOfISO         string
	PolicyLabel           string
	PolicyTitle           string
	PolicySHA256, Program string

	Policies template.HTMLAttr // what the page may load and run: the style and the script in it
	Script   template.JS

	Workbook bool // stands beside the page

	Quality  *quality // none for a clean run
	Since    string   // the date of the run before; blank without one
	Figures  []figure
	Changes  *changed // none without a run before
	Owed     block
	Ages     block
	Statuses block
	Offer    block
	Later    block
	Counties block

	Terms, StatusMeanings []words.Meaning

	Assumptions []policy.Value
	NotModelled []string
	Inputs      table
}

// figure is a number that heads the page. Change says by how much it moved since the run
// before, blank without one.
type figure struct{ Label, Value, Change, Note string }

// block is a chart and the table that says the same. A block without lines has no
// chart.
type block struct {
	Chart *chart
	Table table
}

// table is a table with a caption, whose first column heads the rows. Cells are right-
// aligned, but for the first Texts columns.
type table struct {
	Caption  string
	Heads    []string
	Texts    int
	Rows     [][]string
	Total    []string // blank: none
	Sortable bool     // by the reader, where scripts run
}

func newView(r *report.Report, script string, workbook bool) *view {
	v := &view{AsOf: words.Date(r.AsOf), AsOfISO: r.AsOf.String(), PolicyLabel: r.Policy.Label(), PolicyTitle: r.Policy.Title,
		PolicySHA256: r.Policy.SHA256, Program: r.Run.Program, Script: template.JS(script), Policies: contentPolicy(script), Workbook: workbook,
		Quality: newQuality(r), Figures: figures(r), Changes: newChanged(r.Changes),
		Owed: owedBlock(&r.Totals), Ages: agesBlock(&r.Totals), Statuses: statusesBlock(&r.Totals), Offer: offerBlock(&r.Totals),
		Later: laterBlock(r), Counties: countiesBlock(&r.Totals),
		Terms: terms(), StatusMeanings: words.Statuses(), NotModelled: policy.NotModelled(), Inputs: inputsTable(r)}
	if r.Changes != nil {
		v.Since = words.Date(r.Changes.Before.AsOf)
	}
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

// figures are the headline figures, with what is to be known of each.
func figures(r *report.Report) []figure {
	t := &r.Totals
	listed := ""
	for _, status := range []coap.Status{coap.Eligible, coap.Review, coap.Later} {
		if listed != "" {
			listed += ", "
		}
		listed += words.Count(t.ByStatus[status].Outreach) + " " + words.Status(status)
	}
	notes := map[string]string{
		"arrears":       "in " + words.Counted(t.Cases, "case") + " of " + words.Counted(t.NCPs, "non-custodial parent"),
		"family":        t.InterestFamily.Dollars() + " of it interest",
		"government":    t.InterestGovernment.Dollars() + " of it interest",
		"compromisable": "government arrears that the program may forgive in part",
		"outreach":      listed,
		"forgiveness":   "for the outreach list, against offers of " + t.Offered.Dollars(),
		"current":       "this month, not past due yet",
		"tainted":       "computed without what was rejected",
	}
	now := headline.Now(r)
	var shown []figure
	for _, f := range headline.Figures() {
		note, wanted := notes[f.ID]
		if !wanted {
			continue
		}
		one := figure{Label: f.Label, Value: f.Text(f.Of(now)), Note: note}
		if f.ID == "forgiveness" {
			one.Label = "Forgiveness within reach (estimate)"
		}
		if r.Changes != nil {
			one.Change = f.Change(&r.Changes.Before, now)
		}
		shown = append(shown, one)
	}
	return shown
}

// inputsTable lists the inputs with what became of their rows.
func inputsTable(r *report.Report) table {
	inputs := table{Caption: "Inputs, and what became of their rows", Texts: 3,
		Heads: []string{"File", "Sheet", "Table", "Rows read", "Accepted", "Rejected", "Duplicate", "Future"}}
	for _, p := range r.Inputs {
		inputs.Rows = append(inputs.Rows, []string{report.Neutral(p.File), report.Neutral(p.Sheet), p.Kind.String(), words.Count(p.Read), words.Count(p.Accepted),
			words.Count(p.Rejected), words.Count(p.Duplicate), words.Count(p.Future)})
	}
	return inputs
}
