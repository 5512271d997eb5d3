// Package ordered does work side by side and takes the results in order.
package ordered

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Do lets workers do tasks side by side and takes the results in the order in
// which the tasks were produced. At most 2 × workers tasks are under way: that is the
// memory bound. newWorker is called once for each worker. The first error ends all.
func Do[Task, Result any](ctx context.Context, workers int, produce func(ctx context.Context, yield func(Task) error) error,
	newWorker func() func(Task) (Result, error), take func(Result) error) error {
	type future struct {
		task Task
		done chan Result
	}
	group, ctx := errgroup.WithContext(ctx)
	todo := make(chan future)
	queue := make(chan future, 2*workers)
	group.Go(func() error {
		defer close(todo)
		defer close(queue)
		return produce(ctx, func(task Task) error {
			f := future{task, make(chan Result, 1)}
			for _, to := range []chan future{queue, todo} {
				select {
				case to <- f:
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			}
			return nil
		})
	})
	for range workers {
		work := newWorker()
		group.Go(func() error {
			for f := range todo {
				result, err := guarded(work, f.task)
				if err != nil {
					return err
				}
				f.done <- result
			}
			return nil
		})
	}
	group.Go(func() error {
		for f := range queue {
			select {
			case result := <-f.done:
				if err := take(result); err != nil {
					return err
				}
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	})
	return group.Wait()
}

// guarded turns a panic, a broken invariant of this program, into an error that ends
// the run.
func guarded[Task, Result any](work func(Task) (Result, error), task Task) (result Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault of this program: %v; nothing was published, please report it", fault)
		}
	}()
	return work(task)
}
