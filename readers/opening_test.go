package readers

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// write puts files into a new folder, makes that the working folder, and returns it.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
	return folder
}

// open opens inputs that are good.
func open(t testing.TB, arguments ...string) *Source {
	t.Helper()
	source, err := Open(arguments, Options{Rules: rules(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := source.Close(); err != nil {
			t.Error(err)
		}
	})
	return source
}

// refuse opens an input that can't be used, and returns what is said of it.
func refuse(t testing.TB, arguments ...string) string {
	t.Helper()
	source, err := Open(arguments, Options{Rules: rules(t)})
	if err == nil {
		t.Errorf("%q: opened with %d tables", arguments, len(source.Parts()))
		return ""
	}
	if strings.ContainsAny(err.Error(), "\r\n") {
		t.Errorf("%q: more than a line: %q", arguments, err)
	}
	return err.Error()
}

// located is a line of text with the place in the input that it tells of.
type located struct {
	position ledger.Position
	column   int
	text     string
}

func inOrder(lines []located) []string {
	slices.SortStableFunc(lines, func(a, b located) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.column, b.column))
	})
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = line.text
	}
	return texts
}

func (s *Source) place(position ledger.Position) string {
	part := s.parts[position.Part()]
	if part.Sheet != "" {
		return fmt.Sprintf("%s[%s]:%d", part.File, part.Sheet, part.Line(position))
	}
	return fmt.Sprintf("%s:%d", part.File, part.Line(position))
}

func (s *Source) describeReject(reject ledger.Reject) located {
	text := fmt.Sprintf("%s %s %s %s %s", s.place(reject.Position), reject.Code, reject.Column, reject.CaseID, reject.NCPID)
	return located{reject.Position, reject.ColumnOrder, strings.TrimRight(text, " ")}
}

// readLedger reads every ledger part as the pipeline does, and describes each row.
func readLedger(t testing.TB, s *Source) []string {
	t.Helper()
	lines, err := tryLedger(t, s)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func tryLedger(t testing.TB, s *Source) ([]string, error) {
	var lines []located
	ends := make(map[int]int64)
	var describe []func()
	err := s.Ledger(t.Context(), func(number int, block ledger.Block) error {
		batch := &ledger.Batch{}
		if err := block.Parse(batch, -1); err != nil {
			return err
		}
		if end, ok := ends[number]; ok && batch.From != end {
			batch = &ledger.Batch{}
			if err := block.Parse(batch, end); err != nil || batch.From != end {
				return fmt.Errorf("a block was to begin at %d and began at %d: %w", end, batch.From, err)
			}
		}
		ends[number] = batch.To
		part := s.parts[number]
		part.LineBases = append(part.LineBases, part.LineBases[len(part.LineBases)-1]+batch.Lines)
		describe = append(describe, func() { lines = append(lines, s.describeBatch(batch)...) })
		return nil
	})
	for _, d := range describe {
		d()
	}
	return inOrder(lines), err
}

func (s *Source) describeBatch(batch *ledger.Batch) []located {
	var lines []located
	for _, run := range batch.Runs {
		for _, e := range batch.Entries[run.From:run.To] {
			text := fmt.Sprintf("%s %s %s %s %s %d %q %q %q", s.place(e.Position), run.Case.Of(batch.Text), e.Date, e.Type, e.Amount, e.Account,
				e.ID.Of(batch.Text), e.Ref.Of(batch.Text), e.Source.Of(batch.Text))
			lines = append(lines, located{e.Position, 0, strings.TrimRight(strings.ReplaceAll(text, ` ""`, ""), " ")})
		}
	}
	for _, reject := range batch.Rejects {
		lines = append(lines, s.describeReject(reject))
	}
	return lines
}

// readParties reads the other tables and describes each row and each reject.
func readParties(t testing.TB, s *Source) []string {
	t.Helper()
	var lines []located
	add := func(position ledger.Position, rejects []ledger.Reject, format string, values ...any) {
		if !ledger.Refused(rejects) {
			lines = append(lines, located{position, -2, strings.TrimRight(s.place(position)+" "+fmt.Sprintf(format, values...), " ")})
		}
		for _, reject := range rejects {
			lines = append(lines, s.describeReject(reject))
		}
	}
	optional := func(amount ledger.OptionalCents) string {
		if !amount.Known() {
			return "-"
		}
		return amount.Cents().String()
	}
	if err := s.NCPs(t.Context(), func(row *ledger.NCPRow) error {
		n := row.NCP
		add(row.Position, row.Rejects, "ncp %s %q %q %s %s%s", n.ID, n.Name(), n.Zip(), optional(n.Assets), n.Concealment, n.DoNotContact)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Cases(t.Context(), func(row *ledger.CaseRow) error {
		c := row.Case
		add(row.Position, row.Rejects, "case %s of %s %s %s %s%s %s", c.ID, row.NCPID, c.County, optional(c.CurrentSupport), c.TwoState, c.CPState, optional(c.RecordedPrincipal))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Events(t.Context(), func(row *ledger.EventRow) error {
		if row.Reject != nil {
			add(row.Position, []ledger.Reject{*row.Reject}, "")
			return nil
		}
		add(row.Position, nil, "event %s %s %s ncp %s case %s %d", row.Type, row.Date, row.End, row.NCPID, row.CaseID, row.Rate)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return inOrder(lines)
}
