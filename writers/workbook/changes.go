package workbook

import (
	"cmp"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/headline"
	"arrears/writers/internal/words"
)

var changeColumns = []column{
	{"What changed", 28, plain},
	{"NCP ID", 14, plain},
	{"Case ID", 17, plain},
	{"Name", 28, wrapped},
	{"County", 16, wrapped},
	{"Status before", 16, plain},
	{"Status now", 16, plain},
	{"Eligible on", 15, day},
	{"Owed before", 17, money},
	{"Owed now", 17, money},
	{"Difference", 17, money},
	{"Compromisable now", 18, money},
	{"Why", 70, wrapped},
}

const changesName = "Changes"

// change is a line of the sheet: what kind of change, and of whom.
type change struct {
	what string
	ncp  *report.NCPChange
	of   *report.CaseChange
	move *report.Movement
}

// The kinds of change, in the order in which they are listed.
const (
	newlyEligible    = "newly eligible"
	noLongerEligible = "no longer eligible"
	newlyListed      = "newly on the list"
	noLongerListed   = "no longer on the list"
	coming           = "eligible soon"
	unexplained      = "balance not explained"
	ncpAdded         = "NCP is new"
	ncpGone          = "NCP is gone"
	caseAdded        = "case is new"
	caseGone         = "case is gone"
)

func listChanges(c *report.Changes) (list []change) {
	ncps := func(what string, of []report.NCPChange) {
		for i := range of {
			list = append(list, change{what: what, ncp: &of[i]})
		}
	}
	cases := func(what string, of []report.CaseChange) {
		for i := range of {
			list = append(list, change{what: what, of: &of[i]})
		}
	}
	ncps(newlyEligible, c.NewlyEligible)
	ncps(noLongerEligible, c.NoLongerEligible)
	ncps(newlyListed, c.NewlyListed)
	ncps(noLongerListed, c.NoLongerListed)
	ncps(coming, c.Coming)
	for i := range c.Unexplained {
		list = append(list, change{what: unexplained, move: &c.Unexplained[i]})
	}
	ncps(ncpAdded, c.NCPsAdded)
	ncps(ncpGone, c.NCPsGone)
	cases(caseAdded, c.CasesAdded)
	cases(caseGone, c.CasesGone)
	return list
}

// changesListing is what became of the previous run until this one.
func changesListing(r *report.Report) *listing {
	list := listChanges(r.Changes)
	return &listing{name: changesName, columns: changeColumns, rows: len(list), none: "Nothing changed.", pages: 2,
		fill:    func(to *row, i int) { fillChange(to, r, &list[i]) },
		preface: func(b *builder, sheet string) (int, error) { return b.addHeadlines(sheet, r) },
		decor: []decor{{1, 1, []rule{whereWord(newlyEligible, good), whereWord(noLongerEligible, bad), whereWord(coming, soon),
			whereWord(unexplained, unsure), whereWord(newlyListed, fresh)}},
			{6, 7, statusRules(words.Status)}, {8, 8, []rule{whereSoon(r.AsOf)}}}}
}

// addHeadlines writes the headline figures of both runs above the list, and says where
// the list's header stands.
func (b *builder) addHeadlines(sheet string, r *report.Report) (header int, err error) {
	changes, st := r.Changes, &b.styles
	c := &canvas{file: b.file, styles: st, sheet: sheet, row: 1}
	for _, column := range changeColumns {
		c.width = append(c.width, column.width)
	}
	c.title("Changes since the run as of " + words.Date(changes.Before.AsOf))
	for _, warning := range words.ChangeWarnings(changes) {
		c.span(1, 7, "Warning: "+warning, st.warning)
	}
	c.row++
	c.head(column{heading: "What"}, column{heading: "Before", kind: money}, column{heading: "Now", kind: money}, column{heading: "Change", kind: money})
	for _, figure := range headline.Figures() {
		before, after := figure.Of(&changes.Before), figure.Of(&changes.After)
		show := func(value int64) cell {
			if figure.Money {
				return st.money(ledger.Cents(value))
			}
			return st.count(int(value))
		}
		c.line(st.text(figure.Label), show(before), show(after), st.moved(figure.Money, after-before))
	}
	c.section("Whose figures changed, and why")
	c.span(1, 7, "One line a change: who became eligible stands here again if newly on the list. What is owed is arrears; of a balance not explained, all that is owed, past due or not, less held credit.", st.muted)
	return c.row, c.close()
}

func fillChange(to *row, r *report.Report, c *change) {
	to.word(c.what)
	switch {
	case c.ncp != nil:
		to.fillNCPChange(r, c)
	case c.of != nil:
		before, after := &c.of.Before, &c.of.After
		to.fillWhom(r, cmp.Or(after.NCPID, before.NCPID), c.of.ID())
		to.blanks(3)
		to.fillAmounts(before.NCPID != "", after.NCPID != "", before.Arrears, after.Arrears)
		to.blanks(2)
	default:
		to.fillWhom(r, c.move.After.NCPID, c.move.After.ID)
		to.blanks(3)
		to.fillAmounts(true, true, c.move.Before.Owed(), c.move.After.Owed())
		to.blanks(1)
		to.text(words.Movement(c.move))
	}
}

func (r *row) fillNCPChange(of *report.Report, c *change) {
	before, after := &c.ncp.Before, &c.ncp.After
	r.fillWhom(of, c.ncp.ID(), "")
	for _, side := range []*report.SnapshotNCP{before, after} {
		if side.Status == 0 {
			r.word("not in the run")
		} else {
			r.word(words.Status(side.Status))
		}
	}
	r.day(after.EligibleOn)
	r.fillAmounts(before.Status != 0, after.Status != 0, before.Arrears, after.Arrears)
	if after.Status == 0 {
		r.blank()
	} else {
		r.money(after.Compromisable)
	}
	r.text(whyNCP(c.ncp))
}

// whyNCP says in which respects an NCP is judged otherwise.
func whyNCP(c *report.NCPChange) string {
	var parts []string
	if turns := words.Turns(c.Turns()); turns != "" {
		parts = append(parts, turns)
	}
	if gained := c.After.Suppressed &^ c.Before.Suppressed; gained != 0 {
		parts = append(parts, "kept off the list now: "+words.Suppressed(gained))
	}
	if lost := c.Before.Suppressed &^ c.After.Suppressed; c.After.Status != 0 && lost != 0 {
		parts = append(parts, "no longer kept off the list: "+words.Suppressed(lost))
	}
	return strings.Join(parts, "; ")
}

// fillWhom writes the identifiers, and the name and county of an NCP whom the run knows.
func (r *row) fillWhom(of *report.Report, ncpID, caseID string) {
	r.text(ncpID)
	r.text(caseID)
	at, known := slices.BinarySearchFunc(of.NCPs, ncpID, func(n ledger.NCP, id string) int { return cmp.Compare(n.ID, id) })
	if !known {
		r.blanks(2)
		return
	}
	r.text(of.NCPs[at].Name())
	r.text(countyOf(of, largestCase(of, at)))
}

// fillAmounts writes an amount before and now and, where both are, the difference.
func (r *row) fillAmounts(hasBefore, hasAfter bool, before, after ledger.Cents) {
	r.optionalMoney(ledger.Optional(before, hasBefore))
	r.optionalMoney(ledger.Optional(after, hasAfter))
	r.optionalMoney(ledger.Optional(after-before, hasBefore && hasAfter))
}

func (r *row) blanks(n int) {
	for range n {
		r.blank()
	}
}
