package letters

import (
	"cmp"
	"slices"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// Choice says which letters to write.
type Choice struct {
	Kinds    []Kind
	Language *Language       // of all letters; nil: by the parent's
	Until    ledger.Date     // the last day of the outreach list's horizon
	NCPs     map[string]bool // only these, where it is not nil
	County   string          // only of this county, in any letter case, where it is not blank
	Limit    int             // at most so many letters; 0: all
}

// Wants tells whether a parent gets a letter, or is to be listed as skipped. The contact
// need not be known yet.
func (c *Choice) Wants(p *Parent) bool {
	if c.NCPs != nil {
		return c.NCPs[p.ID]
	}
	return slices.ContainsFunc(c.Kinds, func(kind Kind) bool { return p.due(kind, c.Until) })
}

// Letters lists the letters to the parents that Wants chose: by kind; those on the
// outreach list by rank, the others as they are given. Nobody is left out in silence: who
// gets no letter is listed as skipped, with the reason; those beyond the limit are counted.
func (c *Choice) Letters(parents []Parent) (letters []Letter, skipped []Skipped, beyond int) {
	for _, kind := range c.Kinds {
		for _, p := range c.ranked(parents, kind) {
			if !c.within(p.County) {
				continue
			}
			reason, advice := c.obstacle(p, kind)
			switch {
			case reason != "":
				skipped = append(skipped, Skipped{p.ID, kind, reason, advice})
			case c.Limit == 0 || len(letters) < c.Limit:
				letters = append(letters, Letter{Kind: kind, Language: c.language(p), Parent: p})
			default:
				beyond++
			}
		}
	}
	return letters, skipped, beyond
}

// within tells whether a county is the one that is wanted.
func (c *Choice) within(county string) bool {
	wanted := strings.TrimSpace(c.County)
	return wanted == "" || strings.EqualFold(wanted, strings.TrimSpace(county))
}

// ranked lists the parents that are due a letter of a kind, or were asked for by name.
func (c *Choice) ranked(parents []Parent, kind Kind) (due []*Parent) {
	for i := range parents {
		if c.NCPs != nil || parents[i].due(kind, c.Until) {
			due = append(due, &parents[i])
		}
	}
	slices.SortStableFunc(due, func(a, b *Parent) int {
		if (a.Rank == 0) != (b.Rank == 0) {
			return cmp.Compare(b.Rank, a.Rank) // those on the list first
		}
		return cmp.Compare(a.Rank, b.Rank)
	})
	return due
}

// obstacle says why a parent gets no letter of a kind; blank if nothing is in the way.
func (c *Choice) obstacle(p *Parent, kind Kind) (reason, advice string) {
	switch {
	case !p.due(kind, c.Until) && kind == COAP:
		return NotDue, "the NCP is not on the outreach list; its status is " + p.Status.String()
	case !p.due(kind, c.Until):
		return NotDue, "the NCP's next steps do not ask for this letter"
	case p.Suppressed != 0:
		return p.Suppressed.String(), suppressionAdvice(p.Suppressed)
	}
	return p.Contact.obstacle()
}

func suppressionAdvice(reasons coap.Suppression) string {
	switch {
	case reasons&coap.DoNotContact != 0:
		return "the NCP is not to be contacted"
	case reasons&coap.Tainted != 0:
		return "a rejected row names the NCP or a case of it; see the run's rejects.csv or run arrears check on the --ncps"
	}
	return "the NCP was contacted lately"
}

func (c *Choice) language(p *Parent) Language {
	if c.Language != nil {
		return *c.Language
	}
	return ParseLanguage(p.Contact.Language)
}
