package pipeline

import (
	"context"
	"errors"
	"slices"
	"sync"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
)

// replayer turns the ledger into one balance a case. Cases whose rows follow one another
// stream: workers replay them as they parse. Where rows of a case lie apart, those
// cases are gathered in a second pass (see gather.go).
//
// Its fields belong to the one goroutine that takes results in order.
type replayer struct {
	job    Job
	book   *book
	source Source
	engine *interest.Engine

	balances []interest.Balance
	met      []meeting        // by case: whether its rows were met, and whether together
	notes    map[int32]*notes // by case: what settling left out, if anything
	unknown  map[string]*ledger.Reject
	apart    int // cases whose rows lie apart
	noted    int // rejects in notes

	tail    *piece        // the last run met, which may go on in the next block
	pieces  sync.Pool     // of *piece that are done with
	results sync.Pool     // of *[]caseResult that were taken
	ends    map[int]int64 // by part: where its last block ended
	settler *settler
	pile    *pile  // second pass only
	picked  *piece // Explain only: the rows of one case
}

// meeting says how a case's rows were met in the ledger.
type meeting uint8

const (
	unmet meeting = iota
	together
	lyingApart
)

// notes counts what settling left out of a case, and keeps its rejects.
type notes struct {
	left    []leftOut
	rejects []ledger.Reject
}

// leftOut is how many rows of a part settling left out of a case.
type leftOut struct{ part, duplicates, future int32 }

// count counts positions, which ascend, by part.
func (n *notes) count(positions []ledger.Position, of func(*leftOut) *int32) {
	for _, position := range positions {
		part := int32(position.Part())
		at := len(n.left) - 1 // mostly the part of the position before
		if at >= 0 && n.left[at].part != part {
			at = slices.IndexFunc(n.left, func(l leftOut) bool { return l.part == part })
		}
		if at < 0 {
			at = len(n.left)
			n.left = append(n.left, leftOut{part: part})
		}
		*of(&n.left[at])++
	}
}

// caseResult is one replayed case on its way from a worker.
type caseResult struct {
	id      string // if the worker could not look it up
	index   int32  // -1 if not looked up
	balance interest.Balance
	notes   *notes
	unknown *unknownRun // instead of all else: rows of a case that is not replayed
}

// outcome is one block on its way from a worker.
type outcome struct {
	block   taskBlock
	from    int64
	to      int64
	rows    int
	lines   int
	rejects []ledger.Reject
	unknown []unknownRun
	first   *piece // the block's first and last run, which may go on in its neighbours
	last    *piece // nil if the first is the last
	cases   []caseResult
	gather  *gathered // second pass only
	picked  *piece    // Explain only
}

// unknownRun is rows of a case that the cases table does not have.
type unknownRun struct {
	id    string
	first ledger.Position
	rows  int
}

type taskBlock struct {
	part  int
	block ledger.Block
}

// errApart ends the first pass over a ledger in which most cases' rows lie apart.
var errApart = errors.New("the rows of most cases lie apart")

func newReplayer(job Job, source Source, b *book) *replayer {
	engine := interest.NewEngine(job.Rules, job.AsOf)
	return &replayer{job: job, book: b, source: source, engine: engine, settler: &settler{asOf: job.AsOf}}
}

// replayLedger reads the whole ledger: twice in the rare case that a rate names an NCP
// whom only the ledger knows.
func (r *replayer) replayLedger(ctx context.Context) error {
	err := r.readLedger(ctx)
	if err == nil && r.book.learnRates() {
		err = r.readLedger(ctx)
	}
	if err != nil {
		return err
	}
	r.close()
	return nil
}

// readLedger replays every case of the ledger.
func (r *replayer) readLedger(ctx context.Context) error {
	r.reset()
	err := r.pass(ctx, r.streamWorker)
	switch {
	case errors.Is(err, errApart):
		r.reset()
		return r.gatherPass(ctx, nil)
	case err == nil && r.apart > 0:
		return r.gatherPass(ctx, r.lyingApart())
	}
	return err
}

func (r *replayer) reset() {
	cases := len(r.book.register.Cases)
	if !r.book.casesGiven {
		cases = 0
		for i := range r.book.register.Cases {
			r.book.texts -= caseTexts(&r.book.register.Cases[i], r.book.caseNCPs[i])
		}
		r.book.register.Cases, r.book.caseNCPs = nil, nil
		r.book.caseTable.reset(0)
	}
	for id := range r.unknown {
		r.book.texts -= len(id)
	}
	r.balances, r.met = make([]interest.Balance, cases), make([]meeting, cases)
	r.notes, r.unknown = make(map[int32]*notes), make(map[string]*ledger.Reject)
	r.apart, r.noted, r.tail, r.ends = 0, 0, nil, make(map[int]int64)
	kept := r.book.rejects[:0]
	for _, reject := range r.book.rejects {
		if reject.Table != ledger.LedgerTable {
			kept = append(kept, reject)
			continue
		}
		r.book.texts -= rejectTexts(&reject)
	}
	r.book.rejects = kept
	for _, part := range r.book.parts {
		if part.Kind == ledger.LedgerTable {
			part.Read, part.Rejected, part.Duplicate, part.Future = 0, 0, 0, 0
			part.LineBases = part.LineBases[:1]
		}
	}
}

// pass reads the ledger once, block by block, side by side.
func (r *replayer) pass(ctx context.Context, newWorker func() func(taskBlock) (*outcome, error)) error {
	produce := func(ctx context.Context, yield func(taskBlock) error) error {
		return r.source.Ledger(ctx, func(part int, block ledger.Block) error { return yield(taskBlock{part, block}) })
	}
	err := ordered.Do(ctx, r.job.Workers, produce, newWorker, func(o *outcome) error { return r.take(o, newWorker) })
	if err == nil {
		err = r.finishTail()
	}
	if err != nil {
		return err
	}
	return r.bound()
}

// take commits a block. Where its guess at its first row was wrong, it is parsed again.
func (r *replayer) take(o *outcome, newWorker func() func(taskBlock) (*outcome, error)) error {
	if end, ok := r.ends[o.block.part]; ok && o.from != end {
		again, err := newWorker()(taskBlock{o.block.part, truly{o.block.block, end}})
		if err != nil {
			return err
		}
		o = again
	}
	r.ends[o.block.part] = o.to
	part := r.book.parts[o.block.part]
	part.Read += o.rows
	part.LineBases = append(part.LineBases, part.LineBases[len(part.LineBases)-1]+o.lines)
	r.job.Progress.add(o.rows)
	for i := range o.unknown {
		r.takeUnknown(&o.unknown[i])
	}
	for i := range o.rejects {
		r.takeReject(&o.rejects[i])
	}
	if err := r.bound(); err != nil {
		return err
	}
	if o.gather != nil {
		return r.pile.add(o.gather)
	}
	if o.picked != nil {
		r.picked.join(o.picked)
		return nil
	}
	return r.takeRuns(o)
}

// truly is a block whose first row's place is known.
type truly struct {
	ledger.Block
	from int64
}

func (t truly) Parse(batch *ledger.Batch, _ int64) error { return t.Block.Parse(batch, t.from) }

func (r *replayer) takeRuns(o *outcome) error {
	if o.first == nil {
		return nil
	}
	if r.tail != nil && r.tail.id == o.first.id {
		r.tail.join(o.first)
		if err := r.tail.bound(); err != nil {
			return err
		}
		r.pieces.Put(o.first)
	} else {
		if err := r.finishTail(); err != nil {
			return err
		}
		r.tail = o.first
	}
	if o.last == nil {
		return nil
	}
	if err := r.finishTail(); err != nil {
		return err
	}
	for i := range o.cases {
		if err := r.takeCase(&o.cases[i]); err != nil {
			return err
		}
	}
	r.results.Put(&o.cases)
	r.tail = o.last
	return nil
}

// finishTail replays the last run met, now that it is whole.
func (r *replayer) finishTail() error {
	if r.tail == nil {
		return nil
	}
	result := replayPiece(r.settler, r.engine, r.book.rates[r.tail.id], r.tail)
	result.balance.Accounts = append([]interest.AccountBalance(nil), result.balance.Accounts...)
	r.pieces.Put(r.tail)
	r.tail = nil
	return r.takeCase(&result)
}

// replayPiece settles and replays the entries of one case. The balance's accounts are
// valid until the engine's next case.
func replayPiece(s *settler, engine *interest.Engine, rates []ledger.RateEvent, p *piece) caseResult {
	result := caseResult{id: p.id, index: -1}
	rows := s.settle(p)
	if len(rows.duplicates)+len(rows.future)+len(rows.rejects) > 0 {
		result.notes = &notes{rejects: rows.rejects}
		result.notes.count(rows.duplicates, func(l *leftOut) *int32 { return &l.duplicates })
		result.notes.count(rows.future, func(l *leftOut) *int32 { return &l.future })
	}
	result.balance = engine.Replay(rows.entries, rates)
	if result.balance.OutOfBalance {
		if result.notes == nil {
			result.notes = &notes{}
		}
		result.notes.rejects = append(result.notes.rejects, outOfBalance(p))
	}
	return result
}

func outOfBalance(p *piece) ledger.Reject {
	reject := ledger.Reject{Table: ledger.LedgerTable, Code: ledger.OutOfBalance, ColumnOrder: ledger.NoColumn, CaseID: p.id, Rows: 1,
		Message: "the case's money was not conserved: a fault of this program; report it and do not use the case's figures"}
	if len(p.entries) > 0 {
		reject.Position = p.entries[0].Position
	}
	return reject
}

// takeCase stores a case's balance, or notes that its rows lie apart.
func (r *replayer) takeCase(result *caseResult) error {
	index := result.index
	if index < 0 {
		index = r.indexOf(result.id)
	}
	switch r.met[index] {
	case together:
		r.met[index] = lyingApart
		if notes := r.notes[index]; notes != nil {
			r.noted -= len(notes.rejects)
			delete(r.notes, index)
		}
		r.apart++
		if r.apart > 1000 && r.apart > len(r.met)/16 {
			return errApart
		}
		return nil
	case lyingApart:
		return nil
	}
	r.met[index] = together
	r.balances[index] = result.balance
	if result.notes != nil {
		r.notes[index] = result.notes
		r.noted += len(result.notes.rejects)
	}
	return nil
}

// indexOf is the index of a case; without a cases table the ledger makes it.
func (r *replayer) indexOf(id string) int32 {
	if r.book.casesGiven {
		index, _ := r.book.findCase(id)
		return index
	}
	index, known := r.book.enterCase(ledger.Case{ID: id}, id)
	if !known {
		r.balances = append(r.balances, interest.Balance{})
		r.met = append(r.met, unmet)
	}
	return index
}

func (r *replayer) takeUnknown(run *unknownRun) {
	r.book.parts[run.first.Part()].Rejected += run.rows
	if reject, ok := r.unknown[run.id]; ok {
		reject.Rows += run.rows
		reject.Position = min(reject.Position, run.first)
		return
	}
	reject := UnknownCaseReject(run.id, run.first, run.rows)
	r.unknown[run.id] = &reject
	r.book.texts += len(run.id)
}

// takeReject keeps a row's reject, unless its case is unknown, which goes before all
// else and is counted with the case's rows.
func (r *replayer) takeReject(reject *ledger.Reject) {
	if _, known := r.book.findCase(reject.CaseID); r.book.casesGiven && reject.CaseID != "" && !known {
		kept, counted := OfUnknownCase(reject.Code)
		if counted {
			r.takeUnknown(&unknownRun{reject.CaseID, reject.Position, 1})
		}
		if !kept {
			return
		}
	}
	r.book.reject(*reject)
}

// addNotes adds up what was left out.
func (r *replayer) addNotes() {
	for _, n := range r.notes {
		for _, left := range n.left {
			r.book.parts[left.part].Duplicate += int(left.duplicates)
			r.book.parts[left.part].Future += int(left.future)
		}
		r.book.reject(n.rejects...)
	}
	for _, reject := range r.unknown {
		reject.Message = unknownCaseMessage(reject.Rows)
		r.book.rejects = append(r.book.rejects, *reject)
	}
}

// close adds up what was left out, and computes the cases without a row.
func (r *replayer) close() {
	r.addNotes()
	empty := r.engine.Replay(nil, nil)
	for i, met := range r.met {
		if met == unmet {
			r.balances[i] = empty
		}
	}
}

// replay reads the whole ledger and returns the balance of each case of the register,
// which it completes: cases that only the ledger knows, links to NCPs, taint.
func replay(ctx context.Context, job Job, source Source, b *book) ([]interest.Balance, error) {
	r := newReplayer(job, source, b)
	if err := r.replayLedger(ctx); err != nil {
		return nil, err
	}
	order, err := b.closeParties()
	countAccepted(b.parts)
	if err != nil || order == nil {
		return r.balances, err
	}
	permute(r.balances, order)
	return r.balances, nil
}
