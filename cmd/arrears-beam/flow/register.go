package flow

import (
	"context"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
)

// Everything that a worker calls for each element is registered here with its types, so
// that nothing on the way of a row is done by reflection.

func init() {
	registerCoders()
	registerSteps()
	register.Emitter1[wire.Item]()
	register.Emitter1[wire.Bases]()
	register.Emitter1[wire.Counts]()
	register.Emitter1[wire.Figures]()
	register.Emitter1[wire.Written]()
	register.Emitter2[int, wire.Place]()
	register.Emitter2[string, wire.Item]()
	register.Emitter2[int, wire.Edge]()
	register.Emitter2[int, wire.Item]()
	register.Emitter2[int, wire.Line]()
	register.Iter1[wire.Item]()
	register.Iter1[wire.Line]()
	register.Iter1[wire.Bases]()
	register.Iter1[wire.Counts]()
	register.Iter1[wire.Figures]()
	register.Iter1[wire.Place]()
	register.Iter1[wire.Written]()
	register.Iter1[wire.Edge]()
	register.Iter1[exports.Part]()
}

// What the steps take and give, for short.
type (
	items   = func(*wire.Item) bool
	known   = func(*wire.Bases) bool
	planned = func(*exports.Part) bool
	send    = func(string, wire.Item)
	drift   = func(wire.Item)
	count   = func(wire.Counts)
	lines   = func(*wire.Line) bool
	toShard = func(int, wire.Line)
)

func registerSteps() {
	register.DoFn8x1[context.Context, *sdf.LockRTracker, exports.Part, send, send, send, drift, func(int, wire.Edge), error](&readFn{})
	register.DoFn8x1[context.Context, int, planned, func(*wire.Edge) bool, send, drift, func(wire.Bases), count, error](&chainFn{})
	register.DoFn3x1[string, wire.Item, send, error](&owningFn{})
	register.DoFn4x1[string, items, known, send, error](&ownerFn{})
	register.DoFn6x1[string, items, known, send, drift, count, error](&caseFn{})
	register.DoFn7x1[string, items, toShard, toShard, drift, func(wire.Figures), count, error](&ncpFn{})
	register.DoFn6x1[int, items, known, planned, toShard, count, error](&rejectFn{})
	register.DoFn3x0[int, func(*wire.Place) bool, func(int, wire.Place)](&placeFn{})
	register.DoFn4x1[int, lines, func(*wire.Place) bool, toShard, error](&rankFn{})
	register.DoFn6x1[context.Context, int, lines, planned, func(*wire.Counts) bool, func(wire.Written), error](&writeFn{})
	register.DoFn6x1[context.Context, []byte, func(*wire.Written) bool, planned, func(*wire.Counts) bool, func(*wire.Figures) bool, error](&finishFn{})
	register.Combiner1[wire.Counts](&countsFn{})
	register.Combiner1[wire.Figures](&figuresFn{})
	register.Function1x2(keyPart)
	register.Function1x3(keyReject)
	register.Function1x2(seed)
	register.Function2x2(tally)
	register.Function2x1(add)
	register.Function2x2(toPlace)
	register.Function3x1(askFn)
}

// coded registers the coder of a type.
func coded[T any](encode any, decode any) {
	of := reflect.TypeFor[T]()
	beam.RegisterType(of)
	beam.RegisterCoder(of, encode, decode)
}

func registerCoders() {
	register.Function1x1(wire.EncodeItem)
	register.Function1x2(wire.DecodeItem)
	register.Function1x1(wire.EncodeEdge)
	register.Function1x2(wire.DecodeEdge)
	register.Function1x1(wire.EncodeBases)
	register.Function1x2(wire.DecodeBases)
	register.Function1x1(wire.EncodeLine)
	register.Function1x2(wire.DecodeLine)
	register.Function1x1(wire.EncodePlace)
	register.Function1x2(wire.DecodePlace)
	register.Function1x2(wire.EncodeCounts)
	register.Function1x2(wire.DecodeCounts)
	register.Function1x2(wire.EncodeFigures)
	register.Function1x2(wire.DecodeFigures)
	register.Function1x2(wire.EncodeWritten)
	register.Function1x2(wire.DecodeWritten)
	register.Function1x2(exports.EncodePart)
	register.Function1x2(exports.DecodePart)
	coded[wire.Item](wire.EncodeItem, wire.DecodeItem)
	coded[wire.Edge](wire.EncodeEdge, wire.DecodeEdge)
	coded[wire.Bases](wire.EncodeBases, wire.DecodeBases)
	coded[wire.Line](wire.EncodeLine, wire.DecodeLine)
	coded[wire.Place](wire.EncodePlace, wire.DecodePlace)
	coded[wire.Counts](wire.EncodeCounts, wire.DecodeCounts)
	coded[wire.Figures](wire.EncodeFigures, wire.DecodeFigures)
	coded[wire.Written](wire.EncodeWritten, wire.DecodeWritten)
	coded[exports.Part](exports.EncodePart, exports.DecodePart)
}
