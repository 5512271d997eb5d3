package flow

import "arrears/cmd/arrears-beam/wire"

// Sums are lifted: each worker adds up what it has before anything is sent.

// countsFn adds counts up.
type countsFn struct{}

// CreateAccumulator begins at zero.
func (*countsFn) CreateAccumulator() wire.Counts { return wire.Counts{} }

// AddInput adds counts.
func (*countsFn) AddInput(sum, counts wire.Counts) wire.Counts {
	sum.Add(&counts)
	return sum
}

// MergeAccumulators adds sums.
func (*countsFn) MergeAccumulators(a, b wire.Counts) wire.Counts {
	a.Add(&b)
	return a
}

// figuresFn adds figures up.
type figuresFn struct{}

// CreateAccumulator begins at zero.
func (*figuresFn) CreateAccumulator() wire.Figures { return wire.Figures{} }

// AddInput adds figures.
func (*figuresFn) AddInput(sum, figures wire.Figures) wire.Figures {
	sum.Add(&figures)
	return sum
}

// MergeAccumulators adds sums.
func (*figuresFn) MergeAccumulators(a, b wire.Figures) wire.Figures {
	a.Add(&b)
	return a
}
