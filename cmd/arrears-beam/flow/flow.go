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
	parts, number := beam.CreateList(s, job.Parts), len(job.Parts)
	read := readParts(s, job, parts)
	repaired, adriftAgain, bases, counts := chain(s, job, parts, read.edges)
	toCases := beam.Flatten(s, read.toCases, repaired)
	if job.asks() {
		toCases = beam.Flatten(s, toCases, ask(s, job, toCases, read.ask, bases))
	}
	replayed, adriftCases, countsCases := beam.ParDo3(s.Scope("Replay"), &caseFn{Config: job.Config, Parts: number},
		beam.GroupByKey(s.Scope("ByCase"), toCases), beam.SideInput{Input: bases})
	lines, outreach, adriftNCPs, figures, countsNCPs := beam.ParDo5(s.Scope("Decide"), &ncpFn{Config: job.Config, Shards: job.Shards},
		beam.GroupByKey(s.Scope("ByNCP"), beam.Flatten(s, read.toNCPs, replayed)))
	rejects, countsRejects := reject(s, job, bases, parts, read.adrift, adriftAgain, adriftCases, adriftNCPs)

	counted := beam.Combine(s.Scope("Count"), &countsFn{}, beam.Flatten(s, counts, countsCases, countsNCPs, countsRejects))
	summed := beam.Combine(s.Scope("Sum"), &figuresFn{}, figures)
	shards := beam.GroupByKey(s.Scope("ByShard"), beam.Flatten(s, seeds(s, job), lines, rank(s, job, outreach), rejects))
	written := beam.ParDo(s.Scope("Write"), &writeFn{Rules: job.Rules, AsOf: job.AsOf, Limit: job.Limit, Out: job.Out, Shards: job.Shards, Parts: number}, shards,
		beam.SideInput{Input: parts}, beam.SideInput{Input: counted})
	finish := &finishFn{Config: job.Config, Limit: job.Limit, Out: job.Out, Program: job.Program, Arguments: job.Arguments, Started: started,
		Parts: number, Files: tableCount * job.Shards}
	beam.ParDo0(s.Scope("Finish"), finish, beam.Impulse(s),
		beam.SideInput{Input: written}, beam.SideInput{Input: parts}, beam.SideInput{Input: counted}, beam.SideInput{Input: summed})
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
func chain(s beam.Scope, job *Job, parts, edges beam.PCollection) (toCases, adrift, bases, counts beam.PCollection) {
	s = s.Scope("Chain")
	return beam.ParDo4(s, &chainFn{Config: job.Config}, beam.CoGroupByKey(s, beam.ParDo(s, keyPart, parts), edges))
}

// Whatever takes a side input comes behind a grouping: prism (2.77) hands the first elements
// of other inputs over before their side inputs are there (apache/beam issue 36563).

// ask finds out whether the NCPs that events name beside a case are known.
func ask(s beam.Scope, job *Job, toCases, events, bases beam.PCollection) beam.PCollection {
	s = s.Scope("Ask")
	owning := beam.GroupByKey(s, beam.ParDo(s, &owningFn{job.Config}, toCases))
	owners := beam.ParDo(s, &ownerFn{Parts: len(job.Parts)}, owning, beam.SideInput{Input: bases})
	return beam.ParDo(s, askFn, beam.GroupByKey(s, beam.Flatten(s, events, owners)))
}

// reject makes lines of all rejects that are at the end of their way.
func reject(s beam.Scope, job *Job, bases, parts beam.PCollection, adrift ...beam.PCollection) (lines, counts beam.PCollection) {
	s = s.Scope("Reject")
	grouped := beam.GroupByKey(s, beam.ParDo(s, keyReject, beam.Flatten(s, adrift...)))
	return beam.ParDo2(s, &rejectFn{Parts: len(job.Parts), Shards: job.Shards}, grouped, beam.SideInput{Input: bases}, beam.SideInput{Input: parts})
}

// rank gives the lines of the outreach list, keyed by their bucket, ranks and shards.
func rank(s beam.Scope, job *Job, lines beam.PCollection) beam.PCollection {
	s = s.Scope("Rank")
	buckets := beam.CombinePerKey(s, add, beam.ParDo(s, tally, lines))
	places := beam.ParDo(s, &placeFn{job.Shards}, beam.GroupByKey(s, beam.ParDo(s, toPlace, buckets)))
	return beam.ParDo(s, &rankFn{job.Shards}, beam.CoGroupByKey(s, lines, places))
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
