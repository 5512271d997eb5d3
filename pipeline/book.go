package pipeline

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
)

// book is what is known of the parties while the input is read: the cases, the NCPs,
// their events, and everything that was rejected.
type book struct {
	register   *ledger.Register
	caseTable  idTable // places in register.Cases
	ncpTable   idTable // places in register.NCPs
	casesGiven bool    // a cases table was given: the ledger makes no cases of its own
	events     []ledger.EventRow
	rates      map[string][]ledger.RateEvent // by case ID, usable ones in input order
	rejects    []ledger.Reject
	parts      []*ledger.Part
	caseNCPs   []string // NCP ID of each case, until the NCPs are linked
	asOf       ledger.Date
	texts      int // bytes that the texts of the parties take
	badEvents  int // events that are rejects to come
}

// Bytes that a row takes in a file, about.
const (
	caseRowSize  = 55
	ncpRowSize   = 117
	eventRowSize = 55
)

func newBook(job Job, parts []*ledger.Part) *book {
	b := &book{register: &ledger.Register{}, rates: make(map[string][]ledger.RateEvent), parts: parts, asOf: job.AsOf}
	var cases, ncps, events int64 // bytes
	for _, part := range parts {
		b.casesGiven = b.casesGiven || part.Kind == ledger.CasesTable
		switch {
		case part.Packed: // its size says little
		case part.Kind == ledger.CasesTable:
			cases += part.Size
		case part.Kind == ledger.NCPsTable:
			ncps += part.Size
		case part.Kind == ledger.EventsTable:
			events += part.Size
		}
	}
	// Room for about as many rows as files of such sizes have, and some, so that little is
	// copied while they are read; not more than a country has, for a file may hold anything.
	const most = 2_000_000
	cases, ncps, events = min(most, cases/caseRowSize*17/16), min(most, ncps/ncpRowSize*17/16), min(most, events/eventRowSize*17/16)
	b.register.Cases, b.caseNCPs = make([]ledger.Case, 0, cases), make([]string, 0, cases)
	b.register.NCPs, b.events = make([]ledger.NCP, 0, ncps), make([]ledger.EventRow, 0, events)
	b.caseTable.reset(int(cases))
	b.ncpTable.reset(int(ncps))
	return b
}

// readParties reads the cases, ncps and events tables.
func (b *book) readParties(ctx context.Context, source Source) error {
	if err := source.NCPs(ctx, b.addNCP); err != nil {
		return err
	}
	if err := source.Cases(ctx, b.addCase); err != nil {
		return err
	}
	if b.casesGiven {
		b.sortCases()
		b.linkNCPs()
	}
	err := source.Events(ctx, b.addEvent)
	if b.casesGiven {
		b.giveRates()
	}
	return err
}

func (b *book) reject(rejects ...ledger.Reject) {
	for _, reject := range rejects {
		if reject.Row {
			b.parts[reject.Position.Part()].Rejected += reject.Rows
		}
		b.texts += rejectTexts(&reject)
		b.rejects = append(b.rejects, reject)
	}
}

func (b *book) addNCP(row *ledger.NCPRow) error {
	known := false
	if !ledger.Refused(row.Rejects) {
		_, known = b.enterNCP(row.NCP)
	}
	b.reject(NCPRejects(row, known)...)
	return b.bound()
}

func (b *book) addCase(row *ledger.CaseRow) error {
	known := false
	if !ledger.Refused(row.Rejects) {
		_, known = b.enterCase(row.Case, row.NCPID)
	}
	b.reject(CaseRejects(row, known)...)
	return b.bound()
}

func duplicateKey(position ledger.Position, table ledger.TableKind, column string, order int, caseID, ncpID string) ledger.Reject {
	return ledger.Reject{Position: position, Table: table, Code: ledger.DuplicateKey, Column: column, ColumnOrder: order,
		CaseID: caseID, NCPID: ncpID, Row: true, Rows: 1, Message: "an earlier row has this " + column + ", and the first counts; remove one of the two"}
}

// enterCase adds a case with its NCP's identifier, unless one of its identifier is there.
func (b *book) enterCase(c ledger.Case, ncpID string) (at int32, known bool) {
	place, known := b.caseTable.put(hashOf(c.ID), len(b.register.Cases), func(place int) bool { return b.register.Cases[place].ID == c.ID })
	if !known {
		b.register.Cases = append(b.register.Cases, c)
		b.caseNCPs = append(b.caseNCPs, ncpID)
		b.texts += caseTexts(&c, ncpID)
	}
	return int32(place), known
}

// enterNCP adds an NCP, unless one of its identifier is there.
func (b *book) enterNCP(n ledger.NCP) (at int32, known bool) {
	place, known := b.ncpTable.put(hashOf(n.ID), len(b.register.NCPs), func(place int) bool { return b.register.NCPs[place].ID == n.ID })
	if !known {
		b.register.NCPs = append(b.register.NCPs, n)
		b.texts += ncpTexts(&n)
	}
	return int32(place), known
}

func (b *book) findCase(id string) (at int32, known bool) {
	place := b.caseTable.find(hashOf(id), func(place int) bool { return b.register.Cases[place].ID == id })
	return int32(place), place >= 0
}

func (b *book) findNCP(id string) (at int32, known bool) {
	place := b.ncpTable.find(hashOf(id), func(place int) bool { return b.register.NCPs[place].ID == id })
	return int32(place), place >= 0
}

// sortCases brings the cases into the order of their identifiers and returns where each
// one came from, nil if they already stood so.
func (b *book) sortCases() []int32 {
	order := sortedOrder(len(b.register.Cases), func(i int32) string { return b.register.Cases[i].ID })
	if order == nil {
		return nil
	}
	permute(b.register.Cases, order)
	permute(b.caseNCPs, order)
	b.caseTable.moved(inverse(order))
	return order
}

// inverse says for each place where what stood there went.
func inverse(order []int32) []int32 {
	moved := make([]int32, len(order))
	for to, from := range order {
		moved[from] = int32(to)
	}
	return moved
}

// sortedOrder is the order of n things by identifier; nil if they stand in it.
func sortedOrder(n int, id func(int32) string) []int32 {
	ascending := true
	for i := 1; i < n && ascending; i++ {
		ascending = id(int32(i)-1) < id(int32(i))
	}
	if ascending {
		return nil
	}
	// Sorting asks for each identifier many times: its first bytes, as a number that
	// sorts as they do, mostly tell.
	type key struct {
		head uint64
		at   int32
	}
	keys := make([]key, n)
	for i := range keys {
		keys[i] = key{head(id(int32(i))), int32(i)}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return strings.Compare(id(a.at), id(b.at))
	})
	order := make([]int32, n)
	for i, k := range keys {
		order[i] = k.at
	}
	return order
}

// head is the first eight bytes of an identifier, zeros behind a shorter one.
func head(id string) uint64 {
	var bytes [8]byte
	copy(bytes[:], id)
	return binary.BigEndian.Uint64(bytes[:])
}

// permute puts at each place what stood at order[place], in place: it goes round the
// circles that the order makes, for a copy of all parties would be large.
func permute[T any](things []T, order []int32) {
	done := make([]bool, len(order))
	for start := range order {
		if done[start] {
			continue
		}
		first := things[start]
		at := start
		for from := int(order[at]); from != start; at, from = from, int(order[from]) {
			things[at] = things[from]
			done[at] = true
		}
		things[at] = first
		done[at] = true
	}
}

// addEvent keeps an event until it is known who is known. Rates are needed earlier: a
// case that no table knows will never ask for one.
func (b *book) addEvent(row *ledger.EventRow) error {
	b.events = append(b.events, *row)
	b.texts += len(row.CaseID) + len(row.NCPID)
	if row.Reject != nil {
		b.badEvents++
	}
	b.addRate(b.rates, row)
	return b.bound()
}

// addRate adds the rate of an event that is one, is good and names nobody unknown.
func (b *book) addRate(rates map[string][]ledger.RateEvent, row *ledger.EventRow) {
	if rate, is := RateOf(row, b.asOf); is && (row.NCPID == "" || b.knowsNCP(row.NCPID, row.CaseID)) {
		rates[row.CaseID] = append(rates[row.CaseID], rate)
	}
}

// giveRates gives the cases that are known the rates of their own.
func (b *book) giveRates() {
	for id, rates := range b.rates {
		if index, known := b.findCase(id); known {
			b.register.SetRates(index, rates)
		}
	}
}

// knowsNCP tells whether a table names the NCP. Without a cases table a case's
// identifier is its NCP's.
func (b *book) knowsNCP(ncpID, caseID string) bool {
	_, known := b.findNCP(ncpID)
	if !known && !b.casesGiven {
		_, known = b.findCase(ncpID)
	}
	return known || (!b.casesGiven && ncpID == caseID)
}

// learnRates, once the ledger is read, takes up the rates that name an NCP whom only the
// ledger knows, and tells whether that changes the rates of a case.
func (b *book) learnRates() (changed bool) {
	if b.casesGiven {
		return false
	}
	rates := make(map[string][]ledger.RateEvent)
	for i := range b.events {
		b.addRate(rates, &b.events[i])
	}
	for id := range rates {
		_, known := b.findCase(id)
		changed = changed || (known && len(rates[id]) > len(b.rates[id]))
	}
	b.rates = rates
	return changed
}

// closeParties, once the ledger is read, links the cases it made with their NCPs,
// settles the events, and taints whom the rejects name. It returns the order that the
// cases were brought into, nil if they already stood in it.
func (b *book) closeParties() (order []int32, err error) {
	if !b.casesGiven {
		order = b.sortCases()
		b.linkNCPs()
	}
	for i := range b.events {
		b.settleEvent(&b.events[i])
		if err := b.bound(); err != nil {
			return nil, err
		}
	}
	b.events, b.badEvents = nil, 0
	if !b.casesGiven {
		b.giveRates()
	}
	b.taint()
	b.sortRejects()
	return order, nil
}

func (b *book) linkNCPs() {
	for i, id := range b.caseNCPs {
		b.register.Cases[i].NCP, _ = b.enterNCP(ledger.NCP{ID: id})
	}
	b.caseNCPs = nil
	if order := sortedOrder(len(b.register.NCPs), func(i int32) string { return b.register.NCPs[i].ID }); order != nil {
		permute(b.register.NCPs, order)
		moved := inverse(order)
		b.ncpTable.moved(moved)
		for i := range b.register.Cases {
			b.register.Cases[i].NCP = moved[b.register.Cases[i].NCP]
		}
	}
	b.register.Link()
}

// settleEvent rejects an event that names somebody unknown, or notes it in the NCP's
// history. Events after the as-of date are ignored.
func (b *book) settleEvent(row *ledger.EventRow) {
	reject := b.eventReject(row)
	if row.Reject != nil {
		b.badEvents--
	}
	if reject != nil {
		b.reject(*reject)
		return
	}
	part := b.parts[row.Position.Part()]
	if row.Date > b.asOf {
		part.Ignored++
		return
	}
	if row.Type != ledger.RateChange {
		at, _ := b.findNCP(row.NCPID)
		NoteEvent(&b.register.NCPs[at].History, row)
	}
}

// eventReject is the reject of an event, nil if it is good.
func (b *book) eventReject(row *ledger.EventRow) *ledger.Reject {
	_, caseKnown := b.findCase(row.CaseID)
	_, ncpKnown := b.findNCP(row.NCPID)
	return EventReject(row, b.parts[row.Position.Part()].Kind, row.CaseID == "" || caseKnown, row.NCPID == "" || ncpKnown)
}

// sortRejects brings the rejects into input order.
func (b *book) sortRejects() {
	slices.SortStableFunc(b.rejects, func(x, y ledger.Reject) int {
		return cmp.Or(cmp.Compare(x.Position, y.Position), cmp.Compare(x.ColumnOrder, y.ColumnOrder))
	})
}

// blankUnknown lets a row that can't be read name only whom another table knows: its
// fields may hold anything. So may those of an outreach list that people edited, unless
// they look like an identifier and nothing else.
func (b *book) blankUnknown() {
	for i := range b.rejects {
		reject := &b.rejects[i]
		if !MayNameAnything(reject) {
			continue
		}
		if _, known := b.findCase(reject.CaseID); !known {
			reject.CaseID = ""
		}
		if _, known := b.findNCP(reject.NCPID); !known {
			reject.NCPID = ""
		}
	}
}

// plainlyIdentifier tells a text of letters and digits, of which some are digits: no name,
// address, e-mail or phone number as people write them.
func plainlyIdentifier(text string) bool {
	hasDigit := false
	for _, c := range []byte(text) {
		isDigit := c >= '0' && c <= '9'
		hasDigit = hasDigit || isDigit
		if !isDigit && c != '_' && !(c|0x20 >= 'a' && c|0x20 <= 'z') {
			return false
		}
	}
	return hasDigit
}

// taint marks the cases and NCPs that rejects name.
func (b *book) taint() {
	b.blankUnknown()
	for i := range b.rejects {
		reject := &b.rejects[i]
		if at, known := b.findCase(reject.CaseID); known {
			b.register.Cases[at].Tainted = true
		}
		if at, known := b.findNCP(reject.NCPID); known {
			b.register.NCPs[at].Tainted = true
		}
	}
	for i := range b.register.Cases {
		c := &b.register.Cases[i]
		c.Tainted = c.Tainted || b.register.NCPs[c.NCP].Tainted
	}
}
