package flow

import (
	"context"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/util/reflectx"
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

// method is the ProcessElement of a step, called without reflection. Beam's own register.DoFn8x1
// and its like do the same for any types, and take the compiler minutes and gigabytes.
type method struct {
	of   any
	call func(a []any) error
}

// Name is that of the function.
func (m *method) Name() string { return reflectx.FunctionName(m.of) }

// Type is that of the function.
func (m *method) Type() reflect.Type { return reflect.TypeOf(m.of) }

// Call calls it.
func (m *method) Call(a []any) []any { return []any{m.call(a)} }

// step registers a step by its ProcessElement.
func step[T any](process func(fn *T) (of any, call func(a []any) error)) {
	of := reflect.TypeFor[T]()
	beam.RegisterType(of)
	reflectx.RegisterStructWrapper(of, func(fn any) map[string]reflectx.Func {
		of, call := process(fn.(*T))
		return map[string]reflectx.Func{"ProcessElement": &method{of, call}}
	})
}

func registerSteps() {
	step(func(fn *readFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(context.Context), a[1].(*sdf.LockRTracker), a[2].(exports.Part), a[3].(send), a[4].(send), a[5].(send), a[6].(drift), a[7].(func(int, wire.Edge)))
		}
	})
	step(func(fn *chainFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(context.Context), a[1].(int), a[2].(planned), a[3].(func(*wire.Edge) bool), a[4].(send), a[5].(drift), a[6].(func(wire.Bases)), a[7].(count))
		}
	})
	step(func(fn *owningFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error { return fn.ProcessElement(a[0].(string), a[1].(wire.Item), a[2].(send)) }
	})
	step(func(fn *ownerFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(string), a[1].(items), a[2].(known), a[3].(send))
		}
	})
	step(func(fn *caseFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(string), a[1].(items), a[2].(known), a[3].(send), a[4].(drift), a[5].(count))
		}
	})
	step(func(fn *ncpFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(string), a[1].(items), a[2].(toShard), a[3].(toShard), a[4].(drift), a[5].(func(wire.Figures)), a[6].(count))
		}
	})
	registerLastSteps()
}

func registerLastSteps() {
	step(func(fn *rejectFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(int), a[1].(items), a[2].(known), a[3].(planned), a[4].(toShard), a[5].(count))
		}
	})
	step(func(fn *placeFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(int), a[1].(func(*wire.Place) bool), a[2].(func(int, wire.Place)))
		}
	})
	step(func(fn *rankFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(int), a[1].(lines), a[2].(func(*wire.Place) bool), a[3].(toShard))
		}
	})
	step(func(fn *writeFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(context.Context), a[1].(int), a[2].(lines), a[3].(planned), a[4].(func(*wire.Counts) bool), a[5].(func(wire.Written)))
		}
	})
	step(func(fn *finishFn) (any, func([]any) error) {
		return fn.ProcessElement, func(a []any) error {
			return fn.ProcessElement(a[0].(context.Context), a[1].([]byte), a[2].(func(*wire.Written) bool), a[3].(planned), a[4].(func(*wire.Counts) bool), a[5].(func(*wire.Figures) bool))
		}
	})
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
