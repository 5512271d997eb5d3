package pipeline

import (
	"fmt"
	"slices"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
)

// knownRun is a run of a case that may be replayed. Without a cases table its index is
// not known yet.
type knownRun struct {
	*ledger.Run
	index int32
}

// streamWorker makes a worker of the first pass: it parses a block and replays the cases
// that begin and end in it.
func (r *replayer) streamWorker() func(taskBlock) (*outcome, error) {
	engine := r.engine.Fork()
	settler := &settler{asOf: r.job.AsOf}
	var batch ledger.Batch
	var runs []knownRun
	var accounts []interest.AccountBalance
	return func(task taskBlock) (*outcome, error) {
		o, err := parse(&batch, task)
		if err != nil {
			return nil, err
		}
		runs = r.knownRuns(runs[:0], o, &batch)
		if len(runs) == 0 {
			return o, nil
		}
		o.first = r.copyPiece(&batch, runs[0].Run)
		if len(runs) == 1 {
			return o, nil
		}
		o.last = r.copyPiece(&batch, runs[len(runs)-1].Run)
		if results, ok := r.results.Get().(*[]caseResult); ok {
			o.cases = (*results)[:0]
		}
		accounts = accounts[:0]
		for _, run := range runs[1 : len(runs)-1] {
			p := piece{id: r.idOf(run, &batch), text: batch.Text, entries: batch.Entries[run.From:run.To]}
			result := replayPiece(settler, engine, r.ratesOf(run.index, p.id), &p)
			result.index = run.index
			accounts = append(accounts, result.balance.Accounts...)
			o.cases = append(o.cases, result)
		}
		keepAccounts(o.cases, slices.Clone(accounts))
		return o, nil
	}
}

// keepAccounts lets balances keep their accounts, which stand one behind the other: the
// engine reuses its memory.
func keepAccounts(cases []caseResult, accounts []interest.AccountBalance) {
	for i := range cases {
		balance := &cases[i].balance
		balance.Accounts, accounts = accounts[:len(balance.Accounts):len(balance.Accounts)], accounts[len(balance.Accounts):]
	}
}

// parse parses a block into a batch and carries over what does not depend on its runs.
func parse(batch *ledger.Batch, task taskBlock) (*outcome, error) {
	batch.Reset()
	if err := task.block.Parse(batch, -1); err != nil {
		return nil, err
	}
	return &outcome{block: task, from: batch.From, to: batch.To, rows: batch.Rows, lines: batch.Lines,
		rejects: append([]ledger.Reject(nil), batch.Rejects...)}, nil
}

// knownRuns leaves out the runs of cases that the cases table does not have.
func (r *replayer) knownRuns(runs []knownRun, o *outcome, batch *ledger.Batch) []knownRun {
	if !r.book.casesGiven { // the register still grows, in another goroutine
		for i := range batch.Runs {
			runs = append(runs, knownRun{&batch.Runs[i], -1})
		}
		return runs
	}
	cases, next := r.book.register.Cases, int32(0)
	for i := range batch.Runs {
		run := &batch.Runs[i]
		id := run.Case.Of(batch.Text)
		index, known := next, int(next) < len(cases) && cases[next].ID == string(id) // as in a sorted ledger
		if !known {
			index, known = r.book.findCase(string(id))
		}
		if known {
			runs = append(runs, knownRun{run, index})
			next = index + 1
			continue
		}
		o.unknown = append(o.unknown, unknownRun{string(id), run.First, run.Rows})
	}
	return runs
}

// idOf is the identifier of a run's case.
func (r *replayer) idOf(run knownRun, batch *ledger.Batch) string {
	if run.index >= 0 {
		return r.book.register.Cases[run.index].ID
	}
	return string(run.Case.Of(batch.Text))
}

// ratesOf is a case's own rates; its index is -1 if it is not known.
func (r *replayer) ratesOf(index int32, id string) []ledger.RateEvent {
	if index < 0 {
		return r.book.rates[id]
	}
	return r.book.register.RatesOf(index)
}

// copyPiece copies a run out of a batch, whose memory the next block reuses.
func (r *replayer) copyPiece(batch *ledger.Batch, run *ledger.Run) *piece {
	p, ok := r.pieces.Get().(*piece)
	if !ok {
		p = &piece{}
	}
	p.id, p.text, p.entries = string(run.Case.Of(batch.Text)), p.text[:0], p.entries[:0]
	p.add(batch.Text, batch.Entries[run.From:run.To])
	return p
}

// add copies entries whose spans refer to a text.
func (p *piece) add(text []byte, entries []ledger.Entry) {
	p.entries = slices.Grow(p.entries, len(entries))
	for i := range entries {
		p.addOne(text, entries[i])
	}
}

func (p *piece) addOne(text []byte, entry ledger.Entry) {
	entry.ID, entry.Ref, entry.Source = p.carry(text, entry.ID), p.carry(text, entry.Ref), p.carry(text, entry.Source)
	p.entries = append(p.entries, entry)
}

// carry copies a piece of a text.
func (p *piece) carry(text []byte, span ledger.Span) ledger.Span {
	start := uint32(len(p.text))
	p.text = append(p.text, span.Of(text)...)
	return ledger.Span{Start: start, Length: span.Length}
}

// join adds a piece that follows this one.
func (p *piece) join(next *piece) { p.add(next.text, next.entries) }

func unknownCaseMessage(rows int) string {
	if rows == 1 {
		return "1 row of a case that the cases table does not have is left out; add the case or correct the identifier"
	}
	return fmt.Sprintf("%d rows of a case that the cases table does not have are left out; add the case or correct the identifier", rows)
}
