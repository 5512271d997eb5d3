package statement

import (
	"cmp"
	"slices"
	"strings"

	"arrears/pipeline/interest"
	"arrears/pipeline/policy"
)

// Audience says who may read a document. A payment's source is federal tax information
// where it tells of an offset, and so is an order of crediting that only some sources
// have: Audience.seesSources is the one place that decides whether a document holds them.
type Audience string

// The audiences.
const (
	General Audience = "general" // anybody: no payment's source is shown
	FTI     Audience = "fti"     // people authorized to see federal tax information
)

// Audiences lists the audiences, the default first.
func Audiences() []Audience { return []Audience{General, FTI} }

func (a Audience) seesSources() bool { return a == FTI }

// banner stands on each page of a document that shows sources; blank for the others.
func (a Audience) banner() string {
	if !a.seesSources() {
		return ""
	}
	return "FEDERAL TAX INFORMATION: names the sources of payments. For authorized people only (26 U.S.C. 6103)."
}

// sourceNote says what a document tells of sources.
func (a Audience) sourceNote() string {
	if a.seesSources() {
		return "This copy names the source of each payment."
	}
	return "This copy does not say where payments came from."
}

// sourceNote says what the document tells of sources and, where they are made up, of
// identifiers.
func (d *Document) sourceNote() string {
	note := d.Audience.sourceNote()
	if d.Pseudonymized {
		note += " Identifiers are pseudonyms, made up from a key; amounts and dates are true."
	}
	return note
}

// sequence is what an entry did, in the order in which it did so; for those who may not
// see sources in one order for all, since it would tell of the order of crediting.
func (a Audience) sequence(did []interest.Step) []interest.Step {
	if a.seesSources() {
		return did
	}
	return slices.SortedStableFunc(slices.Values(did), func(x, y interest.Step) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Class, y.Class), cmp.Compare(x.Installment, y.Installment), cmp.Compare(x.Account, y.Account))
	})
}

// bySource begins the paths of the policy's values that hold for one source alone.
const bySource = "crediting.by_source."

// shows tells whether a value of the policy may stand in the document.
func (a Audience) shows(value *policy.Value) bool {
	return a.seesSources() || !strings.HasPrefix(value.Path, bySource)
}
