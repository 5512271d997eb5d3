package flow

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/readers"
	"arrears/samples/generate"
)

// taken is what a step gave away.
type taken struct {
	toCases, toNCPs, ask map[string][]wire.Item
	adrift               []wire.Item
	edges                map[int][]wire.Edge
	bases                []wire.Bases
	lines                map[int][]wire.Line
	outreach             map[int][]wire.Line
	figures              wire.Figures
	counts               wire.Counts
}

func newTaken() *taken {
	return &taken{toCases: map[string][]wire.Item{}, toNCPs: map[string][]wire.Item{}, ask: map[string][]wire.Item{},
		edges: map[int][]wire.Edge{}, lines: map[int][]wire.Line{}, outreach: map[int][]wire.Line{}}
}

func merge[K comparable, V any](into, from map[K][]V) {
	for key, values := range from {
		into[key] = append(into[key], values...)
	}
}

func (s *taken) merge(other *taken) {
	merge(s.toCases, other.toCases)
	merge(s.toNCPs, other.toNCPs)
	merge(s.ask, other.ask)
	merge(s.edges, other.edges)
	merge(s.lines, other.lines)
	merge(s.outreach, other.outreach)
	s.adrift, s.bases = append(s.adrift, other.adrift...), append(s.bases, other.bases...)
	s.figures.Add(&other.figures)
	s.counts.Add(&other.counts)
}

// runner runs steps as a runner may: in bundles of any size, elements in any order, and a
// bundle again, by the same step or by a new one, after a worker died at any point of it.
type runner struct {
	t      *testing.T
	job    *Job
	random *rand.Rand
	dies   bool
	deaths int
	all    *taken
}

// death is what a dying worker throws.
type death struct{}

// bundle does the work of a bundle until nobody dies. What a dead worker gave away is lost.
func (r *runner) bundle(work func(out *taken, breathe func())) {
	for try := 0; ; try++ {
		left := -1
		if r.dies && try < 2 {
			left = r.random.IntN(30)
		}
		out := newTaken()
		if r.survives(func() {
			work(out, func() {
				if left == 0 {
					panic(death{})
				}
				left--
			})
		}) {
			r.all.merge(out)
			return
		}
		r.deaths++
	}
}

func (r *runner) survives(work func()) (alive bool) {
	defer func() {
		if fault := recover(); fault != nil {
			if _, died := fault.(death); !died {
				panic(fault)
			}
		}
	}()
	work()
	return true
}

func (r *runner) check(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// iterate is an iterator over things in any order.
func iterate[T any](r *runner, things []T) func(*T) bool {
	shuffled := slices.Clone(things)
	r.random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return func(next *T) bool {
		if len(shuffled) == 0 {
			return false
		}
		*next, shuffled = shuffled[0], shuffled[1:]
		return true
	}
}

// bundles cuts keys into bundles.
func bundles[K interface{ ~int | ~string }, V any](r *runner, of map[K][]V) (cut [][]K) {
	keys := make([]K, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	r.random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	for len(keys) > 0 {
		n := min(1+r.random.IntN(20), len(keys))
		cut, keys = append(cut, keys[:n]), keys[n:]
	}
	return cut
}

func (r *runner) run() {
	r.all = newTaken()
	r.read()
	r.chain()
	r.ask()
	r.cases()
	r.ncps()
	r.rejects()
}

func (r *runner) read() {
	fn := &readFn{Config: r.job.Config, Unit: r.job.Unit, Asks: r.job.asks()}
	for _, part := range r.job.Parts {
		for _, blocks := range fn.SplitRestriction(part, fn.CreateInitialRestriction(part)) {
			r.check(fn.Setup())
			r.bundle(func(out *taken, breathe func()) {
				r.check(fn.ProcessElement(context.Background(), fn.CreateTracker(blocks), part, keyed(out.toCases, breathe), keyed(out.toNCPs, breathe),
					keyed(out.ask, breathe), loose(out, breathe), func(part int, edge wire.Edge) { out.edges[part] = append(out.edges[part], edge) }))
			})
		}
	}
}

func keyed[K comparable, V any](into map[K][]V, breathe func()) func(K, V) {
	return func(key K, value V) {
		breathe()
		into[key] = append(into[key], value)
	}
}

func loose(out *taken, breathe func()) func(wire.Item) {
	return func(item wire.Item) {
		breathe()
		out.adrift = append(out.adrift, item)
	}
}

func counted(out *taken) func(wire.Counts) { return func(c wire.Counts) { out.counts.Add(&c) } }

func (r *runner) chain() {
	fn := &chainFn{Config: r.job.Config}
	r.check(fn.Setup())
	for _, part := range r.job.Parts {
		edges := r.all.edges[part.Number]
		r.bundle(func(out *taken, breathe func()) {
			r.check(fn.ProcessElement(context.Background(), part.Number, iterate(r, []exports.Part{part}), iterate(r, edges), keyed(out.toCases, breathe),
				loose(out, breathe), func(b wire.Bases) { breathe(); out.bases = append(out.bases, b) }, counted(out)))
		})
	}
}

func (r *runner) ask() {
	owning := &owningFn{r.job.Config}
	sights := map[string][]wire.Item{}
	for id, items := range r.all.toCases {
		for _, item := range items {
			r.check(owning.ProcessElement(id, item, keyed(sights, func() {})))
		}
	}
	fn := &ownerFn{Parts: len(r.job.Parts)}
	for _, keys := range bundles(r, sights) {
		r.bundle(func(out *taken, breathe func()) {
			fn.StartBundle(nil, nil)
			for _, key := range keys {
				r.check(fn.ProcessElement(key, iterate(r, sights[key]), iterate(r, r.all.bases), keyed(out.ask, breathe)))
			}
		})
	}
	asked := r.all.ask
	for _, keys := range bundles(r, asked) {
		r.bundle(func(out *taken, breathe func()) {
			for _, key := range keys {
				r.check(askFn(key, iterate(r, asked[key]), keyed(out.toCases, breathe)))
			}
		})
	}
}

func (r *runner) cases() {
	fn := &caseFn{Config: r.job.Config, Parts: len(r.job.Parts)}
	r.check(fn.Setup())
	cases := r.all.toCases
	for _, keys := range bundles(r, cases) {
		r.bundle(func(out *taken, breathe func()) {
			fn.StartBundle(nil, nil, nil, nil)
			for _, key := range keys {
				r.check(fn.ProcessElement(key, iterate(r, cases[key]), iterate(r, r.all.bases), keyed(out.toNCPs, breathe), loose(out, breathe), counted(out)))
			}
		})
	}
}

func (r *runner) ncps() {
	fn := &ncpFn{Config: r.job.Config, Shards: r.job.Shards}
	r.check(fn.Setup())
	ncps := r.all.toNCPs
	for _, keys := range bundles(r, ncps) {
		r.bundle(func(out *taken, breathe func()) {
			for _, key := range keys {
				r.check(fn.ProcessElement(key, iterate(r, ncps[key]), keyed(out.lines, breathe), keyed(out.outreach, breathe), loose(out, breathe),
					func(f wire.Figures) { breathe(); out.figures.Add(&f) }, counted(out)))
			}
		})
	}
}

func (r *runner) rejects() {
	fn := &rejectFn{Parts: len(r.job.Parts), Shards: r.job.Shards}
	blocks := map[int][]wire.Item{}
	for _, item := range r.all.adrift {
		key, item, err := keyReject(item)
		r.check(err)
		blocks[key] = append(blocks[key], item)
	}
	for _, keys := range bundles(r, blocks) {
		r.bundle(func(out *taken, breathe func()) {
			fn.StartBundle(nil, nil, nil, nil)
			for _, key := range keys {
				r.check(fn.ProcessElement(key, iterate(r, blocks[key]), iterate(r, r.all.bases), iterate(r, r.job.Parts), keyed(out.lines, breathe), counted(out)))
			}
		})
	}
}

// results is what a run came to, in an order of its own.
func (r *runner) results() (lines map[int][]wire.Line, figures wire.Figures, counts wire.Counts) {
	for _, table := range []map[int][]wire.Line{r.all.lines, r.all.outreach} {
		for _, some := range table {
			sortLines(some)
		}
	}
	merge(r.all.lines, r.all.outreach)
	return r.all.lines, r.all.figures, r.all.counts
}

// TestBundlesAreRetried lets workers die thousands of times: what comes of the steps is the
// same.
func TestBundlesAreRetried(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "world")
	if _, err := generate.Write(t.Context(), folder, generate.Options{Seed: 11, Cases: 150, Dirty: 50_000, AsOf: ledger.MustDate("2026-10-31"), Shuffle: true}); err != nil {
		t.Fatal(err)
	}
	more := "case_id,date,type,amount,account,note\n"
	for range 40 {
		more += "X1,2020-01-05,charge,5.00,PAA,\"" + "X2,2020-01-05,charge,5.00,PAA,\n" + "\"\n"
	}
	if err := os.WriteFile(filepath.Join(folder, "quoted.csv"), []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	job := jobOver(t, folder)
	calm := &runner{t: t, job: job, random: rand.New(rand.NewPCG(1, 1))}
	calm.run()
	lines, figures, counts := calm.results()
	wrong := 0
	for _, base := range calm.all.bases {
		wrong += len(base.Wrong)
	}
	if wrong == 0 || len(lines) < 3 || figures.Totals.Cases < 100 {
		t.Fatalf("%d wrong guesses, %d shards, %d cases", wrong, len(lines), figures.Totals.Cases)
	}
	for seed := range uint64(4) {
		rough := &runner{t: t, job: job, random: rand.New(rand.NewPCG(seed, 2)), dies: true}
		rough.run()
		gotLines, gotFigures, gotCounts := rough.results()
		if d := cmp.Diff(lines, gotLines); d != "" {
			t.Fatalf("after %d deaths the lines differ:\n%.2000s", rough.deaths, d)
		}
		if d := cmp.Diff(figures, gotFigures, cmpopts.EquateEmpty()) + cmp.Diff(counts, gotCounts, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("after %d deaths the sums differ:\n%.2000s", rough.deaths, d)
		}
		if rough.deaths < 100 {
			t.Errorf("%d deaths only", rough.deaths)
		}
	}
}

func jobOver(t *testing.T, folder string) *Job {
	t.Helper()
	aliases, err := readers.Aliases(nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := exports.Find(t.Context(), []string{folder})
	if err != nil {
		t.Fatal(err)
	}
	job := &Job{Config: Config{Rules: Rules{Name: "california-coap"}, AsOf: ledger.MustDate("2026-10-31"), Aliases: aliases, CasesGiven: true},
		Shards: 2, Unit: 3, Limit: pipeline.Limit{ByRow: true, Rows: 1 << 30}}
	if job.Parts, err = exports.Plan(t.Context(), files, aliases, 700); err != nil {
		t.Fatal(err)
	}
	return job
}

// TestReadingSplits cuts a range while it is read, as runners do for a worker that idles:
// nothing is read twice, and nothing is lost.
func TestReadingSplits(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "world")
	if _, err := generate.Write(t.Context(), folder, generate.Options{Seed: 12, Cases: 50, AsOf: ledger.MustDate("2026-10-31")}); err != nil {
		t.Fatal(err)
	}
	job := jobOver(t, filepath.Join(folder, "ledger.csv"))
	part := job.Parts[0]
	fn := &readFn{Config: job.Config, Unit: 1 << 20}
	if err := fn.Setup(); err != nil {
		t.Fatal(err)
	}
	seen := map[int]int{}
	todo := []offsetrange.Restriction{fn.CreateInitialRestriction(part)}
	for splits := 0; len(todo) > 0; todo = todo[1:] {
		tracker := fn.CreateTracker(todo[0])
		edges := func(_ int, edge wire.Edge) {
			seen[edge.Block]++
			if edge.Block%5 == 2 && splits < 50 {
				if _, residual, err := tracker.TrySplit(0.5); err == nil && residual != nil {
					todo = append(todo, residual.(offsetrange.Restriction))
					splits++
				}
			}
		}
		none := func(string, wire.Item) {}
		if err := fn.ProcessElement(t.Context(), tracker, part, none, none, none, func(wire.Item) {}, edges); err != nil {
			t.Fatal(err)
		}
		if !tracker.IsDone() || tracker.GetError() != nil {
			t.Fatalf("%v is not done: %v", todo[0], tracker.GetError())
		}
	}
	if int64(len(seen)) != part.Blocks() {
		t.Errorf("%d blocks of %d were read", len(seen), part.Blocks())
	}
	for block, times := range seen {
		if times != 1 {
			t.Errorf("block %d was read %d times", block, times)
		}
	}
}
