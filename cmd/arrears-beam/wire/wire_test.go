package wire

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// Every value comes back as it was sent, whatever it holds: first values are drawn, then,
// in the fuzz targets, bytes.

var (
	texts     = rapid.StringN(0, 12, 40)
	positions = rapid.Custom(func(t *rapid.T) ledger.Position {
		return ledger.NewPosition(rapid.IntRange(0, 1<<16-1).Draw(t, "part"), rapid.IntRange(0, lineMax).Draw(t, "block"), rapid.IntRange(0, lineMax).Draw(t, "line"))
	})
	days = rapid.Custom(func(t *rapid.T) ledger.Date {
		return ledger.Date(rapid.Int32Range(0, int32(ledger.DateMax)).Draw(t, "day"))
	})
	amounts  = rapid.Custom(func(t *rapid.T) ledger.Cents { return ledger.Cents(rapid.Int64().Draw(t, "cents")) })
	optional = rapid.Custom(func(t *rapid.T) ledger.OptionalCents {
		if rapid.Bool().Draw(t, "known") {
			return ledger.Some(amounts.Draw(t, "amount"))
		}
		return ledger.OptionalCents{}
	})
	columns = rapid.IntRange(ledger.NoColumn, 100)
	flags   = rapid.Custom(func(t *rapid.T) ledger.Flag { return ledger.Flag(rapid.Uint8Range(0, 2).Draw(t, "flag")) })
	rejects = rapid.Custom(func(t *rapid.T) ledger.Reject {
		return ledger.Reject{Position: positions.Draw(t, "position"), Table: ledger.TableKind(rapid.Uint8Range(1, 5).Draw(t, "table")), Code: ledger.Code(texts.Draw(t, "code")),
			ColumnOrder: columns.Draw(t, "order"), Column: texts.Draw(t, "column"), CaseID: texts.Draw(t, "case"), NCPID: texts.Draw(t, "ncp"), Message: texts.Draw(t, "message"),
			Other: positions.Draw(t, "other"), Row: rapid.Bool().Draw(t, "row"), Rows: rapid.IntRange(0, 1<<30).Draw(t, "rows")}
	})
)

func someRejects(t *rapid.T) []ledger.Reject {
	if some := rapid.SliceOfN(rejects, 0, 3).Draw(t, "rejects"); len(some) > 0 {
		return some
	}
	return nil
}

func drawnCase(t *rapid.T) ledger.Case {
	return ledger.Case{ID: texts.Draw(t, "id"), County: texts.Draw(t, "county"), CurrentSupport: optional.Draw(t, "support"), TwoState: flags.Draw(t, "two"),
		CPState: ledger.MustState(rapid.StringMatching("([A-Z]{2})?").Draw(t, "state")), RecordedPrincipal: optional.Draw(t, "principal"), RecordedInterest: optional.Draw(t, "interest"), Tainted: rapid.Bool().Draw(t, "tainted")}
}

// sent is an item after its way.
func sent(t *rapid.T, item Item) Item {
	got, err := DecodeItem(EncodeItem(item))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func same[T any](t *rapid.T, want, got T, err error) {
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Fatalf("%v\n%s", err, d)
	}
}

func TestParties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := ledger.CaseRow{Position: positions.Draw(t, "position"), Case: drawnCase(t), NCPID: texts.Draw(t, "ncp"), Rejects: someRejects(t),
			CaseColumn: columns.Draw(t, "a"), NCPColumn: columns.Draw(t, "b")}
		gotRow, err := sent(t, NewCase(&row)).Case()
		same(t, row, gotRow, err)

		ncp := ledger.NCPRow{Position: positions.Draw(t, "position"), Rejects: someRejects(t), Column: columns.Draw(t, "c")}
		ncp.NCP.ID = texts.Draw(t, "id")
		var contact [ledger.ContactColumns]string
		for column := range contact {
			contact[column] = texts.Draw(t, "text")
		}
		ncp.NCP.Contact = ledger.NewContact(contact)
		ncp.NCP.NetMonthlyIncome, ncp.NCP.MonthlyExpenses, ncp.NCP.Assets = optional.Draw(t, "income"), optional.Draw(t, "expenses"), optional.Draw(t, "assets")
		ncp.NCP.OnlyIncomeExempt, ncp.NCP.IntentionalNonpayment = flags.Draw(t, "exempt"), flags.Draw(t, "intentional")
		ncp.NCP.Concealment, ncp.NCP.DoNotContact = flags.Draw(t, "concealment"), flags.Draw(t, "contact")
		gotNCP, err := sent(t, NewNCP(&ncp)).NCP()
		same(t, ncp, gotNCP, err)

		event := Event{EventRow: ledger.EventRow{Position: positions.Draw(t, "position"), Type: ledger.EventType(rapid.Uint8Range(0, 6).Draw(t, "type")), Date: days.Draw(t, "date"),
			End: days.Draw(t, "end"), NCPID: texts.Draw(t, "ncp"), CaseID: texts.Draw(t, "case"), Rate: ledger.Rate(rapid.Int64().Draw(t, "rate")),
			CaseColumn: columns.Draw(t, "a"), NCPColumn: columns.Draw(t, "b")}, Table: ledger.EventsTable, NCPUnknown: rapid.Bool().Draw(t, "unknown")}
		if rapid.Bool().Draw(t, "bad") {
			reject := rejects.Draw(t, "reject")
			event.Reject = &reject
		}
		gotEvent, err := sent(t, NewEvent(&event)).Event()
		same(t, event, gotEvent, err)

		reject := Reject{rejects.Draw(t, "reject"), rapid.Bool().Draw(t, "certain")}
		gotReject, err := sent(t, NewReject(&reject.Reject, reject.Certain)).Reject()
		same(t, reject, gotReject, err)
	})
}

func TestReplayed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, b := drawnCase(t), interest.Balance{LastPaymentDate: days.Draw(t, "last"), LastChargeMonth: days.Draw(t, "month"),
			Entries: rapid.Int32Range(0, 1<<31-1).Draw(t, "entries"), CompliantMonths: rapid.Int16Range(0, 1<<15-1).Draw(t, "months"), OutOfBalance: rapid.Bool().Draw(t, "out")}
		for _, amount := range amountsOf(&b) {
			*amount = amounts.Draw(t, "amount")
		}
		for range rapid.IntRange(0, 5).Draw(t, "accounts") {
			b.Accounts = append(b.Accounts, interest.AccountBalance{Account: ledger.AccountNumber(rapid.Uint8Range(1, 64).Draw(t, "account")), Principal: amounts.Draw(t, "principal"),
				Interest: amounts.Draw(t, "interest"), CurrentDue: amounts.Draw(t, "due"), OldestDue: days.Draw(t, "oldest")})
		}
		gotCase, gotBalance, err := sent(t, NewReplayed(&c, &b)).Replayed()
		same(t, c, gotCase, err)
		same(t, b, gotBalance, nil)
	})
}

// entryOf is an entry with its texts, to be compared.
type entryOf struct {
	ledger.Entry
	ID, Ref, Source string
}

func entriesOf(entries []ledger.Entry, text []byte) (of []entryOf) {
	for _, e := range entries {
		texts := entryOf{e, string(e.ID.Of(text)), string(e.Ref.Of(text)), string(e.Source.Of(text))}
		texts.Entry.ID, texts.Entry.Ref, texts.Entry.Source = ledger.Span{}, ledger.Span{}, ledger.Span{}
		of = append(of, texts)
	}
	return of
}

// drawnBatch is a batch of one run.
func drawnBatch(t *rapid.T) *ledger.Batch {
	batch := &ledger.Batch{Text: []byte("before")}
	block := ledger.NewPosition(rapid.IntRange(0, 1<<16-1).Draw(t, "part"), rapid.IntRange(0, lineMax).Draw(t, "block"), 0)
	line := rapid.IntRange(0, 1000).Draw(t, "line")
	first := block | ledger.Position(line)
	span := func() ledger.Span {
		text := texts.Draw(t, "text")
		batch.Text = append(batch.Text, text...)
		return ledger.Span{Start: uint32(len(batch.Text) - len(text)), Length: uint32(len(text))}
	}
	n := rapid.IntRange(0, 6).Draw(t, "entries")
	for range n {
		line += rapid.IntRange(0, 100).Draw(t, "lines")
		batch.Entries = append(batch.Entries, ledger.Entry{Amount: ledger.Cents(rapid.Int64Range(-int64(ledger.AmountMax), int64(ledger.AmountMax)).Draw(t, "amount")),
			Position: block | ledger.Position(line), Date: ledger.Date(rapid.Int32Range(1, int32(ledger.DateMax)).Draw(t, "date")),
			Type: ledger.EntryType(rapid.Uint8Range(1, 6).Draw(t, "type")), Account: ledger.AccountNumber(rapid.Uint8Range(0, 64).Draw(t, "account")),
			SourceRule: rapid.Uint8().Draw(t, "rule"), ID: span(), Ref: span(), Source: span()})
	}
	batch.Runs = []ledger.Run{{To: n, Rows: n + rapid.IntRange(0, 3).Draw(t, "rejected"), First: first}}
	return batch
}

func TestRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batch := drawnBatch(t)
		certain := rapid.Bool().Draw(t, "certain")
		rows, err := sent(t, NewRows(batch, &batch.Runs[0], certain)).Rows()
		if err != nil || rows.Certain != certain || rows.Rows != batch.Runs[0].Rows || rows.First != batch.Runs[0].First || rows.Block != rows.First>>24<<24 {
			t.Fatalf("%+v, %v", rows, err)
		}
		entries, text, err := rows.Append(nil, []byte("other rows"))
		same(t, entriesOf(batch.Entries, batch.Text), entriesOf(entries, text), err)
	})
}

func TestSmallForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.IntRange(0, 1<<24-1)
		edge := Edge{numbers.Draw(t, "block"), rapid.Int64().Draw(t, "from"), rapid.Int64().Draw(t, "to"), numbers.Draw(t, "lines"), numbers.Draw(t, "rows")}
		gotEdge, err := DecodeEdge(EncodeEdge(edge))
		same(t, edge, gotEdge, err)
		bases := Bases{Part: rapid.IntRange(0, 1<<16-1).Draw(t, "part"), Lines: append([]int{1}, rapid.SliceOfN(numbers, 0, 4).Draw(t, "lines")...),
			Wrong: append([]int{7}, rapid.SliceOfN(numbers, 0, 4).Draw(t, "wrong")...)}
		gotBases, err := DecodeBases(EncodeBases(bases))
		same(t, bases, gotBases, err)
		line := Line{Order: []byte(texts.Draw(t, "order") + "x"), Rows: numbers.Draw(t, "rows"), Text: []byte(texts.Draw(t, "text") + "y")}
		gotLine, err := DecodeLine(EncodeLine(line))
		same(t, line, gotLine, err)
		place := Place{numbers.Draw(t, "bucket"), numbers.Draw(t, "rows"), numbers.Draw(t, "shard"), numbers.Draw(t, "before")}
		gotPlace, err := DecodePlace(EncodePlace(place))
		same(t, place, gotPlace, err)
		block, certain, err := sent(t, NewSight(7<<24, true)).Sight()
		same(t, ledger.Position(7<<24), block, err)
		same(t, true, certain, nil)
	})
}

func TestSums(t *testing.T) {
	counts := Counts{Parts: map[int]Count{1: {Read: 5}}, Rejects: map[string]int{"sign": 2}, Nobody: 1}
	counts.Add(&Counts{Parts: map[int]Count{1: {Read: 2, Rejected: 1}, 3: {Future: 1}}, Rejects: map[string]int{"sign": 1, "bad_date": 4}})
	data, err := EncodeCounts(counts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeCounts(data)
	want := Counts{Parts: map[int]Count{1: {Read: 7, Rejected: 1}, 3: {Future: 1}}, Rejects: map[string]int{"sign": 3, "bad_date": 4}, Nobody: 1}
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Fatalf("%v\n%s", err, d)
	}
	figures := Figures{Totals: report.Totals{Cases: 2, PrincipalFamily: 1<<63 - 1}, Columns: map[string][]ledger.Cents{"cases": {1, 2}}}
	figures.Add(&Figures{Totals: report.Totals{Cases: 3}, Columns: map[string][]ledger.Cents{"cases": {10, 20}, "ncps": {5}}})
	if data, err = EncodeFigures(figures); err != nil {
		t.Fatal(err)
	}
	gotFigures, err := DecodeFigures(data)
	if d := cmp.Diff(figures, gotFigures); err != nil || d != "" || figures.Overflow || figures.Totals.Cases != 5 || figures.Columns["cases"][1] != 22 {
		t.Fatalf("%+v, %v\n%s", figures, err, d)
	}
	figures.Add(&Figures{Totals: report.Totals{PrincipalFamily: 1}})
	if !figures.Overflow {
		t.Error("a sum left 64 bits in silence")
	}
}

// seeds is one item of each kind, and what is none.
func seeds() [][]byte {
	batch := &ledger.Batch{Text: []byte("e1off"), Entries: []ledger.Entry{{Amount: 100, Date: 40000, Type: ledger.Payment, ID: ledger.Span{Length: 2}, Source: ledger.Span{Start: 2, Length: 3}}}}
	row, ncp := ledger.CaseRow{Case: ledger.Case{ID: "C1"}, NCPID: "N1"}, ledger.NCPRow{NCP: ledger.NCP{ID: "N1", Contact: ledger.NewContact([ledger.ContactColumns]string{"A"})}}
	reject := ledger.Reject{Table: ledger.CasesTable, Code: ledger.BadDate, ColumnOrder: -1, Rows: 1}
	event := Event{EventRow: ledger.EventRow{Reject: &reject, Date: 5}, Table: ledger.EventsTable}
	return [][]byte{NewRows(batch, &ledger.Run{To: 1, Rows: 1}, true).data, NewCase(&row).data, NewNCP(&ncp).data, NewReject(&reject, false).data, NewEvent(&event).data,
		NewReplayed(&row.Case, &interest.Balance{Accounts: []interest.AccountBalance{{Account: 1}}}).data, Known().data, NewSight(1<<24, true).data,
		{}, {1}, {2, 1}, {1, 99}, {1, 1, 0x80, 0}}
}

// FuzzItem takes any bytes for an item: an error, or what makes the same bytes again.
func FuzzItem(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		item, err := DecodeItem(data)
		if err == nil {
			err = reopened(t, item, data)
		}
		if err != nil && !errors.Is(err, ErrForm) {
			t.Fatal(err)
		}
	})
}

// reopened opens an item and makes it anew.
func reopened(t *testing.T, item Item, data []byte) error {
	var again Item
	switch item.Kind() {
	case RowsItem:
		rows, err := item.Rows()
		if err != nil {
			return err
		}
		entries, text, err := rows.Append(nil, nil)
		if err != nil {
			return err
		}
		again = NewRows(&ledger.Batch{Text: text, Entries: entries}, &ledger.Run{To: len(entries), Rows: rows.Rows, First: rows.First}, rows.Certain)
	case CaseItem:
		row, err := item.Case()
		if err != nil {
			return err
		}
		again = NewCase(&row)
	case NCPItem:
		row, err := item.NCP()
		if err != nil {
			return err
		}
		again = NewNCP(&row)
	case EventItem:
		event, err := item.Event()
		if err != nil {
			return err
		}
		again = NewEvent(&event)
	case RejectItem:
		reject, err := item.Reject()
		if err != nil {
			return err
		}
		again = NewReject(&reject.Reject, reject.Certain)
	case ReplayedItem:
		c, balance, err := item.Replayed()
		if err != nil {
			return err
		}
		again = NewReplayed(&c, &balance)
	case SightItem:
		block, certain, err := item.Sight()
		if err != nil {
			return err
		}
		again = NewSight(block, certain)
	case KnownItem:
		return nil
	}
	if !bytes.Equal(EncodeItem(again), data) {
		t.Fatalf("%x is read, and written as %x", data, EncodeItem(again))
	}
	return nil
}

// FuzzForms does the same with the forms that are of no item.
func FuzzForms(f *testing.F) {
	f.Add(EncodeEdge(Edge{1, -1, 5, 2, 2}))
	f.Add(EncodeBases(Bases{1, []int{1, 5, 3}, []int{2}}))
	f.Add(EncodeLine(Line{[]byte("a"), 1, []byte("b\n")}))
	f.Add(EncodePlace(Place{1, 2, 3, 4}))
	f.Add([]byte{1, '{', '}'})
	f.Fuzz(func(t *testing.T, data []byte) {
		check := func(again []byte, err error) {
			if err == nil && !bytes.Equal(again, data) || err != nil && !errors.Is(err, ErrForm) {
				t.Fatalf("%x is read, and written as %x: %v", data, again, err)
			}
		}
		edge, err := DecodeEdge(data)
		check(EncodeEdge(edge), err)
		bases, err := DecodeBases(data)
		check(EncodeBases(bases), err)
		line, err := DecodeLine(data)
		check(EncodeLine(line), err)
		place, err := DecodePlace(data)
		check(EncodePlace(place), err)
		for _, decode := range []func([]byte) error{
			func(data []byte) error { _, err := DecodeCounts(data); return err },
			func(data []byte) error { _, err := DecodeFigures(data); return err },
			func(data []byte) error { _, err := DecodeWritten(data); return err }} {
			if err := decode(data); err != nil && !errors.Is(err, ErrForm) {
				t.Fatal(err)
			}
		}
	})
}
