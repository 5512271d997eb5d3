package main

import (
	"context"
	"slices"
	"strings"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/readers/finished"
	"arrears/writers/letters"
)

// choice is which rows of an outreach list are wanted. An empty list of values wants all.
type choice struct {
	counties   []string
	statuses   []coap.Status
	languages  []string
	nextSteps  coap.NextStep // one of them; zero wants all
	minArrears ledger.Cents
	limit      int // zero: none
}

// listable are the statuses of the NCPs on an outreach list.
var listable = []coap.Status{coap.Eligible, coap.Review, coap.Later}

// choice checks the flags that choose rows.
func (f *outreachFlags) choice() (c choice, err error) {
	c = choice{counties: f.counties, languages: f.languages, limit: f.limit}
	for _, name := range f.statuses {
		at := slices.IndexFunc(listable, func(s coap.Status) bool { return s.String() == name })
		if at < 0 {
			return c, usagef("--status %q is none of the outreach list's; give eligible, review or later", name)
		}
		c.statuses = append(c.statuses, listable[at])
	}
	for _, name := range f.nextSteps {
		at := slices.Index(coap.NextSteps(), name)
		if at < 0 {
			return c, usagef("--next-step %q is none; give one of %s", name, strings.Join(coap.NextSteps(), ", "))
		}
		c.nextSteps |= 1 << at
	}
	if f.minArrears != "" {
		var ok bool
		if c.minArrears, ok = ledger.ParseCents([]byte(strings.TrimSpace(f.minArrears))); !ok || c.minArrears < 0 {
			return c, usagef("--min-arrears %q is not an amount of dollars of zero or more; write it like 1234.50", f.minArrears)
		}
	}
	if f.limit < 0 {
		return c, usagef("--limit %d: give 1 or more, or 0 for all", f.limit)
	}
	return c, nil
}

// described says in words how rows are chosen.
func (f *outreachFlags) described() string {
	var parts []string
	add := func(flag string, values []string) {
		if len(values) > 0 {
			parts = append(parts, flag+" "+strings.Join(values, " or "))
		}
	}
	add("county", f.counties)
	add("status", f.statuses)
	add("language", f.languages)
	add("next step", f.nextSteps)
	if f.minArrears != "" {
		parts = append(parts, "arrears of at least "+f.minArrears)
	}
	if f.limit > 0 {
		parts = append(parts, "the first "+grouped(f.limit))
	}
	if len(parts) == 0 {
		return "everyone on the list"
	}
	return strings.Join(parts, "; ")
}

// from chooses rows of a run's list, in their order.
func (c *choice) from(ctx context.Context, run *finished.Run, list []finished.Outreach) ([]finished.Outreach, error) {
	arrears, err := c.arrears(ctx, run, list)
	if err != nil {
		return nil, err
	}
	var chosen []finished.Outreach
	for i := range list {
		if c.limit > 0 && len(chosen) == c.limit {
			break
		}
		if c.wants(&list[i]) && arrears[list[i].NCPID] >= c.minArrears {
			chosen = append(chosen, list[i])
		}
	}
	return chosen, nil
}

// arrears are those of the NCPs on the list, which does not show them; none if they are
// not asked for.
func (c *choice) arrears(ctx context.Context, run *finished.Run, list []finished.Outreach) (map[string]ledger.Cents, error) {
	if c.minArrears == 0 {
		return nil, nil
	}
	arrears := make(map[string]ledger.Cents, len(list))
	for i := range list {
		arrears[list[i].NCPID] = 0
	}
	err := run.NCPs(ctx, func(n finished.NCP) error {
		if _, listed := arrears[n.ID]; listed {
			arrears[n.ID] = n.Arrears
		}
		return nil
	})
	return arrears, err
}

func (c *choice) wants(o *finished.Outreach) bool {
	return oneOf(c.counties, o.County, alike) && oneOf(c.languages, o.Language, sameLanguage) &&
		(len(c.statuses) == 0 || slices.Contains(c.statuses, o.Status)) &&
		(c.nextSteps == 0 || o.NextSteps&c.nextSteps != 0)
}

// oneOf tells whether a value is one of those wanted, or none is.
func oneOf(wanted []string, value string, same func(a, b string) bool) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(one string) bool { return same(one, value) })
}

// sameLanguage compares languages as letters read them, es and Spanish being one; those
// in which there are no letters, as they are spelled.
func sameLanguage(a, b string) bool {
	first, named := letters.NamedLanguage(a)
	second, alsoNamed := letters.NamedLanguage(b)
	if named && alsoNamed {
		return first == second
	}
	return alike(a, b)
}

// alike compares without regard to capitals and the blanks around.
func alike(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
