package pipeline

import (
	"context"
	"errors"
	"hash/maphash"

	"arrears/pipeline/interest"
	"arrears/pipeline/ledger"
	"arrears/pipeline/ordered"
)

// gatherPass reads the ledger again, or for the first time where it was seen at once
// that rows lie apart. Rows are spread over partitions, in memory or in files, and the
// cases of each partition are replayed together. wanted nil stands for all cases.
func (r *replayer) gatherPass(ctx context.Context, wanted map[string]bool) (err error) {
	r.pile = newPile(r.job.Memory, r.job.TempDir)
	if wanted == nil {
		if err := r.announceFile(); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, r.pile.remove()) }()
	seed := maphash.MakeSeed()
	again := wanted != nil
	if again {
		before := r.partCounts()
		defer r.restore(before)
	}
	r.ends = make(map[int]int64)
	err = r.pass(ctx, func() func(taskBlock) (*outcome, error) {
		return r.gatherWorker(seed, wanted)
	})
	if err != nil {
		return err
	}
	return r.replayPile(ctx)
}

// gatherWorker makes a worker that parses a block and spreads its rows.
func (r *replayer) gatherWorker(seed maphash.Seed, wanted map[string]bool) func(taskBlock) (*outcome, error) {
	var batch ledger.Batch
	var spreader spreader
	return func(task taskBlock) (*outcome, error) {
		o, err := parse(&batch, task)
		if err != nil {
			return nil, err
		}
		if wanted != nil {
			o.rejects = nil // the first pass has them
		}
		o.gather = r.pile.empty()
		spreader.spread(o.gather, &batch, func(id []byte) (partition uint16, kept bool) {
			return uint16(maphash.Bytes(seed, id) % partitions), wanted == nil || wanted[string(id)]
		})
		return o, nil
	}
}

// lyingApart names the cases that a second pass must gather, and forgets what the first
// made of them.
func (r *replayer) lyingApart() map[string]bool {
	wanted := make(map[string]bool, r.apart)
	for i, met := range r.met {
		if met == lyingApart {
			wanted[r.book.register.Cases[i].ID] = true
			r.met[i] = unmet
		}
	}
	return wanted
}

// partCount is what a pass over the ledger counts in a part.
type partCount struct {
	read, rejected int
	lineBases      []int
}

// partCounts and restore keep the counts of the first pass from being counted twice.
func (r *replayer) partCounts() []partCount {
	counts := make([]partCount, len(r.book.parts))
	for i, part := range r.book.parts {
		counts[i] = partCount{part.Read, part.Rejected, part.LineBases}
		if part.Kind == ledger.LedgerTable {
			part.LineBases = part.LineBases[:1:1]
		}
	}
	return counts
}

func (r *replayer) restore(before []partCount) {
	for i, part := range r.book.parts {
		part.Read, part.Rejected, part.LineBases = before[i].read, before[i].rejected, before[i].lineBases
	}
}

// replayPile replays the cases of each partition.
func (r *replayer) replayPile(ctx context.Context) error {
	produce := func(_ context.Context, yield func(int) error) error {
		for i := range partitions {
			if err := yield(i); err != nil {
				return err
			}
		}
		return nil
	}
	newWorker := func() func(int) ([]caseResult, error) {
		engine, settler := r.engine.Fork(), &settler{asOf: r.job.AsOf}
		var sorter sorter
		var data []byte
		return func(part int) ([]caseResult, error) {
			var err error
			if data, err = r.pile.load(data[:0], part); err != nil {
				return nil, err
			}
			pieces, unknown, err := sorter.bring(data, r.mayReplay)
			if err != nil {
				return nil, err
			}
			results := make([]caseResult, 0, len(pieces)+len(unknown))
			for _, run := range unknown {
				results = append(results, caseResult{unknown: &run})
			}
			for _, p := range pieces {
				result := replayPiece(settler, engine, r.book.rates[p.id], &p)
				result.balance.Accounts = append([]interest.AccountBalance(nil), result.balance.Accounts...)
				results = append(results, result)
			}
			return results, nil
		}
	}
	return ordered.Do(ctx, r.job.Workers, produce, newWorker, func(results []caseResult) error {
		for i := range results {
			if results[i].unknown != nil {
				r.takeUnknown(results[i].unknown)
				continue
			}
			if err := r.takeCase(&results[i]); err != nil {
				return err
			}
		}
		return r.bound()
	})
}

// mayReplay tells whether a case is in the cases table, or none was given.
func (r *replayer) mayReplay(id []byte) bool {
	if !r.book.casesGiven {
		return true // the index still grows, in another goroutine
	}
	_, known := r.book.findCase(string(id))
	return known
}
