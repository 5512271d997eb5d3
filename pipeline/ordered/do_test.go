package ordered

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// numbers produces 0 to n−1.
func numbers(n int) func(context.Context, func(int) error) error {
	return func(_ context.Context, yield func(int) error) error {
		for i := range n {
			if err := yield(i); err != nil {
				return err
			}
		}
		return nil
	}
}

// one makes every worker the same function.
func one[Result any](work func(int) (Result, error)) func() func(int) (Result, error) {
	return func() func(int) (Result, error) { return work }
}

func double(n int) (int, error) { return 2 * n, nil }

func ignore[Result any](Result) error { return nil }

func TestResultsComeInTheOrderOfTheTasks(t *testing.T) {
	for _, workers := range []int{1, 2, 7, 64} {
		synctest.Test(t, func(t *testing.T) {
			// Later tasks end sooner, so that the results are ready in another order.
			work := func(n int) (int, error) {
				time.Sleep(time.Duration(97-n*31%97) * time.Millisecond)
				return 2 * n, nil
			}
			var got []int
			err := Do(t.Context(), workers, numbers(200), one(work), func(n int) error {
				got = append(got, n)
				return nil
			})
			var want []int
			for n := range 200 {
				want = append(want, 2*n)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%d workers: error %v, results %v", workers, err, got)
			}
		})
	}
}

func TestWorkIsDoneSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		slow := func(n int) (int, error) {
			time.Sleep(time.Second)
			return n, nil
		}
		if err := Do(t.Context(), 4, numbers(20), one(slow), ignore); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("20 tasks of a second took 4 workers %v, want 5 s", took)
		}
	})
}

// While nothing is taken, no more than 2 × workers tasks are begun.
func TestTasksUnderWayAreBounded(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		synctest.Test(t, func(t *testing.T) {
			var begun atomic.Int64
			release := make(chan struct{})
			done := make(chan error, 1)
			work := func(n int) (int, error) {
				begun.Add(1)
				return n, nil
			}
			go func() {
				done <- Do(t.Context(), workers, numbers(1000), one(work), func(int) error {
					<-release
					return nil
				})
			}()
			synctest.Wait()
			if n := begun.Load(); n != int64(2*workers) {
				t.Errorf("%d workers began %d tasks while the first result was being taken, want %d", workers, n, 2*workers)
			}
			close(release)
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEachWorkerIsMadeOnce(t *testing.T) {
	made := 0
	newWorker := func() func(int) (int, error) {
		made++
		uses := 0 // a race, should two goroutines share a worker
		return func(n int) (int, error) {
			uses++
			return n, nil
		}
	}
	if err := Do(t.Context(), 3, numbers(100), newWorker, ignore); err != nil {
		t.Fatal(err)
	}
	if made != 3 {
		t.Errorf("%d workers were made, want 3", made)
	}
}

var errFirst, errSecond = errors.New("first"), errors.New("second")

func TestTheFirstErrorWins(t *testing.T) {
	fails := func(at int, after time.Duration, err error) func(int) (int, error) {
		return func(n int) (int, error) {
			if n == at {
				time.Sleep(after)
				return 0, err
			}
			return n, nil
		}
	}
	for name, c := range map[string]struct {
		produce func(context.Context, func(int) error) error
		work    func(int) (int, error)
		take    func(int) error
	}{
		"of a worker": {numbers(50), fails(3, 0, errFirst), ignore[int]},
		"of a worker, though an earlier task fails later": {numbers(50), func(n int) (int, error) {
			if n == 0 {
				time.Sleep(time.Minute)
				return 0, errSecond
			}
			return fails(1, time.Second, errFirst)(n)
		}, ignore[int]},
		"of what produces": {func(_ context.Context, yield func(int) error) error {
			return errors.Join(yield(1), errFirst)
		}, fails(-1, 0, nil), ignore[int]},
		"of what takes": {numbers(50), fails(30, time.Minute, errSecond), func(n int) error {
			if n == 5 {
				return errFirst
			}
			return nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if err := Do(t.Context(), 2, c.produce, one(c.work), c.take); !errors.Is(err, errFirst) || errors.Is(err, errSecond) {
					t.Errorf("got %v, want the first error", err)
				}
			})
		})
	}
}

// Nothing is taken after a failure, and the producer is told of it.
func TestAFailureEndsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		produced, taken := 0, 0
		produce := func(_ context.Context, yield func(int) error) error {
			for ; ; produced++ {
				if err := yield(produced); err != nil {
					return err
				}
			}
		}
		err := Do(t.Context(), 3, produce, one(double), func(int) error {
			taken++
			if taken == 10 {
				return errFirst
			}
			return nil
		})
		if !errors.Is(err, errFirst) || taken != 10 {
			t.Errorf("error %v after %d results, want the first error after 10", err, taken)
		}
	})
}

var errCause = errors.New("somebody pulled the plug")

// A cancelled run reports the cause and never success, whenever it is cancelled.
func TestCancellationReportsItsCause(t *testing.T) {
	for _, tasks := range []int{0, 1, 40} {
		for at := range tasks + 1 {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				if at == 0 {
					cancel(errCause)
				}
				taken := 0
				err := Do(ctx, 2, numbers(tasks), one(double), func(int) error {
					taken++
					if taken == at {
						cancel(errCause)
					}
					return nil
				})
				if !errors.Is(err, errCause) {
					t.Errorf("%d tasks, cancelled at result %d: %v, want the cause", tasks, at, err)
				}
			})
		}
	}
}

func TestCancellationWakesWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Hour, errCause)
		defer cancel()
		produce := func(ctx context.Context, yield func(int) error) error {
			if err := yield(1); err != nil {
				return err
			}
			<-ctx.Done()
			return context.Cause(ctx)
		}
		if err := Do(ctx, 2, produce, one(double), ignore); !errors.Is(err, errCause) {
			t.Errorf("got %v, want the cause", err)
		}
	})
}

// A panic, wherever it is, becomes an error of one line that says what to do.
func TestAPanicBecomesAnError(t *testing.T) {
	explode := func(n int) error {
		if n == 5 {
			panic(fmt.Sprintf("task %d is impossible", n))
		}
		return nil
	}
	for name, do := range map[string]func() error{
		"work": func() error {
			return Do(t.Context(), 2, numbers(50), one(func(n int) (int, error) { return n, explode(n) }), ignore)
		},
		"take": func() error {
			return Do(t.Context(), 2, numbers(50), one(func(n int) (int, error) { return n, nil }), explode)
		},
		"produce": func() error {
			return Do(t.Context(), 2, func(_ context.Context, yield func(int) error) error {
				return errors.Join(yield(1), explode(5))
			}, one(double), ignore)
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := do()
			if err == nil || !strings.Contains(err.Error(), "TestAPanicBecomesAnError.func1 (do_test.go:") || !strings.Contains(err.Error(), "report it") {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("the error has several lines: %q", err)
			}
		})
	}
}

// What a panic says may hold a name of the input: only what the Go runtime says is repeated.
func TestAPanicTellsWhereAndNothingElse(t *testing.T) {
	var none []int
	for name, work := range map[string]func(){
		"text":  func() { panic("Ana Canary, 12 Secret Road") },
		"error": func() { panic(errors.New("parse \"Ana Canary\"")) },
		"value": func() { panic(struct{ Name string }{"Ana Canary"}) },
		"index": func() { _ = none[len(name(none))] },
	} {
		err := Guard(func() error { work(); return nil })
		if err == nil || strings.Contains(err.Error(), "Canary") || !strings.HasPrefix(err.Error(), "a fault of this program") ||
			!strings.Contains(err.Error(), "TestAPanicTellsWhereAndNothingElse") || !strings.Contains(err.Error(), "(do_test.go:") {
			t.Errorf("%s: %v", name, err)
		}
		if name == "index" && !strings.Contains(err.Error(), "index out of range") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func name(numbers []int) string { return string(rune('a' + len(numbers))) }
