package ordered

import "context"

// Steps produces 0, step, 2 × step and so on below count: where pieces of work begin.
func Steps(count, step int) func(ctx context.Context, yield func(int) error) error {
	return func(_ context.Context, yield func(int) error) error {
		for from := 0; from < count; from += step {
			if err := yield(from); err != nil {
				return err
			}
		}
		return nil
	}
}
