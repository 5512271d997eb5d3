package flow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// chainFn goes along the blocks of a part. Where one did not begin where the one before it
// ended, for its guess was wrong, its rows are to be forgotten, and it is read again. So
// every part is read as if from its beginning.
type chainFn struct {
	Config

	rules *policy.Policy
}

// Setup loads the policy.
func (fn *chainFn) Setup() (err error) {
	fn.rules, err = fn.Rules.Load()
	return err
}

// ProcessElement takes the one part of a number and the edges of its blocks. It says which
// blocks' uncertain rows are wrong, sends their right ones, and tells where the part's blocks
// begin and how many rows were read.
func (fn *chainFn) ProcessElement(ctx context.Context, number int, parts func(*exports.Part) bool, edges func(*wire.Edge) bool,
	toCases func(string, wire.Item), adrift func(wire.Item), bases func(wire.Bases), counts func(wire.Counts)) (err error) {
	defer tell(&err)
	var part exports.Part
	if !parts(&part) {
		return fmt.Errorf("part %d of the input was read and is not planned", number)
	}
	blocks := collect(edges)
	slices.SortFunc(blocks, func(a, b wire.Edge) int { return cmp.Compare(a.Block, b.Block) })
	again := &rereading{fn: fn, part: &part, to: &sorting{toCases: toCases, adrift: adrift, certain: true}}
	defer func() { err = errors.Join(err, again.close()) }()
	known, rows := wire.Bases{Part: number, Lines: []int{part.Line}}, 0
	end := int64(len(part.Head))
	for i := range blocks {
		edge := &blocks[i]
		if edge.Block != i {
			return fmt.Errorf("read %s: block %d was read, and block %d was not", part.File, edge.Block, i)
		}
		if part.Block > 0 && edge.From != end {
			known.Wrong = append(known.Wrong, i)
			if *edge, err = again.read(ctx, i, end); err != nil {
				return err
			}
		}
		end = edge.To
		rows += edge.Rows
		known.Lines = append(known.Lines, known.Lines[i]+edge.Lines)
	}
	bases(known)
	counts(wire.Counts{Parts: map[int]wire.Count{number: {Read: rows}}})
	return nil
}

// rereading reads blocks of a part again.
type rereading struct {
	fn    *chainFn
	part  *exports.Part
	to    *sorting
	table *exports.Table
	batch *ledger.Batch
}

func (r *rereading) read(ctx context.Context, block int, from int64) (edge wire.Edge, err error) {
	if r.table == nil {
		if r.table, err = exports.Open(ctx, r.part, r.fn.rules, r.fn.Aliases); err != nil {
			return edge, err
		}
		r.batch = exports.NewBatch(r.part.Kind)
	}
	if err := r.table.Parse(r.batch, block, from); err != nil {
		return edge, err
	}
	rows := r.to.send(r.part, r.batch)
	return wire.Edge{Block: block, From: r.batch.From, To: r.batch.To, Lines: r.batch.Lines, Rows: rows}, nil
}

func (r *rereading) close() error {
	if r.table == nil {
		return nil
	}
	return r.table.Close()
}

// collect is everything that an iterator brings.
func collect[T any](next func(*T) bool) (all []T) {
	var one T
	for next(&one) {
		all = append(all, one)
	}
	return all
}

// each gives what was collected once more.
func each[T any](all []T) func(*T) bool {
	return func(one *T) bool {
		if len(all) == 0 {
			return false
		}
		*one, all = all[0], all[1:]
		return true
	}
}

// keyPart keys a part by its number.
func keyPart(part exports.Part) (int, exports.Part) { return part.Number, part }

// guesses is what is known of the blocks of the input once all of them were read.
type guesses struct {
	bases []wire.Bases // by part; nil until learned
	wrong map[ledger.Position]bool
}

// learn takes it from a side input, once a bundle. There is one element a part: a runner
// that hands over fewer has not waited for the side input, and its figures would be wrong.
func (g *guesses) learn(next func(*wire.Bases) bool, parts int) error {
	if g.bases != nil {
		return nil
	}
	all := collect(next)
	if len(all) != parts {
		return fmt.Errorf("the runner gave what is known of %d parts of the input, of %d: it did not wait for a side input", len(all), parts)
	}
	slices.SortFunc(all, func(a, b wire.Bases) int { return cmp.Compare(a.Part, b.Part) })
	g.bases, g.wrong = all, make(map[ledger.Position]bool)
	for _, base := range all {
		for _, block := range base.Wrong {
			g.wrong[ledger.NewPosition(base.Part, block, 0)] = true
		}
	}
	return nil
}

// refuse tells whether what stands at a position is to be forgotten.
func (g *guesses) refuse(certain bool, position ledger.Position) bool {
	return !certain && len(g.wrong) > 0 && g.wrong[ledger.NewPosition(position.Part(), position.Block(), 0)]
}
