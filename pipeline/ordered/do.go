// Package ordered does work side by side and takes the results in order.
package ordered

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Do lets workers do tasks side by side and takes the results in the order in
// which the tasks were produced. At most 2 × workers tasks are under way: that is the
// memory bound. newWorker is called once for each worker. The first error, or a panic
// made an error, ends all; once ctx is done, the error is its cause and never nil.
func Do[Task, Result any](ctx context.Context, workers int, produce func(ctx context.Context, yield func(Task) error) error,
	newWorker func() func(Task) (Result, error), take func(Result) error) error {
	type future struct {
		task Task
		done chan Result
	}
	group, inner := errgroup.WithContext(ctx)
	begin := func(work func() error) { group.Go(func() error { return Guard(work) }) }
	todo := make(chan future)
	queue := make(chan future, 2*workers-1) // one more is out of the queue, being taken
	begin(func() error {
		defer close(todo)
		defer close(queue)
		return produce(inner, func(task Task) error {
			f := future{task, make(chan Result, 1)}
			for _, to := range []chan future{queue, todo} {
				select {
				case to <- f:
				case <-inner.Done():
					return context.Cause(inner)
				}
			}
			return nil
		})
	})
	for range workers {
		work := newWorker()
		begin(func() error {
			for f := range todo {
				result, err := work(f.task)
				if err != nil {
					return err
				}
				f.done <- result
			}
			return nil
		})
	}
	begin(func() error {
		for f := range queue {
			select {
			case result := <-f.done:
				if err := take(result); err != nil {
					return err
				}
			case <-inner.Done():
				return context.Cause(inner)
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil || ctx.Err() == nil {
		return err
	}
	return context.Cause(ctx)
}

// Guard turns a panic, a broken invariant of this program, into an error that ends
// the run. It says where it was; what it says itself only where that can hold nothing of
// the input.
func Guard(work func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault of this program%s%s; please report it", saying(fault), place())
		}
	}()
	return work()
}

// saying is what a panic says, if that is the Go runtime: an index, a type. What others say
// may hold a name.
func saying(fault any) string {
	if fault, ok := fault.(runtime.Error); ok {
		return ": " + fault.Error()
	}
	return ""
}

// place is the function, file and line of the panic that is being recovered from.
func place() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers)]) // from the panic on
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if frame.Function != "" && !strings.HasPrefix(frame.Function, "runtime.") {
			return fmt.Sprintf(" in %s (%s:%d)", frame.Function, filepath.Base(frame.File), frame.Line)
		}
	}
	return ""
}
