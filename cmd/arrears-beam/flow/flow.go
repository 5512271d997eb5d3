package flow

import (
	"slices"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
)

// Build lays the whole run out below a scope: read, bring together by case, replay, bring
// together by NCP, decide, write in shards.
func Build(s beam.Scope, job *Job, started time.Time) {
	parts := beam.CreateList(s, job.Parts)
	read := readParts(s, job, parts)
	wrong, repaired, adriftAgain, bases, counts := chain(s, job, parts, read.edges)

	toCases := beam.Flatten(s, read.toCases, repaired)
	if job.asks() {
		toCases = beam.Flatten(s, toCases, ask(s, job, toCases, read.ask, wrong))
	}
	replayed, adriftCases, countsCases := beam.ParDo3(s.Scope("Replay"), &caseFn{Config: job.Config},
		beam.GroupByKey(s.Scope("ByCase"), toCases), beam.SideInput{Input: wrong})

	lines, outreach, adriftNCPs, figures, countsNCPs := beam.ParDo5(s.Scope("Decide"), &ncpFn{Config: job.Config, Shards: job.Shards},
		beam.GroupByKey(s.Scope("ByNCP"), beam.Flatten(s, read.toNCPs, replayed)))

	adrift := beam.Flatten(s, read.adrift, adriftAgain, adriftCases, adriftNCPs)
	rejects, countsRejects := beam.ParDo2(s.Scope("Rejects"), &rejectFn{}, adrift,
		beam.SideInput{Input: wrong}, beam.SideInput{Input: parts}, beam.SideInput{Input: bases})

	counted := beam.Combine(s.Scope("Count"), &countsFn{}, beam.Flatten(s, counts, countsCases, countsNCPs, countsRejects))
	summed := beam.Combine(s.Scope("Sum"), &figuresFn{}, figures)
	ranked, histogram := rank(s.Scope("Rank"), job, outreachTable, outreach)
	placed, _ := rank(s.Scope("Place"), job, rejectsTable, rejects)

	shards := beam.GroupByKey(s.Scope("ByShard"), beam.Flatten(s, seeds(s, job), lines, ranked, placed))
	written := beam.ParDo(s.Scope("Write"), &writeFn{Rules: job.Rules, AsOf: job.AsOf, Limit: job.Limit, Out: job.Out, Shards: job.Shards}, shards,
		beam.SideInput{Input: histogram}, beam.SideInput{Input: parts}, beam.SideInput{Input: counted})
	beam.ParDo0(s.Scope("Finish"), &finishFn{Config: job.Config, Limit: job.Limit, Out: job.Out, Program: job.Program, Arguments: job.Arguments, Started: started},
		beam.Impulse(s), beam.SideInput{Input: written}, beam.SideInput{Input: parts}, beam.SideInput{Input: counted}, beam.SideInput{Input: summed})
}

// asks tells whether some event may name an NCP and a case.
func (job *Job) asks() bool {
	return slices.ContainsFunc(job.Parts, func(p exports.Part) bool { return p.NamesBoth })
}

// fromParts is what was read.
type fromParts struct{ toCases, toNCPs, ask, adrift, edges beam.PCollection }

func readParts(s beam.Scope, job *Job, parts beam.PCollection) (r fromParts) {
	fn := &readFn{Config: job.Config, Unit: job.Unit, Asks: job.asks()}
	r.toCases, r.toNCPs, r.ask, r.adrift, r.edges = beam.ParDo5(s.Scope("Read"), fn, parts)
	return r
}

// chain holds guesses against what they were to find.
func chain(s beam.Scope, job *Job, parts, edges beam.PCollection) (wrong, toCases, adrift, bases, counts beam.PCollection) {
	s = s.Scope("Chain")
	grouped := beam.CoGroupByKey(s, beam.ParDo(s, keyPart, parts), edges)
	return beam.ParDo5(s, &chainFn{Config: job.Config}, grouped)
}

// ask finds out whether the NCPs that events name beside a case are known.
func ask(s beam.Scope, job *Job, toCases, events, wrong beam.PCollection) beam.PCollection {
	s = s.Scope("Ask")
	owning := beam.ParDo(s, &ownedFn{Config: job.Config}, toCases, beam.SideInput{Input: wrong})
	owners := beam.ParDo(s, owner, beam.CombinePerKey(s, earlier, owning))
	return beam.ParDo(s, askFn, beam.GroupByKey(s, beam.Flatten(s, events, owners)))
}

// rank spreads the lines of a table over its shards in one order.
func rank(s beam.Scope, job *Job, table int, lines beam.PCollection) (keyed, histogram beam.PCollection) {
	histogram = beam.Combine(s, &histogramFn{}, lines)
	return beam.ParDo(s, &assignFn{Table: table, Shards: job.Shards}, lines, beam.SideInput{Input: histogram}), histogram
}

// seeds is the key of every shard, so that each is written, if only with a header.
func seeds(s beam.Scope, job *Job) beam.PCollection {
	keys := make([]int, tableCount*job.Shards)
	for i := range keys {
		keys[i] = i
	}
	return beam.ParDo(s.Scope("Seeds"), seed, beam.CreateList(s, keys))
}

func seed(key int) (int, wire.Line) { return key, wire.Line{} }
