package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"arrears/pipeline/ledger"
	"arrears/pipeline/pseudonym"
	"arrears/pipeline/report"
)

// pseudonymized is an input in which nobody is named: identifiers are replaced as soon as
// rows are parsed, before anything is made of them, so that nothing personal goes beyond.
// Amounts, dates, types, accounts, counties, languages and states stay.
type pseudonymized struct {
	Source
	key *pseudonym.Key
	// caseKind is what pseudonyms of cases look like. Without a cases table a case's
	// identifier is its NCP's.
	caseKind pseudonym.Kind
}

// disguise gives the source as the job wants it: as it is, or pseudonymized.
func (j *Job) disguise(source Source) Source {
	if j.Pseudonyms == nil {
		return source
	}
	given := slices.ContainsFunc(source.Parts(), func(part *ledger.Part) bool { return part.Kind == ledger.CasesTable })
	return &pseudonymized{source, j.Pseudonyms, caseKind(given)}
}

// caseKind is the kind of the pseudonyms of cases.
func caseKind(casesGiven bool) pseudonym.Kind {
	if casesGiven {
		return pseudonym.Case
	}
	return pseudonym.NCP
}

// HideInputs calls files, sheets and columns of which the program knows nothing by numbers:
// their names may be personal. What is read of them stays the same.
func HideInputs(parts []*ledger.Part) {
	files, sheets := make(map[string]string), make(map[string]int)
	for _, part := range parts {
		name, known := files[part.File]
		if !known {
			name = fmt.Sprintf("input-%d", len(files)+1)
			files[part.File] = name
		}
		part.File = name
		if part.Sheet != "" {
			sheets[name]++
			part.Sheet = fmt.Sprintf("sheet-%d", sheets[name])
		}
		part.UnknownColumns = numbered("column", part.UnknownColumns)
		part.IgnoredSheets = numbered("ignored", part.IgnoredSheets)
	}
}

// numbered is as many names.
func numbered(word string, names []string) (numbers []string) {
	for i := range names {
		numbers = append(numbers, fmt.Sprintf("%s-%d", word, i+1))
	}
	return numbers
}

// replace replaces identifiers of a kind by their pseudonyms.
func (p *pseudonymized) replace(kind pseudonym.Kind, identifiers ...*string) (err error) {
	for _, identifier := range identifiers {
		if *identifier, err = p.key.Of(kind, *identifier); err != nil {
			return err
		}
	}
	return nil
}

// rejects replaces what rejects name.
func (p *pseudonymized) rejects(rejects []ledger.Reject) error {
	for i := range rejects {
		if err := p.replace(p.caseKind, &rejects[i].CaseID); err != nil {
			return err
		}
		if err := p.replace(pseudonym.NCP, &rejects[i].NCPID); err != nil {
			return err
		}
	}
	return nil
}

func (p *pseudonymized) NCPs(ctx context.Context, yield func(*ledger.NCPRow) error) error {
	return p.Source.NCPs(ctx, func(row *ledger.NCPRow) error {
		err := p.replace(pseudonym.NCP, &row.NCP.ID)
		if err == nil {
			err = p.rejects(row.Rejects)
		}
		if err != nil {
			return err
		}
		hide(&row.NCP)
		return yield(row)
	})
}

// hide replaces whatever else tells who an NCP is by words with the NCP's pseudonym, which
// say no more than it. Blank stays blank.
func hide(n *ledger.NCP) {
	_, own, _ := strings.Cut(n.ID, "-")
	texts := n.Contact.Texts()
	for column, as := range map[ledger.ContactColumn]string{ledger.ContactName: "Name-" + own, ledger.ContactAddress1: "Address-" + own,
		ledger.ContactAddress2: "Address2-" + own, ledger.ContactCity: "City-" + own, ledger.ContactZip: "Zip-" + own,
		ledger.ContactPhone: "Phone-" + own, ledger.ContactEmail: "mail-" + own + "@pseudonym.invalid"} {
		if texts[column] != "" {
			texts[column] = as
		}
	}
	if _, isState := ledger.ParseState([]byte(texts[ledger.ContactState])); !isState {
		texts[ledger.ContactState] = "State-" + own
	}
	if !languageLike(texts[ledger.ContactLanguage]) {
		texts[ledger.ContactLanguage] = "Language-" + own
	}
	n.Contact = ledger.NewContact(texts)
}

// languageLike tells a text that may name a language: short, with letters, - and _ alone.
func languageLike(text string) bool {
	for _, r := range text {
		if r != '-' && r != '_' && !unicode.IsLetter(r) {
			return false
		}
	}
	return len(text) <= 20
}

func (p *pseudonymized) Cases(ctx context.Context, yield func(*ledger.CaseRow) error) error {
	return p.Source.Cases(ctx, func(row *ledger.CaseRow) error {
		err := p.replace(p.caseKind, &row.Case.ID)
		if err == nil {
			err = p.replace(pseudonym.NCP, &row.NCPID)
		}
		if err == nil {
			err = p.rejects(row.Rejects)
		}
		if err != nil {
			return err
		}
		return yield(row)
	})
}

func (p *pseudonymized) Events(ctx context.Context, yield func(*ledger.EventRow) error) error {
	return p.Source.Events(ctx, func(row *ledger.EventRow) error {
		err := p.replace(p.caseKind, &row.CaseID)
		if err == nil {
			err = p.replace(pseudonym.NCP, &row.NCPID)
		}
		if err == nil && row.Reject != nil {
			reject := []ledger.Reject{*row.Reject}
			err = p.rejects(reject)
			row.Reject = &reject[0]
		}
		if err != nil {
			return err
		}
		return yield(row)
	})
}

func (p *pseudonymized) Ledger(ctx context.Context, yield func(part int, block ledger.Block) error) error {
	return p.Source.Ledger(ctx, func(part int, block ledger.Block) error {
		return yield(part, disguisedBlock{block, p})
	})
}

// Digest replaces the hashes by keyed ones: an export that somebody guesses can't be held
// against them.
func (p *pseudonymized) Digest(ctx context.Context) error {
	err := p.Source.Digest(ctx)
	for _, part := range p.Parts() {
		part.SHA256 = p.key.Digest(part.SHA256)
	}
	return err
}

// disguisedBlock is a block that parses to pseudonyms.
type disguisedBlock struct {
	ledger.Block
	as *pseudonymized
}

func (b disguisedBlock) Parse(batch *ledger.Batch, from int64) error {
	if err := b.Block.Parse(batch, from); err != nil {
		return err
	}
	return b.as.batch(batch)
}

// batch replaces the identifiers of a batch. Their pseudonyms stand behind its text.
func (p *pseudonymized) batch(batch *ledger.Batch) (err error) {
	replace := func(kind pseudonym.Kind, span *ledger.Span, value []byte) {
		if err != nil || span.Length == 0 {
			return
		}
		start := len(batch.Text)
		batch.Text, err = p.key.Append(batch.Text, kind, value)
		*span = ledger.Span{Start: uint32(start), Length: uint32(len(batch.Text) - start)}
	}
	for i := range batch.Runs {
		replace(p.caseKind, &batch.Runs[i].Case, batch.Runs[i].Case.Of(batch.Text))
	}
	for i := range batch.Entries {
		e := &batch.Entries[i]
		replace(pseudonym.Entry, &e.ID, e.ID.Of(batch.Text))
		replace(pseudonym.Entry, &e.Ref, e.Ref.Of(batch.Text))
		if e.SourceRule == 0 { // one that the policy names stays, for statements to show
			replace(pseudonym.Source, &e.Source, normalSource(e.Source.Of(batch.Text)))
		}
	}
	if err != nil {
		return err
	}
	return p.rejects(batch.Rejects)
}

// caseID is what a case is called that its user names, by its true identifier or by its
// pseudonym.
func (j *Job) caseID(source Source, id string) (string, error) {
	p, is := source.(*pseudonymized)
	if !is || pseudonym.Is(p.caseKind, id) {
		return id, nil
	}
	return j.Pseudonyms.Of(p.caseKind, id)
}

// Pseudonymize replaces the identifiers in a snapshot of a run that is not pseudonymized,
// as those of a run with this key. CasesGiven tells whether the run had a cases table.
func Pseudonymize(s *report.Snapshot, key *pseudonym.Key, casesGiven bool) (err error) {
	p := &pseudonymized{key: key, caseKind: caseKind(casesGiven)}
	for i := range s.NCPs {
		if err := p.replace(pseudonym.NCP, &s.NCPs[i].ID); err != nil {
			return err
		}
	}
	for i := range s.Cases {
		if err := p.replace(p.caseKind, &s.Cases[i].ID); err != nil {
			return err
		}
		if err := p.replace(pseudonym.NCP, &s.Cases[i].NCPID); err != nil {
			return err
		}
	}
	slices.SortFunc(s.NCPs, func(a, b report.SnapshotNCP) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Cases, func(a, b report.SnapshotCase) int { return strings.Compare(a.ID, b.ID) })
	return nil
}
